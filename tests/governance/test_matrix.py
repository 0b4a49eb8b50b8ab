"""Who may do what, against a copy written by hand from the design, on the page and in the call."""

import pytest

from portal.accounts.permissions import PERMISSION_WORDS, Permission, Scope
from portal.accounts.services import roles

# Written by hand, column by column: who has what.
ADMIN = """
company.admin audit.read clients.read clients.write clients.admin jobs.read jobs.write candidates.read
candidates.write interviews.read interviews.write interviews.book interviews.feedback interviews.decide conversations
submissions.own submissions.all notifications.own notifications.send
""".split()
RECRUITER = """
clients.read clients.write jobs.read jobs.write candidates.read candidates.write interviews.read interviews.write
interviews.book interviews.feedback interviews.decide conversations submissions.own notifications.own
""".split()
CLIENT_USER = """
clients.read jobs.read candidates.read interviews.read interviews.feedback interviews.decide submissions.own
notifications.own
""".split()
CANDIDATE = "portal.own interviews.book notifications.own".split()
ROLES = {"admin": ADMIN, "recruiter": RECRUITER, "client_user": CLIENT_USER, "candidate": CANDIDATE}
SCOPES = {
    "clients:read": ["clients.read"],
    "clients:write": ["clients.read", "clients.write"],
    "jobs:read": ["jobs.read"],
    "jobs:write": ["jobs.read", "jobs.write"],
    "candidates:read": ["candidates.read"],
    "candidates:write": ["candidates.read", "candidates.write"],
    "interviews:read": ["interviews.read"],
    "interviews:write": ["interviews.read", "interviews.write", "interviews.book"],
    "conversations:write": ["conversations"],
    "notifications:send": ["notifications.send"],
}


def given(flags):
    return sorted(name for name, yes in flags.items() if yes)


def test_the_call_shows_the_matrix_of_the_design(company, admin_calls):
    matrix = admin_calls.get("/api/governance/access-matrix").json
    assert {r["role_id"]: given(r["permissions"]) for r in matrix["roles"]} == {
        name: sorted(rights) for name, rights in ROLES.items()
    }
    assert {s["scope"]: given(s["permissions"]) for s in matrix["scopes"]} == {
        name: sorted(rights) for name, rights in SCOPES.items()
    }
    assert [p["permission"] for p in matrix["permissions"]] == [p.value for p in Permission]


def test_the_page_shows_the_same_with_the_companys_own_roles(company, admin):
    roles.create_role(role_name="Sourcer", base_role="recruiter", permissions={"jobs.read"}, by=company.admin)
    page = admin.get("/admin/access-matrix")
    table = page.soup.select("table.grid")[0]
    heads = [" ".join(th.get_text(" ").split()) for th in table.select("thead th")]
    assert heads == ["Permission", "Admin", "Recruiter", "Client user", "Candidate", "Sourcer of recruiter"]
    shown = {name: [] for name in [*ROLES, "own"]}
    for row in table.select("tbody tr"):
        permission = row.select_one(".mono").get_text()
        for name, cell in zip(shown, row.select("td"), strict=True):
            if cell.select_one("[aria-label=yes]"):
                shown[name].append(permission)
    assert {name: sorted(rights) for name, rights in shown.items()} == {
        **{name: sorted(rights) for name, rights in ROLES.items()}, "own": ["jobs.read"],
    }  # fmt: skip


def test_every_permission_and_scope_has_words_and_a_place_in_the_copy():
    assert set(PERMISSION_WORDS) == set(Permission) == set(ADMIN) | set(CANDIDATE)
    assert set(SCOPES) == set(Scope)


@pytest.mark.parametrize("path", ["/admin/access-matrix", "/admin/audit", "/admin/audit.csv", "/admin/audit.json"])
def test_only_who_may_read_the_audit_log_sees_its_pages(company, browse, path):
    assert browse(company.admin).get(path).status == 200
    for person in (company.recruiter, company.client_user):
        assert browse(person).get(path).status == 403
    assert browse().get(path).location.startswith("/login")


@pytest.mark.parametrize("path", ["/api/governance/access-matrix", "/api/governance/audit-logs"])
def test_only_who_may_read_the_audit_log_makes_its_calls(company, call, with_key, path):
    assert call(company.admin).get(path).status == 200
    assert call().get(path).status == 401
    for calls in (call(company.recruiter), call(company.client_user), with_key(*SCOPES)):
        assert calls.get(path).status == 403


def test_an_auditor_finds_the_log_in_the_menu_and_keeps_nothing(company, browse):
    from portal.accounts import queries
    from portal.accounts.models import Role
    from tests import factories

    role = roles.create_role(role_name="Auditor", base_role="admin", permissions={"audit.read"}, by=company.admin)
    user = factories.a_user(Role.ADMIN)
    roles.give_role(user, role, company.admin)
    browser = browse(queries.person_of(user, queries.get_company(company.company_id)))
    page = browser.get("/today")
    assert page.one("nav.rail a[href='/admin/audit']") and not page.soup.select("nav.rail a[href='/admin']")
    assert browser.get("/admin/audit").status == 200
    assert {browser.get(p).status for p in ("/admin", "/admin/roles", "/jobs", "/candidates")} == {403}
