"""A Monday, and a maker that a test fills with proposals."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from portal.conversations.services import thinking
from tests.conversations.talks import FakeMaker
from tests.interviews import steps


@pytest.fixture
def monday() -> Iterator[Any]:
    """Monday 14 December 2026, 03:00 UTC, and the clock stands still until the test moves it."""
    with time_machine.travel(steps.NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def maker(monkeypatch: pytest.MonkeyPatch) -> Callable[..., FakeMaker]:
    """`maker(proposal, …)`: who is asked from now on."""

    def use(*proposals: Any, **values: Any) -> FakeMaker:
        fake = FakeMaker(*proposals, **values)
        monkeypatch.setattr(thinking, "makers", lambda: [fake])
        return fake

    return use
