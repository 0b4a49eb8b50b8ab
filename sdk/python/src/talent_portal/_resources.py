"""The calls, by resource. Written by `sdk/generate_python.py`: change that, or `sdk/names.json`."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import Literal, Unpack

from talent_portal import types
from talent_portal._calls import Call, File, Options, part
from talent_portal._clients import Client
from talent_portal._files import CandidateFiles, Resource, StorageFiles


class Auth(Resource):
    """Signing in as somebody of the company."""

    def login(self, *, options: Options | None = None, **body: Unpack[types.LoginIn]) -> types.Token:
        """Sign in as a user: a token for one hour.

        `POST /api/auth/login`
        """
        return self._client.run(Call("POST", "/api/auth/login", json=body, options=options))

    def logout(self, *, options: Options | None = None) -> types.DoneOut:
        """End the token of this call.

        `POST /api/auth/logout`
        """
        return self._client.run(Call("POST", "/api/auth/logout", options=options))

    def me(self, *, options: Options | None = None) -> types.User:
        """Who I am.

        `GET /api/auth/me`
        """
        return self._client.run(Call("GET", "/api/auth/me", options=options))

    def register(self, *, options: Options | None = None, **body: Unpack[types.RegisterIn]) -> types.User:
        """Make a user. The link to set a password goes to the address.

        Needs `company.admin`.

        `POST /api/auth/register`
        """
        return self._client.run(Call("POST", "/api/auth/register", json=body, keyed=True, options=options))

    def change_password(self, *, options: Options | None = None, **body: Unpack[types.PasswordIn]) -> types.Token:
        """Set a new password. Every token and session from before ends; the answer brings a new token.

        `POST /api/auth/change-password`
        """
        return self._client.run(Call("POST", "/api/auth/change-password", json=body, options=options))


class CandidateAuth(Resource):
    """Signing in as a candidate."""

    def login(self, *, options: Options | None = None, **body: Unpack[types.CandidateLoginIn]) -> types.CandidateToken:
        """Sign in as a candidate: a token for one hour.

        `POST /api/candidate-portal/login`
        """
        return self._client.run(Call("POST", "/api/candidate-portal/login", json=body, options=options))

    def logout(self, *, options: Options | None = None) -> types.DoneOut:
        """End the token of this call.

        `POST /api/candidate-portal/logout`
        """
        return self._client.run(Call("POST", "/api/candidate-portal/logout", options=options))

    def me(self, *, options: Options | None = None) -> types.Account:
        """Who I am.

        `GET /api/candidate-portal/me`
        """
        return self._client.run(Call("GET", "/api/candidate-portal/me", options=options))

    def register(self, *, options: Options | None = None, **body: Unpack[types.CandidateRegisterIn]) -> types.DoneOut:
        """Ask for an account. A mail confirms the address; the answer is the same whether or not it is known.

        `POST /api/candidate-portal/register`
        """
        return self._client.run(Call("POST", "/api/candidate-portal/register", json=body, options=options))

    def change_password(
        self, *, options: Options | None = None, **body: Unpack[types.PasswordIn]
    ) -> types.CandidateToken:
        """Set a new password. Every token and session from before ends; the answer brings a new token.

        `POST /api/candidate-portal/change-password`
        """
        return self._client.run(Call("POST", "/api/candidate-portal/change-password", json=body, options=options))


class PortalAccounts(Resource):
    """The accounts of candidates, for admins."""

    def list(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        q: str | None = None,
        options: Options | None = None,
    ) -> types.AccountList:
        """Candidates' accounts, by name.

        Needs `company.admin`.

        `GET /api/admin/candidate-portal-users`
        """
        return self._client.run(
            Call(
                "GET",
                "/api/admin/candidate-portal-users",
                query={"limit": limit, "cursor": cursor, "q": q},
                options=options,
            )
        )

    def iterate(
        self, *, limit: int | None = None, q: str | None = None, options: Options | None = None
    ) -> Iterator[types.Account]:
        """Everything that `list` gives, page after page, as it is asked for."""
        return self._client.iterate(
            Call("GET", "/api/admin/candidate-portal-users", query={"limit": limit, "q": q}, options=options), "items"
        )

    def create(self, *, options: Options | None = None, **body: Unpack[types.PortalUserIn]) -> types.Account:
        """Make an account. The link to set a password goes to the address.

        Needs `company.admin`.

        `POST /api/admin/candidate-portal-users`
        """
        return self._client.run(
            Call("POST", "/api/admin/candidate-portal-users", json=body, keyed=True, options=options)
        )

    def update(
        self, account_id: str | int, *, options: Options | None = None, **body: Unpack[types.PortalUserChange]
    ) -> types.Account:
        """Change what is sent. Another address must be confirmed anew, so access ends.

        Needs `company.admin`.

        `PUT /api/admin/candidate-portal-users/{account_id}`
        """
        return self._client.run(
            Call("PUT", f"/api/admin/candidate-portal-users/{part(account_id)}", json=body, options=options)
        )

    def delete(self, account_id: str | int, *, options: Options | None = None) -> types.Account:
        """Deactivate the account: nobody signs in with it any more, and nothing that it did is lost.

        Needs `company.admin`.

        `DELETE /api/admin/candidate-portal-users/{account_id}`
        """
        return self._client.run(
            Call("DELETE", f"/api/admin/candidate-portal-users/{part(account_id)}", options=options)
        )

    def reset_password(self, account_id: str | int, *, options: Options | None = None) -> types.DoneOut:
        """End the candidate's access and mail a link for a new password.

        Needs `company.admin`.

        `POST /api/admin/candidate-portal-users/{account_id}/reset-password`
        """
        return self._client.run(
            Call(
                "POST",
                f"/api/admin/candidate-portal-users/{part(account_id)}/reset-password",
                keyed=True,
                options=options,
            )
        )


class Clients(Resource):
    """The companies that are recruited for, and their users."""

    def list(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        q: str | None = None,
        status: Literal["active", "inactive"] | None = None,
        sort: Literal["name", "-name", "created", "-created"] | None = None,
        options: Options | None = None,
    ) -> types.ClientList:
        """Clients, by name unless asked otherwise.

        Needs `clients.read`.

        `GET /api/clients`
        """
        return self._client.run(
            Call(
                "GET",
                "/api/clients",
                query={"limit": limit, "cursor": cursor, "q": q, "status": status, "sort": sort},
                options=options,
            )
        )

    def iterate(
        self,
        *,
        limit: int | None = None,
        q: str | None = None,
        status: Literal["active", "inactive"] | None = None,
        sort: Literal["name", "-name", "created", "-created"] | None = None,
        options: Options | None = None,
    ) -> Iterator[types.Client]:
        """Everything that `list` gives, page after page, as it is asked for."""
        return self._client.iterate(
            Call(
                "GET", "/api/clients", query={"limit": limit, "q": q, "status": status, "sort": sort}, options=options
            ),
            "items",
        )

    def create(self, *, options: Options | None = None, **body: Unpack[types.ClientIn]) -> types.Client:
        """Add a client.

        Needs `clients.write`.

        `POST /api/clients`
        """
        return self._client.run(Call("POST", "/api/clients", json=body, keyed=True, options=options))

    def get(self, client_id: str | int, *, options: Options | None = None) -> types.Client:
        """One client.

        Needs `clients.read`.

        `GET /api/clients/{client_id}`
        """
        return self._client.run(Call("GET", f"/api/clients/{part(client_id)}", options=options))

    def update(
        self, client_id: str | int, *, options: Options | None = None, **body: Unpack[types.ClientChange]
    ) -> types.Client:
        """Change what is sent.

        Needs `clients.write`.

        `PUT /api/clients/{client_id}`
        """
        return self._client.run(Call("PUT", f"/api/clients/{part(client_id)}", json=body, options=options))

    def delete(self, client_id: str | int, *, options: Options | None = None) -> types.Client:
        """Delete a client that has no jobs, with its notes and its people's accounts.

        Needs `clients.admin`.

        `DELETE /api/clients/{client_id}`
        """
        return self._client.run(Call("DELETE", f"/api/clients/{part(client_id)}", options=options))

    def list_users(self, client_id: str | int, *, options: Options | None = None) -> types.UserList:
        """The client's own people, active ones first.

        Needs `clients.read`.

        `GET /api/clients/{client_id}/users`
        """
        return self._client.run(Call("GET", f"/api/clients/{part(client_id)}/users", options=options))

    def create_user(
        self, client_id: str | int, *, options: Options | None = None, **body: Unpack[types.ClientUserIn]
    ) -> types.User:
        """Add a person. The link to set a password goes to the address.

        Needs `clients.write`.

        `POST /api/clients/{client_id}/users`
        """
        return self._client.run(
            Call("POST", f"/api/clients/{part(client_id)}/users", json=body, keyed=True, options=options)
        )

    def update_user(
        self,
        client_id: str | int,
        email: str | int,
        /,
        *,
        options: Options | None = None,
        **body: Unpack[types.ClientUserChange],
    ) -> types.User:
        """Change what is sent.

        Needs `clients.write`.

        `PUT /api/clients/{client_id}/users/{email}`
        """
        return self._client.run(
            Call("PUT", f"/api/clients/{part(client_id)}/users/{part(email)}", json=body, options=options)
        )

    def delete_user(self, client_id: str | int, email: str | int, *, options: Options | None = None) -> types.User:
        """Deactivate the person: nobody signs in with the account any more, and nothing that they did is lost.

        Needs `clients.write`.

        `DELETE /api/clients/{client_id}/users/{email}`
        """
        return self._client.run(Call("DELETE", f"/api/clients/{part(client_id)}/users/{part(email)}", options=options))


class Jobs(Resource):
    """The jobs of the company."""

    def list(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        q: str | None = None,
        client_id: str | None = None,
        status: Sequence[types.JobStatus] | None = None,
        priority: Sequence[types.Priority] | None = None,
        sort: Literal["-created", "created", "title", "-title", "-priority", "priority", "client", "-client"]
        | None = None,
        options: Options | None = None,
    ) -> types.JobList:
        """Jobs, the newest first unless asked otherwise.

        Needs `jobs.read`.

        `GET /api/jobs`
        """
        return self._client.run(
            Call(
                "GET",
                "/api/jobs",
                query={
                    "limit": limit,
                    "cursor": cursor,
                    "q": q,
                    "client_id": client_id,
                    "status": status,
                    "priority": priority,
                    "sort": sort,
                },
                options=options,
            )
        )

    def iterate(
        self,
        *,
        limit: int | None = None,
        q: str | None = None,
        client_id: str | None = None,
        status: Sequence[types.JobStatus] | None = None,
        priority: Sequence[types.Priority] | None = None,
        sort: Literal["-created", "created", "title", "-title", "-priority", "priority", "client", "-client"]
        | None = None,
        options: Options | None = None,
    ) -> Iterator[types.Job]:
        """Everything that `list` gives, page after page, as it is asked for."""
        return self._client.iterate(
            Call(
                "GET",
                "/api/jobs",
                query={
                    "limit": limit,
                    "q": q,
                    "client_id": client_id,
                    "status": status,
                    "priority": priority,
                    "sort": sort,
                },
                options=options,
            ),
            "items",
        )

    def create(self, *, options: Options | None = None, **body: Unpack[types.JobIn]) -> types.Job:
        """Open a job for an active client.

        Needs `jobs.write`.

        `POST /api/jobs`
        """
        return self._client.run(Call("POST", "/api/jobs", json=body, keyed=True, options=options))

    def get(self, job_id: str | int, *, options: Options | None = None) -> types.Job:
        """One job.

        Needs `jobs.read`.

        `GET /api/jobs/{job_id}`
        """
        return self._client.run(Call("GET", f"/api/jobs/{part(job_id)}", options=options))

    def update(
        self, job_id: str | int, *, options: Options | None = None, **body: Unpack[types.JobChange]
    ) -> types.Job:
        """Change what is sent. `status` moves the job as its table allows.

        Needs `jobs.write`.

        `PUT /api/jobs/{job_id}`
        """
        return self._client.run(Call("PUT", f"/api/jobs/{part(job_id)}", json=body, options=options))


class Openings(Resource):
    """Jobs by numbered pages: for a candidate those that one can apply for."""

    def list(
        self,
        *,
        page: int | None = None,
        per_page: int | None = None,
        q: str | None = None,
        location: str | None = None,
        type: Sequence[types.EmploymentType] | None = None,
        client_id: str | None = None,
        status: Sequence[types.JobStatus] | None = None,
        options: Options | None = None,
    ) -> types.ListedJobs:
        """Jobs by numbered pages, the newest first: the company's, or, for a candidate, those that stand in public.

        Needs `jobs.read`.

        `GET /api/v1/jobs`
        """
        return self._client.run(
            Call(
                "GET",
                "/api/v1/jobs",
                query={
                    "page": page,
                    "per_page": per_page,
                    "q": q,
                    "location": location,
                    "type": type,
                    "client_id": client_id,
                    "status": status,
                },
                reads="data",
                options=options,
            )
        )

    def iterate(
        self,
        *,
        per_page: int | None = None,
        q: str | None = None,
        location: str | None = None,
        type: Sequence[types.EmploymentType] | None = None,
        client_id: str | None = None,
        status: Sequence[types.JobStatus] | None = None,
        options: Options | None = None,
    ) -> Iterator[types.ListedJob]:
        """Everything that `list` gives, page after page, as it is asked for."""
        return self._client.iterate(
            Call(
                "GET",
                "/api/v1/jobs",
                query={
                    "per_page": per_page,
                    "q": q,
                    "location": location,
                    "type": type,
                    "client_id": client_id,
                    "status": status,
                },
                reads="data",
                options=options,
            ),
            "jobs",
        )


class Candidates(CandidateFiles):
    """People, and how far they are with each job."""

    def list(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        q: str | None = None,
        skill: str | None = None,
        status: types.ApplicationStatus | None = None,
        has_cv: Literal["true", "false"] | None = None,
        sort: Literal["-created", "name"] | None = None,
        job_id: str | None = None,
        options: Options | None = None,
    ) -> types.CandidateList:
        """People, the newest first unless asked otherwise.

        Needs `candidates.read`.

        `GET /api/candidates`
        """
        return self._client.run(
            Call(
                "GET",
                "/api/candidates",
                query={
                    "limit": limit,
                    "cursor": cursor,
                    "q": q,
                    "skill": skill,
                    "status": status,
                    "has_cv": has_cv,
                    "sort": sort,
                    "job_id": job_id,
                },
                options=options,
            )
        )

    def iterate(
        self,
        *,
        limit: int | None = None,
        q: str | None = None,
        skill: str | None = None,
        status: types.ApplicationStatus | None = None,
        has_cv: Literal["true", "false"] | None = None,
        sort: Literal["-created", "name"] | None = None,
        job_id: str | None = None,
        options: Options | None = None,
    ) -> Iterator[types.Candidate]:
        """Everything that `list` gives, page after page, as it is asked for."""
        return self._client.iterate(
            Call(
                "GET",
                "/api/candidates",
                query={
                    "limit": limit,
                    "q": q,
                    "skill": skill,
                    "status": status,
                    "has_cv": has_cv,
                    "sort": sort,
                    "job_id": job_id,
                },
                options=options,
            ),
            "items",
        )

    def list_for_job(
        self,
        job_id: str | int,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        q: str | None = None,
        skill: str | None = None,
        status: types.ApplicationStatus | None = None,
        has_cv: Literal["true", "false"] | None = None,
        sort: Literal["-created", "name"] | None = None,
        options: Options | None = None,
    ) -> types.CandidateList:
        """Who is put forward for the job.

        Needs `candidates.read`.

        `GET /api/jobs/{job_id}/candidates`
        """
        return self._client.run(
            Call(
                "GET",
                f"/api/jobs/{part(job_id)}/candidates",
                query={
                    "limit": limit,
                    "cursor": cursor,
                    "q": q,
                    "skill": skill,
                    "status": status,
                    "has_cv": has_cv,
                    "sort": sort,
                },
                options=options,
            )
        )

    def iterate_for_job(
        self,
        job_id: str | int,
        *,
        limit: int | None = None,
        q: str | None = None,
        skill: str | None = None,
        status: types.ApplicationStatus | None = None,
        has_cv: Literal["true", "false"] | None = None,
        sort: Literal["-created", "name"] | None = None,
        options: Options | None = None,
    ) -> Iterator[types.Candidate]:
        """Everything that `list_for_job` gives, page after page, as it is asked for."""
        return self._client.iterate(
            Call(
                "GET",
                f"/api/jobs/{part(job_id)}/candidates",
                query={"limit": limit, "q": q, "skill": skill, "status": status, "has_cv": has_cv, "sort": sort},
                options=options,
            ),
            "items",
        )

    def create(
        self, job_id: str | int, *, options: Options | None = None, **body: Unpack[types.CandidateIn]
    ) -> types.Candidate:
        """Put somebody forward for the job: a new person as JSON or by a CV, or a known one by `candidate_id`.

        Somebody with the e-mail address, phone number or profile is known already: 409 says who, and nothing is
        changed.

        Send the call again with that `candidate_id` to put this person forward.

        Needs `candidates.write`.

        `POST /api/jobs/{job_id}/candidates`
        """
        return self._client.run(
            Call("POST", f"/api/jobs/{part(job_id)}/candidates", json=body, keyed=True, options=options)
        )

    def get(self, candidate_id: str | int, *, options: Options | None = None) -> types.Candidate:
        """One person.

        Needs `candidates.read`.

        `GET /api/candidates/{candidate_id}`
        """
        return self._client.run(Call("GET", f"/api/candidates/{part(candidate_id)}", options=options))

    def update(
        self, candidate_id: str | int, *, options: Options | None = None, **body: Unpack[types.CandidateChange]
    ) -> types.Candidate:
        """Change what is sent; `status` moves an application.

        Needs `candidates.write`.

        `PUT /api/candidates/{candidate_id}`
        """
        return self._client.run(Call("PUT", f"/api/candidates/{part(candidate_id)}", json=body, options=options))

    def delete(self, candidate_id: str | int, *, options: Options | None = None) -> types.Candidate:
        """Hide the person at once and cancel what is planned; wiped for good after 30 days. Answers what was
        deleted.

        Needs `candidates.write`.

        `DELETE /api/candidates/{candidate_id}`
        """
        return self._client.run(Call("DELETE", f"/api/candidates/{part(candidate_id)}", options=options))

    def download_cv(self, candidate_id: str | int, *, options: Options | None = None) -> File:
        """The CV in use, as a download.

        Needs `candidates.read`.

        `GET /api/candidates/{candidate_id}/cv`
        """
        return self._client.run(Call("GET", f"/api/candidates/{part(candidate_id)}/cv", reads="file", options=options))

    def list_interview_history(
        self,
        candidate_id: str | int,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        options: Options | None = None,
    ) -> types.InterviewList:
        """Every round of the person's interviews, in the order in which they were planned.

        Needs `interviews.read`.

        `GET /api/candidates/{candidate_id}/interview-history`
        """
        return self._client.run(
            Call(
                "GET",
                f"/api/candidates/{part(candidate_id)}/interview-history",
                query={"limit": limit, "cursor": cursor},
                options=options,
            )
        )

    def iterate_interview_history(
        self, candidate_id: str | int, *, limit: int | None = None, options: Options | None = None
    ) -> Iterator[types.Interview]:
        """Everything that `list_interview_history` gives, page after page, as it is asked for."""
        return self._client.iterate(
            Call(
                "GET",
                f"/api/candidates/{part(candidate_id)}/interview-history",
                query={"limit": limit},
                options=options,
            ),
            "items",
        )

    def send_selection_notification(
        self, candidate_id: str | int, *, options: Options | None = None
    ) -> types.Candidate:
        """Write the good news to a selected candidate.

        Opens a portal account if there is none; the mail has the link to set its password.

        Needs `candidates.write`.

        `POST /api/candidates/{candidate_id}/send-selection-notification`
        """
        return self._client.run(
            Call(
                "POST", f"/api/candidates/{part(candidate_id)}/send-selection-notification", keyed=True, options=options
            )
        )


class Interviews(Resource):
    """Interviews, from planning to the decision."""

    def list(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        q: str | None = None,
        status: Sequence[types.InterviewStatus] | None = None,
        mine: Literal["true", "false"] | None = None,
        job_id: str | None = None,
        client_id: str | None = None,
        candidate_id: str | None = None,
        from_: str | date | None = None,
        to: str | date | None = None,
        sort: Literal["-created", "created", "start", "-start"] | None = None,
        options: Options | None = None,
    ) -> types.InterviewList:
        """Interviews, the newest first unless asked otherwise; a candidate's own for a candidate.

        Needs `interviews.read`.

        `GET /api/interviews`
        """
        return self._client.run(
            Call(
                "GET",
                "/api/interviews",
                query={
                    "limit": limit,
                    "cursor": cursor,
                    "q": q,
                    "status": status,
                    "mine": mine,
                    "job_id": job_id,
                    "client_id": client_id,
                    "candidate_id": candidate_id,
                    "from": from_,
                    "to": to,
                    "sort": sort,
                },
                options=options,
            )
        )

    def iterate(
        self,
        *,
        limit: int | None = None,
        q: str | None = None,
        status: Sequence[types.InterviewStatus] | None = None,
        mine: Literal["true", "false"] | None = None,
        job_id: str | None = None,
        client_id: str | None = None,
        candidate_id: str | None = None,
        from_: str | date | None = None,
        to: str | date | None = None,
        sort: Literal["-created", "created", "start", "-start"] | None = None,
        options: Options | None = None,
    ) -> Iterator[types.Interview]:
        """Everything that `list` gives, page after page, as it is asked for."""
        return self._client.iterate(
            Call(
                "GET",
                "/api/interviews",
                query={
                    "limit": limit,
                    "q": q,
                    "status": status,
                    "mine": mine,
                    "job_id": job_id,
                    "client_id": client_id,
                    "candidate_id": candidate_id,
                    "from": from_,
                    "to": to,
                    "sort": sort,
                },
                options=options,
            ),
            "items",
        )

    def create(self, *, options: Options | None = None, **body: Unpack[types.InterviewIn]) -> types.Interview:
        """Plan a round: with `proposed_slots` the candidate is asked for a time at once.

        Needs `interviews.write`.

        `POST /api/interviews`
        """
        return self._client.run(Call("POST", "/api/interviews", json=body, keyed=True, options=options))

    def get(self, interview_id: str | int, *, options: Options | None = None) -> types.Interview:
        """One interview, with the times that are free now.

        Needs `interviews.read`.

        `GET /api/interviews/{interview_id}`
        """
        return self._client.run(Call("GET", f"/api/interviews/{part(interview_id)}", options=options))

    def update(
        self, interview_id: str | int, *, options: Options | None = None, **body: Unpack[types.InterviewChange]
    ) -> types.Interview:
        """Change what is sent of an interview that is still to happen; who was invited gets the change.

        Needs `interviews.write`.

        `PUT /api/interviews/{interview_id}`
        """
        return self._client.run(Call("PUT", f"/api/interviews/{part(interview_id)}", json=body, options=options))

    def send_invite(self, interview_id: str | int, *, options: Options | None = None) -> types.Interview:
        """Send everybody the calendar invitation to the agreed time.

        Needs `interviews.write`.

        `POST /api/interviews/{interview_id}/send-invite`
        """
        return self._client.run(
            Call("POST", f"/api/interviews/{part(interview_id)}/send-invite", keyed=True, options=options)
        )

    def book_slot(
        self, interview_id: str | int, *, options: Options | None = None, **body: Unpack[types.BookIn]
    ) -> types.Interview:
        """Agree on an offered time, or move the booking to it.

        When it is gone, 409 `SLOT_TAKEN` has the times that are free now in `details`.

        Needs `interviews.book`.

        `POST /api/interviews/{interview_id}/book-slot`
        """
        return self._client.run(
            Call("POST", f"/api/interviews/{part(interview_id)}/book-slot", json=body, keyed=True, options=options)
        )

    def cancel(
        self, interview_id: str | int, *, options: Options | None = None, **body: Unpack[types.CancelIn]
    ) -> types.Interview:
        """Call the interview off. A candidate gives the agreed time back: the other times stand open again.

        For a candidate whose interview has no agreed time there is nothing to give back, and nothing changes.

        Needs `interviews.write`.

        `POST /api/interviews/{interview_id}/cancel`
        """
        return self._client.run(
            Call("POST", f"/api/interviews/{part(interview_id)}/cancel", json=body, keyed=True, options=options)
        )

    def mark_completed(
        self, interview_id: str | int, *, options: Options | None = None, **body: Unpack[types.CompletedIn]
    ) -> types.Interview:
        """It took place; `feedback` and `rating` are the caller's own, and only a user gives them.

        Needs `interviews.write`.

        `POST /api/interviews/{interview_id}/mark-completed`
        """
        return self._client.run(
            Call("POST", f"/api/interviews/{part(interview_id)}/mark-completed", json=body, keyed=True, options=options)
        )

    def mark_no_show(self, interview_id: str | int, *, options: Options | None = None) -> types.Interview:
        """The candidate did not come.

        Needs `interviews.write`.

        `POST /api/interviews/{interview_id}/mark-no-show`
        """
        return self._client.run(
            Call("POST", f"/api/interviews/{part(interview_id)}/mark-no-show", keyed=True, options=options)
        )

    def move_to_next_round(self, interview_id: str | int, *, options: Options | None = None) -> types.Interview:
        """Passed: the application is in progress, and the next round may be planned.

        Needs `interviews.decide`.

        `POST /api/interviews/{interview_id}/move-to-next-round`
        """
        return self._client.run(
            Call("POST", f"/api/interviews/{part(interview_id)}/move-to-next-round", keyed=True, options=options)
        )

    def reject(
        self, interview_id: str | int, *, options: Options | None = None, **body: Unpack[types.RejectIn]
    ) -> types.Interview:
        """Failed: the application is rejected. Without a `reason` the feedback is it, or that the round was not
        passed.

        Needs `interviews.decide`.

        `POST /api/interviews/{interview_id}/reject`
        """
        return self._client.run(
            Call("POST", f"/api/interviews/{part(interview_id)}/reject", json=body, keyed=True, options=options)
        )

    def initiate_hiring(
        self, interview_id: str | int, *, options: Options | None = None, **body: Unpack[types.HireIn]
    ) -> types.Interview:
        """Hire: the round is passed, the application selected, one opening of the job used up.

        Needs `interviews.decide`.

        `POST /api/interviews/{interview_id}/initiate-hiring`
        """
        return self._client.run(
            Call(
                "POST", f"/api/interviews/{part(interview_id)}/initiate-hiring", json=body, keyed=True, options=options
            )
        )

    def get_pipeline_stats(self, *, options: Options | None = None) -> types.Pipeline:
        """How many people and interviews stand where, also by round and by job.

        Needs `interviews.read`.

        `GET /api/interviews/stats/pipeline`
        """
        return self._client.run(Call("GET", "/api/interviews/stats/pipeline", options=options))


class Matching(Resource):
    """Who fits which job, and why."""

    def get_matches(
        self, *, page: int | None = None, per_page: int | None = None, options: Options | None = None
    ) -> types.MatchPage:
        """The open public jobs that fit the caller best.

        `GET /api/v1/matching/jobs`
        """
        return self._client.run(
            Call(
                "GET",
                "/api/v1/matching/jobs",
                query={"page": page, "per_page": per_page},
                reads="data",
                options=options,
            )
        )

    def iterate_matches(
        self, *, per_page: int | None = None, options: Options | None = None
    ) -> Iterator[types.JobMatch]:
        """Everything that `get_matches` gives, page after page, as it is asked for."""
        return self._client.iterate(
            Call("GET", "/api/v1/matching/jobs", query={"per_page": per_page}, reads="data", options=options), "matches"
        )

    def match_jobs(self, *, options: Options | None = None, **body: Unpack[types.MatchesIn]) -> types.Matches:
        """How well some open public jobs fit the caller, the best first.

        `POST /api/v1/matching/jobs`
        """
        return self._client.run(Call("POST", "/api/v1/matching/jobs", json=body, reads="data", options=options))

    def list_candidates(
        self, job_id: str | int, *, limit: int | None = None, options: Options | None = None
    ) -> types.PeopleMatches:
        """People whom the company knows and has not put forward for the job, the best first.

        Needs `candidates.write`.

        `GET /api/jobs/{job_id}/matches`
        """
        return self._client.run(
            Call("GET", f"/api/jobs/{part(job_id)}/matches", query={"limit": limit}, reads="data", options=options)
        )

    def update_profile(self, *, options: Options | None = None, **body: Unpack[types.ProfileIn]) -> types.Profile:
        """Say what the comparison should know.

        `PUT /api/v1/matching/profile`
        """
        return self._client.run(Call("PUT", "/api/v1/matching/profile", json=body, reads="data", options=options))


class Applications(Resource):
    """Applying for a candidate: here, and by the forms of other sites."""

    def submit(self, *, options: Options | None = None, **body: Unpack[types.ApplyIn]) -> types.QueuedTask:
        """Have the portal apply for the caller.

        `POST /api/v1/automation/applications`
        """
        return self._client.run(
            Call("POST", "/api/v1/automation/applications", json=body, keyed=True, reads="data", options=options)
        )

    def list(self, *, options: Options | None = None) -> types.TaskList:
        """The caller's newest fifty.

        `GET /api/v1/automation/applications`
        """
        return self._client.run(Call("GET", "/api/v1/automation/applications", reads="data", options=options))

    def get(self, task_id: str | int, *, options: Options | None = None) -> types.TaskData:
        """How far it is, what goes into the form, and why it failed.

        `GET /api/v1/automation/applications/{task_id}`
        """
        return self._client.run(
            Call("GET", f"/api/v1/automation/applications/{part(task_id)}", reads="data", options=options)
        )

    def confirm(
        self, task_id: str | int, *, options: Options | None = None, **body: Unpack[types.DecisionIn]
    ) -> types.QueuedTask:
        """Let an application go to a site that is new, or not.

        `POST /api/v1/automation/applications/{task_id}/confirmation`
        """
        return self._client.run(
            Call(
                "POST",
                f"/api/v1/automation/applications/{part(task_id)}/confirmation",
                json=body,
                reads="data",
                options=options,
            )
        )


class Resumes(Resource):
    """A candidate's CVs."""

    def list(self, *, options: Options | None = None) -> types.Resumes:
        """The caller's résumés, the one in use first.

        `GET /api/v1/resumes`
        """
        return self._client.run(Call("GET", "/api/v1/resumes", reads="data", options=options))

    def create(self, *, options: Options | None = None, **body: Unpack[types.ResumeIn]) -> types.Resume:
        """Keep an uploaded file as a résumé.

        `POST /api/v1/resumes`
        """
        return self._client.run(Call("POST", "/api/v1/resumes", json=body, reads="data", options=options))

    def set_default(
        self, resume_id: str | int, *, options: Options | None = None, **body: Unpack[types.ResumeChange]
    ) -> types.Resume:
        """Put a résumé in use.

        `PUT /api/v1/resumes/{resume_id}`
        """
        return self._client.run(
            Call("PUT", f"/api/v1/resumes/{part(resume_id)}", json=body, reads="data", options=options)
        )

    def delete(self, resume_id: str | int, *, options: Options | None = None) -> None:
        """Delete a résumé and its file.

        `DELETE /api/v1/resumes/{resume_id}`
        """
        self._client.run(Call("DELETE", f"/api/v1/resumes/{part(resume_id)}", reads="nothing", options=options))

    def parse(self, *, options: Options | None = None, **body: Unpack[types.ParseIn]) -> types.ParsedData:
        """Read the résumé at an address, as the upload page does; nothing of it is kept.

        The address is a public one (at most 10 MB, 15 seconds), or the `file_url` of a file that was uploaded
        here.

        Needs `candidates.write`.

        `POST /api/v1/resume/parse`
        """
        return self._client.run(
            Call("POST", "/api/v1/resume/parse", json=body, keyed=True, reads="data", options=options)
        )


