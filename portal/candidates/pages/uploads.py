"""Dropping CVs, the tray that shows how far their reading is, and what is decided about those that need somebody."""

from typing import Any

from flask import Response, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.candidates import rules_uploads as rules
from portal.candidates.forms_uploads import UploadForm
from portal.candidates.models import CvUpload
from portal.candidates.pages import pages
from portal.candidates.queries import uploads as queries
from portal.candidates.rules_uploads import Incoming
from portal.candidates.services import duplicates, uploads
from portal.core.clock import now
from portal.core.errors import BadInput
from portal.jobs import queries as jobs
from portal.jobs.models import Job
from portal.web.access import current_person, needs
from portal.web.fragments import back_to, page_or_block, toast, wants_block


@pages.get("/jobs/<sid(job):job_id>/uploads", endpoint="uploads")
@pages.get("/candidates/uploads", defaults={"job_id": None}, endpoint="uploads")
@needs(Permission.CANDIDATES_WRITE)
def uploads_(job_id: int | None) -> Response:
    """The tray: what was dropped on the job (or on none), and what has become of it."""
    job = jobs.get_job(job_id) if job_id is not None else None
    return show_tray(job, request.args.get("batch"))


@pages.post("/jobs/<sid(job):job_id>/uploads")
@pages.post("/candidates/uploads", defaults={"job_id": None})
@needs(Permission.CANDIDATES_WRITE)
def upload(job_id: int | None) -> Response | AnyResponse:
    """Take the files in; the worker reads them."""
    job = jobs.get_job(job_id) if job_id is not None else None
    form = UploadForm()
    files = [Incoming(sent.filename or "", sent.stream) for sent in request.files.getlist("files") if sent.filename]
    try:
        batch = uploads.receive(files, job=job, by=current_person())
    except BadInput as refusal:
        if wants_block():
            raise  # a board has a tray but no form to say it at: the notice on top of the page says it
        form.put_errors(refusal)
        return show_tray(job, None, form=form, status=422)
    if wants_block():
        return show_tray(job, batch.key)
    return back_to("candidates.uploads", job_id=job_id, batch=batch.key)


@pages.post("/uploads/<sid(up):upload_id>/joining")
@needs(Permission.CANDIDATES_WRITE)
def join_upload(upload_id: int) -> Response | AnyResponse:
    """It is the same person: the CV becomes their newest."""
    dropped = queries.get_upload(upload_id)
    person = duplicates.join(dropped, by=current_person())
    return decided(dropped, f"Joined to {person.name}.")


@pages.post("/uploads/<sid(up):upload_id>/separation")
@needs(Permission.CANDIDATES_WRITE)
def separate_upload(upload_id: int) -> Response | AnyResponse:
    """It is somebody else."""
    dropped = queries.get_upload(upload_id)
    person = duplicates.separate(dropped, by=current_person())
    return decided(dropped, f"{person.name} was added without the address that is taken.")


@pages.post("/uploads/<sid(up):upload_id>/dismissal")
@needs(Permission.CANDIDATES_WRITE)
def dismiss_upload(upload_id: int) -> Response | AnyResponse:
    """Nothing is made of it."""
    dropped = queries.get_upload(upload_id)
    uploads.dismiss(dropped, by=current_person())
    return decided(dropped, f"{dropped.name} was dismissed.")


@pages.post("/uploads/<sid(up):upload_id>/reading")
@needs(Permission.CANDIDATES_WRITE)
def read_upload_again(upload_id: int) -> Response | AnyResponse:
    """Let the worker try once more."""
    dropped = queries.get_upload(upload_id)
    uploads.read_again(dropped, by=current_person())
    return decided(dropped, f"{dropped.name} will be read once more.")


def decided(dropped: CvUpload, words: str) -> Response | AnyResponse:
    """Back to the tray that the decision was made in."""
    toast(words)
    batch = request.args.get("batch")
    if wants_block():
        job = jobs.get_job(dropped.job_id) if dropped.job_id is not None else None
        return show_tray(job, batch)
    return back_to("candidates.uploads", job_id=dropped.job_id, batch=batch)


def show_tray(job: Job | None, batch: str | None, form: UploadForm | None = None, status: int = 200) -> Response:
    """The page of the tray, or the tray alone for a swap."""
    shown = tray_of(job.id if job is not None else None, batch)
    values = {"job": job, "form": form or UploadForm(), "max_files": rules.MAX_FILES, "tray": shown}
    return page_or_block("candidates/uploads/index.html", "tray", status, **values)


def tray_of(job_id: int | None, batch: str | None = None) -> dict[str, Any]:
    """What `candidates/_tray.html` shows: a line for each file, and how many are still being read."""
    lines = queries.uploads_of_batch(batch) if batch else queries.uploads_of_job(job_id)
    stuck = {line.id for line in lines if rules.is_stuck(line.state, line.created_at, now())}
    reading = sum(line.state in rules.BEING_READ and line.id not in stuck for line in lines)
    return {
        "lines": lines,
        "stuck": stuck,
        "reading": reading,
        "done": len(lines) - reading,
        "waiting": sum(line.state in rules.NEEDS_PERSON for line in lines),
        "batch": batch,
        "url": url_for("candidates.uploads", job_id=job_id, batch=batch),
    }
