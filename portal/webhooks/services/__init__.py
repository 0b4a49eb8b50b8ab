"""The verbs of webhooks: keep endpoints, write deliveries, send them. Each changes, records its event, and flushes."""

from portal.webhooks.services.endpoints import (
    create_endpoint,
    delete_endpoint,
    pause,
    resend,
    resend_since,
    resume,
    rotate_secret,
    switch_on,
    update_endpoint,
)
from portal.webhooks.services.sending import Held, begin, finish, sweep
from portal.webhooks.services.telling import ping, tell

__all__ = [
    "Held",
    "begin",
    "create_endpoint",
    "delete_endpoint",
    "finish",
    "pause",
    "ping",
    "resend",
    "resend_since",
    "resume",
    "rotate_secret",
    "sweep",
    "switch_on",
    "tell",
    "update_endpoint",
]
