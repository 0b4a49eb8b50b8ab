"""`/careers/<company>`: the open jobs of a company, for everybody, and the form to apply."""

from typing import Any

from flask import Blueprint, Response, g, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.models import Company
from portal.accounts.queries import get_company
from portal.accounts.services.companies import company_at
from portal.accounts.services.throttle import count_request
from portal.analytics.services import Tracked, track
from portal.candidates.rules_uploads import Incoming
from portal.careers import queries, rules, services, services_own
from portal.careers.forms import ApplyForm, answers_of, apply_form, questions_form
from portal.core.errors import Missing, TooMany
from portal.core.ids import Prefix, encode
from portal.core.links import address
from portal.core.paging import LARGEST
from portal.core.tenancy import Scope, as_company, enter
from portal.jobs.models import EmploymentType, Job
from portal.jobs.queries_listed import Listed
from portal.jobs.queries_questions import questions_of
from portal.web.access import candidate_only, current_person, public
from portal.web.answers import form_page, try_to
from portal.web.fragments import back_to, page, page_or_block, toast, wants_block

pages = Blueprint("careers", __name__)
WHY = "what a company shows everybody"
ONE = "/careers/<slug>/jobs/<sid(job):job_id>"
A_FEW_MINUTES = "public, max-age=300"


@pages.get("/careers/<slug>")
@public(WHY)
def index(slug: str) -> Response:
    """The open jobs, by words, place, kind and whether they are remote."""
    company = _company(slug)
    told = {**_frame(company), **_searched()}
    kept = {name: value for name, value in {**told["asked"], "ref": told["ref"]}.items() if value}
    told["page_at"] = lambda at: url_for("careers.index", slug=company.slug, page=at, **kept)
    return page_or_block("careers/index.html", "jobs", **told)


@pages.get(ONE)
@pages.get(f"{ONE}-<title>")
@public(WHY)
def job(slug: str, job_id: int, title: str = "") -> Response:
    """One job, with what search engines read of it. One that has ended says so (410) and shows others."""
    company = _company(slug)
    try:
        found = queries.public_job(job_id)
    except Missing:
        return _ended(company, job_id)
    url, careers_url = _url_of(company, found), address("careers.index", slug=company.slug)
    told = rules.posting(found, company_name=company.name, url=url, careers_url=careers_url)
    script = Markup('<script type="application/ld+json">{}</script>').format(Markup(rules.json_in_html(told)))
    return page("careers/job.html", **_frame(company), job=found, url=url, posting=script, about=rules.summary(found))


@pages.post(f"{ONE}/views")
@public("a reader's browser counts the view, once the page is there")
def seen(slug: str, job_id: int) -> Response:
    """Somebody reads a job. Programs that run no script are not counted."""
    refused = _busy("view")
    if refused is not None:
        raise refused
    company = _company(slug)
    about = {
        "job_id": str(encode(Prefix.JOB, queries.public_job(job_id).id)),
        "source": rules.clean_source(request.args.get("ref")) or "",
    }
    track([Tracked("jobs_viewed", about)], company_id=company.id, time_zone=company.time_zone)
    return Response(status=204)


@pages.route(f"{ONE}/apply", methods=["GET", "POST"])
@public("anybody may apply")
def apply(slug: str, job_id: int) -> AnyResponse:
    """The form to apply with."""
    told = _busy("apply") if request.method == "POST" else None
    company = _company(slug)
    try:
        found = queries.public_job(job_id)
    except Missing:
        return _ended(company, job_id)
    form, names = apply_form(questions_of(found.id))
    if request.method == "GET":
        form.ref.data = rules.clean_source(request.args.get("ref"))
    status = None
    if told is not None:
        form.form_errors.append(told.message)
        g.retry_after, status = told.retry_after, 429
    elif form.validate_on_submit():
        status = try_to(form, lambda: _take(form, names, found, company))
        if status is None:
            return back_to("careers.thanks", slug=company.slug, job_id=found.id)
    context = {"job": found, "answers": names, "consent": rules.consent_text(company.name)}
    return form_page("careers/apply.html", form, status, **_frame(company), **context)


@pages.get(f"{ONE}/thanks")
@public("the page after the form")
def thanks(slug: str, job_id: int) -> Response:
    """What happens next; the same for everybody."""
    company = _company(slug)
    return page("careers/thanks.html", **_frame(company), job=queries.public_job(job_id))


@pages.get("/careers/<slug>/sitemap.xml")
@public(WHY)
def sitemap(slug: str) -> Response:
    """The addresses of the jobs, for search engines."""
    company = _company(slug)
    jobs = queries.newest_jobs(queries.MOST_IN_SITEMAP - 1)
    entries = [(address("careers.index", slug=company.slug), rules.newest(jobs))]
    entries += [(_url_of(company, one), rules.rfc3339(one.created_at)) for one in jobs]
    return _xml("careers/sitemap.xml", "application/xml", entries=entries)


@pages.get("/careers/<slug>/feed.xml")
@public(WHY)
def feed(slug: str) -> Response:
    """The newest jobs as an Atom feed (RFC 4287)."""
    company = _company(slug)
    jobs = queries.newest_jobs(queries.MOST_IN_FEED)
    entries = [
        {
            "title": rules.xml_text(one.title),
            "url": _url_of(company, one),
            "at": rules.rfc3339(one.created_at),
            "place": rules.xml_text(one.location),
            "html": rules.xml_text(rules.paragraphs(one.description)),
        }
        for one in jobs
    ]
    updated = rules.newest(jobs) or rules.rfc3339(company.created_at)
    urls = {"home": address("careers.index", slug=slug), "self": address("careers.feed", slug=slug)}
    name = rules.xml_text(company.name)
    return _xml("careers/feed.xml", "application/atom+xml", entries=entries, updated=updated, urls=urls, name=name)


