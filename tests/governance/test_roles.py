"""Roles of the company's own: who may make and give them, what they allow, and that an admin stays."""

import contextvars

import pytest

from portal.accounts import queries, rules
from portal.accounts.models import Role
from portal.accounts.permissions import NEEDS, ROLE_PERMISSIONS, SYSTEM_ROLES, Permission, permissions_of_role
from portal.accounts.services import api_keys, roles, users
from portal.core.database import db
from portal.core.errors import BadInput, Conflict, NotAllowed, RuleBroken
from portal.core.ids import encode
from tests import factories
from tests.accounts.steps import events
from tests.caller import Caller
from tests.queries import count_queries

P = Permission
RECRUITER = ROLE_PERMISSIONS["recruiter"]


def user_of(person):
    return queries.get_user(person.id)


def as_now(person):
    """The person with the rights that they have by now."""
    return queries.person_of(user_of(person), queries.get_company(person.company_id))


def a_role(world, permissions=RECRUITER - {P.INTERVIEWS_DECIDE}, base="recruiter", name="Sourcer", **values):
    return roles.create_role(role_name=name, base_role=base, permissions=permissions, by=world.admin, **values)


def an_admin_without(world, *rights):
    """A second admin, whose own role takes some rights away."""
    role = a_role(world, ROLE_PERMISSIONS["admin"] - set(rights), "admin", f"Admin without {len(rights)} rights")
    user = factories.a_user(Role.ADMIN)
    roles.give_role(user, role, world.admin)
    return queries.person_of(user, queries.get_company(world.company_id))


@pytest.mark.parametrize("base", SYSTEM_ROLES)
def test_a_role_is_within_its_base_and_what_recruiters_may(base):
    most = ROLE_PERMISSIONS[base] | RECRUITER
    assert permissions_of_role(base, [p.value for p in Permission]) == most
    assert permissions_of_role(base, []) == frozenset()
    assert permissions_of_role(base, None) == ROLE_PERMISSIONS[base]
    rules.check_role("Mine", "", base, most, False)
    for beyond in set(Permission) - most:
        with pytest.raises(BadInput) as refusal:
            rules.check_role("Mine", "", base, {beyond}, False)
        assert beyond in refusal.value.fields["permissions"]


@pytest.mark.parametrize("permission", NEEDS)
def test_nobody_is_let_do_what_needs_something_that_they_may_not(permission):
    with pytest.raises(BadInput) as refusal:
        rules.check_role("Mine", "", "admin", {permission}, False)
    assert permission in refusal.value.fields["permissions"]


def test_a_custom_role_decides_what_its_people_may_at_the_next_request(company, browse):
    browser = browse(company.recruiter)
    assert browser.get("/clients").status == 200
    role = a_role(company, {P.JOBS_READ, P.JOBS_WRITE})
    roles.give_role(user_of(company.recruiter), role, company.admin)
    assert browser.get("/clients").location.startswith("/login"), "a new role ends the sessions"
    browser = browse(company.recruiter)
    assert (browser.get("/clients").status, browser.get("/jobs").status) == (403, 200)
    role = queries.get_role(role.id)
    roles.update_role(role, {"permissions": [P.JOBS_READ, P.CLIENTS_READ]}, company.admin)
    assert (browser.get("/clients").status, browser.get("/jobs/new").status) == (200, 403)


def test_peer_03_a_new_role_ends_sessions_and_tokens(company, app, browse, call):
    browser, calls = browse(company.recruiter), call(company.recruiter)
    assert (browser.get("/jobs").status, calls.get("/api/jobs").status) == (200, 200)
    roles.give_role(user_of(company.recruiter), a_role(company), company.admin)
    assert browser.get("/jobs").location.startswith("/login")
    assert calls.get("/api/jobs").error["code"] == "INVALID_TOKEN"
    calls = call(company.recruiter)
    assert calls.get("/api/jobs").status == 200
    roles.give_role(user_of(company.recruiter), None, company.admin)
    assert calls.get("/api/jobs").status == 401


def test_the_session_and_its_role_are_one_query(company, browse):
    roles.give_role(user_of(company.recruiter), a_role(company), company.admin)
    browser = browse(company.recruiter)
    with count_queries() as sent:
        assert browser.get("/admin").status == 403
    assert len([s for s in sent if "FROM sessions" in s]) == 1 and "roles" in sent[0], str(sent)


