"""What is written from the document is what the document says now, and no call of it is missing."""

import inspect
import json
import re
from pathlib import Path
from typing import Any

import pytest

import generate_python
from portal.api.document import document_of
from talent_portal import AsyncTalentPortal, TalentPortal, errors

PORTAL = Path(__file__).resolve().parent.parent.parent / "portal"
NAMES = generate_python.names()


@pytest.fixture
def document(app):
    return json.loads(json.dumps(document_of(app)))


def test_every_call_of_the_document_has_one_name(document):
    asked = sorted(f"{verb.upper()} {path}" for path, verbs in document["paths"].items() for verb in verbs)
    named = sorted(call for methods in NAMES.values() for call in methods.values())
    assert named == asked, "Give each call of the document one name in sdk/names.json, and run sdk/generate_python.py"


def test_the_committed_files_are_what_the_document_gives(document):
    old = [path.name for path, text in generate_python.generated(document).items() if path.read_text() != text]
    assert not old, "Run: python sdk/generate_python.py"


class Caught(Exception):
    """The call that a method would have carried out."""


@pytest.mark.parametrize("kind", [TalentPortal, AsyncTalentPortal])
def test_every_method_makes_the_call_that_its_name_stands_for(kind, monkeypatch):
    def catch(self: Any, call: Any) -> None:
        raise Caught(call)

    monkeypatch.setattr(kind, "run", catch)
    client = kind(base_url="https://portal.example")
    for resource, methods in NAMES.items():
        for name, wanted in methods.items():
            made = call_of(getattr(getattr(client, resource), name))
            assert f"{made.method} {made.path}" == re.sub(r"{\w+}", "7", wanted), f"{resource}.{name}"


def call_of(method: Any) -> Any:
    """The call of a method, every argument that it needs being a 7."""
    needed = [one for one in inspect.signature(method).parameters.values() if one.default is one.empty]
    places = [b"7" if one.name == "content" else 7 for one in needed if one.kind.name.startswith("POSITIONAL")]
    words = {one.name: 7 for one in needed if one.kind is one.KEYWORD_ONLY}
    with pytest.raises(Caught) as caught:
        found = method(*places, **words)
        if inspect.iscoroutine(found):
            found.send(None)
    return caught.value.args[0]


def test_both_clients_have_the_same_methods_with_the_same_arguments():
    one, other = (shape(kind(base_url="https://portal.example")) for kind in (TalentPortal, AsyncTalentPortal))
    assert one == other and len(one) > sum(map(len, NAMES.values()))


def shape(client: Any) -> dict[str, list[str]]:
    return {
        f"{resource}.{name}": list(inspect.signature(method).parameters)
        for resource in NAMES
        for name, method in inspect.getmembers(getattr(client, resource), callable)
        if not name.startswith("_")
    }


def test_every_code_of_the_portal_has_a_type():
    """Those that classes and refusals name, and those that stand for a status."""
    said = set(re.findall(r'\d{3}[:,] "([A-Z_]+)"', (PORTAL / "web" / "problems.py").read_text()))
    for file in PORTAL.rglob("*.py"):
        said |= set(re.findall(r'\bcode\s*=\s*"([A-Z][A-Z_]+)"', file.read_text()))
    assert said == set(errors.BY_CODE)
