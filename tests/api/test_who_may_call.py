"""Who may call what: the table of DESIGN.md §2 once more, by hand, against every call, on own rows and on others'."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from portal.accounts.permissions import Scope
from portal.api.access import Access
from portal.core.database import db, set_reading
from portal.core.ids import Prefix
from portal.core.people import Person
from portal.core.tenancy import as_company
from portal.notifications.models import NotificationReader
from portal.web.converters import ShortId, WholeNumber
from tests.caller import Caller, key_of
from tests.examples import Examples, make_examples
from tests.forms_of_routes import BODIES
from tests.test_isolation import open_all, restore

WHO = ("admin", "recruiter", "client_user", "candidate", "key", "nobody")
# y: may call. 0: not there for them (404). -: may not (403; 401 for nobody). s: a signature is asked for, not a person
# (401). One sign for each of WHO; a key has every
# scope that there is.
TABLE = {
    "POST /api/auth/login": "y y y y y y",
    "POST /api/candidate-portal/login": "y y y y y y",
    "POST /api/candidate-portal/register": "y y y y y y",
    # One's own account.
    "GET /api/auth/me": "y y y - - -",
    "POST /api/auth/logout": "y y y - - -",
    "POST /api/auth/change-password": "y y y - - -",
    "GET /api/candidate-portal/me": "- - - y - -",
    "POST /api/candidate-portal/logout": "- - - y - -",
    "POST /api/candidate-portal/change-password": "- - - y - -",
    # "company settings, users, roles, keys, channels, webhooks, portal users": admins.
    "POST /api/auth/register": "y - - - - -",
    "GET /api/admin/candidate-portal-users": "y - - - - -",
    "POST /api/admin/candidate-portal-users": "y - - - - -",
    "PUT /api/admin/candidate-portal-users/{account_id}": "y - - - - -",
    "DELETE /api/admin/candidate-portal-users/{account_id}": "y - - - - -",
    "POST /api/admin/candidate-portal-users/{account_id}/reset-password": "y - - - - -",
    "GET /api/v1/webhooks": "y - - - - -",
    "POST /api/v1/webhooks": "y - - - - -",
    "GET /api/v1/webhooks/{endpoint_id}": "y - - - - -",
    "DELETE /api/v1/webhooks/{endpoint_id}": "y - - - - -",
    "POST /api/v1/webhooks/{endpoint_id}/test": "y - - - - -",
    "GET /api/v1/webhooks/{endpoint_id}/deliveries": "y - - - - -",
    "GET /api/v1/webhooks/{endpoint_id}/deliveries/{delivery_id}": "y - - - - -",
    "POST /api/v1/webhooks/{endpoint_id}/deliveries/{delivery_id}/resend": "y - - - - -",
    "GET /api/governance/roles": "y - - - - -",
    "POST /api/governance/roles": "y - - - - -",
    "PUT /api/governance/roles/{role_id}": "y - - - - -",
    "DELETE /api/governance/roles/{role_id}": "y - - - - -",
    # "audit log, access matrix, analytics query, all submissions": admins.
    "GET /api/governance/access-matrix": "y - - - - -",
    "GET /api/governance/audit-logs": "y - - - - -",
    "GET /api/integrations/all": "y - - - - -",
    "POST /api/v1/analytics/query": "y - - - - -",
    # "events": candidates their own; staff and keys for the company.
    "POST /api/v1/analytics/events": "y y - y y -",
    # "integration submissions": staff and client users their own (the example is the admin's); a callback is known by
    # its state alone.
    "POST /api/integrations/submit": "y y y - - -",
    "GET /api/integrations": "y y y - - -",
    "GET /api/integrations/{submission_id}": "y 0 0 - - -",
    "PUT /api/integrations/{submission_id}/update": "y 0 0 - - -",
    "POST /api/integrations/send-email": "y y y - - -",
    "GET /api/integrations/{integration_type}/callback": "y y y y y y",
    # What came for them: admins. A vendor's door is known by its signature alone; the doors with a key, by scope.
    "GET /api/integrations/{submission_id}/deliveries": "y - - - - -",
    "POST /api/integrations/{submission_id}/deliveries/{delivery_id}/replay": "y - - - - -",
    "POST /webhooks/ats/{source}/{submission_id}": "s s s s s s",
    # The doors of channels: the example is a gateway's, so the doors of the other providers are not there.
    "POST /webhooks/channels/{channel_id}/status": "s s s s s s",
    "POST /webhooks/channels/{channel_id}/email": "0 0 0 0 0 0",
    "GET /webhooks/channels/{channel_id}/meta": "0 0 0 0 0 0",
    "POST /webhooks/channels/{channel_id}/meta": "0 0 0 0 0 0",
    "POST /webhooks/channels/{channel_id}/twilio": "0 0 0 0 0 0",
    "POST /webhooks/channels/{channel_id}/twilio/status": "0 0 0 0 0 0",
    "POST /webhooks/ats/generic": "y y - - y -",
    "POST /webhooks/ats/generic/{submission_id}": "0 0 - - 0 -",
    "POST /api/webhook/application": "y y - - y -",
    # "clients": admins all; recruiters read, create, edit; a client's users read their own; keys by scope.
    "GET /api/clients": "y y y - y -",
    "POST /api/clients": "y y - - y -",
    "GET /api/clients/{client_id}": "y y y - y -",
    "PUT /api/clients/{client_id}": "y y - - y -",
    "DELETE /api/clients/{client_id}": "y - - - - -",
    "GET /api/clients/{client_id}/users": "y y y - y -",
    "POST /api/clients/{client_id}/users": "y y - - y -",
    "PUT /api/clients/{client_id}/users/{email}": "y y - - y -",
    "DELETE /api/clients/{client_id}/users/{email}": "y y - - y -",
    # "jobs": candidates read public ones, by /api/v1.
    "GET /api/jobs": "y y y - y -",
    "POST /api/jobs": "y y - - y -",
    "GET /api/jobs/{job_id}": "y y y - y -",
    "PUT /api/jobs/{job_id}": "y y - - y -",
    "GET /api/v1/jobs": "y y y y y -",
    # "jobs" that other systems send: whoever may write jobs; a run names many clients, so a client's users see none.
    "POST /api/v1/ingestion/jobs": "y y - - y -",
    "GET /api/v1/ingestion/{ingestion_id}": "y y 0 - y -",
    # "candidates, applications": a client's users read those that are shared with them.
    "GET /api/candidates": "y y y - y -",
    "GET /api/jobs/{job_id}/candidates": "y y y - y -",
    "POST /api/jobs/{job_id}/candidates": "y y - - y -",
    "GET /api/candidates/{candidate_id}": "y y y - y -",
    "PUT /api/candidates/{candidate_id}": "y y - - y -",
    "DELETE /api/candidates/{candidate_id}": "y y - - y -",
    "GET /api/candidates/{candidate_id}/cv": "y y y - y -",
    "GET /api/candidates/{candidate_id}/interview-history": "y y y - y -",
    "POST /api/candidates/{candidate_id}/send-selection-notification": "y y - - y -",
    # "résumés, profile, …": candidates their own; staff and keys for the company. Signed addresses carry their right
    # themselves.
    "POST /api/v1/storage/presigned-url": "y y - y y -",
    "GET /api/v1/storage/files/{upload_key}": "0 0 0 0 0 -",
    "PUT /api/v1/storage/uploads/{upload_key}": "y y y y y y",
    "GET /api/v1/storage/downloads/{file_key}": "y y y y y y",
    "POST /api/v1/resume/parse": "y y - y y -",
    "POST /api/v1/automation/applications": "- - - y - -",
    "GET /api/v1/automation/applications": "- - - y - -",
    "GET /api/v1/automation/applications/{task_id}": "- - - y - -",
    "POST /api/v1/automation/applications/{task_id}/confirmation": "- - - y - -",
    "GET /api/v1/resumes": "- - - y - -",
    "POST /api/v1/resumes": "- - - y - -",
    "PUT /api/v1/resumes/{resume_id}": "- - - y - -",
    "DELETE /api/v1/resumes/{resume_id}": "- - - y - -",
    "GET /api/v1/cover-letter-templates": "- - - y - -",
    "POST /api/v1/cover-letter-templates": "- - - y - -",
    "PUT /api/v1/cover-letter-templates/{template_id}": "- - - y - -",
    "DELETE /api/v1/cover-letter-templates/{template_id}": "- - - y - -",
    "GET /api/v1/saved-answers": "- - - y - -",
    "POST /api/v1/saved-answers": "- - - y - -",
    "DELETE /api/v1/saved-answers/{answer_id}": "- - - y - -",
    "POST /api/v1/matching/jobs": "- - - y - -",
    "GET /api/v1/matching/jobs": "- - - y - -",
    "PUT /api/v1/matching/profile": "- - - y - -",
    # People whom nobody has shown to a client are staff's.
    "GET /api/jobs/{job_id}/matches": "y y - - y -",
    # "interviews: plan, invite, complete, no-show, cancel": staff and keys. A candidate's cancel gives the slot back.
    "GET /api/interviews": "y y y y y -",
    "GET /api/interviews/{interview_id}": "y y y y y -",
    "GET /api/interviews/stats/pipeline": "y y y - y -",
    "POST /api/interviews": "y y - - y -",
    "PUT /api/interviews/{interview_id}": "y y - - y -",
    "POST /api/interviews/{interview_id}/send-invite": "y y - - y -",
    "POST /api/interviews/{interview_id}/mark-completed": "y y - - y -",
    "POST /api/interviews/{interview_id}/mark-no-show": "y y - - y -",
    "POST /api/interviews/{interview_id}/cancel": "y y - y y -",
    # "interviews: book, move, give back a slot".
    "POST /api/interviews/{interview_id}/book-slot": "y y - y y -",
    # "interviews: feedback; pass, fail, hire": people decide, machines do not.
    "POST /api/interviews/{interview_id}/move-to-next-round": "y y y - - -",
    "POST /api/interviews/{interview_id}/reject": "y y y - - -",
    "POST /api/interviews/{interview_id}/initiate-hiring": "y y y - - -",
    # "conversations, notes": staff all, keys by scope, candidates their own talk. A channel's gateway is nobody.
    "GET /api/conversations": "y y - y y -",
    "POST /api/conversations": "y y - - y -",
    "GET /api/conversations/{conversation_id}": "y y - y y -",
    "PATCH /api/conversations/{conversation_id}": "y y - - y -",
    "GET /api/conversations/{conversation_id}/messages": "y y - y y -",
    "POST /api/conversations/{conversation_id}/messages": "y y - y y -",
    "POST /api/conversations/{conversation_id}/messages/{message_id}/resend": "y y - - y -",
    "POST /api/conversations/{conversation_id}/transfer": "y y - - y -",
    "POST /api/conversations/{conversation_id}/transfer-toggle": "y y - - y -",
    "POST /webhooks/inbound": "y y y y y y",
    # The dashboard is a person's; "notifications": own.
    "GET /api/dashboard/stats": "y y y - - -",
    "GET /api/notifications": "y y y y - -",
    "POST /api/notifications/{notification_id}/read": "y y y y - -",
    "POST /api/notifications/read-all": "y y y y - -",
    # Sent by keys by scope, and by those who make them.
    "POST /api/v1/notifications/send": "y - - - y -",
}
World = tuple[Flask, Examples, Path, dict[str, str]]
pytestmark = pytest.mark.timeout(300)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, _app: Flask, built: Path) -> Iterator[World]:
    """The example rows, each told to everybody who may be told, and a key of each company with every scope."""
    folder, kept = Path(_app.config["DATA_DIR"]), tmp_path_factory.mktemp("callers") / "data"
    with _app.app_context():
        db.engine.dispose()
        shutil.rmtree(folder)
        shutil.copytree(built, folder)
        set_reading(False)
        examples = make_examples()
        keys = {}
        for name, admin in (("own", examples.admin), ("other", examples.strangers["the other company's admin"])):
            with as_company(admin.company_id):
                keys[name] = key_of(admin, *Scope)
        with as_company(examples.company_id):
            told = {"notification_id": examples.ids[Prefix.NOTIFICATION]}
            client = examples.client_user
            db.session.add(NotificationReader(user_id=examples.recruiter.id, **told))
            db.session.add(NotificationReader(user_id=client.id, client_id=client.client_id, **told))
            db.session.commit()
        db.session.remove()
        db.engine.dispose()
    shutil.copytree(folder, kept)
    before = _app.config["RATE_LIMITS"]
    _app.config["RATE_LIMITS"] = 10**9
    yield _app, examples, kept, keys
    _app.config["RATE_LIMITS"] = before


def calls_of(app: Flask) -> list[tuple[str, Any, str]]:
    """Every JSON call: its name in the table, its rule, its method."""
    found = []
    for rule in app.url_map.iter_rules():
        if isinstance(getattr(app.view_functions[rule.endpoint], "access", None), Access):
            path = "".join(f"{{{text}}}" if dynamic else text for dynamic, text in rule._trace).lstrip("|")
            found += [(f"{m} {path}", rule, m) for m in sorted(rule.methods - {"HEAD", "OPTIONS"})]
    return found


def own_people(examples: Examples) -> dict[str, Person | None]:
    """Who stands for each of WHO; the key is a key."""
    return {name: getattr(examples, name, None) for name in WHO}


def others(examples: Examples) -> dict[str, list[Person]]:
    """The same roles for whom the example rows are somebody else's."""
    people = examples.strangers
    return {
        "admin": [people["the other company's admin"]],
        "recruiter": [people["the other company's recruiter"]],
        "client_user": [people["the other company's client"], people["this company's client of another client"]],
        "candidate": [people["the other company's candidate"], people["another candidate of this company"]],
    }