def test_a_page_shows_nobody_whom_the_role_does_not_show(company, browse):
    job = factories.a_job(company.client_id)
    factories.an_application(factories.a_candidate(last_name="Zebulon"), job)
    roles.give_role(user_of(company.recruiter), a_role(company, {P.JOBS_READ, P.CLIENTS_READ}), company.admin)
    browser = browse(company.recruiter)
    for path in ("/today", "/jobs", f"/jobs/{job.id}", f"/jobs/{job.id}?column=NEW", f"/clients/{company.client_id}"):
        page = browser.get(path)
        assert page.status == 200 and "Zebulon" not in page.text, path
    assert browser.get("/candidates").status == 403


def test_whose_role_shows_no_candidates_is_not_told_of_them(company, app):
    from portal.candidates import services as candidates
    from portal.candidates.models import ApplicationStatus
    from portal.core import outbox
    from portal.notifications.models import NotificationReader

    roles.give_role(user_of(company.recruiter), a_role(company, {P.JOBS_READ}), company.admin)
    application = factories.an_application(factories.a_candidate(), factories.a_job(company.client_id))
    candidates.move(application, ApplicationStatus.IN_REVIEW, by=company.admin)
    db.session.commit()
    db.session.expunge_all()
    outbox.run_due()
    told = {row.user_id for row in db.session.query(NotificationReader)}
    assert company.admin.id in told and company.recruiter.id not in told


def test_nobody_gives_a_right_that_they_do_not_have(company):
    lesser = an_admin_without(company, P.AUDIT_READ)
    for rights in ({P.AUDIT_READ}, ROLE_PERMISSIONS["admin"]):
        with pytest.raises(NotAllowed):
            roles.create_role(role_name="More", base_role="admin", permissions=rights, by=lesser)
    role = a_role(company, {P.JOBS_READ}, "admin", "Reader")
    with pytest.raises(NotAllowed):
        roles.update_role(role, {"permissions": [P.JOBS_READ, P.AUDIT_READ]}, lesser)
    auditor = a_role(company, {P.AUDIT_READ}, "admin", "Auditor")
    colleague = factories.a_user(Role.ADMIN)
    with pytest.raises(NotAllowed):
        roles.give_role(colleague, auditor, lesser)
    with pytest.raises(NotAllowed):
        users.create_staff_user(first_name="A", last_name="B", email="ab@demo.test", role=Role.ADMIN, by=lesser)
    with pytest.raises(NotAllowed):
        users.update_user(user_of(company.recruiter), {}, lesser, role=Role.ADMIN)
    with pytest.raises(RuleBroken):
        roles.give_role(user_of(lesser), None, lesser)
    narrow = an_admin_without(company, *(ROLE_PERMISSIONS["admin"] - {P.COMPANY_ADMIN, P.JOBS_READ}))
    assert api_keys.create_api_key("Jobs", ["jobs:read"], narrow)
    with pytest.raises(NotAllowed):
        api_keys.create_api_key("Clients", ["jobs:read", "clients:write"], narrow)


@pytest.mark.parametrize(
    "take_over",
    [
        lambda user, by: users.update_user(user, {"email": "mine@demo.test"}, by),
        lambda user, by: users.update_user(user, {}, by, role=Role.RECRUITER),
        lambda user, by: users.reset_password(user, by),
        lambda user, by: users.deactivate_user(user, by),
    ],
)
def test_nobody_takes_over_an_account_that_may_do_more(company, take_over):
    lesser = an_admin_without(company, P.AUDIT_READ)
    factories.a_user(Role.ADMIN)
    with pytest.raises(NotAllowed):
        take_over(user_of(company.admin), lesser)


def test_only_who_keeps_the_company_gives_roles(company):
    role = a_role(company, {P.CLIENTS_READ}, "client_user", "Looker")
    with pytest.raises(NotAllowed):
        roles.give_role(user_of(company.client_user), role, company.recruiter)


def test_the_last_admin_stays_whatever_role_is_changed(company):
    harmless = a_role(company, ROLE_PERMISSIONS["admin"], "admin", "Everything")
    second = factories.a_user(Role.ADMIN)
    roles.give_role(second, harmless, company.admin)
    by = queries.person_of(second, queries.get_company(company.company_id))
    auditor = a_role(company, {P.AUDIT_READ}, "admin", "Auditor")
    roles.give_role(user_of(company.admin), auditor, by)
    db.session.commit()
    with pytest.raises(RuleBroken):
        users.deactivate_user(second, company.recruiter)
    with pytest.raises(RuleBroken):
        roles.update_role(harmless, {"permissions": [P.JOBS_READ]}, company.admin)
    db.session.rollback()
    with pytest.raises(RuleBroken):
        roles.give_role(queries.get_user(second.id), queries.get_role(auditor.id), company.admin)
    db.session.rollback()
    assert queries.active_admins() == 1
    users.deactivate_user(user_of(company.admin), by)


