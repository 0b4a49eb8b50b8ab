"""The pages about clients: what a person sees and may do there."""

import pytest
from sqlalchemy import select

from portal.accounts.models import AccountStatus, User
from portal.clients import services
from portal.clients.models import Client, ClientNote, ClientStatus
from portal.clients.pages import listing
from portal.core.database import db
from portal.core.ids import encode
from portal.core.mail import Mail
from portal.core.outbox import run_due
from tests import factories
from tests.queries import MOST_PER_PAGE, count_queries


def url(client_id, rest=""):
    return f"/clients/{encode('client', client_id)}{rest}"


def names(page):
    return [a.get_text() for a in page.soup.select("#results .row-link")]


def stored(client_id):
    db.session.expire_all()
    return db.session.get(Client, client_id)


def test_the_list_shows_what_each_client_has(company, recruiter):
    job = factories.a_job(company.client_id)
    factories.a_job(company.client_id, status="closed")
    for status in ("NEW", "REJECTED", "IN_PROGRESS"):
        factories.an_application(factories.a_candidate(), job, status=status)
    db.session.commit()
    page = recruiter.get("/clients")
    assert [td.get_text() for td in page.soup.select("td.number")] == ["1", "2"]


def test_words_and_status_narrow_the_list_and_stay_in_every_link(company, recruiter):
    factories.a_client(company_name="Blue Harbour", city="Mumbai", industry="Finance")
    factories.a_client(company_name="Blue Sky", city="Pune", status=ClientStatus.INACTIVE)
    factories.a_client(company_name="100% Green", city="Pune")
    db.session.commit()
    assert names(recruiter.get("/clients?q=blue")) == ["Blue Harbour", "Blue Sky"]
    assert names(recruiter.get("/clients?q=fin blue")) == ["Blue Harbour"]
    assert names(recruiter.get("/clients?q=100%25")) == ["100% Green"]
    page = recruiter.get("/clients?q=blue&status=inactive&sort=-name")
    assert names(page) == ["Blue Sky"]
    assert "q=blue" in page.soup.select_one('.chips a[href*="status=active"]')["href"]


def test_a_page_goes_on_where_the_last_one_ended_whatever_stands_twice(company, recruiter, monkeypatch):
    for _ in range(5):
        factories.a_client(company_name="Same", created_at=factories.at("2026-01-01"))
    db.session.commit()
    real = listing.queries.client_page
    monkeypatch.setattr(listing.queries, "client_page", lambda wanted, cursor: real(wanted, cursor, limit=2))
    for sort in listing.SORTS:
        seen, here = [], f"/clients?sort={sort}"
        while here:
            page = recruiter.get(here)
            seen += [a["href"] for a in page.soup.select("#results .row-link")]
            onward = page.soup.select_one('a[rel="next"]')
            here = onward and onward["href"]
        assert len(seen) == len(set(seen)) == 6, sort


@pytest.mark.parametrize("query", ["sort=password", "status=deleted", "sort=-name;drop", "status=", "sort=name desc"])
def test_peer_13_a_filter_that_is_none_of_ours_is_as_if_it_were_not_there(company, recruiter, query):
    assert names(recruiter.get(f"/clients?{query}")) == names(recruiter.get("/clients"))


@pytest.mark.parametrize(
    "cursor", ["x", "W10", "WzEsMl0", "WyJcdTAwMDAiLDFd", "WyJhIiwxZTMwOF0", "WyJhIiw5OTk5OTk5OTk5OTk5OTk5OTk5OTld"]
)
def test_peer_13_a_cursor_that_is_none_of_ours_is_refused_in_words(company, recruiter, cursor):
    assert recruiter.get(f"/clients?cursor={cursor}").status == 422


def test_a_swap_gets_the_results_alone(company, recruiter):
    part = recruiter.get("/clients?q=nobody", htmx=True)
    assert "<html" not in part.text
    assert part.one("#results")


def test_a_client_is_added_with_every_field(company, recruiter):
    form = recruiter.get("/clients/new")
    answer = recruiter.submit(
        form,
        "form.form",
        company_name=" Northwind ",
        website="northwind.example",
        phone="+91 44 2345 6789",
        address="12 Harbour Road",
        city="Chennai",
        state="Tamil Nadu",
        country="India",
        postal_code="600001",
        industry="Logistics",
        notes="Pays on time.",
    )
    page = recruiter.follow(answer)
    assert page.words("h1").startswith("Northwind")
    for fact in ("northwind.example", "12 Harbour Road, 600001 Chennai, Tamil Nadu, India", "Pays on time."):
        assert fact in page.words("main")


