"""From a dropped file to a person: the worker's part and a recruiter's decisions."""

from pathlib import Path

import pytest

from portal.candidates import rules_uploads as rules
from portal.candidates import tasks
from portal.candidates.models import Application, Candidate, CandidateText, CvUpload, Document, UploadState
from portal.candidates.reading import Unreadable
from portal.candidates.services import duplicates, uploads
from portal.candidates.services.people import create_candidate
from portal.core.database import db, reading
from portal.core.errors import BadInput, RuleBroken
from portal.core.events import Event
from portal.core.outbox import Effect, EffectState
from portal.jobs.models import JobStatus
from portal.storage.models import StoredFile
from tests import factories
from tests.candidates.cvs import blank_scan, cv_text, drop, drop_and_read, work

U = UploadState


def count(model):
    return db.session.query(model).count()


def stored(row):
    """The row as it is now; the worker began with an empty session."""
    return db.session.get(type(row), row.id)


def test_a_cv_becomes_a_person_with_a_document_and_an_application(company):
    job = factories.a_job(company.client_id)
    (upload,) = drop_and_read(company.recruiter, ("cv.txt", cv_text()), job=job)
    person = db.session.query(Candidate).one()
    assert upload.state is U.ADDED and upload.candidate_id == person.id
    assert (person.name, person.email, person.phone) == ("Priya Raman", "priya@example.com", "+919840012345")
    application = db.session.query(Application).one()
    assert (application.candidate_id, application.job_id, application.created_by) == (
        person.id, job.id, company.recruiter.email,
    )  # fmt: skip
    document = db.session.query(Document).one()
    assert document.reading["evidence"]["email"]["confidence"] > 0.5 and document.is_default
    assert "ledger service" in db.session.query(CandidateText).one().cv_text
    file = db.session.query(StoredFile).one()
    assert (file.owner_kind, file.owner_id) == ("candidate", person.id)


def test_without_a_job_there_is_no_application(company):
    (upload,) = drop_and_read(company.recruiter, ("cv.txt", cv_text()))
    assert upload.state is U.ADDED and count(Application) == 0


def test_the_sender_is_the_one_who_acts(company):
    drop_and_read(company.recruiter, ("cv.txt", cv_text()), job=factories.a_job(company.client_id))
    actors = {(e.name, e.actor_email) for e in db.session.query(Event) if e.name.startswith(("cand", "appl"))}
    assert actors == {
        (name, company.recruiter.email) for name in ("candidate.created", "candidate.cv_added", "application.created")
    }


@pytest.mark.parametrize("status", [JobStatus.CLOSED, JobStatus.FILLED])
def test_a_job_that_takes_nobody_takes_no_cv(company, status):
    job = factories.a_job(company.client_id, status=status)
    with pytest.raises(RuleBroken):
        drop(company.recruiter, ("cv.txt", cv_text()), job=job)
    db.session.rollback()
    assert count(CvUpload) == 0


def test_a_job_that_closes_before_the_cv_is_read_leaves_the_person_without_application(company):
    job = factories.a_job(company.client_id)
    drop(company.recruiter, ("cv.txt", cv_text()), job=job)
    job.status = JobStatus.CLOSED
    work()
    upload = db.session.query(CvUpload).one()
    assert upload.state is U.ADDED and upload.message and count(Candidate) == 1 and count(Application) == 0


def test_an_unreadable_file_says_why_and_invents_nobody(company):
    (upload,) = drop_and_read(company.recruiter, ("scan.pdf", blank_scan()))
    assert upload.state is U.UNREADABLE and "without text" in upload.message
    assert count(Candidate) == count(Document) == 0


def test_a_text_that_names_nobody_adds_nobody(company):
    text = b"the quick brown fox jumps over the lazy dog, and then it rains for a while in the hills.\n" * 5
    (upload,) = drop_and_read(company.recruiter, ("note.txt", text))
    assert upload.state is U.UNREADABLE and upload.message == uploads.NOT_A_CV and count(Candidate) == 0


def test_a_file_that_is_no_document_is_refused_by_name_and_the_others_go_on(company):
    large = b"a" * (rules.MAX_BYTES + 1)
    found = drop(
        company.recruiter, ("cv.txt", cv_text()), ("photo.pdf", b"\x89PNG\r\n\x1a\n\x00\x00"), ("big.txt", large)
    )
    assert [(one.name, one.state) for one in found] == [
        ("cv.txt", U.WAITING), ("photo.pdf", U.REFUSED), ("big.txt", U.REFUSED),
    ]  # fmt: skip
    assert "cannot be read" in found[1].message and "10 MB" in found[2].message and found[2].file_id is None


