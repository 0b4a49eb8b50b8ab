"""What the tests of submissions do: hand one in, look at the row as it is stored, let the worker work."""

from sqlalchemy import text

from portal.core import outbox
from portal.core.database import db
from portal.integrations import services
from portal.integrations.catalogue import IntegrationType
from portal.integrations.models import IntegrationSubmission

SECRET = "a-secret-of-our-own-4242"
# Values with which each system can be handed in.
VALUES: dict[IntegrationType, dict[str, str]] = {
    IntegrationType.JOBADDER: {"apiKey": SECRET, "companyId": "123"},
    IntegrationType.WORKDAY: {"tenant": "acme", "username": "portal", "password": SECRET},
    IntegrationType.GREENHOUSE: {"apiKey": SECRET},
    IntegrationType.LEVER: {"apiKey": SECRET},
    IntegrationType.ASHBY: {"apiKey": SECRET},
    IntegrationType.WORKABLE: {"apiKey": SECRET, "subdomain": "acme"},
    IntegrationType.GENERIC: {"system": "Our intranet"},
}


def a_submission(by, kind=IntegrationType.GREENHOUSE, data=None, **values) -> int:
    """Handed in and committed; its number."""
    made = services.submit(kind, data or VALUES[kind], by, **values)
    number = made.id
    db.session.commit()
    db.session.expunge_all()
    return number


def now_is(number: int) -> IntegrationSubmission:
    """The submission as it is now."""
    db.session.commit()
    db.session.expire_all()
    return db.session.query(IntegrationSubmission).filter(IntegrationSubmission.id == number).one()


def values_of(number: int) -> dict[str, str]:
    """Its values, secrets included."""
    return services.data_of(now_is(number))


def stored(column: str, table: str = "integration_submissions") -> list[str]:
    """A column as the database has it."""
    found = db.session.execute(text(f"SELECT {column} FROM {table} ORDER BY id"), execution_options={"unscoped": True})
    return list(found.scalars())


def work() -> None:
    """The worker does what is due now."""
    db.session.commit()
    db.session.expunge_all()
    outbox.run_due()
    db.session.expire_all()
