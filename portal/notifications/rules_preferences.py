"""Which types of notifications can reach whom, by which ways unless they say otherwise, and in which words. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.core.errors import BadInput
from portal.notifications.models import Channel, NotificationType
from portal.notifications.rules import TRIGGERS, Audience

T = NotificationType
EVERYBODY = frozenset({"admin", "recruiter", "client_user", "candidate"})
USERS = EVERYBODY - {"candidate"}
ROLE_OF = {Audience.ADMINS: "admin", Audience.RECRUITERS: "recruiter", Audience.CLIENT: "client_user",
           Audience.CANDIDATE: "candidate", Audience.OWNER: "recruiter"}  # fmt: skip
# What machines and later features may send to anybody (seed 002, "Notification Types", and its `custom`).
SENT = (
    T.APPLICATION_SUBMITTED,
    T.APPLICATION_COMPLETED,
    T.APPLICATION_FAILED,
    T.JOB_MATCH_FOUND,
    T.CAPTCHA_DETECTED,
    T.SYSTEM,
    T.CUSTOM,
)
# The seed tells of a passed round in the portal alone; who wants a mail of it can have one.
# A message that waits, or an application that came, rings in the portal; a mail for each would be a second inbox. A
# candidate's unread message is counted beside their messages, and rings where they are.
OFF = frozenset(
    {
        (T.INTERVIEW_PASSED, Channel.EMAIL),
        (T.NEW_APPLICATION, Channel.EMAIL),
        (T.CONVERSATION_MESSAGE, Channel.EMAIL),
        (T.CONVERSATION_MESSAGE, Channel.PUSH),
        (T.UNREAD_MESSAGE, Channel.IN_APP),
    }
)
TALKS = frozenset({T.PERSON_WANTED, T.CONVERSATION_MESSAGE, T.CONVERSATION_OFFERED, T.CONTACT_STOPPED})
Cell = tuple[NotificationType, Channel]


@dataclass(frozen=True, slots=True)
class Words:
    """A type as the page of settings says it."""

    label: str
    what: str


WORDS: Mapping[NotificationType, Words] = {
    T.CANDIDATE_STATUS_CHANGE: Words("Candidates move", "An application is shortlisted, rejected or moved otherwise."),
    T.INTERVIEW_BOOKED: Words("Interviews booked", "A time is agreed, or a booked interview moves."),
    T.INTERVIEW_PASSED: Words("Rounds passed", "A candidate has passed a round."),
    T.HIRING_INITIATED: Words("Hires", "A hire has begun."),
    T.NEW_JOB: Words("New jobs", "There is a new job to fill."),
    T.NEW_APPLICATION: Words("New applications", "Somebody has applied on the careers page, or in the portal."),
    T.INTERVIEW_REMINDER: Words(
        "Interview reminders",
        "The day and the hour before an interview, and times that nobody has chosen for two days.",
    ),
    T.FEEDBACK_REMINDER: Words("Feedback owed", "An interview of yours is over and your feedback is missing."),
    T.PERSON_WANTED: Words("Somebody wants a person", "The assistant has handed a conversation to you, and why."),
    T.CONVERSATION_MESSAGE: Words("Messages to you", "Somebody has written in a conversation of yours and waits."),
    T.CONVERSATION_OFFERED: Words("Conversations offered", "Nobody has answered somebody for too long."),
    T.CONTACT_STOPPED: Words("Messages stopped", "Somebody wants no more automated messages."),
    T.UNREAD_MESSAGE: Words("Messages to you", "Somebody has written to you here, and you have not read it yet."),
    T.SYSTEM: Words("News from the portal", "Times given back, wishes for other times, offers to choose from."),
    T.CUSTOM: Words("Messages", "What a service connected to the portal writes to you."),
    T.APPLICATION_SUBMITTED: Words("Applications sent", "An application was handed in for you."),
    T.APPLICATION_COMPLETED: Words("Applications completed", "An application has gone through."),
    T.APPLICATION_FAILED: Words("Applications that failed", "An application could not be handed in."),
    T.JOB_MATCH_FOUND: Words("Jobs that match", "A new job fits a profile."),
    T.CAPTCHA_DETECTED: Words("Checks for people", "A site asks whether an applicant is a person."),
}
# What a candidate reads of types that mean something else to them.
OWN_WORDS: Mapping[NotificationType, Words] = {
    T.INTERVIEW_REMINDER: Words("Interview reminders", "The day and the hour before; times you have not chosen from."),
    T.SYSTEM: Words("News of your applications", "Times to choose from, and decisions about you."),
    T.JOB_MATCH_FOUND: Words("Jobs that fit you", "A public job fits your profile."),
    T.CAPTCHA_DETECTED: Words(
        "Checks for people", "A site asks whether you are a person, so you apply there yourself."
    ),
}
CHANNEL_WORDS = {Channel.IN_APP: "In the portal", Channel.EMAIL: "E-mail", Channel.PUSH: "Push"}


def is_from_services(kind: NotificationType, role: str) -> bool:
    """Whether only what is connected to the portal tells of it; candidates hear of their applications from us."""
    return kind is T.CUSTOM if role == "candidate" else kind in SENT and kind is not T.SYSTEM


def words_for(kind: NotificationType, role: str) -> Words:
    """A type in words for somebody of the role."""
    return OWN_WORDS.get(kind, WORDS[kind]) if role == "candidate" else WORDS[kind]


def types_for(role: str) -> tuple[NotificationType, ...]:
    """The types that can reach somebody of the role, those of the daily work first."""
    return tuple(kind for kind in WORDS if role in _reaches(kind))


def _reaches(kind: NotificationType) -> frozenset[str]:
    if kind in SENT or kind is T.INTERVIEW_REMINDER:
        return EVERYBODY
    if kind is T.FEEDBACK_REMINDER:
        return USERS
    if kind is T.UNREAD_MESSAGE:
        return EVERYBODY - USERS
    reached = {ROLE_OF[a] for trigger in TRIGGERS.values() if trigger.type is kind for a in trigger.audiences}
    # Admins answer conversations as recruiters do.
    return frozenset(reached | {"admin"} if kind in TALKS else reached)


def default(kind: NotificationType, channel: Channel) -> bool:
    """Whether a type goes by a channel to whoever has not said otherwise."""
    return (kind, channel) not in OFF


def read_cells(texts: Iterable[str], role: str) -> frozenset[Cell]:
    """The cells `type:channel` that somebody of the role ticked. Raises BadInput for one that is not theirs."""
    found = set()
    for text in texts:
        kind, _, channel = text.partition(":")
        if kind not in types_for(role) or channel not in list(Channel):
            raise BadInput(fields={"wanted": f"“{text[:80]}” is not a kind of notification that reaches you."})
        found.add((NotificationType(kind), Channel(channel)))
    return frozenset(found)


def differences(wanted: frozenset[Cell], role: str) -> dict[Cell, bool]:
    """What of the role's whole table differs from the default: the only thing worth a row."""
    table = {(kind, channel): (kind, channel) in wanted for kind in types_for(role) for channel in Channel}
    return {cell: on for cell, on in table.items() if on is not default(*cell)}