def test_a_second_cv_of_one_person_in_a_batch_is_a_duplicate(company):
    found = drop_and_read(
        company.recruiter, ("a.txt", cv_text()), ("b.txt", cv_text(name="P. Raman", more="Second version"))
    )
    assert [one.state for one in found] == [U.ADDED, U.DUPLICATE]
    assert found[1].duplicate_of_id == found[0].candidate_id and "e-mail address" in found[1].message


@pytest.mark.parametrize(
    ("known", "dropped"),
    [
        ({"email": "priya@example.com"}, {"phone": ""}),
        ({"phone": "+919840012345", "email": None}, {"email": "other@example.com"}),
        ({"linkedin": "linkedin.com/in/priya-raman", "email": None},
         {"email": "o@example.com", "phone": "", "more": "https://www.linkedin.com/in/Priya-Raman"}),
    ],
    ids=["email", "phone", "linkedin"],
)  # fmt: skip
def test_a_known_person_is_recognised_by(company, known, dropped):
    person = factories.a_candidate(**known)
    (upload,) = drop_and_read(company.recruiter, ("cv.txt", cv_text(**dropped)))
    assert upload.state is U.DUPLICATE and upload.duplicate_of_id == person.id and count(Candidate) == 1


def test_the_same_address_in_another_company_is_no_duplicate(company):
    from portal.core.tenancy import as_company

    db.session.commit()
    other = factories.a_company("Other")
    db.session.expunge_all()
    with as_company(other.id):
        factories.a_candidate(email="priya@example.com")
        db.session.commit()
    (upload,) = drop_and_read(company.recruiter, ("cv.txt", cv_text()))
    assert upload.state is U.ADDED


def test_joining_adds_the_cv_and_the_application_and_fills_only_what_was_empty(company):
    person = factories.a_candidate(email="priya@example.com", location="Pune", phone=None)
    job = factories.a_job(company.client_id)
    (upload,) = drop_and_read(company.recruiter, ("cv.txt", cv_text()), job=job)
    duplicates.join(upload, by=company.recruiter)
    db.session.commit()
    person = stored(person)
    assert (person.location, person.phone, upload.state) == ("Pune", "+919840012345", U.JOINED)
    assert "Python" in person.skills
    assert db.session.query(Document).one().candidate_id == person.id
    assert db.session.query(Application).one().job_id == job.id
    assert count(Candidate) == 1


def test_joining_leaves_an_address_of_a_third_person_alone(company):
    person = factories.a_candidate(email="priya@example.com", phone=None)
    third = factories.a_candidate(phone="+919840012345")
    (upload,) = drop_and_read(company.recruiter, ("cv.txt", cv_text()))
    assert upload.duplicate_of_id == person.id
    duplicates.join(upload, by=company.recruiter)
    assert stored(person).phone is None and stored(third).phone == "+919840012345" and upload.state is U.JOINED


def test_joining_to_somebody_who_applied_already_makes_no_second_application(company):
    job = factories.a_job(company.client_id)
    factories.an_application(factories.a_candidate(email="priya@example.com"), job)
    (upload,) = drop_and_read(company.recruiter, ("cv.txt", cv_text()), job=job)
    duplicates.join(upload, by=company.recruiter)
    assert count(Application) == 1 and upload.application_id is not None


def test_somebody_else_with_the_same_address_is_added_without_it(company):
    factories.a_candidate(email="priya@example.com", phone="+919840012345")
    (upload,) = drop_and_read(company.recruiter, ("cv.txt", cv_text(name="Meera Raman")))
    made = duplicates.separate(upload, by=company.recruiter)
    assert (made.name, made.email, made.phone) == ("Meera Raman", None, None)
    assert upload.state is U.ADDED and count(Candidate) == 2


def test_a_newer_cv_is_the_one_in_use(company):
    (first,) = drop_and_read(company.recruiter, ("a.txt", cv_text()))
    (second,) = drop_and_read(company.recruiter, ("b.txt", cv_text()))
    duplicates.join(second, by=company.recruiter)
    db.session.commit()
    in_use = {d.file.name: d.is_default for d in db.session.query(Document)}
    assert in_use == {"a.txt": False, "b.txt": True} and first.candidate_id == second.candidate_id


