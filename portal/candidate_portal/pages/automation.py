"""Applications that the portal makes for the candidate: asking for one, letting it go, seeing what was sent."""

from typing import Any

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from portal.automation import queries, services
from portal.automation.models import TaskState
from portal.automation.rules import REASON_WORDS
from portal.candidate_portal.pages import pages
from portal.core.errors import BadInput, NotAllowed, RuleBroken
from portal.web.access import candidate_only, current_person
from portal.web.fragments import back_to, page_or_block, toast

STATE_WORDS = {
    TaskState.QUEUED: ("On its way", "info"),
    TaskState.RUNNING: ("On its way", "info"),
    TaskState.NEEDS_CONFIRMATION: ("Waits for your word", "warn"),
    TaskState.COMPLETED: ("Applied", "good"),
    TaskState.FAILED: ("Not applied", "bad"),
}


@pages.post("/jobs/<sid(job):job_id>/application")
@candidate_only
def automation_apply(job_id: int) -> AnyResponse:
    """Apply with the résumé in use and the answers that are kept."""
    try:
        task = services.submit(job_id, current_person(), resume_id=None, letter_id=None, answers=())
    except (RuleBroken, NotAllowed, BadInput) as refusal:
        toast(next(iter(getattr(refusal, "fields", {}).values()), None) or refusal.message, kind="info")
        return back_to("candidate_portal.matches")
    return back_to("candidate_portal.automation", task_id=task.id)


@pages.get("/automation/<sid(task):task_id>")
@candidate_only
def automation(task_id: int) -> Response:
    """How far it is; asks again by itself while it is on its way."""
    task = queries.get_task(task_id)
    words, tone = STATE_WORDS[task.state]
    return page_or_block(
        "automation/task.html", "task", task=task, state=words, tone=tone, reasons=REASON_WORDS, **_offers(task),
        moving=task.state in (TaskState.QUEUED, TaskState.RUNNING),
    )  # fmt: skip


def _offers(task: Any) -> dict[str, Any]:
    return {"waits": task.state is TaskState.NEEDS_CONFIRMATION}


@pages.post("/automation/<sid(task):task_id>/confirmation")
@candidate_only
def automation_confirm(task_id: int) -> AnyResponse:
    services.confirm(task_id, current_person())
    return back_to("candidate_portal.automation", task_id=task_id)


@pages.post("/automation/<sid(task):task_id>/refusal")
@candidate_only
def automation_decline(task_id: int) -> AnyResponse:
    services.decline(task_id, current_person())
    toast("It was not sent.")
    return back_to("candidate_portal.automation", task_id=task_id)
