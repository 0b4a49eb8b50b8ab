"""An upload keeps the name of its file, and may have none: refused at the door, or dismissed."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0006"
branch_labels = None
depends_on = None

BEFORE = ("waiting", "reading", "added", "duplicate", "unreadable", "joined", "dismissed")
SINCE = ("waiting", "reading", "added", "duplicate", "unreadable", "refused", "joined", "dismissed")


def states(words: tuple[str, ...]) -> str:
    return "state IN ({})".format(", ".join(f"'{word}'" for word in words))


def upgrade() -> None:
    with op.batch_alter_table("cv_uploads") as table:
        table.add_column(sa.Column("name", sa.String(length=255), nullable=False, server_default=""))
        table.alter_column("file_id", existing_type=sa.Integer(), nullable=True)
        table.drop_constraint(op.f("ck_cv_uploads_uploadstate"), type_="check")
        table.create_check_constraint(op.f("ck_cv_uploads_uploadstate"), states(SINCE))
    with op.batch_alter_table("cv_uploads") as table:
        table.alter_column("name", existing_type=sa.String(length=255), server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM cv_uploads WHERE file_id IS NULL OR state = 'refused'")
    with op.batch_alter_table("cv_uploads") as table:
        table.drop_constraint(op.f("ck_cv_uploads_uploadstate"), type_="check")
        table.create_check_constraint(op.f("ck_cv_uploads_uploadstate"), states(BEFORE))
        table.alter_column("file_id", existing_type=sa.Integer(), nullable=False)
        table.drop_column("name")
