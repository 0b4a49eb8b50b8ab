"""What was read in a CV, beside the CV, to be corrected; and the same form for a file that could not be read."""

from typing import Any

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.candidates import rules_marks as marks
from portal.candidates import rules_uploads as rules
from portal.candidates.forms_uploads import ReviewForm
from portal.candidates.models import Candidate
from portal.candidates.pages import pages
from portal.candidates.pages.documents import viewer, viewer_of_upload
from portal.candidates.pages.uploads import decided
from portal.candidates.queries import documents, people, uploads
from portal.candidates.rules import ChangedMeanwhile
from portal.candidates.rules_uploads import UploadMove
from portal.candidates.services.people import update_candidate
from portal.candidates.services.uploads import enter_by_hand
from portal.core.errors import BadInput
from portal.web.access import current_person, needs
from portal.web.forms import differences
from portal.web.fragments import back_to, page, toast

PLAIN = ("first_name", "last_name", "email", "linkedin", "location", "current_role", "current_company", "summary")


@pages.route("/candidates/<sid(cand):candidate_id>/review", methods=["GET", "POST"])
@needs(Permission.CANDIDATES_WRITE)
def review(candidate_id: int) -> Response | AnyResponse:
    """Correct what was read. A save that somebody else's has overtaken answers 409 and loses nothing."""
    person = people.get_candidate(candidate_id)
    form = ReviewForm() if request.method == "POST" else ReviewForm(data=values_of(person))
    shown: dict[str, Any] = {"status": 422 if form.is_submitted() else 200}
    if wants_row():
        shown["status"] = 200
    elif form.validate_on_submit():
        try:
            update_candidate(person, entered(form, person), by=current_person(), version=version_of(form))
        except ChangedMeanwhile as overtaken:
            shown = {"status": 409, **overtaken_by(overtaken, form, person)}
        except BadInput as refusal:
            form.put_errors(refusal)
        else:
            toast(f"{person.name} is saved.")
            return back_to("candidates.show", candidate_id=candidate_id)
    return show_review(form, person, **shown)


@pages.route("/uploads/<sid(up):upload_id>/person", methods=["GET", "POST"])
@needs(Permission.CANDIDATES_WRITE)
def enter_upload(upload_id: int) -> Response | AnyResponse:
    """Enter by hand the person of a file that could not be read; the file becomes their CV."""
    dropped = uploads.get_upload(upload_id)
    rules.after(dropped.state, UploadMove.ENTER)
    form = ReviewForm()
    status = 422 if form.is_submitted() and not wants_row() else 200
    if form.validate_on_submit() and not wants_row():
        try:
            person = enter_by_hand(dropped, form.fields(), by=current_person())
        except BadInput as refusal:
            form.put_errors(refusal)
        else:
            return decided(dropped, f"{person.name} was added.")
    form.leave_room()
    values = {
        "candidate": None,
        "upload": dropped,
        "sure": {},
        "rows_sure": {},
        "remarks": [],
        **viewer_of_upload(dropped),
    }
    return page("candidates/uploads/review.html", status, form=form, **values)


def wants_row() -> bool:
    """Whether the button for one more row was pressed, which saves nothing."""
    return "more" in request.form


def show_review(form: ReviewForm, person: Candidate, status: int, **values: Any) -> Response:
    """The page: the form, how sure each field is, and the CV."""
    newest = documents.newest_document(person.id)
    reading = newest.reading if newest is not None else None
    form.leave_room()
    values |= {
        "candidate": person,
        "upload": None,
        "sure": sure_of(person, reading),
        "remarks": marks.remarks_of(reading),
        **viewer(newest, request.args.get("field")),
    }
    kinds = {"experience": "work_experience", "education": "education"}
    values["rows_sure"] = {
        name: [marks.sure_of_row(reading, kind, row) for row in form[name].data] for name, kind in kinds.items()
    }
    return page("candidates/uploads/review.html", status, form=form, **values)


def sure_of(person: Candidate, reading: dict[str, Any] | None) -> dict[str, marks.Sure | None]:
    """How sure each field is; one that somebody has corrected since is not the reading's any more."""
    read = rules.fields_of(reading or {})
    names = [*marks.PATHS, *marks.LISTS]
    kept = [name for name in names if name not in PLAIN or getattr(person, name) == read.get(name)]
    return {name: marks.sure_of(reading, name) for name in kept}


def values_of(person: Candidate) -> dict[str, Any]:
    """The person as the form shows them."""
    return {
        **{name: getattr(person, name) for name in PLAIN},
        "version": person.version,
        "phone": phone_shown(person),
        "experience_years": person.experience_years,
        "skills": ", ".join(person.skills),
        "languages": ", ".join(person.languages),
        "links": "\n".join(person.links),
        "experience": [dict(row) for row in person.experience],
        "education": [dict(row) for row in person.education],
    }


def phone_shown(person: Candidate) -> str:
    """The number in its one writing, else as it is printed."""
    return person.phone or person.phone_printed or ""


def entered(form: ReviewForm, person: Candidate) -> dict[str, Any]:
    """What to save. A phone number that was not touched stays as it is stored, with how it was printed."""
    fields = form.fields()
    if (form.phone.data or "") == phone_shown(person):
        fields.pop("phone")
    return fields


def version_of(form: ReviewForm) -> int:
    """The version that the form was made from; one that is none of ours counts as overtaken."""
    text = form.version.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def overtaken_by(overtaken: ChangedMeanwhile, form: ReviewForm, person: Candidate) -> dict[str, Any]:
    """What the page says of a save that came too late; saving again puts the form over what is stored."""
    fresh = people.get_candidate(person.id)
    stored = values_of(fresh)
    form.version.data = str(stored.pop("version"))
    form.version.raw_data = [form.version.data]
    plain = {name: value for name, value in stored.items() if name not in ("experience", "education")}
    return {"conflict": overtaken.message, "changed": differences(form, plain)}
