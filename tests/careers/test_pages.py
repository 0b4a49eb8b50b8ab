"""The careers pages, as somebody from outside and a search engine meet them."""

import io
import json
from xml.etree import ElementTree

import pytest
from sqlalchemy import func, select

from portal.accounts.models import AccountStatus, Company
from portal.analytics.models import AnalyticsEvent
from portal.candidates.models import (
    Application,
    Candidate,
    CvUpload,
    Document,
    Note,
    ScreeningAnswer,
    UploadState,
)
from portal.candidates.services import apply as put_forward
from portal.careers import rules, services
from portal.careers.models import ApplicationConsent
from portal.core.database import db, set_reading
from portal.core.ids import encode
from portal.core.mail import Mail
from portal.core.outbox import run_due
from portal.core.tenancy import as_company, as_system
from portal.jobs.models import EmploymentType, JobStatus, PayPeriod, QuestionKind, ScreeningQuestion
from portal.notifications.models import Notification, NotificationType
from tests import factories
from tests.examples import candidate_person

HOSTILE = "</script><script>alert(1)</script> & \u202eevil\u202c \x07<!--"


@pytest.fixture
def slug(company):
    return db.session.get(Company, company.company_id).slug


@pytest.fixture
def job(company):
    values = {"description": "We build.\n\nYou build too.", "location": "Pune", "is_public": True}
    return factories.a_job(company.client_id, title="Bridge Builder", **values)


def ld(page):
    (script,) = page.soup.select('script[type="application/ld+json"]')
    return json.loads(script.string)


def form(**values):
    return {"first_name": "Asha", "last_name": "Rao", "email": "asha@example.com", "consent": "y", **values}


def stored(company, statement):
    set_reading(False)
    with as_company(company.company_id):
        return db.session.execute(statement).scalars().all()


def test_a_visitor_searches_reads_and_applies_once_and_the_source_comes_along(company, job, slug, browse):
    question = ScreeningQuestion(
        job_id=job.id, text="Which tool?", kind=QuestionKind.CHOICE, options=["Saw", "Axe"], created_at=job.created_at
    )
    db.session.add(question)
    db.session.flush()
    name = f"answer_{question.id}"
    visitor = browse()
    found = visitor.get(f"/careers/{slug}?q=bridge&place=pune&ref=linked in")
    page = visitor.get(found.one("#jobs h3 a")["href"])
    apply = visitor.get(page.one("main a.btn-primary")["href"])
    assert apply.one("input[name=ref]")["value"] == "linked-in"
    refused = visitor.submit(apply, "form.form", **form(email="asha", letter="I saw."))
    assert refused.status == 422
    assert refused.one("#letter").get_text().strip() == "I saw."
    assert refused.one("#email-error") and refused.one(f"#{name}-error")
    for _ in range(2):
        answers = {
            name: "Axe",
            "letter": "I saw.",
            "cv": (io.BytesIO(b"Asha Rao\nasha@example.com\nBuilder"), "cv.txt"),
        }
        sent = visitor.submit(apply, "form.form", **form(**answers))
        assert sent.status == 303
    assert "Bridge Builder" in visitor.get(sent.location).words("main")
    (made,) = stored(company, select(Application))
    assert (made.source, made.job_id) == ("linked-in", job.id)
    (consent,) = stored(company, select(ApplicationConsent))
    assert (consent.application_id, consent.version) == (made.id, rules.CONSENT_VERSION)
    assert consent.text == rules.consent_text("Acme Talent")
    assert [a.answer for a in stored(company, select(ScreeningAnswer))] == ["Axe"]
    assert [n.text for n in stored(company, select(Note))] == ["From the application form:\n\nI saw."]
    assert len(stored(company, select(Document))) == 1
    assert [m.to_email for m in stored(company, select(Mail))] == ["asha@example.com"]


def test_whoever_is_known_gets_the_same_answer_and_no_stranger_changes_the_record(company, job, slug, browse):
    known = factories.a_candidate(email="asha@example.com", first_name="Real")
    visitor, path = browse(), f"/careers/{slug}/jobs/{encode('job', job.id)}/apply"
    cv = (io.BytesIO(b"Asha Rao\nasha@example.com\nBuilder"), "cv.txt")
    sent = visitor.submit(visitor.get(path), "form.form", **form(cv=cv, phone="+91 98765 43210"))
    assert (sent.status, sent.location) == (303, path.replace("/apply", "/thanks"))
    (person,) = stored(company, select(Candidate))
    assert (person.id, person.first_name, person.phone) == (known.id, "Real", None)
    assert [a.source for a in stored(company, select(Application))] == ["careers"]
    assert len(stored(company, select(CvUpload))) == 1
    assert stored(company, select(Document)) == []


