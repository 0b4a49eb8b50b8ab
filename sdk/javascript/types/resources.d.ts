/** The calls, by resource. Written by `sdk/generate_javascript.py`: change that, or `sdk/names.json`. */

import type { CandidateFiles, DownloadedFile, Options, StorageFiles } from "./index.js";
import type * as schemas from "./schemas.js";

/** Signing in as somebody of the company. */
export interface Auth {
  /**
   * Sign in as a user: a token for one hour.
   *
   * `POST /api/auth/login`
   */
  login(words: { email: string; password: string }, options?: Options): Promise<schemas.Token>;

  /**
   * End the token of this call.
   *
   * `POST /api/auth/logout`
   */
  logout(options?: Options): Promise<schemas.DoneOut>;

  /**
   * Who I am.
   *
   * `GET /api/auth/me`
   */
  me(options?: Options): Promise<schemas.User>;

  /**
   * Make a user. The link to set a password goes to the address.
   *
   * Needs `company.admin`.
   *
   * `POST /api/auth/register`
   */
  register(words: { email: string; name: string; phone?: string | null | undefined; role?: "admin" | "recruiter" | "client_user"; clientId?: string | number | null | undefined; roleId?: string | number | null | undefined; password?: string | null | undefined }, options?: Options): Promise<schemas.User>;

  /**
   * Set a new password. Every token and session from before ends; the answer brings a new token.
   *
   * `POST /api/auth/change-password`
   */
  changePassword(words: { currentPassword: string; newPassword: string }, options?: Options): Promise<schemas.Token>;
}

/** Signing in as a candidate. */
export interface CandidateAuth {
  /**
   * Sign in as a candidate: a token for one hour.
   *
   * `POST /api/candidate-portal/login`
   */
  login(words: { email: string; password: string; companyId?: number | null | undefined }, options?: Options): Promise<schemas.CandidateToken>;

  /**
   * End the token of this call.
   *
   * `POST /api/candidate-portal/logout`
   */
  logout(options?: Options): Promise<schemas.DoneOut>;

  /**
   * Who I am.
   *
   * `GET /api/candidate-portal/me`
   */
  me(options?: Options): Promise<schemas.Account>;

  /**
   * Ask for an account. A mail confirms the address; the answer is the same whether or not it is known.
   *
   * `POST /api/candidate-portal/register`
   */
  register(words: { email: string; name: string; phone?: string | null | undefined; password?: string | null | undefined; companyId?: number | null | undefined; company?: string | null | undefined }, options?: Options): Promise<schemas.DoneOut>;

  /**
   * Set a new password. Every token and session from before ends; the answer brings a new token.
   *
   * `POST /api/candidate-portal/change-password`
   */
  changePassword(words: { currentPassword: string; newPassword: string }, options?: Options): Promise<schemas.CandidateToken>;
}

/** The accounts of candidates, for admins. */
export interface PortalAccounts {
  /**
   * Candidates' accounts, by name.
   *
   * Needs `company.admin`.
   *
   * `GET /api/admin/candidate-portal-users`
   */
  list(words?: { limit?: number; cursor?: string | null | undefined; q?: string }, options?: Options): Promise<schemas.AccountList>;
  /** Everything that `list` gives, page after page, as it is asked for. */
  iterate(words?: { limit?: number; q?: string }, options?: Options): AsyncGenerator<schemas.Account, void, undefined>;

  /**
   * Make an account. The link to set a password goes to the address.
   *
   * Needs `company.admin`.
   *
   * `POST /api/admin/candidate-portal-users`
   */
  create(words: { email: string; name: string; phone?: string | null | undefined; linkedinUrl?: string | null | undefined; currentCompany?: string | null | undefined; experienceYears?: number | null | undefined; candidateId?: string | number | null | undefined }, options?: Options): Promise<schemas.Account>;

  /**
   * Change what is sent. Another address must be confirmed anew, so access ends.
   *
   * Needs `company.admin`.
   *
   * `PUT /api/admin/candidate-portal-users/{account_id}`
   */
  update(accountId: string | number, words?: { email?: string | null | undefined; name?: string | null | undefined; phone?: string | null | undefined; linkedinUrl?: string | null | undefined; currentCompany?: string | null | undefined; experienceYears?: number | null | undefined; status?: "active" | "inactive" | null | undefined; version?: number | null | undefined }, options?: Options): Promise<schemas.Account>;

  /**
   * Deactivate the account: nobody signs in with it any more, and nothing that it did is lost.
   *
   * Needs `company.admin`.
   *
   * `DELETE /api/admin/candidate-portal-users/{account_id}`
   */
  delete(accountId: string | number, options?: Options): Promise<schemas.Account>;

  /**
   * End the candidate's access and mail a link for a new password.
   *
   * Needs `company.admin`.
   *
   * `POST /api/admin/candidate-portal-users/{account_id}/reset-password`
   */
  resetPassword(accountId: string | number, options?: Options): Promise<schemas.DoneOut>;
}

/** The companies that are recruited for, and their users. */
export interface Clients {
  /**
   * Clients, by name unless asked otherwise.
   *
   * Needs `clients.read`.
   *
   * `GET /api/clients`
   */
  list(words?: { limit?: number; cursor?: string | null | undefined; q?: string; status?: "active" | "inactive" | null | undefined; sort?: "name" | "-name" | "created" | "-created" }, options?: Options): Promise<schemas.ClientList>;
  /** Everything that `list` gives, page after page, as it is asked for. */
  iterate(words?: { limit?: number; q?: string; status?: "active" | "inactive" | null | undefined; sort?: "name" | "-name" | "created" | "-created" }, options?: Options): AsyncGenerator<schemas.Client, void, undefined>;

  /**
   * Add a client.
   *
   * Needs `clients.write`.
   *
   * `POST /api/clients`
   */
  create(words: { companyName: string; industry?: string | null | undefined; website?: string | null | undefined; phone?: string | null | undefined; address?: string | null | undefined; city?: string | null | undefined; state?: string | null | undefined; country?: string | null | undefined; postalCode?: string | null | undefined; notes?: string | null | undefined; status?: "active" | "inactive" }, options?: Options): Promise<schemas.Client>;

  /**
   * One client.
   *
   * Needs `clients.read`.
   *
   * `GET /api/clients/{client_id}`
   */
  get(clientId: string | number, options?: Options): Promise<schemas.Client>;

  /**
   * Change what is sent.
   *
   * Needs `clients.write`.
   *
   * `PUT /api/clients/{client_id}`
   */
  update(clientId: string | number, words?: { companyName?: string | null | undefined; industry?: string | null | undefined; website?: string | null | undefined; phone?: string | null | undefined; address?: string | null | undefined; city?: string | null | undefined; state?: string | null | undefined; country?: string | null | undefined; postalCode?: string | null | undefined; notes?: string | null | undefined; status?: "active" | "inactive" | null | undefined; version?: number | null | undefined }, options?: Options): Promise<schemas.Client>;

