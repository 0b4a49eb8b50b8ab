"""The three frames of pages: one heading, a way past the rail, nothing offered that leads nowhere."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from portal.core.people import Person, PersonKind

LAYOUTS = ["layout.html", "portal_layout.html", "plain_layout.html"]
RAHUL = Person(PersonKind.USER, 1, 1, "Rahul Kapoor", "rahul@acme.example", "recruiter", company_name="Acme & Sons")
RAHUL = replace(RAHUL, permissions=frozenset({"candidates.read"}))
PLACES = ["Today", "Jobs", "Candidates", "Interviews", "Clients", "Admin"]


def rail(*labels):
    shared, more = {"icon": "house", "count": None}, len(labels) > 5
    return [
        {"label": word, "url": f"/{word.lower()}", "active": word == "Jobs", "late": more and n > 3, **shared}
        for n, word in enumerate(labels)
    ]


@pytest.fixture
def show(_app):
    """Render a page that fills the blocks of a layout; answers with the parsed HTML."""

    def rendered(layout, **context):
        source = f'{{% extends "{layout}" %}}{{% block title %}}Jobs{{% endblock %}}'
        source += "{% block content %}<p>What is open</p>{% endblock %}"
        known = {"person": RAHUL, "company_name": RAHUL.company_name, "navigation": rail(*PLACES), "unread": 0}
        with _app.test_request_context("/jobs"):
            html = _app.jinja_env.from_string(source).render({**known, **context})
        return BeautifulSoup(html, "html.parser")

    return rendered


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("person", [RAHUL, None], ids=["signed in", "nobody"])
def test_a_page_has_one_heading_one_main_part_and_a_title(show, layout, person):
    page = show(layout, person=person, navigation=rail(*PLACES) if person else [])
    assert [h1.get_text(strip=True) for h1 in page.select("h1")] == ["Jobs"]
    assert page.title.get_text() == "Jobs · Acme & Sons"
    assert page.select_one("main#main").select_one("p:-soup-contains('What is open')")
    assert page.select_one("main #notices[aria-live=polite]") is not None
    assert page.select_one("#toasts[aria-live=polite]") is not None
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_scripts_come_from_here_and_wait_for_the_page(show, layout):
    scripts = show(layout).select("script")
    assert scripts
    assert all(script["src"].startswith("/static/") and script.has_attr("defer") for script in scripts)


@pytest.mark.parametrize(("theme", "mode"), [("dark", "dark"), ("light", "light"), (None, None)])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_theme_is_the_readers_choice_or_the_systems(show, layout, theme, mode):
    assert show(layout, theme=theme).html.get("data-bs-theme") == mode


def test_the_rail_marks_where_one_is(show):
    assert {a["href"] for a in show("layout.html").select(".rail [aria-current=page]")} == {"/jobs"}


def test_on_a_phone_the_fifth_place_opens_the_rest(show):
    page = show("layout.html")
    kept = [a["href"] for a in page.select(".rail > ul > li:not(.rail-late) > a")]
    more = [a["href"] for a in page.select(".rail-more a")]
    assert kept + more == [f"/{word.lower()}" for word in PLACES]
    assert len(kept) == 4


def test_five_places_need_no_more(show):
    page = show("layout.html", navigation=rail(*PLACES[:5]))
    assert page.select(".rail-more, .rail-late") == []


def test_who_may_not_see_candidates_is_offered_no_search(show):
    assert show("layout.html").select_one("form[role=search]") is not None
    assert show("layout.html", person=replace(RAHUL, permissions=frozenset())).select_one("form[role=search]") is None


def test_who_must_change_the_password_is_offered_only_that_and_the_way_out(show):
    page = show("layout.html", person=replace(RAHUL, must_change_password=True), navigation=[])
    assert page.select("form[role=search], .bell, .rail, a[href='/profile']") == []
    assert page.select_one("form[action='/logout'] button") is not None


@pytest.mark.parametrize(("unread", "words"), [(0, "Notifications"), (3, "Notifications, 3 unread")])
def test_the_bell_says_how_many_wait(show, unread, words):
    assert show("layout.html", unread=unread).select_one(".bell")["aria-label"] == words


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_toast_is_shown_as_text_and_can_be_undone(show, layout):
    toasts = [{"message": "<b>Priya</b> is shortlisted.", "kind": "success", "undo_url": "/undo"}]
    line = show(layout, toasts=toasts).select_one("[data-toast]")
    assert line.p.get_text() == "<b>Priya</b> is shortlisted."
    assert line.select_one("form[action='/undo'][method=post] input[name=csrf_token]")["value"]


@pytest.mark.parametrize("template", ["errors/problem.html", "errors/_notice.html"])
def test_a_refusal_says_what_happened_and_what_can_be_done(_app, template):
    details = [{"field": "status", "reason": "allowed: on_hold, closed"}]
    with _app.test_request_context("/jobs/7/opening"):
        html = _app.jinja_env.get_template(template).render(
            status=409, title="That is not possible now", message="A <closed> job.", extra={"details": details}
        )
    text = BeautifulSoup(html, "html.parser").get_text(" ", strip=True)
    assert "A <closed> job." in text
    assert "Status: allowed: on_hold, closed" in text
