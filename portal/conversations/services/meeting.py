"""Who writes: the contact with a number or an address, made when it is new, and the candidate whom it belongs to."""

from portal.candidates.models import Candidate
from portal.conversations.models import ChannelType, Contact
from portal.conversations.queries import inbound, search
from portal.conversations.rules_reaching import CannotReach, address_for
from portal.core.clock import now
from portal.core.database import insert_once


def meet(company_id: int, phone: str | None, email: str | None, name: str) -> Contact:
    """The contact with that number or address, held until the transaction ends; of two who make it at once one does."""
    found = inbound.lock_contact(phone, email)
    if found is None:
        made = insert_once(
            Contact,
            ["company_id", "phone" if phone is not None else "email"],
            company_id=company_id,
            phone=phone,
            email=email,
            name=name,
            created_at=now(),
        )
        found = inbound.lock_contact(phone, email)
        if found is None:
            raise RuntimeError("A contact that has just been made is not there.")
        if made is not None:
            search.contact_came(found)
    get_to_know(found, name)
    return found


def get_to_know(contact: Contact, name: str) -> None:
    """Fill the contact's name, once, and link the candidate with that number or address when there is exactly one."""
    if name and not contact.name:
        contact.name = name
    if contact.candidate_id is None:
        candidates = inbound.candidates_with(contact.phone, contact.email)
        if len(candidates) == 1:
            contact.candidate_id = candidates[0]


def contact_of(candidate: Candidate, kind: ChannelType) -> Contact:
    """The contact by which such a channel reaches the candidate, held. Raises CannotReach."""
    phone, email = address_for(kind, candidate.phone, candidate.email)
    if phone is None and email is None:
        raise CannotReach(kind, candidate.name)
    contact = meet(candidate.company_id, phone, email, candidate.name)
    if contact.candidate_id is None:
        contact.candidate_id = candidate.id
    return contact
