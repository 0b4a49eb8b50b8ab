"""The board of a job: what stands on it for whom, how it goes on, and how cards move."""

from datetime import timedelta

import pytest

from portal.candidates.models import Application, ApplicationStatus, CvUpload, UploadState
from portal.candidates.queries import board as cards
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput
from portal.core.ids import encode
from portal.core.tenancy import as_person
from portal.interviews.models import Interview, InterviewStatus
from portal.interviews.queries import board as boards
from portal.storage.models import StoredFile
from tests import factories
from tests.queries import MOST_PER_PAGE, count_queries

A = ApplicationStatus
SHARED = {A.SHORTLISTED, A.IN_PROGRESS, A.SELECTED}


def url(job_id, rest=""):
    return f"/jobs/{encode('job', job_id)}{rest}"


def an_application(job, status=A.NEW, candidate=None, **values):
    person = factories.a_candidate(**(candidate or {}))
    return factories.an_application(person, job, status=status, client_sees=status in SHARED, **values)


def an_interview(application, status, number=1, **values):
    start = now() + timedelta(days=2)
    interview = Interview(
        **{
            "application_id": application.id,
            "candidate_id": application.candidate_id,
            "job_id": application.job_id,
            "client_id": application.client_id,
            "interview_status": status,
            "interview_round": number,
            "scheduled_start_time": start,
            "scheduled_end_time": start + timedelta(minutes=45),
            "ics_uid": f"{application.id}-{number}-{status}",
            "created_at": now(),
            "updated_at": now(),
            **values,
        }
    )
    db.session.add(interview)
    db.session.flush()


def names(columns):
    return {c.status: [card.name for card in c.cards] for c in columns if c.cards}


def shown(job, **options):
    return {c.status: c for c in boards.board(job.id, job.required_skills, "Asia/Kolkata", **options)}


@pytest.fixture
def job(company):
    return factories.a_job(company.client_id, required_skills=["Python", "SQL"])


def test_every_status_has_its_column_its_count_and_its_moves(job):
    for status in A:
        an_application(job, status)
    columns = shown(job)
    assert list(columns) == list(A)
    assert {c.count for c in columns.values()} == {"1"}
    assert columns[A.NEW].moves == [A.IN_REVIEW, A.SHORTLISTED, A.IN_PROGRESS, A.REJECTED]


def test_a_card_says_who_how_well_what_next_and_for_how_long(job):
    person = {"skills": ["Excel", "Go", "python", "SQL", "Rust"], "experience_years": 6.0, "last_name": "Iyer"}
    application = an_application(
        job, A.IN_PROGRESS, person, match_score=85.6, moved_at=now() - timedelta(days=3, hours=1)
    )
    an_interview(application, InterviewStatus.PASSED, 1)
    an_interview(application, InterviewStatus.CANCELLED, 3)
    an_interview(application, InterviewStatus.AWAITING, 2, scheduled_start_time=None, scheduled_end_time=None)
    (card,) = shown(job)[A.IN_PROGRESS].cards
    assert (card.name, card.match, card.years, card.skills) == ("Priya Iyer", 86, "6 yrs", "python, SQL +3")
    assert (card.round, card.waits, card.age) == ("Round 2", "the candidate", "3 d")


def test_the_newest_stand_on_top_and_columns_go_on_by_key(job):
    same = factories.at("2026-01-01")
    for number in range(5):
        an_application(job, candidate={"last_name": f"N{number}"}, moved_at=same)
    an_application(job, candidate={"last_name": "Newest"}, moved_at=same + timedelta(hours=1))
    first = shown(job, per_column=2)[A.NEW]
    seen, cursor = [card.name for card in first.cards], first.next
    while cursor:
        page = cards.column_page(job.id, A.NEW, cursor, per_column=2)
        seen += [f"{row.first_name} {row.last_name}" for row in page.items]
        cursor = page.next
    assert seen == ["Priya Newest", *(f"Priya N{number}" for number in (4, 3, 2, 1, 0))]
    assert first.count == "6"


def test_counts_stop_at_a_thousand(job, monkeypatch):
    monkeypatch.setattr(cards, "MOST_COUNTED", 3)
    for _ in range(5):
        an_application(job)
    assert shown(job)[A.NEW].count == "3+"


def test_a_deleted_person_is_neither_shown_nor_counted(job):
    an_application(job, candidate={"deleted_at": now()})
    column = shown(job)[A.NEW]
    assert (column.cards, column.count) == ([], "0")


def test_other_jobs_stay_where_they_are(company, job):
    an_application(factories.a_job(company.client_id))
    assert names(shown(job).values()) == {}


def test_a_client_sees_and_counts_the_shared_ones_alone_and_no_reason(company, job):
    for _ in range(4):
        an_application(job, A.NEW)
    shared = an_application(job, A.NEW, {"last_name": "Shared"}, moved_at=factories.at("2025-01-01"))
    rejected = an_application(job, A.REJECTED, rejection_reason="Asks too much")
    shared.client_sees = rejected.client_sees = True
    number, skills = job.id, job.required_skills
    db.session.commit()
    db.session.expunge_all()
    with as_person(company.client_user):
        columns = {c.status: c for c in boards.board(number, skills, "UTC", per_column=2)}
    # The unshared ones are newer: were they counted in the limit, the shared one would not be reached.
    assert [card.name for card in columns[A.NEW].cards] == ["Priya Shared"]
    assert (columns[A.NEW].count, columns[A.NEW].next) == ("1", None)
    assert columns[A.REJECTED].cards[0].reason is None


