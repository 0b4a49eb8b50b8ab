"""What the worker does for files."""

import logging

from portal.core.database import transaction
from portal.core.errors import PortalError
from portal.core.outbox import schedule
from portal.core.stores import store
from portal.core.tenancy import as_company, as_system
from portal.storage import queries
from portal.storage.services import signed, sweeping

log = logging.getLogger(__name__)


@schedule("ended_uploads", every="daily")
def forget_ended_uploads() -> None:
    """Forget signed addresses that ended and took no file."""
    with as_system("addresses end in every company"), transaction():
        queries.forget_ended()


@schedule("arrived_uploads", every="every 1 min")
def take_arrived_uploads() -> None:
    """Make files ours that a bucket took by its own addresses. One that is not what was said stays out and is swept."""
    if store().presigned is None:
        return
    with as_system("files arrive for every company"):
        awaited = queries.awaited()
    for company_id, key in awaited:
        try:
            with as_company(company_id), transaction():
                signed.claim(key)
        except PortalError as refusal:
            log.info("nothing taken for an upload: %s", refusal.code)


@schedule("orphaned_bytes", every="daily")
def sweep_orphaned_bytes() -> None:
    """Remove bytes that no row names: what a process left that was killed between keeping bytes and its commit."""
    sweeping.sweep()
