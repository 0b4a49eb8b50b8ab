"""Signing in at another system for the portal: the address to agree at, and the exchange of the code for tokens.

Authlib speaks OAuth 2.0 (RFC 6749, RFC 7636); its requests go through the guarded client.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from authlib.common.errors import AuthlibBaseError
from authlib.oauth2.client import OAuth2Client

from portal.core import outbound
from portal.core.links import address
from portal.integrations.catalogue import SYSTEMS, IntegrationType, OAuth
from portal.integrations.rules import NoSignIn, check_host
from portal.integrations.states import verifier_of

TIME_LIMIT = 15.0
# Words of a refusal that is none: the other system cannot answer at the moment.
NOT_NOW = frozenset({"temporarily_unavailable", "server_error", "slow_down"})


class NoTokens(Exception):
    """There are no tokens; the message is a sentence for a person, without anything secret."""


class AccessRefused(NoTokens):
    """The other system says that there will be none: somebody has to sign in there again."""


@dataclass(frozen=True, slots=True)
class Registration:
    """How the portal is known at the other system, and where to go there."""

    kind: IntegrationType
    client_id: str
    client_secret: str
    authorize_url: str
    token_url: str
    also: str = ""

    @property
    def oauth(self) -> OAuth:
        """What the catalogue says of signing in there."""
        found = SYSTEMS[self.kind].oauth
        if found is None:
            raise NoSignIn("One cannot sign in at this system for the portal.")
        return found


def registration(kind: IntegrationType, data: dict[str, str], also: str) -> Registration:
    """Of the values of a submission. Raises NoSignIn when something is missing, BadInput for a foreign address.

    `also` is an address that the operator has set in the vendor's place.
    """
    oauth = SYSTEMS[kind].oauth
    if oauth is None:
        raise NoSignIn("One cannot sign in at this system for the portal.")
    found = Registration(
        kind,
        data.get("clientId", ""),
        data.get("clientSecret", ""),
        data.get("authorizeUrl") or (f"{also}/authorize" if also else oauth.authorize_url),
        data.get("tokenUrl") or (f"{also}/token" if also else oauth.token_url),
        also,
    )
    if not (found.client_id and found.client_secret and found.authorize_url and found.token_url):
        also_addresses = "" if oauth.token_url else ", and both addresses"
        raise NoSignIn(f"Enter the client ID and the client secret first{also_addresses}.")
    check_host(oauth, found.authorize_url, also, "data.authorizeUrl")
    check_host(oauth, found.token_url, also, "data.tokenUrl")
    return found


def callback_address(kind: IntegrationType) -> str:
    """Where the other system sends the browser back to; to be registered there."""
    return address("integrations_api.callback", integration_type=kind.value)


def address_to_agree(known: Registration, state: str) -> str:
    """Where a person agrees that the portal may work with their account."""
    found, _state = _client(known).create_authorization_url(
        known.authorize_url, state=state, code_verifier=verifier_of(state)
    )
    return str(found)


def exchange(known: Registration, code: str, state: str) -> dict[str, Any]:
    """The tokens for a code. One call to the other system, so never inside a transaction. Raises NoTokens."""
    # Between the check when it was entered and now lies the row; the secret goes nowhere unchecked.
    check_host(known.oauth, known.token_url, known.also, "data.tokenUrl")
    return _asked(
        lambda: _client(known).fetch_token(
            known.token_url, code=code, grant_type="authorization_code", code_verifier=verifier_of(state)
        )
    )


def renew(known: Registration, token: dict[str, Any]) -> dict[str, Any]:
    """New tokens for those whose time has ended, with the refresh token that is good from now on (RFC 6749 §6).

    One call to the other system, so never inside a transaction. Raises AccessRefused when somebody must sign in again,
    NoTokens when it cannot be known yet.
    """
    check_host(known.oauth, known.token_url, known.also, "data.tokenUrl")
    refresh_token = token.get("refresh_token")
    if not isinstance(refresh_token, str) or not refresh_token:
        raise AccessRefused("The access has ended, and nothing was given to renew it.")
    found = _asked(lambda: _client(known).refresh_token(known.token_url, refresh_token=refresh_token))
    # What the answer leaves out stays as it was (a refresh token that is not changed each time), but not the end.
    kept = {name: value for name, value in token.items() if name not in ("expires_in", "expires_at")}
    return {**kept, **found}


def _asked(call: Callable[[], Any]) -> dict[str, Any]:
    try:
        token = call()
    except outbound.OutboundError as fault:
        raise NoTokens(str(fault)) from fault
    except (AuthlibBaseError, ValueError) as fault:
        # What the other side says of it may hold what we sent; its code is a word of RFC 6749 §5.2.
        said = getattr(fault, "error", "") if isinstance(fault, AuthlibBaseError) else ""
        word = said if isinstance(said, str) and said.replace("_", "").isalpha() and len(said) < 40 else ""
        kind = AccessRefused if word and word not in NOT_NOW else NoTokens
        raise kind(f"It gave no access{f' ({word})' if word else ''}.") from None
    if not isinstance(token.get("access_token"), str):
        raise NoTokens("It gave no access.")
    return dict(token)


def _client(known: Registration) -> OAuth2Client:
    return OAuth2Client(
        _Session(),
        client_id=known.client_id,
        client_secret=known.client_secret,
        token_endpoint_auth_method=known.oauth.client_auth,
        scope=known.oauth.scope or None,
        redirect_uri=callback_address(known.kind),
        code_challenge_method="S256",
    )


class _Session:
    """What Authlib asks of a session, over the guarded client."""

    def post(self, url: str, data: dict[str, str], headers: dict[str, str], auth: Any) -> "_Response":
        url, headers, body = auth.prepare("POST", url, dict(headers), urlencode(data))
        answer = outbound.send(url, method="POST", headers=headers, body=body.encode(), time_limit=TIME_LIMIT)
        return _Response(answer.status, answer.body)


@dataclass(frozen=True, slots=True)
class _Response:
    status_code: int
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def raise_for_status(self) -> None:
        if self.status_code >= 400:
            raise ValueError(f"HTTP {self.status_code}")
