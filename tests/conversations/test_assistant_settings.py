"""Admin → Conversations: what the assistant does, and when others may answer."""

import pytest
from sqlalchemy import select

from portal.conversations.models import ConversationSettings, Opens
from portal.conversations.queries.settings import Ways, ways
from portal.conversations.services.settings import save_settings
from portal.core.database import db
from portal.core.errors import BadInput, Conflict
from tests.conversations.talks import events

PAGE = "/conversations/settings"


def test_a_company_that_has_changed_nothing_has_the_defaults(company):
    assert ways() == Ways(True, Opens.ATS, 24, 30, 0)


def test_an_admin_comes_from_admin_and_saves(company, admin):
    assert admin.get("/admin").one(f'a[href="{PAGE}"]')
    answer = admin.submit(admin.get(PAGE), "form.form", opens="all", nudge_after_hours="48", offer_after_minutes="0")
    assert answer.location == PAGE
    assert ways() == Ways(True, Opens.ALL, 48, 0, ways().version)
    assert admin.follow(answer).one("#nudge_after_hours")["value"] == "48"
    assert len(events("conversation_settings.updated")) == 1


def test_the_assistant_can_be_switched_off_and_on(company, admin):
    page = admin.get(PAGE)
    assert page.one("#assistant_on").has_attr("checked")
    page.one("#assistant_on")
    secret = page.one("meta[name=csrf-token]")["content"]
    values = {"opens": "ats", "nudge_after_hours": "24", "offer_after_minutes": "30", "version": "0"}
    admin.post(PAGE, values, headers={"X-CSRFToken": secret})
    assert not ways().assistant_on
    values["version"] = str(ways().version)
    admin.post(PAGE, {**values, "assistant_on": "y"}, headers={"X-CSRFToken": secret})
    assert ways().assistant_on


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("nudge_after_hours", "0"),
        ("nudge_after_hours", "337"),
        ("nudge_after_hours", "soon"),
        ("offer_after_minutes", "-1"),
        ("offer_after_minutes", "1441"),
        ("opens", "sometimes"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(company, admin, field, value):
    answer = admin.submit(admin.get(PAGE), "form.form", **{field: value})
    assert answer.status == 422 and answer.soup.select(f"#{field}[aria-invalid]")
    assert db.session.scalars(select(ConversationSettings)).all() == []


@pytest.mark.parametrize("values", [{"nudge_after_hours": 0}, {"offer_after_minutes": 1441}])
def test_the_service_holds_the_ranges_too(company, values):
    with pytest.raises(BadInput) as refusal:
        save_settings(values, company.admin)
    assert set(refusal.value.fields) == set(values)


def test_of_two_who_save_at_once_the_second_sees_what_has_changed(company, admin):
    page = admin.get(PAGE)
    save_settings({"nudge_after_hours": 5}, company.admin)
    db.session.commit()
    answer = admin.submit(page, "form.form", nudge_after_hours="9")
    assert answer.status == 409 and "is now “5”" in answer.text
    assert ways().nudge_after_hours == 5
    with pytest.raises(Conflict):
        save_settings({"nudge_after_hours": 6}, company.admin, version=0)


@pytest.mark.parametrize("who", ["recruiter", "client_user"])
def test_only_admins_come_in(company, browse, who):
    assert browse(getattr(company, who)).get(PAGE).status == 403
