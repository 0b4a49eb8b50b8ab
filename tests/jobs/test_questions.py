"""What a job asks everybody who applies: the rules, the verbs, the pages and the calls."""

import pytest
from sqlalchemy import select

from portal.core.database import db
from portal.core.errors import BadInput, Conflict
from portal.core.events import Event
from portal.core.ids import encode
from portal.jobs import queries, services_questions
from portal.jobs.models import QuestionKind, ScreeningQuestion
from portal.jobs.queries_questions import questions_of
from portal.jobs.rules_questions import MOST_QUESTIONS, EnoughQuestions, clean_question
from tests import factories

K = QuestionKind
HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "<svg/onload=alert(1)>"]


@pytest.fixture
def job(company):
    return factories.a_job(company.client_id)


def ask(job, company, *texts, **values):
    return [services_questions.add_question(job, {"text": text, **values}, company.recruiter) for text in texts]


def texts_of(job):
    db.session.expire_all()
    return [question.text for question in questions_of(job.id)]


def happened(name):
    return db.session.scalars(select(Event).where(Event.name == f"screening_question.{name}")).all()


def at(job, *rest):
    return "/".join([f"/jobs/{encode('job', job.id)}/questions", *map(str, rest)])


@pytest.mark.parametrize("kind", K)
def test_only_a_choice_keeps_options(kind):
    clean = clean_question({"text": " Where  to? ", "kind": kind, "options": ["Pune", "pune", " ", "Chennai"]})
    assert clean == {"text": "Where to?", "kind": kind, "options": ["Pune", "Chennai"] if kind is K.CHOICE else []}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 501}, "text"),
        ({"text": "Where?", "kind": "choice", "options": ["Pune"]}, "options"),
        ({"text": "Where?", "kind": "choice", "options": [str(n) for n in range(21)]}, "options"),
        ({"text": "Where?", "kind": "choice", "options": ["Pune", "x" * 201]}, "options"),
    ],
)
def test_what_cannot_be_asked_is_refused_at_its_field(values, field):
    with pytest.raises(BadInput) as refusal:
        clean_question(values)
    assert set(refusal.value.fields) == {field}


def test_questions_are_asked_in_the_order_in_which_they_were_added(job, company):
    ask(job, company, "First?", "Second?", "Third?")
    assert texts_of(job) == ["First?", "Second?", "Third?"]
    assert len(happened("created")) == 3 and happened("created")[0].job_id == job.id


def test_the_sixteenth_question_is_refused(job, company):
    ask(job, company, *(f"Question {n}?" for n in range(MOST_QUESTIONS)))
    with pytest.raises(EnoughQuestions):
        ask(job, company, "One more?")
    assert len(texts_of(job)) == MOST_QUESTIONS


def test_a_question_goes_up_and_down_and_the_ends_stay(job, company):
    first, second = ask(job, company, "First?", "Second?")
    services_questions.move_question(job, second, up=True, by=company.recruiter)
    assert texts_of(job) == ["Second?", "First?"]
    assert [event.entity_id for event in happened("updated")] == [second.id]
    services_questions.move_question(job, second, up=True, by=company.recruiter)
    services_questions.move_question(job, first, up=False, by=company.recruiter)
    assert texts_of(job) == ["Second?", "First?"] and len(happened("updated")) == 1


def test_a_removed_question_stays_as_a_row_so_that_its_answers_do(job, company):
    (question,) = ask(job, company, "First?")
    services_questions.remove_question(job, question, company.recruiter)
    assert texts_of(job) == [] and len(happened("removed")) == 1
    assert db.session.get(ScreeningQuestion, question.id).removed_at is not None


def test_a_change_over_somebody_elses_is_refused(job, company):
    (question,) = ask(job, company, "First?")
    seen = job.version
    services_questions.update_question(job, question, {"text": "Better?"}, company.recruiter, version=seen)
    with pytest.raises(Conflict):
        services_questions.update_question(job, question, {"text": "Worse?"}, company.recruiter, version=seen)
    assert texts_of(job) == ["Better?"]


def test_a_save_that_changes_nothing_counts_nothing_up(job, company):
    (question,) = ask(job, company, "First?")
    seen = job.version
    services_questions.update_question(job, question, {"text": "First?"}, company.recruiter, version=seen)
    services_questions.replace_questions(job, [{"id": question.id, "text": "First?"}], company.recruiter)
    assert job.version == seen and not happened("updated")


def test_a_list_changes_adds_orders_and_removes(job, company):
    first, second, third = ask(job, company, "First?", "Second?", "Third?")
    wanted = [{"id": third.id, "text": "Third?"}, {"text": "New?"}, {"id": first.id, "text": "Changed?"}]
    services_questions.replace_questions(job, wanted, company.recruiter)
    assert texts_of(job) == ["Third?", "New?", "Changed?"]
    assert [event.entity_id for event in happened("removed")] == [second.id]


def test_a_question_of_another_job_cannot_be_taken_into_a_list(job, company):
    (theirs,) = ask(factories.a_job(company.client_id), company, "Theirs?")
    with pytest.raises(BadInput) as refusal:
        services_questions.replace_questions(job, [{"id": theirs.id, "text": "Mine?"}], company.recruiter)
    assert set(refusal.value.fields) == {"screening_questions.0.question_id"}


