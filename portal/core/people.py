"""Who acts: the same small value for a user, a candidate, and the portal itself."""

from dataclasses import dataclass, field
from enum import StrEnum


class PersonKind(StrEnum):
    """Which kind of account stands behind a person."""

    USER = "user"
    CANDIDATE = "candidate"
    API_KEY = "api_key"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Person:
    """A signed-in person, read once per request from the session and its account.

    `id` is the user's, the candidate account's or the API key's; `client_id` is set for a client user alone,
    `candidate_id` for a candidate account that is linked to a candidate. `accent` is the company's own colour, if any,
    `plan` what it pays for, which sets the limits of the JSON calls.
    """

    kind: PersonKind
    id: int
    company_id: int
    name: str
    email: str
    role: str
    client_id: int | None = None
    candidate_id: int | None = None
    time_zone: str = "Asia/Kolkata"
    company_name: str = ""
    must_change_password: bool = False
    permissions: frozenset[str] = field(default_factory=frozenset)
    session_id: int | None = None
    accent: str = ""
    plan: str = "free"

    def may(self, permission: str) -> bool:
        """Whether the access table gives this person the permission."""
        return permission in self.permissions

    @property
    def is_staff(self) -> bool:
        """Works for the recruiting company itself (admin or recruiter)."""
        return self.kind is PersonKind.USER and self.client_id is None

    @property
    def is_candidate(self) -> bool:
        """Signed in at the candidates' portal."""
        return self.kind is PersonKind.CANDIDATE


@dataclass(frozen=True, slots=True)
class Browser:
    """What a new session needs of the browser: the hash of its cookie, its forms' secret, its name, where it stands,
    and the session it had until now. A machine that signs in has a token in the cookie's place (`is_token`)."""

    token_hash: str
    csrf: str
    user_agent: str = ""
    address: str = ""
    replaces: int | None = None
    is_token: bool = False


def SYSTEM(company_id: int) -> Person:
    """The portal itself, acting for a company (worker, reminders, imports)."""
    return Person(PersonKind.SYSTEM, 0, company_id, "Talent Portal", "", "system")
