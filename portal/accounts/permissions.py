"""Who may do what: one table, from which pages, calls, the access matrix and the documents are made (DESIGN.md §2)."""

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache


class Permission(StrEnum):
    """One thing that a role may do."""

    COMPANY_ADMIN = "company.admin"
    AUDIT_READ = "audit.read"
    CLIENTS_READ = "clients.read"
    CLIENTS_WRITE = "clients.write"
    CLIENTS_ADMIN = "clients.admin"
    JOBS_READ = "jobs.read"
    JOBS_WRITE = "jobs.write"
    CANDIDATES_READ = "candidates.read"
    CANDIDATES_WRITE = "candidates.write"
    INTERVIEWS_READ = "interviews.read"
    INTERVIEWS_WRITE = "interviews.write"
    INTERVIEWS_BOOK = "interviews.book"
    INTERVIEWS_FEEDBACK = "interviews.feedback"
    INTERVIEWS_DECIDE = "interviews.decide"
    CONVERSATIONS = "conversations"
    SUBMISSIONS_OWN = "submissions.own"
    SUBMISSIONS_ALL = "submissions.all"
    NOTIFICATIONS_OWN = "notifications.own"
    NOTIFICATIONS_SEND = "notifications.send"
    PORTAL_OWN = "portal.own"


P = Permission
# What each is called on pages and in the documents.
PERMISSION_WORDS: dict[Permission, str] = {
    P.COMPANY_ADMIN: "Company settings, users, roles, keys and portal users",
    P.AUDIT_READ: "Audit log and access matrix",
    P.CLIENTS_READ: "See clients",
    P.CLIENTS_WRITE: "Add and change clients and their people",
    P.CLIENTS_ADMIN: "Delete clients",
    P.JOBS_READ: "See jobs",
    P.JOBS_WRITE: "Open, change and close jobs",
    P.CANDIDATES_READ: "See candidates and applications",
    P.CANDIDATES_WRITE: "Add, change and move candidates",
    P.INTERVIEWS_READ: "See interviews",
    P.INTERVIEWS_WRITE: "Plan, invite, complete and cancel interviews",
    P.INTERVIEWS_BOOK: "Book, move and give back times",
    P.INTERVIEWS_FEEDBACK: "Give feedback",
    P.INTERVIEWS_DECIDE: "Pass, fail and hire",
    P.CONVERSATIONS: "Conversations and notes",
    P.SUBMISSIONS_OWN: "Own integration submissions",
    P.SUBMISSIONS_ALL: "Everybody's integration submissions",
    P.NOTIFICATIONS_OWN: "Own notifications",
    P.NOTIFICATIONS_SEND: "Send notifications to people of the company and candidates",
    P.PORTAL_OWN: "Own profile, applications, CVs and matches in the candidates' portal",
}
_RECRUITER = frozenset(
    {
        P.CLIENTS_READ,
        P.CLIENTS_WRITE,
        P.JOBS_READ,
        P.JOBS_WRITE,
        P.CANDIDATES_READ,
        P.CANDIDATES_WRITE,
        P.INTERVIEWS_READ,
        P.INTERVIEWS_WRITE,
        P.INTERVIEWS_BOOK,
        P.INTERVIEWS_FEEDBACK,
        P.INTERVIEWS_DECIDE,
        P.CONVERSATIONS,
        P.SUBMISSIONS_OWN,
        P.NOTIFICATIONS_OWN,
    }
)

ROLE_PERMISSIONS: dict[str, frozenset[Permission]] = {
    "admin": _RECRUITER | {P.COMPANY_ADMIN, P.AUDIT_READ, P.CLIENTS_ADMIN, P.SUBMISSIONS_ALL, P.NOTIFICATIONS_SEND},
    "recruiter": _RECRUITER,
    "client_user": frozenset(
        {
            P.CLIENTS_READ,
            P.JOBS_READ,
            P.CANDIDATES_READ,
            P.INTERVIEWS_READ,
            P.INTERVIEWS_FEEDBACK,
            P.INTERVIEWS_DECIDE,
            P.SUBMISSIONS_OWN,
            P.NOTIFICATIONS_OWN,
        }
    ),
    "candidate": frozenset({P.PORTAL_OWN, P.INTERVIEWS_BOOK, P.NOTIFICATIONS_OWN}),
    "ai": frozenset(),
    "system": frozenset(Permission),
}


# The roles that every company has and nobody edits, and those a company's own role may be made of.
SYSTEM_ROLES = ("admin", "recruiter", "client_user")


