"""What the worker does for submissions: calls other systems, from threads of their own, and works on deliveries.

What is cut off of a test or a connection leaves nothing to be done again: a test is asked for again by a press, and a
code is good once. A delivery leaves an effect behind that takes it up again.
"""

import io
from functools import partial
from typing import Any

from portal.candidates.rules_uploads import MAX_BYTES, Incoming
from portal.candidates.services import arrivals
from portal.core import outbound
from portal.core.database import transaction
from portal.core.errors import BadInput, Busy, PortalError
from portal.core.lanes import Lane, take_place
from portal.core.outbox import NotNow, schedule, task
from portal.core.tenancy import as_company, as_system
from portal.integrations import lever_api, oauth, probing, queries, services, vendor_files
from portal.integrations.catalogue import IntegrationType
from portal.integrations.lever_api import Api, KeyRefused, NotAnswered
from portal.integrations.models import DeliveryState
from portal.integrations.oauth import AccessRefused, NoTokens, Registration
from portal.integrations.probing import Asked, Result
from portal.integrations.services import Begun, Renewal, Wanted
from portal.integrations.vendor_files import VendorFile

RESUME_SECONDS = 60.0
NO_KEY = "Lever sends ids alone, and the submission has no API key to read the rest with. Enter it, and this goes on."


@task("integrations.test", attempts=3, lease=60)
def test(payload: dict[str, Any]) -> None:
    """Ask the vendor whether the key of a submission is good, or the access that was given by signing in.

    Raises NotNow when every thread is busy, or while another worker renews the access.
    """
    place = take_place(Lane.SLOW)
    try:
        found = queries.find_submission(payload["submission_id"])
        if found is None:
            place.leave()
            return
        with transaction():
            asked = _asked(found)
    except BaseException:
        place.leave()
        raise
    place.run(partial(_test, found.company_id, payload, asked))


def _asked(found: Any) -> Asked | Result | Renewal:
    try:
        return services.test_of(found)
    except PortalError as refusal:  # somebody took the key away meanwhile
        return Result(False, refusal.message)


def _test(company_id: int, payload: dict[str, Any], asked: Asked | Result | Renewal) -> None:
    if isinstance(asked, Renewal):
        asked = _renewed(company_id, asked, payload["user_id"])
    result = asked if isinstance(asked, Result) else probing.ask(asked)
    with as_company(company_id), transaction():
        services.note_test(payload["submission_id"], result, payload["user_id"])


def _renewed(company_id: int, renewal: Renewal, user_id: int) -> Asked | Result:
    """Renew the access, write down what came of it, and go on with it."""
    try:
        token = oauth.renew(renewal.known, renewal.token)
    except (NoTokens, PortalError) as refusal:
        words, lost = str(refusal), isinstance(refusal, AccessRefused)
        with as_company(company_id), transaction():
            services.note_no_renewal(renewal, words, user_id, lost=lost)
        return Result(False, words)
    with as_company(company_id), transaction():
        services.note_renewal(renewal, token, user_id)
        found = queries.find_submission(renewal.submission_id)
        return services.call_after(found, token["access_token"]) if found is not None else Result(False, "It is gone.")


@task("integrations.connect", attempts=3, lease=60)
def connect(payload: dict[str, Any]) -> None:
    """Exchange the code of an agreement for tokens. A repeat finds it done."""
    place = take_place(Lane.SLOW)
    try:
        found = queries.find_submission(payload["submission_id"])
        waiting = _waiting(found) if found is not None else None
    except BaseException:
        place.leave()
        raise
    if found is None or waiting is None:
        place.leave()
        return
    place.run(partial(_connect, found.company_id, payload, waiting))


def _waiting(found: Any) -> tuple[Registration, str, str] | str | None:
    try:
        return services.finish_connection(found)
    except PortalError as refusal:
        return refusal.message


def _connect(company_id: int, payload: dict[str, Any], waiting: tuple[Registration, str, str] | str) -> None:
    token, words = None, "Connected."
    try:
        token = oauth.exchange(*waiting) if isinstance(waiting, tuple) else None
        words = words if isinstance(waiting, tuple) else waiting
    except (NoTokens, PortalError) as refusal:
        words = str(refusal)
    with as_company(company_id), transaction():
        services.note_connection(payload["submission_id"], token, words, payload["user_id"])


@task("integrations.ats_event", attempts=6, lease=60)
def ats_event(payload: dict[str, Any]) -> None:
    """Work on a delivery. A repeat finds it done. Raises NotNow when every thread is busy."""
    number = payload["delivery_id"]
    with transaction():
        begun = services.begin_event(number)
    if begun is None:
        return
    if begun.event.asks:
        _have_completed(begun)
        return
    try:
        with transaction():
            services.finish_event(begun, begun.event)
    except Exception as fault:
        with transaction():
            services.fail_event(number, f"A fault of the portal's own ({type(fault).__name__}). It is tried again.")
        raise


