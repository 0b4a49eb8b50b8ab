/** What calls take and give, by the names of the JSON. Written by `sdk/generate_javascript.py`: change that, or `sdk/names.json`. */

/** What was queued. */
export interface Accepted {
  ingestion_id: string;
  jobs_received: number;
  jobs_queued: number;
  status: RunState;
}

/** A candidate's account. */
export interface Account {
  candidate_portal_id: string;
  email: string;
  name: string;
  first_name: string;
  last_name: string;
  phone: string | null;
  linkedin_url: string | null;
  current_company: string | null;
  experience_years: number | null;
  must_change_password: boolean;
  status: string;
  linked_candidate_id: string | null;
  email_confirmed: boolean;
  created_at: string;
  created_by: string;
}

export interface AccountList {
  items: Account[];
  /** Send it as `cursor` for the next page; null on the last one. */
  next: string | null;
}

/** What is answered to a question of the job or of the site's form, in whatever spelling. */
export interface AnswerIn {
  question: string;
  answer: string;
}

/**
 * A candidate put forward for a job. `source`, `rejection_reason`, `created_by` and `screening_answers` are the
 * company's own.
 */
export interface Application {
  application_id: string;
  job_id: string;
  job_title: string;
  client_id: string;
  status: ApplicationStatus;
  current_round: number;
  client_sees: boolean;
  match_score: number | null;
  rejection_reason: string | null;
  selected_at: string | null;
  salary_offered: string | null;
  source: string | null;
  created_at: string;
  created_by: string;
  moved_at: string;
  version: number;
  screening_answers: ScreeningAnswer[];
}

/** How far an application has come (seed 003, candidate status). */
export type ApplicationStatus = "NEW" | "IN_REVIEW" | "SHORTLISTED" | "IN_PROGRESS" | "SELECTED" | "REJECTED";

/**
 * A person. `job_id`, `status`, `current_round`, `ai_story` and what follows from a hire are those of the newest
 * application; in a list that is narrowed to a job or a status, of the newest that fits.
 *
 * A client's users see the people shared with them, and of those neither `expected_salary`, `source`, `created_by`
 * and `candidate_portal_id` nor applications with other clients.
 */
export interface Candidate {
  candidate_id: string;
  job_id: string | null;
  name: string;
  first_name: string;
  last_name: string;
  email: string | null;
  phone: string | null;
  linkedin: string | null;
  location: string | null;
  current_role: string | null;
  current_company: string | null;
  experience_years: number | null;
  skills: string[];
  experience: Record<string, unknown>[];
  education: Record<string, unknown>[];
  languages: string[];
  links: string[];
  summary: string | null;
  expected_salary: string | null;
  /** Private: send the token or key with it. */
  cv_file_url: string | null;
  ai_story: Record<string, unknown> | null;
  status: ApplicationStatus | null;
  current_round: number | null;
  candidate_portal_id: string | null;
  selected_at: string | null;
  salary_offered: string | null;
  source: string | null;
  created_at: string;
  created_by: string;
  updated_at: string;
  version: number;
  applications: Application[];
}

export interface CandidateList {
  items: Candidate[];
  /** Send it as `cursor` for the next page; null on the last one. */
  next: string | null;
}

/** A candidate's token and whose it is. */
export interface CandidateToken {
  access_token: string;
  token_type: "bearer";
  /** Seconds. */
  expires_in: number;
  candidate: Account;
}

/** A way of telling somebody (seed 003 "Automatic Triggers", seed 002 `channels`). */
export type Channel = "in_app" | "email" | "push";

/** A client. `notes` are the company's own: a client's users get null. */
export interface Client {
  client_id: string;
  company_name: string;
  status: "active" | "inactive";
  industry: string | null;
  website: string | null;
  phone: string | null;
  address: string | null;
  city: string | null;
  state: string | null;
  country: string | null;
  postal_code: string | null;
  notes: string | null;
  created_at: string;
  created_by: string;
  version: number;
}

export interface ClientList {
  items: Client[];
  /** Send it as `cursor` for the next page; null on the last one. */
  next: string | null;
}

/**
 * A conversation: who owns it, on which channel, with which contact (seed 004), about what, and where it stands
 * (seed 000).
 */
