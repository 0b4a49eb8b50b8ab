"""An application makes a conversation, the assistant opens it, and offers the times of interviews (seed 000)."""

import pytest
from sqlalchemy import select

from portal.assistant import Act, Asked
from portal.candidates import services as candidates
from portal.candidates.models import Candidate
from portal.conversations.models import (
    Channel,
    ChannelStatus,
    ChannelType,
    Contact,
    Conversation,
    ConversationStatus,
    Message,
    Opens,
    Provider,
    Sender,
)
from portal.conversations.services import begin, complete
from portal.conversations.services.settings import save_settings
from portal.conversations.services.starting import start_for_application
from portal.core.database import db
from portal.core.people import SYSTEM
from portal.interviews import services as interviews
from tests import factories
from tests.conversations.talks import (
    NOTICE,
    a_channel,
    a_contact,
    a_talk,
    again,
    carried_out,
    events,
    hears,
    lines,
    remembering,
    said,
    says,
    turns_of,
)
from tests.interviews import steps

pytestmark = pytest.mark.usefixtures("monday")
C = ChannelType
PHONE = "+919876500001"
TEMPLATE = {
    "name": "opening",
    "language": "en",
    "text": "This is the automated assistant of {company}. Hi {first_name}, about {job}?",
}


@pytest.fixture
def world(company):
    db.session.execute(Channel.__table__.delete(), execution_options={"unscoped": True})
    return company


def applied(world, source="greenhouse", candidate=None, **values):
    """Somebody applies, as an integration has it."""
    candidate = candidate or factories.a_candidate(**{"phone": PHONE, **values})
    by = SYSTEM(world.company_id)
    return candidates.apply(candidate, factories.a_job(world.client_id), by=by, source=source)


def talk_about(application):
    wanted = select(Conversation).where(Conversation.application_id == application.id)
    return db.session.scalars(wanted, execution_options={"populate_existing": True}).one_or_none()


def sent(conversation):
    """The sending task has sent the first message."""
    begin(again(conversation), by=SYSTEM(conversation.company_id))


def test_an_application_from_an_ats_opens_a_talk(world, maker):
    a_channel(C.SMS)
    asked = maker(says("Hi Priya, about your application."))
    application = applied(world)
    carried_out()
    talk = talk_about(application)
    assert (talk.status, talk.owned_by_ai, talk.job_id) == (ConversationStatus.ONGOING, True, application.job_id)
    assert said(talk)[0].startswith(NOTICE) and asked.shown[0].job is not None
    assert len(events("conversation.created")) == 1


@pytest.mark.parametrize("opens", list(Opens))
@pytest.mark.parametrize("source", ["lever", "manual", None])
def test_the_company_says_which_applications_open_a_talk(world, maker, opens, source):
    a_channel(C.SMS)
    save_settings({"opens": opens}, world.admin)
    maker(says("Hi."))
    application = applied(world, source)
    carried_out()
    wanted = opens is Opens.ALL or (opens is Opens.ATS and source == "lever")
    assert (talk_about(application) is not None) is wanted


def test_an_integration_gets_its_conversation_even_if_no_talk_is_opened(world, maker):
    a_channel(C.SMS)
    save_settings({"opens": Opens.NEVER}, world.admin)
    asked = maker(says("Hi."))
    talk = start_for_application(applied(world), by=SYSTEM(world.company_id))
    carried_out()
    found = again(talk)
    assert (found.status, found.owner_id, asked.shown) == (ConversationStatus.CREATED, None, [])


def test_there_is_one_conversation_for_each_candidate_and_job(world, maker):
    a_channel(C.SMS)
    maker(says("Hi."))
    application = applied(world)
    first = start_for_application(application, by=SYSTEM(world.company_id))
    second = start_for_application(application, by=SYSTEM(world.company_id))
    carried_out()
    assert first.id == second.id and len(events("conversation.created")) == 1
    assert len(said(first)) == 1


@pytest.mark.parametrize(
    ("there", "values", "chosen"),
    [
        ([C.EMAIL, C.SMS, C.WHATSAPP], {}, C.WHATSAPP),
        ([C.EMAIL, C.SMS], {}, C.SMS),
        ([C.EMAIL, C.WEBCHAT], {}, C.EMAIL),
        ([C.SMS, C.EMAIL], {"phone": None}, C.EMAIL),
        ([C.WEBCHAT], {}, C.WEBCHAT),
        ([C.WHATSAPP, C.WEBCHAT], {"phone": None, "email": None}, C.WEBCHAT),
        ([], {}, None),
    ],
)
def test_the_channel_is_the_first_that_reaches_the_candidate(world, maker, there, values, chosen):
    for kind in there:
        a_channel(kind, settings={"opening_template": TEMPLATE} if kind is C.WHATSAPP else {})
    maker(says("Hi."))
    talk = start_for_application(applied(world, **values), by=SYSTEM(world.company_id))
    kind = talk and db.session.scalars(select(Channel.type).where(Channel.id == talk.channel_id)).one()
    assert kind == chosen