# What a role must have besides to make use of a permission: nobody changes what they do not see, and a page of
# interviews or candidates shows those of jobs.
NEEDS: dict[Permission, frozenset[Permission]] = {
    P.CLIENTS_WRITE: frozenset({P.CLIENTS_READ}),
    P.CLIENTS_ADMIN: frozenset({P.CLIENTS_READ}),
    P.JOBS_WRITE: frozenset({P.JOBS_READ}),
    P.CANDIDATES_READ: frozenset({P.JOBS_READ}),
    P.CANDIDATES_WRITE: frozenset({P.CANDIDATES_READ}),
    P.INTERVIEWS_READ: frozenset({P.JOBS_READ, P.CANDIDATES_READ}),
    P.INTERVIEWS_WRITE: frozenset({P.INTERVIEWS_READ}),
    P.INTERVIEWS_BOOK: frozenset({P.INTERVIEWS_READ}),
    P.INTERVIEWS_FEEDBACK: frozenset({P.INTERVIEWS_READ}),
    P.INTERVIEWS_DECIDE: frozenset({P.INTERVIEWS_READ}),
    P.SUBMISSIONS_ALL: frozenset({P.SUBMISSIONS_OWN}),
}


def most_of(base_role: str) -> frozenset[Permission]:
    """All that a role made of this base may have: what the base has, and what recruiters have."""
    return ROLE_PERMISSIONS[base_role] | _RECRUITER


@lru_cache(1024)
def _of_role(base_role: str, granted: tuple[str, ...] | None) -> frozenset[Permission]:
    if granted is None:
        return ROLE_PERMISSIONS[base_role]
    return frozenset(p for p in most_of(base_role) if p.value in granted)


def permissions_of_role(base_role: str, granted: Iterable[str] | None) -> frozenset[Permission]:
    """What somebody with this base role may do; `granted` are the permissions of their custom role, None without one.

    What a custom role does not name, also what the portal has learnt since it was written, is not given.
    """
    return _of_role(base_role, None if granted is None else tuple(granted))


class Scope(StrEnum):
    """What a company's API key may be made for: a resource, to read it or to change it too."""

    CLIENTS_READ = "clients:read"
    CLIENTS_WRITE = "clients:write"
    JOBS_READ = "jobs:read"
    JOBS_WRITE = "jobs:write"
    CANDIDATES_READ = "candidates:read"
    CANDIDATES_WRITE = "candidates:write"
    INTERVIEWS_READ = "interviews:read"
    INTERVIEWS_WRITE = "interviews:write"
    CONVERSATIONS_WRITE = "conversations:write"
    NOTIFICATIONS_SEND = "notifications:send"


_OF_SCOPE: dict[Scope, frozenset[Permission]] = {
    Scope.CLIENTS_READ: frozenset({P.CLIENTS_READ}),
    Scope.CLIENTS_WRITE: frozenset({P.CLIENTS_READ, P.CLIENTS_WRITE}),
    Scope.JOBS_READ: frozenset({P.JOBS_READ}),
    Scope.JOBS_WRITE: frozenset({P.JOBS_READ, P.JOBS_WRITE}),
    Scope.CANDIDATES_READ: frozenset({P.CANDIDATES_READ}),
    Scope.CANDIDATES_WRITE: frozenset({P.CANDIDATES_READ, P.CANDIDATES_WRITE}),
    Scope.INTERVIEWS_READ: frozenset({P.INTERVIEWS_READ}),
    Scope.INTERVIEWS_WRITE: frozenset({P.INTERVIEWS_READ, P.INTERVIEWS_WRITE, P.INTERVIEWS_BOOK}),
    Scope.CONVERSATIONS_WRITE: frozenset({P.CONVERSATIONS}),
    Scope.NOTIFICATIONS_SEND: frozenset({P.NOTIFICATIONS_SEND}),
}


@lru_cache(1024)
def _of_scopes(scopes: tuple[str, ...]) -> frozenset[Permission]:
    found: frozenset[Permission] = frozenset()
    for scope in scopes:
        # A scope that the portal no longer knows opens nothing.
        found |= _OF_SCOPE.get(Scope(scope), frozenset()) if scope in set(Scope) else frozenset()
    return found


def permissions_of_scopes(scopes: Iterable[str]) -> frozenset[Permission]:
    """What a key with these scopes may do."""
    return _of_scopes(tuple(scopes))


def scopes_by_resource() -> dict[str, dict[str, Scope]]:
    """`{"clients": {"read": …, "write": …}, …}`: what a key can be made for, resource by resource."""
    found: dict[str, dict[str, Scope]] = {}
    for scope in Scope:
        resource, _, kind = scope.value.partition(":")
        found.setdefault(resource, {})[kind] = scope
    return found
