"""Accounts and companies by their verbs, with rows."""

import threading

import pytest
from sqlalchemy import select

from portal.accounts import queries
from portal.accounts.models import AccountStatus, Company, Role, User
from portal.accounts.passwords import matches
from portal.accounts.services import companies, operations, portal_accounts, registration, throttle, users
from portal.core import outbox
from portal.core.database import db, set_reading
from portal.core.errors import BadInput, Conflict, InvalidState, Missing, NotAllowed, RuleBroken, TooMany
from portal.core.mail import Mail, MailState
from portal.core.people import Browser
from portal.core.tenancy import as_company, as_person, as_system
from tests import factories
from tests.accounts.steps import events

SETUP = {
    "company_name": "First Talent",
    "time_zone": "Europe/Berlin",
    "first_name": "Ada",
    "last_name": "Admin",
    "email": "Ada@first.test",
    "password": "rather-long-secret",
}


def user_of(person):
    return queries.get_user(person.id)


def a_colleague(world, email="new@demo.test", role=Role.RECRUITER):
    return users.create_staff_user(first_name="New", last_name="Person", email=email, role=role, by=world.admin)


def test_an_address_belongs_to_one_user_over_all_companies(company):
    other = factories.a_world("Other")
    db.session.commit()
    with pytest.raises(BadInput) as refusal:
        a_colleague(company, other.recruiter.email.upper())
    assert "email" in refusal.value.fields
    assert a_colleague(company, "free@demo.test").id


def test_an_address_cannot_be_changed_to_another_users(company):
    with pytest.raises(BadInput) as refusal:
        users.update_user(user_of(company.recruiter), {"email": company.client_user.email}, company.admin)
    assert "email" in refusal.value.fields
    assert user_of(company.recruiter).email == company.recruiter.email


def test_an_address_is_a_candidates_once_in_each_company(company):
    values = {"first_name": "Nia", "last_name": "Okafor", "email": "nia@example.com"}
    portal_accounts.create_account(values, company.admin)
    with pytest.raises(BadInput):
        portal_accounts.create_account(values, company.admin)
    other = factories.a_world("Other")
    db.session.commit()
    db.session.expunge_all()
    with as_company(other.company_id):
        assert portal_accounts.create_account(values, other.admin).id


@pytest.mark.parametrize("role", [Role.CLIENT_USER, Role.AI])
def test_staff_cannot_be_made_of_other_roles(company, role):
    with pytest.raises(BadInput):
        a_colleague(company, role=role)


def test_peer_14_fields_that_are_not_of_the_form_change_nothing(company):
    user = user_of(company.recruiter)
    values = {"company_id": 99, "client_id": company.client_id, "id": 77, "status": "inactive", "first_name": "Rita"}
    users.update_user(user, values, company.admin)
    assert (user.company_id, user.client_id, user.id) == (company.company_id, None, company.recruiter.id)
    assert user.status is AccountStatus.ACTIVE and user.first_name == "Rita"


def test_peer_27_ones_own_profile_cannot_change_the_address_or_role(company):
    user = user_of(company.recruiter)
    users.update_profile(user, {"email": "x@evil.test", "role": "admin", "phone": "+4912345"}, None, company.recruiter)
    assert (user.email, user.role, user.phone) == (company.recruiter.email, Role.RECRUITER, "+4912345")


def test_a_clients_user_stays_one(company):
    with pytest.raises(NotAllowed):
        users.update_user(user_of(company.client_user), {}, company.admin, role=Role.ADMIN)


def test_the_last_admin_who_can_sign_in_stays(company):
    second = a_colleague(company, role=Role.ADMIN)
    by = queries.person_of(second, queries.get_company(company.company_id))
    users.deactivate_user(user_of(company.admin), by)
    with pytest.raises(RuleBroken):
        users.deactivate_user(second, company.recruiter)
    with pytest.raises(RuleBroken):
        users.update_user(second, {}, company.recruiter, role=Role.RECRUITER)


def test_nobody_closes_their_own_account_or_changes_their_own_role(company):
    a_colleague(company, role=Role.ADMIN)
    with pytest.raises(RuleBroken):
        users.deactivate_user(user_of(company.admin), company.admin)
    with pytest.raises(RuleBroken):
        users.update_user(user_of(company.admin), {}, company.admin, role=Role.RECRUITER)


def test_a_form_that_is_too_old_saves_nothing(company):
    user = user_of(company.recruiter)
    seen = user.version
    users.update_user(user, {"first_name": "Rita"}, company.admin, version=seen)
    with pytest.raises(Conflict):
        users.update_user(user, {"first_name": "Nora"}, company.admin, version=seen)
    assert user.first_name == "Rita"


def test_repeating_a_deactivation_does_nothing_more(company):
    user = user_of(company.recruiter)
    users.deactivate_user(user, company.admin)
    users.deactivate_user(user, company.admin)
    users.activate_user(user, company.admin)
    users.activate_user(user, company.admin)
    assert events() == ["user.deactivated", "user.activated"]


