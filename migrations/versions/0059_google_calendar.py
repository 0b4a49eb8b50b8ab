"""Connections to Google Calendar, the events that stand there, and busy time from there. New tables alone."""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

COMPANY = sa.text("purpose = 'company'")


def upgrade() -> None:
    op.create_table(
        "calendar_connections",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("company_id", sa.Integer(), sa.ForeignKey("companies.id"), nullable=False),
        sa.Column("purpose", sa.String(7), nullable=False),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("account", sa.String(254), nullable=False),
        sa.Column("meet", sa.Boolean(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("refresh_token", sa.Text(), nullable=True),
        sa.Column("access_token", sa.Text(), nullable=True),
        sa.Column("access_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.String(300), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.UniqueConstraint(
            "company_id", "purpose", "user_id", name="uq_calendar_connections_company_id_purpose_user_id"
        ),
        sa.CheckConstraint("purpose IN ('company', 'busy')", name="ck_calendar_connections_purpose"),
        sa.CheckConstraint(
            "state IN ('connecting', 'connected', 'broken', 'ending')", name="ck_calendar_connections_connectionstate"
        ),
    )
    op.create_index("ix_calendar_connections_company_id", "calendar_connections", ["company_id"])
    op.create_index(
        "uq_calendar_connections_of_company", "calendar_connections", ["company_id"], unique=True,
        sqlite_where=COMPANY, postgresql_where=COMPANY,
    )  # fmt: skip
    op.create_table(
        "calendar_events",
        sa.Column("interview_id", sa.Integer(), sa.ForeignKey("interviews.id"), primary_key=True),
        sa.Column("company_id", sa.Integer(), sa.ForeignKey("companies.id"), nullable=False),
        sa.Column("google_id", sa.String(1024), nullable=True),
        sa.Column("link", sa.String(1000), nullable=False),
        sa.Column("meet_link", sa.String(500), nullable=False),
        sa.Column("fault", sa.String(300), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_calendar_events_company_id", "calendar_events", ["company_id"])
    op.create_table(
        "busy_cells",
        sa.Column("person", sa.String(20), primary_key=True),
        sa.Column("cell", sa.Integer(), primary_key=True),
        sa.Column("company_id", sa.Integer(), sa.ForeignKey("companies.id"), nullable=False),
    )
    op.create_index("ix_busy_cells_company_id", "busy_cells", ["company_id"])


def downgrade() -> None:
    for table in ("busy_cells", "calendar_events", "calendar_connections"):
        op.drop_table(table)
