"""A secret on its way to the page that shows it once: encrypted, in a cookie of two minutes that no script can read.

It must survive the redirect after the post, and neither an address nor a row that can be read again may hold it.
"""

import json

from flask import current_app, request
from werkzeug.wrappers import Response

from portal.core.crypto import CannotDecrypt, decrypt, encrypt
from portal.web.access import current_person

COOKIE, SECONDS = "portal_secret_once", 120


class OnceShown:
    """The secrets of the rows whose pages are below a path."""

    def __init__(self, path: str) -> None:
        self.path = path

    def carry(self, answer: Response, number: int, secret: str) -> Response:
        """Let the next page of the row show the secret to this person."""
        value = encrypt(json.dumps([current_person().id, number, secret]))
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        answer.set_cookie(COOKIE, value, path=self.path, max_age=SECONDS, httponly=True, samesite="Lax", secure=secure)
        return answer

    def carried(self, number: int) -> str | None:
        """The secret that was just made for the row, if this person made it."""
        try:
            person_id, found, secret = json.loads(decrypt(request.cookies.get(COOKIE, "")))
        except (CannotDecrypt, ValueError):
            return None
        return str(secret) if (person_id, found) == (current_person().id, number) else None

    def forget(self, answer: Response) -> Response:
        """It is shown now, and not a second time."""
        answer.delete_cookie(COOKIE, path=self.path)
        return answer
