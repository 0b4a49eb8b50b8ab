"""JSON calls about integrations: submissions, the log of what came, and the doors of other systems."""

from portal.api.calls import Calls

calls = Calls("integrations_api", __name__, "Integrations")
# Other systems' events come below `/webhooks`, where addresses are for machines alone.
inbound = Calls("ats", __name__, "Events of other systems", url_prefix="/webhooks")

from portal.integrations.api import deliveries, events, submissions  # noqa: E402

__all__ = ["calls", "deliveries", "events", "inbound", "submissions"]