class CoverLetters(Resource):
    """A candidate's templates of letters."""

    def list(self, *, options: Options | None = None) -> types.Letters:
        """The caller's cover letters, the default first.

        `GET /api/v1/cover-letter-templates`
        """
        return self._client.run(Call("GET", "/api/v1/cover-letter-templates", reads="data", options=options))

    def create(self, *, options: Options | None = None, **body: Unpack[types.LetterIn]) -> types.Letter:
        """Keep a cover letter.

        `POST /api/v1/cover-letter-templates`
        """
        return self._client.run(
            Call("POST", "/api/v1/cover-letter-templates", json=body, reads="data", options=options)
        )

    def update(
        self, template_id: str | int, *, options: Options | None = None, **body: Unpack[types.LetterChange]
    ) -> types.Letter:
        """Change what is sent.

        `PUT /api/v1/cover-letter-templates/{template_id}`
        """
        return self._client.run(
            Call("PUT", f"/api/v1/cover-letter-templates/{part(template_id)}", json=body, reads="data", options=options)
        )

    def delete(self, template_id: str | int, *, options: Options | None = None) -> None:
        """Delete a cover letter.

        `DELETE /api/v1/cover-letter-templates/{template_id}`
        """
        self._client.run(
            Call("DELETE", f"/api/v1/cover-letter-templates/{part(template_id)}", reads="nothing", options=options)
        )


