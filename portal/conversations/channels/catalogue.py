"""What each provider is, which channels it can carry, and what it must be told. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from portal.conversations.models import ChannelType, Provider

T = ChannelType


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing that a provider must be told. A secret is entered, never shown, and kept until another is entered."""

    key: str
    label: str
    help: str = ""
    is_secret: bool = False
    required: bool = True
    pattern: str = ".{1,500}"
    wrong: str = "This is too long, or holds signs that do not belong there."


@dataclass(frozen=True, slots=True)
class About:
    """A provider in words: what it is, for which channels, and its settings."""

    name: str
    sentence: str
    types: tuple[ChannelType, ...]
    settings: tuple[Setting, ...] = ()
    signs: bool = False  # its calls are signed with a secret that the portal makes

    def setting(self, key: str) -> Setting | None:
        """The setting of that name."""
        return next((one for one in self.settings if one.key == key), None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an admin enters of a channel. `values` are its provider's settings and secrets by key; an empty secret keeps
    the one that is stored."""

    name: str
    address: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


PROVIDERS: Mapping[Provider, About] = {
    Provider.META: About(
        "WhatsApp Cloud API",
        "Meta's own interface to WhatsApp Business.",
        (T.WHATSAPP,),
        (
            Setting(
                "phone_number_id",
                "Phone number ID",
                "In Meta's app dashboard under WhatsApp, API setup. Not the number itself.",
                pattern=r"[0-9]{5,30}",
                wrong="Enter the ID as it stands there: digits alone.",
            ),
            Setting(
                "api_version",
                "Version of the interface",
                "Leave it empty for the one that this portal knows best.",
                required=False,
                pattern=r"v[0-9]{1,3}\.[0-9]{1,2}",
                wrong="Enter a version like v23.0.",
            ),
            Setting("access_token", "Access token", "A permanent one, of a system user.", is_secret=True),
            Setting("app_secret", "App secret", "Verifies what Meta sends: App settings, Basic.", is_secret=True),
            Setting(
                "verify_token",
                "Verify token",
                "A word of your own. Enter the same one at Meta beside the callback URL.",
                is_secret=True,
                pattern=r"[!-~]{8,200}",
                wrong="Use 8 to 200 letters, digits and signs, without spaces.",
            ),
        ),
    ),
    Provider.TWILIO: About(
        "Twilio",
        "Twilio's Programmable Messaging.",
        (T.SMS,),
        (
            Setting(
                "account_sid",
                "Account SID",
                "Begins with AC.",
                pattern=r"AC[0-9a-fA-F]{32}",
                wrong="An account SID is AC and 32 letters and digits.",
            ),
            Setting(
                "messaging_service_sid",
                "Messaging service SID",
                "Begins with MG. Leave it empty to send from the channel's own number.",
                required=False,
                pattern=r"MG[0-9a-fA-F]{32}",
                wrong="A messaging service SID is MG and 32 letters and digits.",
            ),
            Setting("auth_token", "Auth token", "Signs in at Twilio, and verifies what Twilio sends.", is_secret=True),
        ),
    ),
    Provider.GATEWAY: About(
        "Gateway of your own",
        "A system of yours that takes and brings messages as JSON, signed both ways.",
        (T.WHATSAPP, T.SMS),
        (
            Setting(
                "gateway_url", "Address of the gateway", "Messages are posted to it as JSON.", pattern=r"\S{1,2000}"
            ),
        ),
        signs=True,
    ),
    Provider.SMTP: About(
        "Mail server of the portal",
        "Mails go out by the portal's own mail server; answers come in by a call of yours.",
        (T.EMAIL,),
        signs=True,
    ),
    Provider.PORTAL: About(
        "Candidates' portal",
        "A chat on the candidates' own pages.",
        (T.WEBCHAT,),
    ),
    Provider.TEST: About(
        "For trying out",
        "Nothing leaves the portal; you can play the contact yourself.",
        (T.WHATSAPP, T.SMS, T.EMAIL),
    ),
}
# Which of its credentials verifies what a provider sends; of the others it is the channel's own secret.
VERIFIES: Mapping[Provider, str] = {Provider.META: "app_secret", Provider.TWILIO: "auth_token"}
TYPE_WORDS: Mapping[ChannelType, str] = {
    T.WHATSAPP: "WhatsApp",
    T.SMS: "SMS",
    T.EMAIL: "E-mail",
    T.WEBCHAT: "Chat in the portal",
}