@pages.get("/portal/jobs")
@candidate_only
def portal_jobs() -> Response:
    """The same list for somebody signed in, who sees where they have applied."""
    told, person = _searched(), current_person()
    mine = queries.applied_for(person.candidate_id or 0, [job.id for job in told["jobs"]])
    kept = {name: value for name, value in told["asked"].items() if value}
    told["page_at"] = lambda at: url_for("careers.portal_jobs", page=at, **kept)
    return page_or_block("careers/portal_jobs.html", "jobs", mine=mine, linked=person.candidate_id is not None, **told)


@pages.route("/portal/jobs/<sid(job):job_id>", methods=["GET", "POST"])
@candidate_only
def portal_job(job_id: int) -> AnyResponse:
    """One job; a POST applies at once, with the answers to its questions and the CV that is on record."""
    person = current_person()
    with as_company(person.company_id):
        form, names = questions_form(questions_of(queries.public_job(job_id).id))
    status = None
    if form.validate_on_submit():
        status = try_to(form, lambda: services_own.apply_at_once(job_id, answers_of(form, names), person))
        if status is None:
            toast("You have applied.")
            return back_to("careers.portal_job", job_id=job_id)
    found = queries.public_job(job_id)
    applied = bool(queries.applied_for(person.candidate_id or 0, [job_id]))
    told = {"job": found, "answers": names, "applied": applied, "linked": person.candidate_id is not None}
    return form_page("careers/portal_job.html", form, status, **told)


@pages.get("/robots.txt")
@public("which addresses are for search engines")
def robots() -> Response:
    """Search engines may read the careers pages, but no form, and nothing else."""
    lines = ("User-agent: *", "Allow: /careers/", "Allow: /static/", "Disallow: /careers/*/apply", "Disallow: /", "")
    answer = Response("\n".join(lines), mimetype="text/plain")
    answer.headers["Cache-Control"] = A_FEW_MINUTES
    return answer


def _company(slug: str) -> Company:
    found = company_at(slug)
    if found is None:
        raise Missing
    # The company's own eyes, for a form is kept with them; each query of `careers` says itself what is public.
    enter(Scope(found.id))
    g.company_name = found.name
    return get_company(found.id)


def _searched() -> dict[str, Any]:
    """What was looked for, and the numbered page of it."""
    asked = {name: request.args.get(name, "").strip()[:200] for name in ("q", "place", "type", "remote")}
    kinds = [kind for kind in EmploymentType if kind.value == asked["type"]]
    place = f"{asked['place']} remote" if asked["remote"] else asked["place"]
    number = _number(request.args.get("page"))
    jobs, total = queries.page_of_jobs(Listed(asked["q"], place, kinds, public=True), number)
    last = max(1, -(-total // queries.PER_PAGE))
    told = {"asked": asked, "jobs": jobs, "total": total, "number": number, "last": last}
    return {**told, "kinds": list(EmploymentType), "title_in_address": rules.slug_of_title}


def _frame(company: Company) -> dict[str, Any]:
    return {
        "person": None,
        "navigation": [],
        "unread": 0,
        "company": company,
        "company_name": company.name,
        "ref": rules.clean_source(request.values.get("ref")),
        "title_in_address": rules.slug_of_title,
        "fragment": wants_block(),
        "careers_url": address("careers.index", slug=company.slug),
    }


def _ended(company: Company, job_id: int) -> Response:
    if not queries.has_ended(job_id):
        raise Missing
    return page("careers/ended.html", 410, **_frame(company), jobs=queries.newest_jobs(5))


def _take(form: ApplyForm, names: list[str], job: Job, company: Company) -> None:
    if form.website.data:
        return
    cv = request.files.get("cv")
    sent = services.Applicant(
        form.first_name.data or "",
        form.last_name.data or "",
        form.email.data or "",
        form.phone.data or "",
        form.letter.data or "",
        answers_of(form, names),
        form.ref.data or "",
    )
    services.receive(sent, Incoming(cv.filename or "", cv.stream) if cv and cv.filename else None, job, company)


def _busy(what: str) -> TooMany | None:
    """Counted before anything is loaded, so that what is refused is counted too."""
    try:
        count_request(f"{what} {request.remote_addr or 'unknown'}")  # apart from the tries at signing in
    except TooMany as refusal:
        return refusal
    return None


def _url_of(company: Company, job: Job) -> str:
    title = rules.slug_of_title(job.title)
    named = {"title": title} if title else {}
    return address("careers.job", slug=company.slug, job_id=job.id, **named)


def _number(text: str | None) -> int:
    return min(max(int(text), 1), LARGEST // queries.PER_PAGE) if text and text.isascii() and text.isdigit() else 1


def _xml(template: str, media_type: str, **context: Any) -> Response:
    answer = page(template, **context)
    answer.headers["Content-Type"] = f"{media_type}; charset=utf-8"
    answer.headers["Cache-Control"] = A_FEW_MINUTES
    answer.add_etag()
    return answer.make_conditional(request)  # type: ignore[return-value]
