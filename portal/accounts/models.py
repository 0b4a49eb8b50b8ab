"""Companies, users, candidate accounts, sessions and one-time links."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    column,
    or_,
    select,
    table,
)
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import BigId, Model
from portal.core.names import Named
from portal.core.tenancy import Owned

EMAIL_LENGTH = 254
ROLE_NAME_LENGTH = 80
KEY_NAME_LENGTH = 120
ROLE_DESCRIPTION_LENGTH = 400
# The theme's own accent; a company that keeps it needs no stylesheet of its own.
DEFAULT_ACCENT = "#2f5bd7"


class Plan(StrEnum):
    """What a company pays for; decides its rate limits."""

    FREE = "free"
    PRO = "pro"
    ENTERPRISE = "enterprise"


class Role(StrEnum):
    """What a user is. `ai` is the company's assistant, which never signs in."""

    ADMIN = "admin"
    RECRUITER = "recruiter"
    CLIENT_USER = "client_user"
    AI = "ai"


class AccountStatus(StrEnum):
    """Whether an account may sign in."""

    ACTIVE = "active"
    INACTIVE = "inactive"


class Company(Model):
    """A recruiting business: the tenant."""

    __tablename__ = "companies"
    entity_type = "company"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    plan: Mapped[Plan] = mapped_column(default=Plan.FREE)
    status: Mapped[AccountStatus] = mapped_column(default=AccountStatus.ACTIVE)
    time_zone: Mapped[str] = mapped_column(String(60), default="Asia/Kolkata")
    notice_hours: Mapped[int] = mapped_column(default=4)
    jobs_public_default: Mapped[bool] = mapped_column(default=False)
    accent: Mapped[str] = mapped_column(String(7), default=DEFAULT_ACCENT)
    # What its careers page says of it: plain paragraphs.
    about: Mapped[str] = mapped_column(Text, default="", server_default="")
    # Who besides the company's own people gets notices of integrations: addresses and domains, in small letters.
    mail_allow_list: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]

    __mapper_args__ = {"version_id_col": version}


