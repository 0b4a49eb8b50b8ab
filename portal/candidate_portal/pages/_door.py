"""An interview's page and what its candidate does there, the same by both doors: signed in, or a link in a mail."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.queries import get_company
from portal.candidate_portal import queries, rules, services, times
from portal.candidate_portal.forms import MessageForm
from portal.candidate_portal.queries import Card
from portal.candidate_portal.rules import Phase
from portal.core.clock import now
from portal.core.errors import InvalidState, Missing, PortalError, RuleBroken, TooMany
from portal.core.formats import zone as clocks_of
from portal.core.formats import zone_names
from portal.core.ids import decode
from portal.core.people import Person
from portal.interviews import calendar
from portal.interviews import queries as interviews
from portal.interviews import rules as interview_rules
from portal.interviews.calendar import Method
from portal.interviews.models import Interview, InterviewSlot, InterviewStatus
from portal.interviews.rules import SlotTaken
from portal.interviews.services.inviting import invitees, meeting_of
from portal.notifications.showing import push_facts
from portal.web.fragments import page, toast
from portal.web.sessions import set_cookie

ZONE_COOKIE = "portal_zone"
A_YEAR = 31_536_000
Verb = Callable[[Interview, InterviewSlot, Person], Interview]


@dataclass(frozen=True, slots=True)
class Door:
    """Who came in to which interview, the zone they have set for themselves, and by which link, if by one."""

    by: Person
    interview_id: int
    own_zone: str | None
    token: str | None = None

    def url(self, part: str = "") -> str:
        """The address of the interview behind this door, or of a part of it."""
        rest = f"_{part}" if part else ""
        if self.token is not None:
            return url_for(f"candidate_portal.interview_by_link{rest}", token=self.token)
        return url_for(f"candidate_portal.interview{rest}", interview_id=self.interview_id)

    def frame(self) -> dict[str, Any]:
        """What stands around the page: by a link nobody is signed in, whoever else may be in this browser."""
        if self.token is None:
            return {}
        return {"person": None, "navigation": [], "unread": 0, "company_name": self.by.company_name}


def reader_zone(own_zone: str | None, *others: str | None) -> str:
    """The zone asked for here, else chosen before in this browser, else one's own, else the browser's, else others."""
    asked, chosen = request.args.get("zone"), request.cookies.get(ZONE_COOKIE)
    return times.first_zone(asked, chosen, own_zone, unquote(request.cookies.get("tz", "")), *others)


def with_zone(answer: Response) -> Response:
    """Remember the zone that was chosen on this page for the next ones."""
    asked = times.known_zone(request.args.get("zone"))
    if asked:
        set_cookie(answer, ZONE_COOKIE, asked, path="/portal", max_age=A_YEAR)
    return answer


def seen(door: Door, card: Card) -> dict[str, Any]:
    """The interview in words: every time in the reader's zone, and what may be done."""
    moment, zone = now(), reader_zone(door.own_zone, card.zone)
    year = moment.astimezone(clocks_of(zone)).year
    slots = [(slot.id, times.in_words(slot.start, slot.end, zone, year, card.zone)) for slot in card.slots]
    booked = until = None
    late = False
    if card.start is not None and card.end is not None:
        booked = times.in_words(card.start, card.end, zone, year, card.zone)
        last = interview_rules.last_change(card.start, card.notice_hours)
        until, late = times.in_words(last, last, zone, year), moment >= last
    return {
        "card": card,
        "door": door,
        "form": MessageForm(formdata=None),
        "phase": rules.phase_of(card.status, card.start, card.end, times=len(slots), now=moment),
        "slots": slots,
        "letters": times.common_letters(words for _, words in slots),
        "booked": booked,
        "until": until,
        "late": late,
        "zone": zone,
        "place": times.place_of(zone),
        "settled": bool(door.own_zone or request.args.get("zone") or request.cookies.get(ZONE_COOKIE)),
        "zones": [list(dict.fromkeys([zone, *_near(door, card)])), zone_names()] if "zones" in request.args else None,
    }


def _near(door: Door, card: Card) -> list[str]:
    """Zones that the reader may well want, before the list of all."""
    names = (door.own_zone, unquote(request.cookies.get("tz", "")), card.zone, door.by.time_zone)
    return [found for found in map(times.known_zone, names) if found]


