"""What people type about an interview: shape, words, and reading times from what was clicked or typed."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from portal.core.errors import BadInput
from portal.core.paging import LARGEST
from portal.interviews.models import InterviewMode
from portal.interviews.proposals import moment_at
from portal.interviews.rules import HIGHEST_RATING, LONGEST, LOWEST_RATING, MOST_SLOTS, SHORTEST, Span
from portal.web.forms import CheckboxListField, PortalForm, ZoneName, choices, zone_choices

TEXT_LENGTH = 5000
HAND_ROWS = 3
RATINGS = {1: "1 – no", 2: "2 – rather no", 3: "3 – undecided", 4: "4 – rather yes", 5: "5 – yes"}


def row_number(text: str) -> int:
    """The number of a row in a hidden value. Raises ValueError for what no database counts to."""
    number = int(text)
    if abs(number) > LARGEST:
        raise ValueError(text)
    return number


class InterviewForm(PortalForm):
    """The facts of an interview. `interviewers` gets its choices from the page."""

    round_name = StringField("Name of the round", [DataRequired("Give the round a name."), Length(max=120)])
    mode = SelectField("Mode", choices=choices(InterviewMode), default=InterviewMode.VIDEO.value)
    duration = IntegerField(
        "Duration in minutes",
        [
            InputRequired("Give the duration in minutes."),
            NumberRange(SHORTEST, LONGEST, f"Give a duration of {SHORTEST} to {LONGEST} minutes."),
        ],
        default=45,
        render_kw={"step": SHORTEST, "min": SHORTEST, "max": LONGEST},
    )
    zone = SelectField("Times are in", [ZoneName()], choices=zone_choices)
    interviewers = CheckboxListField("Interviewers", coerce=row_number, validate_choice=False)
    guests = TextAreaField(
        "Guests",
        [Length(max=TEXT_LENGTH)],
        description="People without an account, one a line: Hana Mehta hana@example.com",
    )
    meeting_link = StringField("Meeting link", [Length(max=500)], description="For a video interview: https://…")
    place = StringField("Place", [Length(max=300)], description="For an interview on site: where to come.")
    instructions = TextAreaField("Instructions", [Length(max=TEXT_LENGTH)], description="Everybody invited reads this.")
    version = HiddenField()


# The form's fields and what the service's refusals call them.
FIELD_OF = {"interview_duration": "duration", "time_zone": "zone"}


class FeedbackForm(PortalForm):
    """One person's view of an interview."""

    rating = RadioField(
        "Should we go on with this person?",
        [InputRequired("Choose a rating.")],
        coerce=int,
        choices=[(n, RATINGS[n]) for n in range(HIGHEST_RATING, LOWEST_RATING - 1, -1)],
    )
    text = TextAreaField("What did you see?", [Length(max=TEXT_LENGTH)], description="What you heard and saw, and why.")


class FailForm(PortalForm):
    """Why the process ends here."""

    reason = TextAreaField("Reason", [DataRequired("Say in a few words why."), Length(max=500)])


class HireForm(PortalForm):
    """What is offered."""

    salary_offered = StringField(
        "Salary offered", [Optional(), Length(max=120)], description="In words, for example: ₹24 L a year."
    )


class CancelForm(PortalForm):
    """Why it is off; for the company's own eyes."""

    reason = StringField("Reason", [Optional(), Length(max=500)], description="Only your company sees it.")


def read_guests(text: str) -> list[tuple[str, str]]:
    """Names and addresses from lines such as `Hana Mehta hana@example.com`; the last word of a line is the address."""
    found = []
    for line in text.splitlines():
        words = line.replace("<", " ").replace(">", " ").replace(",", " ").split()
        if words:
            found.append((" ".join(words[:-1]), words[-1]))
    return found


def write_guests(guests: Iterable[tuple[str, str]]) -> str:
    """The lines that `read_guests` reads."""
    return "\n".join(f"{name} {email}".strip() for name, email in guests)


def read_slots(data: Any, duration: int, zone: str) -> list[Span]:
    """Every time that was clicked in the week or typed by hand, once each, in order. `data` is a form's MultiDict.

    Clicked: `slot`, the start in UTC. Typed: pairs of `hand_day` and `hand_time`, wall clock in the zone.
    Raises BadInput on `slots` for what is no time, or one that the zone's clocks skip.
    """
    length = timedelta(minutes=duration)
    starts = [_clicked(text) for text in data.getlist("slot")[: MOST_SLOTS * 2]]
    for day, clock in zip(data.getlist("hand_day"), data.getlist("hand_time"), strict=False):
        if day.strip() or clock.strip():
            starts.append(_typed(day.strip(), clock.strip(), zone))
    return [(start, start + length) for start in sorted(set(starts))]


def _clicked(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = datetime.min
    if moment.tzinfo is None:
        raise BadInput(fields={"slots": "Choose times from the week, or type a day and a time."})
    return moment.astimezone(UTC)


def _typed(day: str, clock: str, zone: str) -> datetime:
    try:
        local_day, local_time = date.fromisoformat(day), time.fromisoformat(clock)
    except ValueError:
        raise BadInput(fields={"slots": "Type both a day and a time."}) from None
    moment = moment_at(local_day, local_time, zone)
    if moment is None:
        raise BadInput(fields={"slots": f"Clocks in {zone} skip {clock} on {day}. Choose another time."})
    return moment


def hand_rows(data: Any) -> Sequence[tuple[str, str]]:
    """The rows for times typed by hand, as they were typed, empty ones after them."""
    typed = list(zip(data.getlist("hand_day"), data.getlist("hand_time"), strict=False)) if data else []
    kept = [(day[:10], clock[:5]) for day, clock in typed if day or clock][:MOST_SLOTS]
    return [*kept, *[("", "")] * max(1, HAND_ROWS - len(kept))]
