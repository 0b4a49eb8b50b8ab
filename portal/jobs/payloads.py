"""What job calls take and give (seed 003, `jobs`)."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from portal.api.payloads import Answer, Id, InAddress, Paging, Payload
from portal.core.formats import money
from portal.core.ids import Prefix, encode
from portal.jobs.models import EmploymentType, JobStatus, PayPeriod, Priority, QuestionKind
from portal.jobs.rules import CURRENCIES, MOST_OPENINGS, MOST_PAY, MOST_SKILLS, MOST_YEARS, SKILL_LENGTH
from portal.jobs.rules_questions import MOST_OPTIONS, MOST_QUESTIONS, OPTION_LENGTH, QUESTION_LENGTH

Years = Annotated[int, Field(ge=0, le=MOST_YEARS)]
Pay = Annotated[Decimal, Field(ge=0, le=MOST_PAY, max_digits=14, decimal_places=2)]
Skills = Annotated[list[Annotated[str, Field(min_length=1, max_length=SKILL_LENGTH)]], Field(max_length=MOST_SKILLS)]
Currency = Annotated[str, Field(json_schema_extra={"enum": list(CURRENCIES)})]


class QuestionIn(Payload):
    """A screening question. `options` are the answers of a `choice`, at least two; the other kinds have none."""

    question_id: Id(Prefix.SCREENING_QUESTION) | None = None  # type: ignore[valid-type]
    text: str = Field(min_length=1, max_length=QUESTION_LENGTH, examples=["When could you begin?"])
    kind: QuestionKind = QuestionKind.TEXT
    options: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=OPTION_LENGTH)]], Field(max_length=MOST_OPTIONS)
    ] = []


class QuestionOut(Answer):
    """A screening question."""

    question_id: str
    text: str
    kind: QuestionKind
    options: list[str]


Questions = Annotated[list[QuestionIn], Field(max_length=MOST_QUESTIONS)]
ASKED = "What everybody who applies is asked, in order."
ASKED_ANEW = (
    "The whole list, in order: a question with its `question_id` is changed, one without is added, one that is left "
    "out is removed (its answers stay)."
)


class JobIn(Payload):
    """A new job, open from the beginning."""

    client_id: Id(Prefix.CLIENT)  # type: ignore[valid-type]
    title: str = Field(min_length=1, max_length=200, examples=["Backend Engineer"])
    description: str = Field("", max_length=20_000)
    department: str | None = Field(None, max_length=120)
    location: str = Field("", max_length=200)
    employment_type: EmploymentType = EmploymentType.FULL_TIME
    experience_min: Years | None = None
    experience_max: Years | None = None
    salary_min: Pay | None = None
    salary_max: Pay | None = None
    salary_currency: Currency = "INR"
    salary_period: PayPeriod = PayPeriod.YEAR
    required_skills: Skills = []
    nice_to_have_skills: Skills = []
    priority: Priority = Priority.MEDIUM
    openings: int = Field(1, ge=1, le=MOST_OPENINGS)
    is_public: bool = False
    screening_questions: Questions = Field([], description=ASKED)


class JobChange(Payload):
    """What is sent is changed; the client stays. With `version`, a save over somebody else's is refused with 409."""

    title: str | None = Field(None, min_length=1, max_length=200)
    description: str | None = Field(None, max_length=20_000)
    department: str | None = Field(None, max_length=120)
    location: str | None = Field(None, max_length=200)
    employment_type: EmploymentType | None = None
    experience_min: Years | None = None
    experience_max: Years | None = None
    salary_min: Pay | None = None
    salary_max: Pay | None = None
    salary_currency: Currency | None = None
    salary_period: PayPeriod | None = None
    required_skills: Skills | None = None
    nice_to_have_skills: Skills | None = None
    priority: Priority | None = None
    openings: int | None = Field(None, ge=0, le=MOST_OPENINGS)
    is_public: bool | None = None
    screening_questions: Questions | None = Field(None, description=ASKED_ANEW)
    status: JobStatus | None = None
    version: int | None = Field(None, ge=1, le=2**31 - 1)


class JobsQuery(Paging):
    """Which jobs, and in which order."""

    q: str = Field("", max_length=200, description="Words of the title, department, location or client.")
    client_id: str | None = Field(None, max_length=40, description="`client_…`")
    status: list[JobStatus] | None = None
    priority: list[Priority] | None = None
    sort: Literal["-created", "created", "title", "-title", "-priority", "priority", "client", "-client"] = "-created"


