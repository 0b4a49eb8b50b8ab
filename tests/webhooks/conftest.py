"""A receiver that may be called, and a clock that the test moves."""

import pytest
import time_machine

from portal.core.clock import now
from tests.core.receiver import receiver
from tests.webhooks.steps import clock


@pytest.fixture
def opened(app, monkeypatch):
    """The operator has opened this machine's own addresses."""
    monkeypatch.setitem(app.config, "WEBHOOK_ALLOW_PRIVATE", "127.0.0.0/8")


@pytest.fixture
def hook(opened):
    """A receiver of the company."""
    with receiver() as listening:
        yield listening


@pytest.fixture
def standing_clock():
    """The clock stands still until the test moves it."""
    with time_machine.travel(now(), tick=False) as traveller:
        clock.traveller = traveller
        yield clock
