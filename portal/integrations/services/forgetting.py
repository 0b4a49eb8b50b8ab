"""Bodies hold personal data: they are forgotten after some time, and at once when their person is deleted."""

from datetime import timedelta

from sqlalchemy import delete, update

from portal.core.clock import now
from portal.core.database import db
from portal.integrations import rules_ats as rules
from portal.integrations.models import InboundDelivery

D = InboundDelivery


def forget_person(candidate_id: int) -> None:
    """Nothing that came about this person is kept, but that it came."""
    db.session.execute(
        update(D).where(D.candidate_id == candidate_id).values(body=None),
        execution_options={"synchronize_session": False},
    )


def sweep_deliveries() -> None:
    """Forget old bodies, and in the end the rows, of the present scope."""
    moment = now()
    old, ended = moment - timedelta(days=rules.BODY_DAYS), moment - timedelta(days=rules.LOG_DAYS)
    db.session.execute(
        update(D).where(D.received_at < old, D.body.is_not(None)).values(body=None),
        execution_options={"synchronize_session": False},
    )
    db.session.execute(delete(D).where(D.received_at < ended), execution_options={"synchronize_session": False})
