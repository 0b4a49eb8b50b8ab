"""Inviting, changing, cancelling: who gets which mail, and what its calendar entry says."""

import pytest

from portal.interviews import queries, services
from tests import factories
from tests.interviews import steps
from tests.interviews.steps import S, an_interview, ics_of, slot


def test_the_invitation_goes_to_everybody_with_the_calendar_entry(company):
    interviewer = steps.an_interviewer(email="hana@example.org")
    guests = [("Gus Guest", "gus@example.org")]
    interview = an_interview(company, S.SCHEDULED, interviewer_ids=[interviewer], guests=guests)
    sent = [m for m in steps.mails(interview) if m.template == "interview_invitation"]
    assert [m.to_email for m in sent] == [steps.email_of(interview), "hana@example.org", "gus@example.org"]
    method, event = ics_of(sent[0])
    assert (method, event["SEQUENCE"], event["UID"]) == ("REQUEST", 0, interview.ics_uid)
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == slot(0)
    assert len(event["ATTENDEE"]) == 3
    assert (interview.invite_sent, interview.invite_sent_by) == (True, company.recruiter.email)


def test_somebody_who_is_guest_and_interviewer_gets_one_mail(company):
    interviewer = steps.an_interviewer(email="hana@example.org")
    interview = an_interview(company, S.SCHEDULED, interviewer_ids=[interviewer], guests=[("Hana", "hana@example.org")])
    sent = [m.to_email for m in steps.mails(interview) if m.template == "interview_invitation"]
    assert sent.count("hana@example.org") == 1


def test_a_move_after_the_invitation_keeps_the_uid_and_raises_the_sequence(company):
    interview = an_interview(company, S.SCHEDULED)
    services.move_booking(interview, queries.slots_of(interview.id)[1], company.recruiter)
    services.send_invite(interview, company.recruiter)
    entries = [ics_of(m) for m in steps.mails(interview) if m.ics]
    assert [(method, int(e["SEQUENCE"])) for method, e in entries] == [("REQUEST", 0), ("REQUEST", 1), ("REQUEST", 2)]
    assert len({str(e["UID"]) for _, e in entries}) == 1
    assert entries[1][1].decoded("DTSTART") == slot(1)[0]


def test_a_move_before_the_invitation_mails_nobody(company):
    interview = an_interview(company, S.CONFIRMED)
    services.move_booking(interview, queries.slots_of(interview.id)[1], company.recruiter)
    assert [m.template for m in steps.mails(interview)] == ["interview_slots"]


@pytest.mark.parametrize("verb", [services.cancel, services.give_back])
def test_taking_an_invitation_back_tells_everybody_who_got_it(company, verb):
    guests = [("Gus Guest", "gus@example.org")]
    interview = an_interview(company, S.SCHEDULED, guests=guests)
    verb(interview, company.recruiter)
    gone = [m for m in steps.mails(interview) if m.template == "interview_cancelled" and m.ics]
    assert {m.to_email for m in gone} == {steps.email_of(interview), "gus@example.org"}
    method, event = ics_of(gone[0])
    assert (method, event["SEQUENCE"], event["STATUS"]) == ("CANCEL", 1, "CANCELLED")
    assert event.decoded("DTSTART") == slot(0)[0]
    assert not interview.invite_sent


def test_an_invitation_after_a_time_given_back_goes_on_counting(company):
    interview = an_interview(company, S.SCHEDULED)
    services.give_back(interview, company.recruiter)
    steps.book(interview, company)
    services.send_invite(interview, company.recruiter)
    assert interview.ics_sequence == 2


def test_a_cancelled_request_is_told_to_the_candidate_alone(company):
    interviewer = steps.an_interviewer()
    interview = an_interview(company, S.CONFIRMED, interviewer_ids=[interviewer])
    services.cancel(interview, company.recruiter, "The client has paused")
    gone = [m for m in steps.mails(interview) if m.template == "interview_cancelled"]
    assert [(m.to_email, m.ics) for m in gone] == [(steps.email_of(interview), None)]
    assert interview.cancelled_reason == "The client has paused"


def test_a_cancelled_interview_is_told_once_to_each(company):
    interview = an_interview(company, S.SCHEDULED)
    services.cancel(interview, company.recruiter)
    gone = [m.to_email for m in steps.mails(interview) if m.template == "interview_cancelled"]
    assert gone == [steps.email_of(interview)]


def test_a_cancelled_draft_is_told_to_nobody(company):
    interview = an_interview(company, S.DRAFT)
    services.cancel(interview, company.recruiter)
    assert steps.mails(interview) == []


def test_a_candidate_without_an_address_gets_no_mail(company):
    job = factories.a_job(company.client_id)
    application = factories.an_application(factories.a_candidate(email=None), job)
    interview = an_interview(company, S.SCHEDULED, application=application)
    assert steps.mails(interview) == []


def test_the_mailed_times_are_those_of_each_readers_zone(company):
    interviewer = steps.an_interviewer(email="hana@example.org", time_zone="Europe/Berlin")
    interview = an_interview(company, S.SCHEDULED, interviewer_ids=[interviewer])
    shown = {m.to_email: m.context["when"] for m in steps.mails(interview) if m.ics}
    assert shown["hana@example.org"] == "Wed 16 Dec 2026, 06:00 – 06:45 CET (Europe/Berlin)"
    assert shown[steps.email_of(interview)] == "Wed 16 Dec 2026, 10:30 – 11:15 IST (Asia/Kolkata)"


@pytest.mark.parametrize("verb", [None, services.cancel, services.give_back])
def test_peer_04_every_mail_can_be_made_and_shows_hostile_names_as_text(company, verb):
    from portal.core import mail

    evil = "Sun'><img src=x onerror=alert(1)>"
    application = factories.an_application(factories.a_candidate(last_name=evil), factories.a_job(company.client_id))
    people = {"interviewer_ids": [steps.an_interviewer()], "guests": [(evil, "gus@example.org")]}
    interview = an_interview(company, S.SCHEDULED, application=application, instructions=evil, **people)
    if verb:
        verb(interview, company.recruiter)
    for written in steps.mails(interview):
        message = mail._message(written, dict.fromkeys(written.links, "http://portal.example/portal/i/secret"))
        html = message.get_body(("html",)).get_content()
        text = message.get_body(("plain",)).get_content()
        assert "<img" not in html
        assert "Technical round" in text
        if written.to_email == steps.email_of(interview):
            assert "/portal/i/secret" in text
        assert bool(written.ics) is any(part.get_content_type() == "text/calendar" for part in message.walk())