def test_a_role_fits_its_base_and_its_client(company):
    other = factories.a_client()
    role = a_role(company, {P.CLIENTS_READ}, "client_user", "Theirs", client_id=other.id)
    for user in (company.client_user, company.recruiter):
        with pytest.raises(BadInput):
            roles.give_role(user_of(user), role, company.admin)
    user = factories.a_user(Role.CLIENT_USER, client_id=other.id)
    roles.give_role(user, role, company.admin)
    assert queries.permissions_of_user(user) == {P.CLIENTS_READ}
    with pytest.raises(BadInput):
        a_role(company, {P.CLIENTS_READ}, "recruiter", "Wrong", client_id=other.id)
    with pytest.raises(BadInput):
        a_role(company, {P.CLIENTS_READ}, "client_user", "Nowhere", client_id=999)


def test_nobody_changes_their_own_role_and_a_stale_form_saves_nothing(company):
    role = a_role(company, ROLE_PERMISSIONS["admin"], "admin", "Same")
    with pytest.raises(RuleBroken):
        roles.give_role(user_of(company.admin), role, company.admin)
    seen = role.version
    roles.update_role(role, {"description": "First"}, company.admin, version=seen)
    with pytest.raises(Conflict):
        roles.update_role(role, {"description": "Second"}, company.admin, version=seen)


@pytest.mark.parametrize("name", ["", "x" * 81, "Admin", "client user", "sourcer"])
def test_a_name_that_is_none_or_taken_is_refused(company, name):
    a_role(company)
    with pytest.raises(BadInput) as refusal:
        a_role(company, name=name)
    assert set(refusal.value.fields) == {"role_name"}


def test_a_new_base_role_takes_the_custom_one_away(company):
    user = user_of(company.recruiter)
    roles.give_role(user, a_role(company), company.admin)
    users.update_user(user, {}, company.admin, role=Role.ADMIN)
    assert user.role_id is None and P.COMPANY_ADMIN in queries.permissions_of_user(user)


def test_a_client_goes_with_its_own_roles(company):
    from portal.clients import services as clients

    client = factories.a_client()
    role = a_role(company, {P.CLIENTS_READ}, "client_user", "Theirs", client_id=client.id)
    roles.give_role(factories.a_user(Role.CLIENT_USER, client_id=client.id), role, company.admin)
    clients.delete_client(client, 0, company.admin)
    assert queries.roles_of_company() == []
    assert events()[-2:] == ["client.deleted", "role.deleted"]


def test_an_admin_makes_changes_gives_and_deletes_a_role_on_pages(company, admin):
    page = admin.get("/admin/roles/new?base=recruiter")
    kept = [p.value for p in RECRUITER - {P.INTERVIEWS_DECIDE}]
    made = admin.submit(page, "form.form", role_name="Sourcer", permissions=kept)
    assert made.location == "/admin/roles" and "Sourcer" in admin.get("/admin/roles").words("table")
    (row,) = queries.roles_of_company()
    path = f"/admin/staff/{company.recruiter.id}"
    assert admin.submit(admin.get(path), "form.form", role=str(row.id)).status == 303
    assert admin.get(path).one("#role option[selected]").get_text() == "Sourcer"
    assert "Sourcer" in admin.get("/admin/staff").words("table")
    edit = f"/admin/roles/{encode('role', row.id)}"
    first, second = admin.get(edit), admin.get(edit)
    assert company.recruiter.name in first.words("#people")
    assert admin.submit(first, "form[data-action=save]", description="Finds people").status == 303
    stale = admin.submit(second, "form[data-action=save]", description="Another")
    assert stale.status == 409 and "Finds people" in stale.words("#form-errors")
    assert admin.submit(admin.get(edit), "form[data-action=delete]").location == "/admin/roles"
    assert queries.roles_of_company() == [] and user_of(company.recruiter).role_id is None
    assert [e for e in events() if not e.startswith("user.l")] == [
        "role.created", "user.updated", "role.updated", "user.updated", "role.deleted",
    ]  # fmt: skip


def test_a_role_that_cannot_be_says_so_at_its_field(company, admin):
    answer = admin.submit(admin.get("/admin/roles/new"), "form.form", role_name="X", permissions=["jobs.write"])
    assert answer.status == 422 and "jobs.read" in answer.words("#permissions-error")
    answer = admin.submit(admin.get("/admin/roles/new"), "form.form", role_name="X", permissions=["company.admin"])
    assert answer.status == 422