  /**
   * Delete a client that has no jobs, with its notes and its people's accounts.
   *
   * Needs `clients.admin`.
   *
   * `DELETE /api/clients/{client_id}`
   */
  delete(clientId: string | number, options?: Options): Promise<schemas.Client>;

  /**
   * The client's own people, active ones first.
   *
   * Needs `clients.read`.
   *
   * `GET /api/clients/{client_id}/users`
   */
  listUsers(clientId: string | number, options?: Options): Promise<schemas.UserList>;

  /**
   * Add a person. The link to set a password goes to the address.
   *
   * Needs `clients.write`.
   *
   * `POST /api/clients/{client_id}/users`
   */
  createUser(clientId: string | number, words: { email: string; name: string; phone?: string | null | undefined; roleId?: string | number | null | undefined }, options?: Options): Promise<schemas.User>;

  /**
   * Change what is sent.
   *
   * Needs `clients.write`.
   *
   * `PUT /api/clients/{client_id}/users/{email}`
   */
  updateUser(clientId: string | number, email: string | number, words?: { email?: string | null | undefined; name?: string | null | undefined; phone?: string | null | undefined; roleId?: string | number | null | undefined; status?: "active" | "inactive" | null | undefined; version?: number | null | undefined }, options?: Options): Promise<schemas.User>;

  /**
   * Deactivate the person: nobody signs in with the account any more, and nothing that they did is lost.
   *
   * Needs `clients.write`.
   *
   * `DELETE /api/clients/{client_id}/users/{email}`
   */
  deleteUser(clientId: string | number, email: string | number, options?: Options): Promise<schemas.User>;
}

/** The jobs of the company. */
export interface Jobs {
  /**
   * Jobs, the newest first unless asked otherwise.
   *
   * Needs `jobs.read`.
   *
   * `GET /api/jobs`
   */
  list(words?: { limit?: number; cursor?: string | null | undefined; q?: string; clientId?: string | null | undefined; status?: schemas.JobStatus[] | null | undefined; priority?: schemas.Priority[] | null | undefined; sort?: "-created" | "created" | "title" | "-title" | "-priority" | "priority" | "client" | "-client" }, options?: Options): Promise<schemas.JobList>;
  /** Everything that `list` gives, page after page, as it is asked for. */
  iterate(words?: { limit?: number; q?: string; clientId?: string | null | undefined; status?: schemas.JobStatus[] | null | undefined; priority?: schemas.Priority[] | null | undefined; sort?: "-created" | "created" | "title" | "-title" | "-priority" | "priority" | "client" | "-client" }, options?: Options): AsyncGenerator<schemas.Job, void, undefined>;

  /**
   * Open a job for an active client.
   *
   * Needs `jobs.write`.
   *
   * `POST /api/jobs`
   */
  create(words: { clientId: string | number; title: string; description?: string; department?: string | null | undefined; location?: string; employmentType?: schemas.EmploymentType; experienceMin?: number | null | undefined; experienceMax?: number | null | undefined; salaryMin?: number | string | null | undefined; salaryMax?: number | string | null | undefined; salaryCurrency?: "INR" | "USD" | "EUR" | "GBP" | "AED" | "AUD" | "CAD" | "CHF" | "JPY" | "NZD" | "SAR" | "SGD" | "ZAR"; salaryPeriod?: schemas.PayPeriod; requiredSkills?: string[]; niceToHaveSkills?: string[]; priority?: schemas.Priority; openings?: number; isPublic?: boolean; screeningQuestions?: schemas.QuestionIn[] }, options?: Options): Promise<schemas.Job>;

  /**
   * One job.
   *
   * Needs `jobs.read`.
   *
   * `GET /api/jobs/{job_id}`
   */
  get(jobId: string | number, options?: Options): Promise<schemas.Job>;

  /**
   * Change what is sent. `status` moves the job as its table allows.
   *
   * Needs `jobs.write`.
   *
   * `PUT /api/jobs/{job_id}`
   */
  update(jobId: string | number, words?: { title?: string | null | undefined; description?: string | null | undefined; department?: string | null | undefined; location?: string | null | undefined; employmentType?: schemas.EmploymentType | null | undefined; experienceMin?: number | null | undefined; experienceMax?: number | null | undefined; salaryMin?: number | string | null | undefined; salaryMax?: number | string | null | undefined; salaryCurrency?: "INR" | "USD" | "EUR" | "GBP" | "AED" | "AUD" | "CAD" | "CHF" | "JPY" | "NZD" | "SAR" | "SGD" | "ZAR" | null | undefined; salaryPeriod?: schemas.PayPeriod | null | undefined; requiredSkills?: string[] | null | undefined; niceToHaveSkills?: string[] | null | undefined; priority?: schemas.Priority | null | undefined; openings?: number | null | undefined; isPublic?: boolean | null | undefined; screeningQuestions?: schemas.QuestionIn[] | null | undefined; status?: schemas.JobStatus | null | undefined; version?: number | null | undefined }, options?: Options): Promise<schemas.Job>;
}

/** Jobs by numbered pages: for a candidate those that one can apply for. */
export interface Openings {
  /**
   * Jobs by numbered pages, the newest first: the company's, or, for a candidate, those that stand in public.
   *
   * Needs `jobs.read`.
   *
   * `GET /api/v1/jobs`
   */
  list(words?: { page?: number; perPage?: number; q?: string; location?: string; type?: schemas.EmploymentType[] | null | undefined; clientId?: string | null | undefined; status?: schemas.JobStatus[] | null | undefined }, options?: Options): Promise<schemas.ListedJobs>;
  /** Everything that `list` gives, page after page, as it is asked for. */
  iterate(words?: { perPage?: number; q?: string; location?: string; type?: schemas.EmploymentType[] | null | undefined; clientId?: string | null | undefined; status?: schemas.JobStatus[] | null | undefined }, options?: Options): AsyncGenerator<schemas.ListedJob, void, undefined>;
}

/** People, and how far they are with each job. */
export interface Candidates extends CandidateFiles {
  /**
   * People, the newest first unless asked otherwise.
   *
   * Needs `candidates.read`.
   *
   * `GET /api/candidates`
   */
  list(words?: { limit?: number; cursor?: string | null | undefined; q?: string; skill?: string; status?: schemas.ApplicationStatus | null | undefined; hasCv?: "true" | "false" | null | undefined; sort?: "-created" | "name"; jobId?: string | null | undefined }, options?: Options): Promise<schemas.CandidateList>;
  /** Everything that `list` gives, page after page, as it is asked for. */
  iterate(words?: { limit?: number; q?: string; skill?: string; status?: schemas.ApplicationStatus | null | undefined; hasCv?: "true" | "false" | null | undefined; sort?: "-created" | "name"; jobId?: string | null | undefined }, options?: Options): AsyncGenerator<schemas.Candidate, void, undefined>;

