"""Submissions: encrypted at rest, changed by their owner or an admin, told in events without a secret."""

import json

import pytest
from sqlalchemy import select

from portal.core import crypto
from portal.core.crypto import new_key, rotate_all
from portal.core.database import db
from portal.core.errors import BadInput, Missing
from portal.core.events import Event, EventDetails
from portal.core.tenancy import as_person
from portal.integrations import queries, services
from portal.integrations.catalogue import IntegrationType
from portal.integrations.models import IntegrationNote, IntegrationSubmission, SubmissionStatus
from portal.integrations.rules import ChangedMeanwhile
from tests import factories
from tests.integrations.steps import SECRET, VALUES, a_submission, now_is, stored, values_of

T, S = IntegrationType, SubmissionStatus


def events():
    """Every event of submissions: its name and all it says."""
    db.session.commit()
    rows = db.session.scalars(select(Event).where(Event.name.like("integration.%")).order_by(Event.id)).all()
    said = {d.event_id: [d.old, d.new] for d in db.session.scalars(select(EventDetails))}
    return [(row.name, json.dumps([row.about, said.get(row.id), row.actor_name])) for row in rows]


@pytest.mark.parametrize("kind", list(T))
def test_a_submission_of_every_system_is_taken(company, kind):
    number = a_submission(company.recruiter, kind)
    found = now_is(number)
    assert found.status is S.PENDING and found.user_id == company.recruiter.id
    assert found.user_email == company.recruiter.email and values_of(number) == VALUES[kind]


def test_the_database_holds_no_value(company):
    a_submission(company.recruiter, T.JOBADDER, {"apiKey": SECRET, "companyId": "company-of-ours"})
    [data] = stored("data")
    assert data.startswith("gAAAA") and SECRET not in data and "company-of-ours" not in data


def test_lists_and_rows_are_read_without_their_secrets(company):
    a_submission(company.recruiter)
    [found] = db.session.scalars(select(IntegrationSubmission)).all()
    assert "data" not in found.__dict__ and "tokens" not in found.__dict__


def test_rotation_moves_submissions_under_the_new_key(company, app, monkeypatch):
    old, new = new_key(), new_key()
    monkeypatch.setitem(app.config, "ENCRYPTION_KEYS", old)
    number = a_submission(company.recruiter)
    db.session.query(IntegrationSubmission).update({"tokens": "tokens of ours"})
    db.session.commit()
    db.session.expunge_all()
    db.session().info.pop("scope")
    monkeypatch.setitem(app.config, "ENCRYPTION_KEYS", f"{new},{old}")
    done = rotate_all()
    assert (done.changed, done.fresh, done.unreadable) == (2, 0, 0)
    monkeypatch.setitem(app.config, "ENCRYPTION_KEYS", new)
    with crypto.as_system("look"):
        found = queries.find_submission(number)
        assert services.data_of(found) == VALUES[T.GREENHOUSE] and found.tokens == "tokens of ours"
        db.session.rollback()


def test_each_change_is_an_event_and_none_tells_a_value(company):
    number = a_submission(company.recruiter, T.JOBADDER, {"apiKey": SECRET, "companyId": "company-of-ours"})
    found = now_is(number)
    services.update(found, company.recruiter, {"data": {"apiKey": f"other-{SECRET}", "jobId": "job-of-ours"}})
    services.update(found, company.admin, {"status": S.COMPLETED})
    services.add_note(found, "Well done", company.admin)
    told = events()
    assert [name for name, _ in told] == [
        f"integration.{word}" for word in ("submitted", "updated", "status_changed", "note_added")
    ]
    everything = "".join(text for _, text in told)
    assert "4242" not in everything and "of-ours" not in everything
    assert '"values": ["apiKey", "jobId"]' in told[1][1]


def test_saving_what_is_there_already_tells_nothing(company):
    number = a_submission(company.recruiter)
    found = now_is(number)
    services.update(found, company.recruiter, {"data": VALUES[T.GREENHOUSE], "status": S.PENDING})
    assert [name for name, _ in events()] == ["integration.submitted"] and now_is(number).version == 1


@pytest.mark.parametrize("was", list(S))
@pytest.mark.parametrize("wanted", list(S))
def test_a_status_moves_to_any_other_and_the_story_says_so(company, was, wanted):
    number = a_submission(company.recruiter, status=was)
    services.update(now_is(number), company.admin, {"status": wanted})
    assert now_is(number).status is wanted
    story = db.session.scalars(select(IntegrationNote.status)).all()
    assert story == ([] if was is wanted else [wanted])


def test_a_save_over_a_newer_version_is_refused(company):
    number = a_submission(company.recruiter)
    services.update(now_is(number), company.admin, {"integration_name": "Ours"}, version=1)
    with pytest.raises(ChangedMeanwhile):
        services.update(now_is(number), company.recruiter, {"integration_name": "Mine"}, version=1)


def test_a_refused_value_changes_nothing(company):
    number = a_submission(company.recruiter)
    with pytest.raises(BadInput):
        services.update(now_is(number), company.recruiter, {"data": {"apiKey": ""}})
    db.session.rollback()
    assert values_of(number) == VALUES[T.GREENHOUSE]


def test_a_person_sees_their_own_and_an_admin_all(company):
    """Of one client two people do not see each other's either."""
    own, others = a_submission(company.recruiter), a_submission(company.admin)
    clients = a_submission(company.client_user)
    assert queries.get_submission(own, company.recruiter).id == own
    for number in (others, clients):
        with pytest.raises(Missing):
            queries.get_submission(number, company.recruiter)
    for number in (own, others, clients):
        assert queries.get_submission(number, company.admin).id == number
    assert [row.id for row in queries.own_page(company.recruiter, None).items] == [own]
    colleague = factories.a_user(factories.Role.CLIENT_USER, client_id=company.client_id)
    from portal.accounts import queries as accounts

    person = accounts.person_of(colleague, accounts.get_company(company.company_id))
    db.session.commit()
    db.session.expunge_all()
    db.session().info.pop("scope")
    with as_person(person), pytest.raises(Missing):
        queries.get_submission(clients, person)
    with as_person(company.client_user):
        assert queries.get_submission(clients, company.client_user).id == clients
        db.session.rollback()


def test_the_other_company_sees_nothing(company):
    number = a_submission(company.recruiter)
    db.session.expunge_all()
    db.session().info.pop("scope")
    other = factories.a_world("Rival Talent")
    with as_person(other.admin), pytest.raises(Missing):
        queries.get_submission(number, other.admin)
