"""The notice of a submission by mail, to few addresses and not often."""

from datetime import timedelta

from portal.accounts import queries as accounts
from portal.core import mail
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput, TooMany
from portal.core.events import record
from portal.core.people import Person
from portal.integrations import queries, rules
from portal.integrations.models import IntegrationEmail

HOUR = timedelta(hours=1)


def send_notice(to: str, subject: str, by: Person, *, integration_name: str, contact: str, field: str = "to") -> None:
    """Write to `to`, in small letters, that somebody asks for an integration.

    Only people of the company and what its `mail_allow_list` names. Raises BadInput (`field`), TooMany.
    """
    company = accounts.get_company(by.company_id)
    if not queries.is_of_company(to) and not rules.is_allowed(to, company.mail_allow_list):
        words = "Notices go to people of the company, and to addresses that an admin has allowed (Admin, Company)."
        raise BadInput(fields={field: words})
    sent = queries.emails_of(by.id, HOUR)
    if len(sent) >= rules.EMAILS_PER_HOUR:
        wait = max(1, int((sent[0] + HOUR - now()).total_seconds()) + 1)
        raise TooMany(f"You have sent {len(sent)} notices within an hour. Wait a little.", retry_after=wait)
    row = IntegrationEmail(
        company_id=by.company_id, user_id=by.id, client_id=by.client_id, to_email=to, created_at=now()
    )
    db.session.add(row)
    db.session.flush()
    mail.send(
        to,
        subject,
        "integration_request",
        key=f"integration:{row.id}",
        from_name=company.name,
        reply_to=by.email,
        context={
            "integration_name": integration_name,
            "contact": contact,
            "sender": by.name,
            "company_name": company.name,
        },
        links={"link": ("page", {"endpoint": "integrations.index"})},
    )
    record("integration.notice_sent", row, by, new={"to": to})
