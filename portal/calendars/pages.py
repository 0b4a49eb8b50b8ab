"""Pages about Google Calendar: the company's below Admin, one's own below one's profile, and the way there and back.

Who agrees goes to Google and comes back with a code; a cookie that only this browser has, and no script reads, says for
what and for whom. Coming back is a page with a button: an address alone changes nothing here.
"""

import hmac
import json
import secrets
from typing import Any

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.calendars import google, queries, rules, services
from portal.calendars.models import CalendarConnection, ConnectionState, Purpose
from portal.core.crypto import CannotDecrypt, decrypt, encrypt
from portal.core.errors import Missing
from portal.core.links import address
from portal.core.people import Person
from portal.web.access import current_person, needs, signed_in
from portal.web.fragments import back_to, page, toast

pages = Blueprint("calendars", __name__)
COOKIE, SECONDS = "portal_google", 15 * 60
SCOPES = {Purpose.COMPANY: google.EVENTS, Purpose.BUSY: google.BUSY}
HOME = {Purpose.COMPANY: "calendars.company", Purpose.BUSY: "calendars.own"}


@pages.get("/admin/google-calendar")
@needs(Permission.COMPANY_ADMIN)
def company() -> Response:
    """The company's calendar of interviews."""
    connection = queries.connection_of_company()
    return page("calendars/company.html", connection=_shown(connection), set_up=google.is_set_up())


@pages.get("/admin/google-calendar/agreement")
@needs(Permission.COMPANY_ADMIN)
def agree_for_company() -> Response:
    """Go to Google and agree for the company."""
    return _to_google(Purpose.COMPANY)


@pages.post("/admin/google-calendar/meet")
@needs(Permission.COMPANY_ADMIN)
def meet() -> Response:
    """Whether video interviews without a link get one of Google Meet."""
    connection = _of_company()
    services.set_meet(connection, bool(request.form.get("meet")))
    toast("Video interviews get a Meet link." if connection.meet else "No Meet links are made.")
    return back_to("calendars.company")


@pages.post("/admin/google-calendar/update")
@needs(Permission.COMPANY_ADMIN)
def update() -> Response:
    """Bring all interviews that lie ahead to Google once more."""
    number = services.sync_all(_of_company())
    toast(f"{number} interview{'' if number == 1 else 's'} will be brought up to date.")
    return back_to("calendars.company")


@pages.post("/admin/google-calendar/end")
@needs(Permission.COMPANY_ADMIN)
def disconnect_company() -> Response:
    """Work with the company's calendar no more."""
    services.disconnect(_of_company(), current_person())
    toast("Google Calendar is disconnected.")
    return back_to("calendars.company")


@pages.get("/profile/google-calendar")
@needs(Permission.INTERVIEWS_READ)
def own() -> Response:
    """Whether one's own busy times are left out of what is offered."""
    connection = queries.connection_of_user(_user().id)
    return page("calendars/own.html", connection=_shown(connection), set_up=google.is_set_up())


@pages.get("/profile/google-calendar/agreement")
@needs(Permission.INTERVIEWS_READ)
def agree_for_oneself() -> Response:
    """Go to Google and agree that one's busy times may be asked for."""
    _user()
    return _to_google(Purpose.BUSY)


@pages.post("/profile/google-calendar/end")
@needs(Permission.INTERVIEWS_READ)
def disconnect_own() -> Response:
    """One's busy times are asked for no more."""
    connection = queries.connection_of_user(_user().id)
    if connection is None:
        raise Missing
    services.disconnect(connection, current_person())
    toast("Your calendar is disconnected.")
    return back_to("calendars.own")


@pages.get("/google-calendar/back")
@signed_in
def back() -> Response:
    """Where Google sends the browser back to: one more press, and it is connected."""
    asked = _asked(request.args.get("state", ""))
    home = url_for(HOME[Purpose(asked["purpose"])])
    if request.args.get("error") or not request.args.get("code"):
        toast("Google was not connected: nothing was agreed to.", kind="info")
        return redirect(home)
    return page(
        "calendars/back.html",
        code=request.args["code"],
        state=request.args["state"],
        home=home,
        purpose=asked["purpose"],
    )


@pages.post("/google-calendar/connection")
@signed_in
def connect() -> Response:
    """Connect with what the agreement gave."""
    asked, person = _asked(request.form.get("state", "")), current_person()
    purpose = Purpose(asked["purpose"])
    if purpose is Purpose.COMPANY and not person.may(Permission.COMPANY_ADMIN):
        raise Missing
    services.connect(purpose, request.form.get("code", "")[:2000], asked["verifier"], _redirect(), person)
    toast("Google Calendar is being connected. It takes a moment.")
    answer = back_to(HOME[purpose])
    answer.delete_cookie(COOKIE, path="/google-calendar")
    return answer


def _to_google(purpose: Purpose) -> Response:
    if not google.is_set_up():
        raise rules.NotSetUp
    state, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(48)
    answer = redirect(google.address_to_agree(_redirect(), state, verifier, SCOPES[purpose]))
    kept = {"state": state, "verifier": verifier, "purpose": purpose.value, "person": current_person().id}
    answer.set_cookie(
        COOKIE, encrypt(json.dumps(kept)), path="/google-calendar", max_age=SECONDS, httponly=True, samesite="Lax",
        secure=request.is_secure,
    )  # fmt: skip
    return answer


def _asked(state: str) -> dict[str, Any]:
    """What this browser went to Google for. Raises StateRefused."""
    try:
        kept: dict[str, Any] = json.loads(decrypt(request.cookies.get(COOKIE, "")))
    except (CannotDecrypt, ValueError) as fault:
        raise rules.StateRefused from fault
    if kept["person"] != current_person().id or not hmac.compare_digest(kept["state"].encode(), state.encode()):
        raise rules.StateRefused
    return kept


def _redirect() -> str:
    return address("calendars.back")


def _shown(connection: CalendarConnection | None) -> CalendarConnection | None:
    """A connection that is being given back is none any more."""
    return None if connection is None or connection.state is ConnectionState.ENDING else connection


def _of_company() -> CalendarConnection:
    connection = _shown(queries.connection_of_company())
    if connection is None:
        raise Missing
    return connection


def _user() -> Person:
    person = current_person()
    if person.is_candidate:
        raise Missing
    return person
