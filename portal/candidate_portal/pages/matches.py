"""Jobs that fit the candidate, and what they would like to be known for the comparison."""

from typing import Any

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from portal.candidate_portal.forms import WishesForm
from portal.candidate_portal.pages import pages
from portal.candidates.queries.people import get_candidate
from portal.core.errors import BadInput, RuleBroken
from portal.matching import services
from portal.matching.rules import reason
from portal.web.access import candidate_only, current_person
from portal.web.fragments import back_to, page, toast

SHOWN = 30


@pages.get("/matches")
@candidate_only
def matches() -> Response:
    """The open public jobs that fit best."""
    person = current_person()
    fits = services.jobs_for(person)
    return page(
        "candidate_portal/matches.html", fits=fits[:SHOWN], more=len(fits) > SHOWN, reason=reason,
        known=person.candidate_id is not None,
    )  # fmt: skip


@pages.route("/matches/wishes", methods=["GET", "POST"])
@candidate_only
def match_wishes() -> AnyResponse:
    """Skills, years, places and types of employment."""
    person, form = current_person(), WishesForm()
    if form.validate_on_submit():
        try:
            services.set_profile(form.values(), person)
        except BadInput as refusal:
            form.put_errors(refusal)
        except RuleBroken as refusal:
            toast(refusal.message, kind="info")
            return back_to("candidate_portal.matches")
        else:
            toast("Your wishes are saved, and the jobs are compared anew.")
            return back_to("candidate_portal.matches")
    elif not form.is_submitted() and person.candidate_id is not None:
        form = WishesForm(data=_stored(get_candidate(person.candidate_id)))
    status = 422 if form.is_submitted() else 200
    return page("candidate_portal/wishes.html", status, form=form)


def _stored(candidate: Any) -> dict[str, Any]:
    return {
        "skills": "\n".join(candidate.skills),
        "experience_years": candidate.experience_years,
        "preferred_locations": "\n".join(candidate.preferred_locations),
        "job_types": candidate.job_types,
    }
