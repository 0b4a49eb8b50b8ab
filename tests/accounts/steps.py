"""What several tests of accounts do: let the worker work, read the mails it sent, open the links in them."""

import contextvars
import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select

from portal.core import outbox
from portal.core.database import db, set_reading
from portal.core.events import Event
from portal.core.tenancy import as_system

NEW_PASSWORD = "rather-long-and-new"


def work(app: Flask) -> None:
    """Carry out all that is due, as the worker would: in a context of its own."""
    db.session.commit()

    def run() -> None:
        with app.app_context():
            set_reading(False)
            outbox.run_due()

    contextvars.Context().run(run)
    db.session.expire_all()


def mails(app: Flask) -> list[EmailMessage]:
    """Every mail sent so far, the oldest first."""
    work(app)
    folder = Path(app.config["DATA_DIR"]) / "mail"
    files = sorted(folder.glob("*.eml"), key=lambda f: int(f.name.split("@")[0].split(".")[-1]))
    return [message_from_bytes(file.read_bytes(), policy=default) for file in files]


def link_in(mail: EmailMessage) -> str:
    """The path of the first address in a mail's text."""
    found = re.search(r"http://portal\.example(\S+)", mail.get_body(("plain",)).get_content())
    assert found, mail.get_body(("plain",)).get_content()
    return found.group(1)


def events(**values: Any) -> list[str]:
    """The names of all events so far, in order."""
    db.session.commit()
    names = select(Event.name).order_by(Event.id)
    if db.session().info.get("scope") is not None:
        return list(db.session.scalars(names))
    with as_system("events for a test"):
        return list(db.session.scalars(names))


def signed_in(browser: Any, page: str = "/profile") -> bool:
    """Whether the browser gets a page that is for those who are signed in."""
    return browser.get(page).status == 200