def test_a_client_users_board_has_no_column_of_the_companys_own_and_nothing_to_press(company, job, client_user):
    for status in A:
        an_application(job, status)
    db.session.commit()
    page = client_user.get(url(job.id))
    assert [h.get_text(" ", strip=True) for h in page.soup.select(".board-head")] == [
        "Shortlisted 1",
        "In progress 1",
        "Selected 1",
    ]
    assert not page.soup.select("#board form, [data-move], [data-sortable], [data-dropzone], #cv-form")


def test_the_menu_moves_a_card_and_comes_back(company, job, recruiter):
    application = an_application(job)
    db.session.commit()
    page = recruiter.get(url(job.id))
    action = f"/applications/{encode('app', application.id)}/moves"
    offered = [b["value"] for b in page.soup.select(f'form[action="{action}"] button')]
    assert offered == ["IN_REVIEW", "SHORTLISTED", "IN_PROGRESS"]
    answer = recruiter.submit(page, f'form[action="{action}"]', status="SHORTLISTED", next=url(job.id))
    assert answer.location == url(job.id)
    db.session.expire_all()
    assert db.session.get(Application, application.id).status is A.SHORTLISTED


def test_a_move_in_place_answers_with_the_board_that_takes_the_old_ones_place(company, job, recruiter):
    an_application(job)
    db.session.commit()
    part = recruiter.get(url(job.id), htmx=True)
    assert part.one("#board")["hx-swap-oob"] == "true"
    assert "<html" not in part.text
    whole = recruiter.get(url(job.id))
    assert not whole.one("#board").has_attr("hx-swap-oob")


def test_a_rejection_leads_to_a_page_that_asks_why(company, job, recruiter):
    application = an_application(job)
    db.session.commit()
    link = recruiter.get(url(job.id)).one('.board-card a[data-move-to="REJECTED"]')
    page = recruiter.get(link["href"])
    answer = recruiter.submit(page, "main form", reason="Skills do not match")
    assert answer.status == 303
    db.session.expire_all()
    kept = db.session.get(Application, application.id)
    assert (kept.status, kept.rejection_reason) == (A.REJECTED, "Skills do not match")


def test_more_cards_come_by_a_link_and_as_a_part(company, job, recruiter, monkeypatch):
    monkeypatch.setattr(cards, "PER_COLUMN", 50)
    for number in range(51):
        an_application(job, candidate={"last_name": f"P{number}"})
    db.session.commit()
    page = recruiter.get(url(job.id))
    assert len(page.soup.select(".board-card")) == 50
    more = page.one(".board-more a")["href"]
    assert len(recruiter.get(more).soup.select(".board-card")) == 1
    part = recruiter.get(more, htmx=True)
    assert len(part.soup.select("li.board-card")) == 1
    assert not part.soup.select("#board, html")


@pytest.mark.parametrize("after", ["x", "WyJhIiwxXQ", "W251bGwsMV0"])
def test_peer_13_a_cursor_of_a_column_that_is_none_is_refused(company, job, recruiter, after):
    db.session.commit()
    assert recruiter.get(url(job.id, f"?column=NEW&after={after}")).status == 422
    with pytest.raises(BadInput):
        cards.column_page(job.id, A.NEW, after)


def test_a_closed_job_takes_no_cvs(company, recruiter):
    job = factories.a_job(company.client_id, status="closed")
    db.session.commit()
    assert not recruiter.get(url(job.id)).soup.select("#cv-form, [data-dropzone]")


def test_files_that_wait_for_a_decision_are_said_on_the_board(company, job, recruiter):
    file = StoredFile(
        company_id=company.company_id,
        key="k",
        name="cv.pdf",
        media_type="application/pdf",
        size=1,
        sha256="0" * 64,
        owner_kind="upload",
        created_at=now(),
    )
    db.session.add(file)
    db.session.flush()
    for state in (UploadState.DUPLICATE, UploadState.READING, UploadState.ADDED):
        db.session.add(CvUpload(batch="b", job_id=job.id, file_id=file.id, state=state, created_at=now()))
    db.session.commit()
    assert cards.open_uploads(job.id) == (1, 1)
    page = recruiter.get(url(job.id))
    assert "One CV waits for your decision" in page.words("main")
    assert page.one("#uploads").has_attr("hx-get")


def test_names_from_outside_are_shown_as_text(company, job, recruiter):
    an_application(job, candidate={"first_name": "<img src=x>", "skills": ["<b>SQL</b>"]})
    db.session.commit()
    page = recruiter.get(url(job.id))
    assert not page.soup.select(".board-card img, .board-card b")


def test_a_board_asks_no_more_than_twelve_times_however_full(company, job, recruiter):
    for status in A:
        for _ in range(3):
            an_interview(an_application(job, status), InterviewStatus.SCHEDULED)
    db.session.commit()
    with count_queries() as sent:
        recruiter.get(url(job.id))
    assert len(sent) <= MOST_PER_PAGE, sent
