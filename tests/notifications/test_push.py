"""Push: a push service stands here, which decrypts what comes and checks who signed it, as browsers and services do."""

import json
from datetime import timedelta

import jwt
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import func, select

from portal.accounts.models import AccountStatus, Company, User
from portal.config import BadSetting, settings
from portal.core import push
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput, Missing
from portal.core.outbox import Effect, EffectState
from portal.core.tenancy import as_company, as_system
from portal.notifications import rules_push, services
from portal.notifications.models import NotificationType, PushSubscription
from portal.notifications.rules_push import Fate, verdict
from tests import factories
from tests.examples import candidate_person
from tests.interviews import steps
from tests.notifications.people import switch
from tests.notifications.pushing import PHONE, Browser, C, T, devices, tell, work
from tests.notifications.test_services import on_monday


def the_effect():
    with as_system("a look at all"):
        return db.session.execute(
            select(Effect.state, Effect.due_at, Effect.attempts).where(Effect.kind == "notifications.push")
        ).one()


def test_a_device_shows_that_something_happened_and_no_word_of_what(app, company, service):
    browser = Browser(service).allow(company.recruiter)
    assert tell(company.recruiter).channels == (C.IN_APP, C.PUSH)
    work()
    (got,) = service.requests
    shown = browser.read(got)
    assert shown["title"] == "Acme Talent" and shown["body"] == rules_push.SAID[T.CUSTOM]
    assert shown["path"].startswith("/notifications/notif_") and "Ada" not in str(shown) and "12" not in shown["body"]
    assert got.headers["ttl"] in ("86399", "86400") and got.headers["content-encoding"] == "aes128gcm"
    assert got.headers["topic"] == "custom" and got.headers["urgency"] == "normal"
    scheme, _, words = got.headers["authorization"].partition(" ")
    said = dict(part.split("=", 1) for part in words.replace(" ", "").split(","))
    public = push.public_key(app.config["VAPID_PRIVATE_KEY"])
    assert scheme == "vapid" and said["k"] == public
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), push.decoded(public, 65))
    claims = jwt.decode(said["t"], point, algorithms=["ES256"], audience=f"http://127.0.0.1:{service.port}")
    assert claims["sub"].startswith("mailto:") and 0 < claims["exp"] - now().timestamp() <= 24 * 3600


def test_a_booking_reaches_the_devices_of_those_who_want_it_and_not_of_who_did_it(company, service):
    mine, theirs = Browser(service, "mine").allow(company.recruiter), Browser(service, "theirs").allow(company.admin)
    with on_monday():
        steps.book(steps.an_interview(company), company)
        db.session.commit()
        db.session.expunge_all()
        work()
    paths = [got.path for got in service.requests]
    assert "/theirs" in paths and "/mine" not in paths
    assert mine is not theirs


@pytest.mark.parametrize("why", ["switched off", "read", "locked out", "old", "forgotten", "another asked", "closed"])
def test_nothing_is_sent(company, service, why):
    browser = Browser(service)
    if why == "switched off":
        switch(company.recruiter, T.CUSTOM, C.PUSH, False)
    browser.allow(company.recruiter)
    tell(company.recruiter, (C.EMAIL,) if why == "another asked" else (C.IN_APP, C.PUSH))
    moment = now()
    if why == "read":
        services.mark_all_read(company.recruiter)
    if why == "locked out":
        db.session.get(User, company.recruiter.id).status = AccountStatus.INACTIVE
    if why == "closed":
        db.session.get(Company, company.company_id).status = AccountStatus.INACTIVE
    if why == "forgotten":
        services.forget_browser(services.digest_of(browser.endpoint), company.recruiter)
    db.session.commit()
    db.session.expunge_all()
    with time_machine.travel(moment + timedelta(hours=25 if why == "old" else 0)):
        work()
    assert service.requests == []


def test_a_push_alone_is_possible_and_is_named_only_where_it_can_arrive(company, service):
    assert tell(company.recruiter, (C.PUSH,)).channels == ()
    browser = Browser(service).allow(company.recruiter)
    assert tell(company.recruiter, (C.PUSH,)).channels == (C.PUSH,)
    work()
    assert browser.read(service.requests[0])["path"] == "/notifications"


