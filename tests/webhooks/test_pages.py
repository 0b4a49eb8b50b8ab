"""The admins' pages of webhooks, as a browser uses them."""

from ipaddress import ip_address

import pytest
from sqlalchemy import select

from portal.core import outbound
from portal.core.database import _one_writer, db
from portal.core.events import Event, EventDetails
from portal.webhooks import services
from portal.webhooks.models import DeliveryState, EndpointState, WebhookDelivery, WebhookEndpoint
from tests import factories
from tests.queries import MOST_PER_PAGE, count_queries
from tests.webhooks.steps import an_endpoint, deliveries, endpoint_now, happen, work

PATHS = ["", "/new"]
URL = "https://93.184.215.14/hook"


def add(browser, **values):
    return browser.submit(browser.get("/admin/webhooks/new"), "form.form", **{"url": URL, "everything": "y", **values})


@pytest.mark.parametrize("path", PATHS)
def test_the_pages_are_for_admins_alone(company, browse, path):
    assert browse(company.admin).get("/admin/webhooks" + path).status == 200
    assert browse(company.recruiter).get("/admin/webhooks" + path).status == 403
    assert browse(company.client_user).get("/admin/webhooks" + path).status == 403
    assert browse().get("/admin/webhooks" + path).location.startswith("/login?next=")


def test_the_admin_page_leads_there_and_tells_of_what_is_off(company, admin):
    endpoint, _ = an_endpoint(company, URL)
    found = endpoint_now(endpoint.id)
    found.state = EndpointState.OFF
    assert "1 switched off" in admin.get("/admin").words()
    assert admin.get("/admin").one('.todo-what a[href="/admin/webhooks"]')


def test_an_endpoint_is_added_and_its_secret_is_shown_once(company, admin):
    page = admin.follow(add(admin, description="HR"))
    secret = page.one("#secret")["value"]
    assert secret.startswith("whsec_")
    assert db.session.scalar(select(WebhookEndpoint.secret)) == secret
    path = page.response.request.path
    assert secret not in admin.get(path).text and secret not in admin.get("/admin/webhooks").text
    assert "HR" in admin.get("/admin/webhooks").words("table")


def test_the_secret_of_one_is_not_shown_to_another_admin_or_elsewhere(company, browse):
    from portal.accounts import queries as accounts
    from portal.accounts.models import Role

    first = browse(company.admin)
    answer = add(first)
    second = browse(accounts.person_of(factories.a_user(Role.ADMIN), accounts.get_company(company.company_id)))
    cookie = first.client.get_cookie("portal_secret_once", path="/admin/webhooks")
    second.client.set_cookie("portal_secret_once", cookie.value, path="/admin/webhooks")
    assert not second.get(answer.location).soup.select("#secret")
    other, _ = an_endpoint(company, URL)
    assert not first.get(f"/admin/webhooks/{other.id}").soup.select("#secret")
    assert first.get(answer.location).soup.select("#secret")


def test_events_are_chosen_by_name(company, admin):
    assert add(admin, everything=None, events=["job.created", "interview.booked"]).status == 303
    assert db.session.scalar(select(WebhookEndpoint.events)) == ["job.created", "interview.booked"]
    form = admin.get("/admin/webhooks/1/edit")
    checked = {box["value"] for box in form.soup.select("input[name=events][checked]")}
    assert checked == {"job.created", "interview.booked"}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"url": ""}, "url"),
        ({"url": "http://127.0.0.1/"}, "url"),
        ({"url": "http://169.254.169.254/latest"}, "url"),
        ({"url": "no address"}, "url"),
        ({"everything": None}, "events"),
        ({"everything": None, "events": ["no.such"]}, "events"),
        ({"secret": "short"}, "secret"),
        ({"secret": "x" * 300}, "secret"),
        ({"description": "x" * 201}, "description"),
    ],
)
def test_what_cannot_be_added_says_which_field_and_keeps_the_rest(company, admin, values, field):
    answer = add(admin, **{"description": "Our system", **values})
    assert answer.status == 422
    assert answer.one(f"#{field}-error")
    if field != "description":
        assert answer.one("#description")["value"] == "Our system"
    assert db.session.scalar(select(WebhookEndpoint.id)) is None


def test_a_name_that_leads_into_the_network_is_refused_before_the_database_is_asked(company, admin, monkeypatch):
    """On SQLite the look-up of a name would otherwise hold the only writer's place."""
    seen = []

    def resolve(host, port):
        seen.append(_one_writer.locked())
        return [ip_address("10.0.0.1")]

    monkeypatch.setattr(outbound, "resolve", resolve)
    answer = add(admin, url="https://inside.example/")
    assert answer.status == 422 and "private network" in answer.words("#url-error")
    assert seen == [False]


def test_a_company_has_at_most_twenty(company, admin):
    for _ in range(20):
        an_endpoint(company, URL)
    assert add(admin).status == 409


def test_two_admins_who_edit_one_endpoint_do_not_overwrite_each_other(company, browse):
    endpoint, _ = an_endpoint(company, URL, description="First")
    one, two = browse(company.admin), browse(company.admin)
    path = f"/admin/webhooks/{endpoint.id}/edit"
    pages = one.get(path), two.get(path)
    assert one.submit(pages[0], "form.form", description="From one").status == 303
    answer = two.submit(pages[1], "form.form", description="From two")
    assert answer.status == 409 and "From one" in answer.words("#conflict")
    assert answer.one("#description")["value"] == "From two"
    assert two.submit(answer, "form.form").status == 303
    assert endpoint_now(endpoint.id).description == "From two"


