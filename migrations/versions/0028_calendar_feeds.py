"""A secret address at which a person's calendar reads their interviews."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(user_id IS NULL) <> (account_id IS NULL)", name=op.f("ck_calendar_feeds_one_person")),
        sa.ForeignKeyConstraint(["account_id"], ["candidate_accounts.id"], name=op.f("fk_calendar_feeds_account_id")),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_calendar_feeds_company_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_calendar_feeds_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("account_id", name=op.f("uq_calendar_feeds_account_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feeds_token_hash")),
        sa.UniqueConstraint("user_id", name=op.f("uq_calendar_feeds_user_id")),
    )
    op.create_index(op.f("ix_calendar_feeds_company_id"), "calendar_feeds", ["company_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_calendar_feeds_company_id"), table_name="calendar_feeds")
    op.drop_table("calendar_feeds")
