"""One way to ask, whichever client asks: each act is written once and carried out by both."""

from collections.abc import Iterator
from typing import Any

import anyio
import pytest

from talent_portal import AsyncTalentPortal, TalentPortal
from tests.core.receiver import Receiver, receiver
from tests.webhooks.conftest import hook, opened

__all__ = ["hook", "opened"]
KEY = "tp_a-key-that-nobody-may-read"


@pytest.fixture
def server() -> Iterator[Receiver]:
    """A server in the portal's place, which answers as it is told."""
    with receiver(body=b'{"success": true, "data": {"webhooks": []}}') as listening:
        yield listening


@pytest.fixture(params=["sync", "async"])
def ask(request: pytest.FixtureRequest, server: Receiver) -> Any:
    """Carry out `act(client)`, by either client, against the server."""

    def run(act: Any, **settings: Any) -> Any:
        told = {"base_url": server.url.removesuffix("/hook"), "api_key": KEY, **settings}
        if request.param == "sync":
            with TalentPortal(**told) as client:
                return act(client)

        async def go() -> Any:
            async with AsyncTalentPortal(**told) as client:
                return await act(client)

        return anyio.run(go)

    return run
