"""The audit log: complete, filtered by what an index begins with, shown and exported as text."""

import csv
import io
import json
from datetime import timedelta

import pytest
from sqlalchemy import event

from portal.accounts.services import sign_in
from portal.candidates import services as candidates
from portal.candidates.models import ApplicationStatus
from portal.clients import services as clients
from portal.core.clock import as_of, now
from portal.core.database import db
from portal.core.events import record, wipe_details
from portal.core.ids import encode
from portal.core.people import Browser as Cookie
from portal.governance import rules, tasks
from portal.governance.queries import Wanted, audit_page
from portal.governance.services import exporting
from portal.interviews import services as interviews
from portal.interviews.models import InterviewStatus
from portal.jobs import services as jobs
from portal.jobs.models import EmploymentType, PayPeriod, Priority
from tests import factories
from tests.core.test_events import SEED
from tests.interviews import steps
from tests.queries import count_queries

LOGS = "/api/governance/audit-logs"


def login(world):
    sign_in.sign_in_user(world.admin.email, factories.PASSWORD, Cookie("0" * 64, "csrf"))


def logout(world):
    sign_in.sign_out(world.admin)


def client(world):
    return clients.create_client({"company_name": "Umbrella"}, world.admin)


def update(world):
    made = client(world)
    clients.update_client(made, {"company_name": "Umbrella", "city": "Pune"}, world.admin, version=made.version)


JOB = {
    "title": "Engineer", "location": "Chennai", "required_skills": [], "openings": 1, "salary_currency": "INR",
    "employment_type": EmploymentType.FULL_TIME, "priority": Priority.LOW, "salary_period": PayPeriod.YEAR,
}  # fmt: skip


def job(world):
    return jobs.create_job(world.client_id, JOB, world.recruiter)


def moved(world):
    person = candidates.create_candidate({"name": "Ada Lovelace", "email": "ada@example.com"}, by=world.recruiter)
    application = candidates.apply(person, factories.a_job(world.client_id), by=world.recruiter)
    candidates.move(application, ApplicationStatus.IN_REVIEW, by=world.recruiter)


def interview(status):
    return lambda world: steps.an_interview(world, status)


def hire(world):
    found = steps.an_interview(world, InterviewStatus.COMPLETED)
    interviews.initiate_hiring(found, world.recruiter)


def job_update(world):
    made = job(world)
    jobs.update_job(made, {**JOB, "location": "Pune"}, world.recruiter, version=made.version)


DRIVERS = {
    "USER_LOGIN": login,
    "USER_LOGOUT": logout,
    "CLIENT_CREATE": client,
    "CLIENT_UPDATE": update,
    "CLIENT_DELETE": lambda world: clients.delete_client(client(world), 0, world.admin),
    "JOB_CREATE": job,
    "JOB_UPDATE": job_update,
    "JOB_STATUS_CHANGE": lambda world: jobs.hold_job(job(world), world.recruiter),
    "CANDIDATE_CREATE": moved,
    "CANDIDATE_STATUS_CHANGE": moved,
    "INTERVIEW_CREATE": interview(InterviewStatus.AWAITING),
    "INTERVIEW_COMPLETED": interview(InterviewStatus.COMPLETED),
    "INTERVIEW_PASSED": interview(InterviewStatus.PASSED),
    "INTERVIEW_FAILED": interview(InterviewStatus.FAILED),
    "HIRING_INITIATED": hire,
}


@pytest.mark.parametrize("action", SEED)
def test_every_action_of_the_seed_is_written_by_what_it_names(company, admin_calls, action):
    with as_of(steps.NOW) if action.startswith(("INTERVIEW", "HIRING")) else as_of(now()):
        DRIVERS[action](company)
    db.session.commit()
    db.session.expunge_all()
    found = admin_calls.get(f"{LOGS}?action_type={action}").json["items"]
    assert len(found) == 1 and found[0]["action_type"] == action
    (row,) = found
    assert set(row) == {
        "log_id", "timestamp", "user_id", "user_email", "user_role", "action_type", "entity_type", "entity_id",
        "client_id", "old_value", "new_value", "metadata",
    }  # fmt: skip
    assert row["user_id"].startswith("user_") and row["user_role"] in ("admin", "recruiter")
    assert row["log_id"].startswith("log_") and row["timestamp"].endswith("Z") and "_" in row["entity_id"]


