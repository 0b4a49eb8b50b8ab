"""What strangers may write into names: it is stored and shown as text, cut to what fits, and breaks nothing."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.core.database import db
from portal.integrations.models import DeliveryState
from portal.integrations.pages.deliveries import SHOWN, shown_body
from tests.integrations.ats.steps import (
    address,
    body,
    connected,
    deliver,
    deliveries,
    last,
    people,
    send,
    written,
)
from tests.integrations.steps import work

XSS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "';alert(String.fromCharCode(88,83,83))//",
    "<svg/onload=alert(1)>",
    "{{7*7}}{% raw %}",
    "javascript:alert(1)",
    "</pre><script>alert(1)</script>",
    '=HYPERLINK("http://evil.example","x")',
]
ODD = {
    "control": "As\x00ha\x07\x1b[31m\r\n\x7f\x85",
    "half a pair": "As\ud83d",
    "right to left": "\u202eahsA\u2066 أشا",
    "emoji": "Asha 👩🏽‍💻🇮🇳",
    "combining": "A" + "\u0301" * 500,
    "zero width": "\u200b\ufeffAsha\u200d",
    "64 kB": "A" * 65_536,
    "64 kB of emoji": "👩" * 8_192,
}


def payload_named(first, last="Verma", **application):
    payload = body("greenhouse/candidate_stage_change")
    payload["payload"]["application"] |= {"id": 1, **application}
    payload["payload"]["application"]["candidate"] = {
        "id": 2, "first_name": first, "last_name": last, "title": first, "company": first,
        "email_addresses": [{"value": first}], "phone_numbers": [{"value": first}], "addresses": [{"value": first}],
        "website_addresses": [{"value": first}], "educations": [{"school_name": first, "start_date": first}],
        "employments": [{"company_name": first, "title": first}], "attachments": [{"type": "resume", "url": first}],
    }  # fmt: skip
    payload["payload"]["application"]["current_stage"] = {"name": first}
    payload["payload"]["application"]["jobs"] = [
        {"id": 3, "name": first, "notes": first, "offices": [{"name": first}], "departments": [{"name": first}]}
    ]
    return payload


@pytest.mark.parametrize("name", ODD)
def test_odd_text_is_stored_shown_and_cut_to_what_fits(app, company, browse, name):
    number = connected(company.recruiter, "greenhouse")
    found = deliver(app, "greenhouse", number, written(payload_named(ODD[name])))
    assert found.state is DeliveryState.DONE, found.words
    [person] = people()
    assert 0 < len(person.first_name) <= 120
    assert not any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 for c in person.first_name)
    assert not {"\u202e", "\u2066"} & {*person.first_name, *found.words}, "it would turn what stands beside it"
    admin = browse(company.admin)
    assert admin.get(address("integrations.delivery", delivery_id=found.id)).status == 200
    assert admin.get(address("candidates.show", candidate_id=person.id)).status == 200


@pytest.mark.parametrize("text", XSS)
def test_peer_10_and_23_what_would_run_elsewhere_is_text_on_every_page_of_ours(app, company, browse, text):
    number = connected(company.recruiter, "greenhouse")
    payload = {**payload_named(text, text), "nothing": {text: text}}
    found = deliver(app, "greenhouse", number, written(payload))
    assert found.state is DeliveryState.DONE
    person, application = people()[0].id, found.changed
    kept = send(app, "greenhouse", number, written({"action": text, "a": text}))
    assert kept.status == 200
    admin = browse(company.admin)
    pages = [
        admin.get(address("integrations.deliveries")),
        admin.get(address("integrations.deliveries_of", submission_id=number)),
        admin.get(address("integrations.delivery", delivery_id=found.id)),
        admin.get(address("integrations.delivery", delivery_id=last().id)),
        admin.get(address("integrations.show", submission_id=number)),
        admin.get(address("integrations.index")),
        admin.get(address("candidates.show", candidate_id=person)),
        admin.get(address("jobs.show", job_id=application["job_id"])),
    ]
    for page in pages:
        assert page.status == 200
        for tag in page.soup.select(
            "main script, main img, main svg[onload], main [onerror], main a[href^=javascript]"
        ):
            raise AssertionError(f"{tag} on {page}")
    shown = pages[2].soup.select_one("pre").get_text()
    assert json.loads(shown) == payload


def test_a_long_body_is_shown_by_its_beginning_and_signs_that_cannot_be_seen_by_their_numbers():
    assert shown_body(b'{"a":"\xe2\x80\xae\\u0007"}') == '{\n  "a": "\\u202e\\u0007"\n}'.replace("\\u0007", "\\u0007")
    assert shown_body(b"\xff\x00not json") == "\ufffd\\u0000not json"
    assert len(shown_body(b"x" * (SHOWN * 3))) == SHOWN
    assert shown_body(b"[" * 60_000) == "[" * 60_000


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda held: st.lists(held, max_size=3) | st.dictionaries(st.text(max_size=8), held, max_size=3),
    max_leaves=8,
)
PLACES = [
    ("application",), ("application", "id"), ("application", "candidate"), ("application", "candidate", "id"),
    ("application", "candidate", "first_name"), ("application", "candidate", "email_addresses"),
    ("application", "candidate", "phone_numbers"), ("application", "candidate", "employments"),
    ("application", "candidate", "attachments"), ("application", "jobs"), ("application", "current_stage"),
    ("application", "last_activity_at"), ("application", "rejection_reason"),
]  # fmt: skip


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(place=st.sampled_from(PLACES), value=_json, action=st.sampled_from(["hire_candidate", "reject_candidate"]))
def test_any_json_in_any_place_ends_in_the_log_and_never_as_a_fault(app, company, place, value, action):
    number = connected(company.recruiter, "greenhouse")
    payload = payload_named("Asha")
    payload["action"], held = action, payload["payload"]
    for key in place[:-1]:
        held = held[key]
    held[place[-1]] = value
    assert send(app, "greenhouse", number, written(payload)).status == 200
    work()
    assert deliveries()[-1].state in (DeliveryState.DONE, DeliveryState.KEPT), deliveries()[-1].words
    db.session.rollback()
