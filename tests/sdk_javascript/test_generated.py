"""What is written from the document is what the document says now, and no call of it is missing."""

import json
import re

import pytest

import generate_javascript
import generate_python
from portal.api.document import document_of
from talent_portal import errors

PACKAGE = generate_javascript.PACKAGE


@pytest.fixture
def document(app):
    return json.loads(json.dumps(document_of(app)))


def test_the_committed_files_are_what_the_document_gives(document):
    old = [path.name for path, text in generate_javascript.generated(document).items() if path.read_text() != text]
    assert not old, "Run: python sdk/generate_javascript.py"


def test_every_call_of_the_document_is_in_the_table():
    table = (PACKAGE / "src" / "calls.js").read_text()
    found = re.findall(r'^ {4}\w+: \["([A-Z]+)", "([^"]+)"', table, re.M)
    named = [call for methods in generate_python.names().values() for call in methods.values()]
    assert sorted(f"{verb} {path}" for verb, path in found) == sorted(named)


def test_both_libraries_know_the_same_refusals():
    words = (PACKAGE / "src" / "errors.js").read_text()
    known = dict(re.findall(r"^  ([A-Z_]+): (\w+),$", words, re.M))
    assert known == {code: kind.__name__ for code, kind in errors.BY_CODE.items()}
    declared = (PACKAGE / "types" / "index.d.ts").read_text()
    assert all(f"class {kind} " in declared for kind in known.values())


def test_both_libraries_have_one_version():
    said = json.loads((PACKAGE / "package.json").read_text())["version"]
    assert f'"{said}"' in (PACKAGE / "src" / "version.js").read_text()