class SavedAnswers(Resource):
    """A candidate's answers to questions that come again and again."""

    def list(self, *, options: Options | None = None) -> types.SavedAnswers:
        """What the caller answers when a question comes again, by question.

        `GET /api/v1/saved-answers`
        """
        return self._client.run(Call("GET", "/api/v1/saved-answers", reads="data", options=options))

    def create(self, *, options: Options | None = None, **body: Unpack[types.SavedAnswerIn]) -> types.SavedAnswer:
        """Keep an answer; to a question that has one, the new takes its place.

        `POST /api/v1/saved-answers`
        """
        return self._client.run(Call("POST", "/api/v1/saved-answers", json=body, reads="data", options=options))

    def delete(self, answer_id: str | int, *, options: Options | None = None) -> None:
        """Forget a saved answer.

        `DELETE /api/v1/saved-answers/{answer_id}`
        """
        self._client.run(Call("DELETE", f"/api/v1/saved-answers/{part(answer_id)}", reads="nothing", options=options))


class Conversations(Resource):
    """Conversations with people, and their messages."""

    def list(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        owner: str | None = None,
        status: types.ConversationStatus | None = None,
        channel_id: int | None = None,
        job_id: str | None = None,
        candidate_id: str | None = None,
        waiting: Literal["true", "false"] | None = None,
        q: str | None = None,
        options: Options | None = None,
    ) -> types.ConversationList:
        """Conversations, the one last written in first; a candidate's own for a candidate.

        Needs `conversations`.

        `GET /api/conversations`
        """
        return self._client.run(
            Call(
                "GET",
                "/api/conversations",
                query={
                    "limit": limit,
                    "cursor": cursor,
                    "owner": owner,
                    "status": status,
                    "channel_id": channel_id,
                    "job_id": job_id,
                    "candidate_id": candidate_id,
                    "waiting": waiting,
                    "q": q,
                },
                options=options,
            )
        )

    def iterate(
        self,
        *,
        limit: int | None = None,
        owner: str | None = None,
        status: types.ConversationStatus | None = None,
        channel_id: int | None = None,
        job_id: str | None = None,
        candidate_id: str | None = None,
        waiting: Literal["true", "false"] | None = None,
        q: str | None = None,
        options: Options | None = None,
    ) -> Iterator[types.Conversation]:
        """Everything that `list` gives, page after page, as it is asked for."""
        return self._client.iterate(
            Call(
                "GET",
                "/api/conversations",
                query={
                    "limit": limit,
                    "owner": owner,
                    "status": status,
                    "channel_id": channel_id,
                    "job_id": job_id,
                    "candidate_id": candidate_id,
                    "waiting": waiting,
                    "q": q,
                },
                options=options,
            ),
            "items",
        )

    def create(self, *, options: Options | None = None, **body: Unpack[types.ConversationIn]) -> types.Conversation:
        """Make a conversation with a candidate or a contact, also about a job; with `text`, write in it at once.

        A candidate has one conversation at a time: another one can be made, and is written in when that is
        completed.

        Needs `conversations`.

        `POST /api/conversations`
        """
        return self._client.run(Call("POST", "/api/conversations", json=body, keyed=True, options=options))

    def get(self, conversation_id: int, *, options: Options | None = None) -> types.Conversation:
        """One conversation: who owns it, on which channel, with which contact, and where it stands.

        Needs `conversations`.

        `GET /api/conversations/{conversation_id}`
        """
        return self._client.run(Call("GET", f"/api/conversations/{part(conversation_id)}", options=options))

    def update(
        self, conversation_id: int, *, options: Options | None = None, **body: Unpack[types.StatusIn]
    ) -> types.Conversation:
        """Move it: CREATED → ONGOING → COMPLETED. A completed one begins again by a new message alone.

        Needs `conversations`.

        `PATCH /api/conversations/{conversation_id}`
        """
        return self._client.run(
            Call("PATCH", f"/api/conversations/{part(conversation_id)}", json=body, options=options)
        )

    def list_messages(
        self,
        conversation_id: int,
        *,
        limit: int | None = None,
        before: int | None = None,
        after: int | None = None,
        options: Options | None = None,
    ) -> types.Messages:
        """The newest messages, oldest first; before or after one. A candidate sees no notes and lines.

        Needs `conversations`.

        `GET /api/conversations/{conversation_id}/messages`
        """
        return self._client.run(
            Call(
                "GET",
                f"/api/conversations/{part(conversation_id)}/messages",
                query={"limit": limit, "before": before, "after": after},
                options=options,
            )
        )

    def send_message(
        self, conversation_id: int, *, options: Options | None = None, **body: Unpack[types.MessageIn]
    ) -> types.Message:
        """Write to the contact; whoever writes takes over from the assistant. A candidate writes to the company.

        Needs `conversations`.

        `POST /api/conversations/{conversation_id}/messages`
        """
        return self._client.run(
            Call("POST", f"/api/conversations/{part(conversation_id)}/messages", json=body, keyed=True, options=options)
        )

    def resend_message(self, conversation_id: int, message_id: int, *, options: Options | None = None) -> types.Message:
        """Send a message again that could not be sent.

        Needs `conversations`.

        `POST /api/conversations/{conversation_id}/messages/{message_id}/resend`
        """
        return self._client.run(
            Call(
                "POST",
                f"/api/conversations/{part(conversation_id)}/messages/{part(message_id)}/resend",
                keyed=True,
                options=options,
            )
        )

    def transfer(
        self, conversation_id: int, *, options: Options | None = None, **body: Unpack[types.TransferIn]
    ) -> types.Conversation:
        """Hand it to a person of the company, or to its assistant.

        Needs `conversations`.

        `POST /api/conversations/{conversation_id}/transfer`
        """
        return self._client.run(
            Call("POST", f"/api/conversations/{part(conversation_id)}/transfer", json=body, keyed=True, options=options)
        )

    def toggle_owner(self, conversation_id: int, *, options: Options | None = None) -> types.DetailOut:
        """Switch it between the assistant and a person.

        Needs `conversations`.

        `POST /api/conversations/{conversation_id}/transfer-toggle`
        """
        return self._client.run(
            Call("POST", f"/api/conversations/{part(conversation_id)}/transfer-toggle", keyed=True, options=options)
        )


