"""Beginning a conversation with a candidate."""

import secrets
from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.accounts.queries import get_user
from portal.candidates.models import Application, Candidate
from portal.candidates.queries import lists
from portal.candidates.queries.applications import applications_of
from portal.candidates.queries.people import get_candidate
from portal.conversations import queries, rules, services, showing
from portal.conversations.forms import BeginForm
from portal.conversations.models import Channel, ChannelStatus
from portal.conversations.pages import pages
from portal.conversations.pages._talk import usual
from portal.conversations.pages.writing import chosen_template
from portal.conversations.rules_canned import templates_of
from portal.conversations.rules_reaching import address_for
from portal.core.clock import now
from portal.core.errors import BadInput, NotAllowed, RuleBroken
from portal.core.ids import decode, encode
from portal.core.people import Person
from portal.web.access import current_person, needs
from portal.web.answers import form_page
from portal.web.forms import strip
from portal.web.fragments import back_to, page, page_or_block, wants_block

# So many people are shown to choose from; whoever is not among them is found by name.
CHOICES = 20


@pages.get("/whom")
@needs(Permission.CONVERSATIONS)
def whom() -> Response:
    """Candidates to write to: the newest, or those that `?q=` finds."""
    if not current_person().may(Permission.CANDIDATES_READ):
        raise NotAllowed("Your role does not show candidates.")
    q = strip(request.args.get("q", ""))[:200]
    found = lists.people(current_person().company_id, lists.Wanted(q=q), limit=CHOICES).items
    if wants_block():
        return page_or_block("conversations/whom.html", "people", found=found, q=q)
    return page("conversations/whom.html", found=found, q=q)


@pages.route("/new", methods=["GET", "POST"])
@needs(Permission.CONVERSATIONS)
def begin() -> AnyResponse:
    """Write to `?candidate=` about `?job=`; who has an open conversation is answered there."""
    candidate = get_candidate(decode("cand", request.args.get("candidate", "")) or 0)
    active = queries.active_talk(candidate.id)
    if active is not None and request.method != "POST":
        return redirect(url_for("conversations.show", conversation_id=active.id))
    put_forward = applications_of(candidate.id)
    ways = ways_to(candidate, current_person(), _about(put_forward))
    form, applications = _form(ways, put_forward)
    if form.validate_on_submit():
        try:
            made = _reach(form, candidate, applications)
        except (BadInput, RuleBroken) as refusal:
            form.form_errors.append(refusal.message)
        else:
            return back_to("conversations.show", conversation_id=made.id)
    status = 422 if form.is_submitted() else None
    return form_page("conversations/new.html", form, status, candidate=candidate, ways=ways)


def _about(all_of_them: Any) -> str:
    """The title of the job that the address names, or of the newest application's."""
    asked = decode("job", request.args.get("job", ""))
    titles = [a.job.title for a in all_of_them if asked in (None, a.job_id)]
    return titles[0] if titles else ""


def ways_to(candidate: Candidate, person: Person, job: str) -> list[dict[str, Any]]:
    """The channels that reach the candidate, and for each the templates it needs, if it takes no free text."""
    found = []
    for channel in queries.active_channels():
        phone, email = address_for(channel.type, candidate.phone, candidate.email)
        if phone or email:
            free = rules.window_open(channel.type, queries.last_written(channel.id, phone, email), now())
            templates = [] if free else templates_of(channel.settings)
            values = {"first_name": candidate.first_name, "name": candidate.name, "company": person.company_name,
                      "job": job, "my_name": person.name, "my_first_name": person.name.split(" ")[0]}  # fmt: skip
            found.append({"channel": channel, "address": phone or email, "free": free, "showing": showing,
                          "templates": [(t, usual(t, values)) for t in templates]})  # fmt: skip
    return found


def _form(ways: list[dict[str, Any]], all_of_them: Any) -> tuple[BeginForm, dict[str, Application]]:
    """The form with its choices: the channel that needs no template first, the job that the address names chosen."""
    applications = {str(encode("job", a.job_id)): a for a in all_of_them}
    asked = decode("job", request.args.get("job", ""))
    first = sorted(ways, key=lambda way: not way["free"])
    chosen = str(encode("job", asked)) if asked else next(iter(applications), "")
    form = BeginForm(
        send_key=secrets.token_urlsafe(18), channel=str(first[0]["channel"].id) if first else "", job=chosen
    )
    form.channel.choices = [
        (str(way["channel"].id), f"{showing.CHANNELS[way['channel'].type]} to {way['address']}") for way in first
    ]
    form.job.choices = [(key, a.job.title) for key, a in applications.items()] + [("", "nothing in particular")]
    return form, applications


def _reach(form: BeginForm, candidate: Candidate, applications: dict[str, Application]) -> Any:
    person, application = current_person(), applications.get(form.job.data or "")
    channel: Channel = queries.get_channel(int(form.channel.data))
    text, template = form.text.data or "", None
    if channel.status is ChannelStatus.ACTIVE and request.form.get("template"):
        text, template = chosen_template(channel.settings, request.form["template"], request.form.getlist("value"))
    return services.reach(
        candidate, channel, text, get_user(person.id), by=person, send_key=form.send_key.data, template=template,
        application=(application.id, application.job_id) if application else None,
    )  # fmt: skip
