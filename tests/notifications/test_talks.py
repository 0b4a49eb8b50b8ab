"""Who is told of what happens in conversations: the owner, or the recruiters where nobody owns."""

import pytest

from portal.accounts.models import CustomRole, Role
from portal.accounts.permissions import Permission, permissions_of_role
from portal.conversations.queries.talks import get_contact
from portal.core.clock import now
from portal.core.database import db
from portal.core.events import record
from portal.core.people import SYSTEM
from portal.notifications.models import Facts
from portal.notifications.models import NotificationType as T
from portal.notifications.rules import TRIGGERS, target_of, title_of
from tests import factories
from tests.conversations.talks import a_contact, a_talk
from tests.notifications.people import carried_out, in_list, person

TALKS = {
    "conversation.handed_over": T.PERSON_WANTED,
    "conversation.waiting": T.CONVERSATION_MESSAGE,
    "contact.stopped": T.CONTACT_STOPPED,
    "conversation.offered": T.CONVERSATION_OFFERED,
}


def happens(world, name, owner_id):
    talk = a_talk(contact=a_contact(name="Priya Raman"), owner_id=owner_id, owned_by_ai=False)
    entity = talk
    if name == "contact.stopped":
        entity = get_contact(talk.contact_id)
    about = {"owner_id": owner_id, "conversation": talk.id}
    record(name, entity, SYSTEM(world.company_id), new={"reason": "STOP"}, about=about)
    carried_out()


@pytest.mark.parametrize("name", TALKS)
def test_the_owner_is_told_and_nobody_else(company, name):
    colleague = person(factories.a_user(Role.RECRUITER))
    happens(company, name, company.recruiter.id)
    assert len(in_list(company.recruiter, TALKS[name])) == 1
    assert in_list(colleague, TALKS[name]) == ([] if name != "conversation.offered" else in_list(company.recruiter))
    assert in_list(company.admin, TALKS[name]) == in_list(company.client_user, TALKS[name]) == []


@pytest.mark.parametrize("name", TALKS)
def test_where_nobody_owns_the_recruiters_are_told(company, name):
    colleague = person(factories.a_user(Role.RECRUITER))
    happens(company, name, None)
    assert len(in_list(company.recruiter, TALKS[name])) == len(in_list(colleague, TALKS[name])) == 1


@pytest.mark.parametrize("name", TALKS)
def test_it_says_who_and_leads_to_the_talk(name):
    assert title_of(name, Facts(contact="Priya Raman")).startswith("Priya Raman ")
    assert target_of(TRIGGERS[name].about, 7, for_candidate=False) == ("conversations.show", {"conversation_id": 7})


def test_whose_own_role_has_no_conversations_hears_nothing(company):
    granted = sorted(permissions_of_role("recruiter", None) - {Permission.CONVERSATIONS})
    role = CustomRole(role_name="Quiet", base_role=Role.RECRUITER, permissions=granted, created_at=now())
    db.session.add(role)
    db.session.flush()
    quiet = factories.a_user(Role.RECRUITER, role_id=role.id)
    happens(company, "conversation.handed_over", quiet.id)
    assert in_list(person(quiet)) == []
    assert len(in_list(company.recruiter, T.PERSON_WANTED)) == 1
