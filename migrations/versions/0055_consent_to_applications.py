"""What applicants agreed to. A new table: the code of before runs on."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "application_consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_application_consents_company_id")),
        sa.ForeignKeyConstraint(
            ["company_id", "application_id"],
            ["applications.company_id", "applications.id"],
            name=op.f("fk_application_consents_company_id_application_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_consents")),
        sa.UniqueConstraint(
            "company_id", "application_id", name=op.f("uq_application_consents_company_id_application_id")
        ),
    )
    op.create_index(op.f("ix_application_consents_company_id"), "application_consents", ["company_id"])


def downgrade() -> None:
    op.drop_table("application_consents")
