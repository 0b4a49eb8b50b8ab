"""What calls take and give. Written by `sdk/generate_python.py`: change that, or `sdk/names.json`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Literal, NotRequired, TypedDict

ApplicationStatus = Literal["NEW", "IN_REVIEW", "SHORTLISTED", "IN_PROGRESS", "SELECTED", "REJECTED"]
Channel = Literal["in_app", "email", "push"]
ConversationStatus = Literal["CREATED", "ONGOING", "COMPLETED"]
DeliveryState = Literal["due", "running", "done", "dead"]
Dimension = Literal["date", "source", "job", "client", "recruiter", "status"]
EmploymentType = Literal["full_time", "part_time", "contract", "internship"]
EndpointState = Literal["active", "paused", "off"]
Granularity = Literal["hour", "day", "week", "month"]
InterviewMode = Literal["Video", "Phone", "Onsite"]
InterviewStatus = Literal[
    "Draft",
    "Awaiting Candidate Confirmation",
    "Confirmed",
    "Scheduled",
    "Completed",
    "Passed",
    "Failed",
    "No Show",
    "Cancelled",
]
JobStatus = Literal["open", "on_hold", "closed", "filled"]
MessageKind = Literal["message", "note", "line"]
MessageState = Literal["received", "queued", "sent", "delivered", "read", "failed"]
NotificationType = Literal[
    "candidate_status_change",
    "interview_booked",
    "interview_passed",
    "hiring_initiated",
    "new_job",
    "new_application",
    "application_submitted",
    "application_completed",
    "application_failed",
    "job_match_found",
    "captcha_detected",
    "system",
    "custom",
    "interview_reminder",
    "feedback_reminder",
    "person_wanted",
    "contact_stopped",
    "conversation_offered",
    "conversation_message",
    "unread_message",
]
PayPeriod = Literal["hour", "day", "month", "year"]
Priority = Literal["low", "medium", "high", "urgent"]
QuestionKind = Literal["text", "yes_no", "number", "choice"]
Reason = Literal[
    "captcha_detected",
    "robots_refused",
    "address_refused",
    "site_unreachable",
    "job_gone",
    "no_form",
    "login_required",
    "missing_answer",
    "missing_resume",
    "not_accepted",
    "unknown_outcome",
    "already_applied",
    "job_closed",
    "declined",
]
RunState = Literal["processing", "completed", "failed"]
Sender = Literal["contact", "agent", "ai"]
TaskState = Literal["queued", "running", "needs_confirmation", "completed", "failed"]


class Accepted(TypedDict):
    """What was queued."""

    ingestion_id: str
    jobs_received: int
    jobs_queued: int
    status: RunState


class Account(TypedDict):
    """A candidate's account."""

    candidate_portal_id: str
    email: str
    name: str
    first_name: str
    last_name: str
    phone: str | None
    linkedin_url: str | None
    current_company: str | None
    experience_years: int | None
    must_change_password: bool
    status: str
    linked_candidate_id: str | None
    email_confirmed: bool
    created_at: str
    created_by: str


class AnswerIn(TypedDict):
    """What is answered to a question of the job or of the site's form, in whatever spelling."""

    question: str
    answer: str


class Application(TypedDict):
    """A candidate put forward for a job. `source`, `rejection_reason`, `created_by` and `screening_answers` are the
    company's own.
    """

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
    screening_answers: list[ScreeningAnswer]


class ApplyIn(TypedDict):
    """Which job to apply for, and with what. Without a `resume_id` the résumé in use goes along, if there is one."""

    job_id: str | int
    """`job_…`, or the integer."""
    resume_id: NotRequired[str | int | None]
    cover_letter_template_id: NotRequired[str | int | None]
    answers: NotRequired[Sequence[AnswerIn]]


class BookIn(TypedDict):
    """The time that is chosen."""

    slot_id: str | int
    """`slot_…`, or the integer."""


class CancelIn(TypedDict):
    """Why it is off, for the company's own eyes; a candidate who gives the time back gives no reason."""

    reason: NotRequired[str | None]


class CandidateChange(TypedDict):
    """What is sent is changed.

    `status` moves the newest application (or the one of `application_id`) as its table allows; `REJECTED` needs
    a `reason`. With `version`, a save over somebody else's is refused with 409.
    """

    name: NotRequired[str | None]
    first_name: NotRequired[str | None]
    last_name: NotRequired[str | None]
    email: NotRequired[str | None]
    phone: NotRequired[str | None]
    linkedin: NotRequired[str | None]
    location: NotRequired[str | None]
    current_role: NotRequired[str | None]
    current_company: NotRequired[str | None]
    experience_years: NotRequired[float | None]
    skills: NotRequired[Sequence[str] | None]
    experience: NotRequired[Sequence[WorkIn] | None]
    education: NotRequired[Sequence[StudyIn] | None]
    languages: NotRequired[Sequence[str] | None]
    links: NotRequired[Sequence[str] | None]
    summary: NotRequired[str | None]
    expected_salary: NotRequired[str | None]
    status: NotRequired[ApplicationStatus | None]
    reason: NotRequired[str | None]
    application_id: NotRequired[str | int | None]
    version: NotRequired[int | None]


class CandidateIn(TypedDict):
    """A person for the job: somebody new by `name`, or somebody known by `candidate_id` and nothing else."""

    name: NotRequired[str | None]
    first_name: NotRequired[str | None]
    last_name: NotRequired[str | None]
    email: NotRequired[str | None]
    phone: NotRequired[str | None]
    linkedin: NotRequired[str | None]
    location: NotRequired[str | None]
    current_role: NotRequired[str | None]
    current_company: NotRequired[str | None]
    experience_years: NotRequired[float | None]
    skills: NotRequired[Sequence[str] | None]
    experience: NotRequired[Sequence[WorkIn] | None]
    education: NotRequired[Sequence[StudyIn] | None]
    languages: NotRequired[Sequence[str] | None]
    links: NotRequired[Sequence[str] | None]
    summary: NotRequired[str | None]
    expected_salary: NotRequired[str | None]
    candidate_id: NotRequired[str | int | None]
    source: NotRequired[str | None]


