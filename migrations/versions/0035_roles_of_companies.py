"""Roles of a company's own: what somebody may do in place of what their base role may.

Users get a column that may be empty; code from before does not know it and runs on.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
ROLE = sa.Enum(
    "admin", "recruiter", "client_user", "ai", name="role", native_enum=False, create_constraint=True, length=40
)


def upgrade() -> None:
    op.create_table(
        "roles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("role_name", sa.String(length=80), nullable=False),
        sa.Column("description", sa.String(length=400), nullable=False),
        sa.Column("base_role", ROLE, nullable=False),
        sa.Column("permissions", JSON, nullable=False),
        sa.Column("client_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=254), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f("fk_roles_client_id")),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_roles_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roles")),
        sa.UniqueConstraint("company_id", "role_name", name=op.f("uq_roles_company_id_role_name")),
    )
    op.create_index(op.f("ix_roles_client_id"), "roles", ["client_id"])
    op.create_index(op.f("ix_roles_company_id"), "roles", ["company_id"])
    # As text: SQLite adds a column that refers to another table only so, and rebuilding the table of users would
    # break everything that refers to them.
    op.execute("ALTER TABLE users ADD COLUMN role_id INTEGER CONSTRAINT fk_users_role_id REFERENCES roles (id)")
    op.create_index(op.f("ix_users_role_id"), "users", ["role_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_users_role_id"), table_name="users")
    op.drop_column("users", "role_id")
    op.drop_table("roles")
