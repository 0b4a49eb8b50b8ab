"""One message to a push service, by the one client for addresses that others gave us. Outside any transaction."""

from flask import current_app

from portal.core import outbound, push
from portal.core.clock import now
from portal.core.ids import Prefix, encode
from portal.notifications import rules_push
from portal.notifications.queries.devices import Parcel
from portal.notifications.rules_push import Fate, Verdict

TIME_LIMIT_SECONDS = 6.0
PAUSE_SECONDS = 120.0


def path_of(notification_id: int, parcel: Parcel) -> str:
    """What a press on it opens: what the notification is about, where it stands in the person's list."""
    if parcel.is_candidate:
        return "/portal/notifications"
    return f"/notifications/{encode(Prefix.NOTIFICATION, notification_id)}" if parcel.listed else "/notifications"


def send(notification_id: int, parcel: Parcel) -> Verdict:
    """Encrypt, sign and send. Raises OutboundError."""
    config = current_app.config
    if not push.is_service(parcel.endpoint, config["PUSH_SERVICES"]):
        return Verdict(Fate.REFUSED)
    number, moment = str(encode(Prefix.NOTIFICATION, notification_id)), now()
    shown = rules_push.message(parcel.type, parcel.company, path_of(notification_id, parcel), number)
    body = push.encrypted(parcel.p256dh, parcel.auth, shown)
    signed = push.authorization(parcel.endpoint, config["VAPID_PRIVATE_KEY"], config["VAPID_SUBJECT"], moment)
    answer = outbound.send(
        parcel.endpoint,
        method="POST",
        headers={**rules_push.headers(parcel.type, parcel.until - moment), "Authorization": signed},
        body=body,
        time_limit=TIME_LIMIT_SECONDS,
    )
    return rules_push.verdict(answer.status, answer.headers.get("retry-after"))
