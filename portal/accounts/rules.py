"""What may be done with accounts and companies, and how long a wrong password makes one wait."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from portal.accounts.models import ROLE_DESCRIPTION_LENGTH, ROLE_NAME_LENGTH, Role
from portal.accounts.permissions import NEEDS, SYSTEM_ROLES, Permission, most_of, permissions_of_role
from portal.core.colours import is_colour
from portal.core.errors import BadInput, Conflict, NotAllowed, RuleBroken
from portal.core.people import Person, PersonKind

# Wrong tries in a row that cost nothing; from then on each doubles the wait, which never grows beyond the longest.
FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=15)
LONGEST_WAIT = timedelta(minutes=15)
TRIES_PER_MINUTE = 30
TRIES_FORGOTTEN_AFTER = timedelta(hours=24)

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFFICE_HOURS: Mapping[str, Any] = {day: [["09:00", "18:00"]] if day not in ("sat", "sun") else [] for day in DAYS}
GRAIN_MINUTES = 5
STAFF_ROLES = (Role.ADMIN, Role.RECRUITER)

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
# What stands at the same place in an address of the candidates' portal as a company's name for itself.
TAKEN_SLUGS = frozenset(
    "login sign-in sign-out forgot-password set-password change-password register confirm interviews interview "
    "applications jobs profile notifications files conversations matches resumes keys".split()
)
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
LONGEST_ALLOW_LIST = 100
LONGEST_ABOUT = 4000
_CLOCK = r"(\d{1,2})[:.](\d{2})"
_RANGE = re.compile(rf"{_CLOCK}\s*(?:-|–|—|to)\s*{_CLOCK}")


def wait_after(wrong: int) -> timedelta | None:
    """How long an account waits after so many wrong tries in a row; None while tries are free."""
    if wrong < FREE_TRIES:
        return None
    doublings = min(wrong - FREE_TRIES, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def check_not_oneself(user_id: int, by_id: int) -> None:
    """Nobody closes their own account or changes their own role. Raises RuleBroken."""
    if user_id == by_id:
        raise RuleBroken("You cannot do this to your own account. Ask another admin.")


def check_an_admin_stays(admins: int) -> None:
    """`admins` are those who can sign in now, one of whom is about to go. Raises RuleBroken."""
    if admins <= 1:
        raise RuleBroken("This is the last admin who can sign in. Make somebody else an admin first.")


def check_staff_role(role: Role) -> None:
    """Staff are admins and recruiters; users of a client are made with their client. Raises BadInput (`role`)."""
    if role not in STAFF_ROLES:
        raise BadInput(fields={"role": "Choose admin or recruiter."})


def check_an_admin_is_left(admins: int) -> None:
    """`admins` are those who could still keep the company after the change. Raises RuleBroken."""
    if admins < 1:
        raise RuleBroken("Then nobody could keep the company's settings any more. Make somebody else an admin first.")


def check_gives(rights: Iterable[str], by: Person) -> None:
    """Nobody gives a right that they do not have themselves; the portal itself may. Raises NotAllowed."""
    beyond = sorted(str(right) for right in set(rights) - by.permissions)
    if beyond and by.kind is not PersonKind.SYSTEM:
        raise NotAllowed("You cannot give what you may not do yourself: " + ", ".join(beyond) + ".")


def check_not_above(rights: Iterable[str], by: Person) -> None:
    """Nobody takes over or closes the account of somebody who may do more. Raises NotAllowed."""
    if by.kind is PersonKind.USER and set(rights) - by.permissions:
        raise NotAllowed("This person may do what you may not. Ask an admin who may.")


def check_role(role_name: str, description: str, base_role: str, permissions: Iterable[str], client: bool) -> None:
    """A custom role has a name, a base that people can have, and permissions of that base or of recruiters.

    `client` says whether it is for one client's users. Raises BadInput (`role_name`, `description`, `base_role`,
    `permissions`).
    """
    granted, problems = set(permissions), dict[str, str]()
    if not role_name or len(role_name) > ROLE_NAME_LENGTH:
        problems["role_name"] = f"Give the role a name of at most {ROLE_NAME_LENGTH} letters."
    elif role_name.lower().replace(" ", "_") in SYSTEM_ROLES:
        problems["role_name"] = "The portal has a role of this name. Choose another."
    if len(description) > ROLE_DESCRIPTION_LENGTH:
        problems["description"] = f"Use at most {ROLE_DESCRIPTION_LENGTH} letters."
    if base_role not in SYSTEM_ROLES:
        problems["base_role"] = "Choose admin, recruiter or client user."
    elif client and base_role != Role.CLIENT_USER:
        problems["base_role"] = "A role for one client is made of client user."
    else:
        unknown = granted - set(Permission)
        beyond = granted - unknown - most_of(base_role)
        if unknown or beyond:
            words = ", ".join(sorted(unknown | beyond))
            problems["permissions"] = f"A role made of {base_role.replace('_', ' ')} cannot have: {words}."
        elif lacking := _lacking(granted):
            problems["permissions"] = lacking
    if problems:
        raise BadInput(fields=problems)


def _lacking(granted: set[str]) -> str:
    for permission, needed in NEEDS.items():
        missing = sorted(str(other) for other in needed - granted)
        if permission in granted and missing:
            return f"{permission} is of no use without {' and '.join(missing)}: give both, or neither."
    return ""


def check_fits(base_role: str, client_id: int | None, user_role: str, user_client_id: int | None) -> None:
    """A custom role is given to users of its base role, and of its client if it has one. Raises BadInput (`role`)."""
    if base_role != user_role or client_id not in (None, user_client_id):
        raise BadInput(fields={"role": "This role is not for this person. Choose one from the list."})


def keeps_company(base_role: str, granted: Iterable[str] | None) -> bool:
    """Whether somebody with this role counts as an admin of whom one must stay."""
    return Permission.COMPANY_ADMIN in permissions_of_role(base_role, granted)


def read_allow_list(entries: Iterable[str]) -> list[str]:
    """Addresses and domains in small letters, each once. Raises BadInput (`mail_allow_list`)."""
    found = list(dict.fromkeys(entry.strip().lower().lstrip("@") for entry in entries if entry.strip()))
    for part in found:
        local, at, domain = part.rpartition("@")
        if not _DOMAIN.fullmatch(domain) or bool(at) != bool(local) or "@" in local or len(part) > 254:
            raise BadInput(fields={"mail_allow_list": f"“{part[:80]}” is neither an address nor a domain."})
    if len(found) > LONGEST_ALLOW_LIST:
        raise BadInput(fields={"mail_allow_list": f"At most {LONGEST_ALLOW_LIST} addresses and domains."})
    return found


def check_fresh(stored: int, seen: int | None) -> None:
    """The record is still the one that the form was made from. Raises Conflict."""
    if seen is not None and stored != seen:
        raise Conflict("Somebody else has changed this meanwhile, so nothing was saved.", code="STALE")


def check_slug(slug: str) -> None:
    """A company's name in addresses. Raises BadInput (`slug`)."""
    if not _SLUG.fullmatch(slug):
        raise BadInput(fields={"slug": "Use small letters, digits and hyphens, at most 60."})
    if slug in TAKEN_SLUGS:
        raise BadInput(fields={"slug": "The portal uses this word itself. Choose another."})


