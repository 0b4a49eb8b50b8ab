"""Signed addresses that take one file. A new table alone: the code of before runs on."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "signed_uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("owner_kind", sa.String(length=40), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("maker", sa.String(length=40), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_signed_uploads_company_id")),
        sa.ForeignKeyConstraint(["file_id"], ["files.id"], name=op.f("fk_signed_uploads_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signed_uploads")),
        sa.UniqueConstraint("key", name=op.f("uq_signed_uploads_key")),
    )
    op.create_index(op.f("ix_signed_uploads_company_id"), "signed_uploads", ["company_id"])
    op.create_index("ix_signed_uploads_expires_at", "signed_uploads", ["expires_at"])
    op.create_index(op.f("ix_signed_uploads_file_id"), "signed_uploads", ["file_id"])


def downgrade() -> None:
    op.drop_table("signed_uploads")
