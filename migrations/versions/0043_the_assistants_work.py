"""The assistant can be switched off, asks a language model for a talk once at a time, and people are told of talks.

While this runs the code of before goes on writing: what is new has a default in the database, or may be empty.
"""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
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
)
TALKS = ("person_wanted", "contact_stopped", "conversation_offered", "conversation_message")
TABLES = ("notifications", "notification_preferences")


def upgrade() -> None:
    op.add_column(
        "conversation_settings", sa.Column("assistant_on", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.add_column("conversations", sa.Column("thinking_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("conversations", sa.Column("owned_since", sa.DateTime(timezone=True), nullable=True))
    know((*BEFORE, *TALKS))


def downgrade() -> None:
    gone = one_of(TALKS)
    op.execute(f"DELETE FROM notification_readers WHERE notification_id IN (SELECT id FROM notifications WHERE {gone})")
    for name in TABLES:
        op.execute(f"DELETE FROM {name} WHERE {gone}")
    know(BEFORE)
    op.drop_column("conversations", "owned_since")
    op.drop_column("conversations", "thinking_until")
    op.drop_column("conversation_settings", "assistant_on")


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