def a_story(world):
    """Three people do five things in three days; the first client, a job, and a login."""
    first = factories.a_client(company_name="First")
    opened = factories.a_job(first.id)
    start = factories.at("2026-06-01 10:00")
    for days, (name, entity, by) in enumerate(
        [
            ("client.updated", first, world.admin),
            ("client.updated", first, world.recruiter),
            ("job.updated", opened, world.recruiter),
            ("job.status_changed", opened, world.client_user),
        ]
    ):
        with as_of(start + timedelta(days=days)):
            record(name, entity, by, old={"n": days}, new={"n": days + 1})
    db.session.commit()
    return first.id, opened.id


def named(reply):
    return [item["metadata"]["event"] for item in reply.json["items"]]


def test_the_log_is_filtered_by_person_entity_action_and_time(company, admin_calls):
    client_id, job_id = a_story(company)
    recruiter = encode("user", company.recruiter.id)
    everything = ["job.status_changed", "job.updated", "client.updated", "client.updated"]
    assert named(admin_calls.get(LOGS)) == everything
    for query, wanted in {
        f"user_id={recruiter}": everything[1:3],
        f"user_email={company.recruiter.email.upper()}": everything[1:3],
        f"user_email={company.recruiter.email}&user_id={recruiter}": everything[1:3],
        f"user_email={company.admin.email}&user_id={recruiter}": [],
        "user_email=nobody@example.com": [],
        "action_type=CLIENT_UPDATE": everything[2:],
        "action_type=NOTHING": [],
        "entity_type=job": everything[:2],
        f"entity_type=job&entity_id={encode('job', job_id)}": everything[:2],
        f"entity_type=client&entity_id={client_id}": everything[2:],
        "since=2026-06-02T10:00:00Z&until=2026-06-03T10:00:00Z": everything[2:3],
        f"user_id={recruiter}&entity_type=client": everything[2:3],
    }.items():
        assert named(admin_calls.get(f"{LOGS}?{query}")) == wanted, query
    (one,) = admin_calls.get(f"{LOGS}?since=2026-06-04T00:00:00Z").json["items"]
    assert (one["old_value"], one["new_value"]) == ({"n": 3}, {"n": 4})
    assert one["client_id"] == encode("client", client_id) and one["metadata"]["job_id"] == encode("job", job_id)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("user_id=42", "user_id"),
        ("user_id=job_x", "user_id"),
        ("entity_id=job_x", "entity_id"),
        ("entity_type=job&entity_id=client_xx", "entity_id"),
        ("since=yesterday", "since"),
        ("since=2026-06-02T10:00:00", "since"),
        ("since=0001-01-01T00:00:00%2B05:00", "since"),
        ("until=9999-12-31T23:00:00-05:00", "until"),
        ("limit=201", "limit"),
        ("cursor=x", "cursor"),
    ],
)
def test_a_filter_that_means_nothing_is_refused_by_name(company, admin_calls, query, field):
    reply = admin_calls.get(f"{LOGS}?{query}")
    assert reply.status == 422 and reply.fields() == {field}


