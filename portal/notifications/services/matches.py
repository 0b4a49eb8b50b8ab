"""Candidates are told of a public job that fits them: once for each job, if they want to hear of such."""

from collections.abc import Sequence

from portal.accounts.queries import get_company
from portal.core.clock import now
from portal.core.ids import Prefix, encode
from portal.jobs.queries import get_job
from portal.matching.rules import reason
from portal.matching.services import Fit, worth_telling
from portal.notifications import queries
from portal.notifications.models import Channel, NotificationType
from portal.notifications.services.writing import Draft, give, mail_to, named, wishes_of, write

TYPE = NotificationType.JOB_MATCH_FOUND
CANDIDATE_PAGE = "careers.portal_job"


def candidates_to_tell(job_id: int) -> Sequence[Fit]:
    """Whom the job fits so well that they should hear of it. Reads and computes alone. Raises Missing."""
    return worth_telling(job_id, get_job(job_id).company_id)


def tell_of_match(job_id: int, fits: Sequence[Fit]) -> None:
    """Write everybody's notification and mail. Who has been told of this job is not told again."""
    job = get_job(job_id)
    company = get_company(job.company_id)
    for fit in fits:
        readers = queries.accounts_of(fit.row.id)
        wishes = wishes_of(readers, TYPE)
        for reader in readers:
            draft = Draft(
                company_id=job.company_id,
                type=TYPE,
                title=f"A job that fits you: {job.title}",
                message=" · ".join(part for part in (job.location, reason(fit.match)) if part),
                key=f"match:{job.id}:{reader.id}",
                entity=("job", job.id),
                facts={"job_id": str(encode(Prefix.JOB, job.id)), "score": (fit.match.score or 0) / 100},
                recipients=[named(reader)],
                created_at=now(),
            )
            notification_id = write(draft)
            if notification_id is None:
                continue
            give(notification_id, draft, [reader], wishes)
            if wishes.wants(reader, TYPE, Channel.EMAIL):
                mail_to(
                    reader,
                    company,
                    subject=draft.title,
                    template="notice",
                    key=f"match:{job.id}:{reader.id}",
                    context={"message": draft.message, "button": "Look at the job"},
                    link=(CANDIDATE_PAGE, {"job_id": job.id}),
                )
