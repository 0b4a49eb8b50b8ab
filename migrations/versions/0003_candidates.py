"""Candidates, their documents and uploads, applications and notes."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "candidates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("phone_printed", sa.String(length=60), nullable=True),
        sa.Column("linkedin", sa.String(length=200), nullable=True),
        sa.Column("location", sa.String(length=200), nullable=True),
        sa.Column("current_role", sa.String(length=200), nullable=True),
        sa.Column("current_company", sa.String(length=200), nullable=True),
        sa.Column("experience_years", sa.Double(), nullable=True),
        sa.Column("skills", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("experience", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("education", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("languages", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("links", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("expected_salary", sa.String(length=120), nullable=True),
        sa.Column("parsing_confidence", sa.Double(), nullable=True),
        sa.Column("source", sa.String(length=60), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=254), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.String(length=120), nullable=False),
        sa.Column("last_name", sa.String(length=120), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_candidates_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_candidates")),
        sa.UniqueConstraint("company_id", "email", name=op.f("uq_candidates_company_id_email")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_candidates_company_id_id")),
        sa.UniqueConstraint("company_id", "linkedin", name=op.f("uq_candidates_company_id_linkedin")),
        sa.UniqueConstraint("company_id", "phone", name=op.f("uq_candidates_company_id_phone")),
    )
    op.create_index(op.f("ix_candidates_company_id"), "candidates", ["company_id"], unique=False)
    op.create_index(
        "ix_candidates_company_id_created_at", "candidates", ["company_id", "created_at", "id"], unique=False
    )
    op.create_index(
        "ix_candidates_company_id_name", "candidates", ["company_id", "last_name", "first_name", "id"], unique=False
    )
    op.create_table(
        "candidate_texts",
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("cv_text", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_candidate_texts_candidate_id")),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_candidate_texts_company_id")),
        sa.PrimaryKeyConstraint("candidate_id", name=op.f("pk_candidate_texts")),
    )
    op.create_index(op.f("ix_candidate_texts_company_id"), "candidate_texts", ["company_id"], unique=False)
    op.create_table(
        "documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("reading", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "candidate_id"],
            ["candidates.company_id", "candidates.id"],
            name=op.f("fk_documents_company_id_candidate_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "file_id"], ["files.company_id", "files.id"], name=op.f("fk_documents_company_id_file_id")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_documents_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_index(op.f("ix_documents_candidate_id"), "documents", ["candidate_id"], unique=False)
    op.create_index(op.f("ix_documents_company_id"), "documents", ["company_id"], unique=False)
    op.create_table(
        "applications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "NEW",
                "IN_REVIEW",
                "SHORTLISTED",
                "IN_PROGRESS",
                "SELECTED",
                "REJECTED",
                name="applicationstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("current_round", sa.Integer(), nullable=False),
        sa.Column("client_sees", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=True),
        sa.Column("rejection_reason", sa.String(length=500), nullable=True),
        sa.Column("match_score", sa.Double(), nullable=True),
        sa.Column("match", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("ai_story", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("selected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("salary_offered", sa.String(length=120), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=254), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("current_round >= 0", name=op.f("ck_applications_current_round")),
        sa.ForeignKeyConstraint(
            ["company_id", "candidate_id"],
            ["candidates.company_id", "candidates.id"],
            name=op.f("fk_applications_company_id_candidate_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "client_id"],
            ["clients.company_id", "clients.id"],
            name=op.f("fk_applications_company_id_client_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "job_id"], ["jobs.company_id", "jobs.id"], name=op.f("fk_applications_company_id_job_id")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_applications_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applications")),
        sa.UniqueConstraint("candidate_id", "job_id", name=op.f("uq_applications_candidate_id_job_id")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_applications_company_id_id")),
    )
    op.create_index(
        "ix_applications_client_id_candidate_id",
        "applications",
        ["client_id", "candidate_id", "client_sees"],
        unique=False,
    )
    op.create_index(op.f("ix_applications_company_id"), "applications", ["company_id"], unique=False)
    op.create_index(
        "ix_applications_company_id_status", "applications", ["company_id", "status", "moved_at", "id"], unique=False
    )
    op.create_index(
        "ix_applications_job_id_status", "applications", ["job_id", "status", "moved_at", "id"], unique=False
    )
    op.create_table(
        "cv_uploads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch", sa.String(length=40), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "reading",
                "added",
                "duplicate",
                "unreadable",
                "joined",
                "dismissed",
                name="uploadstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("message", sa.String(length=500), nullable=False),
        sa.Column("reading", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("duplicate_of_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name=op.f("fk_cv_uploads_application_id")),
        sa.ForeignKeyConstraint(["candidate_id"], ["candidates.id"], name=op.f("fk_cv_uploads_candidate_id")),
        sa.ForeignKeyConstraint(
            ["company_id", "file_id"], ["files.company_id", "files.id"], name=op.f("fk_cv_uploads_company_id_file_id")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_cv_uploads_company_id")),
        sa.ForeignKeyConstraint(["duplicate_of_id"], ["candidates.id"], name=op.f("fk_cv_uploads_duplicate_of_id")),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_cv_uploads_job_id")),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["users.id"], name=op.f("fk_cv_uploads_uploaded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cv_uploads")),
    )
    op.create_index("ix_cv_uploads_batch", "cv_uploads", ["company_id", "batch"], unique=False)
    op.create_index(op.f("ix_cv_uploads_company_id"), "cv_uploads", ["company_id"], unique=False)
    op.create_index(op.f("ix_cv_uploads_job_id"), "cv_uploads", ["job_id"], unique=False)
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name=op.f("fk_notes_application_id")),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_notes_author_id")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_notes_client_id")),
        sa.ForeignKeyConstraint(
            ["company_id", "candidate_id"],
            ["candidates.company_id", "candidates.id"],
            name=op.f("fk_notes_company_id_candidate_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_notes_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notes")),
    )
    op.create_index(op.f("ix_notes_candidate_id"), "notes", ["candidate_id"], unique=False)
    op.create_index(op.f("ix_notes_company_id"), "notes", ["company_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_notes_company_id"), table_name="notes")
    op.drop_index(op.f("ix_notes_candidate_id"), table_name="notes")
    op.drop_table("notes")
    op.drop_index(op.f("ix_cv_uploads_job_id"), table_name="cv_uploads")
    op.drop_index(op.f("ix_cv_uploads_company_id"), table_name="cv_uploads")
    op.drop_index("ix_cv_uploads_batch", table_name="cv_uploads")
    op.drop_table("cv_uploads")
    op.drop_index("ix_applications_job_id_status", table_name="applications")
    op.drop_index("ix_applications_company_id_status", table_name="applications")
    op.drop_index(op.f("ix_applications_company_id"), table_name="applications")
    op.drop_index("ix_applications_client_id_candidate_id", table_name="applications")
    op.drop_table("applications")
    op.drop_index(op.f("ix_documents_company_id"), table_name="documents")
    op.drop_index(op.f("ix_documents_candidate_id"), table_name="documents")
    op.drop_table("documents")
    op.drop_index(op.f("ix_candidate_texts_company_id"), table_name="candidate_texts")
    op.drop_table("candidate_texts")
    op.drop_index("ix_candidates_company_id_name", table_name="candidates")
    op.drop_index("ix_candidates_company_id_created_at", table_name="candidates")
    op.drop_index(op.f("ix_candidates_company_id"), table_name="candidates")
    op.drop_table("candidates")
