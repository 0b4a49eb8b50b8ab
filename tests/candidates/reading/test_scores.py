"""The goals of the reader, on CVs made by people who had not seen it."""

from functools import lru_cache

import pytest

from tests.candidates.reading.measure import FIXTURES, GOALS, SETS, measure


@lru_cache
def scores(name: str) -> dict[str, float]:
    return measure(FIXTURES / name)


@pytest.mark.parametrize("field", GOALS)
@pytest.mark.parametrize("name", SETS)
def test_the_reader_reaches_its_goal(name: str, field: str) -> None:
    assert scores(name)[field] >= GOALS[field], scores(name)