class Integrations(Resource):
    """Connections to other systems, and what these delivered."""

    def list(
        self, *, limit: int | None = None, cursor: str | None = None, options: Options | None = None
    ) -> types.SubmissionList:
        """One's own, the newest first.

        Needs `submissions.own`.

        `GET /api/integrations`
        """
        return self._client.run(
            Call("GET", "/api/integrations", query={"limit": limit, "cursor": cursor}, options=options)
        )

    def iterate(self, *, limit: int | None = None, options: Options | None = None) -> Iterator[types.Submission]:
        """Everything that `list` gives, page after page, as it is asked for."""
        return self._client.iterate(
            Call("GET", "/api/integrations", query={"limit": limit}, options=options), "integrations"
        )

    def list_all(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        integration_type: Literal["jobadder", "workday", "greenhouse", "lever", "ashby", "workable", "generic"]
        | None = None,
        status: Literal["in_progress", "completed", "failed", "pending"] | None = None,
        options: Options | None = None,
    ) -> types.SubmissionList:
        """All of the company, the newest first.

        Needs `submissions.all`.

        `GET /api/integrations/all`
        """
        return self._client.run(
            Call(
                "GET",
                "/api/integrations/all",
                query={"limit": limit, "cursor": cursor, "integrationType": integration_type, "status": status},
                options=options,
            )
        )

    def iterate_all(
        self,
        *,
        limit: int | None = None,
        integration_type: Literal["jobadder", "workday", "greenhouse", "lever", "ashby", "workable", "generic"]
        | None = None,
        status: Literal["in_progress", "completed", "failed", "pending"] | None = None,
        options: Options | None = None,
    ) -> Iterator[types.Submission]:
        """Everything that `list_all` gives, page after page, as it is asked for."""
        return self._client.iterate(
            Call(
                "GET",
                "/api/integrations/all",
                query={"limit": limit, "integrationType": integration_type, "status": status},
                options=options,
            ),
            "integrations",
        )

    def submit(self, *, options: Options | None = None, **body: Unpack[types.SubmissionIn]) -> types.Submitted:
        """Submit an integration.

        Needs `submissions.own`.

        `POST /api/integrations/submit`
        """
        return self._client.run(Call("POST", "/api/integrations/submit", json=body, keyed=True, options=options))

    def get(self, submission_id: int, *, options: Options | None = None) -> types.OneSubmission:
        """One submission: one's own, or, for admins, any of the company.

        Needs `submissions.own`.

        `GET /api/integrations/{submission_id}`
        """
        return self._client.run(Call("GET", f"/api/integrations/{part(submission_id)}", options=options))

    def update(
        self, submission_id: int, *, options: Options | None = None, **body: Unpack[types.SubmissionChange]
    ) -> types.Done:
        """Change what is sent: one's own, or, for admins, any of the company.

        Needs `submissions.own`.

        `PUT /api/integrations/{submission_id}/update`
        """
        return self._client.run(
            Call("PUT", f"/api/integrations/{part(submission_id)}/update", json=body, options=options)
        )

    def send_email(self, *, options: Options | None = None, **body: Unpack[types.NoticeIn]) -> types.Done:
        """Have a notice of an integration written to a person of the company or an allowed address.

        Needs `submissions.own`.

        `POST /api/integrations/send-email`
        """
        return self._client.run(Call("POST", "/api/integrations/send-email", json=body, keyed=True, options=options))

    def list_deliveries(
        self,
        submission_id: int,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        state: types.DeliveryState | None = None,
        options: Options | None = None,
    ) -> types.DeliveryList:
        """What came for the submission, the newest first.

        Needs `submissions.all`.

        `GET /api/integrations/{submission_id}/deliveries`
        """
        return self._client.run(
            Call(
                "GET",
                f"/api/integrations/{part(submission_id)}/deliveries",
                query={"limit": limit, "cursor": cursor, "state": state},
                options=options,
            )
        )

    def iterate_deliveries(
        self,
        submission_id: int,
        *,
        limit: int | None = None,
        state: types.DeliveryState | None = None,
        options: Options | None = None,
    ) -> Iterator[types.Delivery]:
        """Everything that `list_deliveries` gives, page after page, as it is asked for."""
        return self._client.iterate(
            Call(
                "GET",
                f"/api/integrations/{part(submission_id)}/deliveries",
                query={"limit": limit, "state": state},
                options=options,
            ),
            "items",
        )

    def replay_delivery(
        self, submission_id: int, delivery_id: str | int, *, options: Options | None = None
    ) -> types.Replayed:
        """Have the worker work on a delivery once more, as it came.

        Needs `submissions.all`.

        `POST /api/integrations/{submission_id}/deliveries/{delivery_id}/replay`
        """
        return self._client.run(
            Call(
                "POST",
                f"/api/integrations/{part(submission_id)}/deliveries/{part(delivery_id)}/replay",
                keyed=True,
                options=options,
            )
        )

    def finish_sign_in(
        self,
        integration_type: str | int,
        *,
        state: str,
        code: str | None = None,
        error: str | None = None,
        options: Options | None = None,
    ) -> str:
        """Where a system sends the browser back to after a person has agreed there.

        Nothing is written here: the page that follows asks its person, signed in, to finish.

        `GET /api/integrations/{integration_type}/callback`
        """
        return self._client.run(
            Call(
                "GET",
                f"/api/integrations/{part(integration_type)}/callback",
                query={"state": state, "code": code, "error": error},
                reads="location",
                options=options,
            )
        )


