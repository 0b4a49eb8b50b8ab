"""The adapters by themselves: known answers, signatures, ids, and the normal form of every fixture."""

import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.integrations.ats import ADAPTERS, SIGNED, greenhouse, lever, workable
from portal.integrations.ats.adapter import BadSignature, NotReadable, TooOld
from portal.integrations.ats.event import AtsEvent, Kind
from portal.integrations.ats.reading import moment, parse
from tests.integrations.ats.steps import FIXTURES, SECRET, body, digest, of_lever, raw, signed

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
# A real ping with its published secret and signature (github.com/grnhse/greenhouse-api-docs, issue 276).
VECTOR_KEY = "1uSUju2H6AohOE7OQVaxeLT3O8Uxxuas"
VECTOR = "395b1309fd37f0732d1ed11c15e03edd61b818918df6bf93be7c71bafb09c877"
GREENHOUSE = {
    "application_updated": Kind.APPLICATION_UPDATED,
    "candidate_anonymized": Kind.CANDIDATE_ANONYMIZED,
    "candidate_stage_change": Kind.APPLICATION_MOVED,
    "delete_application": Kind.APPLICATION_NOTED,
    "delete_candidate": Kind.CANDIDATE_DELETED,
    "department_deleted": Kind.UNKNOWN,
    "hire_candidate": Kind.APPLICATION_HIRED,
    "interview_deleted": Kind.UNKNOWN,
    "job_approved": Kind.JOB_UPDATED,
    "job_created": Kind.JOB_CREATED,
    "job_deleted": Kind.JOB_DELETED,
    "job_interview_stage_deleted": Kind.UNKNOWN,
    "job_post_created": Kind.JOB_UPDATED,
    "job_post_deleted": Kind.UNKNOWN,
    "job_post_updated": Kind.JOB_UPDATED,
    "job_updated": Kind.JOB_UPDATED,
    "merge_candidate": Kind.CANDIDATE_MERGED,
    "new_candidate_application": Kind.APPLICATION_CREATED,
    "new_prospect_application": Kind.APPLICATION_CREATED,
    "offer_approved": Kind.APPLICATION_NOTED,
    "offer_created": Kind.APPLICATION_NOTED,
    "offer_deleted": Kind.APPLICATION_NOTED,
    "offer_updated": Kind.APPLICATION_NOTED,
    "office_deleted": Kind.UNKNOWN,
    "ping": Kind.PING,
    "reject_candidate": Kind.APPLICATION_REJECTED,
    "scorecard_deleted": Kind.UNKNOWN,
    "unhire_candidate": Kind.APPLICATION_UNHIRED,
    "unreject_candidate": Kind.APPLICATION_UNREJECTED,
    "update_candidate": Kind.CANDIDATE_UPDATED,
}


def small(headers):
    return {name.lower(): value for name, value in headers.items()}


def test_the_published_ping_of_greenhouse_verifies():
    content = (FIXTURES / "greenhouse_vector.txt").read_bytes().removesuffix(b"\n")
    greenhouse.verify(content, {"signature": f"sha256 {VECTOR}"}, VECTOR_KEY, NOW)
    with pytest.raises(BadSignature):
        greenhouse.verify(content + b"\n", {"signature": f"sha256 {VECTOR}"}, VECTOR_KEY, NOW)


def test_there_is_a_fixture_for_every_event_of_greenhouse_and_nothing_else():
    assert {file.stem for file in (FIXTURES / "greenhouse").glob("*.json")} == set(GREENHOUSE)


@pytest.mark.parametrize("name", GREENHOUSE)
def test_each_event_of_greenhouse_has_its_kind(name):
    event = greenhouse.normalise(body(f"greenhouse/{name}"))
    assert (event.name, event.kind) == (name, GREENHOUSE[name])