class CustomRole(Owned, Model):
    """A company's own role (seed 003, `roles`): what those who have it may do in place of what their base role may.

    One with a client is for that client's users alone.
    """

    __tablename__ = "roles"
    __table_args__ = (UniqueConstraint("company_id", "role_name"),)
    entity_type = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    role_name: Mapped[str] = mapped_column(String(ROLE_NAME_LENGTH))
    description: Mapped[str] = mapped_column(String(ROLE_DESCRIPTION_LENGTH), default="")
    base_role: Mapped[Role]
    permissions: Mapped[list[str]] = mapped_column(default=list)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"), index=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(EMAIL_LENGTH), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class User(Named, Owned, Model):
    """Somebody of the company or of one of its clients. The e-mail address is the sign-in name, unique over all."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint("(role = 'client_user') = (client_id IS NOT NULL)", name="client_for_client_user"),
        Index("ix_users_company_id_role", "company_id", "role"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), unique=True)
    password_hash: Mapped[str | None] = mapped_column(String(100))
    phone: Mapped[str | None] = mapped_column(String(40))
    role: Mapped[Role]
    role_id: Mapped[int | None] = mapped_column(ForeignKey("roles.id"), index=True)
    client_id: Mapped[int | None] = mapped_column(ForeignKey("clients.id"), index=True)
    status: Mapped[AccountStatus] = mapped_column(default=AccountStatus.ACTIVE)
    must_change_password: Mapped[bool] = mapped_column(default=False)
    time_zone: Mapped[str | None] = mapped_column(String(60))
    working_hours: Mapped[dict[str, Any]] = mapped_column(default=dict)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(EMAIL_LENGTH), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by_client(cls, client: int) -> ColumnElement[bool]:
        # Names of the people one deals with: the company's staff, and one's own colleagues.
        return cls.client_id.is_(None) | (cls.client_id == client)

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        # The people who interview the candidate, of whom pages show the names alone, and who planned it: whom to ask;
        # and who answers, or has answered, in their conversations.
        asks = table("interviewers", column("user_id"), column("interview_id"))
        mine = table(
            "interviews", column("id"), column("candidate_id"), column("created_by"), column("interview_status")
        )
        told = (mine.c.candidate_id == person) & (mine.c.interview_status != "Draft")
        talks = table("conversations", column("id"), column("candidate_id"), column("owner_id"))
        said = table("messages", column("conversation_id"), column("author_id"), column("kind"))
        asking = (
            select(asks.c.user_id).join(mine, mine.c.id == asks.c.interview_id).where(mine.c.candidate_id == person)
        )
        wrote = select(said.c.author_id).join(talks, talks.c.id == said.c.conversation_id)
        return or_(
            cls.id.in_(asking),
            cls.email.in_(select(mine.c.created_by).where(told)),
            cls.id.in_(select(talks.c.owner_id).where(talks.c.candidate_id == person)),
            cls.id.in_(wrote.where(talks.c.candidate_id == person, said.c.kind == "message")),
        )

    @property
    def is_active(self) -> bool:
        """Whether the account may sign in."""
        return self.status is AccountStatus.ACTIVE and self.role is not Role.AI


class CandidateAccount(Named, Owned, Model):
    """A candidate's account at one company's portal (seed 003: `candidate_portal_users`)."""

    __tablename__ = "candidate_accounts"
    __table_args__ = (
        UniqueConstraint("company_id", "email"),
        Index("ix_candidate_accounts_of_candidate", "company_id", "candidate_id", "id"),
    )
    entity_type = "candidate_portal_user"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(EMAIL_LENGTH), index=True)
    password_hash: Mapped[str | None] = mapped_column(String(100))
    phone: Mapped[str | None] = mapped_column(String(40))
    linkedin_url: Mapped[str | None] = mapped_column(String(300))
    current_company: Mapped[str | None] = mapped_column(String(200))
    experience_years: Mapped[int | None]
    must_change_password: Mapped[bool] = mapped_column(default=False)
    status: Mapped[AccountStatus] = mapped_column(default=AccountStatus.ACTIVE)
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidates.id"), index=True)
    email_confirmed_at: Mapped[datetime | None]
    time_zone: Mapped[str | None] = mapped_column(String(60))
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(EMAIL_LENGTH), default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        return cls.candidate_id == person


class SessionKind(StrEnum):
    """Whose session it is, and thereby which cookie it belongs to."""

    USER = "user"
    CANDIDATE = "candidate"


class SessionMedium(StrEnum):
    """What a person shows to be let in. Neither opens what the other does."""

    BROWSER = "browser"
    TOKEN = "token"


class AccountSession(Owned, Model):
    """A signed-in browser, or a token of the JSON calls. What the person shows holds a random value, the row only its
    hash; deleting the row ends it."""

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[SessionKind]
    medium: Mapped[SessionMedium] = mapped_column(default=SessionMedium.BROWSER)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("candidate_accounts.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    user_agent: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ApiKey(Owned, Model):
    """A secret that a machine shows: a company's own, with scopes, or one candidate's (`account_id`).

    Shown once when it is made; the row keeps its hash, and its last four letters to tell it from others.
    """

    __tablename__ = "api_keys"
    __table_args__ = (Index("ix_api_keys_company_id_account_id", "company_id", "account_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(KEY_NAME_LENGTH))
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    last_four: Mapped[str] = mapped_column(String(4))
    scopes: Mapped[list[str]] = mapped_column(default=list)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("candidate_accounts.id"), index=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(EMAIL_LENGTH), default="")
    last_used_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    def opens(self, present: datetime) -> bool:
        """Whether it opens anything at that moment."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > present)

    @classmethod
    def seen_by_person(cls, person: int) -> ColumnElement[bool]:
        mine = table("candidate_accounts", column("id"), column("candidate_id"))
        return cls.account_id.in_(select(mine.c.id).where(mine.c.candidate_id == person))


class LinkPurpose(StrEnum):
    """What a link in a mail opens."""

    SET_PASSWORD = "set_password"
    SIGN_IN = "sign_in"
    CONFIRM_EMAIL = "confirm_email"
    INTERVIEW = "interview"


class OneTimeLink(Owned, Model):
    """A secret address in a mail. Used up by the POST of its page; an interview's opens until the interview ends."""

    __tablename__ = "one_time_links"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[LinkPurpose]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("candidate_accounts.id"), index=True)
    interview_id: Mapped[int | None] = mapped_column(ForeignKey("interviews.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class CalendarFeed(Owned, Model):
    """The secret address at which a person's calendar reads their interviews; the row keeps its hash alone.

    Nobody sees another's: the services that make and remove it look as the company, for the one person alone.
    """

    __tablename__ = "calendar_feeds"
    __table_args__ = (CheckConstraint("(user_id IS NULL) <> (account_id IS NULL)", name="one_person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("candidate_accounts.id"), unique=True)
    created_at: Mapped[datetime]


class SignInFailure(Model):
    """How often sign-in failed lately for an account or an address; written even when the request is refused."""

    __tablename__ = "sign_in_failures"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    subject: Mapped[str] = mapped_column(String(300), unique=True)
    count: Mapped[int] = mapped_column(default=0)
    window_start: Mapped[datetime]
    blocked_until: Mapped[datetime | None]
