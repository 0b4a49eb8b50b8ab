"""Every test of interviews runs on one Monday morning, unless it travels."""

import pytest
import time_machine
from hypothesis import settings

from tests.interviews.steps import NOW

# A busy machine is no failure of the property.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(autouse=True)
def monday():
    with time_machine.travel(NOW, tick=False):
        yield
