"""Dropping CVs and the tray, through the browser."""

import io
import time

import pytest

from portal.candidates.models import Candidate, CvUpload, UploadState
from portal.core.database import db
from portal.core.tenancy import as_company
from portal.jobs.models import JobStatus
from portal.storage.models import StoredFile
from tests import factories
from tests.candidates.cvs import XSS_NAME, blank_scan, cv_text, drop, drop_and_read, fixture, work

MULTIPART = "multipart/form-data"


def send(browser, path, *files, htmx=False, **fields):
    """Post files (name, bytes) as a form does."""
    data = {"files": [(io.BytesIO(content), name) for name, content in files], **fields}
    return browser.post(path, data, content_type=MULTIPART, htmx=htmx)


def tray_of(job):
    return f"/jobs/{job.id}/uploads"


def test_files_are_taken_in_and_the_tray_shows_them_until_they_are_read(company, recruiter):
    job = factories.a_job(company.client_id)
    db.session.commit()
    answer = send(recruiter, tray_of(job), ("cv.txt", cv_text()), ("scan.pdf", blank_scan()))
    assert answer.status == 303 and "batch=" in answer.location
    page = recruiter.follow(answer)
    assert page.one("#uploads")["hx-trigger"] == "every 1s" and "Reading 2 CVs" in page.words("#uploads")
    assert page.one("#uploads progress")["max"] == "2" and page.one("#uploads noscript a")["href"] in answer.location
    work()
    page = recruiter.get(answer.location)
    assert not page.one("#uploads").has_attr("hx-trigger")
    assert "Priya Raman" in page.words("#uploads") and "without text" in page.words("#uploads")


def test_the_tray_alone_answers_a_swap(company, recruiter):
    job = factories.a_job(company.client_id)
    db.session.commit()
    answer = send(recruiter, tray_of(job), ("cv.txt", cv_text()), htmx=True)
    assert answer.status == 200 and "<html" not in answer.text and answer.one("#uploads")["hx-get"].startswith("/jobs/")


def test_what_was_dropped_is_still_there_when_one_comes_back(company, recruiter):
    job = factories.a_job(company.client_id)
    drop_and_read(company.recruiter, ("cv.txt", cv_text()), job=job)
    assert "Priya Raman" in recruiter.get(tray_of(job)).words("#uploads")
    assert "Priya Raman" not in recruiter.get("/candidates/uploads").words("main")


def test_cvs_may_be_dropped_without_a_job(company, recruiter):
    page = recruiter.get("/candidates/uploads")
    assert page.one("form#upload")["action"] == "/candidates/uploads"
    answer = send(recruiter, "/candidates/uploads", ("cv.txt", cv_text()))
    work()
    assert "Priya Raman" in recruiter.follow(answer).words("#uploads")


@pytest.mark.parametrize("count", [0, 51])
def test_no_file_and_too_many_are_refused_at_the_field(company, recruiter, count):
    answer = send(recruiter, "/candidates/uploads", *[(f"{n}.txt", cv_text()) for n in range(count)])
    assert answer.status == 422 and answer.one("[aria-invalid=true]")["name"] == "files"
    assert db.session.query(StoredFile).count() == 0


@pytest.mark.parametrize("status", [JobStatus.CLOSED, JobStatus.FILLED])
def test_a_job_that_takes_nobody_refuses(company, recruiter, status):
    job = factories.a_job(company.client_id, status=status)
    db.session.commit()
    assert send(recruiter, tray_of(job), ("cv.txt", cv_text())).status == 409
    assert db.session.query(CvUpload).count() == 0


def test_a_bad_file_among_good_ones_is_named_and_the_good_ones_are_read(company, recruiter):
    answer = send(
        recruiter, "/candidates/uploads", ("cv.txt", cv_text()), ("party.mp3", b"ID3\x03\x00\x00\x00\x00\x0f")
    )
    work()
    words = recruiter.follow(answer).words("#uploads")
    assert "Priya Raman" in words and "party.mp3" in words and "cannot be read" in words


def test_a_duplicate_is_offered_for_joining(company, recruiter):
    person = factories.a_candidate(first_name="Priya", last_name="Known", email="priya@example.com")
    drop_and_read(company.recruiter, ("cv.txt", cv_text()))
    page = recruiter.get("/candidates/uploads")
    assert "Join to Priya Known" in page.words("#uploads")
    after = recruiter.follow(recruiter.submit(page, 'form[action*="/joining"]'))
    assert "Joined" in after.words("#uploads")
    assert db.session.query(CvUpload).one().candidate_id == person.id and db.session.query(Candidate).count() == 1


def test_a_decision_by_swap_answers_the_tray_and_keeps_the_batch(company, recruiter):
    factories.a_candidate(email="priya@example.com")
    (upload,) = drop_and_read(company.recruiter, ("cv.txt", cv_text(name="Meera Raman")))
    form = recruiter.get(f"/candidates/uploads?batch={upload.batch}").one('form[action*="/separation"]')
    answer = recruiter.post(form["hx-post"], htmx=True)
    assert (
        answer.status == 200 and "Meera Raman" in answer.words("#uploads") and "toast" in answer.headers["HX-Trigger"]
    )
    assert db.session.query(Candidate).filter_by(first_name="Meera").one().email is None


def test_a_second_decision_about_one_file_is_refused(company, recruiter):
    factories.a_candidate(email="priya@example.com")
    (upload,) = drop_and_read(company.recruiter, ("cv.txt", cv_text()))
    assert recruiter.post(f"/uploads/{upload.id}/joining").status == 303
    assert recruiter.post(f"/uploads/{upload.id}/separation").status == 409
    assert db.session.query(Candidate).count() == 1


