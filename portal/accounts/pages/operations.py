"""`/admin/mailbox` and `/admin/effects`: what the portal sent and did, and what it could not."""

from flask import make_response, request
from werkzeug.wrappers import Response

from portal.accounts import mailbox as box
from portal.accounts import queries
from portal.accounts.pages import pages
from portal.accounts.permissions import Permission
from portal.accounts.services import operations
from portal.core.errors import Missing
from portal.core.mail import MailState
from portal.core.outbox import EffectState
from portal.web.access import current_person, needs
from portal.web.filters import read_filters
from portal.web.fragments import back_to, page, page_or_block, toast

# A mail's HTML stands in a frame of its own: no script, no form, nothing from elsewhere; links open beside it.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
)


@pages.get("/admin/mailbox")
@needs(Permission.COMPANY_ADMIN)
def mailbox() -> Response:
    """Every mail of the company, the newest first."""
    filters = read_filters("accounts.mailbox", texts=["q"], words={"state": [state.value for state in MailState]})
    found = queries.mails_page(filters.one("q"), filters["state"], request.args.get("cursor"))
    return page_or_block(
        "accounts/mailbox.html", "results", found=found, filters=filters, states=[s.value for s in MailState]
    )


@pages.get("/admin/mailbox/<sid(mail):mail_id>")
@needs(Permission.COMPANY_ADMIN)
def mail(mail_id: int) -> Response:
    """One mail: how it went, try by try, and, without an SMTP server, what it says."""
    found = queries.get_mail(mail_id)
    return page("accounts/mail.html", mail=found, attempts=queries.attempts_of(mail_id), letter=box.letter_of(found))


@pages.get("/admin/mailbox/<sid(mail):mail_id>/html")
@needs(Permission.COMPANY_ADMIN)
def mail_html(mail_id: int) -> Response:
    """The HTML of a mail, for the frame of its page."""
    letter = box.letter_of(queries.get_mail(mail_id))
    if letter is None:
        raise Missing
    answer = make_response(letter.html)
    answer.headers["Content-Security-Policy"] = MAIL_POLICY
    return answer


@pages.post("/admin/mailbox/<sid(mail):mail_id>/sending")
@needs(Permission.COMPANY_ADMIN)
def send_again(mail_id: int) -> Response:
    """Send a mail once more."""
    operations.send_again(queries.get_mail(mail_id), current_person())
    toast("The mail is on its way again.")
    return back_to("accounts.mail", mail_id=mail_id)


@pages.get("/admin/effects")
@needs(Permission.COMPANY_ADMIN)
def effects() -> Response:
    """What still has to be done after changes, and what was given up."""
    words = [EffectState.DEAD.value, EffectState.DUE.value, EffectState.RUNNING.value]
    filters = read_filters("accounts.effects", words={"state": words})
    found = queries.open_effects_page(filters["state"], request.args.get("cursor"))
    return page_or_block("accounts/effects.html", "results", found=found, filters=filters, states=words)


@pages.post("/admin/effects/<sid(eff):effect_id>/run")
@needs(Permission.COMPANY_ADMIN)
def run_effect(effect_id: int) -> Response:
    """Try an effect again."""
    operations.run_again(queries.get_effect(effect_id), current_person())
    toast("It runs again now.")
    return back_to("accounts.effects")