class CandidateLoginIn(TypedDict):
    """The same for a candidate."""

    email: str
    password: str
    company_id: NotRequired[int | None]


class Candidate(TypedDict):
    """A person. `job_id`, `status`, `current_round`, `ai_story` and what follows from a hire are those of the
    newest application; in a list that is narrowed to a job or a status, of the newest that fits.

    A client's users see the people shared with them, and of those neither `expected_salary`, `source`,
    `created_by` and `candidate_portal_id` nor applications with other clients.
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
    cv_file_url: str | None
    """Private: send the token or key with it."""
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
    applications: list[Application]


class CandidateRegisterIn(TypedDict):
    """A candidate who registers; `company_id` or `company` (its name in addresses), else the oldest company."""

    email: str
    name: str
    phone: NotRequired[str | None]
    password: NotRequired[str | None]
    company_id: NotRequired[int | None]
    company: NotRequired[str | None]


class CandidateToken(TypedDict):
    """A candidate's token and whose it is."""

    access_token: str
    token_type: Literal["bearer"]
    expires_in: int
    """Seconds."""
    candidate: Account


class ClientChange(TypedDict):
    """What is sent is changed. With `version`, a save over somebody else's is refused with 409."""

    company_name: NotRequired[str | None]
    industry: NotRequired[str | None]
    website: NotRequired[str | None]
    phone: NotRequired[str | None]
    address: NotRequired[str | None]
    city: NotRequired[str | None]
    state: NotRequired[str | None]
    country: NotRequired[str | None]
    postal_code: NotRequired[str | None]
    notes: NotRequired[str | None]
    status: NotRequired[Literal["active", "inactive"] | None]
    version: NotRequired[int | None]


class ClientIn(TypedDict):
    """A new client."""

    company_name: str
    industry: NotRequired[str | None]
    website: NotRequired[str | None]
    phone: NotRequired[str | None]
    address: NotRequired[str | None]
    city: NotRequired[str | None]
    state: NotRequired[str | None]
    country: NotRequired[str | None]
    postal_code: NotRequired[str | None]
    notes: NotRequired[str | None]
    status: NotRequired[Literal["active", "inactive"]]


class Client(TypedDict):
    """A client. `notes` are the company's own: a client's users get null."""

    client_id: str
    company_name: str
    status: Literal["active", "inactive"]
    industry: str | None
    website: str | None
    phone: str | None
    address: str | None
    city: str | None
    state: str | None
    country: str | None
    postal_code: str | None
    notes: str | None
    created_at: str
    created_by: str
    version: int


class ClientUserChange(TypedDict):
    """What is sent is changed. Another address or role ends the person's access until they sign in again.

    `role_id` is one of the company's own roles for a client's people, null for the plain `client_user`. For
    admins.
    """

    email: NotRequired[str | None]
    name: NotRequired[str | None]
    phone: NotRequired[str | None]
    role_id: NotRequired[str | int | None]
    status: NotRequired[Literal["active", "inactive"] | None]
    version: NotRequired[int | None]


class ClientUserIn(TypedDict):
    """One of the client's own people; the link to set a password comes by mail."""

    email: str
    name: str
    phone: NotRequired[str | None]
    role_id: NotRequired[str | int | None]
    """One of the company's own roles, `role_…`, of this base role. For admins to give."""


class CompletedIn(TypedDict):
    """How it was, in the caller's own words: both may be left out."""

    feedback: NotRequired[str | None]
    rating: NotRequired[int | None]


class ConversationIn(TypedDict):
    """A conversation with a candidate or a known contact. With `text` it begins at once."""

    channel_id: int
    candidate_id: NotRequired[str | int | None]
    contact_id: NotRequired[int | None]
    job_id: NotRequired[str | int | None]
    text: NotRequired[str | None]
    """The first message."""
    author_id: NotRequired[str | int | None]


class ConversationMade(TypedDict):
    """The conversation of the application's candidate and job."""

    id: int | str
    candidateId: int | str
    jobId: int | str
    status: str


class Conversation(TypedDict):
    """A conversation: who owns it, on which channel, with which contact (seed 004), about what, and where it stands
    (seed 000).
    """

    id: int
    company_id: int
    channel_id: int
    contact_id: int
    owner_id: int | None
    candidateId: int | None
    jobId: int | None
    status: ConversationStatus
    createdAt: str
    updatedAt: str


class CountedEvents(TypedDict):
    """How many were counted, or had been."""

    accepted: int


class DateRange(TypedDict):
    """Days of the company's clocks, both included."""

    start: str | date
    end: str | date


class DecisionIn(TypedDict):
    """Whether it may be sent to its site."""

    confirmed: bool


class Delivery(TypedDict):
    """What another system sent, and what became of it. The body stands on the page alone."""

    id: str
    source: str
    delivery_id: str
    event: str
    state: DeliveryState
    words: str
    changed: dict[str, str]
    times: int
    occurredAt: str | None
    receivedAt: str
    doneAt: str | None


class DeliveryTry(TypedDict):
    """One try: its answer's status, or why there was none, and how long it took."""

    at: str
    status_code: int | None
    error: str | None
    seconds: float


class Detail(TypedDict):
    """One problem: the field, and a sentence about it."""

    field: str
    reason: str


class DetailOut(TypedDict):
    """What was done, in words."""

    detail: str


class Done(TypedDict):
    """It was done."""

    success: Literal[True]
    message: str


class DoneOut(TypedDict):
    """It is done; nothing else to say."""

    success: Literal[True]
    message: str


class EndpointDeliveries(TypedDict):
    """One page of deliveries; `next` is the cursor of the next one."""

    deliveries: list[ListedEndpointDelivery]
    next: str | None