def test_a_cv_sent_with_a_known_address_waits_for_a_recruiter_whatever_stands_in_it(company, job, slug, browse):
    known = factories.a_candidate(email="asha@example.com", first_name="Real").id
    visitor, path = browse(), f"/careers/{slug}/jobs/{encode('job', job.id)}/apply"
    cv = (io.BytesIO(b"Somebody Else\nelse@example.com\n\nSkills\nPython\n"), "cv.txt")
    assert visitor.submit(visitor.get(path), "form.form", **form(cv=cv)).status == 303
    db.session.expunge_all()
    run_due()
    (upload,) = stored(company, select(CvUpload))
    assert (upload.state, upload.duplicate_of_id) == (UploadState.DUPLICATE, known) and "address" in upload.message
    assert len(stored(company, select(Candidate))) == 1


def test_of_two_first_applications_with_one_address_at_once_one_person_is_made(company, job, slug, browse, monkeypatch):
    """The second looked before the first was written, and finds out by the constraint."""
    first, second = browse(), browse()
    other = factories.a_job(company.client_id, title="Roofer", is_public=True, location="Pune")
    paths = [f"/careers/{slug}/jobs/{encode('job', one.id)}/apply" for one in (job, other)]
    assert first.submit(first.get(paths[0]), "form.form", **form()).status == 303
    real, asked = services.people.owners_of, []
    monkeypatch.setattr(
        services.people,
        "owners_of",
        lambda *of, **but: {} if not asked.append(of) and len(asked) == 1 else real(*of, **but),
    )
    assert second.submit(second.get(paths[1]), "form.form", **form()).status == 303
    assert len(stored(company, select(Candidate))) == 1 and len(stored(company, select(Application))) == 2


def test_recruiters_are_told_of_who_applies_and_not_of_whom_they_put_forward(company, job, slug, browse):
    visitor, path = browse(), f"/careers/{slug}/jobs/{encode('job', job.id)}/apply"
    assert visitor.submit(visitor.get(path), "form.form", **form()).status == 303
    with as_company(company.company_id):
        put_forward(factories.a_candidate(), job, by=company.recruiter)
        db.session.commit()
    db.session.expunge_all()
    run_due()
    (told,) = stored(company, select(Notification).where(Notification.type == NotificationType.NEW_APPLICATION))
    assert told.title == "Asha Rao has applied for Bridge Builder" and set(told.recipients) == {"admin", "recruiter"}
    assert stored(company, select(Mail.template)) == ["application_received"]


def test_a_company_says_what_it_is_above_its_jobs(company, job, slug, admin, browse):
    page = admin.get("/admin/company")
    assert admin.submit(page, "form.form", about="We find builders.\n\nSince 1990. <b>").status == 303
    assert "We find builders." in browse().get(f"/careers/{slug}").words(".prose")
    assert browse().get(f"/careers/{slug}").one("form.filters")["action"] == f"/careers/{slug}"
    assert "<b>" not in browse().get(f"/careers/{slug}").text
    assert "We find builders." not in browse().get(f"/careers/{slug}?q=bridge").text
    assert admin.submit(admin.get("/admin/company"), "form.form", about="x" * 4001).status == 422


@pytest.mark.parametrize(
    "values", [{"website": "http://spam"}, {"consent": ""}, {"cv": (io.BytesIO(bytes(range(256)) * 9), "cv.exe")}]
)
def test_robots_refusals_and_files_that_are_no_cv_leave_nothing_behind(company, job, slug, browse, values):
    values = {k: (io.BytesIO(v[0].getvalue()), v[1]) if k == "cv" else v for k, v in values.items()}
    visitor, path = browse(), f"/careers/{slug}/jobs/{encode('job', job.id)}/apply"
    sent = visitor.post(path, {k: v for k, v in form(**values).items() if v}, headers=token(visitor.get(path)))
    assert sent.status == (303 if "website" in values else 422)
    assert stored(company, select(func.count(Candidate.id))) == [0]


def token(page):
    return {"X-CSRFToken": page.one("meta[name=csrf-token]")["content"]}


