"""Every page of the portal, found by walking the URL map with rows of the demo in it."""

import subprocess
import sys

from tests.servers import ROOT, Portal

# Run inside the portal's environment: prints `role path` for each GET route that a role's demo person may open.
CODE = r"""
import json
from sqlalchemy import select
from portal import create_app
from portal.core.database import db, reading
from portal.core.tenancy import as_company
from portal.web.converters import ShortId
from portal.accounts.models import ApiKey, CandidateAccount, CustomRole, User
from portal.candidates.models import Application, Candidate, CoverLetterTemplate, CvUpload, Document, Note, SavedAnswer
from portal.clients.models import Client
from portal.core.mail import Mail
from portal.core.outbox import Effect
from portal.ingestion.models import IngestionRun
from portal.integrations.models import InboundDelivery
from portal.interviews.models import Interview, InterviewSlot
from portal.jobs.models import Job, ScreeningQuestion
from portal.notifications.models import Notification
from portal.storage.models import StoredFile
from portal.webhooks.models import WebhookDelivery, WebhookEndpoint

app = create_app()
MODELS = {"user": User, "client": Client, "cp": CandidateAccount, "job": Job, "cand": Candidate, "app": Application,
          "int": Interview, "slot": InterviewSlot, "note": Note, "file": StoredFile, "up": CvUpload, "mail": Mail,
          "notif": Notification, "eff": Effect, "wh": WebhookEndpoint, "whd": WebhookDelivery, "key": ApiKey,
          "role": CustomRole, "ind": InboundDelivery, "que": ScreeningQuestion, "ing": IngestionRun,
          "res": Document, "clt": CoverLetterTemplate, "ans": SavedAnswer}
NUMBERS = {"submission_id": 1, "conversation_id": 2, "reply_id": 1, "channel_id": 1}  # ids that have no prefix
# Swagger UI is by others; those of Google lead there, and need an answer from there.
NO_PAGES = ("static", "docs", "careers.robots", "worker_script", "manifest", "calendars.back",
            "calendars.agree_for_company", "calendars.agree_for_oneself")
found = []
with app.app_context(), app.test_request_context():
    with as_company(1), reading():
        ids = {k: db.session.scalars(select(m.id).order_by(m.id)).first() for k, m in MODELS.items()}
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint in NO_PAGES:
            continue
        values = {n: ids.get(str(c.prefix)) for n, c in rule._converters.items() if isinstance(c, ShortId)}
        values |= {n: NUMBERS[n] for n in rule.arguments if n in NUMBERS}
        if rule.endpoint in ("careers.index", "careers.job", "careers.apply", "careers.thanks"):
            values["slug"] = "demo"
        if len(values) != len(rule.arguments) or None in values.values():
            continue
        access = getattr(app.view_functions[rule.endpoint], "access", ("public", ""))
        if not isinstance(access, tuple):  # a JSON call
            continue
        found.append([rule.endpoint, access[0], adapter.build(rule.endpoint, values)])
print(json.dumps(found))
"""


def pages_of(started: Portal) -> list[tuple[str, str, str]]:
    """(endpoint, access, path) of every page that the demo's rows can open."""
    import json

    answer = subprocess.run(
        [sys.executable, "-c", CODE], cwd=ROOT, env=started.env, check=True, capture_output=True, text=True, timeout=60
    )
    return [tuple(entry) for entry in json.loads(answer.stdout.strip().split("\n")[-1])]