class Notifications(Resource):
    """What somebody is told."""

    def list(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        unread: Literal["true", "false"] | None = None,
        options: Options | None = None,
    ) -> types.NotificationList:
        """What the caller was told, the newest first.

        Needs `notifications.own`.

        `GET /api/notifications`
        """
        return self._client.run(
            Call(
                "GET", "/api/notifications", query={"limit": limit, "cursor": cursor, "unread": unread}, options=options
            )
        )

    def iterate(
        self,
        *,
        limit: int | None = None,
        unread: Literal["true", "false"] | None = None,
        options: Options | None = None,
    ) -> Iterator[types.Notification]:
        """Everything that `list` gives, page after page, as it is asked for."""
        return self._client.iterate(
            Call("GET", "/api/notifications", query={"limit": limit, "unread": unread}, options=options), "items"
        )

    def send(self, *, options: Options | None = None, **body: Unpack[types.SendIn]) -> types.SentNotification:
        """Tell somebody something, by those of the channels that they want for the type.

        Needs `notifications.send`.

        `POST /api/v1/notifications/send`
        """
        return self._client.run(
            Call("POST", "/api/v1/notifications/send", json=body, keyed=True, reads="data", options=options)
        )

    def mark_read(self, notification_id: str | int, *, options: Options | None = None) -> types.Read:
        """Read one; again is harmless.

        Needs `notifications.own`.

        `POST /api/notifications/{notification_id}/read`
        """
        return self._client.run(
            Call("POST", f"/api/notifications/{part(notification_id)}/read", keyed=True, options=options)
        )

    def mark_all_read(self, *, options: Options | None = None) -> types.Read:
        """Read everything that waits now.

        Needs `notifications.own`.

        `POST /api/notifications/read-all`
        """
        return self._client.run(Call("POST", "/api/notifications/read-all", keyed=True, options=options))


