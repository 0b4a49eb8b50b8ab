"""What candidate calls take and give (seed 003, `candidates`)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import Field

from portal.api.payloads import Answer, Email, Id, Paging, Payload, Yes, one_of_these
from portal.candidates.models import ApplicationStatus
from portal.candidates.rules import REASON_LENGTH
from portal.core.ids import Prefix, encode

Words = Annotated[str, Field(max_length=200)]
Short = Annotated[str, Field(max_length=40)]


class WorkIn(Payload):
    """One post held. Dates are `YYYY-MM` or `YYYY`."""

    title: Words | None = None
    company: Words | None = None
    start: Short | None = None
    end: Short | None = None
    current: bool = False
    description: str | None = Field(None, max_length=20_000)
    location: Words | None = None


class StudyIn(Payload):
    """One course of study."""

    degree: Words | None = None
    field: Words | None = None
    institution: Words | None = None
    start: Short | None = None
    end: Short | None = None


class _Person(Payload):
    """What may be said of a person."""

    name: str | None = Field(None, min_length=1, max_length=240, examples=["Priya Raman"])
    first_name: str | None = Field(None, min_length=1, max_length=120)
    last_name: str | None = Field(None, max_length=120)
    email: Email | None = None
    phone: str | None = Field(None, max_length=60, examples=["+91 98400 12345"])
    linkedin: str | None = Field(None, max_length=200, examples=["https://www.linkedin.com/in/priya-raman"])
    location: Words | None = None
    current_role: Words | None = None
    current_company: Words | None = None
    experience_years: float | None = Field(None, ge=0, le=70)
    skills: list[Annotated[str, Field(max_length=120)]] | None = Field(None, max_length=200)
    experience: list[WorkIn] | None = Field(None, max_length=60)
    education: list[StudyIn] | None = Field(None, max_length=60)
    languages: list[Annotated[str, Field(max_length=120)]] | None = Field(None, max_length=40)
    links: list[Annotated[str, Field(max_length=400)]] | None = Field(None, max_length=40)
    summary: str | None = Field(None, max_length=20_000)
    expected_salary: str | None = Field(None, max_length=120)

    def columns(self) -> dict[str, Any]:
        """What was sent, as the services take it."""
        found = {name: value for name, value in self.sent().items() if name in _Person.model_fields}
        for name in ("experience", "education"):
            if found.get(name):
                found[name] = [row.model_dump(exclude_unset=True) for row in found[name]]
        return found


class CandidateIn(_Person):
    """A person for the job: somebody new by `name`, or somebody known by `candidate_id` and nothing else."""

    model_config = one_of_these("name", "first_name", "candidate_id")

    candidate_id: Id(Prefix.CANDIDATE) | None = None  # type: ignore[valid-type]
    source: str | None = Field(None, max_length=60, examples=["referral"])

    def columns(self) -> dict[str, Any]:
        """As for every person, and where they come from."""
        return {**super().columns(), **({"source": self.source} if self.source else {})}


class CandidateChange(_Person):
    """What is sent is changed.

    `status` moves the newest application (or the one of `application_id`) as its table allows; `REJECTED` needs a
    `reason`. With `version`, a save over somebody else's is refused with 409.
    """

    status: ApplicationStatus | None = None
    reason: str | None = Field(None, max_length=REASON_LENGTH)
    application_id: Id(Prefix.APPLICATION) | None = None  # type: ignore[valid-type]
    version: int | None = Field(None, ge=1, le=2**31 - 1)


# A CV in place of the body: the person is read from it.
CV_FORM: dict[str, Any] = {
    "type": "object",
    "properties": {
        "file": {"type": "string", "format": "binary", "description": "PDF, DOCX, ODT, RTF or text, at most 10 MB."},
        "cv": {"type": "string", "format": "binary", "description": "The same under its other name."},
        "candidate_id": {"type": "string", "description": "`cand_…`: somebody known, whose newest CV this becomes."},
    },
    "anyOf": [{"required": ["file"]}, {"required": ["cv"]}],
    "additionalProperties": False,
}


class OfJobQuery(Paging):
    """Which people, and in which order."""

    q: str = Field("", max_length=200, description="Words of the name, address, skills, employers or the whole CV.")
    skill: str = Field("", max_length=200)
    status: ApplicationStatus | None = Field(None, description="Whose application stands here.")
    has_cv: Yes | None = None
    sort: Literal["-created", "name"] = "-created"


class CandidatesQuery(OfJobQuery):
    """The same over all jobs, or one."""

    job_id: str | None = Field(None, max_length=40, description="`job_…`")


class ScreeningAnswerOut(Answer):
    """What was answered to a screening question of the job. `question` is the question as it was asked; `source` is
    `assistant`, `form`, or the name of whoever wrote the answer down."""

    question_id: str
    question: str
    answer: str
    source: str
    answered_at: str


class ApplicationOut(Answer):
    """A candidate put forward for a job. `source`, `rejection_reason`, `created_by` and `screening_answers` are the
    company's own."""

    application_id: str
    job_id: str
    job_title: str
    client_id: str
    status: ApplicationStatus
    current_round: int
    client_sees: bool
    match_score: float | None
    rejection_reason: str | None
    selected_at: str | None
    salary_offered: str | None
    source: str | None
    created_at: str
    created_by: str
    moved_at: str
    version: int
    screening_answers: list[ScreeningAnswerOut]


