"""What machines and later features tell people: once, by the channels asked for, as far as each wants them."""

import math

import pytest
from sqlalchemy import select

from portal.accounts.models import AccountStatus
from portal.core.database import db
from portal.core.errors import BadInput
from portal.core.ids import encode
from portal.core.people import PersonKind
from portal.core.tenancy import as_company
from portal.notifications import queries
from portal.notifications.models import Channel, Notification, NotificationType
from portal.notifications.rules_preferences import SENT
from portal.notifications.services import Recipient, send_custom
from tests import factories
from tests.notifications.people import carried_out, in_list, mailed, person, switch

T, C = NotificationType, Channel
EVERYWHERE = (C.IN_APP, C.EMAIL, C.PUSH)


def send(world, by, kind=T.CUSTOM, channels=EVERYWHERE, **values):
    """Send somebody the seed's example."""
    who = PersonKind.CANDIDATE if by.is_candidate else PersonKind.USER
    return send_custom(
        [Recipient(who, by.id)],
        kind,
        values.pop("title", "New Job Match"),
        values.pop("message", "We found a new job that matches your profile!"),
        channels,
        values.pop("metadata", {"job_id": "job-uuid", "match_score": 0.85}),
        company_id=world.company_id,
        **values,
    )


def a_candidate():
    return person(factories.an_account(factories.a_candidate()))


@pytest.mark.parametrize("kind", sorted(SENT))
@pytest.mark.parametrize("who", ["user", "candidate"])
def test_each_type_of_the_seed_reaches_a_user_and_a_candidate(company, kind, who):
    by = company.recruiter if who == "user" else a_candidate()
    sent = send(company, by, kind)
    row = db.session.get(Notification, sent.notification_id)
    assert (row.type, row.title, row.facts) == (kind, "New Job Match", {"job_id": "job-uuid", "match_score": 0.85})
    assert row.recipients == [encode("user" if who == "user" else "cp", by.id)]
    assert in_list(by) == ["New Job Match"] and mailed("notice") == [by.email]
    assert sent.channels == EVERYWHERE[:2], "no browser takes pushes yet"


@pytest.mark.parametrize("kind", sorted(set(NotificationType) - set(SENT)))
def test_what_the_portal_tells_by_itself_nobody_else_tells(company, kind):
    with pytest.raises(BadInput) as refusal:
        send(company, company.admin, kind)
    assert "type" in refusal.value.fields


@pytest.mark.parametrize(
    ("channels", "listed", "gets_mail"),
    [((C.PUSH, C.EMAIL), False, True), ((C.IN_APP,), True, False), ((C.PUSH,), False, False)],
)
def test_it_goes_by_the_channels_asked_for_alone(company, channels, listed, gets_mail):
    sent = send(company, company.admin, channels=channels)
    assert (bool(in_list(company.admin)), bool(mailed("notice"))) == (listed, gets_mail)
    assert set(sent.channels) == set(channels) - {C.PUSH}, "no browser takes pushes yet"
    assert queries.unread_count(company.admin) == int(listed)


def test_a_channel_that_the_person_has_switched_off_is_not_used_and_not_said(company):
    switch(company.admin, T.CUSTOM, C.EMAIL, False)
    for _ in range(2):
        assert send(company, company.admin, key="abc").channels == (C.IN_APP,)
    assert mailed("notice") == []


def test_a_repeat_with_the_key_sends_nothing_more_and_answers_the_same(company):
    first = send(company, company.admin, key="abc")
    again = send(company, company.admin, key="abc")
    assert (again.notification_id, again.channels, again.repeated) == (first.notification_id, first.channels, True)
    assert (len(in_list(company.admin)), len(mailed("notice"))) == (1, 1)
    send(company, company.admin, key="other")
    assert len(in_list(company.admin)) == 2


def test_two_companies_may_use_the_same_key(company):
    send(company, company.admin, key="abc")
    db.session.commit()
    db.session.expunge_all()
    other = factories.a_world("Other")
    with as_company(other.company_id):
        assert not send(other, other.admin, key="abc").repeated


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"message": "x" * 1001}, "message"),
        ({"channels": ()}, "channels"),
        ({"metadata": {"x": "y" * 9000}}, "metadata"),
        ({"metadata": {"x": math.nan}}, "metadata"),
        ({"metadata": {"x": "\x00"}}, "metadata"),
        ({"title": "\x00\x1b"}, "title"),
        ({"key": ""}, "key"),
        ({"key": "x" * 181}, "key"),
        ({"metadata": {"x": object()}}, "metadata"),
    ],
)
def test_what_cannot_be_sent_is_refused_by_its_field(company, values, field):
    with pytest.raises(BadInput) as refusal:
        send(company, company.admin, **values)
    assert set(refusal.value.fields) == {field}
    assert db.session.scalars(select(Notification)).all() == []


def test_nobody_is_told_who_is_not_here_or_cannot_sign_in(company):
    gone = factories.a_user(status=AccountStatus.INACTIVE)
    db.session.commit()
    db.session.expunge_all()
    stranger = factories.a_world("Other").admin
    for number in (gone.id, stranger.id, 999):
        with pytest.raises(BadInput) as refusal:
            send_custom(
                [Recipient(PersonKind.USER, company.admin.id), Recipient(PersonKind.USER, number)],
                T.CUSTOM, "x", "", EVERYWHERE, company_id=company.company_id,
            )  # fmt: skip
        assert "user_id" in refusal.value.fields


def test_it_is_shown_as_text_and_opening_it_reads_it_where_it_is_about_nothing(company, browse):
    send(company, company.admin, title="<b>Hello</b>", message="<script>x</script>")
    carried_out()
    browser = browse(company.admin)
    page = browser.get("/notifications")
    assert "<b>Hello</b>" in page.words("#notifications")
    answer = browser.submit(page, ".todo-what form")
    assert (answer.status, answer.location) == (303, "/notifications")
    assert queries.unread_count(company.admin) == 0
