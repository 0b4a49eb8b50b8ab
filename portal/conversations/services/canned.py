"""Canned replies: everybody who writes in conversations may make and change them."""

from portal.conversations import queries, rules
from portal.conversations.models import CannedReply
from portal.conversations.rules_canned import check_variables
from portal.core.clock import now
from portal.core.database import db
from portal.core.errors import BadInput, Conflict
from portal.core.events import changes, record
from portal.core.people import Person


def create_canned(title: str, text: str, by: Person) -> CannedReply:
    """Add one. Raises BadInput (`title`, `text`)."""
    text = _check(title, text, None)
    if len(queries.canned_replies()) >= queries.MOST_REPLIES:
        raise BadInput(f"There are {queries.MOST_REPLIES} canned replies already. Delete one that nobody uses.")
    made = CannedReply(title=title, text=text, created_at=now(), created_by=by.email)
    db.session.add(made)
    db.session.flush()
    record("canned_reply.created", made, by, new={"title": title, "text": text})
    return made


def update_canned(reply: CannedReply, title: str, text: str, by: Person, *, version: int) -> CannedReply:
    """Change one. Raises BadInput (`title`, `text`); Conflict when somebody else has changed it meanwhile."""
    if reply.version != version:
        raise Conflict("Somebody else has changed this reply meanwhile.")
    text = _check(title, text, reply.id)
    old, new = changes(reply, {"title": title, "text": text})
    if new:
        reply.title, reply.text = title, text
        db.session.flush()
        record("canned_reply.updated", reply, by, old=old, new=new)
    return reply


def delete_canned(reply: CannedReply, by: Person) -> None:
    """Delete one; what was sent with it stays."""
    record("canned_reply.deleted", reply, by, old={"title": reply.title, "text": reply.text})
    db.session.delete(reply)
    db.session.flush()


def _check(title: str, text: str, own_id: int | None) -> str:
    text = rules.check_text(text)
    check_variables(text)
    taken = queries.reply_titled(title)
    if taken is not None and taken != own_id:
        raise BadInput(fields={"title": "There is a reply with this title already. Choose another one."})
    return text
