"""Callers for tests of JSON calls: fixtures of every folder (`tests/conftest.py` names this file)."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.core.people import Person
from tests import factories
from tests.caller import Caller, key_of


@pytest.fixture
def call(app: Flask) -> Callable[..., Caller]:
    """`call(person)` calls as that person, `call()` as nobody."""
    return lambda person=None: Caller(app, person)


@pytest.fixture
def with_key(app: Flask, company: factories.World) -> Callable[..., Caller]:
    """`with_key("jobs:read")` calls with a key of the company."""
    return lambda *scopes: Caller(app, key=key_of(company.admin, *scopes))


@pytest.fixture
def admin_calls(call: Callable[[Person], Caller], company: factories.World) -> Caller:
    """Calls of the company's admin."""
    return call(company.admin)


@pytest.fixture
def recruiter_calls(call: Callable[[Person], Caller], company: factories.World) -> Caller:
    """Calls of the company's recruiter."""
    return call(company.recruiter)