def test_a_paused_channel_is_not_chosen(world):
    a_channel(C.SMS, status=ChannelStatus.PAUSED)
    mail = a_channel(C.EMAIL)
    assert start_for_application(applied(world), by=SYSTEM(world.company_id)).channel_id == mail.id


def test_whatsapp_begins_with_its_template(world, maker):
    a_channel(C.WHATSAPP, settings={"opening_template": TEMPLATE})
    maker(says("Hi in free words."))
    application = applied(world)
    carried_out()
    message = db.session.scalars(select(Message).where(Message.sender == Sender.AI)).one()
    assert message.text.startswith("This is the automated assistant of Acme Talent. Hi Priya, about Engineer")
    job = steps.queries.get_application(application.id).job.title
    values = ["Acme Talent", "Priya", job]
    assert message.extras["template"] == {"name": "opening", "language": "en", "values": values}
    assert talk_about(application).told_automated_at is not None


@pytest.mark.parametrize("settings", [{}, {"opening_template": {"name": "x", "text": "Hi {first_name}"}}])
def test_without_a_template_that_says_it_is_automated_another_channel_is_taken(world, maker, settings):
    a_channel(C.WHATSAPP, settings=settings)
    text = a_channel(C.SMS)
    talk = start_for_application(applied(world), by=SYSTEM(world.company_id))
    assert talk.channel_id == text.id
    assert "WhatsApp asks for an opening template" in lines(talk)[0]


def test_a_known_contact_is_taken_and_linked(world):
    a_channel(C.SMS)
    known = a_contact(phone=PHONE)
    application = applied(world)
    talk = start_for_application(application, by=SYSTEM(world.company_id))
    assert (talk.contact_id, known.candidate_id) == (known.id, application.candidate_id)


def test_a_number_that_is_another_candidates_contact_is_not_used(world):
    a_channel(C.SMS)
    mail = a_channel(C.EMAIL)
    a_contact(factories.a_candidate(), phone=PHONE)
    talk = start_for_application(applied(world), by=SYSTEM(world.company_id))
    assert talk.channel_id == mail.id


def test_who_has_stopped_is_not_written_to(world, maker):
    a_channel(C.SMS)
    a_contact(phone=PHONE, stopped_at=steps.NOW)
    asked = maker(says("Hi."))
    application = applied(world)
    carried_out()
    talk = talk_about(application)
    assert (said(talk), asked.shown, talk.owned_by_ai) == ([], [], False)


def test_a_new_address_of_somebody_who_has_stopped_stays_silent(world, maker):
    a_channel(C.EMAIL)
    candidate = factories.a_candidate(phone=PHONE)
    a_contact(candidate, stopped_at=steps.NOW)
    maker(says("Hi."))
    application = applied(world, candidate=candidate)
    carried_out()
    assert said(talk_about(application)) == []


def test_a_second_application_waits_and_opens_when_the_first_talk_is_over(world, maker):
    a_channel(C.SMS)
    maker(says("Hi."))
    first = applied(world)
    carried_out()
    second = applied(world, candidate=db.session.get(Candidate, first.candidate_id))
    carried_out()
    assert said(talk_about(second)) == [] and talk_about(second).status is ConversationStatus.CREATED
    sent(talk_about(first))
    complete(talk_about(first), by=world.recruiter)
    carried_out()
    assert len(said(talk_about(second))) == 1


def test_a_talk_about_nothing_in_particular_gives_way(world, maker):
    a_channel(C.SMS)
    maker(says("Hi."))
    idle = a_talk(contact=a_contact(phone=PHONE))
    application = applied(world)
    carried_out()
    assert again(idle).status is ConversationStatus.COMPLETED and len(said(talk_about(application))) == 1


def test_a_talk_that_a_person_leads_is_not_interrupted(world, maker):
    a_channel(C.SMS)
    maker(says("Hi."))
    a_talk(contact=a_contact(phone=PHONE), owner_id=world.recruiter.id, owned_by_ai=False)
    application = applied(world)
    carried_out()
    assert said(talk_about(application)) == []


def test_a_talk_that_could_not_be_opened_goes_to_a_person_and_the_next_one_opens(world, maker):
    channel = a_channel(C.SMS, provider=Provider.GATEWAY, settings={"gateway_url": "https://93.184.215.14/"})
    maker(says("Hi."))
    first = applied(world)
    second = applied(world, candidate=db.session.get(Candidate, first.candidate_id))
    assert channel.secret is None  # so nothing can be signed, and nothing is sent
    carried_out()
    assert (talk_about(first).owned_by_ai, talk_about(first).waiting_since is not None) == (False, True)
    assert len(said(talk_about(second))) == 1


