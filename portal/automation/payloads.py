"""What calls about automated applications take and give (seed 002, "Application Automation Service")."""

from typing import Any, Literal

from pydantic import Field

from portal.api.payloads import Answer, Id, Payload, moment
from portal.automation.models import Reason, TaskState
from portal.automation.rules import ANSWER_LENGTH, ANSWERS, QUESTION_LENGTH, REASON_WORDS
from portal.core.ids import Prefix, encode


class AnswerIn(Payload):
    """What is answered to a question of the job or of the site's form, in whatever spelling."""

    question: str = Field(min_length=1, max_length=QUESTION_LENGTH, examples=["Years of experience?"])
    answer: str = Field(min_length=1, max_length=ANSWER_LENGTH, examples=["5"])


class ApplyIn(Payload):
    """Which job to apply for, and with what. Without a `resume_id` the résumé in use goes along, if there is one."""

    job_id: Id(Prefix.JOB)  # type: ignore[valid-type]
    resume_id: Id(Prefix.RESUME) | None = None  # type: ignore[valid-type]
    cover_letter_template_id: Id(Prefix.COVER_LETTER_TEMPLATE) | None = None  # type: ignore[valid-type]
    answers: list[AnswerIn] = Field(default_factory=list, max_length=ANSWERS)


class QueuedTask(Answer):
    """An application that is being made."""

    task_id: str
    status: TaskState


class QueuedOut(Answer):
    """It is in the queue."""

    success: Literal[True]
    data: QueuedTask


class FilledField(Answer):
    """A field of the form, and what was or will be sent in it."""

    field: str
    value: str


class TaskData(QueuedTask):
    """An application that is being made, or was. `reason` is why it failed, `message` the same in words; `site` is the
    host of another site's form, `filled` what goes into it, `page_text` what the site said last."""

    job_id: str
    reason: Reason | None
    message: str
    application_id: str | None
    site: str | None
    filled: list[FilledField]
    page_text: str
    created_at: str
    updated_at: str


class TaskOut(Answer):
    """How far it is."""

    success: Literal[True]
    data: TaskData


class TaskList(Answer):
    """The caller's newest fifty."""

    applications: list[TaskData]


class TasksOut(Answer):
    """Applications that were made for the caller."""

    success: Literal[True]
    data: TaskList


class DecisionIn(Payload):
    """Whether it may be sent to its site."""

    confirmed: bool


def queued_json(task: Any) -> dict[str, Any]:
    """`QueuedTask` of a task."""
    return {"task_id": encode(Prefix.TASK, task.id), "status": task.state.value}


def task_json(task: Any) -> dict[str, Any]:
    """`TaskData` of a task."""
    application = encode(Prefix.APPLICATION, task.application_id) if task.application_id else None
    return {
        **queued_json(task),
        "job_id": encode(Prefix.JOB, task.job_id),
        "reason": task.reason.value if task.reason else None,
        "message": task.words or (REASON_WORDS[task.reason] if task.reason else ""),
        "application_id": application,
        "site": task.host or None,
        "filled": task.filled,
        "page_text": task.page_text,
        "created_at": moment(task.created_at),
        "updated_at": moment(task.updated_at),
    }
