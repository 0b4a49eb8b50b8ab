"""The pages of submissions: the gallery, the form of each system, one submission, and the admin's list."""

import pytest

from portal.core.database import db
from portal.integrations.catalogue import SYSTEMS, IntegrationType
from portal.integrations.forms import BEFORE
from portal.integrations.models import IntegrationNote, IntegrationSubmission, SubmissionStatus
from portal.integrations.rules import MASK
from tests.integrations.steps import SECRET, VALUES, a_submission, now_is, values_of, work
from tests.queries import MOST_PER_PAGE, count_queries

T, S = IntegrationType, SubmissionStatus


def fields(data):
    return {BEFORE + key: value for key, value in data.items()}


def hand_in(browser, kind, data, **values):
    page = browser.get(f"/integrations/new?type={kind.value}")
    return browser.submit(page, "form.form", **fields(data), **values)


def test_everybody_of_the_company_has_the_gallery_and_nobody_else(company, browse):
    for person in (company.admin, company.recruiter, company.client_user):
        page = browse(person).get("/integrations")
        assert [h.get_text() for h in page.soup.select(".gallery h3")] == [s.name for s in SYSTEMS.values()]
        assert page.one(".menu-panel a[href='/integrations']")
    assert "/login" in browse().get("/integrations").location


@pytest.mark.parametrize("kind", list(T))
def test_each_system_has_its_own_form_and_leads_to_its_page(company, recruiter, kind):
    page = recruiter.get(f"/integrations/new?type={kind.value}")
    names = [f["name"] for f in page.soup.select(f"main input[name^={BEFORE}]")]
    assert names == [BEFORE + field.key for field in SYSTEMS[kind].fields]
    shown = recruiter.follow(hand_in(recruiter, kind, VALUES[kind]))
    assert SYSTEMS[kind].next_step in shown.words("#progress") and SECRET not in shown.text
    assert bool(shown.soup.select("#webhook-url")) is SYSTEMS[kind].has_webhooks
    assert ("No delivery yet" in shown.words("#progress")) is SYSTEMS[kind].has_webhooks
    assert bool(shown.soup.select("form[action$='/test']")) is (SYSTEMS[kind].probe is not None)
    assert SYSTEMS[kind].name in recruiter.get("/integrations").words("table")


def test_the_address_for_a_vendors_webhooks_names_the_submission(company, recruiter):
    shown = recruiter.follow(hand_in(recruiter, T.LEVER, VALUES[T.LEVER]))
    assert shown.one("#webhook-url")["value"] == "http://portal.example/webhooks/ats/lever/1"
    shown = recruiter.follow(hand_in(recruiter, T.GENERIC, VALUES[T.GENERIC]))
    assert shown.one("#webhook-url")["value"] == "http://portal.example/webhooks/ats/generic/2"


def test_an_unknown_system_leads_back_to_the_gallery(company, recruiter):
    assert recruiter.get("/integrations/new?type=taleo").location == "/integrations"
    assert recruiter.get("/integrations/new").location == "/integrations"


@pytest.mark.parametrize(
    ("kind", "data", "values", "field"),
    [
        (T.GREENHOUSE, {}, {}, BEFORE + "apiKey"),
        (T.GENERIC, {}, {}, BEFORE + "system"),
        (T.WORKABLE, {"apiKey": SECRET, "subdomain": "a/b"}, {}, BEFORE + "subdomain"),
        (T.LEVER, VALUES[T.LEVER], {"user_email": "no"}, "user_email"),
        (T.LEVER, VALUES[T.LEVER], {"integration_name": ""}, "integration_name"),
        (
            T.WORKDAY,
            {"clientId": "i", "clientSecret": "s", "tokenUrl": "https://evil.example/"},
            {},
            BEFORE + "tokenUrl",
        ),
    ],
)
def test_what_cannot_be_handed_in_says_which_field(company, recruiter, kind, data, values, field):
    answer = hand_in(recruiter, kind, data, **values)
    assert answer.status == 422 and answer.one(f"#{field}-error")
    assert db.session.query(IntegrationSubmission).count() == 0


def test_editing_shows_secrets_masked_and_keeps_them(company, recruiter):
    number = a_submission(
        company.recruiter, T.JOBADDER, {"apiKey": SECRET, "companyId": "123", "mine": "another-secret"}
    )
    page = recruiter.get(f"/integrations/{number}/edit")
    assert SECRET not in page.text and "another-secret" not in page.text
    assert page.one(f"#{BEFORE}apiKey")["value"] == MASK + "4242"
    assert recruiter.submit(page, "form.form", **fields({"companyId": "124"})).status == 303
    assert values_of(number) == {"apiKey": SECRET, "companyId": "124", "mine": "another-secret"}
    page = recruiter.get(f"/integrations/{number}/edit")
    assert recruiter.submit(page, "form.form", **fields({"apiKey": "a-new-secret", "mine": ""})).status == 303
    assert values_of(number) == {"apiKey": "a-new-secret", "companyId": "124"}


def test_two_who_edit_one_do_not_overwrite_each_other(company, browse):
    number = a_submission(company.recruiter)
    one, two = browse(company.recruiter), browse(company.admin)
    pages = one.get(f"/integrations/{number}/edit"), two.get(f"/integrations/{number}/edit")
    assert one.submit(pages[0], "form.form", integration_name="From one").status == 303
    answer = two.submit(pages[1], "form.form", integration_name="From two")
    assert answer.status == 409 and answer.one("#integration_name")["value"] == "From two"
    assert SECRET not in answer.text and now_is(number).integration_name == "From one"
    assert two.submit(answer, "form.form").status == 303
    assert now_is(number).integration_name == "From two"


