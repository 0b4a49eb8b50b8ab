"""`python -m benchmarks.prepare CANDIDATES FIRST LAST`: fill the database of the environment with a company.

Interviews from FIRST to before LAST offer a time. Prints the secret of the recruiter's session, and a token of theirs.
"""

import hashlib
import secrets
import sys

from sqlalchemy import text

from portal import create_app
from portal.accounts import queries
from portal.accounts.services.sessions import TOKEN_LIFE, start_session
from portal.api import tokens
from portal.core.database import db, transaction
from portal.core.tenancy import as_company, as_system
from portal.web.sessions import hashed


def main() -> None:
    """Fill, analyse, sign in."""
    from benchmarks.load import fill, offer

    app = create_app()
    with app.app_context():
        person = fill(int(sys.argv[1]))
        first, last = map(int, sys.argv[2:4])
        offer(person.company_id, range(first, last))
        token = secrets.token_urlsafe(16)
        with as_company(person.company_id), transaction():
            user = queries.get_user(person.id)
            start_session(user, token_hash=hashlib.sha256(token.encode()).hexdigest(), csrf=secrets.token_hex(20))
            secret = secrets.token_urlsafe(32)
            start_session(user, token_hash=hashed(secret), csrf="", is_token=True)
        analyse()
        print(token)
        print(tokens.issue("user", person.id, secret, TOKEN_LIFE))


def analyse() -> None:
    """Let PostgreSQL know its tables, as its own servant would within minutes of so large a change."""
    if db.engine.dialect.name == "postgresql":
        with as_system("statistics for a benchmark"), transaction():
            db.session.execute(text("ANALYZE"), execution_options={"unscoped": True})


if __name__ == "__main__":
    main()
