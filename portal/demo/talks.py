"""What was said in the demo's ten conversations."""

from datetime import timedelta

from portal.candidates.models import ScreeningAnswer
from portal.conversations import services
from portal.conversations.models import AssistantTurn, ChannelType, Contact, MessageState, TurnOutcome
from portal.core.clock import as_of, now
from portal.core.database import db
from portal.core.people import SYSTEM
from portal.demo.telling import Teller, inbound
from portal.jobs.models import QuestionKind, ScreeningQuestion

M = MessageState
LONG_WORD = "Donaudampfschifffahrtsgesellschaftskapitänspatentverlängerungsantragsformular"


def an_assistant_at_work(t: Teller) -> None:
    """Number 1: the assistant answers about the job."""
    talk = t.begin(ChannelType.WHATSAPP, t.applied("Backend Engineer", 3), t.ago(hours=3), t.assistant)
    t.says(
        talk,
        "Hello! I am the automated assistant of Demo Talent. Thank you for applying as Backend Engineer in "
        "Chennai. May I ask you two short questions?",
        t.ago(hours=3),
        "The talk begins: greet, say that this is automated, name the job.",
    )
    inbound(talk, "Yes sure 👍", t.ago(hours=2, minutes=51))
    t.says(
        talk,
        "Thank you. What is your notice period?",
        t.ago(hours=2, minutes=51),
        "The first screening question of the job.",
        act="ask",
    )
    inbound(talk, "60 days, but I can buy out 30 of them. Is the job hybrid?", t.ago(minutes=44))
    t.says(
        talk,
        "Noted: 60 days, 30 of them can be bought out. The post is in Chennai. Whether some days can be "
        "worked from home is not written in the posting; I will ask.",
        t.ago(minutes=44),
        "Kept the answer; the place is in the job's data, working from home is not.",
        M.DELIVERED,
        act="keep",
    )


def one_who_waits(t: Teller) -> None:
    """Number 2: the recruiter's own, and the candidate waits for an answer."""
    talk = t.begin(
        ChannelType.WHATSAPP, t.applied("Backend Engineer", 0), t.ago(days=2, hours=4), t.user("recruiter@demo.test")
    )
    inbound(talk, "Good morning! I got the times for “Meet the team”.", t.ago(days=2, hours=4))
    t.writes(talk, "Wonderful. Please choose the one that suits you, the link is in the mail.", t.ago(days=2, hours=3))
    t.has_read(talk)
    inbound(
        talk,
        "Thank you 🙏 One question: is it all right if I join from a train? The connection may drop now and then.",
        t.ago(minutes=14),
    )
    inbound(
        talk,
        "If not I take the Thursday. https://maps.example.com/route?from=chennai&to=madurai shows the tunnels 😅",
        t.ago(minutes=12),
    )


def one_with_a_failure(t: Teller) -> None:
    """Number 3: a message that could not be sent, and a note."""
    talk = t.begin(
        ChannelType.WHATSAPP, t.applied("DevOps Engineer", 0), t.ago(days=1, hours=5), t.user("recruiter@demo.test")
    )
    inbound(talk, "Hi, where exactly is the office in Hyderabad?", t.ago(hours=22))
    t.writes(talk, "In HITEC City, five minutes from the metro station.", t.ago(hours=21), M.DELIVERED)
    by = t.place.people["admin@demo.test"]
    with as_of(t.ago(hours=20)):
        services.add_note(
            talk,
            "Northwind would take a start in February too. Do not promise anything about relocation yet.",
            t.user("admin@demo.test"),
            by=by,
        )
    failed = t.writes(
        talk, "The full address is Plot 14, Mindspace. Ask for Hana at the desk.", t.ago(hours=2), M.FAILED
    )
    failed.failure = "The number is not on WhatsApp at present (131026)."
    t.has_read(talk)


def one_completed(t: Teller) -> None:
    """Number 4: the screening is done."""
    application = t.applied("Registered Nurse", 0)
    job_id = application.job_id
    asked = [
        ("Are you registered with the NMC?", "Yes, since 2019. PIN 19A1234E.", QuestionKind.YES_NO),
        ("Which shifts can you work?", "Any, nights too. Not the first weekend of a month.", QuestionKind.TEXT),
        ("When could you begin?", "1 February", QuestionKind.TEXT),
    ]
    talk = t.begin(ChannelType.WEBCHAT, application, t.ago(days=6), t.assistant)
    t.says(
        talk,
        "Hello! I am the automated assistant of Demo Talent. I have three short questions about your "
        "application as Registered Nurse.",
        t.ago(days=6),
        "The talk begins.",
    )
    for number, (text, answer, kind) in enumerate(asked):
        at = t.ago(days=6, minutes=-4 * number - 2)
        question = ScreeningQuestion(job_id=job_id, position=number, text=text, kind=kind, created_at=t.ago(days=20))
        db.session.add(question)
        db.session.flush()
        t.says(talk, text, at, f"Screening question {number + 1} of 3.", act="ask")
        inbound(talk, answer, at + timedelta(minutes=2))
        db.session.add(
            ScreeningAnswer(
                application_id=application.id,
                question_id=question.id,
                question=text,
                answer=answer,
                source="assistant",
                answered_at=at + timedelta(minutes=2),
            )
        )
    t.says(
        talk,
        "Thank you, that is everything. Somebody from the team will write to you about the next step.",
        t.ago(days=6, minutes=-15),
        "All questions are answered.",
        act="complete",
    )
    with as_of(t.ago(days=6, minutes=-15)):
        services.complete(talk, by=SYSTEM(talk.company_id), why="all questions are answered")
    talk.updated_at = talk.last_message_at


