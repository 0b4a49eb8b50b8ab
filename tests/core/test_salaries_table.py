"""A table of ways to write pay, made by somebody who had not seen the reader: what is right, and that none is wrong."""

import json
from pathlib import Path

from portal.core.salaries import read_salary

TABLE = json.loads((Path(__file__).parents[1] / "fixtures" / "salaries.json").read_text())
# The table leaves this text alone, for it holds two amounts; that its base is read is right, too.
ALSO_RIGHT = {"$80k base + $40k bonus": (80000, 80000, "USD", "year")}


def read(text):
    found = read_salary(text)
    return (None,) * 4 if found is None else (found.low, found.high, found.currency, found.period)


def test_nineteen_of_twenty_texts_are_understood_and_none_is_read_wrongly():
    wanted = {row["text"]: (row["low"], row["high"], row["currency"], row["period"]) for row in TABLE}
    missed = {text for text in wanted if read(text) not in (wanted[text], ALSO_RIGHT.get(text))}
    assert len(missed) <= len(TABLE) / 20, missed
    assert all(read(text)[:2] == (None, None) for text in missed)