def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(company, recruiter):
    form = recruiter.get("/clients/new")
    answer = recruiter.submit(form, "form.form", company_name="", website="javascript:alert(1)", city="Pune")
    assert answer.status == 422
    answer = recruiter.submit(form, "form.form", company_name="New", website="javascript:alert(1)", city="Pune")
    assert answer.status == 422
    assert answer.one("#website")["aria-invalid"] == "true"
    assert answer.one("#city")["value"] == "Pune"


def test_peer_14_the_form_takes_no_company_and_no_status(company, recruiter):
    other = factories.a_company("Other")
    db.session.commit()
    form = recruiter.get(url(company.client_id, "/edit"))
    recruiter.submit(form, "form.form", city="Goa", company_id=str(other.id), status="inactive", id="1")
    client = stored(company.client_id)
    assert (client.city, client.company_id, client.status) == ("Goa", company.company_id, ClientStatus.ACTIVE)


def test_a_stale_save_shows_both_and_a_second_one_wins(company, recruiter):
    form = recruiter.get(url(company.client_id, "/edit"))
    client = stored(company.client_id)
    services.update_client(
        client, {"company_name": client.company_name, "city": "Pune"}, by=company.admin, version=client.version
    )
    db.session.commit()
    refused = recruiter.submit(form, "form.form", city="Goa")
    assert refused.status == 409
    assert "now “Pune”, yours “Goa”" in refused.words("#conflict")
    assert stored(company.client_id).city == "Pune"
    assert recruiter.submit(refused, "form.form").status == 303
    assert stored(company.client_id).city == "Goa"


def test_deactivating_offers_the_way_back(company, recruiter):
    page = recruiter.get(url(company.client_id))
    page = recruiter.follow(recruiter.submit(page, 'form[action$="/deactivation"]'))
    assert "is inactive" in page.words("#toasts")
    page = recruiter.follow(recruiter.submit(page, "#toasts form"))
    assert stored(company.client_id).status is ClientStatus.ACTIVE


def test_deactivating_twice_is_refused(company, recruiter):
    recruiter.post(url(company.client_id, "/deactivation"))
    assert recruiter.post(url(company.client_id, "/deactivation")).status == 409


def test_only_an_admin_deletes_a_client_and_is_asked_in_words(company, admin, recruiter):
    number = factories.a_client(company_name="Gone").id
    db.session.commit()
    assert recruiter.post(url(number, "/deletion")).status == 403
    page = admin.get(url(number))
    assert "Gone" in page.one('form[action$="/deletion"]')["data-confirm"]
    assert admin.submit(page, 'form[action$="/deletion"]').status == 303
    assert not db.session.scalars(select(Client.id).where(Client.id == number)).all()


def test_a_client_with_jobs_is_not_offered_for_deletion_and_stays(company, admin):
    factories.a_job(company.client_id)
    db.session.commit()
    assert not admin.get(url(company.client_id)).soup.select('form[action$="/deletion"]')
    assert admin.post(url(company.client_id, "/deletion")).status == 409
    assert stored(company.client_id) is not None


def test_a_person_of_the_client_is_added_and_gets_a_mail(company, recruiter):
    form = recruiter.get(url(company.client_id, "/people/new"))
    answer = recruiter.submit(form, "form.form", name="Nina Fernandes", email="nina@northwind.example", phone="1 2")
    assert "Nina Fernandes" in recruiter.follow(answer).words("table")
    user = db.session.scalars(select(User).where(User.email == "nina@northwind.example")).one()
    assert (user.client_id, user.role, user.first_name) == (company.client_id, "client_user", "Nina")
    db.session.commit()
    db.session.expunge_all()
    run_due()
    assert db.session.scalars(select(Mail.to_email)).all() == ["nina@northwind.example"]


def test_an_address_that_is_taken_is_said_at_its_field(company, recruiter):
    form = recruiter.get(url(company.client_id, "/people/new"))
    answer = recruiter.submit(form, "form.form", name="Nina", email=company.admin.email)
    assert answer.status == 422
    assert answer.one("#email")["aria-invalid"] == "true"
    assert answer.one("#name")["value"] == "Nina"


def test_peer_14_a_person_stays_with_the_client_and_keeps_the_role(company, recruiter):
    other = factories.a_client()
    db.session.commit()
    form = recruiter.get(url(company.client_id, f"/people/{encode('user', company.client_user.id)}/edit"))
    answer = recruiter.submit(form, "form.form", name="New Name", client_id=str(other.id), role="admin")
    assert answer.status == 303
    user = db.session.get(User, company.client_user.id)
    assert (user.name, user.client_id, user.role) == ("New Name", company.client_id, "client_user")


