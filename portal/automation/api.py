"""JSON calls about automated applications (seed 002, "Application Automation Service")."""

from typing import Any

from portal.api.access import allows_candidates, caller
from portal.api.calls import Calls
from portal.automation import queries, services
from portal.automation.payloads import (
    ApplyIn,
    DecisionIn,
    QueuedOut,
    TaskOut,
    TasksOut,
    queued_json,
    task_json,
)

calls = Calls("automation_api", __name__, "Automation")
ALL = "/v1/automation/applications"
ONE = f"{ALL}/<sid(task):task_id>"


@calls.post(ALL, QueuedOut, status=202)
@allows_candidates(once=True)
def apply(body: ApplyIn) -> Any:
    """Have the portal apply for the caller."""
    task = services.submit(
        body.job_id,
        caller(),
        resume_id=body.resume_id,
        letter_id=body.cover_letter_template_id,
        answers=[(one.question, one.answer) for one in body.answers],
    )
    return {"success": True, "data": queued_json(task)}, 202


@calls.get(ALL, TasksOut)
@allows_candidates()
def tasks() -> Any:
    """The caller's newest fifty."""
    found = queries.tasks_of(caller().candidate_id or 0)
    return {"success": True, "data": {"applications": [task_json(task) for task in found]}}


@calls.get(ONE, TaskOut)
@allows_candidates()
def task(task_id: int) -> Any:
    """How far it is, what goes into the form, and why it failed."""
    return {"success": True, "data": task_json(queries.get_task(task_id))}


@calls.post(f"{ONE}/confirmation", QueuedOut, status=202)
@allows_candidates()
def decide(task_id: int, body: DecisionIn) -> Any:
    """Let an application go to a site that is new, or not."""
    act = services.confirm if body.confirmed else services.decline
    return {"success": True, "data": queued_json(act(task_id, caller()))}, 202
