"""The macros that every page is made of: what is wrong is named at its field, every state has a word and a sign."""

import importlib
import pkgutil
from enum import StrEnum

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import DataRequired, NumberRange, Optional

import portal
from portal.config import ROOT
from portal.core.paging import Page
from portal.web import templating

EVIL = "Sun'><img src=x onerror=alert(1)>"


class JobForm(FlaskForm):
    title = StringField(
        "Title", validators=[DataRequired("Give the job a title.")], description="As candidates read it"
    )
    openings = IntegerField("Openings", validators=[Optional(), NumberRange(1, message="At least one opening.")])
    client = SelectField("Client", choices=[("1", "Northwind"), ("2", "Contoso")])
    mode = RadioField("Mode", choices=[("v", "Video"), ("p", "Phone")], validators=[DataRequired("Choose a mode.")])
    public = BooleanField("Show on the careers page")


@pytest.fixture(scope="module")
def site():
    made = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    made.config.update(SECRET_KEY="for this test alone", WTF_CSRF_CHECK_DEFAULT=False)
    CSRFProtect(made)
    templating.install(made, unread=lambda person: 0, unread_talks=lambda person: 0)
    return made


@pytest.fixture
def show(site):
    """Render a piece of template with both macro files at hand; answers with the parsed HTML."""

    def rendered(source, url="/jobs", **context):
        imports = '{% import "components/ui.html" as ui %}{% import "components/forms.html" as forms %}'
        with site.test_request_context(url):
            return BeautifulSoup(site.jinja_env.from_string(imports + source).render(**context), "html.parser")

    return rendered


@pytest.fixture
def sent(site):
    """The job form as somebody sent it, checked."""

    def form(**values):
        with site.test_request_context("/jobs", method="POST", data={"client": "1", **values}):
            made = JobForm(meta={"csrf": False})
            made.validate()
            return made

    return form


def state_enums():
    """Every enum of the models that says in which state, mode or rank something is."""
    for module in pkgutil.walk_packages(portal.__path__, "portal."):
        if module.name.endswith(".models") or module.name.startswith("portal.core."):
            for kind in vars(importlib.import_module(module.name)).values():
                named = isinstance(kind, type) and issubclass(kind, StrEnum) and kind.__module__ == module.name
                if named and kind.__name__.endswith(("Status", "State", "Mode", "Priority", "Role")):
                    yield kind


VALUES = [value for kind in state_enums() for value in kind]


@pytest.mark.parametrize("value", VALUES, ids=lambda v: f"{type(v).__name__}.{v.name}")
def test_every_state_has_a_word_and_a_sign_of_its_own(show, value):
    badge = show("{{ ui.status(value) }}", value=value).span
    sign = badge.use["href"].partition("#")[2]
    assert badge.get_text(strip=True)
    assert sign != "record-circle" or value == "NEW", f"Add {value!s} to STATES in components/ui.html"


def test_a_state_nobody_thought_of_is_shown_grey_with_its_word(show):
    badge = show("{{ ui.status('left_us') }}").span
    assert "state-quiet" in badge["class"]
    assert badge.get_text(strip=True) == "Left us"


def test_a_field_names_its_hint_and_its_error_to_those_who_do_not_see(show, sent):
    page = show("{{ forms.field(form.title) }}", form=sent(title=""))
    control = page.input
    told = [page.find(id=name).get_text(" ", strip=True) for name in control["aria-describedby"].split()]
    assert told == ["As candidates read it", "Give the job a title."]
    assert control["aria-invalid"] == "true"
    assert page.label["for"] == control["id"]


def test_a_field_in_order_claims_no_error(show, sent):
    control = show("{{ forms.field(form.openings) }}", form=sent(title="Cook", openings="2")).input
    assert "aria-invalid" not in control.attrs
    assert "aria-describedby" not in control.attrs
    assert control["value"] == "2"


def test_what_was_typed_is_kept_and_escaped(show, sent):
    page = show("{{ forms.errors(form) }}{{ forms.field(form.title) }}", form=sent(title=EVIL, openings="0"))
    assert page.input["value"] == EVIL
    assert page.img is None


def test_the_summary_links_to_each_field_in_error(show, sent):
    page = show("{{ forms.errors(form) }}{% for f in form %}{{ forms.field(f) }}{% endfor %}", form=sent(openings="0"))
    links = {a.get_text(): a["href"] for a in page.select("[role=alert] a")}
    assert links == {"Title": "#title", "Openings": "#openings", "Mode": "#mode"}
    assert all(page.select_one(target) for target in links.values())


def test_an_error_that_belongs_to_no_field_stands_in_the_summary(show, sent):
    form = sent(title="Cook", mode="v")
    form.form_errors.append("Northwind takes no new jobs.")
    page = show("{{ forms.errors(form) }}", form=form)
    assert "Northwind takes no new jobs." in page.get_text()


def test_a_form_in_order_shows_no_summary(show, sent):
    assert show("{{ forms.errors(form) }}", form=sent(title="Cook", mode="v")).find() is None


@pytest.mark.parametrize(
    ("name", "optional"), [("title", False), ("openings", True), ("client", False), ("mode", False)]
)
def test_only_what_may_stay_empty_says_optional(show, sent, name, optional):
    page = show("{{ forms.field(form[name]) }}", form=sent(), name=name)
    assert bool(page.select_one(".optional")) == optional


def test_the_choices_of_a_question_stand_under_its_legend(show, sent):
    page = show("{{ forms.field(form.mode) }}", form=sent())
    assert page.fieldset.legend.get_text(strip=True) == "Mode"
    assert {label["for"] for label in page.select("label")} == {box["id"] for box in page.select("input")}
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))


def test_an_action_is_a_form_with_a_token_and_asks_in_escaped_words(show):
    form = show("{{ forms.action('/jobs/7/closing', 'Close', confirm=words) }}", words=f"Close {EVIL}?").form
    assert (form["method"], form["action"]) == ("post", "/jobs/7/closing")
    assert form.select_one("input[name=csrf_token]")["value"]
    assert form["data-confirm"] == f"Close {EVIL}?"
    assert form.img is None


def test_the_pager_keeps_the_filters_of_its_list(show):
    page = show("{{ ui.pager(page, '/jobs?status=open') }}", page=Page([1], "a+b/c="))
    assert page.a["href"] == "/jobs?status=open&cursor=a%2Bb/c%3D"
    assert page.a["rel"] == ["next"]


def test_the_pager_of_a_later_page_leads_back_to_the_first(show):
    page = show("{{ ui.pager(page, '/jobs') }}", url="/jobs?cursor=abc", page=Page([1], None))
    assert [a["href"] for a in page.select("a")] == ["/jobs"]


def test_a_list_of_one_page_has_no_pager(show):
    assert show("{{ ui.pager(page, '/jobs') }}", page=Page([1], None)).find() is None


def test_the_current_tab_says_so(show):
    items = [
        {"key": "story", "label": "Story", "url": "/a"},
        {"key": "notes", "label": "Notes", "url": "/b", "count": 0},
    ]
    page = show("{{ ui.tabs(items, 'notes') }}", items=items)
    assert [a["href"] for a in page.select("[aria-current=page]")] == ["/b"]
    assert page.select_one(".count").get_text() == "0"


def test_a_value_of_nought_is_a_value_and_nothing_is_said_to_be_nothing(show):
    page = show("<dl>{{ ui.kv('Openings', 0) }}{{ ui.kv('Salary', None) }}</dl>")
    assert [dd.get_text(strip=True) for dd in page.select("dd")] == ["0", "not given"]
