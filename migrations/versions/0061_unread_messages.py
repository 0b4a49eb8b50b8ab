"""News of messages that lie unread. The code of before runs on: it writes none of that kind."""

from alembic import op

revision = "0061"
down_revision = "0060"
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
    "interview_reminder",
    "feedback_reminder",
    "person_wanted",
    "contact_stopped",
    "conversation_offered",
    "conversation_message",
    "new_application",
)
NEW = ("unread_message",)
TABLES = ("notifications", "notification_preferences")


def upgrade() -> None:
    know((*BEFORE, *NEW))


def downgrade() -> None:
    gone = one_of(NEW)
    op.execute(f"DELETE FROM notification_readers WHERE notification_id IN (SELECT id FROM notifications WHERE {gone})")
    for name in TABLES:
        op.execute(f"DELETE FROM {name} WHERE {gone}")
    know(BEFORE)


def know(types: tuple[str, ...]) -> None:
    """Let the types of notifications be these."""
    with without_readers():
        for name in TABLES:
            with op.batch_alter_table(name) as table:
                table.drop_constraint(op.f(f"ck_{name}_notificationtype"), type_="check")
                table.create_check_constraint(op.f(f"ck_{name}_notificationtype"), one_of(types))


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


def one_of(known: tuple[str, ...]) -> str:
    return "type IN ({})".format(", ".join(f"'{word}'" for word in known))