def test_the_page_adds_changes_moves_and_removes(job, recruiter):
    page = recruiter.get(at(job))
    answer = recruiter.submit(page, "main form.form", text="Where to?", kind="choice", options="Pune\nChennai")
    page = recruiter.follow(answer)
    assert "Where to? One of several: Pune · Chennai" in page.words("ol.questions")
    recruiter.post(at(job), {"text": "When?", "kind": "text"})
    first, second = questions_of(job.id)
    page = recruiter.follow(recruiter.post(at(job, first.id, "later")))
    assert page.words("ol.questions").index("When?") < page.words("ol.questions").index("Where to?")
    form = recruiter.get(at(job, second.id))
    assert recruiter.submit(form, "main form.form", text="When exactly?").status == 303
    recruiter.post(at(job, first.id, "removal"))
    assert texts_of(job) == ["When exactly?"]
    assert "When exactly?" in recruiter.get(f"/jobs/{encode('job', job.id)}?tab=details").words("main")


def test_the_page_says_at_the_field_what_is_wrong_and_keeps_what_was_typed(job, recruiter):
    answer = recruiter.post(at(job), {"text": "Where to?", "kind": "choice", "options": "Pune"})
    assert answer.status == 422 and "2 to 20 answers" in answer.words("#options-error")
    assert answer.one("#text")["value"] == "Where to?"


def test_a_stale_page_is_told_what_stands_there_now(job, company, recruiter):
    (question,) = ask(job, company, "First?")
    page = recruiter.get(at(job, question.id))
    recruiter.submit(page, "main form.form", text="Theirs?")
    answer = recruiter.submit(page, "main form.form", text="Mine?")
    assert answer.status == 409 and "now “Theirs?”, yours “Mine?”" in answer.words("#conflict")
    assert recruiter.submit(answer, "main form.form").status == 303 and texts_of(job) == ["Mine?"]


def test_a_client_user_sees_and_changes_no_questions(job, company, client_user):
    (question,) = ask(job, company, "What do you earn?")
    page = client_user.get(f"/jobs/{encode('job', job.id)}?tab=details")
    assert page.status == 200 and "What do you earn?" not in page.text and "Screening" not in page.text
    assert client_user.get(at(job)).status == 403
    assert client_user.post(at(job, question.id, "removal")).status == 403


@pytest.mark.parametrize("words", HOSTILE)
def test_peer_10_a_hostile_question_is_shown_as_text(job, company, recruiter, words):
    ask(job, company, "Where?", kind="choice", options=[words, "Pune"])
    ask(job, company, words)
    for path in (at(job), f"/jobs/{encode('job', job.id)}?tab=details"):
        page = recruiter.get(path)
        assert words in page.soup.get_text() and not page.soup.select("main img, main script, main [onload]")


def test_calls_take_and_give_the_list(recruiter_calls, company):
    body = {
        "client_id": str(encode("client", company.client_id)),
        "title": "Engineer",
        "screening_questions": [
            {"text": "Where to?", "kind": "choice", "options": ["Pune", "Chennai"]},
            {"text": "When?"},
        ],
    }
    made = recruiter_calls.post("/api/jobs", body)
    assert made.status == 201, made.json
    first, second = made.json["screening_questions"]
    assert first == {
        "question_id": first["question_id"],
        "text": "Where to?",
        "kind": "choice",
        "options": ["Pune", "Chennai"],
    }
    path = f"/api/jobs/{made.json['job_id']}"
    changed = recruiter_calls.put(
        path, {"screening_questions": [{**second, "text": "When exactly?"}, {"text": "Why?"}]}
    )
    assert changed.status == 200, changed.json
    assert [q["text"] for q in changed.json["screening_questions"]] == ["When exactly?", "Why?"]
    assert changed.json["screening_questions"][0]["question_id"] == second["question_id"]
    assert recruiter_calls.get(path).json == changed.json
    assert recruiter_calls.get("/api/jobs").json["items"][0] == changed.json
    assert (
        recruiter_calls.put(path, {"location": "Pune"}).json["screening_questions"]
        == changed.json["screening_questions"]
    )


def test_calls_refuse_by_the_fields_name_and_change_nothing(recruiter_calls, job, company):
    ask(job, company, "First?")
    path = f"/api/jobs/{encode('job', job.id)}"
    db.session.commit()
    asked = recruiter_calls.get(path).json["screening_questions"]
    for wanted, field in [
        ([{"text": "Where?", "kind": "choice"}], "screening_questions.0.options"),
        ([{"text": ""}], "screening_questions.0.text"),
        ([*asked, *asked], "screening_questions.1.question_id"),
        ([{"text": "Mine?", "question_id": "que_zzzzzz"}], "screening_questions.0.question_id"),
        ([{"text": f"{n}?"} for n in range(16)], "screening_questions"),
    ]:
        reply = recruiter_calls.put(path, {"screening_questions": wanted})
        assert reply.status == 422 and reply.fields() == {field}, reply.json
    assert recruiter_calls.get(path).json["screening_questions"] == asked


def test_a_call_over_somebody_elses_change_is_refused(recruiter_calls, job, company):
    seen = job.version
    ask(job, company, "Theirs?")
    db.session.commit()
    path = f"/api/jobs/{encode('job', job.id)}"
    reply = recruiter_calls.put(path, {"screening_questions": [{"text": "Mine?"}], "version": seen})
    assert reply.status == 409 and texts_of(queries.get_job(job.id)) == ["Theirs?"]


def test_a_clients_user_is_given_no_questions(call, job, company):
    ask(job, company, "What do you earn?")
    db.session.commit()
    assert call(company.client_user).get(f"/api/jobs/{encode('job', job.id)}").json["screening_questions"] == []