class EndpointDelivery(TypedDict):
    """The same with the body, byte for byte, and its latest tries. `message_id` is sent as `webhook-id`."""

    delivery_id: str
    event: str
    state: DeliveryState
    attempts: int
    last_status_code: int | None
    last_error: str | None
    created_at: str
    next_attempt_at: str | None
    message_id: str
    body: str
    tries: list[DeliveryTry]


class EventsIn(TypedDict):
    """One event, or up to 500 as `events`."""

    event_type: NotRequired[str | None]
    properties: NotRequired[Mapping[str, Any]]
    occurred_at: NotRequired[str | datetime | None]
    event_id: NotRequired[str | None]
    events: NotRequired[Sequence[TrackedEvent] | None]


class Extracted(TypedDict):
    """What was found in the résumé; what is not in it is null or empty. `phone` is E.164 if it can be."""

    full_name: str | None
    email: str | None
    phone: str | None
    location: str | None
    work_experience: list[WorkRead]
    education: list[StudyRead]
    skills: list[str]
    summary: str | None


class FileData(TypedDict):
    """A file that is kept."""

    file_id: str
    file_url: str
    filename: str
    content_type: str
    size: int
    sha256: str


class FilledField(TypedDict):
    """A field of the form, and what was or will be sent in it."""

    field: str
    value: str


class Filters(TypedDict):
    """What is counted; each list narrows to any of its values."""

    date_range: DateRange
    source: NotRequired[Sequence[str] | None]
    job: NotRequired[Sequence[str | int] | None]
    client: NotRequired[Sequence[str | int] | None]
    recruiter: NotRequired[Sequence[str | int] | None]
    status: NotRequired[Sequence[ApplicationStatus] | None]


class GenericApplication(TypedDict):
    """The application, where the event is about what became of it."""

    external_id: NotRequired[str | None]
    stage: NotRequired[str | None]
    reason: NotRequired[str | None]
    """For `application.rejected`."""
    note: NotRequired[str | None]
    """For `application.noted`."""


class GenericCandidate(TypedDict):
    """The person: known by `external_id`, else by e-mail address, else by telephone; else added."""

    external_id: NotRequired[str | None]
    phoneNumber: NotRequired[str | None]
    firstName: NotRequired[str | None]
    lastName: NotRequired[str | None]
    emailAddress: NotRequired[str | None]
    resumeUrl: NotRequired[str | None]
    """Fetched once, within a minute or so."""
    merged_into: NotRequired[str | None]
    """For `candidate.merged`: who remains."""


class GenericEvent(TypedDict):
    """An event of a system of one's own. One that the portal does not know is kept, and changes nothing."""

    event_id: str
    event_type: str
    company_id: NotRequired[int | None]
    """The key's own company; any other is 404."""
    occurred_at: NotRequired[str | None]
    """RFC 3339; what is older changes nothing."""
    job: NotRequired[GenericJob | None]
    candidate: NotRequired[GenericCandidate | None]
    application: NotRequired[GenericApplication | None]


class GenericJob(TypedDict):
    """The job: `job_id` is one of the portal's, `external_id` one of the other system's, made when it is new."""

    external_id: NotRequired[str | None]
    job_id: NotRequired[int | str | None]
    """`job_…`, or the integer."""
    title: NotRequired[str | None]
    location: NotRequired[str | None]
    description: NotRequired[str | None]
    client: NotRequired[str | None]
    """Whose job it is; for a job that is new."""
    status: NotRequired[Literal["open", "on_hold", "closed", "filled"] | None]


class GuestIn(TypedDict):
    """Somebody invited without an account."""

    name: NotRequired[str]
    email: str


class Guest(TypedDict):
    """Somebody invited without an account; the address is null for a candidate."""

    name: str
    email: str | None


class HireIn(TypedDict):
    """What is offered, in words."""

    salary_offered: NotRequired[str | None]


class InboundIn(TypedDict):
    """A message of a contact, as a channel's gateway brings it. The same `channel_message_id` again changes
    nothing.
    """

    company_id: int
    channel_id: int
    from_: str
    """Who writes: a telephone number with its country code, or an e-mail address."""
    text: str
    channel_message_id: str
    name: NotRequired[str]
    """What the channel calls the contact; kept if we know no name."""
    sent_at: NotRequired[str | datetime | None]
    """When it was written; without a zone in UTC."""


class Inbound(TypedDict):
    """Where the message is. `duplicate`: it had come before, and these are the ids of then."""

    conversation_id: int
    message_id: int
    contact_id: int
    duplicate: bool


class IngestionIn(TypedDict):
    """Jobs of a source. One that the portal has already, by source and `external_id`, is changed."""

    source: str
    jobs: Sequence[Any]
    """Objects with `external_id`, `title` and `company`, and optionally `location`, `description`, `apply_url`,
    `salary_range` and `type`. Each is validated by itself when the worker comes to it: one that is wrong is
    among the run's `rejects`, with the reason, and the others are taken.
    """


class InterviewChange(TypedDict):
    """What is sent is changed. `proposed_slots` are the times offered from now on, in place of those before; a
    draft is sent to the candidate with them, and after a no-show the candidate is asked again. With `version`, a
    save over somebody else's is refused with 409.
    """

    round_name: NotRequired[str | None]
    interview_mode: NotRequired[InterviewMode | None]
    interview_duration: NotRequired[int | None]
    """Minutes."""
    time_zone: NotRequired[str | None]
    proposed_slots: NotRequired[Sequence[SlotIn] | None]
    meeting_link: NotRequired[str | None]
    place: NotRequired[str | None]
    additional_instructions: NotRequired[str | None]
    interviewers: NotRequired[Sequence[str | int] | None]
    guests: NotRequired[Sequence[GuestIn] | None]
    version: NotRequired[int | None]