export interface Conversation {
  id: number;
  company_id: number;
  channel_id: number;
  contact_id: number;
  owner_id: number | null;
  candidateId: number | null;
  jobId: number | null;
  status: ConversationStatus;
  createdAt: string;
  updatedAt: string;
}

export interface ConversationList {
  items: Conversation[];
  /** Send it as `cursor` for the next page; null on the last one. */
  next: string | null;
}

/** The conversation of the application's candidate and job. */
export interface ConversationMade {
  id: number | string;
  candidateId: number | string;
  jobId: number | string;
  status: string;
}

/** Where a talk stands (seed 000). */
export type ConversationStatus = "CREATED" | "ONGOING" | "COMPLETED";

/** How many were counted, or had been. */
export interface CountedEvents {
  accepted: number;
}

/** Days of the company's clocks, both included. */
export interface DateRange {
  start: string;
  end: string;
}

/** What another system sent, and what became of it. The body stands on the page alone. */
export interface Delivery {
  id: string;
  source: string;
  delivery_id: string;
  event: string;
  state: DeliveryState;
  words: string;
  changed: Record<string, string>;
  times: number;
  occurredAt: string | null;
  receivedAt: string;
  doneAt: string | null;
}

export interface DeliveryList {
  items: Delivery[];
  /** Send it as `cursor` for the next page; null on the last one. */
  next: string | null;
}

/** due → running → done; running → due (again later) or dead (given up); dead → due by hand. */
export type DeliveryState = "due" | "running" | "done" | "dead";

/** One try: its answer's status, or why there was none, and how long it took. */
export interface DeliveryTry {
  at: string;
  status_code: number | null;
  error: string | null;
  seconds: number;
}

/** One problem: the field, and a sentence about it. */
export interface Detail {
  field: string;
  reason: string;
}

/** What was done, in words. */
export interface DetailOut {
  detail: string;
}

/** By what rows are told apart. */
export type Dimension = "date" | "source" | "job" | "client" | "recruiter" | "status";

/** It was done. */
export interface Done {
  success: true;
  message: string;
}

/** It is done; nothing else to say. */
export interface DoneOut {
  success: true;
  message: string;
}

/** How the person will be employed (seed 003). */
export type EmploymentType = "full_time" | "part_time" | "contract" | "internship";

/** One page of deliveries; `next` is the cursor of the next one. */
export interface EndpointDeliveries {
  deliveries: ListedEndpointDelivery[];
  next: string | null;
}

/** The same with the body, byte for byte, and its latest tries. `message_id` is sent as `webhook-id`. */
export interface EndpointDelivery {
  delivery_id: string;
  event: string;
  state: DeliveryState;
  attempts: number;
  last_status_code: number | null;
  last_error: string | null;
  created_at: string;
  next_attempt_at: string | null;
  message_id: string;
  body: string;
  tries: DeliveryTry[];
}

/** Whether it is called. Off: the portal switched it off, because it failed for days or answered that it is gone. */
export type EndpointState = "active" | "paused" | "off";

/** What was found in the résumé; what is not in it is null or empty. `phone` is E.164 if it can be. */
export interface Extracted {
  full_name: string | null;
  email: string | null;
  phone: string | null;
  location: string | null;
  work_experience: WorkRead[];
  education: StudyRead[];
  skills: string[];
  summary: string | null;
}

/** A file that is kept. */
export interface FileData {
  file_id: string;
  file_url: string;
  filename: string;
  content_type: string;
  size: number;
  sha256: string;
}

/** A field of the form, and what was or will be sent in it. */
export interface FilledField {
  field: string;
  value: string;
}

/** What is counted; each list narrows to any of its values. */
export interface Filters {
  date_range: DateRange;
  source?: string[] | null;
  job?: (string | number)[] | null;
  client?: (string | number)[] | null;
  recruiter?: (string | number)[] | null;
  status?: ApplicationStatus[] | null;
}

/** The application, where the event is about what became of it. */
export interface GenericApplication {
  external_id?: string | null;
  stage?: string | null;
  /** For `application.rejected`. */
  reason?: string | null;
  /** For `application.noted`. */
  note?: string | null;
}

