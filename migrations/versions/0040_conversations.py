"""Channels, contacts, conversations and messages; screening questions and their answers. New tables alone: the code of
before runs on. Every company gets the two channels that need nothing set up."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0040"
down_revision = "0038"
branch_labels = None
depends_on = None

JSON_ = sa.JSON().with_variant(postgresql.JSONB(astext_type=sa.Text()), "postgresql")


def words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def give_channels() -> None:
    """Mail and the portal's own chat for the companies that are there; new ones get theirs when they are founded."""
    companies = sa.table("companies", sa.column("id"))
    channels = sa.table("channels", *(sa.column(name, TYPES.get(name)) for name in (*CHANNEL, "settings")))
    connection = op.get_bind()
    moment = datetime.now(UTC)
    for (company,) in connection.execute(sa.select(companies.c.id).order_by(companies.c.id)).all():
        for kind, provider, name in (("email", "smtp", "E-mail"), ("webchat", "portal", "Chat in the portal")):
            row = (company, kind, provider, name, "", "active", moment, "", 1)
            values = dict(zip(CHANNEL, row, strict=True))
            connection.execute(sa.insert(channels).values(**values, settings=sa.text("'{}'")))


TYPES = {"created_at": sa.DateTime(timezone=True)}
CHANNEL = ("company_id", "type", "provider", "name", "address", "status", "created_at", "created_by", "version")


