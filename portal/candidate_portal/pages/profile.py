"""One's own account: name, phone, LinkedIn and zone. The address is the sign-in name, so only staff change it."""

from flask import Response
from werkzeug.wrappers import Response as AnyResponse

from portal.candidate_portal import queries, services
from portal.candidate_portal.forms import AccountForm
from portal.candidate_portal.pages import pages
from portal.candidate_portal.pages._door import ZONE_COOKIE
from portal.core.errors import BadInput, Conflict
from portal.core.people import Person
from portal.web.access import candidate_only, current_person
from portal.web.forms import differences
from portal.web.fragments import back_to, page, toast

FIELDS = ("first_name", "last_name", "phone", "linkedin_url", "time_zone")


@pages.route("/profile", methods=["GET", "POST"])
@candidate_only
def profile() -> AnyResponse:
    person, form = current_person(), AccountForm()
    if not form.is_submitted():
        return _shown(person, AccountForm(obj=queries.my_account(person)))
    if not form.validate():
        return _shown(person, form, 422)
    values = {**{name: form[name].data for name in FIELDS}, "time_zone": form.time_zone.data or None}
    try:
        services.update_account(values, person, version=form.version.data)
    except BadInput as refusal:
        form.put_errors(refusal)
        return _shown(person, form, 422)
    except Conflict as refusal:
        return _stale(person, form, refusal)
    toast("Your details are saved.")
    answer = back_to("candidate_portal.profile")
    # The zone chosen here counts from now on, not one chosen before on some page.
    answer.delete_cookie(ZONE_COOKIE, path="/portal")
    return answer


def _shown(person: Person, form: AccountForm, status: int = 200) -> Response:
    return page("candidate_portal/profile.html", status, form=form, account=queries.my_account(person))


def _stale(person: Person, form: AccountForm, refusal: Conflict) -> Response:
    account = queries.my_account(person)
    changed = differences(form, {name: getattr(account, name) for name in FIELDS})
    form.version.data = account.version
    return page(
        "candidate_portal/profile.html",
        refusal.status,
        form=form,
        account=account,
        conflict=refusal.message,
        changed=changed,
    )