def one_offered_to_all(t: Teller) -> None:
    """Number 5: nobody's, and somebody waits."""
    talk = t.begin(ChannelType.WHATSAPP, t.applied("Warehouse Supervisor", 4), t.ago(hours=30), t.assistant)
    t.says(
        talk,
        "Hello! I am the automated assistant of Demo Talent. Thank you for applying as Warehouse Supervisor.",
        t.ago(hours=30),
        "The talk begins.",
    )
    row = inbound(talk, "Can I speak to a person please? It is about my forklift licence.", t.ago(minutes=41))
    with as_of(t.ago(minutes=40)):
        services.release(talk, by=SYSTEM(talk.company_id))
        db.session.add(
            AssistantTurn(
                conversation_id=talk.id,
                at=now(),
                trigger="reply",
                maker="local",
                act="hand_over",
                why="They asked for a person.",
                outcome=TurnOutcome.DONE,
                answers_id=row.id,
            )
        )
    talk.waiting_since = row.created_at


def one_in_arabic(t: Teller) -> None:
    """Number 6: from right to left, with emoji and a word that does not end."""
    talk = t.begin(ChannelType.WHATSAPP, t.applied("Sales Manager", 1), t.ago(days=3), t.user("recruiter@demo.test"))
    inbound(talk, "مرحبا، أنا مهتم بوظيفة مدير المبيعات. هل الراتب قابل للتفاوض؟ 😊", t.ago(days=1, hours=2))
    t.writes(talk, "مرحبا، نعم، يمكن مناقشة الراتب في المقابلة الأولى.", t.ago(days=1, hours=1))
    inbound(talk, f"شكرا جزيلا 🙏 متى تكون المقابلة؟ ({LONG_WORD})", t.ago(hours=20))
    t.writes(talk, "يوم الخميس الساعة 11:00 بتوقيت دبي. 👍", t.ago(hours=19), M.DELIVERED)
    t.has_read(talk)


def one_by_mail(t: Teller) -> None:
    """Number 7: a long e-mail to the admin."""
    talk = t.begin(
        ChannelType.EMAIL,
        t.applied("Financial Controller", 1),
        t.ago(days=4),
        t.user("admin@demo.test"),
        subject="Documents for the second round",
    )
    body = (
        "Dear team,\n\nattached you find the certificates that you asked for. The one of the chamber will "
        "follow next week, "
        "they are slow in December.\n\n"
        + "As to the second round, a few words about the close that we did last year. " * 30
        + "\n\nKind regards\n\n> On Monday you wrote:\n> Could you send the certificates?"
    )
    inbound(
        talk,
        body,
        t.ago(days=1, hours=7),
        subject="Documents for the second round",
        attachments=["certificate-2019.pdf", "reference.pdf"],
    )
    t.writes(
        talk,
        "Thank you, they have arrived. The chamber's can follow.",
        t.ago(days=1, hours=6),
        M.SENT,
        who="admin@demo.test",
    )


def one_outside_the_window(t: Teller) -> None:
    """Number 8: silent for days, so WhatsApp takes only a template."""
    talk = t.begin(ChannelType.WHATSAPP, t.applied("Data Analyst", 1), t.ago(days=8), t.user("recruiter@demo.test"))
    inbound(talk, "I will think about it over the weekend.", t.ago(days=5))
    t.writes(talk, "Of course. Write whenever you have decided.", t.ago(days=5, minutes=-9))
    t.has_read(talk)


def one_who_said_stop(t: Teller) -> None:
    """Number 9: wants no automated messages."""
    talk = t.begin(ChannelType.WHATSAPP, t.applied("Forklift Driver", 3), t.ago(days=2), t.assistant)
    t.says(
        talk,
        "Hello! I am the automated assistant of Demo Talent. Are you still looking for a post as Forklift Driver?",
        t.ago(days=2),
        "The talk begins.",
    )
    inbound(talk, "STOP", t.ago(days=1, hours=23))
    with as_of(t.ago(days=1, hours=23)):
        contact = db.session.get(Contact, talk.contact_id)
        assert contact is not None
        contact.stopped_at, contact.stopped_words = now(), "STOP"
        services.transfer(talk, t.user("recruiter@demo.test"), by=SYSTEM(talk.company_id))
    t.has_read(talk)


def one_unknown(t: Teller) -> None:
    """Number 10: somebody who is no candidate."""
    talk = t.begin(ChannelType.WHATSAPP, None, t.ago(minutes=7), None, name="", phone="+971501234567")
    inbound(talk, "hello do u have job for driver in dubai", t.ago(minutes=6))


STORIES = (
    an_assistant_at_work,
    one_who_waits,
    one_with_a_failure,
    one_completed,
    one_offered_to_all,
    one_in_arabic,
    one_by_mail,
    one_outside_the_window,
    one_who_said_stop,
    one_unknown,
)