/** The person: known by `external_id`, else by e-mail address, else by telephone; else added. */
export interface GenericCandidate {
  external_id?: string | null;
  phoneNumber?: string | null;
  firstName?: string | null;
  lastName?: string | null;
  emailAddress?: string | null;
  /** Fetched once, within a minute or so. */
  resumeUrl?: string | null;
  /** For `candidate.merged`: who remains. */
  merged_into?: string | null;
}

/** The job: `job_id` is one of the portal's, `external_id` one of the other system's, made when it is new. */
export interface GenericJob {
  external_id?: string | null;
  /** `job_…`, or the integer. */
  job_id?: number | string | null;
  title?: string | null;
  location?: string | null;
  description?: string | null;
  /** Whose job it is; for a job that is new. */
  client?: string | null;
  status?: "open" | "on_hold" | "closed" | "filled" | null;
}

/** The steps of `date`. A week begins on Monday. */
export type Granularity = "hour" | "day" | "week" | "month";

/** Somebody invited without an account; the address is null for a candidate. */
export interface Guest {
  name: string;
  email: string | null;
}

/** Somebody invited without an account. */
export interface GuestIn {
  name?: string;
  email: string;
}

/** Where the message is. `duplicate`: it had come before, and these are the ids of then. */
export interface Inbound {
  conversation_id: number;
  message_id: number;
  contact_id: number;
  duplicate: boolean;
}

/**
 * An interview; every time is UTC. `feedback` and `rating` are the newest words and the rounded mean.
 *
 * A candidate is not told what was said and decided: a decided round reads `Completed`. `cancelled_reason`,
 * `created_by` and `invite_sent_by` are the company's own.
 */
export interface Interview {
  interview_id: string;
  application_id: string;
  job_id: string;
  job_title: string;
  candidate_id: string;
  candidate_name: string;
  client_id: string;
  client_name: string;
  interview_mode: InterviewMode;
  interview_duration: number;
  time_zone: string;
  proposed_slots: OfferedSlot[];
  selected_slot_id: string | null;
  scheduled_start_time: string | null;
  scheduled_end_time: string | null;
  interview_status: InterviewStatus;
  interview_round: number;
  round_name: string;
  meeting_link: string | null;
  place: string | null;
  additional_instructions: string | null;
  interviewers: Interviewer[];
  guests: Guest[];
  invite_sent: boolean;
  invite_sent_by: string | null;
  feedback: string | null;
  rating: number | null;
  no_show_flag: boolean;
  no_show_count: number;
  hiring_initiated: boolean;
  cancelled_reason: string | null;
  created_at: string;
  updated_at: string;
  created_by: string;
  version: number;
}

export interface InterviewList {
  items: Interview[];
  /** Send it as `cursor` for the next page; null on the last one. */
  next: string | null;
}

/** How people meet (seed 003). */
export type InterviewMode = "Video" | "Phone" | "Onsite";

/** Where an interview stands (seed 003, "Interview Status Values"). */
export type InterviewStatus = "Draft" | "Awaiting Candidate Confirmation" | "Confirmed" | "Scheduled" | "Completed" | "Passed" | "Failed" | "No Show" | "Cancelled";

/** A user who interviews. */
export interface Interviewer {
  user_id: string;
  name: string;
}

/**
 * A job. Amounts are numbers; `openings` counts the places that are still free. A client's users see no
 * `screening_questions`.
 */
export interface Job {
  job_id: string;
  client_id: string;
  client_name: string;
  title: string;
  description: string;
  department: string | null;
  location: string;
  employment_type: EmploymentType;
  experience_min: number | null;
  experience_max: number | null;
  salary_min: number | null;
  salary_max: number | null;
  salary_currency: string;
  salary_period: PayPeriod;
  required_skills: string[];
  nice_to_have_skills: string[];
  status: JobStatus;
  priority: Priority;
  openings: number;
  is_public: boolean;
  screening_questions: Question[];
  created_at: string;
  created_by: string;
  version: number;
}

/** How many applications and interviews of a job stand where. */
export interface JobCount {
  job_id: string;
  title: string;
  applications: Record<string, number>;
  interviews: Record<string, number>;
}

export interface JobList {
  items: Job[];
  /** Send it as `cursor` for the next page; null on the last one. */
  next: string | null;
}

/**
 * How well a job fits. `score` 0..1 over what could be judged, null if nothing could; `confidence` is how much of
 * what the job asks for that was.
 */
