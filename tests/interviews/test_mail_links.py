"""From the mail to the booking: the link in the mail opens the one interview, as often as needed."""

import email
import re
from email.policy import default

import pytest

from portal.core.database import db
from portal.core.mail import mailbox_folder
from portal.core.outbox import run_due
from portal.interviews import services
from tests.interviews import steps
from tests.interviews.steps import S, an_interview, status_of


def sent_mails():
    """Every mail in the mailbox, the newest last."""
    files = sorted(mailbox_folder().glob("*.eml"), key=lambda file: int(file.name.split(".")[2].split("@")[0]))
    return [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]


def work():
    """Commit, and let the worker do what is due."""
    db.session.commit()
    db.session.expunge_all()
    run_due()


def link_in(message):
    """The path of the portal's link in the text of a mail."""
    text = message.get_body(("plain",)).get_content()
    return re.search(r"http://portal\.example(/\S+)", text).group(1)


def test_the_link_in_the_mail_opens_the_interview_again_and_again(company, browse):
    interview = an_interview(company)
    work()
    path = link_in(sent_mails()[-1])
    for _ in range(3):
        page = browse().get(path)
        assert page.status == 200
        assert len(page.soup.select("input[type=radio][name=slot], input[type=radio][name=slot_id]")) == 3
    assert status_of(interview) is S.AWAITING


def test_interviewers_are_led_to_the_interviews_page(company, browse):
    interviewer = steps.an_interviewer(email="hana@example.org")
    interview = an_interview(company, S.SCHEDULED, interviewer_ids=[interviewer])
    work()
    to_hana = [m for m in sent_mails() if m["To"].addresses[0].addr_spec == "hana@example.org"]
    assert link_in(to_hana[0]) == steps.path_of(interview)
    assert browse(company.recruiter).get(link_in(to_hana[0])).status == 200


@pytest.mark.parametrize("verb", [services.cancel, services.give_back])
def test_a_mailed_invitation_is_taken_back_by_mail(company, verb):
    interview = an_interview(company, S.SCHEDULED, guests=[("Gus", "gus@example.org")])
    verb(interview, company.recruiter)
    work()
    to_gus = [m for m in sent_mails() if m["To"].addresses[0].addr_spec == "gus@example.org"]
    methods = [
        part.get_param("method") for m in to_gus for part in m.walk() if part.get_content_type() == "text/calendar"
    ]
    assert methods == ["REQUEST", "CANCEL"]
    assert not re.search(r"portal\.example/portal/i/", to_gus[0].as_string())
