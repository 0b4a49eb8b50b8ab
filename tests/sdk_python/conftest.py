"""One way to ask, whichever client asks: each act is written once and carried out by both."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import pytest

from talent_portal import AsyncTalentPortal, TalentPortal
from tests.core.receiver import Receiver, receiver
from tests.webhooks.conftest import hook, opened

__all__ = ["hook", "opened"]
KEY = "tp_a-key-that-nobody-may-read"


def carried_out(main: Any) -> Any:
    """What an asynchronous function gives, in a thread of its own: in this one a browser's loop may be running."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(anyio.run, main).result()


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

        return carried_out(go)

    return run
