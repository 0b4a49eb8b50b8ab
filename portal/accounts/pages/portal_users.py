"""`/admin/portal-users`: candidates' accounts."""

from flask import request
from werkzeug.wrappers import Response

from portal.accounts import queries
from portal.accounts.forms import LinkForm, PortalUserForm
from portal.accounts.models import CandidateAccount
from portal.accounts.pages import pages
from portal.accounts.permissions import Permission
from portal.accounts.services import portal_accounts
from portal.web.access import current_person, needs
from portal.web.answers import form_page, try_to, try_to_save
from portal.web.filters import read_filters
from portal.web.fragments import back_to, page_or_block, toast


@pages.get("/admin/portal-users")
@needs(Permission.COMPANY_ADMIN)
def portal_users() -> Response:
    """All candidates with an account, by name."""
    filters = read_filters("accounts.portal_users", texts=["q"], words={})
    found = queries.portal_users_page(filters.one("q"), request.args.get("cursor"))
    return page_or_block("accounts/portal_users.html", "results", found=found, filters=filters)


@pages.route("/admin/portal-users/new", methods=["GET", "POST"])
@needs(Permission.COMPANY_ADMIN)
def new_portal_user() -> Response:
    """Open an account; the candidate gets a mail with the link to set a password."""
    form = PortalUserForm()
    status = None
    if form.validate_on_submit():
        status = try_to(form, lambda: portal_accounts.create_account(form.data, current_person()))
        if status is None:
            toast(f"{form.first_name.data} has an account. A mail with the sign-in name is on its way.")
            return back_to("accounts.portal_users")
    return form_page("accounts/portal_user_edit.html", form, status, account=None)


@pages.route("/admin/portal-users/<sid(cp):account_id>", methods=["GET", "POST"])
@needs(Permission.COMPANY_ADMIN)
def edit_portal_user(account_id: int) -> Response:
    """Change an account."""
    account, person = queries.get_account(account_id), current_person()
    form = PortalUserForm(obj=account)
    status = None
    if form.validate_on_submit():
        version = form.version.data or 0
        status = try_to_save(
            form, account, lambda: portal_accounts.update_account(account, form.data, person, version=version)
        )
        if status is None:
            toast(f"{account.name} is saved.")
            return back_to("accounts.portal_users")
    return _edit_page(account, form, status, LinkForm(formdata=None))


def _edit_page(account: CandidateAccount, form: PortalUserForm, status: int | None, link: LinkForm) -> Response:
    number = account.candidate_id
    candidate = queries.candidate_name(account.company_id, number) if number else None
    return form_page(
        "accounts/portal_user_edit.html", form, status, account=account, candidate=candidate, link_form=link
    )


@pages.post("/admin/portal-users/<sid(cp):account_id>/candidate")
@needs(Permission.COMPANY_ADMIN)
def link_portal_user(account_id: int) -> Response:
    """Let the account see a candidate's own things; without an address it sees none any more."""
    account, form, person = queries.get_account(account_id), LinkForm(), current_person()
    status: int | None = 422
    if form.validate_on_submit():
        wanted = form.candidate_email.data
        status = try_to(
            form,
            lambda: (
                portal_accounts.link_by_address(account, wanted, person)
                if wanted
                else portal_accounts.link_account(account, None, person)
            ),
        )
        if status is None:
            toast("The account is linked." if wanted else "The account is no longer linked to a candidate.")
            return back_to("accounts.edit_portal_user", account_id=account_id)
    return _edit_page(account, PortalUserForm(formdata=None, obj=account), status, form)


@pages.post("/admin/portal-users/<sid(cp):account_id>/deactivation")
@needs(Permission.COMPANY_ADMIN)
def deactivate_portal_user(account_id: int) -> Response:
    """The candidate can no longer sign in."""
    account = queries.get_account(account_id)
    portal_accounts.deactivate_account(account, current_person())
    toast(f"{account.name} can no longer sign in.")
    return back_to("accounts.edit_portal_user", account_id=account_id)


@pages.post("/admin/portal-users/<sid(cp):account_id>/activation")
@needs(Permission.COMPANY_ADMIN)
def activate_portal_user(account_id: int) -> Response:
    """The account opens again."""
    account = queries.get_account(account_id)
    portal_accounts.activate_account(account, current_person())
    toast(f"{account.name} can sign in again.")
    return back_to("accounts.edit_portal_user", account_id=account_id)


@pages.post("/admin/portal-users/<sid(cp):account_id>/password-reset")
@needs(Permission.COMPANY_ADMIN)
def reset_portal_user_password(account_id: int) -> Response:
    """Mail a link for a new password; the old one no longer opens."""
    account = queries.get_account(account_id)
    portal_accounts.reset_password(account, current_person())
    toast(f"{account.name} is signed out and gets a link for a new password by mail.")
    return back_to("accounts.edit_portal_user", account_id=account_id)
