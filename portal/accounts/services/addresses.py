"""One address, one account: the constraint decides, also between two who type at once."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError

from portal.core.database import db, name_of_constraint
from portal.core.errors import BadInput

TAKEN = "Somebody already signs in with this address. Everybody needs an address of their own."


@contextmanager
def one_account_per_address() -> Iterator[None]:
    """Change or add accounts inside. Raises BadInput (`email`) when the address is another account's."""
    try:
        with db.session.begin_nested():
            yield
            db.session.flush()
    except IntegrityError as error:
        if "email" in name_of_constraint(error):
            raise BadInput(fields={"email": TAKEN}) from error
        raise
