"""The pages of people, through the browser of each kind of reader."""

import pytest
from sqlalchemy import event

from portal.candidates import services
from portal.candidates.models import Application, Candidate
from portal.candidates.models import ApplicationStatus as S
from portal.candidates.services.notes import add_note
from portal.core.database import db
from portal.core.ids import encode
from portal.core.outbox import run_due
from portal.core.people import Person, PersonKind
from portal.core.tenancy import as_company
from tests.factories import a_job, a_world, an_account

# Failures of others: what a candidate types must be text in a recruiter's browser.
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "{{ 7*7 }}",
    "javascript:alert(1)",
    "</textarea><script>alert(1)</script>",
)


PRIYA = {"name": "Priya Raman", "email": "priya@example.com", "skills": ["Python"], "expected_salary": "30 lakh"}


def put_in(company, **fields):
    person = services.create_candidate(
        {
            "name": "Priya Raman",
            "email": "priya@example.com",
            "skills": ["Python"],
            "expected_salary": "30 lakh",
            **fields,
        },
        by=company.recruiter,
    )
    return services.apply(person, a_job(company.client_id), by=company.recruiter)


@pytest.fixture
def applied(company):
    made = put_in(company)
    db.session.commit()
    return made


def path(applied, more=""):
    return f"/candidates/{encode('cand', applied.candidate_id)}{more}"


def moves(applied):
    return f"/applications/{encode('app', applied.id)}/moves"


def stored(company, model, number):
    db.session.expunge_all()
    with as_company(company.company_id):
        return db.session.get(model, number)


def test_the_list_shows_people_with_their_newest_application(recruiter, applied):
    page = recruiter.get("/candidates")
    assert "Priya Raman" in page.words("tbody")
    assert "New" in page.words("tbody")
    link = page.one("a.row-link")["href"]
    assert recruiter.get(link).words("h1").startswith("Priya Raman")


def test_filters_live_in_the_address_and_a_swap_gets_the_rows_alone(recruiter, applied):
    page = recruiter.get("/candidates?q=priya&status=NEW&cv=no&sort=name", htmx=True)
    assert "<html" not in page.text
    assert "HX-Request" in page.headers["Vary"]
    assert "Priya Raman" in page.words("#results")
    assert "Nobody here fits" in recruiter.get("/candidates?q=priya&status=REJECTED").words("#results")
    assert "Nobody here fits" in recruiter.get("/candidates?job=job_nothing").words("#results")


def test_a_person_typed_in_is_put_forward_at_once(recruiter, company):
    job = a_job(company.client_id)
    db.session.commit()
    form = recruiter.get("/candidates/new")
    answer = recruiter.submit(
        form, "main form", first_name="Lena", email="lena@example.com", job=str(encode("job", job.id))
    )
    page = recruiter.follow(answer)
    assert page.words("h1").startswith("Lena")
    assert job.title in page.words("#story")


def test_a_form_with_errors_comes_back_with_what_was_typed(recruiter):
    answer = recruiter.post("/candidates/new", {"first_name": "", "email": "no address", "location": "Goa"})
    assert answer.status == 422
    assert answer.one("#location")["value"] == "Goa"
    assert answer.one("#first_name")["aria-invalid"] == "true"


def test_somebody_elses_address_is_refused_with_a_link_to_who_has_it(recruiter, applied):
    answer = recruiter.post("/candidates/new", {"first_name": "Other", "email": "PRIYA@example.com"})
    assert answer.status == 422
    assert "Priya Raman already has this e-mail address." in answer.words("main")
    assert answer.soup.select_one(f'main a[href="{path(applied)}"]')


def test_a_stale_save_is_refused_and_keeps_what_was_typed(recruiter, company, applied):
    form = recruiter.get(path(applied, "/edit"))
    services.update_candidate(applied.candidate, {"location": "Pune"}, by=company.admin)
    db.session.commit()
    answer = recruiter.submit(form, "main form", location="Goa")
    assert answer.status == 409
    assert f"{company.admin.name} changed location" in answer.words("main")
    assert answer.one("#location")["value"] == "Goa"
    assert stored(company, Candidate, applied.candidate_id).location == "Pune"
    assert recruiter.submit(answer, "main form").status == 303
    assert stored(company, Candidate, applied.candidate_id).location == "Goa"


