"""Fill the database of the environment with a company; prints the secret of its recruiter's session."""

import hashlib
import secrets
import sys

from portal import create_app
from portal.accounts import queries
from portal.accounts.services.sessions import start_session
from portal.core.database import transaction
from portal.core.tenancy import as_company


def main() -> None:
    """Fill, analyse, sign in."""
    from benchmarks.load import fill

    app = create_app()
    with app.app_context():
        person = fill(int(sys.argv[1]))
        token = secrets.token_urlsafe(16)
        with as_company(person.company_id), transaction():
            user = queries.get_user(person.id)
            start_session(user, token_hash=hashlib.sha256(token.encode()).hexdigest(), csrf=secrets.token_hex(20))
    print(token)


if __name__ == "__main__":
    main()