def test_an_admin_gives_a_clients_person_a_role_and_a_recruiter_is_not_offered_it(company, admin, recruiter):
    path = f"/clients/{company.client_id}/people/{company.client_user.id}/edit"
    assert admin.get(path).soup.select("form[data-action=role]") == []
    a_role(company, {P.CLIENTS_READ}, "client_user", "Looker")
    (row,) = queries.roles_of_company()
    assert recruiter.get(path).soup.select("form[data-action=role]") == []
    assert admin.submit(admin.get(path), "form[data-action=role]", role_id=str(row.id)).status == 303
    assert queries.permissions_of_user(user_of(company.client_user)) == {P.CLIENTS_READ}
    answer = admin.post(f"/clients/{company.client_id}/people/{company.client_user.id}/role", {"role_id": "999"})
    assert answer.status == 422


def test_a_clients_people_with_every_right_meet_no_fault_and_nobody_elses_things(app, company, browse):
    """A role may give a client user what recruiters may; what they see stays their own client's."""
    foreign = factories.a_client(company_name="Quokka Ltd")
    factories.a_job(foreign.id, title="Quokka keeper")
    factories.an_application(factories.a_candidate(last_name="Quokka"), factories.a_job(foreign.id))
    role = a_role(company, RECRUITER | ROLE_PERMISSIONS["client_user"], "client_user", "All")
    roles.give_role(user_of(company.client_user), role, company.admin)
    browser = browse(company.client_user)
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and not rule.arguments and not rule.rule.startswith(("/api/", "/portal", "/docs")):
            response = contextvars.Context().run(browser.client.get, rule.rule)
            assert response.status_code < 500 and "Quokka" not in response.get_data(as_text=True), rule.rule


def test_roles_by_calls(company, admin_calls, recruiter_calls):
    listed = admin_calls.get("/api/governance/roles").json["items"]
    assert [(r["role_id"], r["is_system_role"]) for r in listed] == [(role, True) for role in SYSTEM_ROLES]
    assert listed[1]["permissions"] == {p.value: p in RECRUITER for p in Permission}
    body = {"role_name": "Sourcer", "permissions": {"interviews.decide": False}}
    made = admin_calls.post("/api/governance/roles", body)
    assert made.status == 201 and made.json["role_id"].startswith("role_")
    assert (made.json["permissions"]["interviews.decide"], made.json["permissions"]["jobs.read"]) == (False, True)
    assert {"role_id", "role_name", "description", "permissions", "client_id", "is_system_role", "created_at"} <= set(
        made.json
    )
    one = f"/api/governance/roles/{made.json['role_id']}"
    changed = admin_calls.put(one, {"permissions": {"interviews.book": False}, "description": "Finds people"})
    flags = changed.json["permissions"]
    assert (flags["interviews.decide"], flags["interviews.book"], flags["jobs.read"]) == (False, False, True)
    assert admin_calls.put(one, {"description": "x", "version": made.json["version"]}).status == 409
    number = queries.roles_of_company()[0].id
    roles.give_role(user_of(company.recruiter), queries.get_role(number), company.admin)
    db.session.commit()
    db.session.expunge_all()
    assert admin_calls.delete(one).status == 409
    assert admin_calls.delete(f"{one}?reassign_to=base").status == 200
    assert admin_calls.get(one).status == 405 and admin_calls.delete(one).status == 404
    assert user_of(company.recruiter).role_id is None


def test_a_deleted_roles_people_can_get_another_one(company, admin_calls):
    first, second = a_role(company), a_role(company, name="Reader", permissions={P.JOBS_READ})
    roles.give_role(user_of(company.recruiter), first, company.admin)
    other = encode("role", second.id)
    assert admin_calls.delete(f"/api/governance/roles/{first.id}?reassign_to={other}").status == 200
    assert user_of(company.recruiter).role_id == queries.roles_of_company()[0].id


@pytest.mark.parametrize("field", ["company_id", "is_system_role", "created_at", "id", "created_by"])
def test_peer_14_fields_of_a_role_that_nobody_may_set_are_refused_by_name(company, admin_calls, field):
    reply = admin_calls.post("/api/governance/roles", {"role_name": "X", field: 1})
    assert reply.status == 422 and reply.fields() == {field}


def test_roles_by_calls_are_for_those_who_keep_the_company(company, app, call, with_key):
    path, one = "/api/governance/roles", f"/api/governance/roles/{a_role(company).id}"
    db.session.commit()
    db.session.expunge_all()
    stranger = factories.a_world("Other")
    for calls in (call(company.recruiter), call(company.client_user), with_key("clients:write", "jobs:write")):
        for method, url in (("GET", path), ("POST", path), ("PUT", one), ("DELETE", one)):
            assert calls.call(method, url, json={}).status == 403
    assert Caller(app, stranger.admin).put(one, {}).status == 404
    assert call(company.admin).post(path, {"role_name": "X", "permissions": {"jobs.fly": True}}).status == 422
    assert call(company.admin).post(path, {"role_name": "X", "permissions": {"audit.read": True}}).status == 422
