"""CVs that Lever and Ashby keep behind their APIs: asked for with the submission's key, from doubles of both."""

import base64
import json
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.candidates.models import Document
from portal.core.clock import now
from portal.core.database import db
from portal.core.outbox import Effect, EffectState
from portal.integrations.catalogue import IntegrationType
from tests.core.receiver import receiver
from tests.integrations.ats.steps import KEY, applications, body, connected, deliver, last, of_lever, people, raw
from tests.integrations.ats.test_resumes import PDF
from tests.integrations.steps import work

BASIC = f"Basic {base64.b64encode(f'{KEY}:'.encode()).decode()}"
RESUMES = "/v1/opportunities/0bb0-1/resumes"


class Vendor:
    """Answers by path, JSON or bytes; what is not there is a 404. Paths that hold `only` are answered `status`."""

    def __init__(self, listening):
        self.listening, self.known, self.status, self.only = listening, {}, 0, "\0"

    def act(self, handler):
        path = handler.path.partition("?")[0]
        found = self.known.get(path)
        content = found if isinstance(found, bytes) else json.dumps(found or {}).encode()
        handler.send_response(self.status if self.only in path else 200 if found is not None else 404)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)
        return True

    def asked(self, path):
        return [got for got in self.listening.requests if got.path.partition("?")[0] == path]


@pytest.fixture
def vendor(app, monkeypatch):
    with receiver() as listening:
        double = Vendor(listening)
        listening.act = double.act
        base = f"http://127.0.0.1:{listening.port}"
        for name in ("opportunity", "posting"):
            path = {"opportunity": "/v1/opportunities/0bb0-1", "posting": "/v1/postings/9057-1"}[name]
            double.known[path] = body(f"lever/{name}")
        double.known[RESUMES] = {"data": [
            {"id": "r-old", "createdAt": 1, "file": {"name": "Old.pdf", "downloadUrl": "https://elsewhere.example/x"}},
            {"id": "r-new", "createdAt": 2, "file": {"name": "My CV.pdf", "downloadUrl": "https://elsewhere.example/y"}},
        ]}  # fmt: skip
        double.known[f"{RESUMES}/r-new/download"] = PDF
        double.known["/candidate.info"] = {
            "success": True, "results": {"resumeFileHandle": {"name": "Asha.pdf", "handle": "h-1"}}
        }  # fmt: skip
        double.known["/file.info"] = {"success": True, "results": {"url": f"{base}/stored/asha"}}
        double.known["/stored/asha"] = PDF
        addresses = {kind.value: base for kind in (IntegrationType.LEVER, IntegrationType.ASHBY)}
        monkeypatch.setitem(app.config, "WEBHOOK_ALLOW_PRIVATE", "127.0.0.0/8")
        monkeypatch.setitem(app.config, "INTEGRATION_ADDRESSES", addresses)
        yield double


def applied(app, company, source, **data):
    number = connected(company.recruiter, source, **data)
    content = of_lever(body("lever/applicationCreated")) if source == "lever" else raw("ashby/applicationSubmit")
    return deliver(app, source, number, content)


def documents():
    db.session.expire_all()
    return list(db.session.scalars(select(Document)))


def test_the_newest_cv_of_an_opportunity_is_had_from_lever_with_the_key(app, company, vendor):
    found = applied(app, company, "lever", apiKey=KEY)
    [document] = documents()
    assert (document.file.name, document.candidate_id) == ("My CV.pdf", people()[0].id)
    assert found.resume_words == "The CV was fetched and read." and document.reading["text"]
    assert [got.headers["authorization"] for got in vendor.asked(f"{RESUMES}/r-new/download")] == [BASIC]


def test_the_cv_of_a_candidate_is_had_from_ashby_and_the_key_goes_to_ashby_alone(app, company, vendor):
    applied(app, company, "ashby", apiKey=KEY)
    [document] = documents()
    assert document.file.name == "Asha.pdf"
    [info], [file], [stored] = (vendor.asked(path) for path in ("/candidate.info", "/file.info", "/stored/asha"))
    candidate = body("ashby/applicationSubmit")["data"]["application"]["candidate"]["id"]
    assert json.loads(info.body) == {"id": candidate} and json.loads(file.body) == {"fileHandle": "h-1"}
    assert info.headers["authorization"] == file.headers["authorization"] == BASIC
    assert "authorization" not in stored.headers


@pytest.mark.parametrize("source", ["lever", "ashby"])
def test_where_there_is_no_cv_the_application_stays_and_says_so(app, company, vendor, source):
    vendor.known[RESUMES], vendor.known["/candidate.info"] = {"data": []}, {"success": True, "results": {}}
    found = applied(app, company, source, apiKey=KEY)
    assert found.resume_words == "There is no CV there." and len(applications()) == 1 and documents() == []


def test_without_a_key_ashby_is_not_asked_and_the_log_says_why(app, company, vendor):
    found = applied(app, company, "ashby")
    assert "No API key" in found.resume_words and vendor.listening.requests == [] and len(applications()) == 1


@pytest.mark.parametrize(("source", "only"), [("lever", "resumes"), ("ashby", ".info")])
def test_a_key_that_may_not_read_cvs_is_said_and_not_tried_again(app, company, vendor, source, only):
    vendor.status, vendor.only = 403, only
    found = applied(app, company, source, apiKey=KEY)
    assert "may not read CVs (403)" in found.resume_words and documents() == []
    left = select(Effect.key).where(Effect.kind == "integrations.ats_resume", Effect.state != EffectState.DONE)
    assert list(db.session.scalars(left)) == []


@pytest.mark.parametrize(("source", "only"), [("lever", "resumes"), ("ashby", ".info")])
@pytest.mark.parametrize("content", [b"<html>", b"[]", b"\xff", b'"x"'])
def test_a_vendor_that_is_away_or_talks_nonsense_is_asked_again(app, company, vendor, source, only, content):
    good = dict(vendor.known)
    for path in (RESUMES, "/candidate.info"):
        vendor.known[path] = content
    with time_machine.travel(now(), tick=False) as clock:
        found = applied(app, company, source, apiKey=KEY)
        assert "not with what was asked" in found.resume_words and documents() == []
        vendor.known = good
        clock.shift(timedelta(minutes=4))
        work()
        assert len(documents()) == 1 and last().resume_words == "The CV was fetched and read."