def test_times_that_are_sent_are_offered_in_the_talk(world, maker):
    a_channel(C.SMS)
    asked = maker(says("Hi."), says("1. 2. 3.", Act.OFFER, memory=remembering(asked=Asked.TIME)))
    application = applied(world)
    carried_out()
    sent(talk_about(application))
    steps.an_interview(world, application=steps.queries.get_application(application.id))
    carried_out()
    talk = talk_about(application)
    assert [s.trigger for s in asked.shown] == ["open", "offer"] and len(asked.shown[1].interview.free) == 3
    assert turns_of(talk)[-1] == ("offer", "done") and talk.memory["asked"] == "time"


def test_times_open_the_talk_that_the_assistant_had_completed(world, maker):
    a_channel(C.SMS)
    maker(says("Hi."), says("Bye.", Act.COMPLETE), says("1. 2. 3.", Act.OFFER))
    application = applied(world)
    carried_out()
    hears(talk_about(application), "done")
    carried_out()
    assert talk_about(application).status is ConversationStatus.COMPLETED
    steps.an_interview(world, application=steps.queries.get_application(application.id))
    carried_out()
    assert talk_about(application).status is ConversationStatus.ONGOING
    assert said(talk_about(application))[-1] == "1. 2. 3."


def test_times_do_not_open_the_talk_that_a_person_has_completed(world, maker):
    a_channel(C.SMS)
    maker(says("Hi."))
    application = applied(world)
    carried_out()
    sent(talk_about(application))
    complete(talk_about(application), by=world.recruiter)
    steps.an_interview(world, application=steps.queries.get_application(application.id))
    carried_out()
    assert talk_about(application).status is ConversationStatus.COMPLETED
    assert len(said(talk_about(application))) == 1


def test_times_begin_a_talk_where_there_is_none(world, maker):
    a_channel(C.SMS)
    save_settings({"opens": Opens.NEVER}, world.admin)
    application = applied(world)
    carried_out()
    assert talk_about(application) is None
    save_settings({"opens": Opens.ATS}, world.admin)
    asked = maker(says("Hi, please choose."))
    steps.an_interview(world, application=steps.queries.get_application(application.id))
    carried_out()
    assert asked.shown[0].trigger == "open" and len(asked.shown[0].interview.free) == 3


def test_times_that_are_added_later_are_offered_too_and_other_changes_are_not(world, maker):
    interview = steps.an_interview(world)
    carried_out()
    talk = a_talk(steps.queries.get_application(interview.application_id))
    asked = maker(says("More times.", Act.OFFER))
    interviews.edit_interview(
        steps.queries.get_interview(interview.id), steps.facts(instructions="Bring a pen"), world.recruiter
    )
    carried_out()
    assert asked.shown == []
    interviews.add_slots(steps.queries.get_interview(interview.id), [steps.slot(5)], world.recruiter)
    carried_out()
    assert len(asked.shown[0].interview.free) == 4 and turns_of(talk) == [("offer", "done")]


@pytest.mark.parametrize("who", ["recruiter", "candidate"])
@pytest.mark.parametrize("what", ["move", "give back"])
def test_what_people_change_outdates_the_times_that_were_shown(world, maker, who, what):
    interview = steps.an_interview(world, at=steps.S.CONFIRMED)
    carried_out()
    talk = a_talk(steps.queries.get_application(interview.application_id), memory={"asked": "time", "offered": [1, 2]})
    by = world.recruiter if who == "recruiter" else steps.candidate_person(world, talk.candidate_id)
    interview = steps.queries.get_interview(interview.id)
    if what == "move":
        interviews.move_booking(interview, steps.queries.slots_of(interview.id)[2], by)
    else:
        interviews.give_back(interview, by)
    carried_out()
    assert (again(talk).memory["offered"] == []) is ((who, what) != ("candidate", "give back"))


def test_a_deleted_candidates_talks_end(world, maker):
    a_channel(C.SMS)
    maker(says("Hi."))
    application = applied(world)
    carried_out()
    sent(talk_about(application))
    candidates.delete_candidate(db.session.get(Candidate, application.candidate_id), by=world.recruiter)
    carried_out()
    talk = talk_about(application)
    contact = db.session.scalars(select(Contact).where(Contact.id == talk.contact_id)).one()
    assert talk.status is ConversationStatus.COMPLETED and contact.candidate_id is None


def test_a_message_to_the_deleted_is_never_thought_of(world, maker):
    application = factories.an_application(
        factories.a_candidate(phone=PHONE, deleted_at=steps.NOW), factories.a_job(world.client_id)
    )
    talk = a_talk(application)
    asked = maker(says("Hi."))
    hears(talk, "what about my application?")
    carried_out()
    assert (asked.shown[0].first_name, asked.shown[0].job, asked.shown[0].next_step) == (
        talk_name(talk),
        None,
        "",
    )


def talk_name(talk):
    contact = db.session.scalars(select(Contact).where(Contact.id == talk.contact_id)).one()
    return contact.name.partition(" ")[0]