@pytest.mark.parametrize("status", [404, 410])
def test_a_subscription_that_is_gone_is_forgotten(company, service, status):
    service.status = status
    Browser(service).allow(company.recruiter)
    tell(company.recruiter)
    work()
    assert devices() == 0 and the_effect().state is not EffectState.DUE


def test_a_service_that_asks_for_a_pause_gets_it(company, service):
    service.answers, service.answer_headers = [429], {"Retry-After": "90"}
    Browser(service).allow(company.recruiter)
    tell(company.recruiter)
    work()
    effect = the_effect()
    assert effect.state is EffectState.DUE and effect.attempts == 0
    assert timedelta(seconds=80) < effect.due_at - now() < timedelta(seconds=100)
    with time_machine.travel(now() + timedelta(seconds=100)):
        work()
    assert len(service.requests) == 2 and the_effect().state is not EffectState.DUE and devices() == 1


def test_a_service_that_does_not_answer_is_asked_again_and_delays_nobody_for_long(app, company, service, monkeypatch):
    monkeypatch.setattr("portal.notifications.pushing.TIME_LIMIT_SECONDS", 0.2)
    service.delay = 5
    Browser(service).allow(company.recruiter)
    tell(company.recruiter)
    work()
    effect = the_effect()
    assert effect.state is EffectState.DUE and effect.attempts == 1 and devices() == 1


def test_a_browser_is_one_persons_at_a_time_also_across_companies(company, service):
    browser = Browser(service)
    db.session.commit()
    db.session.expunge_all()
    other = factories.a_world("Other")
    with as_company(company.company_id):
        browser.allow(company.recruiter)
    for person in (company.recruiter, other.admin):
        browser.allow(person)
    assert devices() == 1
    for person, sent in ((company.recruiter, 0), (other.admin, 1)):
        with as_company(person.company_id):
            tell(person)
        work()
        assert len(service.requests) == sent


def test_of_eleven_devices_the_oldest_is_forgotten_and_nobody_forgets_anothers(company, service):
    for number in range(11):
        Browser(service, str(number)).allow(company.recruiter)
    assert devices() == rules_push.MOST_DEVICES
    last = Browser(service, "10")
    services.forget_browser(services.digest_of(last.endpoint), company.admin)
    with as_system("a look at all"):
        number = db.session.scalar(select(func.max(PushSubscription.id)))
    with pytest.raises(Missing):
        services.remove(number, company.admin)
    assert devices() == 10
    services.remove(number, company.recruiter)
    services.forget_browser(services.digest_of(last.endpoint), company.recruiter)
    assert devices() == 9


@pytest.mark.parametrize(
    ("endpoint", "fine"),
    [
        ("https://fcm.googleapis.com/fcm/send/abc", True),
        ("https://updates.push.services.mozilla.com/wpush/v2/abc", True),
        ("https://web.push.apple.com/abc", True),
        ("https://wns2-by3p.notify.windows.com/w/?token=abc", True),
        ("http://fcm.googleapis.com/abc", False),
        ("https://fcm.googleapis.com:8443/abc", False),
        ("https://fcm.googleapis.com.evil.example/abc", False),
        ("https://evilfcm.googleapis.com.example/", False),
        ("https://me@fcm.googleapis.com/abc", False),
        ("https://169.254.169.254/latest", False),
        ("https://[::1/abc", False),
        ("", False),
    ],
)
def test_only_the_push_services_of_browsers_are_called(company, endpoint, fine):
    assert push.is_service(endpoint, push.SERVICES) is fine


@pytest.mark.parametrize("field", ["p256dh", "auth"])
@pytest.mark.parametrize("value", ["", "AAAA", "not base64!", "A" * 5000, "BB" + "A" * 85])
def test_keys_that_cannot_be_ones_are_refused(company, service, field, value):
    browser = Browser(service)
    keys = {**browser.keys, field: value}
    with pytest.raises(BadInput) as refusal:
        services.subscribe(browser.endpoint, keys["p256dh"], keys["auth"], PHONE, company.recruiter)
    assert set(refusal.value.fields) == {"keys"}