def test_the_log_is_paged_without_loss_in_few_queries(company, admin_calls, admin):
    entity = factories.a_client()
    for number in range(7):
        with as_of(factories.at("2026-06-01 10:00") + timedelta(minutes=number // 3)):
            record("client.updated", entity, company.admin, about={"n": number})
    db.session.commit()
    seen, cursor = [], ""
    while cursor is not None:
        page = admin_calls.get(f"{LOGS}?limit=2&entity_type=client" + (f"&cursor={cursor}" if cursor else ""))
        seen += [item["metadata"]["n"] for item in page.json["items"]]
        cursor = page.json["next"]
    assert seen == [6, 5, 4, 3, 2, 1, 0]
    with count_queries() as sent:
        admin_calls.get(f"{LOGS}?limit=200")
    assert len(sent) == 2, str(sent)
    with count_queries() as sent:
        admin.get("/admin/audit")
    # The session, the page of events, the people to filter by, and the two counts of the frame (bell, inbox).
    assert len(sent) <= 5, str(sent)


FILTERS = {
    "ix_events_of_time": Wanted(),
    "ix_events_of_actor": Wanted(actors=(("user", 1),)),
    "ix_events_of_action": Wanted(action_type="JOB_UPDATE"),
    "ix_events_of_type": Wanted(entity_type="job"),
    "ix_events_of_entity": Wanted(entity_type="job", entity_id=1),
}


@pytest.mark.parametrize("index", FILTERS)
@pytest.mark.parametrize("cursor", [False, True])
def test_each_filter_walks_an_index_of_its_own_in_order(company, index, cursor):
    """So a page costs the same at a thousand events and at a million: nothing is sorted, nothing is skipped."""
    entity = factories.a_client()
    for _ in range(3):
        record("client.updated", entity, company.admin)
    after = audit_page(Wanted(), None, 1).next if cursor else None
    sent = []

    def note(_connection, _cursor, statement, parameters, *_rest):
        if "FROM events" in statement:
            sent.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    audit_page(FILTERS[index], after, 50)
    event.remove(db.engine, "before_cursor_execute", note)
    statement, parameters = sent[-1]
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
    words = " / ".join(row[3] for row in plan)
    assert f"INDEX {index} " in words and "TEMP B-TREE" not in words and "MULTI-INDEX" not in words, words
    assert not cursor or "<" in words.partition("/")[0], f"the cursor is not looked up: {words}"


def test_the_page_shows_old_and_new_side_by_side_and_finds_by_person(company, admin):
    entity = factories.a_client()
    record("client.updated", entity, company.recruiter, old={"city": "Pune"}, new={"city": "Chennai"})
    record("client.note_added", entity, company.admin)
    page = admin.get("/admin/audit")
    assert [" ".join(line.get_text(" ").split()) for line in page.soup.select(".pairs > div")] == ["City Pune Chennai"]
    found = admin.get(f"/admin/audit?person={company.recruiter.email}", htmx=True)
    assert "changed the client" in found.words("#results") and "wrote a note" not in found.words("#results")
    link = page.soup.select_one(f"td a[title='Everything by {company.recruiter.name}']")
    assert "wrote a note" not in admin.get(link["href"]).words("table")
    day = f"{now() + timedelta(days=1):%Y-%m-%d}"
    assert "wrote a note" in admin.get(f"/admin/audit?since=2020-01-01&until={day}&action=CLIENT_NOTE_CREATE").words()
    assert admin.get("/admin/audit?since=2099-01-01").words("#results").startswith("Nothing of this kind")


@pytest.mark.parametrize(
    "query",
    [
        "person=nobody@x.test",
        "since=tomorrow",
        "since=0001-01-01",
        "until=9999-12-31",
        "entity=job&entity_id=cand_x",
        "entity_id=job_1",
    ],
)
def test_a_filter_that_means_nothing_is_said_and_shows_nothing(company, admin, query):
    record("client.note_added", factories.a_client(), company.admin)
    page = admin.get(f"/admin/audit?{query}")
    assert page.status == 200 and page.one(".notice-warn") and not page.soup.select("#results table")


def test_wiped_values_are_told_as_wiped(company, admin, admin_calls):
    made = record("client.updated", factories.a_client(), company.admin, new={"phone": "+91 98400 12345"})
    wipe_details([made.id])
    db.session.commit()
    assert "wiped for privacy" in admin.get("/admin/audit").words("table")
    (row,) = admin_calls.get(LOGS).json["items"]
    assert row["new_value"] is None and row["metadata"]["values_wiped"] is True


EVIL = "Sun'><img src=x onerror=alert(1)>.pdf"


def test_peer_04_names_and_file_names_are_text_in_the_log_and_its_files(company, admin):
    record("candidate.cv_added", factories.a_candidate(last_name=EVIL), company.admin, new={"name": EVIL})
    page = admin.get("/admin/audit")
    assert page.soup.select("img") == [] and EVIL in page.words("table")
    assert EVIL in csv_rows(admin)[1][10]
    assert admin.client.get("/admin/audit.json").get_json()[0]["new_value"] == {"name": EVIL}


def csv_rows(admin, query=""):
    db.session.commit()
    answer = admin.client.get(f"/admin/audit.csv{query}")
    assert answer.mimetype == "text/csv" and "attachment" in answer.headers["Content-Disposition"]
    return list(csv.reader(io.StringIO(answer.get_data(as_text=True))))


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_file_is_taken_for_a_formula(sign):
    assert rules.cell(f"{sign}HYPERLINK(1)") == f"'{sign}HYPERLINK(1)"
    assert rules.cell("plain") == "plain" and rules.cell(None) == "" and rules.cell({"a": 1}) == '{"a": 1}'


def test_the_files_hold_what_the_filters_leave_over_many_pieces(company, admin, monkeypatch):
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    a_story(company)
    rows = csv_rows(admin)
    assert rows[0][0] == "log_id" and len(rows) == 5
    assert [row[5] for row in csv_rows(admin, "?action=CLIENT_UPDATE")[1:]] == ["CLIENT_UPDATE"] * 2
    listed = admin.client.get("/admin/audit.json?entity=job").get_json()
    assert [item["action_type"] for item in listed] == ["JOB_STATUS_CHANGE", "JOB_UPDATE"]
    assert json.loads(admin.client.get("/admin/audit.json?action=ROLE_CREATE").get_data()) == []


def test_the_file_is_sent_while_the_log_is_read(company, admin, monkeypatch):
    """Memory does not grow with the log: nothing is asked for before what came before it is taken."""
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    a_story(company)
    answer = admin.client.get("/admin/audit.csv", buffered=False)
    with count_queries() as sent:
        pieces = iter(answer.response)
        next(pieces)
        before = len(sent)
        next(pieces)
        assert (before, len(sent)) == (0, 1)
        assert len(list(pieces)) == 1 and len(sent) == 2
    answer.close()


def test_nobody_sees_another_companys_log(company, call):
    a_story(company)
    db.session.expunge_all()
    other = factories.a_world("Other")
    assert call(other.admin).get(LOGS).json["items"] == []
    assert call(other.admin).get(f"{LOGS}?user_email={company.admin.email}").json["items"] == []


def test_a_sealed_event_says_where(company, admin, admin_calls):
    record("client.note_added", factories.a_client(), company.admin)
    db.session.commit()
    db.session.expunge_all()
    tasks.seal({"company_id": company.company_id})
    assert admin_calls.get(LOGS).json["items"][0]["metadata"]["sealed_at_position"] == 1
    assert admin.get("/admin/audit").one("[title='Sealed at position 1']")


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ({"a": None}, {"a": "x", "b": True}, [("a", "empty", "x"), ("b", None, "yes")]),
        ({"skills": ["a", "b"]}, {"skills": []}, [("skills", "a, b", "empty")]),
        (
            {"start": "2026-12-01T04:30:00+00:00"},
            {"start": {"x": 1}},
            [("start", "2026-12-01 04:30 UTC", '{"x": 1}')],
        ),
        (None, None, []),
        ({"n": 0}, {"n": 1.5}, [("n", "0", "1.5")]),
    ],
)
def test_values_are_told_in_words(old, new, lines):
    assert rules.compared(old, new) == lines


def test_what_an_event_is_about_has_an_id_that_leads_back():
    for kind in rules.ENTITY_TYPES:
        assert rules.entity_number(kind, rules.entity_id(kind, 7)) == 7
    assert rules.actor_of("user_nothing") is None and rules.actor_of("7") is None