def test_removing_a_person_ends_their_access_and_can_be_undone(company, recruiter, client_user):
    assert client_user.get("/jobs").status == 200
    page = recruiter.get(url(company.client_id, "?tab=people"))
    page = recruiter.follow(recruiter.submit(page, 'form[action$="/deactivation"][action*="/people/"]'))
    assert client_user.get("/jobs").status == 302
    recruiter.submit(page, "#toasts form")
    db.session.expire_all()
    assert db.session.get(User, company.client_user.id).status is AccountStatus.ACTIVE


def test_a_person_of_another_client_is_not_found_here(company, recruiter):
    other = factories.a_client()
    db.session.commit()
    user = encode("user", company.client_user.id)
    for rest in ("/edit", "/deactivation", "/activation", "/welcome"):
        call = recruiter.get if rest == "/edit" else recruiter.post
        assert call(url(other.id, f"/people/{user}{rest}")).status == 404


def test_staff_cannot_be_changed_by_way_of_a_client(company, recruiter):
    staff = encode("user", company.admin.id)
    assert recruiter.post(url(company.client_id, f"/people/{staff}/deactivation")).status == 404


def test_a_note_is_added_and_shown_as_text(company, recruiter):
    page = recruiter.get(url(company.client_id, "?tab=notes"))
    page = recruiter.follow(recruiter.submit(page, 'form[action$="/notes"]', text="<b>Call</b> Monday"))
    assert page.words("article.note .note-body") == "<b>Call</b> Monday"


def test_an_empty_note_is_refused_in_its_place(company, recruiter):
    page = recruiter.get(url(company.client_id, "?tab=notes"))
    answer = recruiter.submit(page, 'form[action$="/notes"]', text="  ")
    assert answer.status == 422
    assert answer.one("#text")["aria-invalid"] == "true"


def test_a_client_user_sees_their_client_and_nothing_of_the_companys_own(company, client_user):
    client = stored(company.client_id)
    client.notes = "Slow to pay"
    services.add_note(client, "Bargains hard", by=company.admin)
    db.session.commit()
    answer = client_user.get("/clients")
    assert answer.location == url(company.client_id)
    for rest in ("", "?tab=people", "?tab=notes"):
        page = client_user.get(url(company.client_id, rest))
        assert page.status == 200
        assert "Slow to pay" not in page.text and "Bargains hard" not in page.text
        assert not page.soup.select("main form, main a[href$='/edit']")


def test_a_client_user_sees_no_other_client(company, client_user):
    other = factories.a_client()
    db.session.commit()
    assert client_user.get(url(other.id)).status == 404


@pytest.mark.parametrize("rest", ["/activation", "/deactivation", "/deletion", "/notes", "/people/new", "/edit"])
def test_peer_08_a_client_user_changes_nothing(company, client_user, rest):
    before = stored(company.client_id).version
    assert client_user.post(url(company.client_id, rest), {"text": "x", "company_name": "x"}).status == 403
    assert stored(company.client_id).version == before
    assert not db.session.scalars(select(ClientNote.id)).all()


def test_another_company_has_nothing_here(company, browse):
    other = factories.a_world("Other")
    stranger = browse(other.admin)
    for rest in ("", "/edit"):
        assert stranger.get(url(company.client_id, rest)).status == 404
    for rest in ("/activation", "/deactivation", "/deletion", "/notes"):
        assert stranger.post(url(company.client_id, rest), {"text": "x"}).status == 404
    assert url(company.client_id) not in stranger.get("/clients").text


@pytest.mark.parametrize("path", ["/clients", "?tab=jobs", "?tab=people", "?tab=notes"])
def test_no_page_asks_more_than_twelve_times(company, recruiter, path):
    for _ in range(4):
        client = factories.a_client()
        factories.an_application(factories.a_candidate(), factories.a_job(client.id))
    db.session.commit()
    with count_queries() as sent:
        recruiter.get(path if path.startswith("/") else url(client.id, path))
    assert len(sent) <= MOST_PER_PAGE, sent


def test_a_stale_change_of_a_clients_person_keeps_what_was_typed(recruiter, company):
    path = f"/clients/{company.client_id}/people/{company.client_user.id}/edit"
    page = recruiter.get(path)
    recruiter.submit(page, "main form[method=post]", name="First Saved")
    stale = recruiter.submit(page, "main form[method=post]", name="Second Typed")
    assert stale.status == 409
    assert stale.one("input[name=name]")["value"] == "Second Typed"