class Dashboard(Resource):
    """The figures of the first page."""

    def get_stats(self, *, options: Options | None = None) -> types.Stats:
        """How many clients, jobs, people and interviews there are, by status; a client's users see their own.

        `GET /api/dashboard/stats`
        """
        return self._client.run(Call("GET", "/api/dashboard/stats", options=options))


class Analytics(Resource):
    """Events and metrics."""

    def track_events(self, *, options: Options | None = None, **body: Unpack[types.EventsIn]) -> types.CountedEvents:
        """Count what happened: one event, or up to 500 of which all are taken or none.

        Needs `candidates.write`.

        `POST /api/v1/analytics/events`
        """
        return self._client.run(
            Call("POST", "/api/v1/analytics/events", json=body, keyed=True, reads="data", options=options)
        )

    def query(self, *, options: Options | None = None, **body: Unpack[types.MetricsIn]) -> types.MetricRows:
        """Count: a row for each step and each combination of the other dimensions; where nothing happened it says
        0.

        Needs `company.admin`.

        `POST /api/v1/analytics/query`
        """
        return self._client.run(
            Call("POST", "/api/v1/analytics/query", json=body, keyed=True, reads="data", options=options)
        )


class Governance(Resource):
    """Who may do what, and who did it."""

    def get_access_matrix(self, *, options: Options | None = None) -> types.Matrix:
        """Who may do what: roles and the scopes of API keys.

        Needs `audit.read`.

        `GET /api/governance/access-matrix`
        """
        return self._client.run(Call("GET", "/api/governance/access-matrix", options=options))

    def list_audit_logs(
        self,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        user_id: str | None = None,
        user_email: str | None = None,
        action_type: str | None = None,
        entity_type: str | None = None,
        entity_id: str | None = None,
        since: str | datetime | None = None,
        until: str | datetime | None = None,
        options: Options | None = None,
    ) -> types.LogList:
        """Who did what and when, the newest first.

        Needs `audit.read`.

        `GET /api/governance/audit-logs`
        """
        return self._client.run(
            Call(
                "GET",
                "/api/governance/audit-logs",
                query={
                    "limit": limit,
                    "cursor": cursor,
                    "user_id": user_id,
                    "user_email": user_email,
                    "action_type": action_type,
                    "entity_type": entity_type,
                    "entity_id": entity_id,
                    "since": since,
                    "until": until,
                },
                options=options,
            )
        )

    def iterate_audit_logs(
        self,
        *,
        limit: int | None = None,
        user_id: str | None = None,
        user_email: str | None = None,
        action_type: str | None = None,
        entity_type: str | None = None,
        entity_id: str | None = None,
        since: str | datetime | None = None,
        until: str | datetime | None = None,
        options: Options | None = None,
    ) -> Iterator[types.Log]:
        """Everything that `list_audit_logs` gives, page after page, as it is asked for."""
        return self._client.iterate(
            Call(
                "GET",
                "/api/governance/audit-logs",
                query={
                    "limit": limit,
                    "user_id": user_id,
                    "user_email": user_email,
                    "action_type": action_type,
                    "entity_type": entity_type,
                    "entity_id": entity_id,
                    "since": since,
                    "until": until,
                },
                options=options,
            ),
            "items",
        )


