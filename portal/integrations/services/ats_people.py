"""Events about people: found or made, filled, corrected, merged, deleted, by the verbs of the pages."""

from typing import Any

from portal.candidates import rules as candidate_rules
from portal.candidates import services as candidates
from portal.candidates.models import Candidate
from portal.candidates.queries import people
from portal.candidates.rules import Taken, linkedin_key
from portal.candidates.services.people import COUNTRIES
from portal.core.addresses import phone_e164, valid_address
from portal.core.errors import BadInput
from portal.integrations import queries_ats as queries
from portal.integrations import rules_ats as rules
from portal.integrations.ats.event import AtsEvent, PersonFacts
from portal.integrations.models import AtsRecord, RecordKind
from portal.integrations.services.ats_work import NothingToDo, Work, find, hold, is_older, note_time, point

PERSON = "person"
NO_NAME = "Name not given"
MERGED_TWICE = "{0} and {1} are one person in {2}. Here they are two records: look whether they should be."


def person_for(work: Work, facts: PersonFacts | None) -> Candidate:
    """The candidate who is meant: by the external id, else by e-mail address, else by telephone; else made.

    What is empty in the record of somebody who is found is filled. Raises NothingToDo for a person who was deleted,
    there or here, and where nobody is named.
    """
    if facts is None or not (facts.external_id or facts.fields):
        raise NothingToDo("It names no person.")
    record = hold(work, RecordKind.CANDIDATE, facts.external_id) if facts.external_id else None
    if record is not None and record.gone:
        raise NothingToDo(f"This person was deleted in {work.system}.")
    if record is not None and record.our_id is not None:
        known = queries.find_person(record.our_id)
        if known is None:
            raise NothingToDo("This person was deleted here.")
        work.changed["candidate_id"] = known.id
        return known
    values = clean(work, facts.fields)
    found = _known(values)
    if found is not None and work.client_id is None:
        _fill(work, found, values)
    candidate = found or _make(work, values)
    if record is not None:
        point(record, candidate.id, made=found is None)
    work.changed["candidate_id"] = candidate.id
    work.say(f"{candidate.name} was known already." if found is not None else f"{candidate.name} was added.")
    return candidate


