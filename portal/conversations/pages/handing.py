"""Who answers: taking over, handing on, offering to all; and completing."""

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from portal.accounts.permissions import Permission
from portal.accounts.queries import get_user
from portal.conversations import queries, services
from portal.conversations.forms import whole_number
from portal.conversations.pages import pages
from portal.conversations.pages._list import back_to_thread
from portal.conversations.showing import contact_name
from portal.core.errors import BadInput
from portal.web.access import current_person, needs
from portal.web.fragments import page


@pages.post("/<int:conversation_id>/owner")
@needs(Permission.CONVERSATIONS)
def give(conversation_id: int) -> AnyResponse:
    """Give it to `owner`: `me`, `assistant`, `all`, or a colleague's number.

    Of two who take it at once the second is refused by name: `seen` is whom the page showed as its owner.
    """
    person = current_person()
    wanted = request.form.get("owner", "")
    if wanted == "me":
        seen = whole_number(request.form.get("seen", ""))
        services.take(conversation_id, get_user(person.id), by=person, seen_owner=seen)
        return back_to_thread(conversation_id)
    conversation = queries.lock_conversation(conversation_id)
    if wanted == "all":
        services.release(conversation, by=person)
        return back_to_thread(conversation_id)
    if wanted == "assistant":
        owner = queries.find_assistant()
        if owner is None:
            raise BadInput(fields={"owner": "Your company has no assistant."})
    else:
        owner = get_user(whole_number(wanted) or 0)
    services.transfer(conversation, owner, by=person)
    return back_to_thread(conversation_id)


@pages.post("/<int:conversation_id>/completion")
@needs(Permission.CONVERSATIONS)
def complete(conversation_id: int) -> AnyResponse:
    """End the talk; a new message opens it again."""
    services.complete(queries.lock_conversation(conversation_id), by=current_person())
    return back_to_thread(conversation_id)


@pages.get("/<int:conversation_id>/handing")
@needs(Permission.CONVERSATIONS)
def people(conversation_id: int) -> Response:
    """Whom it can be handed to."""
    person = current_person()
    head = queries.head_of(conversation_id, person.id)
    return page(
        "conversations/hand.html", head=head, name=contact_name(head), people=queries.colleagues(), me=person.id
    )
