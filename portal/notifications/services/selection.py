"""The good news to who is selected. A mail of its own, which nobody can switch off: it carries the way in."""

from typing import Any

from portal.accounts.models import CandidateAccount
from portal.accounts.queries import get_company
from portal.accounts.services.portal_accounts import open_account_for
from portal.candidates.models import Application
from portal.core import mail
from portal.core.events import record
from portal.core.people import Person
from portal.notifications import rules


def send_selection_notification(application: Application, by: Person) -> CandidateAccount:
    """Write the good news to the candidate of a selected application, with the way into the portal.

    Opens the portal account if there is none; then, or while no password is set, the mail carries the link to set one.
    Sending it again sends it again. Raises RuleBroken before the hire, BadInput without an address.
    """
    rules.check_selected(application.status, application.candidate.name)
    account = open_account_for(application.candidate, by, welcome=False)
    rules.check_can_sign_in(account.status, account.name)
    company = get_company(application.company_id)
    event = record("selection.notified", application, by, about={"email": account.email})
    opens = "set_password" if account.password_hash is None else "sign_in"
    links: dict[str, tuple[str, dict[str, Any]]] = {
        "set_password": ("set_password", {"company_id": company.id, "account_id": account.id}),
        "sign_in": ("page", {"endpoint": "candidate_portal.sign_in", "values": {"slug": company.slug}}),
    }
    mail.send(
        account.email,
        f"You have been selected for {application.job.title}",
        "selection",
        key=f"selection:{event.id}",
        context={
            "first_name": account.first_name,
            "job": application.job.title,
            "client": application.job.client.company_name,
            "recruiter": by.name,
            "sign_in_name": account.email,
            "company_name": company.name,
            "opens": opens,
        },
        links={"link": links[opens]},
        to_name=account.name,
        from_name=company.name,
        reply_to=by.email or None,
        company_id=company.id,
    )
    return account