def clean(work: Work, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields with what the portal can take; what it cannot take is left out, and the log says so."""
    values = {**fields}
    if values.get("email"):
        try:
            values["email"] = valid_address(values["email"])
        except BadInput:
            work.say("The e-mail address is none, so it was left out.")
            values.pop("email")
    if values.get("phone"):
        values["phone_printed"] = values["phone"]
        values["phone"] = phone_e164(values["phone"], COUNTRIES.get(work.by.time_zone))
        if values["phone"] is None:
            values.pop("phone")
    linkedin = next((key for link in values.get("links", ()) if (key := linkedin_key(link))), None)
    return {**values, "linkedin": linkedin} if linkedin else values


def _known(values: dict[str, Any]) -> Candidate | None:
    owners = people.owners_of(values.get("email"), values.get("phone"), None)
    if "email" in owners:
        return queries.find_person(owners["email"][0])
    found = queries.find_person(owners["phone"][0]) if "phone" in owners else None
    return found if found is not None and rules.is_same_person(values, found.email, found.name) else None


def _make(work: Work, values: dict[str, Any]) -> Candidate:
    fields = {"first_name": NO_NAME, **values}
    for _ in range(3):
        try:
            return candidates.create_candidate(fields, by=work.by, source=work.source)
        except Taken as taken:
            if "email" in taken.owners:  # another worker was quicker
                found = queries.find_person(taken.owners["email"][0])
                if found is not None:
                    return found
            fields = _without(work, fields, taken)
        except BadInput as refusal:
            fields = _without(work, fields, refusal)
    raise NothingToDo("The person could not be added: " + ", ".join(sorted(fields)))


def _without(work: Work, fields: dict[str, Any], refusal: BadInput) -> dict[str, Any]:
    """The fields but those that were refused. A number of somebody else stays as it is printed."""
    for name, sentence in refusal.fields.items():
        work.say(f"Left out, {candidate_rules.FIELD_WORDS.get(name, name)}: {sentence}")
    return {name: value for name, value in fields.items() if name not in refusal.fields}


def _fill(work: Work, candidate: Candidate, values: dict[str, Any]) -> None:
    missing = {name: value for name, value in values.items() if not getattr(candidate, name, None)}
    if candidate.phone:
        missing.pop("phone_printed", None)
    _change(work, candidate, missing)


def _change(work: Work, candidate: Candidate, values: dict[str, Any]) -> None:
    """Put values into the record; one that belongs to somebody else is left out."""
    if "phone" in values:
        values = {**values, "phone_printed": values.get("phone_printed") or values["phone"]}
    try:
        candidates.update_candidate(candidate, values, by=work.by)
    except BadInput as refusal:
        rest = _without(work, values, refusal)
        work.attempt(lambda: candidates.update_candidate(candidate, rest, by=work.by))


def update(work: Work, event: AtsEvent) -> None:
    """What they say of the person now stands in the record; what they do not say stays."""
    facts = event.person or PersonFacts()
    record = find(work, RecordKind.CANDIDATE, facts.external_id)
    if is_older(record, PERSON, event.occurred_at):
        raise NothingToDo("It is older than what was applied already.")
    candidate = person_for(work, facts)
    record = find(work, RecordKind.CANDIDATE, facts.external_id)
    _check_may_change(work, record, candidate)
    _change(work, candidate, clean(work, facts.fields))
    note_time(record, PERSON, event.occurred_at)


def merge(work: Work, event: AtsEvent) -> None:
    """From now on the external id of who is merged means who remains."""
    facts = event.person or PersonFacts()
    if not facts.external_id or not facts.merged_into:
        raise NothingToDo("It does not say who was merged into whom.")
    first, second = sorted((facts.external_id, facts.merged_into))
    held = {number: hold(work, RecordKind.CANDIDATE, number) for number in (first, second)}
    lost, kept = held[facts.external_id], held[facts.merged_into]
    before, remains = lost.our_id, kept.our_id or lost.our_id
    if remains is None:
        raise NothingToDo("Neither of the two is known here.")
    if kept.our_id is None:
        point(kept, remains, made=lost.made)
    point(lost, remains)
    work.changed["candidate_id"] = remains
    names = [queries.name_of(number) or "somebody deleted" for number in (before or remains, remains)]
    if before not in (None, remains):
        work.changed["other_candidate_id"] = before or 0
        work.say(MERGED_TWICE.format(names[0], names[1], work.system))
    else:
        work.say(f"Both mean {names[1]} here.")


def delete(work: Work, event: AtsEvent) -> None:
    """Theirs is gone: ours is hidden too, unless another row of theirs is the same person."""
    facts = event.person or PersonFacts()
    if not facts.external_id:
        raise NothingToDo("It does not say who was deleted.")
    number = event.application.external_id if event.application is not None else None
    application = hold(work, RecordKind.APPLICATION, number) if number else None
    record = hold(work, RecordKind.CANDIDATE, facts.external_id)
    candidate = queries.find_person(record.our_id) if record.our_id else None
    if candidate is not None:
        work.changed["candidate_id"] = candidate.id
    if application is not None:
        application.gone = True
        if candidate is not None and queries.applies_there(application, candidate.id):
            raise NothingToDo(f"{candidate.name} stays: they have another application in {work.system}.")
    record.gone = True
    note_time(record, PERSON, event.occurred_at)
    if candidate is None:
        raise NothingToDo("Nobody here is this person. What comes of them later is left alone.")
    if queries.others_of(record):
        raise NothingToDo(f"{candidate.name} stays: another record of theirs is the same person.")
    _check_may_change(work, record, candidate)
    name = candidate.name
    candidates.delete_candidate(candidate, by=work.by)
    work.say(f"{name} was deleted.")


def anonymize(work: Work, event: AtsEvent) -> None:
    """What they have forgotten is forgotten here; without a name, the whole person."""
    facts = event.person or PersonFacts()
    if "name" in facts.anonymized:
        delete(work, event)
        return
    record = find(work, RecordKind.CANDIDATE, facts.external_id)
    candidate = queries.find_person(record.our_id) if record is not None and record.our_id else None
    if record is None or candidate is None:
        raise NothingToDo("Nobody here is this person.")
    work.changed["candidate_id"] = candidate.id
    _check_may_change(work, record, candidate)
    empty: dict[str, Any] = {name: [] if name == "links" else None for name in facts.anonymized}
    if not empty:
        raise NothingToDo("The portal keeps nothing of what was anonymised.")
    candidates.update_candidate(candidate, empty, by=work.by)
    words = ", ".join(dict.fromkeys(candidate_rules.FIELD_WORDS[name] for name in facts.anonymized))
    work.say(f"Forgotten of {candidate.name}: {words}.")


def _check_may_change(work: Work, record: AtsRecord | None, candidate: Candidate) -> None:
    """A client's own system changes only people whom it brought, and who are nobody else's candidates."""
    if work.client_id is None:
        return
    if record is None or not record.made or queries.applies_elsewhere(candidate.id, work.client_id):
        raise NothingToDo(f"{candidate.name} is known here from elsewhere, so a client's system changes nothing.")
