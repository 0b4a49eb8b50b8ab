"""Interviews, slots, people in them, feedback, held time."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=False),
        sa.Column(
            "interview_mode",
            sa.Enum(
                "Video", "Phone", "Onsite", name="interviewmode", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("interview_duration", sa.Integer(), nullable=False),
        sa.Column("time_zone", sa.String(length=60), nullable=False),
        sa.Column(
            "interview_status",
            sa.Enum(
                "Draft",
                "Awaiting Candidate Confirmation",
                "Confirmed",
                "Scheduled",
                "Completed",
                "Passed",
                "Failed",
                "No Show",
                "Cancelled",
                name="interviewstatus",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("interview_round", sa.Integer(), nullable=False),
        sa.Column("round_name", sa.String(length=120), nullable=False),
        sa.Column("scheduled_start_time", sa.DateTime(timezone=True), nullable=True),
        sa.Column("scheduled_end_time", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meeting_link", sa.String(length=500), nullable=True),
        sa.Column("place", sa.String(length=300), nullable=True),
        sa.Column("additional_instructions", sa.Text(), nullable=True),
        sa.Column("invite_sent", sa.Boolean(), nullable=False),
        sa.Column("invite_sent_by", sa.String(length=254), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("feedback", sa.Text(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("no_show_flag", sa.Boolean(), nullable=False),
        sa.Column("no_show_count", sa.Integer(), nullable=False),
        sa.Column("hiring_initiated", sa.Boolean(), nullable=False),
        sa.Column("cancelled_reason", sa.String(length=500), nullable=True),
        sa.Column("ics_uid", sa.String(length=120), nullable=False),
        sa.Column("ics_sequence", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=254), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("interview_duration BETWEEN 5 AND 720", name=op.f("ck_interviews_interview_duration")),
        sa.CheckConstraint("interview_round >= 1", name=op.f("ck_interviews_interview_round")),
        sa.CheckConstraint("rating IS NULL OR rating BETWEEN 1 AND 5", name=op.f("ck_interviews_rating")),
        sa.ForeignKeyConstraint(
            ["company_id", "application_id"],
            ["applications.company_id", "applications.id"],
            name=op.f("fk_interviews_company_id_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "candidate_id"],
            ["candidates.company_id", "candidates.id"],
            name=op.f("fk_interviews_company_id_candidate_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "client_id"],
            ["clients.company_id", "clients.id"],
            name=op.f("fk_interviews_company_id_client_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "job_id"], ["jobs.company_id", "jobs.id"], name=op.f("fk_interviews_company_id_job_id")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_interviews_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviews")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_interviews_company_id_id")),
        sa.UniqueConstraint("ics_uid", name=op.f("uq_interviews_ics_uid")),
    )
    op.create_index("ix_interviews_candidate_id", "interviews", ["candidate_id", "id"], unique=False)
    op.create_index("ix_interviews_client_id", "interviews", ["client_id", "interview_status"], unique=False)
    op.create_index(op.f("ix_interviews_company_id"), "interviews", ["company_id"], unique=False)
    op.create_index(
        "ix_interviews_company_id_created_at", "interviews", ["company_id", "created_at", "id"], unique=False
    )
    op.create_index(
        "ix_interviews_company_id_start", "interviews", ["company_id", "scheduled_start_time", "id"], unique=False
    )
    op.create_index(
        "ix_interviews_company_id_status",
        "interviews",
        ["company_id", "interview_status", "scheduled_start_time", "id"],
        unique=False,
    )
    op.create_index("ix_interviews_job_id", "interviews", ["job_id", "interview_status"], unique=False)
    op.create_index(
        "uq_interviews_living_round",
        "interviews",
        ["application_id", "interview_round"],
        unique=True,
        sqlite_where=sa.text("interview_status NOT IN ('Failed', 'Cancelled')"),
        postgresql_where=sa.text("interview_status NOT IN ('Failed', 'Cancelled')"),
    )
    op.create_table(
        "held_cells",
        sa.Column("person", sa.String(length=24), nullable=False),
        sa.Column("cell", sa.BigInteger(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "interview_id"],
            ["interviews.company_id", "interviews.id"],
            name=op.f("fk_held_cells_company_id_interview_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_held_cells_company_id")),
        sa.PrimaryKeyConstraint("person", "cell", name=op.f("pk_held_cells")),
    )
    op.create_index(op.f("ix_held_cells_company_id"), "held_cells", ["company_id"], unique=False)
    op.create_index(op.f("ix_held_cells_interview_id"), "held_cells", ["interview_id"], unique=False)
    op.create_table(
        "interview_feedback",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("rating BETWEEN 1 AND 5", name=op.f("ck_interview_feedback_rating")),
        sa.ForeignKeyConstraint(
            ["company_id", "interview_id"],
            ["interviews.company_id", "interviews.id"],
            name=op.f("fk_interview_feedback_company_id_interview_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_interview_feedback_company_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_interview_feedback_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_feedback")),
        sa.UniqueConstraint("interview_id", "user_id", name=op.f("uq_interview_feedback_interview_id_user_id")),
    )
    op.create_index(op.f("ix_interview_feedback_company_id"), "interview_feedback", ["company_id"], unique=False)
    op.create_index(op.f("ix_interview_feedback_interview_id"), "interview_feedback", ["interview_id"], unique=False)
    op.create_table(
        "interview_guests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "interview_id"],
            ["interviews.company_id", "interviews.id"],
            name=op.f("fk_interview_guests_company_id_interview_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_interview_guests_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_guests")),
        sa.UniqueConstraint("interview_id", "email", name=op.f("uq_interview_guests_interview_id_email")),
    )
    op.create_index(op.f("ix_interview_guests_company_id"), "interview_guests", ["company_id"], unique=False)
    op.create_index(op.f("ix_interview_guests_interview_id"), "interview_guests", ["interview_id"], unique=False)
    op.create_table(
        "interview_slots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_chosen", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.CheckConstraint('"start" < "end"', name=op.f("ck_interview_slots_start_before_end")),
        sa.ForeignKeyConstraint(
            ["company_id", "interview_id"],
            ["interviews.company_id", "interviews.id"],
            name=op.f("fk_interview_slots_company_id_interview_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_interview_slots_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_slots")),
        sa.UniqueConstraint("interview_id", "start", name=op.f("uq_interview_slots_interview_id_start")),
    )
    op.create_index(op.f("ix_interview_slots_company_id"), "interview_slots", ["company_id"], unique=False)
    op.create_index(op.f("ix_interview_slots_interview_id"), "interview_slots", ["interview_id"], unique=False)
    op.create_index(
        "uq_interview_slots_chosen",
        "interview_slots",
        ["interview_id"],
        unique=True,
        sqlite_where=sa.text("is_chosen"),
        postgresql_where=sa.text("is_chosen"),
    )
    op.create_table(
        "interviewers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("interview_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "interview_id"],
            ["interviews.company_id", "interviews.id"],
            name=op.f("fk_interviewers_company_id_interview_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_interviewers_company_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_interviewers_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interviewers")),
        sa.UniqueConstraint("interview_id", "user_id", name=op.f("uq_interviewers_interview_id_user_id")),
    )
    op.create_index(op.f("ix_interviewers_company_id"), "interviewers", ["company_id"], unique=False)
    op.create_index(op.f("ix_interviewers_interview_id"), "interviewers", ["interview_id"], unique=False)
    op.create_index(op.f("ix_interviewers_user_id"), "interviewers", ["user_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_interviewers_user_id"), table_name="interviewers")
    op.drop_index(op.f("ix_interviewers_interview_id"), table_name="interviewers")
    op.drop_index(op.f("ix_interviewers_company_id"), table_name="interviewers")
    op.drop_table("interviewers")
    op.drop_index(
        "uq_interview_slots_chosen",
        table_name="interview_slots",
        sqlite_where=sa.text("is_chosen"),
        postgresql_where=sa.text("is_chosen"),
    )
    op.drop_index(op.f("ix_interview_slots_interview_id"), table_name="interview_slots")
    op.drop_index(op.f("ix_interview_slots_company_id"), table_name="interview_slots")
    op.drop_table("interview_slots")
    op.drop_index(op.f("ix_interview_guests_interview_id"), table_name="interview_guests")
    op.drop_index(op.f("ix_interview_guests_company_id"), table_name="interview_guests")
    op.drop_table("interview_guests")
    op.drop_index(op.f("ix_interview_feedback_interview_id"), table_name="interview_feedback")
    op.drop_index(op.f("ix_interview_feedback_company_id"), table_name="interview_feedback")
    op.drop_table("interview_feedback")
    op.drop_index(op.f("ix_held_cells_interview_id"), table_name="held_cells")
    op.drop_index(op.f("ix_held_cells_company_id"), table_name="held_cells")
    op.drop_table("held_cells")
    op.drop_index(
        "uq_interviews_living_round",
        table_name="interviews",
        sqlite_where=sa.text("interview_status NOT IN ('Failed', 'Cancelled')"),
        postgresql_where=sa.text("interview_status NOT IN ('Failed', 'Cancelled')"),
    )
    op.drop_index("ix_interviews_job_id", table_name="interviews")
    op.drop_index("ix_interviews_company_id_status", table_name="interviews")
    op.drop_index("ix_interviews_company_id_start", table_name="interviews")
    op.drop_index("ix_interviews_company_id_created_at", table_name="interviews")
    op.drop_index(op.f("ix_interviews_company_id"), table_name="interviews")
    op.drop_index("ix_interviews_client_id", table_name="interviews")
    op.drop_index("ix_interviews_candidate_id", table_name="interviews")
    op.drop_table("interviews")