def test_editing_without_a_change_keeps_everything(recruiter, company):
    fields = {
        "experience": [{"title": "Engineer", "company": "Zoho", "start": "2020", "current": True, "location": "Pune"}],
        "education": [{"degree": "B.E.", "institution": "Anna University"}],
        "phone": "+491711234567",
        "phone_printed": "0171 1234567",
        "languages": ["Tamil", "German"],
        "links": ["https://example.com/a,b"],
    }
    made = put_in(company, **fields)
    db.session.commit()
    before = {c.key: getattr(made.candidate, c.key) for c in Candidate.__table__.columns}
    assert recruiter.submit(recruiter.get(path(made, "/edit")), "main form").status == 303
    after = stored(company, Candidate, made.candidate_id)
    changed = {k: (v, getattr(after, k)) for k, v in before.items() if getattr(after, k) != v}
    assert not changed


def test_deleting_asks_by_name_and_then_hides(recruiter, applied):
    page = recruiter.get(path(applied, "/deletion"))
    assert "Delete Priya Raman?" in page.words("h1")
    assert recruiter.submit(page, "main form").status == 303
    assert recruiter.get(path(applied)).status == 404
    assert "Priya Raman" not in recruiter.get("/candidates").words("main")


def test_a_move_from_the_menu_goes_back_where_it_came_from_and_offers_undo(recruiter, company, applied):
    page = recruiter.get(path(applied, "?in=search"))
    form = page.soup.select_one(f'form[action="{moves(applied)}"]:has(input[value=SHORTLISTED])')
    data = {field["name"]: field["value"] for field in form.select("input")}
    answer = recruiter.post(moves(applied), data)
    assert answer.location == path(applied, "?in=search")
    recruiter.post(moves(applied), {"status": "IN_PROGRESS"})
    toast = recruiter.get("/candidates").soup.select("[data-toast] form")[-1]
    recruiter.post(toast["action"])
    assert stored(company, Application, applied.id).status is S.SHORTLISTED


def test_a_rejection_without_a_reason_is_asked_for_one(recruiter, company, applied):
    asked = recruiter.follow(recruiter.post(moves(applied), {"status": "REJECTED"}))
    assert "Reject Priya Raman?" in asked.words("h1")
    assert recruiter.submit(asked, "main form", reason=" ").status == 422
    recruiter.submit(asked, "main form", reason="Too far away")
    found = stored(company, Application, applied.id)
    assert (found.status, found.rejection_reason) == (S.REJECTED, "Too far away")


@pytest.mark.parametrize("status", ["SELECTED", "NEW", "nonsense", ""])
def test_a_move_that_is_none_changes_nothing(recruiter, company, applied, status):
    assert recruiter.post(moves(applied), {"status": status}).status in (409, 422)
    assert stored(company, Application, applied.id).status is S.NEW


def test_the_second_of_two_recruiters_hears_who_was_quicker(recruiter, admin, company, applied):
    version = str(applied.version)
    assert admin.post(moves(applied), {"status": "IN_REVIEW", "version": version}).status == 303
    late = recruiter.post(moves(applied), {"status": "SHORTLISTED", "version": version}, htmx=True)
    assert late.status == 409
    assert f"{company.admin.name} was quicker" in late.words("[data-notice]")
    assert stored(company, Application, applied.id).status is S.IN_REVIEW


def test_a_move_on_the_board_answers_with_the_board(recruiter, applied):
    answer = recruiter.post(moves(applied), {"status": "IN_REVIEW"}, htmx=True)
    assert answer.status == 200
    assert answer.one("#board")["hx-swap-oob"] == "true"
    assert "undo" in answer.headers["HX-Trigger"]


