"""What the dashboard counts: people by status of their applications, and dropped CVs that need somebody."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0015"
branch_labels = None
depends_on = None

DELETED = sa.text("deleted_at IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_applications_people_by_status", "applications", ["company_id", "status", "candidate_id"])
    op.create_index(
        "ix_candidates_deleted", "candidates", ["company_id", "id"], sqlite_where=DELETED, postgresql_where=DELETED
    )
    op.create_index("ix_cv_uploads_company_id_state", "cv_uploads", ["company_id", "state", "job_id"])


def downgrade() -> None:
    op.drop_index("ix_cv_uploads_company_id_state", "cv_uploads")
    op.drop_index("ix_candidates_deleted", "candidates")
    op.drop_index("ix_applications_people_by_status", "applications")