def ask(app: Flask, who: Person | str | None, method: str, path: str, endpoint: str) -> int:
    with app.app_context():
        caller = Caller(app, key=who) if isinstance(who, str) else Caller(app, who)
    body = BODIES.get(endpoint, {})
    sent = None if method == "GET" else body() if callable(body) else body
    answer = caller.client.open(path, method=method, headers=caller.headers, json=sent)
    status: int = answer.status_code
    answer.close()
    return status


def test_every_call_has_a_row_and_every_row_a_call(_app: Flask):
    assert {name for name, _, _ in calls_of(_app)} == set(TABLE), "Add the row from DESIGN.md §2, by hand"


def expected(sign: str, who: str) -> set[int]:
    """What a sign of the table says of the answer on one's own rows."""
    if sign == "y":
        return {200, 201, 202, 302, 409, 422}
    return {404} if sign == "0" else {401 if who == "nobody" or sign == "s" else 403}


def test_own_rows_are_open_to_whom_the_table_names(world: World):
    app, examples, kept, keys = world
    wrong, changed = [], True
    people = {**own_people(examples), "key": keys["own"]}
    for name, rule, method in calls_of(app):
        for who, sign in zip(WHO, TABLE[name].split(), strict=True):
            if changed:
                restore(app, kept)
            path, prepared = open_all(app, examples, rule)
            status = ask(app, people[who], method, path, rule.endpoint)
            changed = prepared or (method != "GET" and status < 400)
            # A rule of the business may stand against it, or the body may want more: both are said to who may call.
            if status not in expected(sign, who):
                wrong.append(f"{name} answers {who} {status}, the table says {sign}")
    assert not wrong, "\n".join(wrong)


def test_others_rows_are_not_there_for_anybody(world: World):
    app, examples, kept, keys = world
    wrong = []
    for name, rule, method in calls_of(app):
        if not any(isinstance(c, ShortId | WholeNumber) for c in rule._converters.values()):
            continue
        people: dict[str, list[Any]] = {**others(examples), "key": [keys["other"]]}
        restore(app, kept)
        path = open_all(app, examples, rule)[0]
        for who, sign in zip(WHO[:-1], TABLE[name].split(), strict=False):
            for person in people[who]:
                status = ask(app, person, method, path, rule.endpoint)
                if status != {"-": 403, "s": 401}.get(sign, 404):
                    wrong.append(f"{name} answers a foreign {who} {status}")
    assert not wrong, "\n".join(wrong)
