"""Making applications in the worker. What calls other sites runs in a lane, so that a slow site delays nobody."""

from functools import partial
from typing import Any

from portal.automation import rules_forms, services, visiting
from portal.automation.models import Reason
from portal.automation.rules import REASON_WORDS
from portal.automation.services import Work
from portal.candidates.rules_letters import key_of
from portal.core.database import transaction
from portal.core.lanes import Lane, take_place
from portal.core.outbox import task
from portal.core.tenancy import as_company


@task("automation.work", attempts=10, lease=120)
def work_on(payload: dict[str, Any]) -> None:
    """Claim a task and make the application. A repeat finds it done, or claimed. Raises NotNow."""
    place = take_place(Lane.SLOW)
    try:
        with transaction():
            work = services.begin(payload["task_id"])
    except BaseException:
        place.leave()
        raise
    if work is None:
        place.leave()
    else:
        place.run(partial(visit, work))


def visit(work: Work) -> None:
    """Read the form, fill it in, and send it if the candidate lets it go there."""
    with as_company(work.company_id):
        page_text = ""
        try:
            found = visiting.open_page(work.url)
            site = rules_forms.read_page(found.html)
            page_text = site.text
            filled = _filled(work, found, site)
            with transaction():
                may = services.ask_candidate(work, found.host, filled.shown, page_text)
            if not may:
                return
            answer = visiting.send_form(found, filled, work.resume)
            page_text = rules_forms.read_page(answer).text
        except visiting.Stopped as stopped:
            with transaction():
                services.settle(work, stopped.reason, stopped.words or REASON_WORDS[stopped.reason], page_text)
            return
        with transaction():
            services.settle(work, None, page_text=page_text)


def _filled(work: Work, found: visiting.Visit, site: rules_forms.Site) -> rules_forms.Filled:
    if site.captcha:
        raise visiting.Stopped(Reason.CAPTCHA_DETECTED)
    if site.form is None:
        raise visiting.Stopped(Reason.LOGIN_REQUIRED if site.login else Reason.NO_FORM)
    person = rules_forms.Person(work.facts, lambda label: work.answers.get(key_of(label)), work.resume is not None)
    filled = rules_forms.fill(site.form, found.url, person)
    if filled.needs_resume:
        raise visiting.Stopped(Reason.MISSING_RESUME)
    if filled.missing:
        raise visiting.Stopped(Reason.MISSING_ANSWER, f"It asks for: {', '.join(filled.missing)}"[:480])
    if visiting.host_of(filled.action) != found.host:
        # The candidate lets it go to the site that they see, and to no other.
        raise visiting.Stopped(Reason.ADDRESS_REFUSED, "The form leads to another site.")
    return filled