def _have_completed(begun: Begun) -> None:
    """Have a thread ask the vendor for what a delivery does not tell."""
    api = _api(begun)
    if api is None:
        with transaction():
            services.leave_event(begun, DeliveryState.NEEDS_DETAILS, NO_KEY)
        return
    try:
        place = take_place(Lane.SLOW)
    except NotNow:
        with transaction():
            services.hand_back_event(begun)
        raise
    place.run(partial(_complete, begun, api))


def _api(begun: Begun) -> Api | None:
    key = _key_of(begun.submission_id)
    return Api(key, services.operators_address(IntegrationType.LEVER) or lever_api.BASE) if key else None


def _key_of(submission_id: int | None) -> str:
    """The API key that was entered, or nothing."""
    found = queries.find_submission(submission_id or 0)
    return services.data_of(found).get("apiKey", "") if found is not None else ""


def _complete(begun: Begun, api: Api) -> None:
    try:
        event = lever_api.complete(api, begun.event)
    except NotAnswered as fault:
        with as_company(begun.company_id), transaction():
            services.put_off_event(begun, str(fault))
        return
    except KeyRefused as refusal:
        with as_company(begun.company_id), transaction():
            services.leave_event(begun, DeliveryState.NEEDS_DETAILS, str(refusal))
        return
    with as_company(begun.company_id), transaction():
        services.finish_event(begun, event)


@task("integrations.ats_waiting", attempts=5, lease=60)
def ats_waiting(payload: dict[str, Any]) -> None:
    """Go on with deliveries that waited for a key."""
    with transaction():
        services.wake_waiting(payload["submission_id"])


@task("integrations.ats_resume", attempts=4, lease=120)
def ats_resume(payload: dict[str, Any]) -> None:
    """Fetch the CV of an application and read it. Raises NotNow when every thread is busy."""
    place = take_place(Lane.SLOW)
    try:
        with transaction():
            wanted = services.begin_fetching(payload["delivery_id"], payload["attempt"])
        key = _key_of(wanted.submission_id) if wanted is not None and wanted.file.held else ""
    except BaseException:
        place.leave()
        raise
    if wanted is None:
        place.leave()
    else:
        place.run(partial(_fetch, wanted, key))


def _fetch(wanted: Wanted, key: str) -> None:
    try:
        file = _file(wanted, key)
    except NotAnswered as fault:
        return _no_resume(wanted, str(fault), is_final=False)
    except KeyRefused as refusal:
        return _no_resume(wanted, str(refusal), is_final=True)
    if file is None:
        words = "There is no CV there." if key else "No API key is entered, so the CV was not fetched."
        return _no_resume(wanted, words, is_final=True)
    try:
        answer = outbound.send(file.url, headers=file.headers, time_limit=RESUME_SECONDS, size_limit=MAX_BYTES + 1)
    except outbound.Refused as refusal:
        return _no_resume(wanted, f"The CV was not fetched: {refusal}", is_final=True)
    except outbound.OutboundError as fault:
        return _no_resume(wanted, f"The CV could not be fetched: {fault}", is_final=False)
    if answer.status != 200:
        words = f"The address of the CV answered {answer.status}. Such addresses are good for some days only."
        return _no_resume(wanted, words, is_final=answer.status < 500)
    try:
        cv = arrivals.read_cv(Incoming(services.name_of(file.url, file.name), io.BytesIO(answer.body)))
    except BadInput as refusal:
        return _no_resume(wanted, f"The CV could not be read: {refusal.message}", is_final=True)
    except Busy as busy:
        return _no_resume(wanted, busy.message, is_final=False)
    with as_company(wanted.company_id), transaction():
        services.keep_resume(wanted, cv)


def _file(wanted: Wanted, key: str) -> VendorFile | None:
    """Where the CV lies. Raises NotAnswered, KeyRefused."""
    if not wanted.file.held:
        return VendorFile(wanted.file.url, wanted.file.name)
    kind = IntegrationType(wanted.source)
    return vendor_files.find(kind, key, services.operators_address(kind), wanted.file.held) if key else None


def _no_resume(wanted: Wanted, words: str, *, is_final: bool) -> None:
    with as_company(wanted.company_id), transaction():
        services.say_of_resume(wanted, words, is_final=is_final)


@task("integrations.forget_person", attempts=5, lease=60)
def forget_person(payload: dict[str, Any]) -> None:
    """Forget what other systems sent of somebody who was deleted."""
    with transaction():
        services.forget_person(payload["candidate_id"])


@schedule("integrations.sweep_deliveries", every="daily")
def sweep_deliveries() -> None:
    """Forget old bodies."""
    with as_system("every company's deliveries"), transaction():
        services.sweep_deliveries()
