"""One press each: test, pause, resume, switch on again, delete."""

from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.web.access import current_person, needs
from portal.web.fragments import back_to, toast
from portal.webhooks import queries, services
from portal.webhooks.pages import pages


@pages.post("/<sid(wh):endpoint_id>/ping")
@needs(Permission.COMPANY_ADMIN)
def ping(endpoint_id: int) -> Response:
    """Send a test event; its page says how it went."""
    delivery_id = services.ping(queries.get_endpoint(endpoint_id), current_person())
    toast("A test event is on its way.")
    return back_to("webhooks.delivery", delivery_id=delivery_id)


@pages.post("/<sid(wh):endpoint_id>/pause")
@needs(Permission.COMPANY_ADMIN)
def pause(endpoint_id: int) -> Response:
    """Nothing is sent until it is resumed."""
    services.pause(queries.get_endpoint(endpoint_id), current_person())
    toast("Paused. What happens meanwhile waits.")
    return back_to("webhooks.show", endpoint_id=endpoint_id)


@pages.post("/<sid(wh):endpoint_id>/resumption")
@needs(Permission.COMPANY_ADMIN)
def resume(endpoint_id: int) -> Response:
    """Send again."""
    services.resume(queries.get_endpoint(endpoint_id), current_person())
    toast("It is called again, beginning with what has waited.")
    return back_to("webhooks.show", endpoint_id=endpoint_id)


@pages.post("/<sid(wh):endpoint_id>/activation")
@needs(Permission.COMPANY_ADMIN)
def switch_on(endpoint_id: int) -> Response:
    """Switch it on after the portal has switched it off."""
    services.switch_on(queries.get_endpoint(endpoint_id), current_person())
    toast("It is called again. What was given up can be sent again too.")
    return back_to("webhooks.show", endpoint_id=endpoint_id)


@pages.post("/<sid(wh):endpoint_id>/deletion")
@needs(Permission.COMPANY_ADMIN)
def delete(endpoint_id: int) -> Response:
    """Delete it with its deliveries."""
    services.delete_endpoint(queries.get_endpoint(endpoint_id), current_person())
    toast("The endpoint is deleted.")
    return back_to("webhooks.index")
