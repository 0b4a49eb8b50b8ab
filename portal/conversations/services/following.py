"""What talks do when something happens elsewhere: an application, an interview, a candidate who is gone."""

from portal.assistant import Trigger
from portal.candidates.models import Application
from portal.conversations import queries
from portal.conversations import rules_assistant as rules
from portal.conversations.models import Conversation
from portal.conversations.queries import talks
from portal.conversations.queries.settings import ways
from portal.conversations.services.handing import hand_over
from portal.conversations.services.ownership import complete
from portal.conversations.services.starting import open_next, start_for_application
from portal.conversations.services.turns import may_go_on
from portal.core.database import db
from portal.core.outbox import later
from portal.core.people import SYSTEM
from portal.interviews.models import InterviewStatus


def application_to_open(application_id: int) -> Application | None:
    """The application, if the company has the assistant open a talk for such ones by itself."""
    application = talks.find_application(application_id)
    settings = ways()
    if application is None or application.candidate.deleted_at is not None or not settings.assistant_on:
        return None
    return application if rules.opens_for(settings.opens, application.source) else None


def offer_times(interview_id: int, event_id: int) -> None:
    """Have the assistant offer the times of an interview that waits for one, in the talk about its application.

    Where there is none it is begun, if the company wants that for such applications: the opening tells of the times.
    """
    interview = talks.find_interview(interview_id)
    if interview is None or interview.interview_status is not InterviewStatus.AWAITING:
        return
    if not talks.brings_times(event_id):
        return
    conversation = talks.find_talk(interview.candidate_id, interview.job_id)
    if conversation is None:
        application = application_to_open(interview.application_id)
        if application is not None:
            start_for_application(application, by=SYSTEM(interview.company_id))
    elif conversation.owned_by_ai and may_go_on(conversation):
        payload = {"conversation_id": conversation.id, "trigger": Trigger.OFFER.value, "mark": event_id}
        later("assistant_turn", payload, key=f"offer:{conversation.id}:{event_id}")


def forget_times(interview_id: int) -> None:
    """The times that the assistant has shown of an interview mean nothing any more."""
    interview = talks.find_interview(interview_id)
    found = talks.find_talk(interview.candidate_id, interview.job_id) if interview is not None else None
    if found is not None and found.memory:
        conversation = queries.lock_conversation(found.id)
        conversation.memory = rules.without_times(conversation.memory)
        db.session.flush()


def message_failed(conversation_id: int, event_id: int) -> None:
    """A message could not be sent. If the assistant has said nothing else, the next one must hold the notice; and a
    talk that could not be opened goes to a person, so that it does not keep the candidate's next one waiting."""
    talk = talks.lock_talk(conversation_id)
    conversation = talk.conversation
    if talks.has_said_anything(conversation_id):
        return
    conversation.told_automated_at = None
    db.session.flush()
    if conversation.owned_by_ai and conversation.status in rules.NEVER_BEGUN and talk.contact.stopped_at is None:
        hand_over(talk, "The first message could not be sent.", by=SYSTEM(conversation.company_id), text="")
        if conversation.candidate_id is not None:
            open_next(conversation.candidate_id, event_id)


def forget_candidate(candidate_id: int) -> None:
    """The talks with a deleted candidate end; whoever writes from their number is a stranger again."""
    for conversation in talks.talks_of_candidate(candidate_id):
        _end(conversation)
    for contact in talks.contacts_of_candidate(candidate_id):
        contact.candidate_id = None
    db.session.flush()


def _end(conversation: Conversation) -> None:
    by = SYSTEM(conversation.company_id)
    if conversation.status in rules.NEVER_BEGUN:
        conversation.owner_id, conversation.owned_by_ai = None, False
        return
    complete(conversation, by=by, why="The candidate was deleted.")
