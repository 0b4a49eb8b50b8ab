"""Every query is narrowed to a company, so the indexes that it needs begin with the company.

Without the company in front SQLite, which has no statistics to go by, took whichever index did begin with it and looked
at all of a company's rows. Only indexes change: the code of before runs on.
"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

OLD = {
    "ix_applications_job_id_status": ("applications", ["job_id", "status", "moved_at", "id"]),
    "ix_interviews_candidate_id": ("interviews", ["candidate_id", "id"]),
    "ix_interviews_job_id": ("interviews", ["job_id", "interview_status"]),
    "ix_interviews_client_id": ("interviews", ["client_id", "interview_status"]),
    "ix_documents_candidate_id": ("documents", ["candidate_id"]),
    "ix_notes_candidate_id": ("notes", ["candidate_id"]),
    "ix_events_candidate_id_id": ("events", ["candidate_id", "id"]),
    "ix_events_application_id_id": ("events", ["application_id", "id"]),
    "ix_events_job_id_id": ("events", ["job_id", "id"]),
    "ix_notification_readers_user_id": ("notification_readers", ["user_id", "read_at", "id"]),
    "ix_notification_readers_account_id": ("notification_readers", ["account_id", "read_at", "id"]),
    "ix_notification_readers_user_id_id": ("notification_readers", ["user_id", "id"]),
    "ix_notification_readers_account_id_id": ("notification_readers", ["account_id", "id"]),
    "ix_interview_slots_interview_id": ("interview_slots", ["interview_id"]),
    "ix_interviewers_interview_id": ("interviewers", ["interview_id"]),
    "ix_interviewers_user_id": ("interviewers", ["user_id"]),
    "ix_interview_guests_interview_id": ("interview_guests", ["interview_id"]),
    "ix_interview_feedback_interview_id": ("interview_feedback", ["interview_id"]),
}
NEW = {
    "ix_applications_of_job": ("applications", ["company_id", "job_id", "status", "moved_at", "id", "candidate_id"]),
    "ix_applications_of_client": ("applications", ["company_id", "client_id", "status", "candidate_id"]),
    "ix_interviews_of_application": ("interviews", ["company_id", "application_id", "interview_round"]),
    "ix_interviews_of_candidate": ("interviews", ["company_id", "candidate_id", "created_at", "id"]),
    "ix_interviews_of_job": ("interviews", ["company_id", "job_id", "interview_status"]),
    "ix_interviews_of_client": ("interviews", ["company_id", "client_id", "interview_status"]),
    "ix_documents_of_candidate": ("documents", ["company_id", "candidate_id", "is_default", "id"]),
    "ix_notes_of_candidate": ("notes", ["company_id", "candidate_id", "id"]),
    "ix_events_of_candidate": ("events", ["company_id", "candidate_id", "id"]),
    "ix_events_of_application": ("events", ["company_id", "application_id", "id"]),
    "ix_events_of_job": ("events", ["company_id", "job_id", "id"]),
    "ix_notification_readers_unread_of_user": ("notification_readers", ["company_id", "user_id", "read_at", "id"]),
    "ix_notification_readers_unread_of_account": (
        "notification_readers",
        ["company_id", "account_id", "read_at", "id"],
    ),
    "ix_notification_readers_of_user": ("notification_readers", ["company_id", "user_id", "id"]),
    "ix_notification_readers_of_account": ("notification_readers", ["company_id", "account_id", "id"]),
    "ix_interview_slots_of_interview": ("interview_slots", ["company_id", "interview_id", "start"]),
    "ix_interviewers_of_interview": ("interviewers", ["company_id", "interview_id", "user_id"]),
    "ix_interviewers_of_user": ("interviewers", ["company_id", "user_id", "interview_id"]),
    "ix_interview_guests_of_interview": ("interview_guests", ["company_id", "interview_id"]),
    "ix_interview_feedback_of_interview": ("interview_feedback", ["company_id", "interview_id", "user_id"]),
}


def upgrade() -> None:
    _replace(OLD, NEW)


def downgrade() -> None:
    _replace(NEW, OLD)


def _replace(gone: dict[str, tuple[str, list[str]]], come: dict[str, tuple[str, list[str]]]) -> None:
    for name, (table, _columns) in gone.items():
        op.drop_index(name, table)
    for name, (table, columns) in come.items():
        op.create_index(name, table, columns)