def test_dismissing_keeps_nothing_of_the_file(app, company):
    (upload,) = drop_and_read(company.recruiter, ("scan.pdf", blank_scan()))
    uploads.dismiss(upload, by=company.recruiter)
    db.session.commit()
    assert count(StoredFile) == 0 and upload.state is U.DISMISSED
    assert [p for p in (Path(app.config["DATA_DIR"]) / "files").rglob("*") if p.is_file()] == []


def test_what_is_decided_cannot_be_decided_again(company):
    factories.a_candidate(email="priya@example.com")
    (upload,) = drop_and_read(company.recruiter, ("cv.txt", cv_text()))
    duplicates.join(upload, by=company.recruiter)
    for again in (duplicates.join, duplicates.separate, uploads.dismiss):
        with pytest.raises(rules.UploadCannotMove):
            again(upload, by=company.recruiter)


def test_reading_a_file_twice_adds_one_person(company):
    (upload,) = drop_and_read(company.recruiter, ("cv.txt", cv_text()))
    with reading():
        tasks.read_cv({"upload": upload.id})
    uploads.settle(upload.id, {"email": "second@example.com"}, by=company.recruiter)
    assert count(Candidate) == 1 and count(Document) == 1


def test_a_worker_that_died_while_reading_is_replaced(company):
    (upload,) = drop(company.recruiter, ("cv.txt", cv_text()))
    upload.state = U.READING
    work()
    assert db.session.get(CvUpload, upload.id).state is U.ADDED


def test_no_file_is_opened_while_a_transaction_is_open(company, monkeypatch):
    seen = []

    def look(data, kind):
        seen.append(db.session.connection().info.get("writer"))  # set while this process holds the writer's place
        raise Unreadable("broken", "No.")

    monkeypatch.setattr(tasks.readings, "read", look)
    drop_and_read(company.recruiter, ("cv.txt", cv_text()))
    assert seen == [None]


def test_two_workers_with_one_address_add_one_person(company, monkeypatch):
    """The other worker wins between our asking who has the address and our writing: the constraint says so."""
    from portal.candidates.queries import people

    factories.a_candidate(email="priya@example.com")
    asked = people.owners_of
    calls = []

    def blind_at_first(*values, **options):
        calls.append(values)
        return {} if len(calls) == 1 else asked(*values, **options)

    monkeypatch.setattr(people, "owners_of", blind_at_first)
    (upload,) = drop(company.recruiter, ("cv.txt", cv_text()))
    work()
    found = db.session.get(CvUpload, upload.id)
    assert found.state is U.DUPLICATE and count(Candidate) == 1 and len(calls) == 2


def test_a_file_whose_bytes_are_gone_is_said_to_be(app, company):
    (upload,) = drop(company.recruiter, ("cv.txt", cv_text()))
    for path in (Path(app.config["DATA_DIR"]) / "files").rglob("*"):
        if path.is_file():
            path.unlink()
    work()
    assert db.session.get(CvUpload, upload.id).message == uploads.GONE


def test_reading_again_is_a_new_effect(company):
    (upload,) = drop_and_read(company.recruiter, ("scan.pdf", blank_scan()))
    uploads.read_again(upload, by=company.recruiter)
    db.session.commit()
    due = db.session.query(Effect).filter_by(kind="candidates.read_cv", state=EffectState.DUE).count()
    assert due == 1 and upload.state is U.WAITING


def test_entering_by_hand_gives_the_file_to_the_person(company):
    job = factories.a_job(company.client_id)
    (upload,) = drop_and_read(company.recruiter, ("scan.pdf", blank_scan()), job=job)
    person = uploads.enter_by_hand(upload, {"first_name": "Asha", "email": "asha@example.com"}, by=company.recruiter)
    assert (upload.state, upload.candidate_id) == (U.ADDED, person.id)
    assert db.session.query(Document).one().reading is None
    assert db.session.query(Application).one().candidate_id == person.id


def test_entering_by_hand_somebody_who_is_known_is_refused_and_leaves_the_file(company):
    create_candidate({"first_name": "Asha", "email": "asha@example.com"}, by=company.recruiter)
    (upload,) = drop_and_read(company.recruiter, ("scan.pdf", blank_scan()))
    with pytest.raises(BadInput):
        uploads.enter_by_hand(upload, {"first_name": "A", "email": "asha@example.com"}, by=company.recruiter)
    assert upload.state is U.UNREADABLE