class InterviewIn(TypedDict):
    """A round of an application: the next one, unless `interview_round` says which.

    The application is that of `candidate_id` for `job_id` (without it the newest), or `application_id`. With
    slots the candidate is asked at once, without any it is a draft.
    """

    round_name: NotRequired[str | None]
    interview_mode: NotRequired[InterviewMode | None]
    interview_duration: NotRequired[int | None]
    """Minutes."""
    time_zone: NotRequired[str | None]
    proposed_slots: NotRequired[Sequence[SlotIn] | None]
    meeting_link: NotRequired[str | None]
    place: NotRequired[str | None]
    additional_instructions: NotRequired[str | None]
    interviewers: NotRequired[Sequence[str | int] | None]
    guests: NotRequired[Sequence[GuestIn] | None]
    candidate_id: NotRequired[str | int | None]
    job_id: NotRequired[str | int | None]
    application_id: NotRequired[str | int | None]
    interview_round: NotRequired[int | None]


class Interview(TypedDict):
    """An interview; every time is UTC. `feedback` and `rating` are the newest words and the rounded mean.

    A candidate is not told what was said and decided: a decided round reads `Completed`. `cancelled_reason`,
    `created_by` and `invite_sent_by` are the company's own.
    """

    interview_id: str
    application_id: str
    job_id: str
    job_title: str
    candidate_id: str
    candidate_name: str
    client_id: str
    client_name: str
    interview_mode: InterviewMode
    interview_duration: int
    time_zone: str
    proposed_slots: list[OfferedSlot]
    selected_slot_id: str | None
    scheduled_start_time: str | None
    scheduled_end_time: str | None
    interview_status: InterviewStatus
    interview_round: int
    round_name: str
    meeting_link: str | None
    place: str | None
    additional_instructions: str | None
    interviewers: list[Interviewer]
    guests: list[Guest]
    invite_sent: bool
    invite_sent_by: str | None
    feedback: str | None
    rating: int | None
    no_show_flag: bool
    no_show_count: int
    hiring_initiated: bool
    cancelled_reason: str | None
    created_at: str
    updated_at: str
    created_by: str
    version: int


class Interviewer(TypedDict):
    """A user who interviews."""

    user_id: str
    name: str


class JobChange(TypedDict):
    """What is sent is changed; the client stays. With `version`, a save over somebody else's is refused with 409."""

    title: NotRequired[str | None]
    description: NotRequired[str | None]
    department: NotRequired[str | None]
    location: NotRequired[str | None]
    employment_type: NotRequired[EmploymentType | None]
    experience_min: NotRequired[int | None]
    experience_max: NotRequired[int | None]
    salary_min: NotRequired[float | str | None]
    salary_max: NotRequired[float | str | None]
    salary_currency: NotRequired[
        Literal["INR", "USD", "EUR", "GBP", "AED", "AUD", "CAD", "CHF", "JPY", "NZD", "SAR", "SGD", "ZAR"] | None
    ]
    salary_period: NotRequired[PayPeriod | None]
    required_skills: NotRequired[Sequence[str] | None]
    nice_to_have_skills: NotRequired[Sequence[str] | None]
    priority: NotRequired[Priority | None]
    openings: NotRequired[int | None]
    is_public: NotRequired[bool | None]
    screening_questions: NotRequired[Sequence[QuestionIn] | None]
    """The whole list, in order: a question with its `question_id` is changed, one without is added, one that is
    left out is removed (its answers stay).
    """
    status: NotRequired[JobStatus | None]
    version: NotRequired[int | None]


class JobCount(TypedDict):
    """How many applications and interviews of a job stand where."""

    job_id: str
    title: str
    applications: dict[str, int]
    interviews: dict[str, int]


class JobIn(TypedDict):
    """A new job, open from the beginning."""

    client_id: str | int
    """`client_…`, or the integer."""
    title: str
    description: NotRequired[str]
    department: NotRequired[str | None]
    location: NotRequired[str]
    employment_type: NotRequired[EmploymentType]
    experience_min: NotRequired[int | None]
    experience_max: NotRequired[int | None]
    salary_min: NotRequired[float | str | None]
    salary_max: NotRequired[float | str | None]
    salary_currency: NotRequired[
        Literal["INR", "USD", "EUR", "GBP", "AED", "AUD", "CAD", "CHF", "JPY", "NZD", "SAR", "SGD", "ZAR"]
    ]
    salary_period: NotRequired[PayPeriod]
    required_skills: NotRequired[Sequence[str]]
    nice_to_have_skills: NotRequired[Sequence[str]]
    priority: NotRequired[Priority]
    openings: NotRequired[int]
    is_public: NotRequired[bool]
    screening_questions: NotRequired[Sequence[QuestionIn]]
    """What everybody who applies is asked, in order."""


class JobMatch(TypedDict):
    """How well a job fits. `score` 0..1 over what could be judged, null if nothing could; `confidence` is how much
    of what the job asks for that was.
    """

    job_id: str
    title: str
    score: float | None
    confidence: float
    reason: str
    matched_skills: list[str]
    missing_skills: list[str]
    parts: list[MatchPart]


class Job(TypedDict):
    """A job. Amounts are numbers; `openings` counts the places that are still free. A client's users see no
    `screening_questions`.
    """

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
    screening_questions: list[Question]
    created_at: str
    created_by: str
    version: int


class LetterChange(TypedDict):
    """What is sent is changed."""

    name: NotRequired[str | None]
    body: NotRequired[str | None]
    is_default: NotRequired[bool | None]


class LetterIn(TypedDict):
    """A cover letter."""

    name: str
    body: str
    """Filled in for each application: `{{first_name}}`, `{{last_name}}`, `{{name}}`, `{{email}}`, `{{phone}}`,
    `{{job_title}}`, `{{company}}`, `{{location}}`, `{{date}}`.
    """
    is_default: NotRequired[bool | None]


class Letter(TypedDict):
    """A cover letter as it was written, its variables in braces."""

    template_id: str
    name: str
    body: str
    is_default: bool
    updated_at: str


class Letters(TypedDict):
    """A candidate's cover letters, the default first."""

    templates: list[Letter]


class ListedEndpointDelivery(TypedDict):
    """One event on its way to the endpoint. `last_status_code` is of the newest answer, `last_error` of the newest
    try without one.
    """

    delivery_id: str
    event: str
    state: DeliveryState
    attempts: int
    last_status_code: int | None
    last_error: str | None
    created_at: str
    next_attempt_at: str | None


class ListedJob(TypedDict):
    """A job as candidates and other systems look for it. `company` is the employer, or, where a candidate is not
    told of it, whoever recruits; a candidate's answer has no `client_id`, no `priority` and no names of staff.
    """

    job_id: str
    client_id: str | None
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
    priority: Priority | None
    openings: int
    is_public: bool
    screening_questions: list[Question]
    created_at: str
    created_by: str
    version: int
    company: str
    apply_url: str | None
    salary_range: str | None
    source: str | None
    external_id: str | None


class ListedJobs(TypedDict):
    """One numbered page; `total` counts all pages' jobs."""

    jobs: list[ListedJob]
    page: int
    per_page: int
    total: int


class AccountList(TypedDict):
    items: list[Account]
    next: str | None
    """Send it as `cursor` for the next page; null on the last one."""


class CandidateList(TypedDict):
    items: list[Candidate]
    next: str | None
    """Send it as `cursor` for the next page; null on the last one."""


class ClientList(TypedDict):
    items: list[Client]
    next: str | None
    """Send it as `cursor` for the next page; null on the last one."""


class ConversationList(TypedDict):
    items: list[Conversation]
    next: str | None
    """Send it as `cursor` for the next page; null on the last one."""


class DeliveryList(TypedDict):
    items: list[Delivery]
    next: str | None
    """Send it as `cursor` for the next page; null on the last one."""


class InterviewList(TypedDict):
    items: list[Interview]
    next: str | None
    """Send it as `cursor` for the next page; null on the last one."""


class JobList(TypedDict):
    items: list[Job]
    next: str | None
    """Send it as `cursor` for the next page; null on the last one."""


class LogList(TypedDict):
    items: list[Log]
    next: str | None
    """Send it as `cursor` for the next page; null on the last one."""


class NotificationList(TypedDict):
    items: list[Notification]
    next: str | None
    """Send it as `cursor` for the next page; null on the last one."""


class UserList(TypedDict):
    items: list[User]
    next: str | None
    """Send it as `cursor` for the next page; null on the last one."""


class Log(TypedDict):
    """One thing that somebody did. `old_value` and `new_value` are null where there are none or they were wiped."""

    log_id: str
    timestamp: str
    user_id: str | None
    user_email: str | None
    user_role: str
    action_type: str
    entity_type: str
    entity_id: str
    client_id: str | None
    old_value: dict[str, Any] | None
    new_value: dict[str, Any] | None
    metadata: dict[str, Any]


class LoginIn(TypedDict):
    """Sign in. A candidate with accounts at several companies says which one's (`company_id`)."""

    email: str
    password: str


class Mail(TypedDict):
    """What became of an e-mail: a message, an automatic answer that is kept as a line, a bounce, or nothing of use."""

    result: Literal["received", "repeated", "automatic", "bounced", "ignored"]
    conversation_id: int | None
    message_id: int | None


class MatchPage(TypedDict):
    """One page of them."""

    matches: list[JobMatch]
    page: int
    per_page: int
    total: int


class MatchPart(TypedDict):
    """One part of the sum. `share` 0..1 of its `weight`; null where the profile does not say."""

    part: str
    label: str
    weight: int
    share: float | None
    said: str
    evidence: list[Proof]


class Matches(TypedDict):
    """The jobs that were asked about, the best first."""

    matches: list[JobMatch]


class MatchesIn(TypedDict):
    """Which jobs the caller is compared with."""

    job_ids: Sequence[str | int]


class Matrix(TypedDict):
    """Who may do what, made of the table that every page and call asks."""

    permissions: list[PermissionOut]
    roles: list[MatrixRole]
    scopes: list[MatrixScope]


class MatrixRole(TypedDict):
    """A column of the matrix."""

    role_id: str
    role_name: str
    base_role: str
    is_system_role: bool
    permissions: dict[str, bool]


class MatrixScope(TypedDict):
    """What a scope of an API key opens."""

    scope: str
    permissions: dict[str, bool]


class MessageIn(TypedDict):
    """A message to the contact; from a candidate, one to the company."""

    text: str
    author_id: NotRequired[str | int | None]
    """Who writes: an active person of the company. By default the caller; a key must say it."""


class Message(TypedDict):
    """A message, a note for colleagues, or a line that says what happened. `content` is plain text."""

    id: int
    conversation_id: int
    sender: Sender
    content: str
    kind: MessageKind
    state: MessageState
    author_id: int | None
    failure: str | None
    created_at: str
    sent_at: str | None
    delivered_at: str | None
    read_at: str | None


class Meta(TypedDict):
    """How many messages and reports of this number were new to the portal, or known already."""

    messages: int
    reports: int


class MetricRows(TypedDict):
    """A row for each step and each combination of the other dimensions, each with its dimensions and metrics."""

    rows: list[dict[str, Any]]


class MetricsIn(TypedDict):
    """What to count, told apart by what, in which steps."""

    metrics: Sequence[str]
    """Any of jobs_viewed, jobs_applied, applications, interviews_booked, interviews_completed, no_shows, hires,
    time_to_hire, messages, or the type of events that were sent.
    """
    dimensions: NotRequired[Sequence[Dimension]]
    filters: Filters
    granularity: NotRequired[Granularity]


class NewWebhook(TypedDict):
    """The same; `secret` signs every request, and is shown this once."""

    webhook_id: str
    url: str
    description: str
    events: list[str]
    state: EndpointState
    secret: NotRequired[str | None]