def test_more_than_the_limit_of_one_address_waits_and_keeps_what_was_typed(company, job, slug, browse):
    visitor, path = browse(), f"/careers/{slug}/jobs/{encode('job', job.id)}/apply"
    page = visitor.get(path)
    for _ in range(30):
        visitor.post(path, {}, headers=token(page))
    refused = visitor.submit(page, "form.form", **form())
    assert refused.status == 429 and int(refused.headers["Retry-After"]) > 0
    assert refused.one("#first_name")["value"] == "Asha"
    assert stored(company, select(func.count(Candidate.id))) == [0]


@pytest.mark.parametrize("status", JobStatus)
@pytest.mark.parametrize("is_public", [True, False])
def test_only_open_public_jobs_stand_anywhere(company, slug, browse, status, is_public):
    job = factories.a_job(company.client_id, title="Quokka", status=status, is_public=is_public)
    visitor, one = browse(), f"/careers/{slug}/jobs/{encode('job', job.id)}"
    shown = status is JobStatus.OPEN and is_public
    expected = 200 if shown else 410 if is_public and status in rules.ENDED else 404
    assert [visitor.get(one).status, visitor.get(f"{one}/apply").status] == [expected] * 2
    assert ("Quokka" in visitor.get(one).text) is shown
    for path in ("", "/sitemap.xml", "/feed.xml"):
        data = visitor.get(f"/careers/{slug}{path}").response.get_data(as_text=True).lower()
        assert ("quokka" in data) is shown


def test_other_companies_and_inactive_ones_show_nothing(company, job, slug, browse):
    visitor = browse()
    number = encode("job", job.id)
    db.session.expunge_all()
    with as_system("another company"):
        other = factories.a_company("Other").slug
    assert visitor.get(f"/careers/{other}/jobs/{number}").status == 404
    set_reading(False)
    with as_company(company.company_id):
        db.session.get(Company, company.company_id).status = AccountStatus.INACTIVE
        db.session.commit()
    for path in ("", "/sitemap.xml", "/feed.xml", f"/jobs/{number}"):
        assert visitor.get(f"/careers/{slug}{path}").status == 404


def test_search_engines_read_every_property_that_is_known(company, job, slug, browse):
    job.salary_min, job.salary_max, job.salary_currency, job.salary_period = 10, 20, "EUR", PayPeriod.HOUR
    page = browse().get(f"/careers/{slug}/jobs/{encode('job', job.id)}")
    url = page.one("link[rel=canonical]")["href"]
    assert url == f"http://portal.example/careers/{slug}/jobs/{encode('job', job.id)}-bridge-builder"
    assert ld(page) == {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": "Bridge Builder",
        "description": "<p>We build.</p><p>You build too.</p>",
        "identifier": {"@type": "PropertyValue", "name": "Acme Talent", "value": str(encode("job", job.id))},
        "datePosted": rules.rfc3339(job.created_at),
        "employmentType": "FULL_TIME",
        "hiringOrganization": {
            "@type": "Organization",
            "name": "Acme Talent",
            "sameAs": f"http://portal.example/careers/{slug}",
        },
        "directApply": True,
        "url": url,
        "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": "Pune"}},
        "baseSalary": {
            "@type": "MonetaryAmount",
            "currency": "EUR",
            "value": {"@type": "QuantitativeValue", "minValue": 10.0, "maxValue": 20.0, "unitText": "HOUR"},
        },
    }
    assert page.one('meta[property="og:title"]')["content"] == "Bridge Builder"
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize("kind", EmploymentType)
def test_each_kind_of_employment_has_its_word_and_remote_jobs_say_so(company, job, kind):
    job.employment_type, job.location = kind, "Remote, India"
    told = rules.posting(job, company_name="A", url="u", careers_url="c")
    assert told["employmentType"] in {"FULL_TIME", "PART_TIME", "CONTRACTOR", "INTERN"}
    assert (told["jobLocationType"], told["applicantLocationRequirements"]["name"]) == ("TELECOMMUTE", "India")
    assert "jobLocation" not in told and "baseSalary" not in told


def test_hostile_words_stay_words_in_every_format(company, slug, browse):
    job = factories.a_job(company.client_id, title=HOSTILE, description=HOSTILE, location=HOSTILE, is_public=True)
    visitor = browse()
    page = visitor.get(f"/careers/{slug}/jobs/{encode('job', job.id)}")
    assert ld(page)["title"] == HOSTILE
    assert "alert(1)" not in "".join(s.get_text() for s in page.soup.select("script:not([type])"))
    assert page.soup.select("h1 bdi")
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(visitor.get(f"/careers/{slug}/feed.xml").response.data)
    assert feed.find(f"{atom}entry/{atom}title").text == HOSTILE.replace("\x07", "")
    assert "<script" not in feed.find(f"{atom}entry/{atom}content").text
    assert visitor.get(f"/careers/{slug}").status == 200