class Roles(Resource):
    """Roles and their permissions."""

    def list(self, *, options: Options | None = None) -> types.Roles:
        """The roles that every company has, and the company's own.

        Needs `company.admin`.

        `GET /api/governance/roles`
        """
        return self._client.run(Call("GET", "/api/governance/roles", options=options))

    def create(self, *, options: Options | None = None, **body: Unpack[types.RoleIn]) -> types.Role:
        """Make a role. Nobody gives a right that they do not have.

        Needs `company.admin`.

        `POST /api/governance/roles`
        """
        return self._client.run(Call("POST", "/api/governance/roles", json=body, keyed=True, options=options))

    def update(
        self, role_id: str | int, *, options: Options | None = None, **body: Unpack[types.RoleChange]
    ) -> types.Role:
        """Change what is sent. It holds from the next request of everybody who has the role.

        Needs `company.admin`.

        `PUT /api/governance/roles/{role_id}`
        """
        return self._client.run(Call("PUT", f"/api/governance/roles/{part(role_id)}", json=body, options=options))

    def delete(
        self,
        role_id: str | int,
        *,
        reassign_to: Literal["base"] | str | int | None = None,
        options: Options | None = None,
    ) -> types.Role:
        """Delete a role that nobody has, or give those who have it another one. Their sessions and tokens end.

        Needs `company.admin`.

        `DELETE /api/governance/roles/{role_id}`
        """
        return self._client.run(
            Call(
                "DELETE", f"/api/governance/roles/{part(role_id)}", query={"reassign_to": reassign_to}, options=options
            )
        )


class Ingestion(Resource):
    """Jobs that come from elsewhere, many at once."""

    def submit_jobs(self, *, options: Options | None = None, **body: Unpack[types.IngestionIn]) -> types.Accepted:
        """Take in up to 1,000 jobs; the worker makes or changes them.

        Needs `jobs.write`.

        `POST /api/v1/ingestion/jobs`
        """
        return self._client.run(
            Call("POST", "/api/v1/ingestion/jobs", json=body, keyed=True, reads="data", options=options)
        )

    def get(self, ingestion_id: str | int, *, options: Options | None = None) -> types.Progress:
        """How far a run is, and which of its jobs could not be taken and why (at most 200 of them).

        Needs `jobs.read`.

        `GET /api/v1/ingestion/{ingestion_id}`
        """
        return self._client.run(Call("GET", f"/api/v1/ingestion/{part(ingestion_id)}", reads="data", options=options))


class Storage(StorageFiles):
    """Files, by addresses that are signed for one file."""

    def presign(self, *, options: Options | None = None, **body: Unpack[types.SignedIn]) -> types.SignedData:
        """An address for one file, without a sign-in, for a quarter of an hour.

        Needs `candidates.write`.

        `POST /api/v1/storage/presigned-url`
        """
        return self._client.run(
            Call("POST", "/api/v1/storage/presigned-url", json=body, keyed=True, reads="data", options=options)
        )

    def send_file(
        self,
        upload_key: str | int,
        content: bytes,
        content_type: str,
        *,
        expires: int,
        signature: str,
        options: Options | None = None,
    ) -> types.FileData:
        """Send the bytes of the file as the body, with its kind as Content-Type: once.

        `PUT /api/v1/storage/uploads/{upload_key}`
        """
        return self._client.run(
            Call(
                "PUT",
                f"/api/v1/storage/uploads/{part(upload_key)}",
                query={"expires": expires, "signature": signature},
                content=content,
                content_type=content_type,
                reads="data",
                options=options,
            )
        )

    def get_lent_file(
        self, file_key: str | int, *, expires: int, signature: str, options: Options | None = None
    ) -> File:
        """The file, as a download, in ranges if asked for.

        `GET /api/v1/storage/downloads/{file_key}`
        """
        return self._client.run(
            Call(
                "GET",
                f"/api/v1/storage/downloads/{part(file_key)}",
                query={"expires": expires, "signature": signature},
                reads="file",
                options=options,
            )
        )

    def get_file(self, upload_key: str | int, *, options: Options | None = None) -> File:
        """A file that came to a signed address, for those who may see it.

        Needs `candidates.read`.

        `GET /api/v1/storage/files/{upload_key}`
        """
        return self._client.run(Call("GET", f"/api/v1/storage/files/{part(upload_key)}", reads="file", options=options))


