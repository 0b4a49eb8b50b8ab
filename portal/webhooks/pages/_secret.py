"""A secret on its way to the page that shows it once: encrypted, in a cookie of two minutes that no script can read.

It must survive the redirect after the post, and neither an address nor a row that can be read again may hold it.
"""

import json

from flask import current_app, request
from werkzeug.wrappers import Response

from portal.core.crypto import CannotDecrypt, decrypt, encrypt
from portal.web.access import current_person

COOKIE, PATH, SECONDS = "portal_secret_once", "/admin/webhooks", 120


def carry_secret(answer: Response, endpoint_id: int, secret: str) -> Response:
    """Let the next page of the endpoint show the secret to this person."""
    value = encrypt(json.dumps([current_person().id, endpoint_id, secret]))
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    answer.set_cookie(COOKIE, value, path=PATH, max_age=SECONDS, httponly=True, samesite="Lax", secure=secure)
    return answer


def carried_secret(endpoint_id: int) -> str | None:
    """The secret that was just made for the endpoint, if this person made it."""
    try:
        person_id, found_id, secret = json.loads(decrypt(request.cookies.get(COOKIE, "")))
    except (CannotDecrypt, ValueError):
        return None
    return str(secret) if (person_id, found_id) == (current_person().id, endpoint_id) else None


def forget_secret(answer: Response) -> Response:
    """It is shown now, and not a second time."""
    answer.delete_cookie(COOKIE, path=PATH)
    return answer
