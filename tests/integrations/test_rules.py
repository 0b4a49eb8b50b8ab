"""What a submission may hold, how it is shown and merged, where secrets and notices may go. Without a database."""

import pytest

from portal.accounts.rules import read_allow_list
from portal.core.errors import BadInput, InvalidState
from portal.integrations import rules
from portal.integrations.catalogue import SYSTEMS, IntegrationType
from portal.integrations.models import SubmissionStatus
from portal.integrations.rules import MASK, MOVES, check_host, check_move, is_allowed, masked, merged, shown
from tests.integrations.steps import SECRET, VALUES

T = IntegrationType


@pytest.mark.parametrize("kind", list(T))
def test_every_system_is_in_the_gallery_and_says_what_comes_next(kind):
    system = SYSTEMS[kind]
    assert system.type is kind and system.name and system.about and system.next_step and system.completing
    keys = [field.key for field in system.fields]
    assert len(keys) == len(set(keys)) and all(rules.KEY.fullmatch(key) for key in keys)
    assert all(system.field(key) for keys in system.needs for key in keys)
    assert merged(kind, {}, VALUES[kind]) == VALUES[kind]


@pytest.mark.parametrize("kind", [T.JOBADDER, T.WORKDAY])
def test_a_person_completes_what_has_no_webhooks(kind):
    assert "administrator" in SYSTEMS[kind].next_step and not SYSTEMS[kind].has_webhooks


@pytest.mark.parametrize("kind", [T.GREENHOUSE, T.LEVER, T.ASHBY, T.WORKABLE])
def test_the_four_vendors_have_an_address_a_secret_and_a_test(kind):
    system = SYSTEMS[kind]
    assert system.has_webhooks and system.probe and system.is_secret("webhookSecret") and system.is_secret("apiKey")


@pytest.mark.parametrize("now", list(SubmissionStatus))
@pytest.mark.parametrize("wanted", list(SubmissionStatus))
def test_any_status_becomes_any_other(now, wanted):
    if now is wanted:
        with pytest.raises(InvalidState) as refusal:
            check_move(now, wanted)
        assert refusal.value.allowed == sorted(MOVES[now])
    else:
        check_move(now, wanted)


@pytest.mark.parametrize(
    ("value", "seen"),
    [(SECRET, MASK + "4242"), ("x" * 12, MASK + "xxxx"), ("x" * 11, MASK * 2), ("test", MASK * 2), ("", MASK * 2)],
)
def test_of_a_long_secret_four_signs_are_shown_and_of_a_short_one_none(value, seen):
    assert masked(value) == seen


@pytest.mark.parametrize("kind", list(T))
def test_no_secret_and_nothing_unknown_is_shown(kind):
    data = {field.key: f"{field.key}-very-private-{SECRET}" for field in SYSTEMS[kind].fields} | {"mine": SECRET * 2}
    for key, value in shown(kind, data).items():
        field = SYSTEMS[kind].field(key)
        assert (value == data[key]) is (field is not None and not field.is_secret)


def test_what_is_left_out_stays_and_what_is_empty_goes():
    stored = {"apiKey": SECRET, "companyId": "1", "jobId": "2"}
    assert merged(T.JOBADDER, stored, {"companyId": " 3 ", "jobId": ""}) == {"apiKey": SECRET, "companyId": "3"}


@pytest.mark.parametrize("value", [SECRET, "short"])
def test_a_masked_value_that_comes_back_keeps_the_stored_one(value):
    stored = {"apiKey": value}
    assert merged(T.JOBADDER, stored, shown(T.JOBADDER, stored)) == stored


@pytest.mark.parametrize("value", [MASK + "9999", MASK * 2, f"new{MASK}"])
def test_another_masked_value_is_no_secret(value):
    with pytest.raises(BadInput) as refusal:
        merged(T.JOBADDER, {"apiKey": SECRET}, {"apiKey": value})
    assert set(refusal.value.fields) == {"data.apiKey"}
    with pytest.raises(BadInput):
        merged(T.JOBADDER, {}, {"apiKey": value})