export interface JobMatch {
  job_id: string;
  title: string;
  score: number | null;
  confidence: number;
  reason: string;
  matched_skills: string[];
  missing_skills: string[];
  parts: MatchPart[];
}

/** Where a job stands (seed 003). */
export type JobStatus = "open" | "on_hold" | "closed" | "filled";

/** A cover letter as it was written, its variables in braces. */
export interface Letter {
  template_id: string;
  name: string;
  body: string;
  is_default: boolean;
  updated_at: string;
}

/** A candidate's cover letters, the default first. */
export interface Letters {
  templates: Letter[];
}

/**
 * One event on its way to the endpoint. `last_status_code` is of the newest answer, `last_error` of the newest try
 * without one.
 */
export interface ListedEndpointDelivery {
  delivery_id: string;
  event: string;
  state: DeliveryState;
  attempts: number;
  last_status_code: number | null;
  last_error: string | null;
  created_at: string;
  next_attempt_at: string | null;
}

/**
 * A job as candidates and other systems look for it. `company` is the employer, or, where a candidate is not told
 * of it, whoever recruits; a candidate's answer has no `client_id`, no `priority` and no names of staff.
 */
export interface ListedJob {
  job_id: string;
  client_id: string | null;
  client_name: string;
  title: string;
  description: string;
  department: string | null;
  location: string;
  employment_type: EmploymentType;
  experience_min: number | null;
  experience_max: number | null;
  salary_min: number | null;
  salary_max: number | null;
  salary_currency: string;
  salary_period: PayPeriod;
  required_skills: string[];
  nice_to_have_skills: string[];
  status: JobStatus;
  priority: Priority | null;
  openings: number;
  is_public: boolean;
  screening_questions: Question[];
  created_at: string;
  created_by: string;
  version: number;
  company: string;
  apply_url: string | null;
  salary_range: string | null;
  source: string | null;
  external_id: string | null;
}

/** One numbered page; `total` counts all pages' jobs. */
export interface ListedJobs {
  jobs: ListedJob[];
  page: number;
  per_page: number;
  total: number;
}

/** One thing that somebody did. `old_value` and `new_value` are null where there are none or they were wiped. */
export interface Log {
  log_id: string;
  timestamp: string;
  user_id: string | null;
  user_email: string | null;
  user_role: string;
  action_type: string;
  entity_type: string;
  entity_id: string;
  client_id: string | null;
  old_value: Record<string, unknown> | null;
  new_value: Record<string, unknown> | null;
  metadata: Record<string, unknown>;
}

export interface LogList {
  items: Log[];
  /** Send it as `cursor` for the next page; null on the last one. */
  next: string | null;
}

/** What became of an e-mail: a message, an automatic answer that is kept as a line, a bounce, or nothing of use. */
export interface Mail {
  result: "received" | "repeated" | "automatic" | "bounced" | "ignored";
  conversation_id: number | null;
  message_id: number | null;
}

/** One page of them. */
export interface MatchPage {
  matches: JobMatch[];
  page: number;
  per_page: number;
  total: number;
}

/** One part of the sum. `share` 0..1 of its `weight`; null where the profile does not say. */
export interface MatchPart {
  part: string;
  label: string;
  weight: number;
  share: number | null;
  said: string;
  evidence: Proof[];
}

/** The jobs that were asked about, the best first. */
export interface Matches {
  matches: JobMatch[];
}

/** Who may do what, made of the table that every page and call asks. */
export interface Matrix {
  permissions: PermissionOut[];
  roles: MatrixRole[];
  scopes: MatrixScope[];
}

/** A column of the matrix. */
export interface MatrixRole {
  role_id: string;
  role_name: string;
  base_role: string;
  is_system_role: boolean;
  permissions: Record<string, boolean>;
}

/** What a scope of an API key opens. */
export interface MatrixScope {
  scope: string;
  permissions: Record<string, boolean>;
}

/** A message, a note for colleagues, or a line that says what happened. `content` is plain text. */
export interface Message {
  id: number;
  conversation_id: number;
  sender: Sender;
  content: string;
  kind: MessageKind;
  state: MessageState;
  author_id: number | null;
  failure: string | null;
  created_at: string;
  sent_at: string | null;
  delivered_at: string | null;
  read_at: string | null;
}

