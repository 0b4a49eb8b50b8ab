"""The review beside the original, downloads and pictures, through the browser."""

import hashlib
import shutil

import pytest
from sqlalchemy import event

from portal.candidates.models import Application, Candidate, Document
from portal.candidates.services import duplicates
from portal.core.database import db
from portal.core.tenancy import as_company
from tests import factories
from tests.candidates.cvs import XSS_NAME, cv_text, drop_and_read, fixture
from tests.candidates.reading import files


@pytest.fixture
def person(company):
    """Somebody whose PDF was read."""
    (upload,) = drop_and_read(company.recruiter, (XSS_NAME, fixture()), job=factories.a_job(company.client_id))
    return db.session.get(Candidate, upload.candidate_id)


def paths_of(person):
    document = db.session.query(Document).filter_by(candidate_id=person.id).one()
    base = f"/candidates/{person.id}"
    return [f"{base}/cv", f"{base}/documents/{document.id}", f"{base}/documents/{document.id}/pages/1.png"]


def test_what_was_read_stands_beside_the_pages_with_its_confidence(person, recruiter):
    page = recruiter.get(f"/candidates/{person.id}/review")
    assert page.one("[name=email]")["value"] == "harpreet.sandhu@example.com"
    assert page.one("[name=experience-0-title]")["value"] == "Technical Lead"
    assert page.soup.select("meter") and "Sure" in page.words("main form.split-story")
    for link in page.soup.select(".read-sure a"):
        assert page.soup.select_one(link["href"]), f"nothing is marked for {link}"
    assert page.soup.select_one("rect#evidence-email") and page.soup.select_one("svg.cv-page image")


def test_a_text_has_its_marks_in_the_text(company, recruiter):
    (upload,) = drop_and_read(company.recruiter, ("cv.txt", cv_text()))
    page = recruiter.get(f"/candidates/{upload.candidate_id}/review")
    assert page.one("mark#evidence-email").get_text() == "priya@example.com"
    shown = "".join(page.one(".paper").strings)
    assert "Built the ledger service in Python." in shown


def test_the_mark_of_a_field_lights_up_without_javascript(company, recruiter):
    (upload,) = drop_and_read(company.recruiter, ("cv.txt", cv_text()))
    page = recruiter.get(f"/candidates/{upload.candidate_id}/review?field=email")
    assert page.one("mark.is-lit").get_text() == "priya@example.com" and page.one("#evidence")


def test_a_correction_is_saved_and_what_was_not_touched_stays(person, recruiter):
    before = (person.phone, person.phone_printed, list(person.skills), list(person.experience))
    page = recruiter.get(f"/candidates/{person.id}/review")
    answer = recruiter.submit(page, "form.split-story", location="Pune")
    assert answer.status == 303
    after = db.session.get(Candidate, person.id)
    assert after.location == "Pune"
    assert (after.phone, after.phone_printed, list(after.skills), list(after.experience)) == before


def test_rows_are_added_and_removed(person, recruiter):
    page = recruiter.get(f"/candidates/{person.id}/review")
    spare = len(person.experience)
    recruiter.submit(
        page, "form.split-story",
        **{f"experience-0-{name}": "" for name in ("title", "company", "start", "description", "location")},
        **{"experience-0-current": [], f"experience-{spare}-title": "Intern"},
    )  # fmt: skip
    titles = [row.get("title") for row in db.session.get(Candidate, person.id).experience]
    assert "Intern" in titles and "Technical Lead" not in titles


def test_one_more_row_saves_nothing(person, recruiter):
    page = recruiter.get(f"/candidates/{person.id}/review")
    spare = len(person.experience)
    more = recruiter.submit(
        page, "form.split-story", more="row", location="Pune", **{f"experience-{spare}-title": "Intern"}
    )
    assert more.status == 200 and more.one(f"[name=experience-{spare + 1}-title]")
    assert more.one("[name=location]")["value"] == "Pune"
    assert db.session.get(Candidate, person.id).location != "Pune"


@pytest.mark.parametrize(
    ("field", "value"), [("first_name", ""), ("email", "nobody"), ("phone", "12"), ("experience-0-start", "last year")]
)
def test_bad_input_names_its_field_and_keeps_the_rest(person, recruiter, field, value):
    page = recruiter.get(f"/candidates/{person.id}/review")
    answer = recruiter.submit(page, "form.split-story", location="Pune", **{field: value})
    assert answer.status == 422 and answer.one("[aria-invalid=true]")["name"] == field
    assert answer.one("[name=location]")["value"] == "Pune"


