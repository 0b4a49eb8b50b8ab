"""The forms of webhook endpoints."""

from wtforms import (
    BooleanField,
    DateTimeLocalField,
    HiddenField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, InputRequired, Length

from portal.core import outbound
from portal.web.forms import CallableAddress, OverlapForm, PortalForm, none_if_empty, whole_number
from portal.webhooks.catalogue import EVERYTHING, PUBLIC
from portal.webhooks.rules import SECRET_LENGTHS


class EndpointForm(PortalForm):
    """Where an endpoint is, and what it is told of."""

    url = StringField("Address", [DataRequired("Enter the address of the receiver."), CallableAddress()])
    description = StringField("Description", [Length(max=200)])
    everything = BooleanField("All events, also those that are added later")
    events = SelectMultipleField("Events", choices=[(name, name) for name in PUBLIC])
    version = HiddenField(filters=[whole_number])
    address: outbound.CheckedUrl

    def chosen(self) -> list[str]:
        """The chosen events as the service takes them."""
        return [EVERYTHING] if self.everything.data else list(self.events.data or [])


class NewEndpointForm(EndpointForm):
    """The same, with a secret that somebody brings along."""

    secret = StringField("Secret of your own", [Length(max=SECRET_LENGTHS[1])], filters=[none_if_empty])


class SecretForm(OverlapForm):
    """A new secret, and how long the old one still signs."""

    secret = StringField("Secret of your own", [Length(max=SECRET_LENGTHS[1])], filters=[none_if_empty])


class ResendForm(PortalForm):
    """From when on deliveries are sent again."""

    since = DateTimeLocalField(
        "Since", [InputRequired("Enter a date and a time.")], format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"]
    )
    delivered_too = BooleanField("Also what has arrived")