/** `message` goes to or came from the contact; `note` is for colleagues alone; `line` says what happened. */
export type MessageKind = "message" | "note" | "line";

/** What has become of a message. Moves forward only; a failed one is queued again by a resend. */
export type MessageState = "received" | "queued" | "sent" | "delivered" | "read" | "failed";

/** The messages, oldest first. */
export type Messages = Message[];

/** How many messages and reports of this number were new to the portal, or known already. */
export interface Meta {
  messages: number;
  reports: number;
}

/** A row for each step and each combination of the other dimensions, each with its dimensions and metrics. */
export interface MetricRows {
  rows: Record<string, unknown>[];
}

/** The same; `secret` signs every request, and is shown this once. */
export interface NewWebhook {
  webhook_id: string;
  url: string;
  description: string;
  events: string[];
  state: EndpointState;
  secret?: string | null;
}

/** What the notice is about; what else stands here is not read and goes nowhere. */
export interface NoticeOf {
  integrationName: string;
  userEmail: string;
}

/** Something that the caller was told. `read` is the caller's own, `recipients` are roles and clients. */
export interface Notification {
  notification_id: string;
  type: NotificationType;
  title: string;
  message: string;
  entity_type: string | null;
  entity_id: string | null;
  metadata: Record<string, unknown>;
  created_at: string;
  read: boolean;
  recipients: string[];
}

export interface NotificationList {
  items: Notification[];
  /** Send it as `cursor` for the next page; null on the last one. */
  next: string | null;
}

/** What a notification is about (seeds 003 and 002), the two kinds of reminders, and talks. */
export type NotificationType = "candidate_status_change" | "interview_booked" | "interview_passed" | "hiring_initiated" | "new_job" | "new_application" | "application_submitted" | "application_completed" | "application_failed" | "job_match_found" | "captcha_detected" | "system" | "custom" | "interview_reminder" | "feedback_reminder" | "person_wanted" | "contact_stopped" | "conversation_offered" | "conversation_message" | "unread_message";

/** A time of an interview, in UTC; also what is still free when one is gone (409 `SLOT_TAKEN`). */
export interface OfferedSlot {
  slot_id: string;
  start: string;
  end: string;
  is_available: boolean;
}

/** One submission. */
export interface OneSubmission {
  success: true;
  integration: SubmissionDetail;
}

/** `parsed` is false for a file that is no résumé or cannot be read; the confidence is 0 then, else up to 1. */
export interface ParsedData {
  parsed: boolean;
  extracted_data: Extracted;
  parsing_confidence: number;
  parsed_at: string;
}

/** What the salary is paid for. */
export type PayPeriod = "hour" | "day" | "month" | "year";

/** People, the best first. */
export interface PeopleMatches {
  matches: PersonMatch[];
}

/** One thing that a role or key may do. */
export interface PermissionOut {
  permission: string;
  description: string;
}

/** How well somebody fits a job; as `JobMatch`. */
export interface PersonMatch {
  candidate_id: string;
  name: string;
  score: number | null;
  confidence: number;
  reason: string;
  matched_skills: string[];
  missing_skills: string[];
  parts: MatchPart[];
}

/** Counts of what the caller sees; `by_job` has the newest 200 jobs that are open or on hold. */
export interface Pipeline {
  clients: number;
  jobs: Record<string, number>;
  candidates: number;
  applications: Record<string, number>;
  interviews: Record<string, number>;
  upcoming: number;
  by_round: RoundCount[];
  by_job: JobCount[];
}

/** The person, in the words of the Popp service. */
export interface PoppCandidate {
  phone_number?: string | null;
  first_name?: string | null;
  last_name?: string | null;
  email_address?: string | null;
}

/** How much it presses (seed 003). */
export type Priority = "low" | "medium" | "high" | "urgent";

/** What the comparison knows of the caller besides their CV. */
export interface Profile {
  skills: string[];
  experience_years: number | null;
  preferred_locations: string[];
  job_types: EmploymentType[];
}

/** How far a run is. `rejects` are the first of them; `jobs_rejected` counts all. */
export interface Progress {
  ingestion_id: string;
  source: string;
  status: RunState;
  jobs_received: number;
  jobs_queued: number;
  jobs_created: number;
  jobs_updated: number;
  jobs_unchanged: number;
  jobs_rejected: number;
  rejects: Reject[];
  reason: string | null;
  created_at: string;
  finished_at: string | null;
}

