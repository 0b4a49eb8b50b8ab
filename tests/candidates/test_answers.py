"""Answers to screening questions: who sees them, who writes them down, and what calls tell."""

import pytest

from portal.candidates.queries.screening import answers_to
from portal.candidates.services.screening import keep_answer
from portal.core.ids import encode
from portal.jobs import services_questions
from tests import factories
from tests.candidates.test_pages import PAYLOADS
from tests.examples import candidate_person


@pytest.fixture
def applied(company):
    """An application that the client sees, for a job that asks three things."""
    job = factories.a_job(company.client_id)
    application = factories.an_application(factories.a_candidate(), job, client_sees=True)
    for values in (
        {"text": "When could you begin?"},
        {"text": "Where to?", "kind": "choice", "options": ["Pune", "Chennai"]},
        {"text": "How many years?", "kind": "number"},
    ):
        services_questions.add_question(job, values, company.recruiter)
    return application


def asked(application):
    return answers_to(application.job_id, application.id)


def question_of(application, n):
    from portal.jobs.queries_questions import questions_of

    return questions_of(application.job_id)[n]


def tells(application, n, words, by, source="assistant"):
    return keep_answer(application, question_of(application, n), words, source=source, by=by)


def page_of(application):
    job = encode("job", application.job_id)
    return f"/candidates/{encode('cand', application.candidate_id)}?job={job}"


def at(application, n):
    return f"/applications/{encode('app', application.id)}/answers/{encode('que', question_of(application, n).id)}"


def test_the_persons_page_shows_questions_answers_and_who_asked(applied, company, recruiter):
    tells(applied, 0, "In January", company.recruiter)
    words = recruiter.get(page_of(applied)).words("#answers")
    assert "When could you begin? In January asked by the assistant" in words
    assert "Where to? Not answered yet" in words


def test_staff_write_an_answer_down_and_correct_it(applied, company, recruiter):
    page = recruiter.get(at(applied, 1))
    assert [one["value"] for one in page.soup.select("input[type=radio]")] == ["Pune", "Chennai"]
    recruiter.submit(page, "main form.form", answer="Chennai")
    assert (asked(applied)[1].answer, asked(applied)[1].source) == ("Chennai", company.recruiter.name)
    page = recruiter.get(page_of(applied))
    assert f"Chennai written down by {company.recruiter.name}" in page.words("#answers")
    page = recruiter.get(at(applied, 1))
    assert page.one("input[checked]")["value"] == "Chennai"
    recruiter.submit(page, "main form.form", answer="Pune")
    assert asked(applied)[1].answer == "Pune"


@pytest.mark.parametrize(("n", "answer"), [(0, " "), (1, "Mumbai"), (2, "x" * 4001)])
def test_what_cannot_be_kept_is_refused_at_its_field(applied, recruiter, n, answer):
    reply = recruiter.post(at(applied, n), {"answer": answer, "seen": ""})
    assert reply.status == 422 and reply.soup.select_one("#answer-error") and asked(applied)[n].answer is None


def test_an_answer_over_somebody_elses_is_shown_theirs_first(applied, company, recruiter):
    page = recruiter.get(at(applied, 0))
    tells(applied, 0, "In January", company.recruiter)
    reply = recruiter.submit(page, "main form.form", answer="In May")
    assert reply.status == 422 and "Meanwhile it is “In January”" in reply.words("#answer-error")
    assert asked(applied)[0].answer == "In January"
    assert recruiter.submit(reply, "main form.form").status == 303
    assert asked(applied)[0].answer == "In May"


def test_an_answer_to_a_removed_question_stays_and_is_not_changed_any_more(applied, company, recruiter):
    tells(applied, 0, "In January", company.recruiter)
    address, question = at(applied, 0), question_of(applied, 0)
    services_questions.remove_question(applied.job, question, company.recruiter)
    assert [row.text for row in asked(applied)] == ["Where to?", "How many years?", "When could you begin?"]
    assert "In January asked by the assistant" in recruiter.get(page_of(applied)).words("#answers")
    assert recruiter.post(address, {"answer": "In May", "seen": ""}).status == 404


def test_a_changed_question_keeps_the_words_that_were_answered(applied, company, recruiter):
    tells(applied, 0, "In January", company.recruiter)
    job = applied.job
    services_questions.update_question(
        job, question_of(applied, 0), {"text": "Why us?"}, company.recruiter, version=job.version
    )
    assert asked(applied)[0].text == "When could you begin?"


def test_a_client_user_learns_nothing_of_the_answers(applied, company, client_user, call):
    tells(applied, 0, "50 lakh and no less", company.recruiter)
    page = client_user.get(page_of(applied))
    assert page.status == 200 and "50 lakh" not in page.text and "Screening" not in page.text
    assert client_user.get(at(applied, 0)).status in (403, 404)
    told = call(company.client_user).get(f"/api/candidates/{encode('cand', applied.candidate_id)}")
    assert told.status == 200 and told.json["applications"][0]["screening_answers"] == []


def test_the_candidate_reads_what_they_told_and_nobody_elses(applied, company, browse):
    tells(applied, 0, "In January", company.recruiter)
    mine = candidate_person(factories.an_account(applied.candidate))
    path = f"/portal/applications/{encode('app', applied.id)}"
    words = browse(mine).get(path).words("main")
    assert "What you told us When could you begin? In January" in words
    assert "Where to?" not in words and company.recruiter.name not in words
    other = candidate_person(factories.an_account(factories.a_candidate()))
    assert browse(other).get(path).status == 404


@pytest.mark.parametrize("words", PAYLOADS)
def test_peer_23_a_hostile_answer_is_text_in_the_recruiters_browser(applied, company, recruiter, browse, words):
    tells(applied, 0, words, company.recruiter)
    mine = candidate_person(factories.an_account(applied.candidate))
    for page in (
        recruiter.get(page_of(applied)),
        recruiter.get(at(applied, 0)),
        browse(mine).get(f"/portal/applications/{encode('app', applied.id)}"),
    ):
        assert words in page.soup.get_text()
        assert not page.soup.select("main img, main script, main [onload], main [onerror], main a[href^=javascript]")


def test_calls_tell_the_company_the_answers(applied, company, recruiter_calls):
    tells(applied, 0, "In January", company.recruiter)
    for told in (
        recruiter_calls.get(f"/api/candidates/{encode('cand', applied.candidate_id)}").json,
        recruiter_calls.get("/api/candidates").json["items"][0],
    ):
        (answer,) = told["applications"][0]["screening_answers"]
        assert (answer["question"], answer["answer"]) == ("When could you begin?", "In January")
        assert answer["source"] == "assistant" and answer["answered_at"].endswith("Z")
