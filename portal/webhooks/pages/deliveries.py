"""One delivery as it was sent, and sending again: one, or all since a time."""

from datetime import datetime, timedelta

from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.core.clock import now
from portal.core.formats import zone
from portal.web.access import current_person, needs
from portal.web.answers import form_page
from portal.web.fragments import back_to, page, toast
from portal.webhooks import queries, services
from portal.webhooks.forms import ResendForm
from portal.webhooks.pages import pages


@pages.get("/deliveries/<sid(whd):delivery_id>")
@needs(Permission.COMPANY_ADMIN)
def delivery(delivery_id: int) -> Response:
    """What was sent, byte for byte, and how each try went. Of an answer the status alone is known."""
    found = queries.get_delivery(delivery_id)
    tries = [{**seen, "moment": datetime.fromisoformat(seen["at"])} for seen in found.tries]
    return page("webhooks/delivery.html", delivery=found, endpoint=found.endpoint, tries=tries)


@pages.post("/deliveries/<sid(whd):delivery_id>/sending")
@needs(Permission.COMPANY_ADMIN)
def resend(delivery_id: int) -> Response:
    """Send it now, with the same `webhook-id`."""
    services.resend(queries.get_delivery(delivery_id), current_person())
    toast("It is on its way.")
    return back_to("webhooks.delivery", delivery_id=delivery_id)


@pages.route("/<sid(wh):endpoint_id>/resending", methods=["GET", "POST"])
@needs(Permission.COMPANY_ADMIN)
def resend_since(endpoint_id: int) -> Response:
    """Send all since a time again; the time is the reader's."""
    endpoint, here = queries.get_endpoint(endpoint_id), zone(current_person().time_zone)
    first = endpoint.failing_since or now() - timedelta(days=1)
    form = ResendForm(since=first.astimezone(here).replace(tzinfo=None))
    if form.validate_on_submit():
        since = form.since.data.replace(tzinfo=here)
        number = services.resend_since(endpoint, since, current_person(), delivered_too=form.delivered_too.data)
        toast(f"{number} deliveries are on their way." if number else "There is nothing to send since then.")
        return back_to("webhooks.show", endpoint_id=endpoint.id)
    return form_page("webhooks/resend.html", form, None, endpoint=endpoint)