def slug_of(name: str) -> str:
    """`Acme Talent & Co.` → `acme-talent-co`."""
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:50].strip("-")
    return slug if slug and slug not in TAKEN_SLUGS else f"{slug or 'company'}-portal"


def check_accent(colour: str) -> None:
    """A colour as `#rrggbb`. Raises BadInput (`accent`)."""
    if not is_colour(colour):
        raise BadInput(fields={"accent": "Give the colour as # and six digits, such as #2f5bd7."})


def read_hours(text: str) -> list[list[str]]:
    """`"9:00-13:00, 14:00-17:30"` → `[["09:00", "13:00"], ["14:00", "17:30"]]`; nothing for an empty text.

    Wall-clock times in the person's own zone; the last may be 24:00. Raises BadInput (`hours`).
    """
    ranges = [_range(part.strip()) for part in re.split(r"[,;]| and ", text) if part.strip()]
    ranges.sort()
    for (_, end), (start, _) in zip(ranges, ranges[1:], strict=False):
        if start < end:
            raise BadInput(fields={"hours": "These times overlap."})
    return [[_clock(start), _clock(end)] for start, end in ranges]


def _range(text: str) -> tuple[int, int]:
    found = _RANGE.fullmatch(text)
    if found is None:
        raise BadInput(fields={"hours": f"Write times like 09:00–17:00, not “{text[:40]}”."})
    hours = [int(group) for group in found.groups()]
    start, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if hours[1] > 59 or hours[3] > 59 or end > 24 * 60:
        raise BadInput(fields={"hours": "A day has the times from 00:00 to 24:00."})
    if start >= end:
        raise BadInput(fields={"hours": "The end must come after the beginning."})
    if start % GRAIN_MINUTES or end % GRAIN_MINUTES:
        raise BadInput(fields={"hours": "Use full five minutes."})
    return start, end


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def hours_text(ranges: Sequence[Sequence[str]]) -> str:
    """What `read_hours` reads, for people: `09:00–13:00, 14:00–17:30`."""
    return ", ".join(f"{start}–{end}" for start, end in ranges)
