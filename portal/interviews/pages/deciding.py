"""Feedback of one person, and the decision: pass, fail, hire."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.core.errors import RuleBroken
from portal.interviews import queries, services
from portal.interviews.forms import FailForm, FeedbackForm, HireForm
from portal.interviews.models import Interview
from portal.interviews.pages import pages
from portal.interviews.pages.listing import shown
from portal.web.access import current_person, needs
from portal.web.fragments import back_to, page, toast


@pages.get("/interviews/<sid(int):interview_id>/feedback")
@needs(Permission.INTERVIEWS_FEEDBACK)
def feedback(interview_id: int) -> Response:
    interview = queries.get_interview(interview_id)
    mine = queries.find_feedback(interview, current_person().id)
    return _feedback_page(interview, FeedbackForm(obj=mine))


@pages.post("/interviews/<sid(int):interview_id>/feedback")
@needs(Permission.INTERVIEWS_FEEDBACK)
def say_feedback(interview_id: int) -> AnyResponse:
    interview, form = queries.get_interview(interview_id), FeedbackForm()
    if not form.validate():
        return _feedback_page(interview, form, 422)
    try:
        services.give_feedback(interview, form.rating.data, form.text.data or "", current_person())
    except RuleBroken as refusal:
        form.form_errors.append(refusal.message)
        return _feedback_page(interview, form, refusal.status)
    toast("Thank you: your feedback is saved.")
    return back_to("interviews.show", interview_id=interview_id)


def _feedback_page(interview: Interview, form: FeedbackForm, status: int = 200) -> Response:
    return page("interviews/feedback.html", status, interview=interview, form=form)


@pages.post("/interviews/<sid(int):interview_id>/pass")
@needs(Permission.INTERVIEWS_DECIDE)
def passing(interview_id: int) -> AnyResponse:
    interview = services.pass_round(queries.get_interview(interview_id), current_person())
    toast(f"Round {interview.interview_round} is passed. The next round can be planned.")
    return back_to("interviews.show", interview_id=interview_id)


@pages.post("/interviews/<sid(int):interview_id>/failure")
@needs(Permission.INTERVIEWS_DECIDE)
def failure(interview_id: int) -> AnyResponse:
    form = FailForm()
    if not form.validate():
        return shown(queries.get_interview(interview_id), 422, fail_form=form)
    services.fail(queries.get_interview(interview_id), current_person(), form.reason.data)
    toast("The process ends here.", kind="info")
    return back_to("interviews.show", interview_id=interview_id)


@pages.post("/interviews/<sid(int):interview_id>/hire")
@needs(Permission.INTERVIEWS_DECIDE)
def hire(interview_id: int) -> AnyResponse:
    form = HireForm()
    if not form.validate():
        return shown(queries.get_interview(interview_id), 422, hire_form=form)
    services.initiate_hiring(queries.get_interview(interview_id), current_person(), form.salary_offered.data or None)
    toast("The hire has begun: the candidate is selected.")
    return back_to("interviews.show", interview_id=interview_id)
