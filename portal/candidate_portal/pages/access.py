"""The candidates' way in: by password, by a link from a mail, and by registering."""

from typing import Any

from flask import current_app, g, redirect, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.wrappers import Response

from portal.accounts.models import LinkPurpose
from portal.accounts.services import companies, password_changes, registration
from portal.accounts.services import sign_in as service
from portal.candidate_portal.pages import pages
from portal.core.errors import BadInput, Missing, RuleBroken
from portal.notifications.showing import leave_browser
from portal.web.access import candidate_only, current_person, public, safe_next, signed_in_person
from portal.web.answers import form_page, try_to
from portal.web.forms import PortalForm
from portal.web.fragments import back_to, page, toast
from portal.web.sessions import begin_session, end_session, new_browser
from portal.web.sign_in_forms import (
    AddressForm,
    ChangePasswordForm,
    NewPasswordForm,
    RegisterForm,
    SignInForm,
)

HOME = "/portal/"
# How long the page that asks for the company may stay open.
TICKET_SECONDS = 300


@pages.route("/login", methods=["GET", "POST"])
@pages.route("/<slug>/login", methods=["GET", "POST"])
@public("the way in for candidates")
def sign_in(slug: str | None = None) -> Response:
    """Address and password, at one company or wherever the password fits."""
    company_id, form = _company(slug), SignInForm(next=request.args.get("next", ""))
    status = None
    found: list[Any] = []
    if form.validate_on_submit():
        browser = new_browser()[1]
        status = try_to(
            form,
            lambda: found.extend(
                service.fitting_accounts(form.email.data, form.password.data, browser, company_id=company_id)
            ),
        )
        if status is None:
            return _choose(found, form.next.data)
    elif signed_in_person() is not None:
        return redirect(safe_next(form.next.data, HOME))
    return form_page("candidate_portal/access/sign_in.html", form, status, slug=slug)


def _choose(found: list[Any], target: str | None) -> Response:
    if len(found) == 1:
        row = found[0]
        return _sign_in(row.company_id, row.id, row.version, target)
    choices = [
        (_tickets().dumps([row.company_id, row.id, row.version, target or ""]), row.company_name) for row in found
    ]
    return page("candidate_portal/access/choose_company.html", choices=choices)


@pages.post("/login/company")
@public("the second step of signing in")
def choose_company() -> Response:
    """Which of the accounts that the password opens."""
    try:
        company_id, account_id, version, target = _tickets().loads(
            request.form.get("ticket", ""), max_age=TICKET_SECONDS
        )
    except BadSignature:
        toast("That took too long. Please sign in again.", "warning")
        return back_to("candidate_portal.sign_in")
    return _sign_in(company_id, account_id, version, target)


def _sign_in(company_id: int, account_id: int, version: int, target: str | None) -> Response:
    token, browser = new_browser()
    try:
        service.sign_in_candidate(company_id, account_id, version, browser)
    except (BadInput, Missing):
        toast("Your account has changed meanwhile. Please sign in again.", "warning")
        return back_to("candidate_portal.sign_in")
    begin_session("candidate", token)
    return redirect(safe_next(target, HOME), 303)


def _tickets() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="choose-company")


@pages.post("/sign-out")
@candidate_only
def sign_out() -> Response:
    """End this session, on the server too, and be told no more in this browser."""
    leave_browser(current_person())
    service.sign_out(current_person())
    end_session()
    toast("You are signed out.")
    return back_to("candidate_portal.sign_in")


@pages.route("/forgot-password", methods=["GET", "POST"])
@pages.route("/<slug>/forgot-password", methods=["GET", "POST"])
@public("for those who cannot sign in")
def forgot_password(slug: str | None = None) -> Response:
    """Have a link for a new password sent. The answer is the same whether or not the address is known."""
    company_id, form = _company(slug), AddressForm()

    def ask() -> None:
        service.ask_for_reset(form.email.data, _address(), kind="candidate", company_id=company_id)

    return _ask(form, ask, "candidate_portal/access/forgot_password.html", slug)


@pages.route("/sign-in-link", methods=["GET", "POST"])
@pages.route("/<slug>/sign-in-link", methods=["GET", "POST"])
@public("for those who sign in without a password")
def ask_for_link(slug: str | None = None) -> Response:
    """Have a link sent that signs in, once. The answer is the same whether or not the address is known."""
    company_id, form = _company(slug), AddressForm()

    def ask() -> None:
        service.ask_for_sign_in_link(form.email.data, _address(), company_id=company_id)

    return _ask(form, ask, "candidate_portal/access/ask_for_link.html", slug)


