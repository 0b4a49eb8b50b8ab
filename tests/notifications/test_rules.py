"""Who is told what: the table of the seed, copied by hand."""

import pytest

from portal.accounts.models import AccountStatus
from portal.candidates.models import ApplicationStatus
from portal.core.errors import RuleBroken
from portal.core.events import EVENTS
from portal.notifications import rules
from portal.notifications.models import Channel, Facts, NotificationType
from portal.notifications.rules_preferences import default

FACTS = Facts(
    candidate="Priya Raman",
    job="Engineer",
    client="Northwind",
    location="Chennai",
    openings=2,
    round="Technical round",
    status="SHORTLISTED",
    before="IN_REVIEW",
    time="Mon 14 Dec 2026, 10:00 IST",
    actor="Hana Mehta",
)
SEED = {
    "application.status_changed": ({"admin", "recruiter"}, True, "candidate_status_change", "candidate"),
    "interview.booked": ({"admin", "recruiter", "client"}, True, "interview_booked", "interview"),
    "interview.passed": ({"admin", "recruiter", "client"}, False, "interview_passed", "interview"),
    "hiring.initiated": ({"admin", "recruiter"}, True, "hiring_initiated", "candidate"),
    "job.created": ({"recruiter"}, True, "new_job", "job"),
}


@pytest.mark.parametrize("name", SEED)
def test_the_triggers_are_those_of_the_seed(name):
    trigger = rules.TRIGGERS[name]
    mailed = rules.sends_mail(name, trigger, FACTS) and default(trigger.type, Channel.EMAIL)
    assert (set(trigger.audiences), mailed, trigger.type.value, trigger.about) == SEED[name]
    assert default(trigger.type, Channel.IN_APP)


@pytest.mark.parametrize("name", rules.TRIGGERS)
def test_every_trigger_is_an_event_and_has_words(name):
    assert name in EVENTS
    assert FACTS.job in rules.title_of(name, FACTS) + rules.message_of(name, FACTS)


@pytest.mark.parametrize("name", [n for n, kind in EVENTS.items() if kind.notification_type])
def test_every_event_with_a_notification_type_is_told_as_that(name):
    assert rules.TRIGGERS[name].type == NotificationType(EVENTS[name].notification_type)


@pytest.mark.parametrize("status", ApplicationStatus)
def test_a_move_is_told_in_words_and_mailed_unless_the_hire_mails_it(status):
    facts = Facts(candidate="Priya Raman", job="Engineer", status=status.value)
    title = rules.title_of("application.status_changed", facts)
    assert title.startswith("Priya Raman is ") and title.endswith(" for Engineer")
    trigger = rules.TRIGGERS["application.status_changed"]
    assert rules.sends_mail("application.status_changed", trigger, facts) is (status is not ApplicationStatus.SELECTED)


def test_recipients_name_roles_and_the_client():
    trigger = rules.TRIGGERS["interview.passed"]
    assert rules.recipients_of(trigger, None) == ["admin", "recruiter"]
    assert rules.recipients_of(trigger, 7)[2].startswith("client_")


@pytest.mark.parametrize("status", set(ApplicationStatus) - {ApplicationStatus.SELECTED})
def test_good_news_goes_only_to_who_is_selected(status):
    with pytest.raises(RuleBroken, match="Priya is not selected"):
        rules.check_selected(status, "Priya")
    rules.check_selected(ApplicationStatus.SELECTED, "Priya")


def test_good_news_does_not_lead_to_a_closed_account():
    with pytest.raises(RuleBroken, match="deactivated"):
        rules.check_can_sign_in(AccountStatus.INACTIVE, "Priya")


@pytest.mark.parametrize("entity", ["candidate", "interview", "job"])
def test_a_user_is_led_to_a_page(entity):
    assert rules.target_of(entity, 7, for_candidate=False) is not None


def test_a_candidate_is_led_to_interviews_and_public_jobs_alone():
    assert rules.target_of("interview", 7, for_candidate=True) == ("candidate_portal.interview", {"interview_id": 7})
    assert rules.target_of("job", 7, for_candidate=True) == ("careers.portal_job", {"job_id": 7})
    assert rules.target_of("candidate", 7, for_candidate=True) is None
