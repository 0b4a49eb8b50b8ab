"""What other systems and pages count, and the days that are counted up. New tables: the code of before runs on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql, sqlite

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BIG = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "analytics_events",
        sa.Column("id", BIG, nullable=False),
        sa.Column("event_type", sa.String(length=60), nullable=False),
        sa.Column("properties", JSON, nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("event_id", sa.String(length=120), nullable=True),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_analytics_events_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analytics_events")),
        sa.UniqueConstraint("company_id", "event_id", name=op.f("uq_analytics_events_company_id_event_id")),
    )
    op.create_index(
        "ix_analytics_events_of_type", "analytics_events", ["company_id", "event_type", "occurred_at", "id"]
    )
    op.create_index("ix_analytics_events_of_time", "analytics_events", ["company_id", "occurred_at"])
    op.create_table(
        "analytics_days",
        sa.Column("id", BIG, nullable=False),
        sa.Column("metric", sa.String(length=60), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("job_id", "client_id", "recruiter_id")),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("total", sa.Double(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_analytics_days_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analytics_days")),
    )
    op.create_index("ix_analytics_days_of_metric", "analytics_days", ["company_id", "level", "metric", "day"])
    op.create_index("ix_analytics_days_of_day", "analytics_days", ["company_id", "day"])
    op.create_table(
        "analytics_progress",
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column("rolled_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_analytics_progress_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analytics_progress")),
        sa.UniqueConstraint("company_id", name=op.f("uq_analytics_progress_company_id")),
    )
    for name in ("analytics_events", "analytics_days", "analytics_progress"):
        op.create_index(op.f(f"ix_{name}_company_id"), name, ["company_id"])


def downgrade() -> None:
    op.drop_table("analytics_progress")
    op.drop_table("analytics_days")
    op.drop_table("analytics_events")
