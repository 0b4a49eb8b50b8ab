"""One submission: what happens next, its values (masked), its status, and what was said."""

from typing import Any

from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.core.errors import PortalError
from portal.integrations import queries, rules, services
from portal.integrations import queries_ats as log
from portal.integrations.addresses import webhook_address
from portal.integrations.ats import SIGNED
from portal.integrations.catalogue import SYSTEMS, IntegrationType
from portal.integrations.forms import NoteForm, status_form
from portal.integrations.models import IntegrationSubmission
from portal.integrations.oauth import callback_address
from portal.integrations.pages import pages
from portal.integrations.rules_ats import STATE_WORDS, secret_of
from portal.web.access import current_person, needs
from portal.web.fragments import page_or_block


@pages.get("/integrations/<int:submission_id>")
@needs(Permission.SUBMISSIONS_OWN)
def show(submission_id: int) -> Response:
    """One's own, or, for admins, any of the company."""
    return shown(queries.get_submission(submission_id, current_person(), with_data=True))


def shown(submission: IntegrationSubmission, status: int = 200, **forms: Any) -> Response:
    """Its page; `forms` carry what was refused."""
    person, system, data = current_person(), SYSTEMS[submission.integration_type], services.data_of(submission)
    masked = rules.shown(submission.integration_type, data)
    found = [system.field(key) for key in masked]
    return page_or_block(
        "integrations/show.html",
        "progress",
        status,
        submission=submission,
        system=system,
        owner=queries.owner_of(submission),
        values=[(f.label if f else key, value) for f, (key, value) in zip(found, masked.items(), strict=True)],
        notes=queries.notes_of(submission.id),
        webhook_url=webhook_address(submission.integration_type, submission.id) if system.has_webhooks else None,
        callback_url=callback_address(submission.integration_type) if system.oauth else None,
        is_testable=bool(system.probe or (system.oauth and submission.connected_at)),
        why_no_test=_refusal_of(services.check_test, submission),
        why_no_sign_in=_refusal_of(services.registration_of, submission) if system.oauth else None,
        status_form=forms.get("status_form") or status_form(submission.status),
        note_form=forms.get("note_form") or NoteForm(formdata=None),
        last_delivery=log.last_delivery(submission.id) if system.has_webhooks else None,
        delivery_words=STATE_WORDS,
        why_not_proven=_why_not_proven(submission.integration_type, submission.data),
        sees_all=person.may(Permission.SUBMISSIONS_ALL),
        is_own=submission.user_id == person.id,
    )


def _why_not_proven(kind: IntegrationType, data: str) -> str | None:
    if kind.value not in SIGNED or secret_of(kind, data) is not None:
        return None
    return "Enter the webhook secret too: until then nothing that comes can be proven, and the sender is asked to wait."


def _refusal_of(ask: Any, submission: IntegrationSubmission) -> str | None:
    try:
        ask(submission)
    except PortalError as refusal:
        return refusal.message
    return None