  /**
   * Who is put forward for the job.
   *
   * Needs `candidates.read`.
   *
   * `GET /api/jobs/{job_id}/candidates`
   */
  listForJob(jobId: string | number, words?: { limit?: number; cursor?: string | null | undefined; q?: string; skill?: string; status?: schemas.ApplicationStatus | null | undefined; hasCv?: "true" | "false" | null | undefined; sort?: "-created" | "name" }, options?: Options): Promise<schemas.CandidateList>;
  /** Everything that `listForJob` gives, page after page, as it is asked for. */
  iterateForJob(jobId: string | number, words?: { limit?: number; q?: string; skill?: string; status?: schemas.ApplicationStatus | null | undefined; hasCv?: "true" | "false" | null | undefined; sort?: "-created" | "name" }, options?: Options): AsyncGenerator<schemas.Candidate, void, undefined>;

  /**
   * Put somebody forward for the job: a new person as JSON or by a CV, or a known one by `candidate_id`.
   *
   * Somebody with the e-mail address, phone number or profile is known already: 409 says who, and nothing is
   * changed.
   *
   * Send the call again with that `candidate_id` to put this person forward.
   *
   * Needs `candidates.write`.
   *
   * `POST /api/jobs/{job_id}/candidates`
   */
  create(jobId: string | number, words?: { name?: string | null | undefined; firstName?: string | null | undefined; lastName?: string | null | undefined; email?: string | null | undefined; phone?: string | null | undefined; linkedin?: string | null | undefined; location?: string | null | undefined; currentRole?: string | null | undefined; currentCompany?: string | null | undefined; experienceYears?: number | null | undefined; skills?: string[] | null | undefined; experience?: schemas.WorkIn[] | null | undefined; education?: schemas.StudyIn[] | null | undefined; languages?: string[] | null | undefined; links?: string[] | null | undefined; summary?: string | null | undefined; expectedSalary?: string | null | undefined; candidateId?: string | number | null | undefined; source?: string | null | undefined }, options?: Options): Promise<schemas.Candidate>;

  /**
   * One person.
   *
   * Needs `candidates.read`.
   *
   * `GET /api/candidates/{candidate_id}`
   */
  get(candidateId: string | number, options?: Options): Promise<schemas.Candidate>;

  /**
   * Change what is sent; `status` moves an application.
   *
   * Needs `candidates.write`.
   *
   * `PUT /api/candidates/{candidate_id}`
   */
  update(candidateId: string | number, words?: { name?: string | null | undefined; firstName?: string | null | undefined; lastName?: string | null | undefined; email?: string | null | undefined; phone?: string | null | undefined; linkedin?: string | null | undefined; location?: string | null | undefined; currentRole?: string | null | undefined; currentCompany?: string | null | undefined; experienceYears?: number | null | undefined; skills?: string[] | null | undefined; experience?: schemas.WorkIn[] | null | undefined; education?: schemas.StudyIn[] | null | undefined; languages?: string[] | null | undefined; links?: string[] | null | undefined; summary?: string | null | undefined; expectedSalary?: string | null | undefined; status?: schemas.ApplicationStatus | null | undefined; reason?: string | null | undefined; applicationId?: string | number | null | undefined; version?: number | null | undefined }, options?: Options): Promise<schemas.Candidate>;

  /**
   * Hide the person at once and cancel what is planned; wiped for good after 30 days. Answers what was deleted.
   *
   * Needs `candidates.write`.
   *
   * `DELETE /api/candidates/{candidate_id}`
   */
  delete(candidateId: string | number, options?: Options): Promise<schemas.Candidate>;

  /**
   * The CV in use, as a download.
   *
   * Needs `candidates.read`.
   *
   * `GET /api/candidates/{candidate_id}/cv`
   */
  downloadCv(candidateId: string | number, options?: Options): Promise<DownloadedFile>;

  /**
   * Every round of the person's interviews, in the order in which they were planned.
   *
   * Needs `interviews.read`.
   *
   * `GET /api/candidates/{candidate_id}/interview-history`
   */
  listInterviewHistory(candidateId: string | number, words?: { limit?: number; cursor?: string | null | undefined }, options?: Options): Promise<schemas.InterviewList>;
  /** Everything that `listInterviewHistory` gives, page after page, as it is asked for. */
  iterateInterviewHistory(candidateId: string | number, words?: { limit?: number }, options?: Options): AsyncGenerator<schemas.Interview, void, undefined>;

  /**
   * Write the good news to a selected candidate.
   *
   * Opens a portal account if there is none; the mail has the link to set its password.
   *
   * Needs `candidates.write`.
   *
   * `POST /api/candidates/{candidate_id}/send-selection-notification`
   */
  sendSelectionNotification(candidateId: string | number, options?: Options): Promise<schemas.Candidate>;
}

/** Interviews, from planning to the decision. */
export interface Interviews {
  /**
   * Interviews, the newest first unless asked otherwise; a candidate's own for a candidate.
   *
   * Needs `interviews.read`.
   *
   * `GET /api/interviews`
   */
  list(words?: { limit?: number; cursor?: string | null | undefined; q?: string; status?: schemas.InterviewStatus[] | null | undefined; mine?: "true" | "false" | null | undefined; jobId?: string | null | undefined; clientId?: string | null | undefined; candidateId?: string | null | undefined; from?: string | null | undefined; to?: string | null | undefined; sort?: "-created" | "created" | "start" | "-start" }, options?: Options): Promise<schemas.InterviewList>;
  /** Everything that `list` gives, page after page, as it is asked for. */
  iterate(words?: { limit?: number; q?: string; status?: schemas.InterviewStatus[] | null | undefined; mine?: "true" | "false" | null | undefined; jobId?: string | null | undefined; clientId?: string | null | undefined; candidateId?: string | null | undefined; from?: string | null | undefined; to?: string | null | undefined; sort?: "-created" | "created" | "start" | "-start" }, options?: Options): AsyncGenerator<schemas.Interview, void, undefined>;

  /**
   * Plan a round: with `proposed_slots` the candidate is asked for a time at once.
   *
   * Needs `interviews.write`.
   *
   * `POST /api/interviews`
   */
  create(words?: { roundName?: string | null | undefined; interviewMode?: schemas.InterviewMode | null | undefined; interviewDuration?: number | null | undefined; timeZone?: string | null | undefined; proposedSlots?: schemas.SlotIn[] | null | undefined; meetingLink?: string | null | undefined; place?: string | null | undefined; additionalInstructions?: string | null | undefined; interviewers?: (string | number)[] | null | undefined; guests?: schemas.GuestIn[] | null | undefined; candidateId?: string | number | null | undefined; jobId?: string | number | null | undefined; applicationId?: string | number | null | undefined; interviewRound?: number | null | undefined }, options?: Options): Promise<schemas.Interview>;

  /**
   * One interview, with the times that are free now.
   *
   * Needs `interviews.read`.
   *
   * `GET /api/interviews/{interview_id}`
   */
  get(interviewId: string | number, options?: Options): Promise<schemas.Interview>;

  /**
   * Change what is sent of an interview that is still to happen; who was invited gets the change.
   *
   * Needs `interviews.write`.
   *
   * `PUT /api/interviews/{interview_id}`
   */
  update(interviewId: string | number, words?: { roundName?: string | null | undefined; interviewMode?: schemas.InterviewMode | null | undefined; interviewDuration?: number | null | undefined; timeZone?: string | null | undefined; proposedSlots?: schemas.SlotIn[] | null | undefined; meetingLink?: string | null | undefined; place?: string | null | undefined; additionalInstructions?: string | null | undefined; interviewers?: (string | number)[] | null | undefined; guests?: schemas.GuestIn[] | null | undefined; version?: number | null | undefined }, options?: Options): Promise<schemas.Interview>;

  /**
   * Send everybody the calendar invitation to the agreed time.
   *
   * Needs `interviews.write`.
   *
   * `POST /api/interviews/{interview_id}/send-invite`
   */
  sendInvite(interviewId: string | number, options?: Options): Promise<schemas.Interview>;

  /**
   * Agree on an offered time, or move the booking to it.
   *
   * When it is gone, 409 `SLOT_TAKEN` has the times that are free now in `details`.
   *
   * Needs `interviews.book`.
   *
   * `POST /api/interviews/{interview_id}/book-slot`
   */
  bookSlot(interviewId: string | number, words: { slotId: string | number }, options?: Options): Promise<schemas.Interview>;

  /**
   * Call the interview off. A candidate gives the agreed time back: the other times stand open again.
   *
   * For a candidate whose interview has no agreed time there is nothing to give back, and nothing changes.
   *
   * Needs `interviews.write`.
   *
   * `POST /api/interviews/{interview_id}/cancel`
   */
  cancel(interviewId: string | number, words?: { reason?: string | null | undefined }, options?: Options): Promise<schemas.Interview>;

  /**
   * It took place; `feedback` and `rating` are the caller's own, and only a user gives them.
   *
   * Needs `interviews.write`.
   *
   * `POST /api/interviews/{interview_id}/mark-completed`
   */
  markCompleted(interviewId: string | number, words?: { feedback?: string | null | undefined; rating?: number | null | undefined }, options?: Options): Promise<schemas.Interview>;

  /**
   * The candidate did not come.
   *
   * Needs `interviews.write`.
   *
   * `POST /api/interviews/{interview_id}/mark-no-show`
   */
  markNoShow(interviewId: string | number, options?: Options): Promise<schemas.Interview>;

  /**
   * Passed: the application is in progress, and the next round may be planned.
   *
   * Needs `interviews.decide`.
   *
   * `POST /api/interviews/{interview_id}/move-to-next-round`
   */
  moveToNextRound(interviewId: string | number, options?: Options): Promise<schemas.Interview>;

  /**
   * Failed: the application is rejected. Without a `reason` the feedback is it, or that the round was not passed.
   *
   * Needs `interviews.decide`.
   *
   * `POST /api/interviews/{interview_id}/reject`
   */
  reject(interviewId: string | number, words?: { feedback?: string | null | undefined; reason?: string | null | undefined }, options?: Options): Promise<schemas.Interview>;

  /**
   * Hire: the round is passed, the application selected, one opening of the job used up.
   *
   * Needs `interviews.decide`.
   *
   * `POST /api/interviews/{interview_id}/initiate-hiring`
   */
  initiateHiring(interviewId: string | number, words?: { salaryOffered?: string | null | undefined }, options?: Options): Promise<schemas.Interview>;

  /**
   * How many people and interviews stand where, also by round and by job.
   *
   * Needs `interviews.read`.
   *
   * `GET /api/interviews/stats/pipeline`
   */
  getPipelineStats(options?: Options): Promise<schemas.Pipeline>;
}

/** Who fits which job, and why. */
export interface Matching {
  /**
   * The open public jobs that fit the caller best.
   *
   * `GET /api/v1/matching/jobs`
   */
  getMatches(words?: { page?: number; perPage?: number }, options?: Options): Promise<schemas.MatchPage>;
  /** Everything that `getMatches` gives, page after page, as it is asked for. */
  iterateMatches(words?: { perPage?: number }, options?: Options): AsyncGenerator<schemas.JobMatch, void, undefined>;

  /**
   * How well some open public jobs fit the caller, the best first.
   *
   * `POST /api/v1/matching/jobs`
   */
  matchJobs(words: { jobIds: (string | number)[] }, options?: Options): Promise<schemas.Matches>;

  /**
   * People whom the company knows and has not put forward for the job, the best first.
   *
   * Needs `candidates.write`.
   *
   * `GET /api/jobs/{job_id}/matches`
   */
  listCandidates(jobId: string | number, words?: { limit?: number }, options?: Options): Promise<schemas.PeopleMatches>;

  /**
   * Say what the comparison should know.
   *
   * `PUT /api/v1/matching/profile`
   */
  updateProfile(words?: { skills?: string[] | null | undefined; experienceYears?: number | null | undefined; preferredLocations?: string[] | null | undefined; jobTypes?: schemas.EmploymentType[] | null | undefined }, options?: Options): Promise<schemas.Profile>;
}

/** Applying for a candidate: here, and by the forms of other sites. */
export interface Applications {
  /**
   * Have the portal apply for the caller.
   *
   * `POST /api/v1/automation/applications`
   */
  submit(words: { jobId: string | number; resumeId?: string | number | null | undefined; coverLetterTemplateId?: string | number | null | undefined; answers?: schemas.AnswerIn[] }, options?: Options): Promise<schemas.QueuedTask>;

  /**
   * The caller's newest fifty.
   *
   * `GET /api/v1/automation/applications`
   */
  list(options?: Options): Promise<schemas.TaskList>;

  /**
   * How far it is, what goes into the form, and why it failed.
   *
   * `GET /api/v1/automation/applications/{task_id}`
   */
  get(taskId: string | number, options?: Options): Promise<schemas.TaskData>;

  /**
   * Let an application go to a site that is new, or not.
   *
   * `POST /api/v1/automation/applications/{task_id}/confirmation`
   */
  confirm(taskId: string | number, words: { confirmed: boolean }, options?: Options): Promise<schemas.QueuedTask>;
}

/** A candidate's CVs. */
export interface Resumes {
  /**
   * The caller's résumés, the one in use first.
   *
   * `GET /api/v1/resumes`
   */
  list(options?: Options): Promise<schemas.Resumes>;

  /**
   * Keep an uploaded file as a résumé.
   *
   * `POST /api/v1/resumes`
   */
  create(words: { fileUrl: string; isDefault?: boolean }, options?: Options): Promise<schemas.Resume>;

  /**
   * Put a résumé in use.
   *
   * `PUT /api/v1/resumes/{resume_id}`
   */
  setDefault(resumeId: string | number, words: { isDefault: true }, options?: Options): Promise<schemas.Resume>;

  /**
   * Delete a résumé and its file.
   *
   * `DELETE /api/v1/resumes/{resume_id}`
   */
  delete(resumeId: string | number, options?: Options): Promise<void>;

  /**
   * Read the résumé at an address, as the upload page does; nothing of it is kept.
   *
   * The address is a public one (at most 10 MB, 15 seconds), or the `file_url` of a file that was uploaded here.
   *
   * Needs `candidates.write`.
   *
   * `POST /api/v1/resume/parse`
   */
  parse(words: { resumeUrl: string }, options?: Options): Promise<schemas.ParsedData>;
}

/** A candidate's templates of letters. */
export interface CoverLetters {
  /**
   * The caller's cover letters, the default first.
   *
   * `GET /api/v1/cover-letter-templates`
   */
  list(options?: Options): Promise<schemas.Letters>;

  /**
   * Keep a cover letter.
   *
   * `POST /api/v1/cover-letter-templates`
   */
  create(words: { name: string; body: string; isDefault?: boolean | null | undefined }, options?: Options): Promise<schemas.Letter>;

  /**
   * Change what is sent.
   *
   * `PUT /api/v1/cover-letter-templates/{template_id}`
   */
  update(templateId: string | number, words?: { name?: string | null | undefined; body?: string | null | undefined; isDefault?: boolean | null | undefined }, options?: Options): Promise<schemas.Letter>;

  /**
   * Delete a cover letter.
   *
   * `DELETE /api/v1/cover-letter-templates/{template_id}`
   */
  delete(templateId: string | number, options?: Options): Promise<void>;
}

/** A candidate's answers to questions that come again and again. */
export interface SavedAnswers {
  /**
   * What the caller answers when a question comes again, by question.
   *
   * `GET /api/v1/saved-answers`
   */
  list(options?: Options): Promise<schemas.SavedAnswers>;

  /**
   * Keep an answer; to a question that has one, the new takes its place.
   *
   * `POST /api/v1/saved-answers`
   */
  create(words: { question: string; answer: string }, options?: Options): Promise<schemas.SavedAnswer>;

  /**
   * Forget a saved answer.
   *
   * `DELETE /api/v1/saved-answers/{answer_id}`
   */
  delete(answerId: string | number, options?: Options): Promise<void>;
}

/** Conversations with people, and their messages. */
export interface Conversations {
  /**
   * Conversations, the one last written in first; a candidate's own for a candidate.
   *
   * Needs `conversations`.
   *
   * `GET /api/conversations`
   */
  list(words?: { limit?: number; cursor?: string | null | undefined; owner?: string | null | undefined; status?: schemas.ConversationStatus | null | undefined; channelId?: number | null | undefined; jobId?: string | null | undefined; candidateId?: string | null | undefined; waiting?: "true" | "false" | null | undefined; q?: string }, options?: Options): Promise<schemas.ConversationList>;
  /** Everything that `list` gives, page after page, as it is asked for. */
  iterate(words?: { limit?: number; owner?: string | null | undefined; status?: schemas.ConversationStatus | null | undefined; channelId?: number | null | undefined; jobId?: string | null | undefined; candidateId?: string | null | undefined; waiting?: "true" | "false" | null | undefined; q?: string }, options?: Options): AsyncGenerator<schemas.Conversation, void, undefined>;

  /**
   * Make a conversation with a candidate or a contact, also about a job; with `text`, write in it at once.
   *
   * A candidate has one conversation at a time: another one can be made, and is written in when that is completed.
   *
   * Needs `conversations`.
   *
   * `POST /api/conversations`
   */
  create(words: { channelId: number; candidateId?: string | number | null | undefined; contactId?: number | null | undefined; jobId?: string | number | null | undefined; text?: string | null | undefined; authorId?: string | number | null | undefined }, options?: Options): Promise<schemas.Conversation>;

  /**
   * One conversation: who owns it, on which channel, with which contact, and where it stands.
   *
   * Needs `conversations`.
   *
   * `GET /api/conversations/{conversation_id}`
   */
  get(conversationId: number, options?: Options): Promise<schemas.Conversation>;

  /**
   * Move it: CREATED → ONGOING → COMPLETED. A completed one begins again by a new message alone.
   *
   * Needs `conversations`.
   *
   * `PATCH /api/conversations/{conversation_id}`
   */
  update(conversationId: number, words: { status: "CREATED" | "ONGOING" | "COMPLETED" }, options?: Options): Promise<schemas.Conversation>;

  /**
   * The newest messages, oldest first; before or after one. A candidate sees no notes and lines.
   *
   * Needs `conversations`.
   *
   * `GET /api/conversations/{conversation_id}/messages`
   */
  listMessages(conversationId: number, words?: { limit?: number; before?: number | null | undefined; after?: number | null | undefined }, options?: Options): Promise<schemas.Messages>;

  /**
   * Write to the contact; whoever writes takes over from the assistant. A candidate writes to the company.
   *
   * Needs `conversations`.
   *
   * `POST /api/conversations/{conversation_id}/messages`
   */
  sendMessage(conversationId: number, words: { text: string; authorId?: string | number | null | undefined }, options?: Options): Promise<schemas.Message>;

  /**
   * Send a message again that could not be sent.
   *
   * Needs `conversations`.
   *
   * `POST /api/conversations/{conversation_id}/messages/{message_id}/resend`
   */
  resendMessage(conversationId: number, messageId: number, options?: Options): Promise<schemas.Message>;

  /**
   * Hand it to a person of the company, or to its assistant.
   *
   * Needs `conversations`.
   *
   * `POST /api/conversations/{conversation_id}/transfer`
   */
  transfer(conversationId: number, words: { newOwnerId: string | number }, options?: Options): Promise<schemas.Conversation>;

  /**
   * Switch it between the assistant and a person.
   *
   * Needs `conversations`.
   *
   * `POST /api/conversations/{conversation_id}/transfer-toggle`
   */
  toggleOwner(conversationId: number, options?: Options): Promise<schemas.DetailOut>;
}

/** Connections to other systems, and what these delivered. */
export interface Integrations {
  /**
   * One's own, the newest first.
   *
   * Needs `submissions.own`.
   *
   * `GET /api/integrations`
   */
  list(words?: { limit?: number; cursor?: string | null | undefined }, options?: Options): Promise<schemas.SubmissionList>;
  /** Everything that `list` gives, page after page, as it is asked for. */
  iterate(words?: { limit?: number }, options?: Options): AsyncGenerator<schemas.Submission, void, undefined>;

  /**
   * All of the company, the newest first.
   *
   * Needs `submissions.all`.
   *
   * `GET /api/integrations/all`
   */
  listAll(words?: { limit?: number; cursor?: string | null | undefined; integrationType?: "jobadder" | "workday" | "greenhouse" | "lever" | "ashby" | "workable" | "generic" | null | undefined; status?: "in_progress" | "completed" | "failed" | "pending" | null | undefined }, options?: Options): Promise<schemas.SubmissionList>;
  /** Everything that `listAll` gives, page after page, as it is asked for. */
  iterateAll(words?: { limit?: number; integrationType?: "jobadder" | "workday" | "greenhouse" | "lever" | "ashby" | "workable" | "generic" | null | undefined; status?: "in_progress" | "completed" | "failed" | "pending" | null | undefined }, options?: Options): AsyncGenerator<schemas.Submission, void, undefined>;

  /**
   * Submit an integration.
   *
   * Needs `submissions.own`.
   *
   * `POST /api/integrations/submit`
   */
  submit(words: { integrationType: "jobadder" | "workday" | "greenhouse" | "lever" | "ashby" | "workable" | "generic"; integrationName?: string | null | undefined; userId?: string | number | null | undefined; userEmail?: string | null | undefined; status?: "in_progress" | "completed" | "failed" | "pending"; data: Record<string, unknown>; callbackUrl?: string | null | undefined; source?: string }, options?: Options): Promise<schemas.Submitted>;

  /**
   * One submission: one's own, or, for admins, any of the company.
   *
   * Needs `submissions.own`.
   *
   * `GET /api/integrations/{submission_id}`
   */
  get(submissionId: number, options?: Options): Promise<schemas.OneSubmission>;

  /**
   * Change what is sent: one's own, or, for admins, any of the company.
   *
   * Needs `submissions.own`.
   *
   * `PUT /api/integrations/{submission_id}/update`
   */
  update(submissionId: number, words?: { integrationName?: string | null | undefined; userEmail?: string | null | undefined; status?: "in_progress" | "completed" | "failed" | "pending" | null | undefined; data?: Record<string, unknown> | null | undefined; callbackUrl?: string | null | undefined; version?: number | null | undefined }, options?: Options): Promise<schemas.Done>;

  /**
   * Have a notice of an integration written to a person of the company or an allowed address.
   *
   * Needs `submissions.own`.
   *
   * `POST /api/integrations/send-email`
   */
  sendEmail(words: { integrationData: schemas.NoticeOf; recipientEmail: string; subject?: string; template?: "integration_request" }, options?: Options): Promise<schemas.Done>;

  /**
   * What came for the submission, the newest first.
   *
   * Needs `submissions.all`.
   *
   * `GET /api/integrations/{submission_id}/deliveries`
   */
  listDeliveries(submissionId: number, words?: { limit?: number; cursor?: string | null | undefined; state?: schemas.DeliveryState | null | undefined }, options?: Options): Promise<schemas.DeliveryList>;
  /** Everything that `listDeliveries` gives, page after page, as it is asked for. */
  iterateDeliveries(submissionId: number, words?: { limit?: number; state?: schemas.DeliveryState | null | undefined }, options?: Options): AsyncGenerator<schemas.Delivery, void, undefined>;

  /**
   * Have the worker work on a delivery once more, as it came.
   *
   * Needs `submissions.all`.
   *
   * `POST /api/integrations/{submission_id}/deliveries/{delivery_id}/replay`
   */
  replayDelivery(submissionId: number, deliveryId: string | number, options?: Options): Promise<schemas.Replayed>;

  /**
   * Where a system sends the browser back to after a person has agreed there.
   *
   * Nothing is written here: the page that follows asks its person, signed in, to finish.
   *
   * `GET /api/integrations/{integration_type}/callback`
   */
  finishSignIn(integrationType: string | number, words: { state: string; code?: string | null | undefined; error?: string | null | undefined }, options?: Options): Promise<string | null>;
}

/** What somebody is told. */
export interface Notifications {
  /**
   * What the caller was told, the newest first.
   *
   * Needs `notifications.own`.
   *
   * `GET /api/notifications`
   */
  list(words?: { limit?: number; cursor?: string | null | undefined; unread?: "true" | "false" | null | undefined }, options?: Options): Promise<schemas.NotificationList>;
  /** Everything that `list` gives, page after page, as it is asked for. */
  iterate(words?: { limit?: number; unread?: "true" | "false" | null | undefined }, options?: Options): AsyncGenerator<schemas.Notification, void, undefined>;

  /**
   * Tell somebody something, by those of the channels that they want for the type.
   *
   * Needs `notifications.send`.
   *
   * `POST /api/v1/notifications/send`
   */
  send(words: { userId: string; type?: schemas.NotificationType; title: string; message?: string; channels: schemas.Channel[]; metadata?: Record<string, unknown> }, options?: Options): Promise<schemas.SentNotification>;

  /**
   * Read one; again is harmless.
   *
   * Needs `notifications.own`.
   *
   * `POST /api/notifications/{notification_id}/read`
   */
  markRead(notificationId: string | number, options?: Options): Promise<schemas.Read>;

  /**
   * Read everything that waits now.
   *
   * Needs `notifications.own`.
   *
   * `POST /api/notifications/read-all`
   */
  markAllRead(options?: Options): Promise<schemas.Read>;
}

/** The figures of the first page. */
export interface Dashboard {
  /**
   * How many clients, jobs, people and interviews there are, by status; a client's users see their own.
   *
   * `GET /api/dashboard/stats`
   */
  getStats(options?: Options): Promise<schemas.Stats>;
}

/** Events and metrics. */
export interface Analytics {
  /**
   * Count what happened: one event, or up to 500 of which all are taken or none.
   *
   * Needs `candidates.write`.
   *
   * `POST /api/v1/analytics/events`
   */
  trackEvents(words?: { eventType?: string | null | undefined; properties?: Record<string, unknown>; occurredAt?: string | null | undefined; eventId?: string | null | undefined; events?: schemas.TrackedEvent[] | null | undefined }, options?: Options): Promise<schemas.CountedEvents>;

  /**
   * Count: a row for each step and each combination of the other dimensions; where nothing happened it says 0.
   *
   * Needs `company.admin`.
   *
   * `POST /api/v1/analytics/query`
   */
  query(words: { metrics: string[]; dimensions?: schemas.Dimension[]; filters: schemas.Filters; granularity?: schemas.Granularity }, options?: Options): Promise<schemas.MetricRows>;
}

/** Who may do what, and who did it. */
export interface Governance {
  /**
   * Who may do what: roles and the scopes of API keys.
   *
   * Needs `audit.read`.
   *
   * `GET /api/governance/access-matrix`
   */
  getAccessMatrix(options?: Options): Promise<schemas.Matrix>;

  /**
   * Who did what and when, the newest first.
   *
   * Needs `audit.read`.
   *
   * `GET /api/governance/audit-logs`
   */
  listAuditLogs(words?: { limit?: number; cursor?: string | null | undefined; userId?: string | null | undefined; userEmail?: string | null | undefined; actionType?: string | null | undefined; entityType?: string | null | undefined; entityId?: string | null | undefined; since?: string | null | undefined; until?: string | null | undefined }, options?: Options): Promise<schemas.LogList>;
  /** Everything that `listAuditLogs` gives, page after page, as it is asked for. */
  iterateAuditLogs(words?: { limit?: number; userId?: string | null | undefined; userEmail?: string | null | undefined; actionType?: string | null | undefined; entityType?: string | null | undefined; entityId?: string | null | undefined; since?: string | null | undefined; until?: string | null | undefined }, options?: Options): AsyncGenerator<schemas.Log, void, undefined>;
}

/** Roles and their permissions. */
export interface Roles {
  /**
   * The roles that every company has, and the company's own.
   *
   * Needs `company.admin`.
   *
   * `GET /api/governance/roles`
   */
  list(options?: Options): Promise<schemas.Roles>;

  /**
   * Make a role. Nobody gives a right that they do not have.
   *
   * Needs `company.admin`.
   *
   * `POST /api/governance/roles`
   */
  create(words: { roleName: string; description?: string; permissions?: Record<string, boolean>; baseRole?: "admin" | "recruiter" | "client_user" | null | undefined; clientId?: string | number | null | undefined }, options?: Options): Promise<schemas.Role>;

  /**
   * Change what is sent. It holds from the next request of everybody who has the role.
   *
   * Needs `company.admin`.
   *
   * `PUT /api/governance/roles/{role_id}`
   */
  update(roleId: string | number, words?: { roleName?: string | null | undefined; description?: string | null | undefined; permissions?: Record<string, boolean> | null | undefined; version?: number | null | undefined }, options?: Options): Promise<schemas.Role>;

  /**
   * Delete a role that nobody has, or give those who have it another one. Their sessions and tokens end.
   *
   * Needs `company.admin`.
   *
   * `DELETE /api/governance/roles/{role_id}`
   */
  delete(roleId: string | number, words?: { reassignTo?: "base" | string | number | null | undefined }, options?: Options): Promise<schemas.Role>;
}

/** Jobs that come from elsewhere, many at once. */
export interface Ingestion {
  /**
   * Take in up to 1,000 jobs; the worker makes or changes them.
   *
   * Needs `jobs.write`.
   *
   * `POST /api/v1/ingestion/jobs`
   */
  submitJobs(words: { source: string; jobs: unknown[] }, options?: Options): Promise<schemas.Accepted>;

  /**
   * How far a run is, and which of its jobs could not be taken and why (at most 200 of them).
   *
   * Needs `jobs.read`.
   *
   * `GET /api/v1/ingestion/{ingestion_id}`
   */
  get(ingestionId: string | number, options?: Options): Promise<schemas.Progress>;
}

/** Files, by addresses that are signed for one file. */
export interface Storage extends StorageFiles {
  /**
   * An address for one file, without a sign-in, for a quarter of an hour.
   *
   * Needs `candidates.write`.
   *
   * `POST /api/v1/storage/presigned-url`
   */
  presign(words?: { operation?: "upload" | "download"; filename?: string | null | undefined; contentType?: string | null | undefined; size?: number | null | undefined; fileUrl?: string | null | undefined }, options?: Options): Promise<schemas.SignedData>;

  /**
   * Send the bytes of the file as the body, with its kind as Content-Type: once.
   *
   * `PUT /api/v1/storage/uploads/{upload_key}`
   */
  sendFile(uploadKey: string | number, content: BodyInit, contentType: string, words: { expires: number; signature: string }, options?: Options): Promise<schemas.FileData>;

  /**
   * The file, as a download, in ranges if asked for.
   *
   * `GET /api/v1/storage/downloads/{file_key}`
   */
  getLentFile(fileKey: string | number, words: { expires: number; signature: string }, options?: Options): Promise<DownloadedFile>;

  /**
   * A file that came to a signed address, for those who may see it.
   *
   * Needs `candidates.read`.
   *
   * `GET /api/v1/storage/files/{upload_key}`
   */
  getFile(uploadKey: string | number, options?: Options): Promise<DownloadedFile>;
}

/** Endpoints that are told of events, and what was sent to them. */
export interface Webhooks {
  /**
   * The company's endpoints, the oldest first.
   *
   * Needs `company.admin`.
   *
   * `GET /api/v1/webhooks`
   */
  list(options?: Options): Promise<schemas.Webhooks>;

  /**
   * Add an endpoint that is told of events. Its secret is in this answer and in no other.
   *
   * Needs `company.admin`.
   *
   * `POST /api/v1/webhooks`
   */
  create(words: { url: string; events: ("*" | "application.submitted" | "application.completed" | "application.failed" | "candidate.created" | "candidate.updated" | "candidate.status_changed" | "job.created" | "job.updated" | "job.status_changed" | "interview.scheduled" | "interview.booked" | "interview.rescheduled" | "interview.cancelled" | "interview.completed" | "interview.passed" | "interview.failed" | "interview.no_show" | "hiring.initiated" | "conversation.created" | "conversation.ongoing" | "conversation.completed" | "message.received" | "message.sent")[]; secret?: string | null | undefined; description?: string }, options?: Options): Promise<schemas.NewWebhook>;

  /**
   * One endpoint.
   *
   * Needs `company.admin`.
   *
   * `GET /api/v1/webhooks/{endpoint_id}`
   */
  get(endpointId: string | number, options?: Options): Promise<schemas.Webhook>;

  /**
   * Delete an endpoint with its secret and its deliveries.
   *
   * Needs `company.admin`.
   *
   * `DELETE /api/v1/webhooks/{endpoint_id}`
   */
  delete(endpointId: string | number, options?: Options): Promise<schemas.Webhook>;

  /**
   * Send the endpoint a test event, whatever it has chosen. How it went is at the delivery.
   *
   * Needs `company.admin`.
   *
   * `POST /api/v1/webhooks/{endpoint_id}/test`
   */
  test(endpointId: string | number, options?: Options): Promise<schemas.StartedDelivery>;

  /**
   * What was sent to the endpoint, the newest first.
   *
   * Needs `company.admin`.
   *
   * `GET /api/v1/webhooks/{endpoint_id}/deliveries`
   */
  listDeliveries(endpointId: string | number, words?: { limit?: number; cursor?: string | null | undefined; state?: schemas.DeliveryState[] | null | undefined; event?: ("*" | "application.submitted" | "application.completed" | "application.failed" | "candidate.created" | "candidate.updated" | "candidate.status_changed" | "job.created" | "job.updated" | "job.status_changed" | "interview.scheduled" | "interview.booked" | "interview.rescheduled" | "interview.cancelled" | "interview.completed" | "interview.passed" | "interview.failed" | "interview.no_show" | "hiring.initiated" | "conversation.created" | "conversation.ongoing" | "conversation.completed" | "message.received" | "message.sent")[] | null | undefined }, options?: Options): Promise<schemas.EndpointDeliveries>;
  /** Everything that `listDeliveries` gives, page after page, as it is asked for. */
  iterateDeliveries(endpointId: string | number, words?: { limit?: number; state?: schemas.DeliveryState[] | null | undefined; event?: ("*" | "application.submitted" | "application.completed" | "application.failed" | "candidate.created" | "candidate.updated" | "candidate.status_changed" | "job.created" | "job.updated" | "job.status_changed" | "interview.scheduled" | "interview.booked" | "interview.rescheduled" | "interview.cancelled" | "interview.completed" | "interview.passed" | "interview.failed" | "interview.no_show" | "hiring.initiated" | "conversation.created" | "conversation.ongoing" | "conversation.completed" | "message.received" | "message.sent")[] | null | undefined }, options?: Options): AsyncGenerator<schemas.ListedEndpointDelivery, void, undefined>;

  /**
   * One delivery: the body as it was sent, and how each of the latest tries went.
   *
   * Needs `company.admin`.
   *
   * `GET /api/v1/webhooks/{endpoint_id}/deliveries/{delivery_id}`
   */
  getDelivery(endpointId: string | number, deliveryId: string | number, options?: Options): Promise<schemas.EndpointDelivery>;

  /**
   * Send it again now, with the same `webhook-id` and all attempts before it.
   *
   * Needs `company.admin`.
   *
   * `POST /api/v1/webhooks/{endpoint_id}/deliveries/{delivery_id}/resend`
   */
  resendDelivery(endpointId: string | number, deliveryId: string | number, options?: Options): Promise<schemas.StartedDelivery>;
}

/** Events of other systems, as these would send them. */
export interface AtsEvents {
  /**
   * Take in an application as the Popp service sends it, and work on it at once.
   *
   * Needs `candidates.write`.
   *
   * `POST /api/webhook/application`
   */
  submitApplication(words: { id: string; jobId: string; candidateId?: string | null | undefined; candidate: schemas.PoppCandidate }, options?: Options): Promise<schemas.Taken>;

  /**
   * Take in an event of a system of one's own, and work on it at once.
   *
   * Needs `candidates.write`.
   *
   * `POST /webhooks/ats/generic`
   */
  send(words: { eventId: string; eventType: string; companyId?: number | null | undefined; occurredAt?: string | null | undefined; job?: schemas.GenericJob | null | undefined; candidate?: schemas.GenericCandidate | null | undefined; application?: schemas.GenericApplication | null | undefined }, options?: Options): Promise<schemas.Taken>;

  /**
   * The same for one submission of several, whose ids are then its own.
   *
   * Needs `candidates.write`.
   *
   * `POST /webhooks/ats/generic/{submission_id}`
   */
  sendForSubmission(submissionId: number, words: { eventId: string; eventType: string; companyId?: number | null | undefined; occurredAt?: string | null | undefined; job?: schemas.GenericJob | null | undefined; candidate?: schemas.GenericCandidate | null | undefined; application?: schemas.GenericApplication | null | undefined }, options?: Options): Promise<schemas.Taken>;

  /**
   * Take in a signed delivery of Greenhouse, Lever, Ashby or Workable; the worker does the rest.
   *
   * `POST /webhooks/ats/{source}/{submission_id}`
   */
  sendSigned(source: string | number, submissionId: number, body: Record<string, unknown>, options?: Options): Promise<schemas.Received>;
}

/** Messages that come in, as the gateway of a channel would send them. */
export interface Inbound {
  /**
   * Take in a message of a contact. A channel with a secret takes what is signed with it (Standard Webhooks).
   *
   * `POST /webhooks/inbound`
   */
  sendMessage(words: { companyId: number; channelId: number; from: string; text: string; channelMessageId: string; name?: string; sentAt?: string | null | undefined }, options?: Options): Promise<schemas.Inbound>;

  /**
   * Take in an e-mail as it came (`message/rfc822`), signed by the headers of Standard Webhooks.
   *
   * `POST /webhooks/channels/{channel_id}/email`
   */
  sendEmail(channelId: number, content: BodyInit, options?: Options): Promise<schemas.Mail>;

  /**
   * Take in how far a message has come, from a gateway of the company's own (Standard Webhooks headers).
   *
   * `POST /webhooks/channels/{channel_id}/status`
   */
  reportStatus(channelId: number, words: { messageId: number; status: "sent" | "delivered" | "read" | "failed"; reason?: string | null | undefined }, options?: Options): Promise<schemas.Status>;

  /**
   * Take in a text message from Twilio (`X-Twilio-Signature`), and answer it with nothing.
   *
   * `POST /webhooks/channels/{channel_id}/twilio`
   */
  sendTwilio(channelId: number, content: BodyInit, options?: Options): Promise<DownloadedFile>;

  /**
   * Take in how far a message has come, from Twilio.
   *
   * `POST /webhooks/channels/{channel_id}/twilio/status`
   */
  reportTwilioStatus(channelId: number, content: BodyInit, words?: { message?: string | null | undefined }, options?: Options): Promise<DownloadedFile>;

  /**
   * Take in WhatsApp messages and their states from Meta (`X-Hub-Signature-256`).
   *
   * `POST /webhooks/channels/{channel_id}/meta`
   */
  sendMeta(channelId: number, body: Record<string, unknown>, options?: Options): Promise<schemas.Meta>;

  /**
   * Answer Meta's question whether the address is ours: its `hub.challenge`, if it has the verify token.
   *
   * `GET /webhooks/channels/{channel_id}/meta`
   */
  answerMetaChallenge(channelId: number, options?: Options): Promise<DownloadedFile>;
}

/** What every client has; `jobs` differs by who asks. */
export interface Resources {
  /** Signing in as somebody of the company. */
  readonly auth: Auth;
  /** Signing in as a candidate. */
  readonly candidateAuth: CandidateAuth;
  /** The accounts of candidates, for admins. */
  readonly portalAccounts: PortalAccounts;
  /** The companies that are recruited for, and their users. */
  readonly clients: Clients;
  /** Jobs by numbered pages: for a candidate those that one can apply for. */
  readonly openings: Openings;
  /** People, and how far they are with each job. */
  readonly candidates: Candidates;
  /** Interviews, from planning to the decision. */
  readonly interviews: Interviews;
  /** Who fits which job, and why. */
  readonly matching: Matching;
  /** Applying for a candidate: here, and by the forms of other sites. */
  readonly applications: Applications;
  /** A candidate's CVs. */
  readonly resumes: Resumes;
  /** A candidate's templates of letters. */
  readonly coverLetters: CoverLetters;
  /** A candidate's answers to questions that come again and again. */
  readonly savedAnswers: SavedAnswers;
  /** Conversations with people, and their messages. */
  readonly conversations: Conversations;
  /** Connections to other systems, and what these delivered. */
  readonly integrations: Integrations;
  /** What somebody is told. */
  readonly notifications: Notifications;
  /** The figures of the first page. */
  readonly dashboard: Dashboard;
  /** Events and metrics. */
  readonly analytics: Analytics;
  /** Who may do what, and who did it. */
  readonly governance: Governance;
  /** Roles and their permissions. */
  readonly roles: Roles;
  /** Jobs that come from elsewhere, many at once. */
  readonly ingestion: Ingestion;
  /** Files, by addresses that are signed for one file. */
  readonly storage: Storage;
  /** Endpoints that are told of events, and what was sent to them. */
  readonly webhooks: Webhooks;
  /** Events of other systems, as these would send them. */
  readonly atsEvents: AtsEvents;
  /** Messages that come in, as the gateway of a channel would send them. */
  readonly inbound: Inbound;
}
