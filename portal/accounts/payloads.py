"""What account calls take and give (seed 003, `users` and `candidate_portal_users`)."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from portal.accounts.models import CandidateAccount, User
from portal.api.payloads import Answer, Email, Id, Paging, Payload, moment
from portal.core.ids import Prefix, encode

PASSWORD_LENGTH = 1000


class LoginIn(Payload):
    """Sign in. A candidate with accounts at several companies says which one's (`company_id`)."""

    email: str = Field(min_length=1, max_length=320, examples=["recruiter@demo.test"])
    password: str = Field(min_length=1, max_length=PASSWORD_LENGTH, json_schema_extra={"format": "password"})


class CandidateLoginIn(LoginIn):
    """The same for a candidate."""

    company_id: int | None = Field(None, ge=1, le=2**31 - 1)


class PasswordIn(Payload):
    """A new password for oneself."""

    current_password: str = Field(max_length=PASSWORD_LENGTH, json_schema_extra={"format": "password"})
    new_password: str = Field(min_length=1, max_length=PASSWORD_LENGTH, json_schema_extra={"format": "password"})


class RegisterIn(Payload):
    """A new user of the company, made by an admin; the link to set a password comes by mail."""

    email: Email
    name: str = Field(min_length=1, max_length=200)
    phone: str | None = Field(None, max_length=40)
    role: Literal["admin", "recruiter", "client_user"] = "recruiter"
    client_id: Id(Prefix.CLIENT) | None = None  # type: ignore[valid-type]
    role_id: Id(Prefix.ROLE) | None = Field(  # type: ignore[valid-type]
        None, description="One of the company's own roles, `role_…`, of this base role. For admins to give."
    )
    password: str | None = Field(
        None, max_length=PASSWORD_LENGTH, description="A first password, which must be changed at the first sign-in."
    )


class CandidateRegisterIn(Payload):
    """A candidate who registers; `company_id` or `company` (its name in addresses), else the oldest company."""

    email: Email
    name: str = Field(min_length=1, max_length=200)
    phone: str | None = Field(None, max_length=40)
    password: str | None = Field(None, max_length=PASSWORD_LENGTH)
    company_id: int | None = Field(None, ge=1, le=2**31 - 1)
    company: str | None = Field(None, max_length=60)


class UserOut(Answer):
    """A user."""

    user_id: str
    email: str
    name: str
    first_name: str
    last_name: str
    phone: str | None
    role: str
    role_id: str | None = Field(description="One of the company's own roles, which changes what `role` may do.")
    client_id: str | None
    status: str
    must_change_password: bool
    created_at: datetime | str
    created_by: str


class AccountOut(Answer):
    """A candidate's account."""

    candidate_portal_id: str
    email: str
    name: str
    first_name: str
    last_name: str
    phone: str | None
    linkedin_url: str | None
    current_company: str | None
    experience_years: int | None
    must_change_password: bool
    status: str
    linked_candidate_id: str | None
    email_confirmed: bool
    created_at: datetime | str
    created_by: str


class TokenOut(Answer):
    """A token and whose it is."""

    access_token: str
    token_type: Literal["bearer"]
    expires_in: int = Field(description="Seconds.")
    user: UserOut


class CandidateTokenOut(Answer):
    """A candidate's token and whose it is."""

    access_token: str
    token_type: Literal["bearer"]
    expires_in: int = Field(description="Seconds.")
    candidate: AccountOut


class DoneOut(Answer):
    """It is done; nothing else to say."""

    success: Literal[True]
    message: str


class PortalUserIn(Payload):
    """A candidate's account, made by an admin; the link to set a password comes by mail."""

    email: Email
    name: str = Field(min_length=1, max_length=200)
    phone: str | None = Field(None, max_length=40)
    linkedin_url: str | None = Field(None, max_length=300, pattern=r"^https?://")
    current_company: str | None = Field(None, max_length=200)
    experience_years: int | None = Field(None, ge=0, le=70)
    candidate_id: Id(Prefix.CANDIDATE) | None = None  # type: ignore[valid-type]


class PortalUserChange(Payload):
    """What is sent is changed."""

    email: Email | None = None
    name: str | None = Field(None, min_length=1, max_length=200)
    phone: str | None = Field(None, max_length=40)
    linkedin_url: str | None = Field(None, max_length=300, pattern=r"^https?://")
    current_company: str | None = Field(None, max_length=200)
    experience_years: int | None = Field(None, ge=0, le=70)
    status: Literal["active", "inactive"] | None = None
    version: int | None = Field(None, description="What was read; a save over another's is refused with 409.")


class PeopleQuery(Paging):
    """Accounts, by name."""

    q: str = Field("", max_length=200, description="Part of a name or address.")


def user_json(user: User | Any) -> dict[str, Any]:
    """`UserOut` of a user."""
    return {
        "user_id": encode(Prefix.USER, user.id),
        "email": user.email,
        "name": f"{user.first_name} {user.last_name}".strip(),
        "first_name": user.first_name,
        "last_name": user.last_name,
        "phone": user.phone,
        "role": str(user.role.value),
        "role_id": encode(Prefix.ROLE, user.role_id) if user.role_id else None,
        "client_id": encode(Prefix.CLIENT, user.client_id) if user.client_id else None,
        "status": str(user.status.value),
        "must_change_password": user.must_change_password,
        "created_at": moment(user.created_at),
        "created_by": user.created_by,
    }


def account_json(account: CandidateAccount | Any) -> dict[str, Any]:
    """`AccountOut` of a candidate account."""
    linked = account.candidate_id
    return {
        "candidate_portal_id": encode(Prefix.CANDIDATE_ACCOUNT, account.id),
        "email": account.email,
        "name": f"{account.first_name} {account.last_name}".strip(),
        "first_name": account.first_name,
        "last_name": account.last_name,
        "phone": account.phone,
        "linkedin_url": account.linkedin_url,
        "current_company": account.current_company,
        "experience_years": account.experience_years,
        "must_change_password": account.must_change_password or account.password_hash is None,
        "status": str(account.status.value),
        "linked_candidate_id": encode(Prefix.CANDIDATE, linked) if linked else None,
        "email_confirmed": account.email_confirmed_at is not None,
        "created_at": moment(account.created_at),
        "created_by": account.created_by,
    }