@pytest.mark.parametrize("wanted", set(S) - {S.PENDING})
def test_the_owner_and_the_admin_change_the_status_with_a_word(company, browse, wanted):
    number = a_submission(company.client_user)
    for person in (company.client_user, company.admin):
        browser = browse(person)
        page = browser.get(f"/integrations/{number}")
        assert wanted.value in [o["value"] for o in page.soup.select("#status option")]
        assert browser.submit(page, "form[action$='/status']", status=wanted.value, text="Because").status == 303
        shown = browser.get(f"/integrations/{number}")
        assert "Because" in shown.words(".timeline") and now_is(number).status is wanted
        now_is(number).status = S.PENDING


def test_a_status_that_is_none_or_the_present_one_is_refused(company, recruiter):
    number = a_submission(company.recruiter)
    for status in ("done", "pending"):
        answer = recruiter.post(f"/integrations/{number}/status", {"status": status})
        assert answer.status == 422 and answer.one("#status-error")
    assert db.session.query(IntegrationNote).count() == 0


def test_an_admin_writes_notes_that_the_owner_reads(company, browse):
    number = a_submission(company.client_user)
    admin, owner = browse(company.admin), browse(company.client_user)
    page = admin.get(f"/integrations/{number}")
    assert admin.submit(page, "form[action$='/notes']", text="The <b>key</b> is read-only").status == 303
    shown = owner.get(f"/integrations/{number}")
    assert "The <b>key</b> is read-only" in shown.words(".timeline")
    assert not shown.soup.select("form[action$='/notes']")
    assert owner.post(f"/integrations/{number}/notes", {"text": "Mine"}).status == 403
    assert admin.post(f"/integrations/{number}/notes", {"text": " "}).one("#note-error")


@pytest.mark.parametrize("path", ["", "/edit", "/connection"])
def test_what_is_somebody_elses_is_not_there(company, browse, path):
    number = a_submission(company.admin, T.JOBADDER, {"clientId": "id", "clientSecret": SECRET})
    for person in (company.recruiter, company.client_user):
        assert browse(person).get(f"/integrations/{number}{path}").status == 404
    assert browse(company.admin).get(f"/integrations/{number}{path}").status == 200


def test_a_test_is_asked_for_by_a_press_and_the_page_looks_again_by_itself(company, vendor, recruiter):
    number = a_submission(company.recruiter)
    path = f"/integrations/{number}"
    assert recruiter.submit(recruiter.get(path), "form[action$='/test']").status == 303
    waiting = recruiter.get(path)
    assert waiting.one("#progress")["hx-trigger"] == "every 2s" and "under way" in waiting.words("#progress")
    work()
    again = recruiter.get(path, htmx=True)
    assert "accepted the key" in again.words("#progress") and not again.one("#progress").get("hx-trigger")
    assert "<html" not in again.text


def test_without_a_key_there_is_no_button_but_a_word(company, recruiter):
    number = a_submission(company.recruiter, T.LEVER, {"webhookSecret": SECRET})
    page = recruiter.get(f"/integrations/{number}")
    assert not page.soup.select("form[action$='/test']") and "Enter the key first" in page.words("#progress")
    assert recruiter.post(f"/integrations/{number}/test").status == 409


def test_without_a_client_id_one_cannot_sign_in_elsewhere(company, recruiter):
    number = a_submission(company.recruiter, T.JOBADDER)
    assert not recruiter.get(f"/integrations/{number}").soup.select("a[href$='/connection']")
    assert recruiter.get(f"/integrations/{number}/connection").status == 409


def test_the_admins_list_is_for_those_who_see_all_and_is_filtered(company, browse, admin):
    a_submission(company.recruiter, T.LEVER, name="Our Lever")
    a_submission(company.client_user, T.ASHBY, status=S.FAILED)
    page = admin.get("/admin/integrations")
    assert "Our Lever" in page.words("table") and "Ashby" in page.words("table") and SECRET not in page.text
    assert "Ashby" not in admin.get("/admin/integrations?type=lever").words("table")
    assert "Our Lever" not in admin.get("/admin/integrations?status=failed", htmx=True).words("table")
    assert "No submission is like that" in admin.get("/admin/integrations?status=completed").words()
    assert "1 to do" in admin.get("/admin").words()
    for person in (company.recruiter, company.client_user):
        assert browse(person).get("/admin/integrations").status == 403


def test_lists_and_pages_ask_few_questions_and_lists_read_no_secret(company, admin):
    for _ in range(60):
        number = a_submission(company.recruiter)
    with count_queries() as sent:
        assert len(admin.get("/admin/integrations").soup.select("tbody tr")) == 50
    assert len(sent) <= MOST_PER_PAGE and not any("integration_submissions.data" in statement for statement in sent)
    with count_queries() as sent:
        admin.get(f"/integrations/{number}")
    assert len(sent) <= MOST_PER_PAGE, str(sent)


def test_an_admin_says_who_else_gets_notices(company, admin):
    from portal.accounts import queries as accounts

    page = admin.get("/admin/company")
    wrong = admin.submit(page, "form.form", mail_allow_list="demo.test\nnot a domain!")
    assert (
        wrong.status == 422
        and wrong.one("#mail_allow_list-error")
        and "demo.test" in wrong.one("#mail_allow_list").text
    )
    assert admin.submit(page, "form.form", mail_allow_list="Demo.test, partner@x.example").status == 303
    db.session.expire_all()
    assert accounts.get_company(company.company_id).mail_allow_list == ["demo.test", "partner@x.example"]
    assert admin.get("/admin/company").one("#mail_allow_list").text.split() == ["demo.test", "partner@x.example"]
