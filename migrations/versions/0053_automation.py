"""Applications that are made for candidates. New tables: the code of before runs on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
STATES = ("queued", "running", "needs_confirmation", "completed", "failed")
REASONS = (
    "captcha_detected", "robots_refused", "address_refused", "site_unreachable", "job_gone", "no_form",
    "login_required", "missing_answer", "missing_resume", "not_accepted", "unknown_outcome", "already_applied",
    "job_closed", "declined",
)  # fmt: skip
MOMENTS = (
    ("started_at", True), ("submitting_at", True), ("created_at", False), ("updated_at", False), ("done_at", True),
)  # fmt: skip


def upgrade() -> None:
    state = sa.Enum(*STATES, name="taskstate", native_enum=False, create_constraint=True, length=40)
    reason = sa.Enum(*REASONS, name="reason", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "automation_tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("candidate_id", "job_id", "account_id")),
        *(sa.Column(name, sa.Integer(), nullable=True) for name in ("document_id", "letter_id", "application_id")),
        sa.Column("answers", JSON, nullable=False),
        sa.Column("state", state, nullable=False),
        sa.Column("reason", reason, nullable=True),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("page_text", sa.Text(), nullable=False),
        sa.Column("filled", JSON, nullable=False),
        sa.Column("claims", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=empty) for name, empty in MOMENTS),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_automation_tasks_company_id")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["candidate_accounts.id"], name=op.f("fk_automation_tasks_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name=op.f("fk_automation_tasks_application_id")
        ),
        *(
            sa.ForeignKeyConstraint(
                ["company_id", column], [f"{target}.company_id", f"{target}.id"],
                name=op.f(f"fk_automation_tasks_company_id_{column}"),
            )
            for column, target in (("candidate_id", "candidates"), ("job_id", "jobs"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_automation_tasks")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_automation_tasks_company_id_id")),
    )  # fmt: skip
    op.create_index(op.f("ix_automation_tasks_company_id"), "automation_tasks", ["company_id"])
    op.create_index("ix_automation_tasks_of_candidate", "automation_tasks", ["company_id", "candidate_id", "id"])
    running = sa.text("state = 'running' AND host <> ''")
    op.create_index(
        "uq_automation_tasks_running_host", "automation_tasks", ["host"], unique=True,
        sqlite_where=running, postgresql_where=running,
    )  # fmt: skip
    op.create_table(
        "confirmed_sites",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("host", sa.String(length=255), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_confirmed_sites_company_id")),
        sa.ForeignKeyConstraint(
            ["company_id", "candidate_id"], ["candidates.company_id", "candidates.id"],
            name=op.f("fk_confirmed_sites_company_id_candidate_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmed_sites")),
        sa.UniqueConstraint("candidate_id", "host", name=op.f("uq_confirmed_sites_candidate_id_host")),
    )  # fmt: skip
    op.create_index(op.f("ix_confirmed_sites_company_id"), "confirmed_sites", ["company_id"])


def downgrade() -> None:
    op.drop_table("confirmed_sites")
    op.drop_table("automation_tasks")
