"""Every test of interviews runs on one Monday morning, unless it travels."""

import pytest
import time_machine

from tests.interviews.steps import NOW


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield
