"""What the dashboard's call gives."""

from portal.api.payloads import Answer
from portal.candidates.models import ApplicationStatus
from portal.interviews.models import InterviewStatus
from portal.jobs.models import JobStatus


class StatsOut(Answer):
    """Counts of what the caller sees; every status has one. `upcoming`: interviews with an agreed time ahead."""

    clients: int
    jobs: dict[JobStatus, int]
    candidates: int
    applications: dict[ApplicationStatus, int]
    interviews: dict[InterviewStatus, int]
    upcoming: int
