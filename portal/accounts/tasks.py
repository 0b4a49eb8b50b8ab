"""What the worker does for accounts: mails that somebody asked for at sign-in, registrations, and sweeping."""

from typing import Any

from portal.accounts.services import account_mails, registration, sessions, throttle
from portal.core.database import transaction
from portal.core.outbox import schedule, task


@task("accounts.reset")
def send_reset(payload: dict[str, Any]) -> None:
    """Send a link for a new password. For an address without an account there is nothing to do."""
    if payload["id"]:
        with transaction():
            account_mails.send_reset(payload["kind"], payload["id"])


@task("accounts.sign_in_link")
def send_sign_in_link(payload: dict[str, Any]) -> None:
    """Send a candidate a link that signs in, once."""
    if payload["id"]:
        with transaction():
            account_mails.send_sign_in_link(payload["id"])


@task("accounts.register")
def register(payload: dict[str, Any]) -> None:
    """Open the account that somebody asked for, or write to the one there is already."""
    with transaction():
        registration.open_registration(payload)


@schedule("accounts.sweep", every="daily")
def sweep() -> None:
    """Forget expired sessions and old tries, of all companies."""
    sessions.sweep_sessions()
    throttle.sweep_tries()
