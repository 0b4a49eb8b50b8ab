"""The filters of a list as its address has them: cleaned, kept in every link, taken off one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flask import request, url_for

from portal.web.forms import strip

TEXT_LENGTH = 200


@dataclass(frozen=True, slots=True)
class Filters:
    """A list's endpoint and its present filters; each name has the values that are set, in order."""

    endpoint: str
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    place: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self.values.get(name, ())

    def one(self, name: str) -> str:
        """The value of a filter that takes one, or an empty text."""
        found = self[name]
        return found[0] if found else ""

    def url(self, **changes: Any) -> str:
        """The list's address with these filters changed (None or empty takes one off), on its first page."""
        wanted: dict[str, Any] = {**self.values, **changes}
        return url_for(self.endpoint, **self.place, **{k: v for k, v in wanted.items() if v})

    def at(self, **place: int) -> "Filters":
        """The same for a list below a path with an id in it: `place` is what `url_for` needs besides."""
        return replace(self, place=place)

    def toggled(self, name: str, value: str) -> str:
        """The list's address with one value of a filter put on, or off if it is on."""
        now = self[name]
        changed = tuple(v for v in now if v != value) if value in now else (*now, value)
        return self.url(**{name: changed})


def read_filters(
    endpoint: str, *, texts: Iterable[str] = (), words: Mapping[str, Iterable[str]], sorts: Iterable[str] = ()
) -> Filters:
    """The filters in the address. `words` lists what each filter may be: anything else is as if it were not there.

    `texts` may be anything (they are bound, never put into a statement); `sort` is one of `sorts`, by default the
    first.
    """
    found: dict[str, tuple[str, ...]] = {}
    for name in texts:
        text = strip(request.args.get(name, ""))[:TEXT_LENGTH]
        if text:
            found[name] = (text,)
    for name, allowed in words.items():
        known = list(allowed)
        asked = request.args.getlist(name)
        chosen = tuple(word for word in known if word in asked)
        if chosen:
            found[name] = chosen
    order = list(sorts)
    sort = request.args.get("sort", "")
    if sort in order[1:]:
        found["sort"] = (sort,)
    return Filters(endpoint, found)
