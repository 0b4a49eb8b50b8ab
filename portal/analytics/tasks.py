"""What the worker does for analytics: counting up days that have ended."""

from portal.accounts.queries import company_numbers, get_company
from portal.analytics import services
from portal.core.database import db, let_others_write, reading, transaction
from portal.core.outbox import schedule
from portal.core.tenancy import as_company, as_system


@schedule("analytics.roll_up", every="every 30 min")
def roll_up() -> None:
    """Every company's days, ten in a transaction. Ended in the middle, the next run goes on."""
    with reading(), as_system("every company's days are counted up"):
        companies = company_numbers()
    for number in companies:
        with as_company(number):
            more = True
            while more:
                with transaction():
                    more = services.roll_up(number, get_company(number).time_zone)
                db.session.expunge_all()
                let_others_write()