class CandidateOut(Answer):
    """A person. `job_id`, `status`, `current_round`, `ai_story` and what follows from a hire are those of the newest
    application; in a list that is narrowed to a job or a status, of the newest that fits.

    A client's users see the people shared with them, and of those neither `expected_salary`, `source`, `created_by`
    and `candidate_portal_id` nor applications with other clients.
    """

    candidate_id: str
    job_id: str | None
    name: str
    first_name: str
    last_name: str
    email: str | None
    phone: str | None
    linkedin: str | None
    location: str | None
    current_role: str | None
    current_company: str | None
    experience_years: float | None
    skills: list[str]
    experience: list[dict[str, Any]]
    education: list[dict[str, Any]]
    languages: list[str]
    links: list[str]
    summary: str | None
    expected_salary: str | None
    cv_file_url: str | None = Field(description="Private: send the token or key with it.")
    ai_story: dict[str, Any] | None
    status: ApplicationStatus | None
    current_round: int | None
    candidate_portal_id: str | None
    selected_at: str | None
    salary_offered: str | None
    source: str | None
    created_at: str
    created_by: str
    updated_at: str
    version: int
    applications: list[ApplicationOut]


Answers = Mapping[int, Sequence[Any]]


def candidate_json(person: Any, applications: Iterable[Any], answers: Answers, *, staff: bool) -> dict[str, Any]:
    """`CandidateOut` of a row of `lists.people(…, whole=True)`, the rows of `lists.applications_by_person`, and those
    of `screening.answers_by_application`."""
    # Taken apart at once: fifty rows read by thirty names each cost more than the query.
    (
        number, first_name, last_name, current_role, current_company, skills, location, created_at, status, _score,
        job_id, _title, email, phone, phone_printed, linkedin, experience_years, experience, education, languages,
        links, summary, expected_salary, source, created_by, updated_at, version, current_round, ai_story, selected_at,
        salary_offered, has_cv, account_id,
    ) = person  # fmt: skip
    public_id = encode(Prefix.CANDIDATE, number)
    return {
        "candidate_id": public_id,
        "job_id": encode(Prefix.JOB, job_id) if job_id else None,
        "name": f"{first_name} {last_name}".strip(),
        "first_name": first_name,
        "last_name": last_name,
        "email": email,
        "phone": phone or phone_printed,
        "linkedin": f"https://{linkedin}" if linkedin else None,
        "location": location,
        "current_role": current_role,
        "current_company": current_company,
        "experience_years": experience_years,
        "skills": skills,
        "experience": experience,
        "education": education,
        "languages": languages,
        "links": links,
        "summary": summary,
        "expected_salary": expected_salary if staff else None,
        "cv_file_url": f"/api/candidates/{public_id}/cv" if has_cv else None,
        "ai_story": ai_story,
        "status": status,
        "current_round": current_round,
        "candidate_portal_id": encode(Prefix.CANDIDATE_ACCOUNT, account_id) if account_id and staff else None,
        "selected_at": selected_at,
        "salary_offered": salary_offered,
        "source": source if staff else None,
        "created_at": created_at,
        "created_by": created_by if staff else "",
        "updated_at": updated_at,
        "version": version,
        "applications": [application_json(row, answers, staff=staff) for row in applications],
    }


def application_json(row: Any, answers: Answers, *, staff: bool) -> dict[str, Any]:
    """`ApplicationOut` of a row of `lists.applications_by_person`, with the answers by the application's id."""
    (
        number, _person, job_id, client_id, status, current_round, client_sees, source, rejection_reason, match_score,
        selected_at, salary_offered, created_at, created_by, moved_at, version, title,
    ) = row  # fmt: skip
    return {
        "application_id": encode(Prefix.APPLICATION, number),
        "job_id": encode(Prefix.JOB, job_id),
        "job_title": title,
        "client_id": encode(Prefix.CLIENT, client_id),
        "status": status,
        "current_round": current_round,
        "client_sees": client_sees,
        "match_score": match_score,
        "rejection_reason": rejection_reason if staff else None,
        "selected_at": selected_at,
        "salary_offered": salary_offered,
        "source": source if staff else None,
        "created_at": created_at,
        "created_by": created_by if staff else "",
        "moved_at": moved_at,
        "version": version,
        "screening_answers": [_answer(one) for one in answers.get(number, ())] if staff else [],
    }


def _answer(row: Any) -> dict[str, Any]:
    return {
        "question_id": encode(Prefix.SCREENING_QUESTION, row.question_id),
        "question": row.question,
        "answer": row.answer,
        "source": row.source,
        "answered_at": row.answered_at,
    }