/** What a statement rests on: words of the CV, or a field of the profile. */
export interface Proof {
  text: string;
  label: string;
}

/** A screening question. */
export interface Question {
  question_id: string;
  text: string;
  kind: QuestionKind;
  options: string[];
}

/** A screening question. `options` are the answers of a `choice`, at least two; the other kinds have none. */
export interface QuestionIn {
  question_id?: string | number | null;
  text: string;
  kind?: QuestionKind;
  options?: string[];
}

/** What an answer to a screening question looks like. */
export type QuestionKind = "text" | "yes_no" | "number" | "choice";

/** An application that is being made. */
export interface QueuedTask {
  task_id: string;
  status: TaskState;
}

/** It is read; so many wait still (counted up to 100). */
export interface Read {
  success: boolean;
  unread: number;
}

/** Why a task failed. */
export type Reason = "captcha_detected" | "robots_refused" | "address_refused" | "site_unreachable" | "job_gone" | "no_form" | "login_required" | "missing_answer" | "missing_resume" | "not_accepted" | "unknown_outcome" | "already_applied" | "job_closed" | "declined";

/** The delivery is stored; the portal works on it now. */
export interface Received {
  success: true;
  /** Whether it had come before. */
  repeated: boolean;
}

/** A job that could not be taken; `index` is its place in the call, from 0. */
export interface Reject {
  index: number;
  external_id: string | null;
  title: string;
  problems: Detail[];
}

/** It is worked on once more. */
export interface Replayed {
  success: true;
  message: string;
}

/** A résumé. The default is the one in use. */
export interface Resume {
  resume_id: string;
  filename: string;
  uploaded_at: string;
  is_default: boolean;
}

/** A candidate's résumés, the one in use first. */
export interface Resumes {
  resumes: Resume[];
}

/** A role. `permissions` names every permission that there is. */
export interface Role {
  role_id: string;
  role_name: string;
  description: string;
  permissions: Record<string, boolean>;
  client_id: string | null;
  is_system_role: boolean;
  created_at: string | null;
  base_role: string;
  version: number | null;
}

/** All roles: those that every company has, then the company's own by name. */
export interface Roles {
  items: Role[];
  next: null;
}

/** How many interviews of a round stand where. */
export interface RoundCount {
  interview_round: number;
  interviews: Record<string, number>;
}

/** Where a run stands (seed 002). Failed: the portal itself could not go on; what it had made by then stays. */
export type RunState = "processing" | "completed" | "failed";

/** A saved answer. */
export interface SavedAnswer {
  question: string;
  answer: string;
  answer_id: string;
  updated_at: string;
}

/** A candidate's saved answers, by question. */
export interface SavedAnswers {
  answers: SavedAnswer[];
}

/**
 * What was answered to a screening question of the job. `question` is the question as it was asked; `source` is
 * `assistant`, `form`, or the name of whoever wrote the answer down.
 */
export interface ScreeningAnswer {
  question_id: string;
  question: string;
  answer: string;
  source: string;
  answered_at: string;
}

/** Who wrote a message (seed 004). */
export type Sender = "contact" | "agent" | "ai";

/** The notification, and the channels by which it goes: those that were asked for and are wanted. */
export interface SentNotification {
  notification_id: string;
  channels: Channel[];
}

/** An address for one file. `upload_url` takes it by PUT, `download_url` gives it by GET, until `expires_at`. */
export interface SignedData {
  upload_url?: string | null;
  download_url?: string | null;
  file_url: string;
  expires_at: string;
}

/** A time to offer, on multiples of five minutes; without a zone it is taken in the interview's. */
export interface SlotIn {
  start: string;
  end: string;
}

/** A delivery that is due now. */
export interface StartedDelivery {
  delivery_id: string;
  state: DeliveryState;
}

/** Counts of what the caller sees; every status has one. `upcoming`: interviews with an agreed time ahead. */
export interface Stats {
  clients: number;
  jobs: Record<string, number>;
  candidates: number;
  applications: Record<string, number>;
  interviews: Record<string, number>;
  upcoming: number;
}

/** How far the message has come by all reports. A test message has no state. */
export interface Status {
  success: boolean;
  message_id: number;
  state: string | null;
}

