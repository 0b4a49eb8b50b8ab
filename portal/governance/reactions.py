"""What sets sealing off: every event, once in ten seconds for each company and each thread that records.

Not once for all threads: on PostgreSQL whoever writes a key that another transaction has written waits until that one
ends. The company's writers would queue, and two of them could wait for each other for ever.
"""

import os
import secrets
import threading
import time
from datetime import UTC, datetime
from typing import Any

from portal.core.database import db
from portal.core.events import EVENTS, Event, reacts_to
from portal.core.outbox import later

EVERY = 10
# Tells processes of several machines apart.
_HERE = secrets.token_hex(4)


@reacts_to(*EVENTS)
def seal_later(event: Event, about: dict[str, Any]) -> None:
    """Have the worker seal once these ten seconds are over, when what was recorded in them has been committed.

    By the time of the machine: the demo's history tells of other times, and is sealed today all the same.
    """
    step = int(time.time()) // EVERY
    session = db.session()
    # A change that records many events asks once, which is as long as its transaction (or savepoint) is the same.
    asked = (session.get_nested_transaction() or session.get_transaction(), event.company_id, step)
    if session.info.get("sealing") == asked:
        return
    later(
        "governance.seal",
        {"company_id": event.company_id},
        key=f"governance.seal:{event.company_id}:{step}:{_HERE}.{os.getpid()}.{threading.get_ident()}",
        due_at=datetime.fromtimestamp((step + 1) * EVERY, UTC),
        company_id=event.company_id,
    )
    session.info["sealing"] = asked