def test_a_company_is_founded_with_its_assistant_and_an_admin_without_a_password(app):
    number, link = companies.create_company(
        name="Acme Talent & Co.", first_name="Ada", last_name="Admin", email="Ada@first.test"
    )
    assert link.startswith("http://portal.example/set-password/")
    db.session.commit()
    with as_company(number):
        found = {user.role: user for user in db.session.scalars(select(User))}
        assert set(found) == {Role.ADMIN, Role.AI}
        assert (found[Role.ADMIN].email, found[Role.ADMIN].password_hash) == ("ada@first.test", None)
        assert queries.get_company(number).slug == "acme-talent-co"


def test_two_companies_of_one_name_have_addresses_of_their_own(app):
    slugs = []
    for n in range(2):
        number, _ = companies.create_company(name="Acme", first_name="A", last_name="B", email=f"a{n}@first.test")
        with as_company(number):
            slugs.append(queries.get_company(number).slug)
    assert slugs == ["acme", "acme-2"]


def a_browser(number=1):
    return Browser(f"{number:064}", "secret", "", "10.0.0.1")


def test_peer_24_setup_closes_for_ever_after_the_first_admin(app):
    assert companies.is_open_for_setup()
    person = companies.set_up(**SETUP, browser=a_browser())
    db.session.commit()
    assert person.role == "admin"
    with as_company(person.company_id):
        admin = queries.get_user(person.id)
        assert matches(SETUP["password"], admin.password_hash)
        admin.status = AccountStatus.INACTIVE
        db.session.commit()
        db.session.expunge_all()
    with pytest.raises(Missing):
        companies.set_up(**{**SETUP, "email": "eve@first.test"}, browser=a_browser(2))


def test_peer_24_of_two_first_admins_at_once_one_wins(app):
    gate, ends = threading.Barrier(2, timeout=20), []

    def found(number):
        with app.app_context():
            set_reading(False)
            assert companies.is_open_for_setup()
            gate.wait()
            try:
                companies.found_company("First Talent", "Europe/Berlin", only_first=True)
                with as_system("the admin of a test"):
                    db.session.add(
                        User(
                            company_id=db.session.scalars(select(Company.id).order_by(Company.id.desc())).first(),
                            first_name="A", email=f"a{number}@first.test", role=Role.ADMIN, created_at=factories.now(),
                        )
                    )  # fmt: skip
                db.session.commit()
                ends.append("won")
            except Missing:
                db.session.rollback()
                ends.append("lost")

    threads = [threading.Thread(target=found, args=(n,)) for n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(ends) == ["lost", "won"]
    with as_system("count companies"):
        assert len(db.session.scalars(select(Company.id)).all()) == 1


def test_many_tries_at_once_count_as_many(app):
    results = []

    def guess():
        with app.app_context():
            try:
                throttle.count_try("user", "a@demo.test", "10.0.0.1")
                results.append("let in")
            except TooMany:
                results.append("refused")

    threads = [threading.Thread(target=guess) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert results.count("let in") == 5 and len(results) == 12


def test_an_effect_that_was_given_up_runs_again_with_all_its_tries(company, monkeypatch):
    monkeypatch.setitem(outbox.TASKS, "try", outbox.Task(lambda payload: 1 / 0, 1, 60))
    outbox.later("try", {}, key="one")
    db.session.commit()
    outbox.run_due()
    effect = db.session.scalars(select(outbox.Effect)).one()
    monkeypatch.setitem(outbox.TASKS, "try", outbox.Task(lambda payload: None, 1, 60))
    operations.run_again(effect, company.admin)
    db.session.commit()
    db.session.expunge_all()
    outbox.run_due()
    effect = db.session.scalars(select(outbox.Effect).where(outbox.Effect.kind == "try")).one()
    assert effect.state is outbox.EffectState.DONE
    with pytest.raises(InvalidState):
        operations.run_again(effect, company.admin)


def test_only_a_mail_that_failed_is_sent_again(company):
    users.send_welcome(user_of(company.recruiter), company.admin)
    mail = db.session.scalars(select(Mail)).one()
    with pytest.raises(InvalidState):
        operations.send_again(mail, company.admin)
    mail.state = MailState.FAILED
    operations.send_again(mail, company.admin)
    assert mail.state is MailState.QUEUED and events()[-1] == "mail.sent_again"


def test_an_account_sees_another_candidate_only_of_its_company(company):
    other = factories.a_world("Other")
    with as_company(other.company_id):
        stranger = factories.a_candidate().id
        db.session.commit()
    account = factories.an_account()
    with pytest.raises(BadInput):
        portal_accounts.link_account(account, stranger, company.admin)
    assert account.candidate_id is None


def test_a_candidate_sees_no_account_but_the_own(company):
    mine, others = factories.a_candidate(), factories.a_candidate()
    account = factories.an_account(mine)
    factories.an_account(others)
    person = queries.candidate_person(account, queries.get_company(company.company_id))
    number = account.id
    db.session.commit()
    db.session.expunge_all()
    with as_person(person):
        assert [a.id for a in db.session.scalars(select(type(account)))] == [number]


def test_registering_for_a_known_address_changes_nothing_of_it(company):
    account = factories.an_account(email="nia@example.com")
    facts = {"first_name": "Eve", "last_name": "", "email": "nia@example.com", "phone": None, "password_hash": "x"}
    assert registration.open_registration(facts) is None
    assert (account.first_name, account.password_hash == "x") == ("Cara", False)
