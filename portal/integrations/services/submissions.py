"""Submitting, changing, deciding, and writing notes."""

import json
from collections.abc import Mapping
from typing import Any

from flask import current_app

from portal.accounts import queries as accounts
from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput
from portal.core.events import record
from portal.core.people import Person
from portal.integrations import rules
from portal.integrations.catalogue import SYSTEMS, IntegrationType
from portal.integrations.models import NOTE_LENGTH, IntegrationNote, IntegrationSubmission, SubmissionStatus


def operators_address(kind: IntegrationType) -> str:
    """What the operator has set in the vendor's place, or nothing."""
    found: str = current_app.config["INTEGRATION_ADDRESSES"].get(kind.value, "")
    return found


def data_of(submission: IntegrationSubmission) -> dict[str, str]:
    """The values as they were entered, secrets included."""
    found: dict[str, str] = json.loads(submission.data)
    return found


def submit(
    kind: IntegrationType,
    data: Mapping[str, str],
    by: Person,
    *,
    name: str = "",
    email: str = "",
    status: SubmissionStatus = SubmissionStatus.PENDING,
    callback_url: str | None = None,
    source: str = "",
) -> IntegrationSubmission:
    """A new submission of the person's own. Raises BadInput by field (`data.apiKey`)."""
    values = rules.merged(kind, {}, data)
    rules.check_addresses(kind, values, operators_address(kind))
    moment = now()
    submission = IntegrationSubmission(
        company_id=by.company_id,
        user_id=by.id,
        client_id=by.client_id,
        user_email=email or by.email,
        integration_type=kind,
        integration_name=name.strip() or SYSTEMS[kind].name,
        status=status,
        data=json.dumps(values),
        callback_url=callback_url,
        source=source,
        submitted_at=moment,
        updated_at=moment,
    )
    db.session.add(submission)
    db.session.flush()
    new = {"integration_type": kind, "integration_name": submission.integration_name, "status": status}
    record("integration.submitted", submission, by, new={**new, "values": sorted(values)})
    return submission


def update(
    submission: IntegrationSubmission, by: Person, values: Mapping[str, Any], *, version: int | None = None
) -> IntegrationSubmission:
    """Change what is given: `data` (see `rules.merged`), `integration_name`, `user_email`, `callback_url`, `status`.

    Raises BadInput by field, ChangedMeanwhile.
    """
    if version is not None and version != submission.version:
        raise rules.ChangedMeanwhile
    old, new = {}, {}
    for name in ("integration_name", "user_email", "callback_url"):
        if name in values and values[name] != getattr(submission, name):
            old[name], new[name] = getattr(submission, name), values[name]
            setattr(submission, name, values[name])
    changed = _change_data(submission, values["data"]) if values.get("data") else []
    if new or changed:
        submission.updated_at = now()
        db.session.flush()
        record("integration.updated", submission, by, old=old, new=new, about={"values": changed} if changed else None)
    if values.get("status") not in (None, submission.status):
        change_status(submission, values["status"], by)
    return submission


def _change_data(submission: IntegrationSubmission, sent: Mapping[str, str]) -> list[str]:
    """Put what was sent into the stored values; the names of those that are different now."""
    stored, kind = data_of(submission), submission.integration_type
    found = rules.merged(kind, stored, sent)
    rules.check_addresses(kind, found, operators_address(kind))
    if found != stored:
        submission.data = json.dumps(found)
    if found.get("apiKey") not in (None, stored.get("apiKey")) and SYSTEMS[kind].has_webhooks:
        # Deliveries of ids alone have waited for it.
        payload = {"submission_id": submission.id}
        outbox.later("integrations.ats_waiting", payload, key=f"integrations.ats_waiting:{submission.id}:{now()}")
    return sorted(key for key in {*stored, *found} if stored.get(key) != found.get(key))


def change_status(submission: IntegrationSubmission, wanted: SubmissionStatus, by: Person, text: str = "") -> None:
    """Put it into another status, with a word about it if there is one. Raises InvalidState, BadInput."""
    rules.check_move(submission.status, wanted)
    words = text.strip()
    if len(words) > NOTE_LENGTH:
        raise BadInput(fields={"text": f"At most {NOTE_LENGTH:,} characters."})
    old = submission.status
    submission.status, submission.updated_at = wanted, now()
    _write(submission, by, words, wanted)
    record("integration.status_changed", submission, by, old={"status": old}, new={"status": wanted})


def add_note(submission: IntegrationSubmission, text: str, by: Person) -> None:
    """A note that the owner reads. Raises BadInput."""
    _write(submission, by, rules.check_note(text), None)
    record("integration.note_added", submission, by)


def _write(submission: IntegrationSubmission, by: Person, text: str, status: SubmissionStatus | None) -> None:
    db.session.add(
        IntegrationNote(
            company_id=submission.company_id,
            submission_id=submission.id,
            client_id=submission.client_id,
            author_id=by.id,
            status=status,
            text=text,
            created_at=now(),
        )
    )
    db.session.flush()


def person(user_id: int) -> Person | None:
    """The user as somebody who acts, or None."""
    user = accounts.find_user_by_id(user_id)
    return accounts.person_of(user, accounts.get_company(user.company_id)) if user is not None else None
