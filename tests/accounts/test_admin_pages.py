"""What admins keep, through the pages; and that nobody else gets there."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from portal.accounts import queries
from portal.accounts.models import AccountStatus, CandidateAccount, Role, User
from portal.accounts.services import users
from portal.core import outbox
from portal.core.clock import now
from portal.core.database import db
from portal.core.mail import Mail, MailState
from portal.core.tenancy import as_company
from tests import factories
from tests.accounts.steps import link_in, mails, work

PAGES = [
    "/admin",
    "/admin/staff",
    "/admin/staff/new",
    "/admin/portal-users",
    "/admin/portal-users/new",
    "/admin/company",
    "/admin/mailbox",
    "/admin/effects",
]


@pytest.mark.parametrize("path", PAGES)
def test_admin_pages_are_for_admins_alone(company, browse, path):
    assert browse(company.admin).get(path).status == 200
    assert browse(company.recruiter).get(path).status == 403
    assert browse(company.client_user).get(path).status == 403
    assert browse().get(path).location.startswith("/login?next=")


def new_person(browser, **values):
    data = {"first_name": "Nora", "last_name": "New", "email": "nora@demo.test", "phone": "", "role": "recruiter"}
    return browser.submit(browser.get("/admin/staff/new"), "form.form", **{**data, **values})


def user_by(email):
    db.session.expire_all()
    return db.session.scalars(select(User).where(User.email == email)).one()


def test_a_new_colleague_is_listed_and_gets_a_welcome(app, company, admin):
    assert new_person(admin).location == "/admin/staff"
    page = admin.get("/admin/staff")
    assert "Nora New" in page.words("table") and "A mail with the sign-in name" in page.words()
    assert "nora@demo.test" in mails(app)[0].get_body(("plain",)).get_content()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"first_name": ""}, "first_name"),
        ({"email": "no address"}, "email"),
        ({"email": ""}, "email"),
        ({"first_name": "x" * 121}, "first_name"),
        ({"phone": "call me"}, "phone"),
        ({"role": "owner"}, "role"),
        ({"role": "client_user"}, "role"),
    ],
)
def test_a_person_that_cannot_be_added_says_which_field(company, admin, values, field):
    answer = new_person(admin, **values)
    assert answer.status == 422
    assert answer.one(f"#{field}-error")
    assert answer.one("#last_name")["value"] == "New"


def test_an_address_that_is_taken_is_said_at_its_field(company, admin):
    other = factories.a_world("Other")
    answer = new_person(admin, email=other.admin.email)
    assert answer.status == 422 and "already signs in" in answer.words("#email-error")


def test_two_admins_who_edit_one_person_do_not_overwrite_each_other(company, browse):
    first, second = browse(company.admin), browse(company.admin)
    path = f"/admin/staff/{company.recruiter.id}"
    pages = first.get(path), second.get(path)
    assert first.submit(pages[0], "form.form", first_name="Rita").status == 303
    answer = second.submit(pages[1], "form.form", first_name="Nora")
    assert answer.status == 409 and "First name is now “Rita”" in answer.words()
    assert answer.one("#first_name")["value"] == "Nora"
    assert user_by(company.recruiter.email).first_name == "Rita"
    assert second.submit(answer, "form.form").status == 303
    assert user_by(company.recruiter.email).first_name == "Nora"


def test_the_only_admin_is_told_why_the_role_stays(company, admin):
    page = admin.get(f"/admin/staff/{company.admin.id}")
    assert page.soup.select("form[action$=deactivation]") == []
    assert admin.submit(page, "form.form", role="recruiter").status == 409
    assert admin.post(f"/admin/staff/{company.admin.id}/deactivation").status == 409
    assert user_by(company.admin.email).role is Role.ADMIN


def test_deactivating_and_activating_by_buttons(company, admin):
    path = f"/admin/staff/{company.recruiter.id}"
    assert admin.submit(admin.get(path), "form[action$=deactivation]").status == 303
    assert user_by(company.recruiter.email).status is AccountStatus.INACTIVE
    assert admin.submit(admin.get(path), "form[action$='/activation']").status == 303
    assert user_by(company.recruiter.email).status is AccountStatus.ACTIVE


def test_resetting_a_password_ends_the_old_one_and_mails_a_link(app, company, admin, browse):
    admin.submit(admin.get(f"/admin/staff/{company.recruiter.id}"), "form[action$=password-reset]")
    browser = browse()
    answer = browser.submit(browser.get("/login"), "form", email=company.recruiter.email, password=factories.PASSWORD)
    assert answer.status == 422
    assert browser.get(link_in(mails(app)[0])).status == 200


def test_a_clients_user_is_not_kept_among_staff(company, admin):
    assert admin.get(f"/admin/staff/{company.client_user.id}").status == 404


def test_staff_are_found_by_name_and_listed_page_by_page(company, admin):
    for number in range(60):
        factories.a_user(first_name=f"Zora{number:02}", email=f"zora{number}@demo.test")
    first = admin.get("/admin/staff?q=zora")
    names = [a.get_text() for a in first.soup.select(".row-link")]
    second = admin.get(first.one("a[rel=next]")["href"])
    names += [a.get_text() for a in second.soup.select(".row-link")]
    assert len(names) == len(set(names)) == 60 and names == sorted(names)
    fragment = admin.get("/admin/staff?q=zora01", htmx=True)
    assert "<html" not in fragment.text and len(fragment.soup.select(".row-link")) == 1


def test_a_percent_sign_is_looked_for_as_it_is(company, admin):
    assert admin.get("/admin/staff?q=%25").soup.select(".row-link") == []


def test_a_portal_account_is_opened_edited_linked_and_unlinked(app, company, admin):
    candidate = factories.a_candidate(email="priya@example.com")
    values = {"first_name": "Priya", "last_name": "Raman", "email": "portal@example.com", "phone": ""}
    assert admin.submit(admin.get("/admin/portal-users/new"), "form.form", **values).status == 303
    assert "portal@example.com" in mails(app)[0].get_body(("plain",)).get_content()
    account = db.session.scalars(select(CandidateAccount)).one()
    path = f"/admin/portal-users/{account.id}"
    page = admin.get(path)
    assert admin.submit(page, "#candidate form", candidate_email="nobody@example.com").status == 422
    assert admin.submit(page, "#candidate form", candidate_email="Priya@example.com").status == 303
    db.session.expire_all()
    assert account.candidate_id == candidate.id
    page = admin.get(path)
    assert candidate.name in page.words("#candidate")
    admin.submit(page, "#candidate form")
    db.session.expire_all()
    assert account.candidate_id is None


def test_a_new_address_of_a_portal_account_must_be_confirmed_again(app, company, admin):
    account = factories.an_account()
    db.session.commit()
    page = admin.get(f"/admin/portal-users/{account.id}")
    form = page.soup.select_one("form:has(#email)")
    form["id"] = "edit"
    assert admin.submit(page, "#edit", email="new@example.com").status == 303
    db.session.expire_all()
    assert (account.email, account.email_confirmed_at, account.password_hash) == ("new@example.com", None, None)


def company_form(admin, **values):
    return admin.submit(admin.get("/admin/company"), "form.form", **values)


def test_the_companys_settings_are_saved(company, admin):
    answer = company_form(
        admin, name="Acme 2", slug="acme-2", time_zone="Europe/Berlin", notice_hours="12",
        jobs_public_default="y", accent="#117755",
    )  # fmt: skip
    assert answer.status == 303
    db.session.expire_all()
    found = queries.get_company(company.company_id)
    assert (found.name, found.slug, found.time_zone, found.notice_hours) == ("Acme 2", "acme-2", "Europe/Berlin", 12)
    assert found.jobs_public_default and found.accent == "#117755"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ""}, "name"),
        ({"slug": "Not A Slug"}, "slug"),
        ({"slug": "login"}, "slug"),
        ({"notice_hours": "-1"}, "notice_hours"),
        ({"notice_hours": "many"}, "notice_hours"),
        ({"notice_hours": "99999999999"}, "notice_hours"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"accent": "red; }"}, "accent"),
    ],
)
def test_settings_that_cannot_be_say_which_field(company, admin, values, field):
    answer = company_form(admin, **values)
    assert answer.status == 422 and answer.one(f"#{field}-error")


def test_an_address_of_another_company_is_refused(company, admin):
    slug = factories.a_company("Other").slug
    answer = company_form(admin, slug=slug)
    assert answer.status == 422 and "Another company" in answer.words("#slug-error")


def test_profile_keeps_name_zone_and_hours(company, recruiter):
    page = recruiter.get("/profile")
    assert page.one("#mon")["value"] == "09:00–18:00"
    answer = recruiter.submit(
        page, "form.form", first_name="Rita", time_zone="Europe/Berlin", mon="8:00-12:00, 13:00-17:00", fri=""
    )
    assert answer.status == 303
    user = user_by(company.recruiter.email)
    assert (user.first_name, user.time_zone) == ("Rita", "Europe/Berlin")
    assert user.working_hours["mon"] == [["08:00", "12:00"], ["13:00", "17:00"]] and user.working_hours["fri"] == []


def test_hours_that_make_no_sense_keep_what_was_typed(company, recruiter):
    answer = recruiter.submit(recruiter.get("/profile"), "form.form", tue="nine to five", first_name="Rita")
    assert answer.status == 422
    assert answer.one("#tue")["value"] == "nine to five" and answer.one("#tue-error")
    assert answer.one("#first_name")["value"] == "Rita"


def test_the_mailbox_shows_text_html_and_how_it_went(app, company, admin):
    users.send_welcome(queries.get_user(company.recruiter.id), company.admin)
    work(app)
    listed = admin.get("/admin/mailbox")
    assert "Sent" in listed.words("table")
    page = admin.get(listed.one(".row-link")["href"])
    assert company.recruiter.email in page.words("pre") and "http://portal.example/set-password/" in page.words(
        ".letter ul"
    )
    frame = page.one("iframe")
    assert "allow-scripts" not in frame["sandbox"] and "allow-same-origin" not in frame["sandbox"]
    html = admin.client.get(frame["src"])
    assert (
        "sandbox" in html.headers["Content-Security-Policy"]
        and "default-src 'none'" in html.headers["Content-Security-Policy"]
    )
    assert b"Choose your password" in html.data


def test_a_mail_that_failed_says_why_and_is_sent_again(app, company, admin, monkeypatch):
    def broken(message):
        raise OSError("no route to the mail server")

    with monkeypatch.context() as patch:
        patch.setattr("portal.core.mail.hand_over", broken)
        users.send_welcome(queries.get_user(company.recruiter.id), company.admin)
        work(app)
    page = admin.get("/admin/mailbox?state=failed")
    assert "no route to the mail server" in page.words("table")
    path = page.one(".row-link")["href"]
    assert admin.submit(admin.get(path), "form[action$=sending]").status == 303
    work(app)
    db.session.expire_all()
    assert db.session.scalars(select(Mail)).one().state is MailState.SENT


def test_a_mail_that_was_sent_can_be_sent_again_and_shows_every_try(app, company, admin):
    users.send_welcome(queries.get_user(company.recruiter.id), company.admin)
    work(app)
    path = admin.get("/admin/mailbox").one(".row-link")["href"]
    page = admin.get(path)
    assert [row.select("td")[1].get_text(strip=True) for row in page.soup.select(".attempts tbody tr")] == ["Sent"]
    assert admin.submit(page, "form[action$=sending]").status == 303
    waiting = admin.get(path)
    assert "about to be sent again" in waiting.words("main")
    assert waiting.soup.select("form[action$=sending]") == []
    work(app)
    page = admin.get(path)
    assert "Sent again by hand." in page.words(".attempts") and len(page.soup.select(".attempts tbody tr")) == 2
    assert "links that carry a secret are made anew" in page.words("main")


def test_an_effect_that_was_given_up_is_shown_with_its_reason_and_runs_again(app, company, admin, monkeypatch):
    done = []
    monkeypatch.setitem(outbox.TASKS, "try", outbox.Task(lambda payload: 1 / 0, 1, 60))
    outbox.later("try", {}, key="one")
    work(app)
    monkeypatch.setitem(outbox.TASKS, "try", outbox.Task(done.append, 1, 60))
    page = admin.get("/admin/effects?state=dead")
    assert "division by zero" in page.words("table")
    assert "1 given up" in admin.get("/admin").words("main")
    assert admin.submit(page, "form[action$='/run']").status == 303
    work(app)
    assert done == [{}]
    assert "Everything is done" in admin.get("/admin/effects?state=dead").words("main")
    assert "division by zero" not in admin.get("/admin/effects").words("main")


def test_what_waits_for_its_time_is_listed_when_it_is_asked_for_alone(app, company, admin):
    outbox.later("notifications.remind", {}, key="in a week", due_at=now() + timedelta(days=7))
    db.session.commit()
    assert "Everything is done" in admin.get("/admin/effects").words("main")
    assert "notifications.remind" in admin.get("/admin/effects?state=due").words("table")


def test_nobody_looks_into_another_companys_accounts_mails_and_effects(app, company, browse):
    other = factories.a_world("Other")
    account = factories.an_account()
    users.send_welcome(queries.get_user(company.recruiter.id), company.admin)
    work(app)
    mail = db.session.scalars(select(Mail)).one()
    effect = db.session.scalars(select(outbox.Effect)).first()
    stranger = browse(other.admin)
    paths = [
        f"/admin/staff/{company.recruiter.id}",
        f"/admin/portal-users/{account.id}",
        f"/admin/mailbox/{mail.id}",
        f"/admin/mailbox/{mail.id}/html",
    ]
    posts = [
        f"/admin/staff/{company.recruiter.id}/deactivation",
        f"/admin/staff/{company.recruiter.id}/password-reset",
        f"/admin/portal-users/{account.id}/candidate",
        f"/admin/portal-users/{account.id}/deactivation",
        f"/admin/mailbox/{mail.id}/sending",
        f"/admin/effects/{effect.id}/run",
    ]
    assert {stranger.get(path).status for path in paths} == {404}
    assert {stranger.post(path).status for path in posts} == {404}
    assert company.recruiter.email not in stranger.get("/admin/staff").text
    assert company.recruiter.email not in stranger.get("/admin/mailbox").text


def test_the_overview_counts_what_is_the_companys_own(app, company, admin):
    factories.an_account()
    with as_company(factories.a_world("Rival Talent").company_id):
        for _ in range(3):
            factories.an_account()
            factories.a_user()
    db.session.commit()
    shown = " ".join(admin.get("/admin").one("main").get_text(" ", strip=True).split())
    assert "Admins and recruiters of the company 2 active" in shown
    assert "Candidates who sign in to their portal 1" in shown


@pytest.mark.parametrize("path", PAGES)
def test_no_admin_page_asks_the_database_more_than_thirteen_times(app, company, admin, path):
    for _ in range(60):
        factories.an_account()
        factories.a_user()
    db.session.commit()
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    admin.get(path)
    # Three are the frame's: the session, the bell, the inbox.
    assert 0 < len(asked) <= 13, asked


def test_the_accent_of_a_company_stands_on_its_pages_alone(company, admin, browse):
    assert "/accent.css" not in admin.get("/admin").text
    company_form(admin, accent="#117755")
    link = admin.get("/admin").one("link[href^='/accent.css']")["href"]
    sheet = browse().client.get(link)
    assert sheet.mimetype == "text/css" and b"--accent: light-dark(#117755, #117755);" in sheet.data
    assert browse().get("/accent.css?of=red;}").status == 404
