"""Counts by calls: what is taken, what is told apart, the company's clocks, and days that are counted up."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from portal.accounts.models import Company
from portal.analytics import services, tasks
from portal.analytics.models import AnalyticsDay, AnalyticsEvent
from portal.analytics.rules_metrics import METRICS, Dimension, Granularity, Wanted, bucket_of, buckets
from portal.candidates import services as candidates
from portal.candidates.models import ApplicationStatus
from portal.core.database import db
from portal.core.ids import encode
from portal.core.tenancy import as_company
from tests import factories
from tests.caller import Caller, key_of
from tests.examples import candidate_person

EVENTS, QUERY = "/api/v1/analytics/events", "/api/v1/analytics/query"
NOW = datetime(2026, 3, 18, 12, 0, tzinfo=UTC)  # 17:30 in Kolkata, a Wednesday
MARCH = {"date_range": {"start": "2026-03-01", "end": "2026-03-31"}}


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def sent(calls, *events):
    reply = calls.post(EVENTS, {"events": list(events)})
    assert reply.status == 202, reply.json
    return reply.json["data"]["accepted"]


def roll_up():
    db.session.commit()
    db.session.expunge_all()
    tasks.roll_up()


def rows(calls, metrics, dimensions=(), granularity="day", **filters):
    body = {"metrics": list(metrics), "dimensions": list(dimensions), "granularity": granularity}
    reply = calls.post(QUERY, {**body, "filters": {**MARCH, **filters}})
    assert reply.status == 200, reply.json
    return reply.json["data"]["rows"]


def view(day, source="", job=None, **more):
    about = {"source": source, **({"job_id": str(encode("job", job.id))} if job else {})}
    return {"event_type": "jobs_viewed", "properties": about, "occurred_at": f"2026-03-{day}", **more}


def test_an_event_is_taken_as_the_document_shows(app, company):
    account = factories.an_account(factories.a_candidate())
    db.session.commit()
    body = {"event_type": "custom_action", "properties": {"action": "button_click", "location": "job_list"}}
    reply = Caller(app, candidate_person(account)).post(EVENTS, body)
    assert (reply.status, reply.json) == (202, {"success": True, "data": {"accepted": 1}})
    kept = db.session.scalars(db.select(AnalyticsEvent)).one()
    assert (kept.event_type, kept.properties, kept.occurred_at) == ("custom_action", body["properties"], NOW)


def test_a_query_answers_as_the_document_shows_with_zero_where_nothing_was(admin_calls, company):
    sent(admin_calls, view("02T10:00:00Z", "linkedin"), view("02T11:00:00Z", "linkedin"), view("03T10:00:00Z", "feed"))
    found = rows(admin_calls, ["jobs_viewed", "jobs_applied"], ["date", "source"])
    assert len(found) == 31 * 2 and set(found[0]) == {"date", "source", "jobs_viewed", "jobs_applied"}
    assert {(r["date"], r["source"]): r["jobs_viewed"] for r in found if r["jobs_viewed"]} == {
        ("2026-03-02", "linkedin"): 2, ("2026-03-03", "feed"): 1,
    }  # fmt: skip
    assert sum(r["jobs_applied"] for r in found) == 0


def test_days_are_those_of_the_companys_clocks(admin_calls, company):
    """18:29 and 18:31 in UTC are two days in Kolkata, which is five and a half hours ahead."""
    sent(admin_calls, view("04T18:29:00Z"), view("04T18:31:00Z"))
    found = {r["date"]: r["jobs_viewed"] for r in rows(admin_calls, ["jobs_viewed"], ["date"])}
    assert (found["2026-03-04"], found["2026-03-05"]) == (1, 1)
    hours = rows(
        admin_calls, ["jobs_viewed"], ["date"], "hour", date_range={"start": "2026-03-04", "end": "2026-03-05"}
    )
    assert len(hours) == 48
    assert [r["date"] for r in hours if r["jobs_viewed"]] == ["2026-03-04T23:00:00+05:30", "2026-03-05T00:00:00+05:30"]


@pytest.mark.parametrize(
    ("granularity", "expected"),
    [("week", {"2026-03-02": 2, "2026-03-09": 1}), ("month", {"2026-03": 3}),
     ("day", {"2026-03-02": 1, "2026-03-08": 1, "2026-03-09": 1})],
)  # fmt: skip
def test_steps_are_weeks_from_monday_and_months(admin_calls, company, granularity, expected):
    sent(admin_calls, view("02T10:00:00Z"), view("08T10:00:00Z"), view("09T10:00:00Z"))
    found = rows(admin_calls, ["jobs_viewed"], ["date"], granularity)
    assert {r["date"]: r["jobs_viewed"] for r in found if r["jobs_viewed"]} == expected


def test_the_clocks_change_within_an_hour_that_comes_twice_and_one_that_is_missing():
    def hours(day):
        return buckets(Wanted(["x"], day, day, (Dimension.DATE,), Granularity.HOUR), "Europe/Berlin")

    assert len(hours(date(2026, 3, 29))) == 23 and len(hours(date(2026, 10, 25))) == 25
    twice = [bucket_of(datetime(2026, 10, 25, h, 30, tzinfo=UTC), Granularity.HOUR, "Europe/Berlin") for h in (0, 1)]
    assert twice == ["2026-10-25T02:00:00+02:00", "2026-10-25T02:00:00+01:00"]


def test_what_the_portal_does_is_counted_by_who_what_and_where(app, admin_calls, company, wednesday):
    job = factories.a_job(company.client_id, title="Engineer", openings=5)
    other = factories.a_job(company.client_id, title="Cook")
    made = []
    for n, (target, source) in enumerate([(job, "linkedin"), (job, "referral"), (other, "linkedin")]):
        person = candidates.create_candidate({"name": f"Person {n}"}, by=company.recruiter)
        made.append(candidates.apply(person, target, by=company.recruiter, source=source))
    db.session.commit()
    by_job = rows(admin_calls, ["applications"], ["job"])
    assert {r["job"]: r["applications"] for r in by_job} == {encode("job", job.id): 2, encode("job", other.id): 1}
    assert rows(admin_calls, ["jobs_applied"], ["source"]) == [
        {"source": "linkedin", "jobs_applied": 2}, {"source": "referral", "jobs_applied": 1},
    ]  # fmt: skip
    (by_who,) = rows(admin_calls, ["applications"], ["recruiter", "client"])
    assert by_who == {
        "recruiter": encode("user", company.recruiter.id), "client": encode("client", company.client_id),
        "applications": 3,
    }  # fmt: skip
    assert rows(admin_calls, ["applications"], job=[job.id], source=["linkedin"]) == [{"applications": 1}]
    wednesday.shift(timedelta(days=3))
    first = made[0]
    for status in (ApplicationStatus.IN_REVIEW, ApplicationStatus.SHORTLISTED, ApplicationStatus.IN_PROGRESS):
        candidates.move(first, status, by=company.recruiter)
    candidates.select_application(first, by=company.recruiter)
    db.session.commit()
    admin_calls = Caller(app, company.admin)  # the first token has ended
    assert rows(admin_calls, ["hires", "time_to_hire"]) == [{"hires": 1, "time_to_hire": 3.0}]
    assert rows(admin_calls, ["applications"], ["status"], status=["SELECTED"]) == [
        {"status": "SELECTED", "applications": 1}
    ]
    april = {"date_range": {"start": "2026-04-01", "end": "2026-04-02"}}
    assert rows(admin_calls, ["time_to_hire", "hires"], ["date"], **april)[0] == {
        "date": "2026-04-01", "time_to_hire": None, "hires": 0,
    }  # fmt: skip


def test_days_that_are_counted_up_say_the_same_as_their_rows(admin_calls, company):
    job = factories.a_job(company.client_id)
    sent(
        admin_calls,
        *(
            view(f"{n % 15 + 1:02}T{n % 24:02}:15:00Z", ("linkedin", "feed")[n % 2], job if n % 3 else None)
            for n in range(90)
        ),
    )
    asked = [
        (["date", "source", "job"], "day"), (["date"], "week"), (["source"], "day"), ([], "month"), (["client"], "day"),
    ]  # fmt: skip
    before = [rows(admin_calls, ["jobs_viewed", "applications"], *one) for one in asked]
    roll_up()
    roll_up()
    counted = db.session.scalars(db.select(AnalyticsDay)).all()
    assert sum(day.number for day in counted if (day.metric, day.level) == ("jobs_viewed", "all")) == 90
    assert [rows(admin_calls, ["jobs_viewed", "applications"], *one) for one in asked] == before
    assert rows(admin_calls, ["jobs_viewed"], source=["feed"]) == [{"jobs_viewed": 45}]


def test_others_come_to_write_between_the_days_of_a_long_count(admin_calls, company, monkeypatch):
    """SQLite has one writer: a count of a year that holds its place kept people waiting until they were refused."""
    sent(admin_calls, view("02T10:00:00Z"))
    held = []
    monkeypatch.setattr(tasks, "let_others_write", lambda: held.append(db.session().in_transaction()))
    counted = services.roll_up
    monkeypatch.setattr(services, "roll_up", lambda *about: held.append("days") or counted(*about))
    roll_up()
    assert held[:4] == ["days", False, "days", False] and held.count("days") == held.count(False)


def test_what_comes_late_is_counted_on_its_day(admin_calls, company):
    sent(admin_calls, view("02T10:00:00Z"))
    roll_up()
    sent(admin_calls, view("02T12:00:00Z"), view("10T12:00:00Z"))
    for _ in range(2):
        found = {r["date"]: r["jobs_viewed"] for r in rows(admin_calls, ["jobs_viewed"], ["date"])}
        assert (found["2026-03-02"], found["2026-03-10"]) == (2, 1)
        roll_up()


def test_other_clocks_count_the_days_anew(admin_calls, company):
    sent(admin_calls, view("04T18:31:00Z"))
    roll_up()
    db.session.get(Company, company.company_id).time_zone = "Europe/London"
    db.session.commit()
    for _ in range(2):
        found = {r["date"]: r["jobs_viewed"] for r in rows(admin_calls, ["jobs_viewed"], ["date"])}
        assert (found["2026-03-04"], found["2026-03-05"]) == (1, 0)
        roll_up()


def test_the_same_event_is_counted_once_and_another_companys_never(app, admin_calls, company):
    rival = factories.a_world("Rival Talent")
    sent(admin_calls, view("02T10:00:00Z", event_id="a"), view("02T10:00:00Z", event_id="a"))
    sent(admin_calls, view("02T10:00:00Z", event_id="a"))
    theirs = Caller(app, rival.admin)
    sent(theirs, view("02T10:00:00Z", event_id="a"))
    roll_up()
    for calls in (admin_calls, theirs):
        assert rows(calls, ["jobs_viewed"]) == [{"jobs_viewed": 1}]
    key = Caller(app, key=key_of(company.admin, "candidates:write"))
    assert sent(key, *[view("03T10:00:00Z")] * 500) == 500


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "event_type"), ({"event_type": "No Spaces"}, "events.0.event_type"),
        ({"event_type": "applications"}, "events.0.event_type"), ({"events": []}, "events"),
        ({"event_type": "a", "events": [{"event_type": "b"}]}, "events"),
        ({"events": [{"event_type": "a"}] * 501}, "events"),
        ({"events": [{"event_type": "a"}, {"event_type": "b", "properties": {"x": "y" * 5000}}]},
         "events.1.properties"),
        ({"event_type": "a", "occurred_at": "2026-03-18T13:00:00Z"}, "events.0.occurred_at"),
        ({"event_type": "a", "occurred_at": "2025-03-18T13:00:00Z"}, "events.0.occurred_at"),
    ],
)  # fmt: skip
def test_events_that_cannot_be_counted_are_refused_by_name_and_none_is_taken(admin_calls, body, field):
    assert field in admin_calls.post(EVENTS, body).fields()
    assert db.session.scalar(db.select(db.func.count(AnalyticsEvent.id))) == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"metrics": []}, "metrics"), ({"metrics": ["Robert'); DROP"]}, "metrics.0"),
        ({"dimensions": ["colour"]}, "dimensions.0"),
        ({"metrics": ["jobs_viewed"], "dimensions": ["recruiter"]}, "metrics.0"),
        ({"metrics": ["hires"], "filters": {**MARCH, "recruiter": [1]}}, "metrics.0"),
        ({"granularity": "minute"}, "granularity"),
        ({"filters": {"date_range": {"start": "2026-03-02", "end": "2026-03-01"}}}, "filters.date_range.end"),
        ({"filters": {"date_range": {"start": "2026-13-02", "end": "2026-03-01"}}}, "filters.date_range.start"),
        ({"filters": {"date_range": {"start": "2000-01-01", "end": "2026-03-01"}}}, "filters.date_range.end"),
        ({"granularity": "hour", "filters": {"date_range": {"start": "2026-01-01", "end": "2026-03-31"}}},
         "filters.date_range.end"),
        ({"filters": {**MARCH, "colour": ["red"]}}, "filters.colour"),
    ],
)  # fmt: skip
def test_questions_that_have_no_answer_are_refused_by_name(admin_calls, change, field):
    body = {"metrics": ["jobs_viewed"], "dimensions": ["date"], "granularity": "day", "filters": MARCH}
    assert admin_calls.post(QUERY, {**body, **change}).fields() == {field}


@pytest.mark.parametrize("metric", sorted(METRICS))
def test_every_metric_is_answered_in_every_dimension_that_it_has(admin_calls, company, metric):
    for dimension in Dimension:
        reply = admin_calls.post(QUERY, {"metrics": [metric], "dimensions": [dimension], "filters": MARCH})
        assert reply.status == (200 if dimension in METRICS[metric] else 422)


def test_a_killed_count_is_made_again_whole(company, admin_calls):
    sent(admin_calls, view("02T10:00:00Z"))
    with as_company(company.company_id):
        services.roll_up(company.company_id, "Asia/Kolkata")
        db.session.rollback()
    roll_up()
    assert rows(admin_calls, ["jobs_viewed"]) == [{"jobs_viewed": 1}]