@pytest.mark.parametrize("source", [s for s in SIGNED if s != "lever"])
def test_a_body_with_one_bit_changed_anywhere_does_not_verify(source):
    content, adapter = raw(f"{source}/{'candidate_created' if source == 'workable' else 'ping'}"), ADAPTERS[source]
    headers = small(signed(source, content))
    adapter.verify(content, headers, SECRET, NOW)
    for place in (0, len(content) // 2, len(content) - 1):
        other = bytearray(content)
        other[place] ^= 1
        with pytest.raises(BadSignature):
            adapter.verify(bytes(other), headers, SECRET, NOW)
    with pytest.raises(BadSignature):
        adapter.verify(content, headers, SECRET + "x", NOW)
    with pytest.raises(BadSignature):
        adapter.verify(content, {}, SECRET, NOW)


@pytest.mark.parametrize(
    "said", ["sha256={}", "sha1 {}", "{}", "sha256  {}", "SHA256 {}", "sha256 {} ", "sha256 é", "sha256 "]
)
def test_greenhouse_signs_with_a_word_a_space_and_the_digest(said):
    content = raw("greenhouse/ping")
    with pytest.raises(BadSignature):
        greenhouse.verify(content, {"signature": said.format(digest(content))}, SECRET, NOW)


def test_headers_that_circulate_and_are_wrong_prove_nothing():
    content = raw("greenhouse/ping")
    for source in ("greenhouse", "lever", "ashby"):
        headers = {f"x-{source}-signature": f"sha256={digest(content)}"}
        with pytest.raises(BadSignature):
            ADAPTERS[source].verify(content, headers, SECRET, NOW)


def test_workable_may_sign_in_base64_too():
    content = raw("workable/hired")
    in_base64 = base64.b64encode(bytes.fromhex(digest(content))).decode()
    workable.verify(content, {"x-workable-signature": in_base64}, SECRET, NOW)
    workable.verify(content, {"x-workable-signature": digest(content).upper()}, SECRET, NOW)
    with pytest.raises(BadSignature):
        workable.verify(content, {"x-workable-signature": in_base64.lower()}, SECRET, NOW)


def test_lever_signs_token_and_time_for_five_minutes():
    content = of_lever(body("lever/applicationCreated"), at=NOW)
    lever.verify(content, {}, SECRET, NOW)
    lever.verify(content, {}, SECRET, NOW + timedelta(minutes=5))
    for minutes in (-6, 6):
        with pytest.raises(TooOld):
            lever.verify(content, {}, SECRET, NOW + timedelta(minutes=minutes))
    for change in ({"token": "other"}, {"triggeredAt": 1}, {"signature": 7}, {"token": None}, {"triggeredAt": True}):
        with pytest.raises(BadSignature):
            lever.verify(json.dumps({**json.loads(content), **change}).encode(), {}, SECRET, NOW)


def test_one_hire_of_ashby_is_three_deliveries():
    names = ("applicationUpdate", "candidateHire", "candidateStageChange")
    ids = {ADAPTERS["ashby"].delivery_id(body(f"ashby/hire_{name}"), {}, b"") for name in names}
    assert len(ids) == 3
    assert len({number.partition(":")[2] for number in ids}) == 1


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("candidate_created", Kind.APPLICATION_CREATED),
        ("candidate_moved", Kind.APPLICATION_MOVED),
        ("disqualified", Kind.APPLICATION_REJECTED),
        ("hired", Kind.APPLICATION_HIRED),
        ("withdrew", Kind.APPLICATION_WITHDRAWN),
        ("candidate_deleted", Kind.CANDIDATE_DELETED),
    ],
)
def test_one_event_of_workable_stands_for_many_things(name, kind):
    assert workable.normalise(body(f"workable/{name}")).kind is kind


def test_a_candidate_of_workable_brings_everything_that_is_known_of_them():
    found = workable.normalise(body("workable/candidate_created"))
    assert found.job is not None and (found.job.external_id, found.job.client) == ("SRE77", "Kite Labs")
    assert found.person is not None and found.person.fields["experience"] == [
        {"title": "SRE", "company": "Zeta Works", "description": "On call.", "start": "2019-02", "current": True}
    ]
    assert found.person.fields["skills"] == ["Python", "Linux"]


@pytest.mark.parametrize("source", ADAPTERS)
@given(
    payload=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda held: (
            st.lists(held, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    "action payload application candidate data event event_type id job jobs person name token stage "
                    "fields current_stage attachments custom_fields email_addresses offices status candidate_id".split()
                ),
                held,
                max_size=6,
            )
        ),
        max_leaves=30,
    ),
    action=st.sampled_from([*GREENHOUSE, *ADAPTERS["ashby"].KINDS, *lever.KINDS, *workable.KINDS, *Kind]),
)
def test_whatever_stands_in_a_payload_the_adapter_makes_something_of_it(source, payload, action):
    held = payload if isinstance(payload, dict) else {"payload": payload, "data": payload}
    payload = {**held, "action": action, "event": action, "event_type": action}
    found = ADAPTERS[source].normalise(payload)
    assert isinstance(found, AtsEvent)
    assert isinstance(ADAPTERS[source].delivery_id(payload, {}, b"x"), str)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"1", b"null", b"{", b'{"a": NaN}', b"\xff\xfe", b"[" * 100_000, b'{"a":' * 50_000]
)
def test_what_is_no_object_is_refused(content):
    with pytest.raises(NotReadable):
        parse(content)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("2026-11-02T08:14:54.420Z", datetime(2026, 11, 2, 8, 14, 54, 420_000, tzinfo=UTC)),
        ("2026-11-02T08:14:54+05:30", datetime(2026, 11, 2, 2, 44, 54, tzinfo=UTC)),
        ("2026-11-02", datetime(2026, 11, 2, tzinfo=UTC)),
        (1793000000000, datetime(2026, 10, 26, 7, 33, 20, tzinfo=UTC)),
        ("0001-01-01T00:00:00+14:00", None),
        (10**30, None),
        (float("nan"), None),
        (True, None),
        ("yesterday", None),
        ({}, None),
    ],
)
def test_moments_are_read_as_vendors_write_them(value, wanted):
    assert moment(value) == wanted
