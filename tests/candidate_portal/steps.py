"""The candidate of a test: an interview, their account, the link of the mail, and pages through the browser."""

from typing import Any

from portal.accounts import queries as accounts
from portal.accounts.models import LinkPurpose
from portal.accounts.services.links import make_link
from portal.candidates.models import Candidate
from portal.core.database import db
from portal.core.ids import encode
from portal.core.people import Person
from portal.interviews.models import Interview
from tests import factories
from tests.browser import Answer, Browser
from tests.factories import World


def an_account_of(interview: Interview, **values: Any) -> Person:
    """The candidate's account, linked and confirmed, as somebody who acts."""
    account = factories.an_account(db.session.get(Candidate, interview.candidate_id), **values)
    return accounts.candidate_person(account, accounts.get_company(account.company_id))


def a_link_to(interview: Interview, *, hours: float | None = None) -> str:
    """The path of a new link to the interview, as its mail has it."""
    facts: dict[str, Any] = {"company_id": interview.company_id, "interview_id": interview.id}
    if hours is not None:
        facts["hours"] = hours
    return f"/portal/i/{make_link(LinkPurpose.INTERVIEW, facts)}"


def path_of(interview: Interview, rest: str = "") -> str:
    """The interview's page in the portal."""
    return f"/portal/interviews/{encode('int', interview.id)}{rest}"


def slots_on(page: Answer) -> dict[str, str]:
    """The times to choose from: value of the radio button → words."""
    return {
        radio["value"]: " ".join(radio.find_parent("label").get_text(" ").split())
        for radio in page.soup.select("input[type=radio][name=slot]")
    }


def actions_on(page: Answer) -> set[str]:
    """What the page offers to do."""
    return {form["data-action"] for form in page.soup.select("form[data-action]")}


def book_first(browser: Browser, page: Answer) -> Answer:
    """Choose the first time of the page and send it."""
    return browser.submit(page, "form[data-action=book]", slot=next(iter(slots_on(page))))


def send(browser: Browser, path: str, rest: str, data: dict[str, Any] | None = None) -> Answer:
    """Post to an address below the interview's page with the secret that the page carries, as an old tab would."""
    secret = browser.get(path).one("meta[name=csrf-token]")["content"]
    return browser.post(f"{path}/{rest}", data, headers={"X-CSRFToken": secret})


__all__ = ["World", "a_link_to", "actions_on", "an_account_of", "book_first", "path_of", "send", "slots_on"]