/** One course of study. */
export interface StudyIn {
  degree?: string | null;
  field?: string | null;
  institution?: string | null;
  start?: string | null;
  end?: string | null;
}

/** One course of study. */
export interface StudyRead {
  degree: string | null;
  field: string | null;
  institution: string | null;
  start: string | null;
  end: string | null;
}

/** A submission. Secrets in `data` are masked: dots, and the last four signs of a long one. */
export interface Submission {
  id: number;
  /** The owner's e-mail address. */
  userId: string;
  userEmail: string;
  integrationType: string;
  integrationName: string;
  status: "in_progress" | "completed" | "failed" | "pending";
  submittedAt: string;
  updatedAt: string;
  data: Record<string, string>;
  savedToServer: true;
}

/** One submission with everything that may be shown of it. */
export interface SubmissionDetail {
  id: number;
  /** The owner's e-mail address. */
  userId: string;
  userEmail: string;
  integrationType: string;
  integrationName: string;
  status: "in_progress" | "completed" | "failed" | "pending";
  submittedAt: string;
  updatedAt: string;
  data: Record<string, string>;
  savedToServer: true;
  callbackUrl: string | null;
  source: string;
  /** Where the system's webhooks go, for systems that have some. */
  webhookUrl: string | null;
  version: number;
}

/** A page of submissions; `count` is how many there are in all. */
export interface SubmissionList {
  success: true;
  integrations: Submission[];
  count: number;
  /** Send it as `cursor` for the next page; null on the last one. */
  next: string | null;
}

/** A submission was made. */
export interface Submitted {
  success: true;
  id: number;
  message: string;
}

/** What came of the event; nulls where it was about nothing of the kind, or a rule of ours stood against it. */
export interface Taken {
  conversation: ConversationMade | null;
  application_id: string | null;
}

/**
 * An application that is being made, or was. `reason` is why it failed, `message` the same in words; `site` is the
 * host of another site's form, `filled` what goes into it, `page_text` what the site said last.
 */
export interface TaskData {
  task_id: string;
  status: TaskState;
  job_id: string;
  reason: Reason | null;
  message: string;
  application_id: string | null;
  site: string | null;
  filled: FilledField[];
  page_text: string;
  created_at: string;
  updated_at: string;
}

/** The caller's newest fifty. */
export interface TaskList {
  applications: TaskData[];
}

/** DESIGN.md §3: queued → running → completed, failed, needs_confirmation → queued. */
export type TaskState = "queued" | "running" | "needs_confirmation" | "completed" | "failed";

/** A token and whose it is. */
export interface Token {
  access_token: string;
  token_type: "bearer";
  /** Seconds. */
  expires_in: number;
  user: User;
}

/** Something that happened. `properties` may name a `source` and a `job_id` to tell counts apart by. */
export interface TrackedEvent {
  event_type: string;
  properties?: Record<string, unknown>;
  /** Within the last 31 days; without it: now. */
  occurred_at?: string | null;
  /** The sender's own: the same is counted once. */
  event_id?: string | null;
}

/** A user. */
export interface User {
  user_id: string;
  email: string;
  name: string;
  first_name: string;
  last_name: string;
  phone: string | null;
  role: string;
  /** One of the company's own roles, which changes what `role` may do. */
  role_id: string | null;
  client_id: string | null;
  status: string;
  must_change_password: boolean;
  created_at: string;
  created_by: string;
}

export interface UserList {
  items: User[];
  /** Send it as `cursor` for the next page; null on the last one. */
  next: string | null;
}

/** An endpoint. */
export interface Webhook {
  webhook_id: string;
  url: string;
  description: string;
  events: string[];
  state: EndpointState;
}

/** All endpoints of a company: there are few. */
export interface Webhooks {
  webhooks: Webhook[];
}

/** One post held. Dates are `YYYY-MM` or `YYYY`. */
export interface WorkIn {
  title?: string | null;
  company?: string | null;
  start?: string | null;
  end?: string | null;
  current?: boolean;
  description?: string | null;
  location?: string | null;
}

/** One post held. Dates are `YYYY-MM` or `YYYY`; `end` is null while `current`. */
export interface WorkRead {
  title: string | null;
  company: string | null;
  start: string | null;
  end: string | null;
  current: boolean;
  description: string;
  location: string | null;
}
