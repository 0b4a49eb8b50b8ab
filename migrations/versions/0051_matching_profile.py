"""Where and how a candidate would like to work. Columns with a default: the code of before runs on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
NAMES = ("preferred_locations", "job_types")


def upgrade() -> None:
    for name in NAMES:
        op.add_column("candidates", sa.Column(name, JSON, nullable=False, server_default=sa.text("'[]'")))


def downgrade() -> None:
    for name in NAMES:
        op.drop_column("candidates", name)
