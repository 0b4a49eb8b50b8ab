"""Lists of notifications by reader, the newest first, and the counts of people by status on the dashboard."""

from alembic import op

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_notification_readers_user_id_id", "notification_readers", ["user_id", "id"])
    op.create_index("ix_notification_readers_account_id_id", "notification_readers", ["account_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_notification_readers_account_id_id", "notification_readers")
    op.drop_index("ix_notification_readers_user_id_id", "notification_readers")
