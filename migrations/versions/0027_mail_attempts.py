"""Every try to send a mail is kept with what became of it, and a mail may be sent again on purpose."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("mails", sa.Column("sendings", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("mails", sa.Column("good_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "mail_attempts",
        sa.Column("id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("mail_id", sa.BigInteger().with_variant(sa.INTEGER(), "sqlite"), nullable=False),
        sa.Column("sending", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("queued", "sent", "failed", name="mailstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_mail_attempts_company_id")),
        sa.ForeignKeyConstraint(["mail_id"], ["mails.id"], name=op.f("fk_mail_attempts_mail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_attempts")),
    )
    op.create_index(op.f("ix_mail_attempts_company_id"), "mail_attempts", ["company_id"], unique=False)
    op.create_index("ix_mail_attempts_of_mail", "mail_attempts", ["company_id", "mail_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_mail_attempts_of_mail", table_name="mail_attempts")
    op.drop_index(op.f("ix_mail_attempts_company_id"), table_name="mail_attempts")
    op.drop_table("mail_attempts")
    op.drop_column("mails", "good_until")
    op.drop_column("mails", "sendings")
