"""Events are sealed into a chain per company, their details can only be wiped, and the audit log has its indexes.

Code from before writes no seals and misses none: what it records is sealed by the next worker of the new code.
"""

import sqlalchemy as sa
from alembic import op

from portal.core import append_only

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INDEXES = {
    "ix_events_of_time": ["company_id", "at", "id"],
    "ix_events_of_actor": ["company_id", "actor_kind", "actor_id", "at", "id"],
    "ix_events_of_action": ["company_id", "action_type", "at", "id"],
    "ix_events_of_type": ["company_id", "entity_type", "at", "id"],
    "ix_events_of_entity": ["company_id", "entity_type", "entity_id", "at", "id"],
}


def upgrade() -> None:
    op.create_table(
        "event_seals",
        sa.Column("event_id", BIG, autoincrement=False, nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_event_seals_company_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_event_seals_event_id")),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_event_seals")),
        sa.UniqueConstraint("company_id", "position", name=op.f("uq_event_seals_company_id_position")),
    )
    op.create_index(op.f("ix_event_seals_company_id"), "event_seals", ["company_id"])
    op.create_table(
        "event_chains",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("position", BIG, nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("settled_id", BIG, nullable=False),
        sa.Column("settling_id", BIG, nullable=False),
        sa.Column("settling_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_event_chains_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_chains")),
        sa.UniqueConstraint("company_id", name=op.f("uq_event_chains_company_id")),
    )
    op.create_index(op.f("ix_event_chains_company_id"), "event_chains", ["company_id"])
    op.drop_index("ix_events_entity", table_name="events")
    for name, columns in INDEXES.items():
        op.create_index(name, "events", columns)
    append_only.guard(op, "events", "event_details", "event_seals")


def downgrade() -> None:
    append_only.unguard(op, "event_details")
    append_only.unguard(op, "event_seals")
    if op.get_bind().dialect.name == "sqlite":
        append_only.unguard(op, "events", "events_no_replace")
    for name in INDEXES:
        op.drop_index(name, table_name="events")
    op.create_index("ix_events_entity", "events", ["company_id", "entity_type", "entity_id"])
    op.drop_table("event_chains")
    op.drop_table("event_seals")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_details_change()")
        op.execute("DROP FUNCTION refuse_seal_change()")