class NoticeIn(TypedDict):
    """A notice by mail, to a person of the company or an allowed address."""

    integrationData: NoticeOf
    recipientEmail: str
    subject: NotRequired[str]
    template: NotRequired[Literal["integration_request"]]


class NoticeOf(TypedDict):
    """What the notice is about; what else stands here is not read and goes nowhere."""

    integrationName: str
    userEmail: str


class Notification(TypedDict):
    """Something that the caller was told. `read` is the caller's own, `recipients` are roles and clients."""

    notification_id: str
    type: NotificationType
    title: str
    message: str
    entity_type: str | None
    entity_id: str | None
    metadata: dict[str, Any]
    created_at: str
    read: bool
    recipients: list[str]


class OfferedSlot(TypedDict):
    """A time of an interview, in UTC; also what is still free when one is gone (409 `SLOT_TAKEN`)."""

    slot_id: str
    start: str
    end: str
    is_available: bool


class OneSubmission(TypedDict):
    """One submission."""

    success: Literal[True]
    integration: SubmissionDetail


class ParseIn(TypedDict):
    """Where the résumé lies: a public http(s) address, or the `file_url` of a file that was uploaded here."""

    resume_url: str


class ParsedData(TypedDict):
    """`parsed` is false for a file that is no résumé or cannot be read; the confidence is 0 then, else up to 1."""

    parsed: bool
    extracted_data: Extracted
    parsing_confidence: float
    parsed_at: str


class PasswordIn(TypedDict):
    """A new password for oneself."""

    current_password: str
    new_password: str


class PeopleMatches(TypedDict):
    """People, the best first."""

    matches: list[PersonMatch]


class PermissionOut(TypedDict):
    """One thing that a role or key may do."""

    permission: str
    description: str


class PersonMatch(TypedDict):
    """How well somebody fits a job; as `JobMatch`."""

    candidate_id: str
    name: str
    score: float | None
    confidence: float
    reason: str
    matched_skills: list[str]
    missing_skills: list[str]
    parts: list[MatchPart]


class Pipeline(TypedDict):
    """Counts of what the caller sees; `by_job` has the newest 200 jobs that are open or on hold."""

    clients: int
    jobs: dict[str, int]
    candidates: int
    applications: dict[str, int]
    interviews: dict[str, int]
    upcoming: int
    by_round: list[RoundCount]
    by_job: list[JobCount]


class PoppApplication(TypedDict):
    """An application, in the words of the Popp service (seed 000). A repeated `id` gives the first answer again."""

    id: str
    job_id: str
    """`job_…` of the portal, or theirs."""
    candidate_id: NotRequired[str | None]
    candidate: PoppCandidate


class PoppCandidate(TypedDict):
    """The person, in the words of the Popp service."""

    phone_number: NotRequired[str | None]
    first_name: NotRequired[str | None]
    last_name: NotRequired[str | None]
    email_address: NotRequired[str | None]


class PortalUserChange(TypedDict):
    """What is sent is changed."""

    email: NotRequired[str | None]
    name: NotRequired[str | None]
    phone: NotRequired[str | None]
    linkedin_url: NotRequired[str | None]
    current_company: NotRequired[str | None]
    experience_years: NotRequired[int | None]
    status: NotRequired[Literal["active", "inactive"] | None]
    version: NotRequired[int | None]
    """What was read; a save over another's is refused with 409."""


class PortalUserIn(TypedDict):
    """A candidate's account, made by an admin; the link to set a password comes by mail."""

    email: str
    name: str
    phone: NotRequired[str | None]
    linkedin_url: NotRequired[str | None]
    current_company: NotRequired[str | None]
    experience_years: NotRequired[int | None]
    candidate_id: NotRequired[str | int | None]


class Profile(TypedDict):
    """What the comparison knows of the caller besides their CV."""

    skills: list[str]
    experience_years: float | None
    preferred_locations: list[str]
    job_types: list[EmploymentType]


class ProfileIn(TypedDict):
    """What the comparison should know; what is left out stays as it is."""

    skills: NotRequired[Sequence[str] | None]
    experience_years: NotRequired[float | None]
    preferred_locations: NotRequired[Sequence[str] | None]
    job_types: NotRequired[Sequence[EmploymentType] | None]


class Progress(TypedDict):
    """How far a run is. `rejects` are the first of them; `jobs_rejected` counts all."""

    ingestion_id: str
    source: str
    status: RunState
    jobs_received: int
    jobs_queued: int
    jobs_created: int
    jobs_updated: int
    jobs_unchanged: int
    jobs_rejected: int
    rejects: list[Reject]
    reason: str | None
    created_at: str
    finished_at: str | None


class Proof(TypedDict):
    """What a statement rests on: words of the CV, or a field of the profile."""

    text: str
    label: str


class QuestionIn(TypedDict):
    """A screening question. `options` are the answers of a `choice`, at least two; the other kinds have none."""

    question_id: NotRequired[str | int | None]
    text: str
    kind: NotRequired[QuestionKind]
    options: NotRequired[Sequence[str]]


class Question(TypedDict):
    """A screening question."""

    question_id: str
    text: str
    kind: QuestionKind
    options: list[str]


class QueuedTask(TypedDict):
    """An application that is being made."""

    task_id: str
    status: TaskState


class Read(TypedDict):
    """It is read; so many wait still (counted up to 100)."""

    success: bool
    unread: int


class Received(TypedDict):
    """The delivery is stored; the portal works on it now."""

    success: Literal[True]
    repeated: bool
    """Whether it had come before."""


class RegisterIn(TypedDict):
    """A new user of the company, made by an admin; the link to set a password comes by mail."""

    email: str
    name: str
    phone: NotRequired[str | None]
    role: NotRequired[Literal["admin", "recruiter", "client_user"]]
    client_id: NotRequired[str | int | None]
    role_id: NotRequired[str | int | None]
    """One of the company's own roles, `role_…`, of this base role. For admins to give."""
    password: NotRequired[str | None]
    """A first password, which must be changed at the first sign-in."""


