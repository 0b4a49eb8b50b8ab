"""The list of notifications, the bell, and reading."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import event, select

from portal.accounts.models import AccountSession
from portal.candidates.models import ApplicationStatus
from portal.core.clock import now
from portal.core.database import db
from portal.core.ids import encode
from portal.core.people import Person, PersonKind
from portal.notifications import queries
from portal.notifications.models import Notification, NotificationReader, NotificationType
from tests import factories


def a_notification(world, person, *, title="Priya Raman is shortlisted", read=False, **values):
    """Something told to the person about a job of the world."""
    job = factories.a_job(world.client_id)
    notification = Notification(
        **{
            "type": NotificationType.NEW_JOB,
            "title": title,
            "message": "Northwind",
            "entity_type": "job",
            "entity_id": job.id,
            "created_at": now(),
            **values,
        }
    )
    db.session.add(notification)
    db.session.flush()
    read_at = now() if read else None
    db.session.add(
        NotificationReader(
            notification_id=notification.id, user_id=person.id, client_id=person.client_id, read_at=read_at
        )
    )
    db.session.flush()
    return notification


def path_of(notification):
    return f"/notifications/{encode('notif', notification.id)}"


def test_the_list_shows_what_i_was_told_newest_first(company, browse):
    a_notification(company, company.admin, title="First")
    a_notification(company, company.admin, title="<b>Second</b>", read=True)
    a_notification(company, company.recruiter, title="Not mine")
    page = browse(company.admin).get("/notifications")
    titles = [" ".join(t.get_text().split()) for t in page.soup.select(".told-title")]
    assert titles == ["<b>Second</b>", "First, unread"]
    assert "1 waits to be read" in page.words()


def test_unread_alone_can_be_asked_for(company, browse):
    a_notification(company, company.admin, title="First")
    a_notification(company, company.admin, title="Second", read=True)
    page = browse(company.admin).get("/notifications?show=unread")
    assert [t.find(string=True) for t in page.soup.select(".told-title")] == ["First"]


def test_an_empty_list_says_so(admin):
    assert "Nothing has been told to you yet" in admin.get("/notifications").words()
    assert "You have read everything" in admin.get("/notifications?show=unread").words()


def test_opening_reads_it_and_leads_to_what_it_is_about(company, browse):
    notification = a_notification(company, company.admin)
    browser = browse(company.admin)
    answer = browser.submit(browser.get("/notifications"), ".todo-what form")
    assert answer.status == 303
    assert answer.location == f"/jobs/{encode('job', notification.entity_id)}"
    assert queries.unread_count(company.admin) == 0


def test_a_link_to_it_leads_on_without_reading_it(company, browse):
    notification = a_notification(company, company.admin)
    answer = browse(company.admin).get(path_of(notification))
    assert (answer.status, answer.location) == (302, f"/jobs/{encode('job', notification.entity_id)}")
    assert queries.unread_count(company.admin) == 1


def test_one_can_be_read_where_it_stands(company, browse):
    notification = a_notification(company, company.admin)
    browser = browse(company.admin)
    answer = browser.post(path_of(notification) + "/reading", {"show": "unread"})
    assert (answer.status, answer.location) == (303, "/notifications?show=unread")
    assert queries.unread_count(company.admin) == 0


def test_all_can_be_read_at_once(company, browse):
    a_notification(company, company.admin)
    a_notification(company, company.admin)
    browser = browse(company.admin)
    page = browser.follow(browser.submit(browser.get("/notifications"), '.page-actions form[action$="/reading"]'))
    assert "Nothing waits to be read" in page.words()


@pytest.mark.parametrize("what", ["", "/reading"])
def test_what_somebody_else_was_told_is_not_mine_to_read(company, browse, what):
    notification = a_notification(company, company.admin)
    assert browse(company.recruiter).post(path_of(notification) + what).status == 404
    assert browse(company.client_user).get(path_of(notification)).status == 404
    assert queries.unread_count(company.admin) == 1


def test_another_company_sees_nothing_of_it(company, browse):
    notification = a_notification(company, company.admin)
    db.session.commit()
    db.session.expunge_all()
    other = factories.a_world("Other")
    assert browse(other.admin).get(path_of(notification)).status == 404


def test_a_client_user_has_a_list_of_their_own(company, browse):
    a_notification(company, company.client_user, title="Interview booked")
    assert "Interview booked" in browse(company.client_user).get("/notifications").words()


def test_the_list_goes_on_page_by_page(company, browse):
    for number in range(51):
        a_notification(company, company.admin, title=f"No {number}")
    browser = browse(company.admin)
    first = browser.get("/notifications?show=unread")
    second = browser.get(first.one("a[rel=next]")["href"])
    assert len(first.soup.select(".told-title")) == 50
    assert [t.find(string=True) for t in second.soup.select(".told-title")] == ["No 0"]


def test_the_bell_counts_and_asks_for_itself(company, browse):
    a_notification(company, company.admin)
    browser = browse(company.admin)
    bell = browser.get("/notifications").one("#bell")
    assert (bell["aria-label"], bell["hx-get"]) == ("Notifications, 1 unread", "/notifications/unread")
    a_notification(company, company.admin)
    db.session.commit()
    answer = browser.get("/notifications/unread", htmx=True)
    assert answer.one("#bell .dot").get_text() == "2"
    assert "<html" not in answer.text


def test_the_bell_of_nobody_is_silent(browse):
    answer = browse().get("/notifications/unread", htmx=True)
    assert (answer.status, answer.text, answer.location) == (204, "", "")


def test_the_bell_asked_for_by_hand_leads_to_the_list(admin):
    assert admin.get("/notifications/unread").location == "/notifications"


@pytest.mark.parametrize(("path", "touched"), [("/notifications/unread", False), ("/notifications", True)])
def test_a_bell_that_rings_by_itself_does_not_keep_the_session_alive(company, browse, path, touched):
    browser = browse(company.admin)
    session = select(AccountSession.seen_at).where(AccountSession.user_id == company.admin.id)
    before = db.session.scalar(session)
    with time_machine.travel(now() + timedelta(hours=1), tick=True):
        browser.get(path, htmx=True).response.close()
    db.session.rollback()
    assert (db.session.scalar(session) > before) is touched


def test_the_list_costs_few_queries(company, browse):
    for _ in range(60):
        a_notification(company, company.admin)
    browser = browse(company.admin)
    assert queries_of(browser, "/notifications") <= 5  # one of them is the number beside Inbox


def queries_of(browser, path):
    """How many statements a page sends."""
    seen = []
    listen = lambda *args: seen.append(args[2])  # noqa: E731
    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        assert browser.get(path).status == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    return len([s for s in seen if not s.startswith(("PRAGMA", "BEGIN"))])


@pytest.mark.parametrize(("who", "status"), [("recruiter", 303), ("client_user", 403)])
def test_good_news_is_sent_from_a_page_of_staff_alone(company, browse, who, status):
    job = factories.a_job(company.client_id)
    selected = {"status": ApplicationStatus.SELECTED, "client_sees": True}
    application = factories.an_application(factories.a_candidate(), job, **selected)
    path = f"/notifications/selection/{encode('app', application.id)}"
    assert browse(getattr(company, who)).post(path).status == status


def told_candidate(entity="interview"):
    """A candidate account that was told something; the notification."""
    account = factories.an_account(factories.a_candidate())
    notification = Notification(
        type=NotificationType.SYSTEM, title="Choose a time", entity_type=entity, entity_id=7, created_at=now()
    )
    db.session.add(notification)
    db.session.flush()
    reader = {"account_id": account.id, "candidate_id": account.candidate_id}
    db.session.add(NotificationReader(notification_id=notification.id, **reader))
    db.session.flush()
    person = Person(
        PersonKind.CANDIDATE,
        account.id,
        account.company_id,
        account.name,
        account.email,
        "candidate",
        candidate_id=account.candidate_id,
    )
    return person, notification


@pytest.mark.parametrize(
    ("entity", "leads_to"), [("interview", "/portal/interviews/"), ("candidate", "/portal/applications")]
)
def test_a_candidate_reads_what_they_were_told(company, browse, entity, leads_to):
    person, _ = told_candidate(entity)
    browser = browse(person)
    page = browser.get("/portal/notifications")
    assert "Choose a time" in page.words("main")
    assert browser.submit(page, ".todo-what form").location.startswith(leads_to)
    assert queries.unread_count(person) == 0


def test_a_candidate_reads_nothing_of_another(company, browse):
    _, notification = told_candidate()
    other, _ = told_candidate()
    assert browse(other).post("/portal" + path_of(notification)).status == 404


def test_a_candidate_reads_everything_at_once(company, browse):
    person, _ = told_candidate()
    assert browse(person).post("/portal/notifications/reading").status == 303
    assert queries.unread_count(person) == 0


@pytest.mark.parametrize(("who", "offered"), [("recruiter", True), ("client_user", False)])
def test_the_page_of_who_is_selected_offers_to_send_the_good_news(company, browse, who, offered):
    job = factories.a_job(company.client_id)
    values = {"status": ApplicationStatus.SELECTED, "client_sees": True, "selected_at": now()}
    application = factories.an_application(factories.a_candidate(), job, **values)
    page = browse(getattr(company, who)).get(f"/candidates/{encode('cand', application.candidate_id)}")
    assert bool(page.soup.select('form[action^="/notifications/selection/"]')) is offered


def test_the_bell_opens_the_newest_five_and_leads_on(company, browse):
    for number in range(6):
        a_notification(company, company.admin, title=f"No {number}", read=number == 5)
    browser = browse(company.admin)
    shell = browser.get("/jobs").one(".bell-panel")
    assert (shell["hx-get"], shell["hx-trigger"]) == ("/notifications/latest", "opened")
    assert [a["href"] for a in shell.select("a")] == ["/notifications", "/notifications/settings"]
    answer = browser.get("/notifications/latest", htmx=True)
    titles = [" ".join(t.get_text().split()) for t in answer.soup.select(".latest-title")]
    assert titles == ["No 5", *(f"No {n}, unread" for n in (4, 3, 2, 1))]
    assert browser.submit(answer, ".latest li:nth-child(2) form").status == 303
    assert queries.unread_count(company.admin) == 4
    assert browser.submit(answer, ".latest-head form").location == "/notifications"
    assert queries.unread_count(company.admin) == 0
    assert browser.get("/notifications/latest", htmx=True).soup.select(".latest-head form") == []


def test_the_panel_asked_for_by_hand_leads_to_the_list(admin):
    assert admin.get("/notifications/latest").location == "/notifications"
    assert admin.get("/notifications/latest", htmx=True).one(".latest-none")


def test_the_list_is_narrowed_to_a_kind_and_to_what_is_unread(company, browse):
    a_notification(company, company.admin, title="Job one")
    a_notification(company, company.admin, title="Hire", type=NotificationType.HIRING_INITIATED)
    a_notification(company, company.admin, title="Old hire", type=NotificationType.HIRING_INITIATED, read=True)
    browser = browse(company.admin)
    page = browser.get("/notifications?type=hiring_initiated")
    assert [t.find(string=True) for t in page.soup.select(".told-title")] == ["Old hire", "Hire"]
    page = browser.get("/notifications?type=hiring_initiated&show=unread")
    assert [t.find(string=True) for t in page.soup.select(".told-title")] == ["Hire"]
    answer = browser.submit(page, "#notifications form.action")
    assert answer.location == "/notifications?show=unread&type=hiring_initiated"
    assert "Nothing of this kind waits to be read" in browser.follow(answer).words("main")
    assert browser.get("/notifications?type=nonsense").status == 200


def test_a_candidate_sees_how_much_news_waits_and_it_asks_for_itself(company, browse):
    person, _ = told_candidate()
    browser = browse(person)
    count = browser.get("/portal/profile").one("#news")
    assert (count["hx-get"], count.find(string=True)) == ("/portal/notifications/unread", "1")
    assert browser.get("/portal/notifications/unread", htmx=True).one("#news").find(string=True) == "1"
    browser.post("/portal/notifications/reading")
    assert browser.get("/portal/notifications/unread", htmx=True).one("#news").get_text(strip=True) == ""
    assert browser.get("/portal/notifications/unread").location == "/portal/notifications"


def test_news_of_nobody_is_silent(browse, company):
    for by in (None, company.admin):
        answer = browse(by).get("/portal/notifications/unread", htmx=True)
        assert (answer.status, answer.text) == (204, "")
