"""JSON calls about one's own notifications."""

import pytest
from sqlalchemy import func, select

from portal.core.clock import now
from portal.core.database import db
from portal.core.ids import encode
from portal.core.mail import Mail
from portal.notifications.models import Notification, NotificationReader, NotificationType
from tests import factories
from tests.caller import Caller, key_of
from tests.examples import candidate_person

PATH = "/api/notifications"


def tell(title, **reader):
    """A notification told to a reader (`user_id`, or `account_id` and `candidate_id`)."""
    told = Notification(
        type=NotificationType.INTERVIEW_BOOKED, title=title, message="Tomorrow", entity_type="interview", entity_id=7,
        recipients=["admin", "recruiter"], created_at=now(),
    )  # fmt: skip
    db.session.add(told)
    db.session.flush()
    db.session.add(NotificationReader(notification_id=told.id, **reader))
    db.session.commit()
    return told.id


def test_ones_own_are_listed_as_the_document_shows_them(recruiter_calls, company):
    number = tell("Booked", user_id=company.recruiter.id)
    tell("For the admin", user_id=company.admin.id)
    (shown,) = recruiter_calls.get(PATH).json["items"]
    assert shown.pop("created_at").endswith("Z")
    assert shown == {
        "notification_id": encode("notif", number), "type": "interview_booked", "title": "Booked",
        "message": "Tomorrow", "entity_type": "interview", "entity_id": encode("int", 7), "read": False,
        "recipients": ["admin", "recruiter"], "metadata": {},
    }  # fmt: skip


def test_reading_is_ones_own_and_again_is_harmless(recruiter_calls, admin_calls, company):
    number = tell("Booked", user_id=company.recruiter.id)
    db.session.add(NotificationReader(notification_id=number, user_id=company.admin.id))
    tell("Another", user_id=company.recruiter.id)
    for _ in range(2):
        assert recruiter_calls.post(f"{PATH}/{number}/read").json == {"success": True, "unread": 1}
    assert [n["title"] for n in recruiter_calls.get(f"{PATH}?unread=true").json["items"]] == ["Another"]
    assert admin_calls.get(PATH).json["items"][0]["read"] is False
    assert recruiter_calls.post(f"{PATH}/read-all").json["unread"] == 0
    assert all(n["read"] for n in recruiter_calls.get(PATH).json["items"])


def test_what_one_was_not_told_is_not_found(recruiter_calls, company):
    number = tell("For the admin", user_id=company.admin.id)
    assert recruiter_calls.post(f"{PATH}/{number}/read").status == 404


def test_a_list_is_paged(recruiter_calls, company):
    for title in "abc":
        tell(title, user_id=company.recruiter.id)
    first = recruiter_calls.get(f"{PATH}?limit=2").json
    second = recruiter_calls.get(f"{PATH}?limit=2&cursor={first['next']}").json
    assert [n["title"] for n in first["items"] + second["items"]] == ["c", "b", "a"] and second["next"] is None


def test_a_candidate_has_their_own(app, company):
    account = factories.an_account(factories.a_candidate())
    tell("Choose a time", account_id=account.id, candidate_id=account.candidate_id)
    tell("For staff", user_id=company.admin.id)
    calls = Caller(app, candidate_person(account))
    assert [n["title"] for n in calls.get(PATH).json["items"]] == ["Choose a time"]
    assert calls.post(f"{PATH}/read-all").json["unread"] == 0


@pytest.mark.parametrize("query", ["unread=1", "limit=x", "cursor=x"])
def test_a_list_that_cannot_be_asked_for_is_refused_by_field(recruiter_calls, query):
    assert recruiter_calls.get(f"{PATH}?{query}").fields() == {query.partition("=")[0]}


def test_a_key_has_no_notifications(with_key):
    assert with_key("jobs:read", "candidates:read").get(PATH).error["code"] == "PERMISSION_DENIED"


SENT = {
    "type": "custom", "title": "New Job Match", "message": "We found a new job that matches your profile!",
    "channels": ["push", "email", "in_app"], "metadata": {"job_id": "job-uuid", "match_score": 0.85},
}  # fmt: skip


@pytest.fixture
def service(app, company):
    """Calls with a key that may send notifications and nothing else."""
    return Caller(app, key=key_of(company.admin, "notifications:send"))


def test_another_system_tells_a_candidate_something_as_the_document_shows(app, company, service):
    account = factories.an_account(factories.a_candidate())
    db.session.commit()
    reply = service.post("/api/v1/notifications/send", {"user_id": str(encode("cp", account.id)), **SENT})
    assert reply.status == 202 and set(reply.json) == {"success", "data"}
    assert set(reply.json["data"]) == {"notification_id", "channels"}
    assert reply.json["data"]["channels"] == ["in_app", "email"], "nobody has a browser that takes pushes yet"
    (seen,) = Caller(app, candidate_person(account)).get(PATH).json["items"]
    assert (seen["title"], seen["metadata"]) == (SENT["title"], SENT["metadata"])
    mail = db.session.scalars(select(Mail)).one()
    assert (mail.to_email, mail.subject) == (account.email, SENT["title"])


def test_the_same_key_sent_again_tells_once(company, service):
    body = {"user_id": str(encode("user", company.recruiter.id)), **SENT}
    first, again = (service.post("/api/v1/notifications/send", body, headers={"Idempotency-Key": "n-1"}) for _ in "12")
    assert first.json == again.json
    assert db.session.scalar(select(func.count(Notification.id))) == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"user_id": "user-uuid"}, "user_id"),
        ({"user_id": "cand_x"}, "user_id"),
        ({"type": "interview_booked"}, "type"),
        ({"channels": []}, "channels"),
        ({"channels": ["fax"]}, "channels.0"),
        ({"title": " "}, "title"),
        ({"metadata": {"x": "y" * 9000}}, "metadata"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_sent_is_refused_by_name(company, service, change, field):
    body = {"user_id": str(encode("user", company.recruiter.id)), **SENT, **change}
    assert service.post("/api/v1/notifications/send", body).fields() == {field}


def test_nobody_of_another_company_is_told(company, service):
    stranger = factories.a_world("Rival Talent").recruiter
    body = {"user_id": str(encode("user", stranger.id)), **SENT}
    assert service.post("/api/v1/notifications/send", body).fields() == {"user_id"}
