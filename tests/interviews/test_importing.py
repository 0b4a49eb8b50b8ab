"""Invitation, move and cancellation change one entry of the receiver's calendar, whichever way an interview goes."""

from datetime import timedelta

import pytest

from portal.core import outbox
from portal.core.database import db
from portal.core.mail import mailbox_folder
from portal.core.tenancy import as_person
from portal.interviews import queries, services
from portal.interviews.models import Interview
from portal.interviews.rules import SlotTaken
from tests.interviews import steps
from tests.interviews.importing import CALENDARS
from tests.interviews.steps import S, slot
from tests.letters import calendar_in, has_calendar, letters_to

GUEST, HANA = "gus@example.org", "hana@example.org"


def planned(world, status=S.SCHEDULED, **values):
    people = {"guests": [("Gus Guest", GUEST)], "interviewer_ids": [steps.an_interviewer(email=HANA)]}
    return steps.an_interview(world, status, **{**people, **values})


def received(address):
    """The calendar objects that were mailed to an address, in order, as they stand in the mails."""
    db.session.commit()
    db.session.expunge_all()
    outbox.run_due()
    db.session.rollback()
    letters = [letter for letter in letters_to(mailbox_folder(), address) if has_calendar(letter)]
    parts = [[p for p in letter.walk() if p.get_content_type() == "text/calendar"] for letter in letters]
    for letter in letters:
        assert calendar_in(letter)[0] in ("REQUEST", "CANCEL")
        assert [a.get_filename() for a in letter.iter_attachments()] == ["interview.ics"]
    return [part.get_content() for [part] in parts]


def span_of(number):
    start, end = slot(number)
    return {"start": f"{start:%Y-%m-%dT%H:%M:%S}.000Z", "end": f"{end:%Y-%m-%dT%H:%M:%S}.000Z"}


def everybody(interview):
    return [steps.email_of(interview), HANA, GUEST]


@CALENDARS
def test_invited_moved_by_the_candidate_and_cancelled_it_is_one_entry(company, imported):
    interview = planned(company)
    number, addresses, uid = interview.id, everybody(interview), interview.ics_uid
    candidate = steps.candidate_person(company, interview.candidate_id)
    for address in addresses:
        [entry] = imported(received(address))
        assert entry == {
            "uid": uid, "sequence": 0, "cancelled": False, **span_of(0), "title": entry["title"],
            "organizer": f"mailto:{company.recruiter.email}", "attendees": sorted(f"mailto:{a}" for a in addresses),
        }  # fmt: skip
    with as_person(candidate):
        services.move_booking(queries.get_interview(number), queries.slots_of(number)[1], candidate)
        db.session.commit()
    for address in addresses:
        [entry] = imported(received(address))
        assert (entry["uid"], entry["sequence"], entry["cancelled"]) == (uid, 1, False)
        assert entry.items() >= span_of(1).items()
    services.cancel(queries.get_interview(number), company.recruiter)
    for address in addresses:
        [entry] = imported(received(address))
        assert (entry["uid"], entry["sequence"], entry["cancelled"]) == (uid, 2, True)
        assert entry.items() >= span_of(1).items()


@CALENDARS
def test_given_back_booked_anew_and_invited_again_it_is_the_same_entry(company, imported):
    interview = planned(company)
    number, address = interview.id, steps.email_of(interview)
    services.give_back(interview, company.recruiter)
    assert imported(received(address))[0]["cancelled"]
    steps.book(queries.get_interview(number), company, 2)
    services.send_invite(queries.get_interview(number), company.recruiter)
    [entry] = imported(received(address))
    assert (entry["sequence"], entry["cancelled"]) == (2, False)
    assert entry.items() >= span_of(2).items()


def facts_with(interview, **values):
    interviewers = [row.user_id for row in queries.interviewers_of(interview.id)]
    guests = [(guest.name, guest.email) for guest in queries.guests_of(interview.id)]
    return steps.facts(**{"interviewer_ids": interviewers, "guests": guests, **values})


@CALENDARS
def test_who_no_longer_takes_part_loses_the_entry_and_who_joins_gets_it(company, imported):
    interview = planned(company)
    newcomer = steps.an_interviewer(email="omar@example.org")
    services.edit_interview(interview, facts_with(interview, interviewer_ids=[newcomer]), company.recruiter)
    address = steps.email_of(interview)
    [gone] = imported(received(HANA))
    [come] = imported(received("omar@example.org"))
    [kept] = imported(received(address))
    assert (gone["cancelled"], come["cancelled"], kept["cancelled"]) == (True, False, False)
    assert kept["sequence"] == come["sequence"] == 1
    assert kept["attendees"] == sorted(f"mailto:{a}" for a in (address, "omar@example.org", GUEST))


@CALENDARS
def test_another_duration_moves_the_end_of_the_entry(company, imported):
    interview = planned(company)
    address = steps.email_of(interview)
    services.edit_interview(interview, facts_with(interview, duration=30), company.recruiter)
    [entry] = imported(received(address))
    start, _ = slot(0)
    assert entry["sequence"] == 1 and entry["end"] == f"{start + timedelta(minutes=30):%Y-%m-%dT%H:%M:%S}.000Z"


def test_a_longer_interview_holds_everybodys_time_and_is_refused_when_one_is_busy(company):
    interviewer = steps.an_interviewer()
    first = steps.an_interview(company, S.CONFIRMED, interviewer_ids=[interviewer])
    steps.an_interview(company, S.CONFIRMED, interviewer_ids=[interviewer], slots=[slot(1)])
    longer = services.edit_interview(first, facts_with(first, duration=60), company.recruiter)
    assert longer.scheduled_end_time == slot(1)[0] == steps.chosen(longer)[0].end
    with pytest.raises(SlotTaken):
        services.edit_interview(longer, facts_with(longer, duration=75), company.recruiter)


def test_old_news_that_comes_late_changes_nothing(company):
    from tests.interviews.importing import python_calendar

    interview = planned(company)
    address = steps.email_of(interview)
    services.move_booking(interview, queries.slots_of(interview.id)[1], company.recruiter)
    first, second = received(address)
    assert python_calendar([second, first]) == python_calendar([first, second])


def test_booked_is_not_invited_yet(company):
    interview = planned(company, S.CONFIRMED)
    assert received(steps.email_of(interview)) == [] == received(HANA)


def test_answers_go_to_an_address_that_takes_mail_also_when_nobody_planned_it(app, company):
    interview = planned(company, S.CONFIRMED)
    db.session.get(Interview, interview.id).created_by = ""
    services.send_invite(interview, company.recruiter)
    [text] = received(HANA)
    assert f"mailto:{app.config['MAIL_FROM']}" in text.replace("\r\n ", "")
