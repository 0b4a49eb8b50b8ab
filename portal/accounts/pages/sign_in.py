"""`/login`, `/logout`, `/forgot-password`."""

from flask import redirect, request
from werkzeug.wrappers import Response

from portal.accounts.pages import pages
from portal.accounts.services import companies
from portal.accounts.services import sign_in as service
from portal.notifications.showing import leave_browser
from portal.web.access import current_person, public, safe_next, signed_in, signed_in_person
from portal.web.answers import form_page, try_to
from portal.web.fragments import back_to, page, toast
from portal.web.sessions import begin_session, end_session, new_browser
from portal.web.sign_in_forms import AddressForm, SignInForm


@pages.route("/login", methods=["GET", "POST"])
@public("the way in for staff and client users")
def sign_in() -> Response:
    """Address and password; `next` is where to go afterwards, on this host alone."""
    form = SignInForm(next=request.args.get("next", ""))
    target = safe_next(form.next.data, "/")
    status = None
    if form.validate_on_submit():
        token, browser = new_browser()
        status = try_to(form, lambda: service.sign_in_user(form.email.data, form.password.data, browser))
        if status is None:
            begin_session("user", token)
            return redirect(target, 303)
    elif signed_in_person() is not None:
        return redirect(target)
    elif not form.is_submitted() and companies.is_open_for_setup():
        return redirect("/setup")
    return form_page("accounts/sign_in.html", form, status)


@pages.post("/logout")
@signed_in
def sign_out() -> Response:
    """End this session, on the server too, and be told no more in this browser."""
    leave_browser(current_person())
    service.sign_out(current_person())
    end_session()
    toast("You are signed out.")
    return back_to("accounts.sign_in")


@pages.route("/forgot-password", methods=["GET", "POST"])
@public("for those who cannot sign in")
def forgot_password() -> Response:
    """Have a link for a new password sent. The answer is the same whether or not the address is known."""
    form = AddressForm()
    status = None
    if form.validate_on_submit():
        address = request.remote_addr or "unknown"
        status = try_to(form, lambda: service.ask_for_reset(form.email.data, address, kind="user"))
        if status is None:
            return page("accounts/mail_sent.html", email=form.email.data)
    return form_page("accounts/forgot_password.html", form, status)