def test_editing_keeps_the_secret_and_an_event_that_is_not_offered_yet(company, admin):
    endpoint, secret = an_endpoint(company, URL, ["conversation.created", "job.created"])
    path = f"/admin/webhooks/{endpoint.id}/edit"
    assert admin.submit(admin.get(path), "form.form", description="New name").status == 303
    found = endpoint_now(endpoint.id)
    assert found.events == ["job.created", "conversation.created"] and found.secret == secret


def test_no_event_of_the_log_holds_the_secret_or_the_whole_address(company, admin):
    page = admin.follow(add(admin, url=URL + "?token=very-private"))
    secret = page.one("#secret")["value"]
    path = page.response.request.path
    admin.submit(admin.get(path + "/edit"), "form.form", url=URL + "?token=even-more-private")
    admin.submit(admin.get(path + "/secret"), "form.form", overlap_hours="1")
    for button in ("pause", "resumption", "ping", "deletion"):
        assert admin.post(f"{path}/{button}").status == 303
    names = db.session.scalars(select(Event.name).where(Event.name.like("webhook.%")).order_by(Event.id)).all()
    assert names == [
        f"webhook.{word}" for word in ("created", "updated", "secret_rotated", "paused", "resumed", "pinged", "deleted")
    ]
    everything = str(db.session.execute(select(Event.about)).all())
    everything += str(db.session.execute(select(EventDetails.old, EventDetails.new)).all())
    assert secret not in everything and "private" not in everything and "93.184.215.14" in everything


def test_a_test_event_leads_to_its_delivery(company, hook, admin):
    endpoint, _ = an_endpoint(company, hook.url)
    page = admin.submit(admin.get(f"/admin/webhooks/{endpoint.id}"), 'form[action$="/ping"]')
    work()
    shown = admin.get(page.location)
    assert "Delivered" in shown.words("h1") and "webhook-signature: v1," in shown.text
    assert '"type":"ping"' in shown.soup.select("pre")[-1].get_text()


def test_a_delivery_shows_what_was_sent_and_every_try(company, hook, admin):
    an_endpoint(company, hook.url)
    hook.status = 418
    happen(company)
    work()
    [delivery] = deliveries()
    page = admin.get(f"/admin/webhooks/deliveries/{delivery.id}")
    headers, body = page.soup.select("pre")
    [got] = hook.requests
    assert body.get_text() == got.body.decode()
    for name in ("webhook-id", "webhook-timestamp", "webhook-signature", "x-webhook-signature"):
        assert got.headers[name] in headers.get_text()
    assert "Answered 418." in page.words(".timeline")


def test_deliveries_are_filtered_and_paged(company, hook, admin):
    endpoint, _ = an_endpoint(company, hook.url)
    happen(company, 60)
    work()
    services.ping(endpoint_now(endpoint.id), company.admin)
    path = f"/admin/webhooks/{endpoint.id}"
    page = admin.get(path)
    assert len(page.soup.select("tbody tr")) == 50
    further = admin.get(page.one(".pager a[rel=next]")["href"] if page.soup.select(".pager a[rel=next]") else "/")
    assert len(further.soup.select("tbody tr")) == 11
    assert len(admin.get(path + "?state=due").soup.select("tbody tr")) == 1
    assert len(admin.get(path + "?event=ping", htmx=True).soup.select("tbody tr")) == 1
    assert "No delivery is like that" in admin.get(path + "?state=dead").words()
    assert admin.get(path + "?cursor=nonsense").status == 422


def test_a_delivery_is_sent_again_by_a_button(company, hook, admin):
    an_endpoint(company, hook.url)
    happen(company)
    work()
    page = admin.get(f"/admin/webhooks/deliveries/{deliveries()[0].id}")
    assert admin.submit(page, 'form[action$="/sending"]').status == 303
    work()
    assert len(hook.requests) == 2


def test_everything_since_a_time_is_sent_again_by_a_form(company, hook, admin):
    endpoint, _ = an_endpoint(company, hook.url)
    happen(company, 3)
    work()
    db.session.query(WebhookDelivery).update({"state": DeliveryState.DEAD})
    form = admin.get(f"/admin/webhooks/{endpoint.id}/resending")
    assert form.one("#since")["value"]
    answer = admin.submit(form, "form.form")
    assert "3 deliveries" in admin.follow(answer).words()
    work()
    assert len(hook.requests) == 6
    assert admin.submit(form, "form.form", since="soon").status == 422


def test_buttons_that_do_not_fit_the_state_are_not_there_and_refused(company, admin):
    endpoint, _ = an_endpoint(company, URL)
    path = f"/admin/webhooks/{endpoint.id}"
    assert admin.post(path + "/activation").status == 409
    assert admin.post(path + "/pause").status == 303
    page = admin.get(path)
    assert page.soup.select('form[action$="/resumption"]') and not page.soup.select('form[action$="/ping"]')
    assert admin.post(path + "/ping").status == 409
    assert admin.post(path + "/resending", {"since": "2026-01-01T10:00"}).status == 409


def test_a_page_with_many_deliveries_asks_few_questions(company, hook, admin):
    endpoint, _ = an_endpoint(company, hook.url)
    happen(company, 30)
    with count_queries() as sent:
        admin.get(f"/admin/webhooks/{endpoint.id}")
    assert len(sent) <= MOST_PER_PAGE, str(sent)


def test_the_list_reads_no_secret(company, admin):
    an_endpoint(company, URL)
    with count_queries() as sent:
        admin.get("/admin/webhooks")
    assert not any("secret" in statement for statement in sent)
