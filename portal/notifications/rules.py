"""Who is told what, and how: one table (seed 003, "Automatic Triggers"), and the words.

The person who did a thing gets no mail about it, and finds the notification already read. A client hears only of
applications that it may see. What people have switched off for themselves stands in `rules_preferences`. The seed lists
`new_job` among the in-app types but e-mail alone as its channel, so recruiters get both. "Portal user created" is the
welcome mail, which accounts write themselves: it carries a link.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.accounts.models import AccountStatus, Role
from portal.accounts.permissions import Permission
from portal.candidates.models import ApplicationStatus
from portal.core.errors import RuleBroken
from portal.core.ids import encode
from portal.notifications.models import Facts, NotificationType


class Audience(StrEnum):
    """A group of people who are told. The client is that of the event, the candidate the one it is about."""

    ADMINS = "admin"
    RECRUITERS = "recruiter"
    CLIENT = "client"
    CANDIDATE = "candidate"
    OWNER = "owner"  # who answers in the conversation; recruiters, where nobody does


A = Audience
STAFF = (A.ADMINS, A.RECRUITERS)
ROLES = {A.ADMINS: Role.ADMIN, A.RECRUITERS: Role.RECRUITER, A.CLIENT: Role.CLIENT_USER}


@dataclass(frozen=True, slots=True)
class Trigger:
    """What an event sets off: an in-app notification, and a mail, by the template it names or the plain one.

    `written_apart`: the people get a mail about it anyway, one that is no notification and that nobody can switch off.
    """

    type: NotificationType
    audiences: tuple[Audience, ...]
    about: str
    template: str = "notice"
    written_apart: bool = False

    @property
    def seen_with(self) -> str:
        """The permission without which nobody hears of such a thing."""
        return Permission.CONVERSATIONS if self.about == "conversation" else f"{self.about}s.read"


# Event → who is told. `about` is the seed's `entity_type`: what the notification opens.
TRIGGERS: dict[str, Trigger] = {
    "application.status_changed": Trigger(
        NotificationType.CANDIDATE_STATUS_CHANGE, STAFF, "candidate", template="status_change"
    ),
    "interview.booked": Trigger(
        NotificationType.INTERVIEW_BOOKED, (*STAFF, A.CLIENT), "interview", template="booked_notice"
    ),
    "interview.rescheduled": Trigger(
        NotificationType.INTERVIEW_BOOKED, (*STAFF, A.CLIENT), "interview", template="booked_notice"
    ),
    "interview.given_back": Trigger(
        NotificationType.SYSTEM, (*STAFF, A.CLIENT), "interview", template="candidate_word"
    ),
    "interview.times_declined": Trigger(NotificationType.SYSTEM, STAFF, "interview", template="candidate_word"),
    "interview.passed": Trigger(NotificationType.INTERVIEW_PASSED, (*STAFF, A.CLIENT), "interview"),
    "hiring.initiated": Trigger(NotificationType.HIRING_INITIATED, STAFF, "candidate", template="hiring_initiated"),
    "job.created": Trigger(NotificationType.NEW_JOB, (A.RECRUITERS,), "job", template="new_job"),
    # By candidates themselves; whoever puts somebody forward knows it.
    "application.created": Trigger(NotificationType.NEW_APPLICATION, STAFF, "candidate"),
    "interview.slots_sent": Trigger(NotificationType.SYSTEM, (A.CANDIDATE,), "interview", written_apart=True),
    "conversation.handed_over": Trigger(NotificationType.PERSON_WANTED, (A.OWNER,), "conversation"),
    "conversation.offered": Trigger(NotificationType.CONVERSATION_OFFERED, (A.RECRUITERS,), "conversation"),
    "conversation.waiting": Trigger(NotificationType.CONVERSATION_MESSAGE, (A.OWNER,), "conversation"),
    "contact.stopped": Trigger(NotificationType.CONTACT_STOPPED, (A.OWNER,), "conversation"),
    "selection.notified": Trigger(NotificationType.SYSTEM, (A.CANDIDATE,), "candidate", written_apart=True),
}

MOVED_TO = {
    ApplicationStatus.NEW: "is new again",
    ApplicationStatus.IN_REVIEW: "is in review",
    ApplicationStatus.SHORTLISTED: "is shortlisted",
    ApplicationStatus.IN_PROGRESS: "is in interviews",
    ApplicationStatus.SELECTED: "is selected",
    ApplicationStatus.REJECTED: "is rejected",
}


def sends_mail(name: str, trigger: Trigger, facts: Facts) -> bool:
    """Whether the event may be mailed. A hire has a mail of its own, so its change of status brings no second one."""
    selected = name == "application.status_changed" and facts.status == ApplicationStatus.SELECTED
    return not trigger.written_apart and not selected


# What is said of the contact of a conversation.
OF_CONTACT = {
    "conversation.handed_over": "would like an answer of yours",
    "conversation.offered": "waits for an answer: take it if you can",
    "conversation.waiting": "has written to you",
    "contact.stopped": "wants no more automated messages",
}


def title_of(name: str, facts: Facts) -> str:
    """The sentence that says who, which job, and what."""
    if name in OF_CONTACT:
        return f"{facts.contact} {OF_CONTACT[name]}"
    match name:
        case "application.status_changed":
            words = MOVED_TO.get(ApplicationStatus(facts.status), "has moved") if facts.status else "has moved"
            return f"{facts.candidate} {words} for {facts.job}"
        case "interview.booked":
            return f"Interview booked: {facts.candidate}, {facts.round}"
        case "interview.rescheduled":
            return f"Interview moved: {facts.candidate}, {facts.round}"
        case "interview.given_back" | "interview.times_declined":
            what = "gave the interview time back" if name == "interview.given_back" else "asks for other times"
            return f"{facts.candidate} {what}: {facts.round}"
        case "interview.passed":
            return f"{facts.candidate} passed {facts.round}"
        case "hiring.initiated":
            return f"Hire started: {facts.candidate} for {facts.job}"
        case "job.created":
            return f"New job: {facts.job}"
        case "application.created":
            return f"{facts.candidate} has applied for {facts.job}"
    return _title_for_candidate(name, facts)


def _title_for_candidate(name: str, facts: Facts) -> str:
    match name:
        case "interview.slots_sent":
            return f"Choose a time for your interview: {facts.round}"
        case "selection.notified":
            return f"You have been selected for {facts.job}"
    raise KeyError(f"{name} has no words")


def message_of(name: str, facts: Facts) -> str:
    """The line below the title: what one wants to know next, and who did it."""
    post = " at ".join(part for part in (facts.job, facts.client) if part)
    by = f"by {facts.actor}" if facts.actor else ""
    match name:
        case "application.status_changed":
            moved = f"from {_words(facts.before)} to {_words(facts.status)}" if facts.before else ""
            return _line([facts.client, moved, by, f"reason: {facts.reason}" if facts.reason else ""])
        case "interview.booked" | "interview.rescheduled" | "interview.given_back":
            return _line([facts.time, post])
        case "interview.times_declined":
            return _line([f"“{facts.reason}”" if facts.reason else "", post])
        case "interview.passed":
            return _line([post, by])
        case "hiring.initiated":
            return _line([facts.client, by])
        case "conversation.handed_over" | "contact.stopped":
            return _line([facts.reason, facts.job])
        case "conversation.offered" | "conversation.waiting":
            return facts.job
        case "application.created":
            return _line([facts.client, facts.location])
        case "job.created":
            places = f"{facts.openings} opening{'' if facts.openings == 1 else 's'}"
            return _line([facts.client, facts.location, places, by])
    return post


def _line(parts: Iterable[str]) -> str:
    return " · ".join(part for part in parts if part)


def _words(status: str) -> str:
    return status.replace("_", " ").lower()


def recipients_of(trigger: Trigger, client_id: int | None) -> list[str]:
    """The seed's `recipients`: roles, and the client by its id."""
    found = []
    for audience in trigger.audiences:
        if audience is A.OWNER:
            continue  # a person, who is named when it is known who that is
        if audience is not A.CLIENT:
            found.append(audience.value)
        elif client_id is not None:
            found.append(str(encode("client", client_id)))
    return found


