"""Testing a connection: the vendor's own harmless call, with the key of the submission."""

import base64
import json
from dataclasses import dataclass

from portal.core import outbound
from portal.integrations.catalogue import SYSTEMS, IntegrationType, Probe
from portal.integrations.rules import SUBDOMAIN, NoTest

TIME_LIMIT = 15.0


@dataclass(frozen=True, slots=True)
class Asked:
    """One call: where, how, and the headers with the key."""

    name: str
    url: str
    method: str
    headers: dict[str, str]
    what: str = "key"


@dataclass(frozen=True, slots=True)
class Result:
    """Whether the key is good, and that in words. Of the answer nothing but its status is told."""

    passed: bool
    words: str


def call_for(kind: IntegrationType, data: dict[str, str], instead: str = "") -> Asked:
    """The call that tests these values. Raises NoTest.

    `instead` is an address that the operator has set in the vendor's place.
    """
    system = SYSTEMS[kind]
    if system.probe is None:
        raise NoTest(f"{system.name} has no call with which this could be tested.")
    key, subdomain = data.get("apiKey", ""), data.get("subdomain", "").lower()
    if not key:
        raise NoTest("Enter the key first: it is what is tested.")
    if "{subdomain}" in system.probe.base and not SUBDOMAIN.fullmatch(subdomain):
        raise NoTest("Enter the subdomain first: the test goes there.")
    base = instead or system.probe.base.replace("{subdomain}", subdomain)
    return _asked(system.name, system.probe, base, key)


def call_with(kind: IntegrationType, access: str, instead: str = "") -> Asked | None:
    """The call that tests access that was given by signing in; None where the system has none."""
    system = SYSTEMS[kind]
    probe = system.oauth.probe if system.oauth else None
    return _asked(system.name, probe, instead or probe.base, access, "access") if probe else None


def _asked(name: str, probe: Probe, base: str, key: str, what: str = "key") -> Asked:
    basic = base64.b64encode(f"{key}:".encode()).decode()
    headers = {
        "Authorization": f"Bearer {key}" if probe.scheme == "bearer" else f"Basic {basic}",
        "Accept": "application/json",
    }
    if probe.method == "POST":
        headers["Content-Type"] = "application/json"
    return Asked(name, base + probe.path, probe.method, headers, what)


def ask(asked: Asked) -> Result:
    """Make the call. Never inside a transaction."""
    try:
        answer = outbound.send(
            asked.url,
            method=asked.method,
            headers=asked.headers,
            body=b"{}" if asked.method == "POST" else b"",
            time_limit=TIME_LIMIT,
        )
    except (outbound.OutboundError, UnicodeEncodeError) as fault:
        words = (
            str(fault) if isinstance(fault, outbound.OutboundError) else f"The {asked.what} holds signs that none has."
        )
        return Result(False, words)
    if answer.status in (401, 403):
        return Result(False, f"{asked.name} refused the {asked.what}, or it may not do this ({answer.status}).")
    if answer.status == 429:
        return Result(False, f"{asked.name} is asked too often at the moment (429). Try again later.")
    if answer.status != 200 or _is_refusal(answer.body):
        return Result(False, f"{asked.name} answered {answer.status}, and not as it does for a good {asked.what}.")
    return Result(True, f"{asked.name} accepted the {asked.what}.")


def _is_refusal(body: bytes) -> bool:
    """Ashby says 200 and `"success": false` for a request that it refuses."""
    try:
        said = json.loads(body)
    except ValueError:
        # A body over the size limit is cut off; that it came at all means that the key was accepted.
        return False
    return isinstance(said, dict) and said.get("success") is False