class Reject(TypedDict):
    """A job that could not be taken; `index` is its place in the call, from 0."""

    index: int
    external_id: str | None
    title: str
    problems: list[Detail]


class RejectIn(TypedDict):
    """What was seen, and why the process ends; the reason is also the application's."""

    feedback: NotRequired[str | None]
    reason: NotRequired[str | None]


class Replayed(TypedDict):
    """It is worked on once more."""

    success: Literal[True]
    message: str


class ReportIn(TypedDict):
    """How far a message has come. Reports may repeat and overtake each other."""

    message_id: int
    """As it was given to the gateway. 0 is an admin's test message."""
    status: Literal["sent", "delivered", "read", "failed"]
    reason: NotRequired[str | None]
    """Of a failed one: why, for people to read."""


class ResumeChange(TypedDict):
    """Put a résumé in use."""

    is_default: Literal[True]


class ResumeIn(TypedDict):
    """A file that was uploaded by a signed address; it is read, and becomes the one in use unless told otherwise."""

    file_url: str
    """The `file_url` of the upload's answer."""
    is_default: NotRequired[bool]


class Resume(TypedDict):
    """A résumé. The default is the one in use."""

    resume_id: str
    filename: str
    uploaded_at: str
    is_default: bool


class Resumes(TypedDict):
    """A candidate's résumés, the one in use first."""

    resumes: list[Resume]


class RoleChange(TypedDict):
    """What is sent is changed; permissions that are not named stay as they are."""

    role_name: NotRequired[str | None]
    description: NotRequired[str | None]
    permissions: NotRequired[Mapping[str, bool] | None]
    version: NotRequired[int | None]


class RoleIn(TypedDict):
    """A role of the company's own. What `permissions` does not name is as in the base role."""

    role_name: str
    description: NotRequired[str]
    permissions: NotRequired[Mapping[str, bool]]
    base_role: NotRequired[Literal["admin", "recruiter", "client_user"] | None]
    """What it is made of: by default `client_user` with a `client_id`, else `recruiter`."""
    client_id: NotRequired[str | int | None]


class Role(TypedDict):
    """A role. `permissions` names every permission that there is."""

    role_id: str
    role_name: str
    description: str
    permissions: dict[str, bool]
    client_id: str | None
    is_system_role: bool
    created_at: str | None
    base_role: str
    version: int | None


class Roles(TypedDict):
    """All roles: those that every company has, then the company's own by name."""

    items: list[Role]
    next: None


class RoundCount(TypedDict):
    """How many interviews of a round stand where."""

    interview_round: int
    interviews: dict[str, int]


class SavedAnswerIn(TypedDict):
    """What one answers when a question comes again, in whatever spelling."""

    question: str
    answer: str


class SavedAnswer(TypedDict):
    """A saved answer."""

    question: str
    answer: str
    answer_id: str
    updated_at: str


class SavedAnswers(TypedDict):
    """A candidate's saved answers, by question."""

    answers: list[SavedAnswer]


class ScreeningAnswer(TypedDict):
    """What was answered to a screening question of the job. `question` is the question as it was asked; `source` is
    `assistant`, `form`, or the name of whoever wrote the answer down.
    """

    question_id: str
    question: str
    answer: str
    source: str
    answered_at: str


class SendIn(TypedDict):
    """Something to tell one person. `metadata` is the sender's own and comes back with the notification."""

    user_id: str
    """`user_…`, or `cp_…` for a candidate's account."""
    type: NotRequired[NotificationType]
    title: str
    message: NotRequired[str]
    channels: Sequence[Channel]
    metadata: NotRequired[Mapping[str, Any]]


class SentNotification(TypedDict):
    """The notification, and the channels by which it goes: those that were asked for and are wanted."""

    notification_id: str
    channels: list[Channel]


class SignedData(TypedDict):
    """An address for one file. `upload_url` takes it by PUT, `download_url` gives it by GET, until `expires_at`."""

    upload_url: NotRequired[str | None]
    download_url: NotRequired[str | None]
    file_url: str
    expires_at: str


class SignedIn(TypedDict):
    """Which file an address is wanted for.

    `upload`: its name and kind, and its size if it is known; `download`: the `file_url` of the upload's answer.
    """

    operation: NotRequired[Literal["upload", "download"]]
    filename: NotRequired[str | None]
    content_type: NotRequired[str | None]
    """One of application/pdf, application/vnd.openxmlformats-officedocument.wordprocessingml.document,
    application/vnd.oasis.opendocument.text, application/rtf, text/plain, image/png, image/jpeg.
    """
    size: NotRequired[int | None]
    """Bytes; the file must then have exactly so many."""
    file_url: NotRequired[str | None]


class SlotIn(TypedDict):
    """A time to offer, on multiples of five minutes; without a zone it is taken in the interview's."""

    start: str | datetime
    end: str | datetime


class StartedDelivery(TypedDict):
    """A delivery that is due now."""

    delivery_id: str
    state: DeliveryState


class Stats(TypedDict):
    """Counts of what the caller sees; every status has one. `upcoming`: interviews with an agreed time ahead."""

    clients: int
    jobs: dict[str, int]
    candidates: int
    applications: dict[str, int]
    interviews: dict[str, int]
    upcoming: int


class StatusIn(TypedDict):
    """Where the conversation goes: CREATED → ONGOING → COMPLETED."""

    status: Literal["CREATED", "ONGOING", "COMPLETED"]


class Status(TypedDict):
    """How far the message has come by all reports. A test message has no state."""

    success: bool
    message_id: int
    state: str | None


class StudyIn(TypedDict):
    """One course of study."""

    degree: NotRequired[str | None]
    field: NotRequired[str | None]
    institution: NotRequired[str | None]
    start: NotRequired[str | None]
    end: NotRequired[str | None]


class StudyRead(TypedDict):
    """One course of study."""

    degree: str | None
    field: str | None
    institution: str | None
    start: str | None
    end: str | None


