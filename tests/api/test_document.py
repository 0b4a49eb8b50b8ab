"""The OpenAPI document and the page that shows it."""

import json
from collections import Counter

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from portal.api.access import Access
from portal.api.payloads import Answer, Payload


@pytest.fixture
def document(app):
    return json.loads(app.test_client().get("/api/openapi.json").get_data())


def test_the_document_is_valid_openapi_31(document):
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()


def test_every_call_stands_in_the_document_with_who_may_call_and_what_it_answers(app, document):
    for rule in app.url_map.iter_rules():
        access = getattr(app.view_functions[rule.endpoint], "access", None)
        if not isinstance(access, Access):
            continue
        path = "".join(f"{{{text}}}" if dynamic else text for dynamic, text in rule._trace).lstrip("|")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            call = document["paths"][path][method.lower()]
            assert call["summary"], f"{method} {path}: say in a sentence what it does"
            assert bool(call["security"]) is bool(access.kinds)
            assert any(code < "400" for code in call["responses"])


def test_the_document_says_which_calls_do_nothing_more_for_a_repeated_key(app, document):
    taken = {
        (path, method)
        for path, methods in document["paths"].items()
        for method, call in methods.items()
        if any(parameter["name"] == "Idempotency-Key" for parameter in call.get("parameters", ()))
    }
    assert {method for _, method in taken} == {"post"}
    assert ("/api/clients", "post") in taken and ("/api/v1/automation/applications", "post") in taken
    # Whoever signs in is nobody yet, whose keys could be told from another's; a channel's message has an id of its own.
    assert not taken & {("/api/auth/login", "post"), ("/webhooks/inbound", "post")}


def test_no_two_shapes_have_one_name():
    """In the document the second would stand for the first."""
    names = Counter(model.__name__ for kind in (Payload, Answer) for model in below(kind))
    assert not [name for name, number in names.items() if number > 1], "Give the newer one a name of its own"


def below(kind):
    """All shapes made of one, once each; of a generic one not its fillings."""
    found = {}
    for model in kind.__subclasses__():
        if model.__module__.startswith("portal.") and "[" not in model.__name__:
            found[model.__module__, model.__qualname__] = model
        found.update({(one.__module__, one.__qualname__): one for one in below(model)})
    return list(found.values())


def test_swagger_ui_loads_nothing_from_elsewhere(app):
    client = app.test_client()
    page = client.get("/docs")
    assert page.status_code == 200 and b"https://" not in page.get_data()
    for name in ("js/swagger-ui-bundle.js", "css/swagger-ui.css"):
        assert client.get(f"/docs/{name}").status_code == 200
    assert client.get("/docs/../plugins.py").status_code == 404