def test_an_unreadable_file_can_be_entered_by_hand(company, recruiter):
    (upload,) = drop_and_read(company.recruiter, ("scan.pdf", blank_scan()))
    tray = recruiter.get("/candidates/uploads")
    page = recruiter.get(tray.one('a[href*="/person"]')["href"])
    assert page.soup.select_one("svg.cv-page image")["href"].endswith("/pages/1.png")
    wrong = recruiter.submit(page, "main form", first_name="")
    assert wrong.status == 422 and wrong.one("#form-errors")
    assert recruiter.submit(page, "main form", first_name="Asha", email="asha@example.com").status == 303
    person = db.session.query(Candidate).one()
    assert person.name == "Asha" and db.session.get(CvUpload, upload.id).state is UploadState.ADDED


def test_dismissing_takes_the_line_away(company, recruiter):
    drop_and_read(company.recruiter, ("scan.pdf", blank_scan()))
    page = recruiter.get("/candidates/uploads")
    after = recruiter.follow(recruiter.submit(page, 'form[action*="/dismissal"]'))
    assert "scan.pdf" not in after.words("#uploads") and db.session.query(StoredFile).count() == 0


def test_a_file_that_nobody_read_can_be_read_again(company, recruiter):
    (upload,) = drop(company.recruiter, ("cv.txt", cv_text()))
    upload.created_at = factories.at("2026-01-01 10:00")
    upload.state = UploadState.READING
    db.session.commit()
    page = recruiter.get("/candidates/uploads")
    assert not page.one("#uploads").has_attr("hx-trigger")
    recruiter.submit(page, 'form[action*="/reading"]')
    assert db.session.get(CvUpload, upload.id).state is UploadState.WAITING


def test_peer_04_the_name_of_a_file_is_text_and_nothing_else(company, recruiter):
    answer = send(recruiter, "/candidates/uploads", (XSS_NAME, fixture()), (XSS_NAME, b"\x00\x01\x02"))
    waiting = recruiter.follow(answer)
    work()
    read = recruiter.get(answer.location)
    person = db.session.query(Candidate).one()
    review = recruiter.get(f"/candidates/{person.id}/review")
    for page in (waiting, read, review):
        assert XSS_NAME in page.soup.get_text() and not page.soup.select("img[onerror]"), page.response.request.path
    assert {one.name for one in db.session.query(CvUpload)} == {XSS_NAME}


def test_peer_07_whose_the_file_is_is_not_the_senders_to_say(company, recruiter):
    other = factories.a_candidate()
    db.session.commit()
    send(
        recruiter, "/candidates/uploads", ("cv.txt", cv_text()), company_id="2", uploaded_by_id=str(company.admin.id),
        candidate_id=str(other.id), owner_id=str(other.id), owner_kind="candidate", state="added", batch="mine",
    )  # fmt: skip
    upload = db.session.query(CvUpload).one()
    file = db.session.query(StoredFile).one()
    assert (upload.company_id, upload.uploaded_by_id, upload.candidate_id) == (
        company.company_id, company.recruiter.id, None,
    )  # fmt: skip
    assert (file.owner_kind, file.owner_id, upload.state) == ("upload", None, UploadState.WAITING)
    assert upload.batch != "mine"


def test_peer_21_a_program_is_refused_whatever_it_is_called(company, recruiter):
    programs = {"cv.pdf": b"MZ\x90\x00" + b"\x00" * 200, "cv.docx": b"\x7fELF" + b"\x00" * 99}
    answer = send(recruiter, "/candidates/uploads", *programs.items())
    words = recruiter.follow(answer).words("#uploads")
    assert words.count("cannot be read") == 2 and db.session.query(StoredFile).count() == 0


@pytest.mark.parametrize("who", ["client_user", "stranger", "other"])
def test_peer_06_uploads_are_the_companys_staffs_alone(company, browse, who):
    job = factories.a_job(company.client_id)
    factories.a_candidate(email="priya@example.com")
    (upload,) = drop_and_read(company.recruiter, ("cv.txt", cv_text()), job=job)
    db.session.commit()
    db.session.expunge_all()
    other = factories.a_world("Other").admin if who == "other" else None
    browser = browse({"client_user": company.client_user, "stranger": None, "other": other}[who])
    wanted = {"client_user": {403}, "stranger": {302, 303, 400}, "other": {404}}[who]
    for path in ("file", "pages/1.png", "person"):
        assert browser.get(f"/uploads/{upload.id}/{path}").status in wanted, path
    assert browser.get(tray_of(job)).status in wanted
    assert send(browser, tray_of(job), ("cv.txt", cv_text())).status in wanted
    for path in ("joining", "separation", "dismissal", "reading", "person"):
        assert browser.post(f"/uploads/{upload.id}/{path}").status in wanted, path
    with as_company(company.company_id):
        assert db.session.get(CvUpload, upload.id).state is UploadState.DUPLICATE
        assert db.session.query(CvUpload).count() == 1


def test_forty_files_at_once_are_taken_in_quickly_and_each_is_read(company, recruiter):
    job = factories.a_job(company.client_id)
    db.session.commit()
    letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN"
    files = [
        (f"{n}.txt", cv_text(f"Person Number{letter}", f"p{n}@example.com", f"+91 98400 12{n:03}"))
        for n, letter in enumerate(letters)
    ]
    began = time.monotonic()
    answer = send(recruiter, tray_of(job), *files)
    assert time.monotonic() - began < 10  # 40 files are written, synced and named; none is read meanwhile
    work()
    page = recruiter.follow(answer)
    assert db.session.query(Candidate).count() == 40 and "All 40 files are read" in page.words("#uploads")