def test_an_address_of_somebody_else_is_refused_at_its_field(person, recruiter):
    factories.a_candidate(first_name="Asha", last_name="Rao", email="asha@example.com")
    page = recruiter.get(f"/candidates/{person.id}/review")
    answer = recruiter.submit(page, "form.split-story", email="asha@example.com")
    assert answer.status == 422 and "Asha Rao" in answer.words("#email-error")


def test_a_save_that_came_too_late_overwrites_nothing_and_loses_nothing(person, recruiter):
    page = recruiter.get(f"/candidates/{person.id}/review")
    recruiter.submit(page, "form.split-story", location="Pune")
    late = recruiter.submit(page, "form.split-story", location="Goa")
    assert late.status == 409 and "Pune" in late.words("#conflict") and late.one("[name=location]")["value"] == "Goa"
    assert db.session.get(Candidate, person.id).location == "Pune"
    assert recruiter.submit(late, "form.split-story").status == 303
    assert db.session.get(Candidate, person.id).location == "Goa"


@pytest.mark.parametrize("address", ["/candidates/{}/review", "/candidates/uploads"])
def test_a_page_asks_at_most_twelve_times(person, recruiter, address):
    recruiter.get(address.format(person.id))
    asked = []
    event.listen(db.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    recruiter.get(address.format(person.id))
    assert 0 < len(asked) <= 12, "\n".join(asked)


def test_a_cv_comes_back_byte_for_byte_and_locked(person, recruiter):
    for path in paths_of(person)[:2]:
        answer = recruiter.get(path)
        assert answer.status == 200 and answer.response.data == fixture()
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
        assert "private" in answer.headers["Cache-Control"] and "public" not in answer.headers["Cache-Control"]


def test_peer_04_the_name_in_the_header_is_quoted(person, recruiter):
    said = recruiter.get(paths_of(person)[0]).headers["Content-Disposition"]
    assert said.startswith('attachment; filename="') and "<" not in said and "filename*=UTF-8''Sun%27%3E%3Cimg" in said


def test_peer_21_a_file_is_an_attachment_with_the_ending_of_what_it_is(company, recruiter):
    (upload,) = drop_and_read(company.recruiter, ("cv.html", cv_text()))
    answer = recruiter.get(f"/candidates/{upload.candidate_id}/cv")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="cv.html.txt"')
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_a_part_of_a_file_can_be_asked_for_and_an_unchanged_one_is_not_sent_again(person, recruiter):
    path = paths_of(person)[0]
    part = recruiter.get(path, headers={"Range": "bytes=0-7"})
    assert part.status == 206 and part.response.data == fixture()[:8]
    tag = recruiter.get(path).headers["ETag"]
    assert recruiter.client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_the_newest_cv_is_the_one_that_is_given(company, recruiter):
    drop_and_read(company.recruiter, ("old.txt", cv_text()))
    (second,) = drop_and_read(company.recruiter, ("new.txt", cv_text(more="Newer")))
    person = duplicates.join(second, by=company.recruiter)
    db.session.commit()
    assert b"Newer" in recruiter.get(f"/candidates/{person.id}/cv").response.data


def test_a_picture_of_a_page_is_private_and_there_is_none_beyond_the_last(person, recruiter):
    path = paths_of(person)[2]
    answer = recruiter.get(path)
    assert answer.response.data.startswith(b"\x89PNG") and "private" in answer.headers["Cache-Control"]
    assert recruiter.get(path.replace("/1.png", "/99.png")).status == 404


def strangers(company, browse, person):
    """Everybody who must not see the CV, each with the refusals that may meet them."""
    world = factories.a_world("Other")
    with as_company(company.company_id):
        client = factories.a_client()
        foreign = factories.a_user(factories.Role.CLIENT_USER, client_id=client.id)
        account = factories.an_account(factories.a_candidate())
        people = [
            factories.queries.person_of(foreign, db.session.get(factories.Company, company.company_id)),
            world.admin, world.client_user, None,
        ]  # fmt: skip
        db.session.commit()
        from portal.core.people import Person, PersonKind

        candidate = Person(
            PersonKind.CANDIDATE, account.id, company.company_id, "Cara", account.email, "candidate",
            candidate_id=account.candidate_id,
        )  # fmt: skip
    db.session.expunge_all()
    return [browse(one) for one in [*people, candidate]]


def test_peer_01_a_cv_is_shown_to_nobody_else(app, company, browse, person):
    paths = [*paths_of(person), f"/candidates/{person.id}/review"]
    number = person.id
    db.session.commit()
    db.session.expunge_all()
    for browser in strangers(company, browse, number):
        for path in paths:
            assert browser.get(path).status in (302, 303, 403, 404), (browser.person, path)


def test_peer_02_papers_are_not_reached_by_the_number_of_another(person, company, browse):
    """A client's own shared candidate in the path does not open another's document."""
    shown = factories.a_candidate()
    factories.an_application(shown, factories.a_job(company.client_id), client_sees=True)
    document = db.session.query(Document).filter_by(candidate_id=person.id).one()
    db.session.commit()
    browser = browse(company.client_user)
    for base in (shown.id, person.id):
        for path in (f"documents/{document.id}", f"documents/{document.id}/pages/1.png", "cv"):
            assert browser.get(f"/candidates/{base}/{path}").status == 404


def test_a_client_reads_the_cv_once_the_candidate_is_shown_to_it(person, company, browse):
    browser, paths = browse(company.client_user), paths_of(person)
    assert {browser.get(path).status for path in paths} == {404}
    db.session.query(Application).filter_by(candidate_id=person.id).one().client_sees = True
    db.session.commit()
    assert {browser.get(path).status for path in paths} == {200}
    assert browser.get(f"/candidates/{person.id}/review").status == 403


def test_peer_05_no_address_serves_the_folder_of_files(app, company, browse, person):
    from portal.storage.models import StoredFile

    key = db.session.query(StoredFile).one().key
    browser = browse()
    inside = f"{key[:2]}/{key[2:4]}/{key}"
    below = ("/files", "/static/../files", "/static/%2e%2e/files", "/pictures", "/instance/files")
    tried = [f"{folder}/{inside}" for folder in below]
    assert {browser.get(path).status for path in tried} == {404}
    assert all(browser.get(path).status in (302, 303) for path in paths_of(person))


def test_peer_06_a_foreign_id_changes_nothing(app, company, browse, person, recruiter):
    paths, number = paths_of(person), person.id
    before = hashlib.sha256(recruiter.get(paths[0]).response.data).hexdigest()
    name = person.name
    db.session.commit()
    db.session.expunge_all()
    for browser in strangers(company, browse, number):
        answer = browser.post(f"/candidates/{number}/review", {"first_name": "Mallory", "version": "1"})
        assert answer.status in (302, 303, 400, 403, 404)
    with as_company(company.company_id):
        assert db.session.get(Candidate, number).name == name
    assert hashlib.sha256(recruiter.get(paths[0]).response.data).hexdigest() == before


def test_the_papers_of_somebody_deleted_are_gone_with_them(person, company, recruiter):
    from portal.candidates.services.people import delete_candidate

    paths = paths_of(person)
    delete_candidate(person, by=company.recruiter)
    db.session.commit()
    assert {recruiter.get(path).status for path in paths} == {404}


def test_the_review_says_what_in_a_cv_nobody_can_see(recruiter, company):
    hidden = "{\\v Kubernetes <b>Terraform</b>}"
    data = files.rtf_of(cv_text().decode())[:-1] + hidden.encode() + b"\\par}"
    (upload,) = drop_and_read(company.recruiter, ("cv.rtf", data))
    page = recruiter.get(f"/candidates/{upload.candidate_id}/review")
    (notice,) = [one.get_text() for one in page.soup.select(".notice") if "hidden text" in one.get_text()]
    assert "Kubernetes <b>Terraform</b>" in notice
    assert "Kubernetes" not in page.soup.select_one(".paper").get_text()


@pytest.mark.skipif(not shutil.which("tesseract"), reason="tesseract is not installed")
def test_the_review_says_that_a_scan_was_read_from_a_picture(recruiter, company):
    (upload,) = drop_and_read(company.recruiter, ("cv.pdf", files.scan_of(files.pdf([files.LINES]))))
    assert upload.state.value == "added"
    page = recruiter.get(f"/candidates/{upload.candidate_id}/review")
    assert any("read from a picture (OCR)" in one.get_text() for one in page.soup.select(".notice"))