@pytest.mark.parametrize("kind", NotificationType)
def test_every_type_has_words_for_a_lock_screen(kind):
    shown = rules_push.message(kind, "Acme", "/", "notif_x")
    assert (
        shown["body"].endswith(".")
        and "{" not in shown["body"]
        and rules_push.headers(kind, rules_push.LASTS)["Topic"] == kind.value
    )


@pytest.mark.parametrize(
    ("status", "after", "fate", "seconds"),
    [
        (201, None, Fate.TAKEN, None), (202, None, Fate.TAKEN, None), (404, None, Fate.GONE, None),
        (410, None, Fate.GONE, None), (429, "30", Fate.LATER, 30), (503, None, Fate.LATER, None),
        (503, "999999", Fate.LATER, 3600), (503, "Wed, 21 Oct 2026 07:28:00 GMT", Fate.LATER, 60),
        (400, None, Fate.REFUSED, None), (413, None, Fate.REFUSED, None), (301, None, Fate.REFUSED, None),
    ],
)  # fmt: skip
def test_what_an_answer_means(status, after, fate, seconds):
    assert (verdict(status, after).fate, verdict(status, after).seconds) == (fate, seconds)


@pytest.mark.parametrize("who", ["recruiter", "client_user", "candidate"])
def test_the_pages_keep_show_and_forget_devices(company, service, browse, who):
    person = (
        candidate_person(factories.an_account(factories.a_candidate())) if who == "candidate" else getattr(company, who)
    )
    root = "/portal/notifications" if who == "candidate" else "/notifications"
    mine, browser = browse(person), Browser(service)
    page = mine.get(f"{root}/settings")
    box = page.one("[data-push]")
    assert push.decoded(box["data-push"], 65)
    secret = {"X-CSRFToken": page.one("meta[name=csrf-token]")["content"]}
    sent = {"endpoint": browser.endpoint, **browser.keys}
    for _ in range(2):
        answer = mine.post(box["data-push-keep"], sent, htmx=True, headers={**secret, "User-Agent": PHONE})
        assert answer.status == 204
    page = mine.get(f"{root}/settings")
    assert "Chrome on Android" in page.words("#devices") and browser.endpoint not in page.text
    assert mine.submit(page, "#devices form").status == 303 and devices() == 0
    assert (
        mine.post(
            box["data-push-keep"], {**sent, "endpoint": "https://evil.example/"}, htmx=True, headers=secret
        ).status
        == 422
    )
    mine.post(box["data-push-keep"], sent, htmx=True, headers=secret)
    assert mine.post(box["data-push-forget"], sent, htmx=True, headers=secret).status == 204 and devices() == 0


def test_without_a_key_nothing_is_offered_and_nothing_goes(app, company, service, browse, monkeypatch):
    Browser(service).allow(company.recruiter)
    monkeypatch.setitem(app.config, "VAPID_PRIVATE_KEY", "")
    page = browse(company.recruiter).get("/notifications/settings")
    assert not page.soup.select("[data-push]") and "not set up" in page.words("#devices")
    assert tell(company.recruiter).channels == (C.IN_APP,)
    work()
    assert service.requests == []


def test_the_worker_script_stands_at_the_top_and_the_app_can_be_kept(app):
    visitor = app.test_client()
    script = visitor.get("/sw.js")
    assert (
        script.headers["Content-Type"].startswith("text/javascript") and script.headers["Cache-Control"] == "no-cache"
    )
    told = json.loads(visitor.get("/manifest.webmanifest").text)
    assert told["display"] == "standalone" and told["icons"]
    for icon in told["icons"]:
        assert visitor.get(icon["src"]).status_code == 200


@pytest.mark.parametrize(("name", "value"), [("VAPID_PRIVATE_KEY", "short"), ("VAPID_SUBJECT", "me")])
def test_a_setting_that_cannot_be_one_stops_the_start_by_name(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting, match=name):
        settings()
