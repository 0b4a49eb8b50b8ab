"""What the worker does for files."""

from portal.core.database import transaction
from portal.core.outbox import schedule
from portal.core.tenancy import as_system
from portal.storage import queries


@schedule("ended_uploads", every="daily")
def forget_ended_uploads() -> None:
    """Forget signed addresses that ended and took no file."""
    with as_system("addresses end in every company"), transaction():
        queries.forget_ended()
