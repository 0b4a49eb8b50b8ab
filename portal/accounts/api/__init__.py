"""JSON calls about accounts: signing in, oneself, and the candidates' accounts that admins keep."""

from portal.api.calls import Calls

calls = Calls("accounts_api", __name__, "Accounts")

from portal.accounts.api import candidate_sign_in, portal_users, sign_in  # noqa: E402

__all__ = ["calls", "candidate_sign_in", "portal_users", "sign_in"]