class SubmissionChange(TypedDict):
    """What is sent is changed: keys left out of `data` are kept, and so is a masked value that is sent back."""

    integrationName: NotRequired[str | None]
    userEmail: NotRequired[str | None]
    status: NotRequired[Literal["in_progress", "completed", "failed", "pending"] | None]
    data: NotRequired[Mapping[str, Any] | None]
    callbackUrl: NotRequired[str | None]
    version: NotRequired[int | None]
    """With it, a save over another's is refused."""


class SubmissionDetail(TypedDict):
    """One submission with everything that may be shown of it."""

    id: int
    userId: str
    """The owner's e-mail address."""
    userEmail: str
    integrationType: str
    integrationName: str
    status: Literal["in_progress", "completed", "failed", "pending"]
    submittedAt: str
    updatedAt: str
    data: dict[str, str]
    savedToServer: Literal[True]
    callbackUrl: str | None
    source: str
    webhookUrl: str | None
    """Where the system's webhooks go, for systems that have some."""
    version: int


class SubmissionIn(TypedDict):
    """A new submission. Its owner is the caller, whatever `userId` says."""

    integrationType: Literal["jobadder", "workday", "greenhouse", "lever", "ashby", "workable", "generic"]
    integrationName: NotRequired[str | None]
    userId: NotRequired[str | int | None]
    """Ignored: the owner is the caller."""
    userEmail: NotRequired[str | None]
    """A contact address; by default the caller's."""
    status: NotRequired[Literal["in_progress", "completed", "failed", "pending"]]
    data: Mapping[str, Any]
    """Credentials and other values by name. An empty value takes one away."""
    callbackUrl: NotRequired[str | None]
    source: NotRequired[str]


class SubmissionList(TypedDict):
    """A page of submissions; `count` is how many there are in all."""

    success: Literal[True]
    integrations: list[Submission]
    count: int
    next: str | None
    """Send it as `cursor` for the next page; null on the last one."""


class Submission(TypedDict):
    """A submission. Secrets in `data` are masked: dots, and the last four signs of a long one."""

    id: int
    userId: str
    """The owner's e-mail address."""
    userEmail: str
    integrationType: str
    integrationName: str
    status: Literal["in_progress", "completed", "failed", "pending"]
    submittedAt: str
    updatedAt: str
    data: dict[str, str]
    savedToServer: Literal[True]


class Submitted(TypedDict):
    """A submission was made."""

    success: Literal[True]
    id: int
    message: str


class Taken(TypedDict):
    """What came of the event; nulls where it was about nothing of the kind, or a rule of ours stood against it."""

    conversation: ConversationMade | None
    application_id: str | None


class TaskData(TypedDict):
    """An application that is being made, or was. `reason` is why it failed, `message` the same in words; `site` is
    the host of another site's form, `filled` what goes into it, `page_text` what the site said last.
    """

    task_id: str
    status: TaskState
    job_id: str
    reason: Reason | None
    message: str
    application_id: str | None
    site: str | None
    filled: list[FilledField]
    page_text: str
    created_at: str
    updated_at: str


class TaskList(TypedDict):
    """The caller's newest fifty."""

    applications: list[TaskData]


class Token(TypedDict):
    """A token and whose it is."""

    access_token: str
    token_type: Literal["bearer"]
    expires_in: int
    """Seconds."""
    user: User


class TrackedEvent(TypedDict):
    """Something that happened. `properties` may name a `source` and a `job_id` to tell counts apart by."""

    event_type: str
    properties: NotRequired[Mapping[str, Any]]
    occurred_at: NotRequired[str | datetime | None]
    """Within the last 31 days; without it: now."""
    event_id: NotRequired[str | None]
    """The sender's own: the same is counted once."""


class TransferIn(TypedDict):
    """Who answers from now on: a person of the company, or its assistant."""

    new_owner_id: str | int
    """`user_…`, or the integer."""


class User(TypedDict):
    """A user."""

    user_id: str
    email: str
    name: str
    first_name: str
    last_name: str
    phone: str | None
    role: str
    role_id: str | None
    """One of the company's own roles, which changes what `role` may do."""
    client_id: str | None
    status: str
    must_change_password: bool
    created_at: str
    created_by: str


class WebhookIn(TypedDict):
    """A new endpoint. Without a `secret` one is made, and shown in this answer alone."""

    url: str
    events: Sequence[
        Literal[
            "*",
            "application.submitted",
            "application.completed",
            "application.failed",
            "candidate.created",
            "candidate.updated",
            "candidate.status_changed",
            "job.created",
            "job.updated",
            "job.status_changed",
            "interview.scheduled",
            "interview.booked",
            "interview.rescheduled",
            "interview.cancelled",
            "interview.completed",
            "interview.passed",
            "interview.failed",
            "interview.no_show",
            "hiring.initiated",
            "conversation.created",
            "conversation.ongoing",
            "conversation.completed",
            "message.received",
            "message.sent",
        ]
    ]
    secret: NotRequired[str | None]
    description: NotRequired[str]


class Webhook(TypedDict):
    """An endpoint."""

    webhook_id: str
    url: str
    description: str
    events: list[str]
    state: EndpointState


class Webhooks(TypedDict):
    """All endpoints of a company: there are few."""

    webhooks: list[Webhook]


class WorkIn(TypedDict):
    """One post held. Dates are `YYYY-MM` or `YYYY`."""

    title: NotRequired[str | None]
    company: NotRequired[str | None]
    start: NotRequired[str | None]
    end: NotRequired[str | None]
    current: NotRequired[bool]
    description: NotRequired[str | None]
    location: NotRequired[str | None]


class WorkRead(TypedDict):
    """One post held. Dates are `YYYY-MM` or `YYYY`; `end` is null while `current`."""

    title: str | None
    company: str | None
    start: str | None
    end: str | None
    current: bool
    description: str
    location: str | None


Messages = list[Message]