def check_selected(status: ApplicationStatus, name: str) -> None:
    """Only who is selected is told so. Raises RuleBroken."""
    if status is not ApplicationStatus.SELECTED:
        raise RuleBroken(f"{name} is not selected for this job yet: start the hire first.")


def check_can_sign_in(status: AccountStatus, name: str) -> None:
    """A mail must not lead to a closed door. Raises RuleBroken."""
    if status is not AccountStatus.ACTIVE:
        raise RuleBroken(f"{name}'s portal account is deactivated. Activate it first, then send the message.")


# Where a notification leads: entity type → endpoint and the name of its id, for users and for candidates.
USER_PAGES = {
    "candidate": ("candidates.show", "candidate_id"),
    "interview": ("interviews.show", "interview_id"),
    "job": ("jobs.show", "job_id"),
    "conversation": ("conversations.show", "conversation_id"),
}
CANDIDATE_PAGES = {
    "interview": ("candidate_portal.interview", "interview_id"),
    "job": ("careers.portal_job", "job_id"),
    "conversation": ("candidate_portal.message_talk", "conversation_id"),
}


def target_of(
    entity_type: str | None, entity_id: int | None, *, for_candidate: bool
) -> tuple[str, dict[str, Any]] | None:
    """The endpoint, and its values, of the page a notification opens; None when there is no such page for them."""
    known = (CANDIDATE_PAGES if for_candidate else USER_PAGES).get(entity_type or "")
    return (known[0], {known[1]: entity_id}) if known else None