def interview_page(door: Door, status: int = 200, *, card: Card | None = None, **told: Any) -> Response:
    """The page of the interview as it is now; `told` are `refusal` or `already`, `unchosen`, or a refused `form`."""
    card = card or queries.card_of(door.interview_id)
    context = {**seen(door, card), **told, **({} if door.token else push_facts())}
    return with_zone(page("candidate_portal/interview.html", status, **door.frame(), **context))


def change_page(door: Door, status: int = 200, *, card: Card | None = None, **told: Any) -> AnyResponse:
    """Another time, or none. What is not booked has nothing to change: back to its page."""
    context = {**seen(door, card or queries.card_of(door.interview_id)), **told}
    if context["phase"] is not Phase.BOOKED:
        return redirect(door.url(), 303)
    return with_zone(page("candidate_portal/change.html", status, **door.frame(), **context))


def take(door: Door, verb: Verb, said: str | None = None) -> AnyResponse:
    """Book the chosen time, or move to it. When it is gone, say so and show those that are left (409)."""
    interview = interviews.get_interview(door.interview_id)
    wanted = decode("slot", request.form.get("slot", ""))
    if wanted is None:
        return _again(door, 422, unchosen=True)
    try:
        verb(interview, interviews.get_slot(interview, wanted), door.by)
    except (RuleBroken, Missing) as refusal:
        card = queries.card_of(door.interview_id)
        if card.chosen is not None and card.chosen.id == wanted:
            return interview_page(door, 409, card=card, already=True)
        return _again(door, 409, card=card, refusal=_words(refusal, len(card.slots)))
    if said:
        toast(said)
    return redirect(door.url(), 303)


def _again(door: Door, status: int, *, card: Card | None = None, **told: Any) -> AnyResponse:
    """The page that was sent, with what was wrong: the one for changes while a time is booked, else the interview's."""
    card = card or queries.card_of(door.interview_id)
    answer = change_page(door, status, card=card, **told)
    return answer if answer.status_code == status else interview_page(door, status, card=card, **told)


def _words(refusal: PortalError, left: int) -> str:
    """What happened, and what to do."""
    if isinstance(refusal, InvalidState):
        return "This interview has changed meanwhile. This is how it stands now."
    if not isinstance(refusal, SlotTaken | Missing):
        return refusal.message
    what = refusal.message.partition(".")[0]
    if not left:
        return f"{what}, and no other is free at the moment. Tell us below which times would suit you."
    return f"{what}. Here {'is 1 more' if left == 1 else f'are {left} more'}."


def cancel(door: Door, verb: Callable[[Interview, Person], Interview]) -> AnyResponse:
    """Give the agreed time back; afterwards the page offers the others. Repeating it is harmless."""
    interview = interviews.get_interview(door.interview_id)
    if interview.interview_status is InterviewStatus.AWAITING:
        return redirect(door.url(), 303)
    try:
        verb(interview, door.by)
    except RuleBroken as refusal:
        return _again(door, 409, refusal=_words(refusal, 0))
    toast("Your time is free again, and the recruiter is told.")
    return redirect(door.url(), 303)


def send_message(door: Door) -> AnyResponse:
    """Ask for other times, in words."""
    form = MessageForm()
    if not form.validate():
        return _again(door, 422, form=form)
    try:
        services.ask_for_other_times(door.interview_id, form.message.data or "", door.by)
    except (TooMany, RuleBroken) as refusal:
        return _again(door, refusal.status, form=form, refusal=refusal.message)
    toast("Your message is on its way to the recruiter. You will get an e-mail when there are new times.")
    return redirect(door.url(), 303)


def calendar_file(door: Door) -> AnyResponse:
    """The agreed time for the calendar, the same entry that the invitation carries. Without one, back to the page."""
    interview = interviews.get_interview(door.interview_id)
    if interview.interview_status not in interview_rules.BOOKED:
        return redirect(door.url())
    me = [person for person in invitees(interview) if person.kind == "candidate"]
    meeting = meeting_of(interview, get_company(interview.company_id), me)
    answer = Response(calendar.write(meeting, Method.REQUEST, now()))
    answer.headers["Content-Type"] = "text/calendar; charset=utf-8; method=REQUEST"
    answer.headers["Content-Disposition"] = 'attachment; filename="interview.ics"'
    return answer
