"""How the pages write pay and the months of a CV."""

import pytest

from portal.core import formats


@pytest.mark.parametrize(("period", "words"), [("hour", "$40–60 an hour"), ("day", "$40–60 a day"), ("", "$40–60")])
def test_pay_is_named_with_its_period(period, words):
    assert formats.money(40, 60, "USD", period) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [("2021-12", "Dec 2021"), ("2017", "2017"), ("2021-13", "2021-13"), ("Summer 2019", "Summer 2019"), ("", "")],
)
def test_a_month_of_a_cv_is_written_in_words_and_anything_else_as_it_is(text, words):
    assert formats.month(text) == words
