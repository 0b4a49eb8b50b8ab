"""The systems that a submission can be for: what each needs to know, and what completing it means. Pure.

The keys of the fields are the keys of `data` in JSON. Addresses and ways to sign in are the vendors' own:
developers.greenhouse.io/harvest, hire.lever.co/developer, developers.ashbyhq.com/reference/authentication,
workable.readme.io/reference, jobadderapi.zendesk.com (OAuth 2.0 process).
"""

from dataclasses import dataclass
from enum import StrEnum


class IntegrationType(StrEnum):
    """Which system."""

    JOBADDER = "jobadder"
    WORKDAY = "workday"
    GREENHOUSE = "greenhouse"
    LEVER = "lever"
    ASHBY = "ashby"
    WORKABLE = "workable"
    GENERIC = "generic"


@dataclass(frozen=True, slots=True)
class DataField:
    """One value of `data`. `is_address`: it decides where the secrets go, so they are asked for again with it."""

    key: str
    label: str
    is_secret: bool = False
    required: bool = False
    help: str = ""
    is_address: bool = False


@dataclass(frozen=True, slots=True)
class OAuth:
    """Where a person agrees and where the code is exchanged, or the hosts at which `data` may say it.

    A host that begins with a dot stands for all below it. `client_auth` says how the client's secret is sent
    (RFC 6749 §2.3.1). `probe` is the harmless call that tells whether the access is good; without it the access is
    renewed to find out.
    """

    scope: str
    hosts: tuple[str, ...]
    authorize_url: str = ""
    token_url: str = ""
    client_auth: str = "client_secret_basic"
    probe: "Probe | None" = None


@dataclass(frozen=True, slots=True)
class Probe:
    """The harmless call that tells whether a key is good: `base` may hold `{subdomain}`, `path` follows it.

    `scheme` says how the key is sent: as the user of Basic authentication without a password, or as a bearer token.
    """

    base: str
    path: str
    scheme: str = "basic"
    method: str = "GET"


@dataclass(frozen=True, slots=True)
class System:
    """A system of the gallery. `needs` are sets of keys of which one must be there.

    `completing` says beforehand what completing it means, `next_step` what is to be done after submitting.
    """

    type: IntegrationType
    name: str
    about: str
    completing: str
    next_step: str
    fields: tuple[DataField, ...]
    needs: tuple[tuple[str, ...], ...] = ()
    oauth: OAuth | None = None
    probe: Probe | None = None
    has_webhooks: bool = False

    def field(self, key: str) -> DataField | None:
        """The field of a key, if the system has it."""
        return next((field for field in self.fields if field.key == key), None)

    def is_secret(self, key: str) -> bool:
        """Whether a value is masked. What the portal does not know might be anything, so it is."""
        found = self.field(key)
        return found is None or found.is_secret


T = IntegrationType
BY_HAND = "An administrator of your company completes the connection by hand and tells you here."
_CLIENT = (
    DataField("clientId", "Client ID", help="Of the application that you registered for the portal."),
    DataField("clientSecret", "Client secret", is_secret=True),
)


def _vendor(
    kind: IntegrationType, name: str, key_label: str, secret_help: str, probe: Probe, *more: DataField
) -> System:
    """One of the four whose webhooks the portal verifies with the secret of the submission."""
    return System(
        type=kind,
        name=name,
        about=f"Applications, candidates and jobs of your {name} account, as they change there.",
        completing=f"You get the address for webhooks of {name}; what it sends there is applied by itself.",
        next_step=f"Enter the address below in {name} as that of a webhook, with the same secret as here. What comes "
        "is proven by that secret, and applied whatever the status of this submission is.",
        fields=(
            *more,
            DataField(
                "apiKey", key_label, is_secret=True, help="Lets the portal read the details of what it is told of."
            ),
            DataField("webhookSecret", "Webhook secret", is_secret=True, help=secret_help),
        ),
        needs=(("apiKey",), ("webhookSecret",)),
        probe=probe,
        has_webhooks=True,
    )


SYSTEMS: dict[IntegrationType, System] = {
    T.JOBADDER: System(
        type=T.JOBADDER,
        name="JobAdder",
        about="Jobs and candidates of your JobAdder account.",
        completing=BY_HAND,
        next_step=BY_HAND,
        fields=(
            DataField("apiKey", "API key", is_secret=True),
            DataField("companyId", "Company ID"),
            DataField("jobId", "Job ID", help="When it is about one job alone."),
            *_CLIENT,
        ),
        needs=(("apiKey",), ("clientId", "clientSecret")),
        oauth=OAuth(
            scope="read offline_access",
            hosts=("id.jobadder.com",),
            authorize_url="https://id.jobadder.com/connect/authorize",
            token_url="https://id.jobadder.com/connect/token",
            client_auth="client_secret_post",
            probe=Probe("https://api.jobadder.com", "/v2/users/current", scheme="bearer"),
        ),
    ),
    T.WORKDAY: System(
        type=T.WORKDAY,
        name="Workday Recruiting",
        about="Requisitions and candidates of your Workday tenant.",
        completing=BY_HAND,
        next_step=BY_HAND,
        fields=(
            DataField("tenant", "Tenant", help="The name of your tenant as it stands in its addresses."),
            DataField("username", "Integration user", help="Name of an integration system user."),
            DataField("password", "Password", is_secret=True),
            DataField("apiKey", "API key", is_secret=True),
            *_CLIENT,
            DataField(
                "authorizeUrl",
                "Authorization address",
                is_address=True,
                help="From “View API Client” in Workday, for signing in there.",
            ),
            DataField(
                "tokenUrl", "Token address", is_address=True, help="From “View API Client”; it lies below workday.com."
            ),
        ),
        needs=(("username", "password"), ("clientId", "clientSecret"), ("apiKey",)),
        oauth=OAuth(scope="", hosts=(".workday.com", ".myworkday.com")),
    ),
    T.GREENHOUSE: _vendor(
        T.GREENHOUSE,
        "Greenhouse",
        "Harvest API key",
        "Choose a long one, and enter the same as “Secret key” of the webhook in Greenhouse.",
        Probe("https://harvest.greenhouse.io", "/v1/users?per_page=1"),
    ),
    T.LEVER: _vendor(
        T.LEVER,
        "Lever",
        "API key",
        "Lever shows it as “signature token” once the webhook is made: add it then.",
        Probe("https://api.lever.co", "/v1/users?limit=1"),
    ),
    T.ASHBY: _vendor(
        T.ASHBY,
        "Ashby",
        "API key",
        "Choose a long one, and enter the same as “Secret token” of the webhook in Ashby.",
        Probe("https://api.ashbyhq.com", "/apiKey.info", method="POST"),
    ),
    T.WORKABLE: _vendor(
        T.WORKABLE,
        "Workable",
        "API access token",
        "The token or secret with which Workable signs; leave it empty where that is the access token itself.",
        Probe("https://{subdomain}.workable.com", "/spi/v3/jobs?limit=1", scheme="bearer"),
        DataField(
            "subdomain", "Subdomain", is_address=True, help="The “acme” of acme.workable.com; for testing the token."
        ),
    ),
    T.GENERIC: System(
        type=T.GENERIC,
        name="Generic webhook",
        about="A system of your own that can send JSON to an address.",
        completing="You get the address for its events; what it sends there is applied at once.",
        next_step="Have it send its events to the address below, with an API key of your company that may write "
        "candidates. The calls are described at /docs, under “Events of other systems”.",
        fields=(
            DataField("system", "Name of the system", required=True),
            DataField("documentationUrl", "Where its events are described", help="A page or a document."),
        ),
        has_webhooks=True,
    ),
}