def test_the_sitemap_names_the_jobs_and_is_not_sent_twice(company, job, slug, browse):
    visitor = browse()
    for path in (f"/careers/{slug}/sitemap.xml", f"/careers/{slug}/feed.xml"):
        first = visitor.get(path)
        again = visitor.get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert (first.status, again.status, again.response.data) == (200, 304, b"")
    found = ElementTree.fromstring(visitor.get(f"/careers/{slug}/sitemap.xml").response.data)
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    urls = {url.find(f"{space}loc").text: url.find(f"{space}lastmod").text for url in found}
    base = f"http://portal.example/careers/{slug}"
    assert urls[f"{base}/jobs/{encode('job', job.id)}-bridge-builder"] == rules.rfc3339(job.created_at)
    assert "Allow: /careers/" in visitor.get("/robots.txt").text


def test_a_signed_in_candidate_answers_and_applies_at_once(company, job, browse):
    question = ScreeningQuestion(job_id=job.id, text="Why?", kind=QuestionKind.TEXT, created_at=job.created_at)
    hidden = factories.a_job(company.client_id, title="Quokka")
    candidate = factories.a_candidate()
    db.session.add(question)
    db.session.flush()
    me, name = browse(candidate_person(factories.an_account(candidate))), f"answer_{question.id}"
    listed = me.get("/portal/jobs?q=bridge&place=pune")
    path = listed.one("#jobs h3 a")["href"]
    assert "Quokka" not in me.get("/portal/jobs").text
    assert me.get(path.replace(str(encode("job", job.id)), str(encode("job", hidden.id)))).status == 404
    assert me.submit(me.get(path), "form.form").status == 422
    page = me.get(path)
    assert [me.submit(page, "form.form", **{name: "Rivers."}).status for _ in range(2)] == [303, 303]
    assert "You have applied" in me.get(path).words() and "You have applied" in me.get("/portal/jobs").words("#jobs")
    assert [a.source for a in stored(company, select(Application))] == ["portal"]
    assert [a.answer for a in stored(company, select(ScreeningAnswer))] == ["Rivers."]


def test_recruiters_find_the_public_address_of_what_is_public(company, job, recruiter, admin, slug):
    number = encode("job", job.id)
    page = recruiter.get(f"/jobs/{number}?tab=details")
    assert f"http://portal.example/careers/{slug}/jobs/{number}?ref=linkedin" in page.text
    assert f"/careers/{slug}" in admin.get("/admin/company").text
    job.is_public = False
    db.session.commit()
    assert "/careers/" not in recruiter.get(f"/jobs/{number}?tab=details").text


def test_a_view_is_counted_by_the_readers_browser_with_where_it_came_from(company, job, slug, browse):
    visitor = browse()
    page = visitor.get(f"/careers/{slug}/jobs/{encode('job', job.id)}?ref=feed")
    beacon, secret = page.one("[hx-trigger=load]")["hx-post"], page.one("meta[name=csrf-token]")["content"]
    assert stored(company, select(AnalyticsEvent)) == [], "reading a page writes nothing"
    assert visitor.post(beacon, htmx=True, headers={"X-CSRFToken": secret}).status == 204
    (kept,) = stored(company, select(AnalyticsEvent))
    assert (kept.event_type, kept.source, kept.job_id) == ("jobs_viewed", "feed", job.id)


def test_the_cv_of_a_new_applicant_is_read_by_the_worker(company, job, slug, browse):
    cv = b"Asha Rao\nasha@example.com\n\nSkills\nPython\n\nExperience\nEngineer, Acme, 2019 - 2023\n"
    path = f"/careers/{slug}/jobs/{encode('job', job.id)}/apply"
    visitor = browse()
    page = visitor.get(path)
    assert visitor.submit(page, "form[method=post]", **form(cv=(io.BytesIO(cv), "asha.txt"))).status == 303
    db.session.expunge_all()
    run_due()
    (person,) = stored(company, select(Candidate))
    assert (person.first_name, person.skills) == ("Asha", ["Python"])
    assert stored(company, select(Document.reading))[0]["text"]