def upgrade() -> None:
    op.create_table(
        "canned_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=254), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_canned_replies_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_replies")),
        sa.UniqueConstraint("company_id", "title", name=op.f("uq_canned_replies_company_id_title")),
    )
    op.create_index(op.f("ix_canned_replies_company_id"), "canned_replies", ["company_id"])

    op.create_table(
        "channels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("type", words("channeltype", "whatsapp", "sms", "email", "webchat"), nullable=False),
        sa.Column("provider", words("provider", "gateway", "meta", "twilio", "smtp", "portal", "test"), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("status", words("channelstatus", "active", "paused"), nullable=False),
        sa.Column("settings", JSON_, nullable=False),
        sa.Column("secret", sa.Text(), nullable=True),
        sa.Column("credentials", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=254), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_channels_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_channels_company_id_id")),
    )
    op.create_index(op.f("ix_channels_company_id"), "channels", ["company_id"])
    op.create_index("ix_channels_of_type", "channels", ["company_id", "type", "status", "id"])

    op.create_table(
        "conversation_settings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opens", words("opens", "ats", "all", "never"), nullable=False),
        sa.Column("nudge_after_hours", sa.Integer(), nullable=False),
        sa.Column("offer_after_minutes", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_conversation_settings_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation_settings")),
        sa.UniqueConstraint("company_id", name=op.f("uq_conversation_settings_company_id")),
    )
    op.create_index(op.f("ix_conversation_settings_company_id"), "conversation_settings", ["company_id"])

    op.create_table(
        "contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stopped_words", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "candidate_id"],
            ["candidates.company_id", "candidates.id"],
            name=op.f("fk_contacts_company_id_candidate_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_contacts_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contacts")),
        sa.UniqueConstraint("company_id", "email", name=op.f("uq_contacts_company_id_email")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_contacts_company_id_id")),
        sa.UniqueConstraint("company_id", "phone", name=op.f("uq_contacts_company_id_phone")),
    )
    op.create_index(op.f("ix_contacts_company_id"), "contacts", ["company_id"])
    op.create_index("ix_contacts_of_candidate", "contacts", ["company_id", "candidate_id", "id"])

    op.create_table(
        "screening_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("kind", words("questionkind", "text", "yes_no", "number", "choice"), nullable=False),
        sa.Column("options", JSON_, nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "job_id"],
            ["jobs.company_id", "jobs.id"],
            name=op.f("fk_screening_questions_company_id_job_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_screening_questions_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_questions")),
    )
    op.create_index(op.f("ix_screening_questions_company_id"), "screening_questions", ["company_id"])
    op.create_index("ix_screening_questions_of_job", "screening_questions", ["company_id", "job_id", "position", "id"])

    op.create_table(
        "conversations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("application_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("owned_by_ai", sa.Boolean(), nullable=False),
        sa.Column("status", words("conversationstatus", "CREATED", "ONGOING", "COMPLETED"), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_message_id", sa.BigInteger(), nullable=True),
        sa.Column("last_message_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_sender", sa.String(length=10), nullable=False),
        sa.Column("last_text", sa.String(length=160), nullable=False),
        sa.Column("last_inbound_id", sa.BigInteger(), nullable=True),
        sa.Column("last_inbound_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waiting_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("memory", JSON_, nullable=False),
        sa.Column("answered_id", sa.BigInteger(), nullable=True),
        sa.Column("nudges", sa.Integer(), nullable=False),
        sa.Column("told_automated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "job_id IS NULL OR candidate_id IS NOT NULL", name=op.f("ck_conversations_candidate_with_job")
        ),
        sa.ForeignKeyConstraint(["application_id"], ["applications.id"], name=op.f("fk_conversations_application_id")),
        sa.ForeignKeyConstraint(
            ["company_id", "candidate_id"],
            ["candidates.company_id", "candidates.id"],
            name=op.f("fk_conversations_company_id_candidate_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "channel_id"],
            ["channels.company_id", "channels.id"],
            name=op.f("fk_conversations_company_id_channel_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "contact_id"],
            ["contacts.company_id", "contacts.id"],
            name=op.f("fk_conversations_company_id_contact_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "job_id"], ["jobs.company_id", "jobs.id"], name=op.f("fk_conversations_company_id_job_id")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_conversations_company_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_conversations_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversations")),
        sa.UniqueConstraint("candidate_id", "job_id", name=op.f("uq_conversations_candidate_id_job_id")),
        sa.UniqueConstraint("company_id", "id", name=op.f("uq_conversations_company_id_id")),
    )
    op.create_index(op.f("ix_conversations_application_id"), "conversations", ["application_id"])
    op.create_index("ix_conversations_candidate_id_status", "conversations", ["candidate_id", "status"])
    op.create_index(op.f("ix_conversations_company_id"), "conversations", ["company_id"])
    op.create_index("ix_conversations_newest", "conversations", ["company_id", "last_message_at", "id"])
    op.create_index("ix_conversations_of_contact", "conversations", ["contact_id", "channel_id", "status", "id"])
    op.create_index("ix_conversations_of_job", "conversations", ["company_id", "job_id", "last_message_at", "id"])
    op.create_index(
        "ix_conversations_of_owner", "conversations", ["company_id", "owner_id", "status", "last_message_at", "id"]
    )
    op.create_index(op.f("ix_conversations_owner_id"), "conversations", ["owner_id"])
    op.create_index("ix_conversations_waiting", "conversations", ["company_id", "waiting_since", "id"])
    op.create_index(
        "uq_conversations_without_job",
        "conversations",
        ["company_id", "channel_id", "contact_id"],
        unique=True,
        sqlite_where=sa.text("job_id IS NULL AND status = 'ONGOING'"),
        postgresql_where=sa.text("job_id IS NULL AND status = 'ONGOING'"),
    )

    op.create_table(
        "screening_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "application_id"],
            ["applications.company_id", "applications.id"],
            name=op.f("fk_screening_answers_company_id_application_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_screening_answers_company_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["screening_questions.id"], name=op.f("fk_screening_answers_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_answers")),
        sa.UniqueConstraint(
            "application_id", "question_id", name=op.f("uq_screening_answers_application_id_question_id")
        ),
    )
    op.create_index(op.f("ix_screening_answers_company_id"), "screening_answers", ["company_id"])

    op.create_table(
        "assistant_turns",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("trigger", sa.String(length=20), nullable=False),
        sa.Column("maker", sa.String(length=40), nullable=False),
        sa.Column("act", sa.String(length=20), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("outcome", words("turnoutcome", "done", "silent", "refused"), nullable=False),
        sa.Column("words", sa.String(length=300), nullable=False),
        sa.Column("answers_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("slot_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "conversation_id"],
            ["conversations.company_id", "conversations.id"],
            name=op.f("fk_assistant_turns_company_id_conversation_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_assistant_turns_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assistant_turns")),
    )
    op.create_index(op.f("ix_assistant_turns_company_id"), "assistant_turns", ["company_id"])
    op.create_index("ix_assistant_turns_of_conversation", "assistant_turns", ["conversation_id", "id"])

    op.create_table(
        "conversation_reads",
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "conversation_id"],
            ["conversations.company_id", "conversations.id"],
            name=op.f("fk_conversation_reads_company_id_conversation_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_conversation_reads_company_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_conversation_reads_user_id")),
        sa.PrimaryKeyConstraint("conversation_id", "user_id", name=op.f("pk_conversation_reads")),
    )
    op.create_index(op.f("ix_conversation_reads_company_id"), "conversation_reads", ["company_id"])

    op.create_table(
        "messages",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("channel_id", sa.Integer(), nullable=False),
        sa.Column("kind", words("messagekind", "message", "note", "line"), nullable=False),
        sa.Column("sender", words("sender", "contact", "agent", "ai"), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "state", words("messagestate", "received", "queued", "sent", "delivered", "read", "failed"), nullable=False
        ),
        sa.Column("failure", sa.String(length=300), nullable=True),
        sa.Column("channel_message_id", sa.String(length=255), nullable=True),
        sa.Column("send_key", sa.String(length=64), nullable=True),
        sa.Column("sends", sa.Integer(), nullable=False),
        sa.Column("extras", JSON_, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_messages_author_id")),
        sa.ForeignKeyConstraint(
            ["company_id", "channel_id"],
            ["channels.company_id", "channels.id"],
            name=op.f("fk_messages_company_id_channel_id"),
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "conversation_id"],
            ["conversations.company_id", "conversations.id"],
            name=op.f("fk_messages_company_id_conversation_id"),
        ),
        sa.ForeignKeyConstraint(["company_id"], ["companies.id"], name=op.f("fk_messages_company_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("channel_id", "channel_message_id", name=op.f("uq_messages_channel_id_channel_message_id")),
        sa.UniqueConstraint("conversation_id", "send_key", name=op.f("uq_messages_conversation_id_send_key")),
    )
    op.create_index(op.f("ix_messages_company_id"), "messages", ["company_id"])
    op.create_index("ix_messages_from_contact", "messages", ["conversation_id", "sender", "id"])
    op.create_index("ix_messages_of_conversation", "messages", ["conversation_id", "id"])

    give_channels()


def downgrade() -> None:
    op.drop_table("messages")
    op.drop_table("conversation_reads")
    op.drop_table("assistant_turns")
    op.drop_table("screening_answers")
    op.drop_table("conversations")
    op.drop_table("screening_questions")
    op.drop_table("contacts")
    op.drop_table("conversation_settings")
    op.drop_table("channels")
    op.drop_table("canned_replies")
