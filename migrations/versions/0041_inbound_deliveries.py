"""What other systems send, and which of our rows theirs are. New tables alone: the code of before runs on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql, sqlite

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BIG = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
STATES = ("received", "running", "done", "kept", "needs_details", "failed")
KINDS = ("job", "candidate", "application", "client")


def words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "inbound_deliveries",
        sa.Column("id", BIG, nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("delivery_id", sa.String(length=300), nullable=False),
        sa.Column("once", sa.String(length=300), nullable=True),
        sa.Column("event", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=True),
        sa.Column("headers", JSON, nullable=False),
        sa.Column("state", words("inbounddeliverystate", *STATES), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("resume_words", sa.String(length=500), nullable=False),
        sa.Column("changed", JSON, nullable=False),
        sa.Column("answer", JSON, nullable=True),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("runs", sa.Integer(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_inbound_deliveries_company_id")),
        sa.ForeignKeyConstraint(
            ["company_id", "submission_id"],
            ["integration_submissions.company_id", "integration_submissions.id"],
            name=op.f("fk_inbound_deliveries_company_id_submission_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inbound_deliveries")),
        sa.UniqueConstraint(
            "company_id",
            "source",
            "place",
            "delivery_id",
            name=op.f("uq_inbound_deliveries_company_id_source_place_delivery_id"),
        ),
        sa.UniqueConstraint(
            "company_id", "source", "place", "once", name=op.f("uq_inbound_deliveries_company_id_source_place_once")
        ),
    )
    for name, columns in (
        (op.f("ix_inbound_deliveries_company_id"), ["company_id"]),
        ("ix_inbound_deliveries_company_id_id", ["company_id", "id"]),
        ("ix_inbound_deliveries_of_submission", ["company_id", "submission_id", "last_received_at"]),
        ("ix_inbound_deliveries_of_candidate", ["company_id", "candidate_id"]),
        ("ix_inbound_deliveries_received_at", ["received_at"]),
    ):
        op.create_index(name, "inbound_deliveries", columns)

    op.create_table(
        "ats_records",
        sa.Column("id", BIG, nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("kind", words("recordkind", *KINDS), nullable=False),
        sa.Column("external_id", sa.String(length=300), nullable=False),
        sa.Column("our_id", sa.Integer(), nullable=True),
        sa.Column("made", sa.Boolean(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("applied", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_ats_records_company_id")),
        sa.ForeignKeyConstraint(
            ["company_id", "submission_id"],
            ["integration_submissions.company_id", "integration_submissions.id"],
            name=op.f("fk_ats_records_company_id_submission_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ats_records")),
        sa.UniqueConstraint(
            "company_id",
            "source",
            "place",
            "kind",
            "external_id",
            name=op.f("uq_ats_records_company_id_source_place_kind_external_id"),
        ),
    )
    op.create_index(op.f("ix_ats_records_company_id"), "ats_records", ["company_id"])
    op.create_index("ix_ats_records_of_ours", "ats_records", ["company_id", "kind", "our_id"])


def downgrade() -> None:
    op.drop_table("ats_records")
    op.drop_table("inbound_deliveries")
