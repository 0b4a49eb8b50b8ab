"""What the worker does for governance: sealing."""

from typing import Any

from portal.core.database import db, transaction
from portal.core.outbox import task
from portal.governance.services.sealing import seal_next


@task("governance.seal", attempts=20, lease=300)
def seal(payload: dict[str, Any]) -> None:
    """Seal what the company has recorded. Ended in the middle, it has sealed whole batches and the next run goes on."""
    after: int | None = 0
    while after is not None:
        with transaction():
            after = seal_next(payload["company_id"], after)
        db.session.expunge_all()
