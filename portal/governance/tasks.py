"""What the worker does for governance: sealing, and wiping who was deleted."""

from typing import Any

from portal.accounts.queries import company_numbers
from portal.candidates.queries import search
from portal.core.database import db, reading, transaction
from portal.core.outbox import schedule, task
from portal.core.tenancy import as_company, as_system
from portal.governance.services import wiping
from portal.governance.services.sealing import seal_next


@task("governance.seal", attempts=20, lease=300)
def seal(payload: dict[str, Any]) -> None:
    """Seal what the company has recorded. Ended in the middle, it has sealed whole batches and the next run goes on."""
    after: int | None = 0
    while after is not None:
        with transaction():
            after = seal_next(payload["company_id"], after)
        db.session.expunge_all()


@schedule("governance.sweep", every="every 10 min")
def sweep() -> None:
    """Seal what was left behind: a commit that took longer than its ten seconds, in a company that is silent since."""
    with reading(), as_system("every company's events are sealed"):
        companies = company_numbers()
    for number in companies:
        with as_company(number):
            seal({"company_id": number})


@schedule("governance.wipe", every="hourly")
def wipe() -> None:
    """Wipe who was deleted thirty days ago, each in a transaction of its own. Ended anywhere, the next run goes on."""
    with reading(), as_system("every company's deleted people are wiped"):
        companies = company_numbers()
    for number in companies:
        with as_company(number):
            people = wiping.waiting()
            for candidate_id in people:
                with transaction():
                    wiping.wipe(candidate_id)
                db.session.expunge_all()
            if people:
                with transaction():
                    search.shed()
