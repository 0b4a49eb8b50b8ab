"""One's own applications: how they stand, and taking one back."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from portal.candidate_portal import queries, rules
from portal.candidate_portal.pages import pages
from portal.candidate_portal.pages._door import reader_zone
from portal.candidate_portal.pages.home import in_words
from portal.candidates.queries.applications import lock_application
from portal.candidates.queries.screening import answers_to
from portal.candidates.services import applications as service
from portal.core.clock import now
from portal.interviews.queries import interviews_of
from portal.interviews.rules import BOOKED
from portal.web.access import candidate_only, current_person
from portal.web.fragments import back_to, page, toast


@pages.get("/applications")
@candidate_only
def applications() -> Response:
    person = current_person()
    rows = in_words(queries.my_applications())
    zone = reader_zone(queries.zone_of(person), person.time_zone)
    return page("candidate_portal/applications.html", applications=rows, zone=zone)


@pages.get("/applications/<sid(app):application_id>")
@candidate_only
def application(application_id: int) -> Response:
    person = current_person()
    row = queries.get_my_application(application_id)
    return page(
        "candidate_portal/application.html",
        application=in_words([row])[0],
        rounds=interviews_of(application_id),
        answers=[answer for answer in answers_to(row.job_id, row.id) if answer.answer is not None],
        booked=BOOKED,
        may_withdraw=rules.may_withdraw(row.status),
        now=now(),
        zone=reader_zone(queries.zone_of(person), person.time_zone),
    )


@pages.post("/applications/<sid(app):application_id>/withdrawal")
@candidate_only
def withdrawal(application_id: int) -> AnyResponse:
    found = lock_application(application_id)
    if rules.may_withdraw(found.status):
        service.withdraw(found, current_person())
        toast("You have withdrawn this application. Thank you for telling us.")
    else:
        toast("This application had ended already, so nothing has changed.", kind="info")
    return back_to("candidate_portal.application", application_id=application_id)
