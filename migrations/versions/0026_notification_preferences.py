"""Each person says by which ways they want to be told; a notification may have no row that it is about.

While this runs the code of before goes on writing: what is new has a default in the database, or may be empty.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0023"
branch_labels = None
depends_on = None

BEFORE = (
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
)
SINCE = (*BEFORE, "interview_reminder", "feedback_reminder")
CHANNELS = ("in_app", "email", "push")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "notification_preferences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("type", words("notificationtype", SINCE), nullable=False),
        sa.Column("channel", words("channel", CHANNELS), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(user_id IS NULL) <> (account_id IS NULL)", name=op.f("ck_notification_preferences_one_person")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["candidate_accounts.id"], name=op.f("fk_notification_preferences_account_id")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_notification_preferences_company_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_notification_preferences_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_preferences")),
        sa.UniqueConstraint(
            "account_id", "type", "channel", name=op.f("uq_notification_preferences_account_id_type_channel")
        ),
        sa.UniqueConstraint(
            "user_id", "type", "channel", name=op.f("uq_notification_preferences_user_id_type_channel")
        ),
    )
    op.create_index(
        op.f("ix_notification_preferences_company_id"), "notification_preferences", ["company_id"], unique=False
    )
    with without_readers(), op.batch_alter_table("notifications") as table:
        table.add_column(sa.Column("key", sa.String(length=200), nullable=True))
        table.add_column(sa.Column("metadata", JSON, nullable=False, server_default=sa.text("'{}'")))
        table.add_column(sa.Column("channels", JSON, nullable=False, server_default=sa.text("'[]'")))
        table.alter_column("entity_type", existing_type=sa.String(length=40), nullable=True)
        table.alter_column("entity_id", existing_type=sa.Integer(), nullable=True)
        table.drop_constraint(op.f("ck_notifications_notificationtype"), type_="check")
        table.create_check_constraint(op.f("ck_notifications_notificationtype"), one_of("type", SINCE))
        table.create_unique_constraint(op.f("uq_notifications_company_id_key"), ["company_id", "key"])


def downgrade() -> None:
    gone = "entity_type IS NULL OR entity_id IS NULL OR type IN ('interview_reminder', 'feedback_reminder')"
    op.execute(f"DELETE FROM notification_readers WHERE notification_id IN (SELECT id FROM notifications WHERE {gone})")
    op.execute(f"DELETE FROM notifications WHERE {gone}")
    with without_readers(), op.batch_alter_table("notifications") as table:
        table.drop_constraint(op.f("uq_notifications_company_id_key"), type_="unique")
        table.drop_constraint(op.f("ck_notifications_notificationtype"), type_="check")
        table.create_check_constraint(op.f("ck_notifications_notificationtype"), one_of("type", BEFORE))
        table.alter_column("entity_id", existing_type=sa.Integer(), nullable=False)
        table.alter_column("entity_type", existing_type=sa.String(length=40), nullable=False)
        table.drop_column("channels")
        table.drop_column("metadata")
        table.drop_column("key")
    op.drop_index(op.f("ix_notification_preferences_company_id"), table_name="notification_preferences")
    op.drop_table("notification_preferences")


class without_readers:
    """SQLite rebuilds the table, and would refuse to drop the old one while readers point at it: they step aside."""

    def __enter__(self) -> None:
        if op.get_bind().dialect.name == "sqlite":
            op.execute("CREATE TEMPORARY TABLE readers_kept AS SELECT * FROM notification_readers")
            op.execute("DELETE FROM notification_readers")

    def __exit__(self, *fault: object) -> None:
        if op.get_bind().dialect.name == "sqlite" and fault[0] is None:
            op.execute("INSERT INTO notification_readers SELECT * FROM readers_kept")
            op.execute("DROP TABLE readers_kept")


def one_of(column: str, known: tuple[str, ...]) -> str:
    return "{} IN ({})".format(column, ", ".join(f"'{word}'" for word in known))


def words(name: str, known: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*known, name=name, native_enum=False, create_constraint=True, length=40)
