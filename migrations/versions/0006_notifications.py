"""Notifications and their readers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "type",
            sa.Enum(
                "candidate_status_change",
                "interview_booked",
                "interview_passed",
                "hiring_initiated",
                "new_job",
                "application_submitted",
                "application_completed",
                "application_failed",
                "job_match_found",
                "captcha_detected",
                "system",
                "custom",
                name="notificationtype",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("message", sa.String(length=1000), nullable=False),
        sa.Column("entity_type", sa.String(length=40), nullable=False),
        sa.Column("entity_id", sa.Integer(), nullable=False),
        sa.Column("recipients", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_notifications_company_id")),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_notifications_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("event_id", name=op.f("uq_notifications_event_id")),
    )
    op.create_index(op.f("ix_notifications_company_id"), "notifications", ["company_id"], unique=False)
    op.create_table(
        "notification_readers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notification_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(user_id IS NULL) <> (account_id IS NULL)", name=op.f("ck_notification_readers_one_reader")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["candidate_accounts.id"], name=op.f("fk_notification_readers_account_id")
        ),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_notification_readers_candidate_id")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_notification_readers_client_id")),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_notification_readers_company_id")),
        sa.ForeignKeyConstraint(
            ["notification_id"], ["notifications.id"], name=op.f("fk_notification_readers_notification_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notification_readers_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_readers")),
        sa.UniqueConstraint(
            "notification_id", "account_id", name=op.f("uq_notification_readers_notification_id_account_id")
        ),
        sa.UniqueConstraint("notification_id", "user_id", name=op.f("uq_notification_readers_notification_id_user_id")),
    )
    op.create_index(
        "ix_notification_readers_account_id", "notification_readers", ["account_id", "read_at", "id"], unique=False
    )
    op.create_index(op.f("ix_notification_readers_company_id"), "notification_readers", ["company_id"], unique=False)
    op.create_index(
        "ix_notification_readers_user_id", "notification_readers", ["user_id", "read_at", "id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_notification_readers_user_id", table_name="notification_readers")
    op.drop_index(op.f("ix_notification_readers_company_id"), table_name="notification_readers")
    op.drop_index("ix_notification_readers_account_id", table_name="notification_readers")
    op.drop_table("notification_readers")
    op.drop_index(op.f("ix_notifications_company_id"), table_name="notifications")
    op.drop_table("notifications")
