"""What may happen to a client, as plain functions."""

import pytest

from portal.clients import rules
from portal.clients.models import ClientStatus
from portal.core.errors import BadInput, InvalidState, RuleBroken


@pytest.mark.parametrize("wanted", ClientStatus)
@pytest.mark.parametrize("current", ClientStatus)
def test_a_client_is_activated_and_deactivated_and_nothing_twice(current, wanted):
    if current is not wanted:
        rules.check_move(current, wanted)
        return
    with pytest.raises(InvalidState) as refused:
        rules.check_move(current, wanted)
    assert refused.value.allowed == sorted(set(ClientStatus) - {current})


@pytest.mark.parametrize("status", ClientStatus)
def test_new_jobs_are_for_active_clients(status):
    if status is ClientStatus.ACTIVE:
        rules.check_serves(status)
        return
    with pytest.raises(BadInput) as refused:
        rules.check_serves(status)
    assert set(refused.value.fields) == {"client_id"}


def test_a_client_with_jobs_is_not_deleted():
    rules.check_deletable(0)
    with pytest.raises(RuleBroken, match="Deactivate"):
        rules.check_deletable(1)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, None),
        ("", None),
        ("acme.com", "https://acme.com"),
        ("http://acme.co.in/careers?x=1", "http://acme.co.in/careers?x=1"),
        ("https://münchen.example:8443/", "https://münchen.example:8443/"),
    ],
)
def test_a_website_is_kept_with_its_scheme(typed, kept):
    assert rules.check_website(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript://acme.com/%0aalert(1)",
        "javascript:alert(1)",
        "ftp://acme.com",
        "https://",
        "localhost",
        "https://user:secret@acme.com",
        "https://acme.com:99999",
        "acme com.de",
        'https://acme.com/"><img>',
        "https://-acme.com",
        "data:text/html,x",
        "https://[::1",
    ],
)
def test_what_is_no_website_is_refused(typed):
    with pytest.raises(BadInput) as refused:
        rules.check_website(typed)
    assert set(refused.value.fields) == {"website"}


@pytest.mark.parametrize("typed", ["+91 44 2345 6789", "(020) 7946-0958", "98400 12345 ext. 12", "555.123.4567 x9"])
def test_a_phone_number_is_kept_as_typed(typed):
    assert rules.check_phone(f" {typed.replace(' ', '  ')} ") == typed


@pytest.mark.parametrize("typed", ["call us", "12", "+", "1" * 30, "+91 44 <b>", "98400/ext"])
def test_what_nobody_can_dial_is_refused(typed):
    with pytest.raises(BadInput) as refused:
        rules.check_phone(typed)
    assert set(refused.value.fields) == {"phone"}
