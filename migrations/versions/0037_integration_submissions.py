"""Integration submissions, their story, and the notices sent of them. New tables alone: the code of before runs on."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

TYPES = ("jobadder", "workday", "greenhouse", "lever", "ashby", "workable", "generic")
STATUSES = ("in_progress", "completed", "failed", "pending")


def words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "integration_submissions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("user_email", sa.String(length=254), nullable=False),
        sa.Column("integration_type", words("integrationtype", *TYPES), nullable=False),
        sa.Column("integration_name", sa.String(length=120), nullable=False),
        sa.Column("status", words("submissionstatus", *STATUSES), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Text(), nullable=True),
        sa.Column("callback_url", sa.String(length=2000), nullable=True),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("connections", sa.Integer(), nullable=False),
        sa.Column("connected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("connection_words", sa.String(length=300), nullable=True),
        sa.Column("tested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("test_passed", sa.Boolean(), nullable=True),
        sa.Column("test_words", sa.String(length=300), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_integration_submissions_user_id")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_integration_submissions_client_id")),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_integration_submissions_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_integration_submissions")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_integration_submissions_company_id_id")),
    )
    op.create_index(op.f("ix_integration_submissions_client_id"), "integration_submissions", ["client_id"])
    op.create_index(op.f("ix_integration_submissions_company_id"), "integration_submissions", ["company_id"])
    op.create_index("ix_integration_submissions_of_user", "integration_submissions", ["company_id", "user_id", "id"])
    op.create_index("ix_integration_submissions_status", "integration_submissions", ["company_id", "status", "id"])

    op.create_table(
        "integration_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("status", words("notestatus", *STATUSES), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_integration_notes_author_id")),
        sa.ForeignKeyConstraint(
            ["company_id", "submission_id"],
            ["integration_submissions.company_id", "integration_submissions.id"],
            name=op.f("fk_integration_notes_company_id_submission_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_integration_notes_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_integration_notes")),
    )
    op.create_index(op.f("ix_integration_notes_company_id"), "integration_notes", ["company_id"])
    op.create_index("ix_integration_notes_of_submission", "integration_notes", ["company_id", "submission_id", "id"])

    op.create_table(
        "integration_emails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("to_email", sa.String(length=254), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_integration_emails_user_id")),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_integration_emails_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_integration_emails")),
    )
    op.create_index(op.f("ix_integration_emails_company_id"), "integration_emails", ["company_id"])
    op.create_index("ix_integration_emails_of_user", "integration_emails", ["company_id", "user_id", "created_at"])


def downgrade() -> None:
    op.drop_table("integration_emails")
    op.drop_table("integration_notes")
    op.drop_table("integration_submissions")