class JobOut(Answer):
    """A job. Amounts are numbers; `openings` counts the places that are still free. A client's users see no
    `screening_questions`."""

    job_id: str
    client_id: str
    client_name: str
    title: str
    description: str
    department: str | None
    location: str
    employment_type: EmploymentType
    experience_min: int | None
    experience_max: int | None
    salary_min: float | None
    salary_max: float | None
    salary_currency: str
    salary_period: PayPeriod
    required_skills: list[str]
    nice_to_have_skills: list[str]
    status: JobStatus
    priority: Priority
    openings: int
    is_public: bool
    screening_questions: list[QuestionOut]
    created_at: str
    created_by: str
    version: int


class ListedQuery(InAddress):
    """Which jobs, and which page of them."""

    page: int = Field(1, ge=1, le=100_000)
    per_page: int = Field(20, ge=1, le=100)
    q: str = Field("", max_length=200, description="Words of the title, department, location or company.")
    location: str = Field("", max_length=200, description="Words of the location.")
    type: list[EmploymentType] | None = None
    client_id: str | None = Field(None, max_length=40, description="`client_…`")
    status: list[JobStatus] | None = Field(None, description="A candidate sees open jobs alone.")


class ListedJob(JobOut):
    """A job as candidates and other systems look for it. `company` is the employer, or, where a candidate is not told
    of it, whoever recruits; a candidate's answer has no `client_id`, no `priority` and no names of staff."""

    client_id: str | None  # type: ignore[assignment]
    priority: Priority | None  # type: ignore[assignment]
    company: str
    apply_url: str | None
    salary_range: str | None
    source: str | None
    external_id: str | None


class ListedJobs(Answer):
    """One numbered page; `total` counts all pages' jobs."""

    jobs: list[ListedJob]
    page: int
    per_page: int
    total: int


class ListedOut(Answer):
    """Jobs."""

    success: Literal[True]
    data: ListedJobs


def listed_json(row: Any, questions: Iterable[Any], agency: str, *, candidate: bool) -> dict[str, Any]:
    """`ListedJob` of a row of `queries_listed.jobs_listed`."""
    found = job_json(row, questions)
    company = row.company_name or agency
    pay = money(row.salary_min, row.salary_max, row.salary_currency, row.salary_period)
    extra = {
        "company": company,
        "client_name": company,
        "apply_url": row.apply_url,
        "salary_range": row.salary_text or pay or None,
        "source": row.source,
        "external_id": row.external_id,
    }
    hidden = {"client_id": None, "priority": None, "created_by": "", "source": None, "external_id": None}
    return {**found, **extra, **(hidden if candidate else {})}


def job_json(row: Any, questions: Iterable[Any]) -> dict[str, Any]:
    """`JobOut` of a row of `queries.job_page(…, whole=True)`, with what `asked_by` says that it asks."""
    # Taken apart at once: fifty rows read by twenty names each cost more than the query.
    (
        number, title, client_id, client_name, department, location, status, priority, openings, is_public, created_at,
        description, employment_type, experience_min, experience_max, salary_min, salary_max, salary_currency,
        salary_period, required_skills, nice_to_have_skills, created_by, version, *_,
    ) = row  # fmt: skip
    return {
        "job_id": encode(Prefix.JOB, number),
        "client_id": encode(Prefix.CLIENT, client_id),
        "client_name": client_name,
        "title": title,
        "description": description,
        "department": department,
        "location": location,
        "employment_type": employment_type,
        "experience_min": experience_min,
        "experience_max": experience_max,
        "salary_min": salary_min,
        "salary_max": salary_max,
        "salary_currency": salary_currency,
        "salary_period": salary_period,
        "required_skills": required_skills,
        "nice_to_have_skills": nice_to_have_skills,
        "status": status,
        "priority": priority,
        "openings": openings,
        "is_public": is_public,
        "screening_questions": [
            {"question_id": encode(Prefix.SCREENING_QUESTION, asked), "text": text, "kind": kind, "options": options}
            for _, asked, text, kind, options in questions
        ],
        "created_at": created_at,
        "created_by": created_by,
        "version": version,
    }
