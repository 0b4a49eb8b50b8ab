"""Jobs that other systems send. New tables, and columns that may be null: the code of before runs on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql, sqlite

revision = "0050"
down_revision = "0046"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BIG = sa.BigInteger().with_variant(sqlite.INTEGER(), "sqlite")
STATES = ("processing", "completed", "failed")
COLUMNS = (("salary_text", 200), ("apply_url", 2000), ("source_digest", 64))
COUNTS = ("received", "queued", "created", "updated", "unchanged", "rejected", "faults")


def upgrade() -> None:
    for name, length in COLUMNS:
        op.add_column("jobs", sa.Column(name, sa.String(length=length), nullable=True))
    state = sa.Enum(*STATES, name="runstate", native_enum=False, create_constraint=True, length=40)
    op.create_table(
        "ingestion_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=60), nullable=False),
        sa.Column("state", state, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.Column("fault", sa.String(length=300), nullable=True),
        sa.Column("by_kind", sa.String(length=20), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("by_name", sa.String(length=200), nullable=False),
        sa.Column("by_email", sa.String(length=254), nullable=False),
        sa.Column("by_role", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_ingestion_runs_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ingestion_runs")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_ingestion_runs_company_id_id")),
    )
    op.create_index(op.f("ix_ingestion_runs_company_id"), "ingestion_runs", ["company_id"])
    for table, name, columns in (
        ("ingestion_batches", "number", [sa.Column("jobs", sa.Text(), nullable=False)]),
        (
            "ingestion_rejects",
            "place",
            [
                sa.Column("external_id", sa.String(length=200), nullable=True),
                sa.Column("title", sa.String(length=200), nullable=False),
                sa.Column("problems", JSON, nullable=False),
            ],
        ),
    ):
        op.create_table(
            table,
            sa.Column("id", BIG, nullable=False),
            sa.Column("run_id", sa.Integer(), nullable=False),
            sa.Column(name, sa.Integer(), nullable=False),
            *columns,
            sa.Column("company_id", sa.Integer(), nullable=False),
            sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f(f"fk_{table}_company_id")),
            sa.ForeignKeyConstraint(
                ["company_id", "run_id"],
                ["ingestion_runs.company_id", "ingestion_runs.id"],
                name=op.f(f"fk_{table}_company_id_run_id"),
            ),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
            sa.UniqueConstraint("company_id", "run_id", name, name=op.f(f"uq_{table}_company_id_run_id_{name}")),
        )
        op.create_index(op.f(f"ix_{table}_company_id"), table, ["company_id"])


def downgrade() -> None:
    op.drop_table("ingestion_rejects")
    op.drop_table("ingestion_batches")
    op.drop_table("ingestion_runs")
    with op.batch_alter_table("jobs") as jobs:
        for name, _ in COLUMNS:
            jobs.drop_column(name)
