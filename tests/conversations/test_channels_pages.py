"""The admins' pages of channels, as a browser uses them."""

import json

import pytest
from sqlalchemy import select

from portal.conversations.channels.catalogue import PROVIDERS
from portal.conversations.models import Channel, ChannelType, Message, Provider, Sender
from portal.core.database import db
from portal.core.events import EventDetails
from tests.conversations.carried import META, a_carried, a_written, worked
from tests.conversations.talks import a_channel
from tests.core.receiver import receiver
from tests.queries import MOST_PER_PAGE, count_queries

HOME = "/conversations/channels"
FIELDS = {
    Provider.META: {"phone_number_id": "106540352242922", **META},
    Provider.TWILIO: {"account_sid": "AC" + "0" * 32, "auth_token": "twilio-auth-token", "address": "+15005550006"},
    Provider.GATEWAY: {"gateway_url": "https://93.184.215.14/hook"},
}
KINDS = [(kind, provider) for provider, about in PROVIDERS.items() for kind in about.types]


def stored(**values):
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(select(Channel).filter_by(**values).order_by(Channel.id.desc())).first()


def add(browser, kind, provider, **values):
    page = browser.get(f"{HOME}/new?of={kind}.{provider}")
    return browser.submit(page, "form.form", **{"name": "Mine", **FIELDS.get(provider, {}), **values})


@pytest.mark.parametrize("path", ["", "/new", "/1", "/1/edit", "/1/secret"])
def test_the_pages_are_for_admins_alone(company, browse, path):
    a_carried(Provider.GATEWAY)
    assert browse(company.admin).get(HOME + path).status == 200
    assert browse(company.recruiter).get(HOME + path).status == 403
    assert browse(company.client_user).get(HOME + path).status == 403
    assert browse().get(HOME + path).location.startswith("/login?next=")


@pytest.mark.parametrize(("kind", "provider"), KINDS)
def test_a_channel_of_every_kind_is_added_and_shows_no_secret_twice(company, admin, kind, provider):
    page = admin.follow(add(admin, kind, provider))
    assert page.status == 200
    number = int(page.response.request.path.rsplit("/", 1)[1])
    shown = [box["value"] for box in page.soup.select("#secret")]
    assert bool(shown) is PROVIDERS[provider].signs
    again = admin.get(f"{HOME}/{number}").text + admin.get(f"{HOME}/{number}/edit").text + admin.get(HOME).text
    secrets = [*shown, *(FIELDS.get(provider, {}).get(s.key, "") for s in PROVIDERS[provider].settings if s.is_secret)]
    assert not any(secret in again for secret in secrets)
    details = " ".join(str(vars(one)) for one in db.session.scalars(select(EventDetails)))
    assert not any(secret in details for secret in secrets)


