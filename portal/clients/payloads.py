"""What client calls take and give (seed 003, `clients`)."""

from typing import Any, Literal

from pydantic import Field

from portal.api.payloads import Answer, Email, Id, Paging, Payload, moment
from portal.clients.models import Client
from portal.clients.rules import NOTE_LENGTH
from portal.core.ids import Prefix, encode

Status = Literal["active", "inactive"]


class ClientIn(Payload):
    """A new client."""

    company_name: str = Field(min_length=1, max_length=200, examples=["Northwind Software"])
    industry: str | None = Field(None, max_length=120)
    website: str | None = Field(None, max_length=290, examples=["https://www.example.com"])
    phone: str | None = Field(None, max_length=40, examples=["+91 44 2345 6789"])
    address: str | None = Field(None, max_length=300)
    city: str | None = Field(None, max_length=120)
    state: str | None = Field(None, max_length=120)
    country: str | None = Field(None, max_length=120)
    postal_code: str | None = Field(None, max_length=20)
    notes: str | None = Field(None, max_length=NOTE_LENGTH)
    status: Status = "active"


class ClientChange(Payload):
    """What is sent is changed. With `version`, a save over somebody else's is refused with 409."""

    company_name: str | None = Field(None, min_length=1, max_length=200)
    industry: str | None = Field(None, max_length=120)
    website: str | None = Field(None, max_length=290)
    phone: str | None = Field(None, max_length=40)
    address: str | None = Field(None, max_length=300)
    city: str | None = Field(None, max_length=120)
    state: str | None = Field(None, max_length=120)
    country: str | None = Field(None, max_length=120)
    postal_code: str | None = Field(None, max_length=20)
    notes: str | None = Field(None, max_length=NOTE_LENGTH)
    status: Status | None = None
    version: int | None = Field(None, ge=1, le=2**31 - 1)


class ClientsQuery(Paging):
    """Which clients, and in which order."""

    q: str = Field("", max_length=200, description="Words of the name, city or industry.")
    status: Status | None = None
    sort: Literal["name", "-name", "created", "-created"] = "name"


class ClientOut(Answer):
    """A client. `notes` are the company's own: a client's users get null."""

    client_id: str
    company_name: str
    status: Status
    industry: str | None
    website: str | None
    phone: str | None
    address: str | None
    city: str | None
    state: str | None
    country: str | None
    postal_code: str | None
    notes: str | None
    created_at: str
    created_by: str
    version: int


class ClientUserIn(Payload):
    """One of the client's own people; the link to set a password comes by mail."""

    email: Email
    name: str = Field(min_length=1, max_length=200)
    phone: str | None = Field(None, max_length=40)
    role_id: Id(Prefix.ROLE) | None = Field(  # type: ignore[valid-type]
        None, description="One of the company's own roles, `role_…`, of this base role. For admins to give."
    )


class ClientUserChange(Payload):
    """What is sent is changed. Another address or role ends the person's access until they sign in again.

    `role_id` is one of the company's own roles for a client's people, null for the plain `client_user`. For admins.
    """

    email: Email | None = None
    name: str | None = Field(None, min_length=1, max_length=200)
    phone: str | None = Field(None, max_length=40)
    role_id: Id(Prefix.ROLE) | None = None  # type: ignore[valid-type]
    status: Status | None = None
    version: int | None = Field(None, ge=1, le=2**31 - 1)


def client_json(client: Client | Any, *, staff: bool) -> dict[str, Any]:
    """`ClientOut` of a client, or of a row with its columns."""
    return {
        "client_id": encode(Prefix.CLIENT, client.id),
        "company_name": client.company_name,
        "status": client.status.value,
        "industry": client.industry,
        "website": client.website,
        "phone": client.phone,
        "address": client.address,
        "city": client.city,
        "state": client.state,
        "country": client.country,
        "postal_code": client.postal_code,
        "notes": client.notes if staff else None,
        "created_at": moment(client.created_at),
        "created_by": client.created_by if staff else "",
        "version": client.version,
    }
