"""Cover letters and answers that candidates keep. New tables: the code of before runs on."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name, columns, unique in (
        (
            "cover_letter_templates",
            [
                sa.Column("name", sa.String(length=120), nullable=False),
                sa.Column("body", sa.Text(), nullable=False),
                sa.Column("is_default", sa.Boolean(), nullable=False),
                sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
                sa.Column("version", sa.Integer(), nullable=False),
            ],
            "name",
        ),
        (
            "saved_answers",
            [
                sa.Column("question", sa.String(length=500), nullable=False),
                sa.Column("key", sa.String(length=200), nullable=False),
                sa.Column("answer", sa.Text(), nullable=False),
            ],
            "key",
        ),
    ):
        op.create_table(
            name,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("candidate_id", sa.Integer(), nullable=False),
            *columns,
            sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("company_id", sa.Integer(), nullable=False),
            sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f(f"fk_{name}_company_id")),
            sa.ForeignKeyConstraint(
                ["company_id", "candidate_id"], ["candidates.company_id", "candidates.id"],
                name=op.f(f"fk_{name}_company_id_candidate_id"),
            ),
            sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
            sa.UniqueConstraint("candidate_id", unique, name=op.f(f"uq_{name}_candidate_id_{unique}")),
        )  # fmt: skip
        op.create_index(op.f(f"ix_{name}_company_id"), name, ["company_id"])


def downgrade() -> None:
    op.drop_table("saved_answers")
    op.drop_table("cover_letter_templates")