@pytest.mark.parametrize(
    ("provider", "values", "field"),
    [
        (Provider.GATEWAY, {"gateway_url": "http://127.0.0.1/"}, "gateway_url"),
        (Provider.GATEWAY, {"gateway_url": "http://169.254.169.254/latest"}, "gateway_url"),
        (Provider.GATEWAY, {"name": ""}, "name"),
        (Provider.GATEWAY, {"address": "12"}, "address"),
        (Provider.TWILIO, {"account_sid": "nothing"}, "account_sid"),
        (Provider.TWILIO, {"auth_token": ""}, "auth_token"),
        (Provider.TWILIO, {"address": ""}, "address"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(company, admin, provider, values, field):
    answer = add(admin, ChannelType.SMS, provider, **values)
    assert answer.status == 422 and answer.soup.select(f"#{field}-error"), answer.words("main")
    assert stored() is None


def test_an_empty_secret_keeps_the_one_that_is_stored(company, admin):
    number = a_carried(Provider.META).id
    db.session.commit()
    page = admin.get(f"{HOME}/{number}/edit")
    assert not any(box.get("value") for box in page.soup.select("input[type=password]"))
    assert admin.submit(page, "form.form", name="Renamed", app_secret="a-new-app-secret").status == 303
    found = stored(id=number)
    assert found.name == "Renamed"
    assert json.loads(found.credentials) == {**META, "app_secret": "a-new-app-secret"}


def test_who_saves_over_a_change_of_somebody_else_is_told(company, admin):
    number = a_carried(Provider.GATEWAY).id
    db.session.commit()
    first, second = admin.get(f"{HOME}/{number}/edit"), admin.get(f"{HOME}/{number}/edit")
    assert admin.submit(first, "form.form", name="First").status == 303
    assert admin.submit(second, "form.form", name="Second").status == 409
    assert stored(id=number).name == "First"


def test_a_new_secret_is_shown_once_and_signs_from_now_on(company, admin):
    number = a_carried(Provider.GATEWAY).id
    db.session.commit()
    old = stored(id=number).secret
    for hours in ("soon", "-1", "169", ""):
        assert admin.submit(admin.get(f"{HOME}/{number}/secret"), "form.form", overlap_hours=hours).status == 422
    page = admin.follow(admin.submit(admin.get(f"{HOME}/{number}/secret"), "form.form", overlap_hours="2"))
    secret = page.one("#secret")["value"]
    assert (stored(id=number).secret, stored(id=number).previous_secret) == (secret, old)
    again = admin.get(f"{HOME}/{number}").text
    assert secret not in again and old not in again and "The secret before it holds too until" in again


def test_a_channel_without_a_secret_gets_its_first_one(company, admin):
    number = a_channel(ChannelType.EMAIL, provider=Provider.SMTP).id
    db.session.commit()
    page = admin.follow(admin.submit(admin.get(f"{HOME}/{number}/secret"), "form.form"))
    assert page.one("#secret")["value"] == stored(id=number).secret
    assert stored(id=number).previous_secret is None


def test_pausing_and_resuming(company, admin):
    number = a_carried(Provider.GATEWAY).id
    for path, status in (("pause", "paused"), ("resumption", "active")):
        admin.submit(admin.get(f"{HOME}/{number}"), f"form[action='{HOME}/{number}/{path}']")
        assert stored(id=number).status.value == status


@pytest.mark.parametrize(("status", "words"), [(200, "It was taken."), (400, "The gateway refused it (400)")])
def test_a_test_message_says_what_the_provider_answered(app, company, admin, monkeypatch, status, words):
    monkeypatch.setitem(app.config, "WEBHOOK_ALLOW_PRIVATE", "127.0.0.0/8")
    with receiver(status=status) as hook:
        number = a_carried(Provider.GATEWAY, hook.url).id
        form = f"form[action='{HOME}/{number}/test']"
        assert admin.submit(admin.get(f"{HOME}/{number}"), form, to="nobody").status == 422
        assert admin.submit(admin.get(f"{HOME}/{number}"), form, to="+91 98400 12345").status == 303
        worked()
        [got] = hook.requests
        assert json.loads(got.body)["to"] == "+919840012345" and json.loads(got.body)["message_id"] == 0
        assert words in admin.get(f"{HOME}/{number}").words("#tested")


def test_an_invented_contact_writes(company, admin):
    number = a_carried(Provider.TEST).id
    form = f"form[action='{HOME}/{number}/playing']"
    assert admin.submit(admin.get(f"{HOME}/{number}"), form, sender="12", words="Hi").status == 422
    assert admin.submit(admin.get(f"{HOME}/{number}"), form, sender="+919840012345", words="Hi").status == 303
    texts = db.session.scalars(select(Message.text).where(Message.sender == Sender.CONTACT)).all()
    assert texts == ["Hi"]


def test_the_list_says_why_the_newest_message_did_not_go_out(company, admin):
    message = a_written(company, a_carried(Provider.GATEWAY))
    message.failure = "The gateway cannot take it at the moment (503)."
    assert "cannot take it at the moment (503)" in admin.get(HOME).words("table")
    assert "1 with a problem" in admin.get("/admin").words()


def test_templates_are_kept_and_used_by_the_assistant(company, admin):
    number = a_carried(Provider.META).id
    path = f"{HOME}/{number}/templates"
    form = f"form[action='{path}']"
    text = "Hello {{1}}, this is the automated assistant of {{2}}."
    refused = admin.submit(admin.get(path), form, name="Bad Name", language="en", text=text)
    assert refused.status == 422 and refused.soup.select("#name-error")
    admin.submit(admin.get(path), form, name="hello", language="en", text=text)
    use = {"use": "opening_template", "template": "hello/en"}
    wrong = admin.post(f"{path}/use", {**use, "names": "first_name"})
    assert wrong.status == 422 and wrong.soup.select("#opening_template-names-error")
    assert admin.post(f"{path}/use", {**use, "names": "first_name, company"}).status == 303
    wanted = "Hello {first_name}, this is the automated assistant of {company}."
    assert stored(id=number).settings["opening_template"] == {"name": "hello", "language": "en", "text": wanted}
    admin.post(f"{path}/removal", {"name": "hello", "language": "en"})
    assert stored(id=number).settings == {"phone_number_id": "106540352242922", "templates": []}


def test_a_template_that_does_not_say_that_it_is_automated_is_not_used(company, admin):
    template = {"name": "hi", "language": "en", "text": "Hello there"}
    number = a_carried(Provider.META, settings={"phone_number_id": "1", "templates": [template]}).id
    answer = admin.post(f"{HOME}/{number}/templates/use", {"use": "nudge_template", "template": "hi/en", "names": ""})
    assert answer.status == 422 and "must say that the message is automated" in answer.words("main")


@pytest.mark.parametrize("path", ["", "/1", "/1/edit", "/1/templates"])
def test_no_page_asks_much(company, admin, path):
    a_carried(Provider.META)
    db.session.commit()
    with count_queries() as asked:
        assert admin.get(HOME + path).status == 200
    assert len(asked) <= MOST_PER_PAGE


@pytest.mark.parametrize("path", ["/conversations/channels", "/conversations/channels/new", "/conversations/settings"])
def test_what_stands_on_the_admin_page_is_marked_as_admin_in_the_rail(company, admin, path):
    assert {a["href"] for a in admin.get(path).soup.select(".rail [aria-current=page]")} == {"/admin"}