@pytest.mark.parametrize("next_", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example"])
def test_peer_12_a_move_leads_to_no_other_host(recruiter, applied, next_):
    answer = recruiter.post(moves(applied), {"status": "IN_REVIEW", "next": next_})
    assert answer.location.startswith("/candidates/")


def test_prev_and_next_walk_the_list_one_came_from(recruiter, company):
    made = [put_in(company, name=f"Person {n}", email=f"p{n}@example.com") for n in range(3)]
    db.session.commit()
    page = recruiter.get(path(made[1], "?in=search&q=person"))
    assert page.one("a[rel=prev]")["href"] == path(made[2], "?in=search&q=person")
    assert page.one("a[rel=next]")["data-shortcut"] == "j ArrowRight"
    assert page.one(".crumbs a")["href"] == "/candidates?q=person"


def test_the_walk_along_a_board_says_where_one_stands(recruiter, company):
    job = a_job(company.client_id)
    people = [services.create_candidate({"name": f"Person {n}"}, by=company.recruiter) for n in range(3)]
    made = [services.apply(person, job, by=company.recruiter) for person in people]
    db.session.commit()
    page = recruiter.get(path(made[1], f"?in={encode('job', job.id)}"))
    assert "New: 2 of 3" in page.words(".walk")
    assert page.one(".crumbs a")["href"] == f"/jobs/{encode('job', job.id)}"


def test_the_story_stands_on_the_page_with_its_evidence(recruiter, company):
    made = put_in(company)
    db.session.commit()
    db.session.expunge_all()
    run_due()
    words = recruiter.get(path(made)).words("#story")
    assert "1 of 2 required skills seen." in words
    assert "SQL is required and not seen" in words
    assert "job requires" in words


def test_the_timeline_tells_everything_and_goes_on(recruiter, company, applied):
    for n in range(25):
        services.update_candidate(applied.candidate, {"location": f"Place {n}"}, by=company.recruiter)
    db.session.commit()
    page = recruiter.get(path(applied))
    assert len(page.soup.select("#timeline li")) == 21
    older = recruiter.get(page.one("#older a")["href"], htmx=True)
    assert "added the candidate" in older.words("li:last-child")
    assert recruiter.get(path(applied, "/timeline?cursor=xx")).status == 422


def test_a_note_is_written_and_read(recruiter, applied):
    page = recruiter.follow(recruiter.post(path(applied, "/notes"), {"text": "Call back\non Monday"}))
    assert "Call back" in page.words("#notes")
    assert recruiter.post(path(applied, "/notes"), {"text": " "}).status == 422


def test_the_client_sees_nothing_of_the_companys_own(company, recruiter, client_user):
    made = put_in(company)
    elsewhere = services.apply(made.candidate, a_job(company.client_id, title="Secret other job"), by=company.recruiter)
    services.share_with_client(made, by=company.recruiter)
    add_note(made.candidate, "Knows the boss, beware", by=company.recruiter, application=made)
    add_note(made.candidate, "Glad to talk to you", by=company.recruiter, application=made, for_client=True)
    db.session.commit()
    page = client_user.get(path(made))
    assert page.status == 200
    for secret in ("beware", "30 lakh", elsewhere.job.title, "What happened"):
        assert secret not in page.text
        assert secret in recruiter.get(path(made)).text
    assert "Glad to talk to you" in page.words("#notes")
    assert page.soup.select("main form") == []
    assert client_user.get(path(made, "/timeline")).status == 403
    assert client_user.get(f"/candidates/{made.candidate_id}?job={encode('job', elsewhere.job_id)}").status == 200


def test_the_client_sees_nobody_who_is_not_shared(client_user, applied):
    assert client_user.get(path(applied)).status == 404
    assert "Priya" not in client_user.get("/candidates?q=priya").words("#results")


CHANGES = [
    ("application", "/moves", {"status": "SHORTLISTED"}),
    ("application", "/moves/undo?status=IN_REVIEW", {}),
    ("application", "/rejection", {"reason": "x"}),
    ("application", "/sharing", {}),
    ("application", "/unsharing", {}),
    ("candidate", "/edit", {"first_name": "Mallory"}),
    ("candidate", "/deletion", {}),
    ("candidate", "/notes", {"text": "x"}),
    ("candidate", "/applications/new", {"job": "1"}),
]


@pytest.mark.parametrize("who", ["client_user", "candidate", "stranger", "nobody"])
@pytest.mark.parametrize(("what", "end", "data"), CHANGES)
def test_peer_08_who_may_not_change_a_thing_changes_nothing(company, browse, who, what, end, data):
    made = put_in(company)
    services.share_with_client(made, by=company.recruiter)
    account = an_account(made.candidate)
    db.session.commit()
    number, person = made.id if what == "application" else made.candidate_id, None
    if who == "client_user":
        person = company.client_user
    elif who == "candidate":
        more = {"candidate_id": made.candidate_id}
        person = Person(PersonKind.CANDIDATE, account.id, company.company_id, "P", account.email, "candidate", **more)
    elif who == "stranger":
        db.session.expunge_all()
        person = a_world("Other").admin
    answer = browse(person).post(f"/{what}s/{number}{end}", data)
    assert answer.status in ((403, 404) if who in ("client_user", "stranger") else (303, 400, 403, 404))
    if answer.status == 303:
        assert answer.location.startswith("/login")
    after = stored(company, Application, made.id)
    assert (after.status, after.client_sees, after.version) == (S.NEW, True, made.version)
    assert stored(company, Candidate, made.candidate_id).first_name == "Priya"


def test_peer_14_a_form_moves_nothing_into_another_company(recruiter, company, applied):
    more = {
        "company_id": "2",
        "client_id": "2",
        "id": "99",
        "created_by": "me",
        "version": str(applied.candidate.version),
    }
    answer = recruiter.post(path(applied, "/edit"), {"first_name": "Priya", **more})
    assert answer.status == 303
    after = stored(company, Candidate, applied.candidate_id)
    assert (after.company_id, after.created_by) == (company.company_id, company.recruiter.email)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_peer_10_and_23_what_a_candidate_writes_is_text_to_a_recruiter(recruiter, company, payload):
    row = dict.fromkeys(("title", "company", "start", "end", "description", "location"), payload[:80])
    study = dict.fromkeys(("degree", "field", "institution", "start", "end"), payload[:80])
    fields = {
        name: payload
        for name in ("location", "current_role", "current_company", "summary", "expected_salary", "phone_printed")
    }
    made = put_in(
        company, name=f"{payload} X", skills=[payload], languages=[payload], links=[payload], experience=[row],
        education=[study], **{**fields, "phone_printed": payload[:60]},
    )  # fmt: skip
    services.update_candidate(made.candidate, {"location": payload}, by=company.recruiter)
    add_note(made.candidate, payload, by=company.recruiter, application=made)
    services.reject_application(made, company.recruiter, payload)
    db.session.commit()
    db.session.expunge_all()
    run_due()
    paths = ["", "/edit", "/deletion", "/timeline", "/applications/new"]
    for address in ["/candidates", f"/candidates?q={payload}&skill={payload}", *(path(made, end) for end in paths)]:
        page = recruiter.get(address)
        assert page.status == 200
        assert not page.soup.select("main script, main img[src=x], main svg[onload], [onerror]"), address
        assert not [a for a in page.soup.select("a[href]") if a["href"].lower().startswith("javascript:")], address
        assert "49" not in page.words("h1"), address


@pytest.mark.parametrize(
    "address", ["/candidates", "/candidates?q=priya", "", "?in=search&q=priya", "/edit", "/timeline"]
)
def test_no_page_asks_the_database_more_than_12_times(recruiter, company, address):
    made = put_in(company)
    for n in range(8):
        other = put_in(company, name=f"Priya {n}", email=f"n{n}@example.com")
        services.apply(made.candidate, other.job, by=company.recruiter)
        add_note(made.candidate, f"Note {n}", by=company.recruiter)
    db.session.commit()
    asked = []
    with recruiter.app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", listener := lambda *a: asked.append(a[2]))
    try:
        page = recruiter.get(address if address.startswith("/candidates") else path(made, address))
    finally:
        event.remove(engine, "before_cursor_execute", listener)
    assert page.status == 200
    assert 0 < len(asked) <= 12, "\n".join(asked)