@pytest.mark.parametrize(
    ("kind", "sent", "field"),
    [
        (T.JOBADDER, {"companyId": "1"}, "data.apiKey"),
        (T.JOBADDER, {"clientId": "1"}, "data.apiKey"),
        (T.GREENHOUSE, {}, "data.apiKey"),
        (T.GENERIC, {}, "data.system"),
        (T.WORKABLE, {"apiKey": SECRET, "subdomain": "evil.example/"}, "data.subdomain"),
        (T.WORKABLE, {"apiKey": SECRET, "subdomain": "acme.evil"}, "data.subdomain"),
        (T.JOBADDER, {"apiKey": "x" * 4001}, "data.apiKey"),
        (T.JOBADDER, {"apiKey": "a\x00b"}, "data.apiKey"),
        (T.JOBADDER, {"apiKey": SECRET, "a b": "c"}, "data.a b"),
        (T.JOBADDER, {"apiKey": SECRET, **{f"k{n}": "v" for n in range(30)}}, "data"),
    ],
)
def test_what_cannot_be_used_names_its_field(kind, sent, field):
    with pytest.raises(BadInput) as refusal:
        merged(kind, {}, sent)
    assert set(refusal.value.fields) == {field}


def test_peer_16_a_secret_does_not_follow_a_changed_address():
    stored = {"clientId": "portal", "clientSecret": SECRET, "tokenUrl": "https://a.workday.com/token"}
    for change in ({"tokenUrl": "https://b.workday.com/token"}, {"tokenUrl": ""}, {"authorizeUrl": "https://x"}):
        with pytest.raises(BadInput) as refusal:
            merged(T.WORKDAY, stored, change)
        assert set(refusal.value.fields) == {"data.clientSecret"}
    masked_back = {**shown(T.WORKDAY, stored), "tokenUrl": "https://b.workday.com/token"}
    with pytest.raises(BadInput):
        merged(T.WORKDAY, stored, masked_back)
    assert merged(T.WORKDAY, stored, {"tokenUrl": "https://b.workday.com/t", "clientSecret": "new-one"})


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/token",
        "https://workday.com.evil.example/token",
        "https://evilworkday.com/token",
        "http://wd2.workday.com/token",
        "https://wd2.workday.com@evil.example/token",
        "https://a:b@wd2.workday.com/token",
        "https:///token",
        "wd2.workday.com/token",
        "",
    ],
)
def test_peer_16_a_client_secret_goes_to_the_vendor_alone(url):
    with pytest.raises(BadInput):
        check_host(SYSTEMS[T.WORKDAY].oauth, url, "", "data.tokenUrl")


def test_the_vendors_own_hosts_and_the_operators_are_called():
    oauth = SYSTEMS[T.WORKDAY].oauth
    check_host(oauth, "https://wd2-impl-services1.workday.com/ccx/oauth2/acme/token", "", "data.tokenUrl")
    check_host(oauth, "http://127.0.0.1:9/token", "http://127.0.0.1:9", "data.tokenUrl")
    with pytest.raises(BadInput):
        check_host(oauth, "http://127.0.0.1:10/token", "http://127.0.0.1:9", "data.tokenUrl")


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("ann@demo.test", True),
        ("bob@partner.example", True),
        ("eve@partner.example", False),
        ("ann@sub.demo.test", False),
        ("ann@notdemo.test", False),
        ("ann@demo.test.evil.example", False),
    ],
)
def test_the_list_allows_addresses_and_whole_domains(address, allowed):
    assert is_allowed(address, ["demo.test", "bob@partner.example"]) is allowed


def test_an_allow_list_is_read_in_small_letters_each_once():
    assert read_allow_list(["Demo.test", "@demo.test", " ", "Bob@Partner.example"]) == [
        "demo.test", "bob@partner.example",
    ]  # fmt: skip


@pytest.mark.parametrize("entry", ["no", "a@b@c.example", "http://x.example", "*.example.com", "x" * 255, "a@"])
def test_what_is_no_address_and_no_domain_is_refused(entry):
    with pytest.raises(BadInput) as refusal:
        read_allow_list([entry])
    assert set(refusal.value.fields) == {"mail_allow_list"}