@pages.route("/register", methods=["GET", "POST"])
@pages.route("/<slug>/register", methods=["GET", "POST"])
@public("candidates may open an account themselves")
def register(slug: str | None = None) -> Response:
    """Ask for an account; the mail that follows confirms the address and lets one choose a password."""
    company_id, form = _company(slug) or companies.first_company_id(), RegisterForm()
    if company_id is None:
        raise Missing

    def ask() -> None:
        values = {name: form[name].data for name in ("first_name", "last_name", "email", "phone")}
        registration.register(company_id, **values, address=_address())

    return _ask(form, ask, "candidate_portal/access/register.html", slug)


def _ask(form: PortalForm, ask: Any, template: str, slug: str | None) -> Response:
    status = None
    if form.validate_on_submit():
        status = try_to(form, ask)
        if status is None:
            return page("candidate_portal/access/mail_sent.html", email=form["email"].data, slug=slug)
    return form_page(template, form, status, slug=slug)


@pages.get("/sign-in/<token>")
@public("the link of a mail")
def sign_in_link(token: str) -> Response:
    """Show the page with its one button. Nothing is used up: mail scanners open links."""
    return _link_page("candidate_portal/access/sign_in_link.html", token, LinkPurpose.SIGN_IN)


@pages.post("/sign-in/<token>")
@public("the link of a mail")
def use_sign_in_link(token: str) -> Response:
    """Sign in and use the link up."""
    secret, browser = new_browser()
    try:
        service.use_sign_in_link(token, browser)
    except RuleBroken:
        return _gone()
    begin_session("candidate", secret)
    return redirect(HOME, 303)


@pages.get("/set-password/<token>")
@public("the link of a welcome or reset mail")
def set_password(token: str) -> Response:
    """Show the page. Nothing is used up."""
    return _link_page("candidate_portal/access/set_password.html", token, LinkPurpose.SET_PASSWORD)


@pages.post("/set-password/<token>")
@public("the link of a welcome or reset mail")
def use_password_link(token: str) -> Response:
    """Set the password, use the link up, sign in."""
    return _use_password_link("candidate_portal/access/set_password.html", token, LinkPurpose.SET_PASSWORD)


@pages.get("/confirm/<token>")
@public("the link of a registration mail")
def confirm_email(token: str) -> Response:
    """Show the page. Nothing is used up."""
    return _link_page("candidate_portal/access/confirm_email.html", token, LinkPurpose.CONFIRM_EMAIL)


@pages.post("/confirm/<token>")
@public("the link of a registration mail")
def use_confirmation(token: str) -> Response:
    """Confirm the address, set the password, sign in. Whoever had the account before, has it no longer."""
    return _use_password_link("candidate_portal/access/confirm_email.html", token, LinkPurpose.CONFIRM_EMAIL)


def _use_password_link(template: str, token: str, purpose: LinkPurpose) -> Response:
    form = NewPasswordForm()
    status = None
    if form.validate_on_submit():
        secret, browser = new_browser()
        try:
            status = try_to(form, lambda: password_changes.set_candidate_by_link(token, form.password.data, browser))
        except RuleBroken:
            return _gone()
        if status is None:
            begin_session("candidate", secret)
            toast("Your password is set, and you are signed in.")
            return redirect(HOME, 303)
    return _link_page(template, token, purpose, form, status)


def _link_page(
    template: str, token: str, purpose: LinkPurpose, form: PortalForm | None = None, status: int | None = None
) -> Response:
    found = service.open_link(token, purpose)
    if found is None or found.account_id is None:
        return _gone()
    g.company_name = found.company_name
    return form_page(template, form or NewPasswordForm(formdata=None), status, token=token)


def _gone() -> Response:
    return page("candidate_portal/access/link_gone.html", 410)


@pages.route("/change-password", methods=["GET", "POST"])
@candidate_only
def change_password() -> Response:
    """A new password for oneself; every other session ends."""
    person, form = current_person(), ChangePasswordForm()
    has_one, status = password_changes.has_password(person), None
    if form.validate_on_submit():
        token, browser = new_browser()
        status = try_to(
            form,
            lambda: password_changes.change_password(person, form.current.data, form.password.data, browser),
        )
        if status is None:
            begin_session("candidate", token)
            toast("Your password is changed. You are signed out everywhere else.")
            return redirect(HOME, 303)
    return form_page("candidate_portal/access/change_password.html", form, status, has_one=has_one)


def _company(slug: str | None) -> int | None:
    """The company of an address; its name stands on the page. Raises Missing."""
    if slug is None:
        return None
    found = companies.company_at(slug)
    if found is None:
        raise Missing
    g.company_name = found.name
    return int(found.id)


def _address() -> str:
    return request.remote_addr or "unknown"
