"""`/set-password/<token>` from a mail, and `/change-password`."""

from flask import g
from werkzeug.wrappers import Response

from portal.accounts.models import LinkPurpose
from portal.accounts.pages import pages
from portal.accounts.services import password_changes
from portal.accounts.services.sign_in import open_link
from portal.core.errors import RuleBroken
from portal.web.access import current_person, public, signed_in
from portal.web.answers import form_page, try_to
from portal.web.fragments import back_to, page, toast
from portal.web.sessions import begin_session, new_browser
from portal.web.sign_in_forms import ChangePasswordForm, NewPasswordForm


@pages.get("/set-password/<token>")
@public("the link of a welcome or reset mail")
def set_password(token: str) -> Response:
    """Show the page. Nothing is used up: mail scanners open links."""
    return _set_password(token, NewPasswordForm(), None)


@pages.post("/set-password/<token>")
@public("the link of a welcome or reset mail")
def use_password_link(token: str) -> Response:
    """Set the password and use the link up."""
    form = NewPasswordForm()
    status = None
    if form.validate_on_submit():
        try:
            status = try_to(form, lambda: password_changes.set_by_link(token, form.password.data))
        except RuleBroken:
            return _gone()
        if status is None:
            toast("Your password is set. Sign in with it.")
            return back_to("accounts.sign_in")
    return _set_password(token, form, status)


def _set_password(token: str, form: NewPasswordForm, status: int | None) -> Response:
    found = open_link(token, LinkPurpose.SET_PASSWORD)
    if found is None or found.user_id is None:
        return _gone()
    g.company_name = found.company_name
    return form_page("accounts/set_password.html", form, status, token=token)


def _gone() -> Response:
    return page("accounts/link_gone.html", 410)


@pages.route("/change-password", methods=["GET", "POST"])
@signed_in
def change_password() -> Response:
    """A new password for oneself; every other session ends."""
    person, form = current_person(), ChangePasswordForm()
    status = None
    if form.validate_on_submit():
        token, browser = new_browser()
        status = try_to(
            form,
            lambda: password_changes.change_password(person, form.current.data, form.password.data, browser),
        )
        if status is None:
            begin_session("user", token)
            toast("Your password is changed. You are signed out everywhere else.")
            return back_to("accounts.profile")
    return form_page("accounts/change_password.html", form, status)
