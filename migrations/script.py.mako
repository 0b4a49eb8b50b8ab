"""${message}

While this runs, the code of the version before is still serving: add before you use, stop using before you remove.
Number the file (0008_…), one thought each; nullable, fill and not null are three. SQLite's batch mode drops triggers of
the table that it rebuilds: make the events' triggers again if you rebuild that table.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
