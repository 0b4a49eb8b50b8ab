"""The list of endpoints; one with its deliveries; adding and changing one; its secret."""

from flask import request
from werkzeug.wrappers import Response

from portal.accounts.permissions import Permission
from portal.core.errors import BadInput, Conflict
from portal.web.access import current_person, needs
from portal.web.answers import form_page, try_to
from portal.web.filters import read_filters
from portal.web.forms import differences
from portal.web.fragments import back_to, page, page_or_block, toast
from portal.webhooks import queries, services
from portal.webhooks.catalogue import EVERYTHING, PING, PUBLIC, PublicEvent, offered
from portal.webhooks.forms import EndpointForm, NewEndpointForm, SecretForm
from portal.webhooks.models import DeliveryState, WebhookEndpoint
from portal.webhooks.pages import pages
from portal.webhooks.pages._secret import carried_secret, carry_secret, forget_secret

STATES = [state.value for state in DeliveryState]


@pages.get("")
@needs(Permission.COMPANY_ADMIN)
def index() -> Response:
    """Every endpoint with its state and how the last delivery went."""
    return page("webhooks/index.html", endpoints=queries.endpoints())


@pages.get("/<sid(wh):endpoint_id>")
@needs(Permission.COMPANY_ADMIN)
def show(endpoint_id: int) -> Response:
    """One endpoint and its deliveries, the newest first; a secret that was just made, this once."""
    endpoint = queries.get_endpoint(endpoint_id)
    words = {"state": STATES, "event": [*PUBLIC, PING]}
    filters = read_filters("webhooks.show", words=words).at(endpoint_id=endpoint.id)
    found = queries.deliveries_page(endpoint.id, filters["state"], filters["event"], request.args.get("cursor"))
    secret = carried_secret(endpoint.id)
    answer = page_or_block(
        "webhooks/show.html",
        "results",
        endpoint=endpoint,
        counts=queries.counts_of(endpoint.id),
        secret=secret,
        found=found,
        filters=filters,
        words=words,
    )
    return forget_secret(answer) if secret else answer


@pages.route("/new", methods=["GET", "POST"])
@needs(Permission.COMPANY_ADMIN)
def create() -> Response:
    """Add an endpoint; its page then shows the secret, once."""
    form = NewEndpointForm()
    made: list[tuple[WebhookEndpoint, str]] = []
    status = None
    if form.validate_on_submit():
        text = {"secret": form.secret.data, "description": form.description.data or ""}
        status = try_to(
            form,
            lambda: made.append(services.create_endpoint(form.address, form.chosen(), current_person(), **text)),
        )
    if made:
        endpoint, secret = made[0]
        return carry_secret(back_to("webhooks.show", endpoint_id=endpoint.id), endpoint.id, secret)
    return form_page("webhooks/edit.html", form, status, endpoint=None, groups=groups_for(form))


@pages.route("/<sid(wh):endpoint_id>/edit", methods=["GET", "POST"])
@needs(Permission.COMPANY_ADMIN)
def edit(endpoint_id: int) -> Response:
    """Change an endpoint. Its address is looked up first, before the database is asked anything."""
    form = EndpointForm()
    fine = form.validate_on_submit()
    endpoint = queries.get_endpoint(endpoint_id)
    if not form.is_submitted():
        form.process(obj=endpoint, everything=EVERYTHING in endpoint.events)
    if fine:
        try:
            text, version = form.description.data or "", form.version.data or 0
            services.update_endpoint(
                endpoint, form.address, form.chosen(), current_person(), description=text, version=version
            )
        except BadInput as refusal:
            form.put_errors(refusal)
        except Conflict as refusal:
            return changed_meanwhile(form, endpoint, refusal)
        else:
            toast("The endpoint is saved.")
            return back_to("webhooks.show", endpoint_id=endpoint.id)
    return form_page("webhooks/edit.html", form, None, endpoint=endpoint, groups=groups_for(form))


def changed_meanwhile(form: EndpointForm, endpoint: WebhookEndpoint, refusal: Conflict) -> Response:
    """Both versions, and the form with what was typed, which the next save puts over the other."""
    stored = {
        "url": endpoint.url,
        "description": endpoint.description,
        "everything": EVERYTHING in endpoint.events,
        "events": [name for name in endpoint.events if name != EVERYTHING],
    }
    changed = differences(form, stored)
    form.version.data = endpoint.version
    return page(
        "webhooks/edit.html",
        409,
        form=form,
        endpoint=endpoint,
        groups=groups_for(form),
        conflict=refusal.message,
        changed=changed,
    )


def groups_for(form: EndpointForm) -> dict[str, list[PublicEvent]]:
    """The events to choose from; one that is not sent yet is shown only where it is chosen already."""
    groups = {group: list(events) for group, events in offered().items()}
    shown = {event.name for events in groups.values() for event in events}
    for name in form.events.data or []:
        if name in PUBLIC and name not in shown:
            groups.setdefault(PUBLIC[name].group, []).append(PUBLIC[name])
    return groups


@pages.route("/<sid(wh):endpoint_id>/secret", methods=["GET", "POST"])
@needs(Permission.COMPANY_ADMIN)
def secret(endpoint_id: int) -> Response:
    """A new secret; for some hours both sign."""
    endpoint, form = queries.get_endpoint(endpoint_id), SecretForm()
    made: list[str] = []
    status = None
    if form.validate_on_submit():
        hours, own = form.overlap_hours.data, form.secret.data
        status = try_to(
            form,
            lambda: made.append(
                services.rotate_secret(endpoint, current_person(), overlap_hours=hours or 0, secret=own)
            ),
        )
    if made:
        return carry_secret(back_to("webhooks.show", endpoint_id=endpoint.id), endpoint.id, made[0])
    return form_page("webhooks/secret.html", form, status, endpoint=endpoint)
