"""What candidates keep for their applications, by calls and with their own eyes alone."""

import pytest

from portal.accounts import queries as accounts
from portal.candidates.models import Candidate, CandidateText, Document
from portal.candidates.rules_letters import MOST_RESUMES, fill_letter, key_of
from portal.core.database import db
from portal.core.events import Event
from portal.core.ids import encode
from tests import factories
from tests.caller import Caller

RESUMES, LETTERS, ANSWERS = "/api/v1/resumes", "/api/v1/cover-letter-templates", "/api/v1/saved-answers"


@pytest.fixture
def me(app, company):
    return calls_of(app)


def calls_of(app, **values):
    account = factories.an_account(factories.a_candidate(**values))
    db.session.commit()
    return Caller(app, accounts.candidate_person(account, accounts.get_company(account.company_id)))


def uploaded(calls, name, text):
    """The `file_url` of a file that was sent to a signed address."""
    body = {"filename": name, "content_type": "text/plain", "operation": "upload"}
    made = calls.post("/api/v1/storage/presigned-url", body).json["data"]
    path = made["upload_url"].split("/api/", 1)[1]
    sent = calls.call("PUT", f"/api/{path}", data=text.encode(), headers={"Content-Type": "text/plain"})
    assert sent.status == 201, sent.json
    return made["file_url"]


def kept(calls, name, text, **more):
    return calls.post(RESUMES, {"file_url": uploaded(calls, name, text), **more})


def cv(skill):
    return f"Priya Raman\npriya.raman@example.com\n\nSkills\n{skill}\n\nExperience\nEngineer, Acme, 2019 - 2023\n"


def test_resumes_are_kept_chosen_and_deleted_and_one_is_always_in_use(me):
    first = kept(me, "one.txt", cv("Python"))
    assert first.status == 201, first.json
    assert set(first.json["data"]) == {"resume_id", "filename", "uploaded_at", "is_default"}
    second = kept(me, "two.txt", cv("Kubernetes")).json["data"]
    third = kept(me, "three.txt", cv("Baking"), is_default=False).json["data"]
    assert third["is_default"] is False

    def shown():
        found = me.get(RESUMES).json["data"]["resumes"]
        return [(row["filename"], row["is_default"]) for row in found]

    assert shown() == [("two.txt", True), ("three.txt", False), ("one.txt", False)]
    assert "Kubernetes" in db.session.scalars(db.select(CandidateText.cv_text)).one()
    assert me.put(f"{RESUMES}/{first.json['data']['resume_id']}", {"is_default": True}).json["data"]["is_default"]
    assert shown()[0] == ("one.txt", True) and sum(default for _, default in shown()) == 1
    assert "Python" in db.session.scalars(db.select(CandidateText.cv_text)).one(), "the text in use is searchable"
    assert me.delete(f"{RESUMES}/{first.json['data']['resume_id']}").json == {"success": True}
    assert shown() == [("three.txt", True), ("two.txt", False)]
    for row in (second, third):
        assert me.delete(f"{RESUMES}/{row['resume_id']}").status == 200
    assert shown() == [] and db.session.scalars(db.select(CandidateText.cv_text)).one() == ""
    names = db.session.scalars(db.select(Event.name).where(Event.name.like("candidate.cv%"))).all()
    assert names.count("candidate.cv_added") == 3 and names.count("candidate.cv_deleted") == 3


def test_a_resume_fills_what_the_profile_lacks_and_changes_nothing_that_is_there(app, company):
    me = calls_of(app, first_name="Asha", last_name="Rao", email="asha@example.com", skills=[])
    kept(me, "cv.txt", cv("Python"))
    person = db.session.scalars(db.select(Candidate)).one()
    assert (person.name, person.email, person.skills) == ("Asha Rao", "asha@example.com", ["Python"])


def test_no_file_of_somebody_else_and_none_that_is_no_resume_is_kept(app, me):
    other = calls_of(app)
    url = uploaded(other, "cv.txt", cv("Python"))
    assert me.post(RESUMES, {"file_url": url}).fields() == {"file_url"}
    assert me.post(RESUMES, {"file_url": "https://example.com/cv.pdf"}).fields() == {"file_url"}
    assert kept(me, "empty.txt", "nothing here").fields() == {"file_url"}
    number = db.session.scalar(db.select(Document.id)) or 1
    assert me.delete(f"{RESUMES}/{encode('res', number)}").status == 404


def test_only_so_many_resumes_are_kept(me):
    for n in range(MOST_RESUMES):
        assert kept(me, f"{n}.txt", cv("Python")).status == 201
    assert kept(me, "more.txt", cv("Python")).status == 409


def test_letters_have_one_default_and_no_unknown_variable(me):
    first = me.post(LETTERS, {"name": "A", "body": "Dear {{company}}, about {{job_title}}: {{first_name}}"})
    assert first.status == 201 and first.json["data"]["is_default"] is True
    second = me.post(LETTERS, {"name": "B", "body": "Hello", "is_default": True}).json["data"]
    shown = me.get(LETTERS).json["data"]["templates"]
    assert [(row["name"], row["is_default"]) for row in shown] == [("B", True), ("A", False)]
    assert me.post(LETTERS, {"name": "A", "body": "Hello"}).fields() == {"name"}
    refused = me.post(LETTERS, {"name": "C", "body": "Dear {{boss}}"})
    assert refused.fields() == {"body"} and "{{boss}}" in str(refused.json)
    changed = me.put(f"{LETTERS}/{second['template_id']}", {"body": "Changed"}).json["data"]
    assert (changed["name"], changed["body"], changed["is_default"]) == ("B", "Changed", True)
    assert me.delete(f"{LETTERS}/{second['template_id']}").status == 200
    assert [row["is_default"] for row in me.get(LETTERS).json["data"]["templates"]] == [True]


def test_a_letter_is_filled_and_what_is_not_known_is_left_empty():
    text = "Dear {{ company }},\n{job_title} {{location}} {{unknown}}"
    assert fill_letter(text, {"company": "Acme", "job_title": "Cook", "location": ""}) == (
        "Dear Acme,\nCook  {{unknown}}"
    )


def test_an_answer_is_kept_once_for_every_spelling_of_its_question(me):
    first = me.post(ANSWERS, {"question": "Years of experience?", "answer": "5"})
    again = me.post(ANSWERS, {"question": "  years of EXPERIENCE ", "answer": "6"})
    assert (first.status, again.status) == (201, 201)
    (shown,) = me.get(ANSWERS).json["data"]["answers"]
    assert (shown["answer"], shown["answer_id"]) == ("6", first.json["data"]["answer_id"])
    assert me.post(ANSWERS, {"question": "?!", "answer": "x"}).fields() == {"question"}
    assert me.delete(f"{ANSWERS}/{shown['answer_id']}").status == 200
    assert me.get(ANSWERS).json["data"]["answers"] == []
    assert key_of("Años de experiencia?") == key_of("anos de EXPERIENCIA")


@pytest.mark.parametrize("path", [RESUMES, LETTERS, ANSWERS])
def test_nobody_sees_what_another_candidate_keeps(app, me, path):
    kept(me, "cv.txt", cv("Python"))
    me.post(LETTERS, {"name": "A", "body": "Hello"})
    me.post(ANSWERS, {"question": "Years?", "answer": "5"})
    (found,) = calls_of(app).get(path).json["data"].values()
    assert found == []