class Webhooks(Resource):
    """Endpoints that are told of events, and what was sent to them."""

    def list(self, *, options: Options | None = None) -> types.Webhooks:
        """The company's endpoints, the oldest first.

        Needs `company.admin`.

        `GET /api/v1/webhooks`
        """
        return self._client.run(Call("GET", "/api/v1/webhooks", reads="data", options=options))

    def create(self, *, options: Options | None = None, **body: Unpack[types.WebhookIn]) -> types.NewWebhook:
        """Add an endpoint that is told of events. Its secret is in this answer and in no other.

        Needs `company.admin`.

        `POST /api/v1/webhooks`
        """
        return self._client.run(Call("POST", "/api/v1/webhooks", json=body, keyed=True, reads="data", options=options))

    def get(self, endpoint_id: str | int, *, options: Options | None = None) -> types.Webhook:
        """One endpoint.

        Needs `company.admin`.

        `GET /api/v1/webhooks/{endpoint_id}`
        """
        return self._client.run(Call("GET", f"/api/v1/webhooks/{part(endpoint_id)}", reads="data", options=options))

    def delete(self, endpoint_id: str | int, *, options: Options | None = None) -> types.Webhook:
        """Delete an endpoint with its secret and its deliveries.

        Needs `company.admin`.

        `DELETE /api/v1/webhooks/{endpoint_id}`
        """
        return self._client.run(Call("DELETE", f"/api/v1/webhooks/{part(endpoint_id)}", reads="data", options=options))

    def test(self, endpoint_id: str | int, *, options: Options | None = None) -> types.StartedDelivery:
        """Send the endpoint a test event, whatever it has chosen. How it went is at the delivery.

        Needs `company.admin`.

        `POST /api/v1/webhooks/{endpoint_id}/test`
        """
        return self._client.run(
            Call("POST", f"/api/v1/webhooks/{part(endpoint_id)}/test", keyed=True, reads="data", options=options)
        )

    def list_deliveries(
        self,
        endpoint_id: str | int,
        *,
        limit: int | None = None,
        cursor: str | None = None,
        state: Sequence[types.DeliveryState] | None = None,
        event: Sequence[
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
        | None = None,
        options: Options | None = None,
    ) -> types.EndpointDeliveries:
        """What was sent to the endpoint, the newest first.

        Needs `company.admin`.

        `GET /api/v1/webhooks/{endpoint_id}/deliveries`
        """
        return self._client.run(
            Call(
                "GET",
                f"/api/v1/webhooks/{part(endpoint_id)}/deliveries",
                query={"limit": limit, "cursor": cursor, "state": state, "event": event},
                reads="data",
                options=options,
            )
        )

    def iterate_deliveries(
        self,
        endpoint_id: str | int,
        *,
        limit: int | None = None,
        state: Sequence[types.DeliveryState] | None = None,
        event: Sequence[
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
        | None = None,
        options: Options | None = None,
    ) -> Iterator[types.ListedEndpointDelivery]:
        """Everything that `list_deliveries` gives, page after page, as it is asked for."""
        return self._client.iterate(
            Call(
                "GET",
                f"/api/v1/webhooks/{part(endpoint_id)}/deliveries",
                query={"limit": limit, "state": state, "event": event},
                reads="data",
                options=options,
            ),
            "deliveries",
        )

    def get_delivery(
        self, endpoint_id: str | int, delivery_id: str | int, *, options: Options | None = None
    ) -> types.EndpointDelivery:
        """One delivery: the body as it was sent, and how each of the latest tries went.

        Needs `company.admin`.

        `GET /api/v1/webhooks/{endpoint_id}/deliveries/{delivery_id}`
        """
        return self._client.run(
            Call(
                "GET",
                f"/api/v1/webhooks/{part(endpoint_id)}/deliveries/{part(delivery_id)}",
                reads="data",
                options=options,
            )
        )

    def resend_delivery(
        self, endpoint_id: str | int, delivery_id: str | int, *, options: Options | None = None
    ) -> types.StartedDelivery:
        """Send it again now, with the same `webhook-id` and all attempts before it.

        Needs `company.admin`.

        `POST /api/v1/webhooks/{endpoint_id}/deliveries/{delivery_id}/resend`
        """
        return self._client.run(
            Call(
                "POST",
                f"/api/v1/webhooks/{part(endpoint_id)}/deliveries/{part(delivery_id)}/resend",
                keyed=True,
                reads="data",
                options=options,
            )
        )


class AtsEvents(Resource):
    """Events of other systems, as these would send them."""

    def submit_application(
        self, *, options: Options | None = None, **body: Unpack[types.PoppApplication]
    ) -> types.Taken:
        """Take in an application as the Popp service sends it, and work on it at once.

        Needs `candidates.write`.

        `POST /api/webhook/application`
        """
        return self._client.run(Call("POST", "/api/webhook/application", json=body, keyed=True, options=options))

    def send(self, *, options: Options | None = None, **body: Unpack[types.GenericEvent]) -> types.Taken:
        """Take in an event of a system of one's own, and work on it at once.

        Needs `candidates.write`.

        `POST /webhooks/ats/generic`
        """
        return self._client.run(Call("POST", "/webhooks/ats/generic", json=body, keyed=True, options=options))

    def send_for_submission(
        self, submission_id: int, *, options: Options | None = None, **body: Unpack[types.GenericEvent]
    ) -> types.Taken:
        """The same for one submission of several, whose ids are then its own.

        Needs `candidates.write`.

        `POST /webhooks/ats/generic/{submission_id}`
        """
        return self._client.run(
            Call("POST", f"/webhooks/ats/generic/{part(submission_id)}", json=body, keyed=True, options=options)
        )

    def send_signed(
        self, source: str | int, submission_id: int, content: bytes, *, options: Options | None = None
    ) -> types.Received:
        """Take in a signed delivery of Greenhouse, Lever, Ashby or Workable; the worker does the rest.

        `POST /webhooks/ats/{source}/{submission_id}`
        """
        return self._client.run(
            Call(
                "POST",
                f"/webhooks/ats/{part(source)}/{part(submission_id)}",
                content=content,
                content_type="application/json",
                options=options,
            )
        )


class Inbound(Resource):
    """Messages that come in, as the gateway of a channel would send them."""

    def send_message(self, *, options: Options | None = None, **body: Unpack[types.InboundIn]) -> types.Inbound:
        """Take in a message of a contact. A channel with a secret takes what is signed with it (Standard Webhooks).

        `POST /webhooks/inbound`
        """
        return self._client.run(Call("POST", "/webhooks/inbound", json=body, options=options))

    def send_email(self, channel_id: int, content: bytes, *, options: Options | None = None) -> types.Mail:
        """Take in an e-mail as it came (`message/rfc822`), signed by the headers of Standard Webhooks.

        `POST /webhooks/channels/{channel_id}/email`
        """
        return self._client.run(
            Call(
                "POST",
                f"/webhooks/channels/{part(channel_id)}/email",
                content=content,
                content_type="message/rfc822",
                options=options,
            )
        )

    def report_status(
        self, channel_id: int, *, options: Options | None = None, **body: Unpack[types.ReportIn]
    ) -> types.Status:
        """Take in how far a message has come, from a gateway of the company's own (Standard Webhooks headers).

        `POST /webhooks/channels/{channel_id}/status`
        """
        return self._client.run(
            Call("POST", f"/webhooks/channels/{part(channel_id)}/status", json=body, options=options)
        )

    def send_twilio(self, channel_id: int, content: bytes, *, options: Options | None = None) -> File:
        """Take in a text message from Twilio (`X-Twilio-Signature`), and answer it with nothing.

        `POST /webhooks/channels/{channel_id}/twilio`
        """
        return self._client.run(
            Call(
                "POST",
                f"/webhooks/channels/{part(channel_id)}/twilio",
                content=content,
                content_type="application/x-www-form-urlencoded",
                reads="file",
                options=options,
            )
        )

    def report_twilio_status(
        self, channel_id: int, content: bytes, *, message: str | None = None, options: Options | None = None
    ) -> File:
        """Take in how far a message has come, from Twilio.

        `POST /webhooks/channels/{channel_id}/twilio/status`
        """
        return self._client.run(
            Call(
                "POST",
                f"/webhooks/channels/{part(channel_id)}/twilio/status",
                query={"message": message},
                content=content,
                content_type="application/x-www-form-urlencoded",
                reads="file",
                options=options,
            )
        )

    def send_meta(self, channel_id: int, content: bytes, *, options: Options | None = None) -> types.Meta:
        """Take in WhatsApp messages and their states from Meta (`X-Hub-Signature-256`).

        `POST /webhooks/channels/{channel_id}/meta`
        """
        return self._client.run(
            Call(
                "POST",
                f"/webhooks/channels/{part(channel_id)}/meta",
                content=content,
                content_type="application/json",
                options=options,
            )
        )

    def answer_meta_challenge(self, channel_id: int, *, options: Options | None = None) -> File:
        """Answer Meta's question whether the address is ours: its `hub.challenge`, if it has the verify token.

        `GET /webhooks/channels/{channel_id}/meta`
        """
        return self._client.run(
            Call("GET", f"/webhooks/channels/{part(channel_id)}/meta", reads="file", options=options)
        )


class Resources(Client):
    """A client and its resources, but for `jobs`."""

    @cached_property
    def auth(self) -> Auth:
        """Signing in as somebody of the company."""
        return Auth(self)

    @cached_property
    def candidate_auth(self) -> CandidateAuth:
        """Signing in as a candidate."""
        return CandidateAuth(self)

    @cached_property
    def portal_accounts(self) -> PortalAccounts:
        """The accounts of candidates, for admins."""
        return PortalAccounts(self)

    @cached_property
    def clients(self) -> Clients:
        """The companies that are recruited for, and their users."""
        return Clients(self)

    @cached_property
    def openings(self) -> Openings:
        """Jobs by numbered pages: for a candidate those that one can apply for."""
        return Openings(self)

    @cached_property
    def candidates(self) -> Candidates:
        """People, and how far they are with each job."""
        return Candidates(self)

    @cached_property
    def interviews(self) -> Interviews:
        """Interviews, from planning to the decision."""
        return Interviews(self)

    @cached_property
    def matching(self) -> Matching:
        """Who fits which job, and why."""
        return Matching(self)

    @cached_property
    def applications(self) -> Applications:
        """Applying for a candidate: here, and by the forms of other sites."""
        return Applications(self)

    @cached_property
    def resumes(self) -> Resumes:
        """A candidate's CVs."""
        return Resumes(self)

    @cached_property
    def cover_letters(self) -> CoverLetters:
        """A candidate's templates of letters."""
        return CoverLetters(self)

    @cached_property
    def saved_answers(self) -> SavedAnswers:
        """A candidate's answers to questions that come again and again."""
        return SavedAnswers(self)

    @cached_property
    def conversations(self) -> Conversations:
        """Conversations with people, and their messages."""
        return Conversations(self)

    @cached_property
    def integrations(self) -> Integrations:
        """Connections to other systems, and what these delivered."""
        return Integrations(self)

    @cached_property
    def notifications(self) -> Notifications:
        """What somebody is told."""
        return Notifications(self)

    @cached_property
    def dashboard(self) -> Dashboard:
        """The figures of the first page."""
        return Dashboard(self)

    @cached_property
    def analytics(self) -> Analytics:
        """Events and metrics."""
        return Analytics(self)

    @cached_property
    def governance(self) -> Governance:
        """Who may do what, and who did it."""
        return Governance(self)

    @cached_property
    def roles(self) -> Roles:
        """Roles and their permissions."""
        return Roles(self)

    @cached_property
    def ingestion(self) -> Ingestion:
        """Jobs that come from elsewhere, many at once."""
        return Ingestion(self)

    @cached_property
    def storage(self) -> Storage:
        """Files, by addresses that are signed for one file."""
        return Storage(self)

    @cached_property
    def webhooks(self) -> Webhooks:
        """Endpoints that are told of events, and what was sent to them."""
        return Webhooks(self)

    @cached_property
    def ats_events(self) -> AtsEvents:
        """Events of other systems, as these would send them."""
        return AtsEvents(self)

    @cached_property
    def inbound(self) -> Inbound:
        """Messages that come in, as the gateway of a channel would send them."""
        return Inbound(self)
