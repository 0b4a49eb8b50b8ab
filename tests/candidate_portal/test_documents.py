"""What a candidate keeps for applications, by their pages."""

import io

from portal.candidates.models import CoverLetterTemplate, Document, SavedAnswer
from portal.core.database import db
from portal.core.ids import encode
from tests.candidates.test_own import cv

HOME = "/portal/documents"


def send(me, path, **values):
    page = me.get(path)
    answer = me.submit(page, "main form[method=post]", **values)
    db.session.expunge_all()  # a request begins with nothing loaded
    return answer


def press(me, path):
    answer = me.post(path, {})
    db.session.expunge_all()
    return answer


def test_resumes_letters_and_answers_are_kept_shown_changed_and_deleted(company, me):
    assert "You keep no résumé here." in me.get(HOME).words("main")
    for name, skill in (("one.txt", "Python"), ("two.txt", "Baking")):
        assert send(me, f"{HOME}/resumes/new", file=(io.BytesIO(cv(skill).encode()), name)).status == 303
    page = me.get(HOME)
    assert page.words("main").index("two.txt") < page.words("main").index("one.txt"), "the one in use stands first"
    first = db.session.scalars(db.select(Document.id).order_by(Document.id)).first()
    assert press(me, f"{HOME}/resumes/{encode('res', first)}/use").status == 303
    assert db.session.scalars(db.select(Document.id).where(Document.is_default)).all() == [first]
    assert "Python" in me.client.get(f"{HOME}/resumes/{encode('res', first)}").get_data(as_text=True)
    assert send(me, f"{HOME}/letters/new", name="A", body="Dear {{company}}").status == 303
    path = f"{HOME}/letters/{encode('clt', db.session.scalars(db.select(CoverLetterTemplate.id)).one())}"
    assert me.get(path).one("#body").text.strip() == "Dear {{company}}"
    wrong = send(me, path, body="Dear {{boss}}")
    assert wrong.status == 422 and "There is no variable" in wrong.words("main")
    assert send(me, path, body="Changed").status == 303
    assert send(me, f"{HOME}/answers/new", question="Notice period?", answer="30 days").status == 303
    assert "30 days" in me.get(HOME).words("main")
    for form in me.get(HOME).soup.select("main form[action$=deletion]"):
        assert press(me, form["action"]).status == 303
    assert [db.session.scalars(db.select(m)).all() for m in (Document, CoverLetterTemplate, SavedAnswer)] == [
        [],
        [],
        [],
    ]


def test_a_file_that_is_no_resume_is_refused_at_its_field(company, me):
    page = send(me, f"{HOME}/resumes/new", file=(io.BytesIO(b"MZ" * 100), "cv.exe"))
    assert page.status == 422 and page.one("#file")["aria-invalid"] == "true"
    assert "Choose a file." in send(me, f"{HOME}/resumes/new").words("main")


def test_nothing_of_another_candidate_is_seen_or_changed(company, me, stranger, application):
    send(me, f"{HOME}/resumes/new", file=(io.BytesIO(cv("Python").encode()), "one.txt"))
    number = encode("res", db.session.scalars(db.select(Document.id)).one())
    assert "one.txt" not in stranger.get(HOME).words("main")
    assert stranger.client.get(f"{HOME}/resumes/{number}").status_code == 404
    assert press(stranger, f"{HOME}/resumes/{number}/deletion").status == 404
