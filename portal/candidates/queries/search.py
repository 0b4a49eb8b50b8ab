"""The search over people: names, e-mail, phone, skills, employers and the whole CV text.

One index on both databases. Every word is stored folded and with its company in front (`12xpython`), so a search reads
the entries of one company alone, whatever the others have, and what somebody types can only ever be a word of letters
and digits. SQLite keeps the words in an FTS5 table, PostgreSQL in a `tsvector` with a GIN index.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    cast,
    column,
    func,
    literal,
    literal_column,
    select,
    table,
    text,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from portal.candidates.models import Candidate, CandidateText
from portal.core.database import db
from portal.core.skills import canonical

# Names of tools whose signs would be lost with the letters alone.
SIGNS = (("c++", "cplusplus"), ("c#", "csharp"), ("f#", "fsharp"), (".net", "dotnet"))
WORD = re.compile(r"[^\W_]+")
WORD_LENGTH = 40
MOST_WORDS = 6000
SHORTEST_PART = 3
# A single letter would open thousands of words, so only two and more are taken as the beginning of one.
SHORTEST_PREFIX = 2

# The index passes the tenancy hook by: its words carry the company, and hits are read through Candidate alone.
_INDEX = {"unscoped": True}
_FORGET = text("INSERT INTO candidate_search (candidate_search, rowid, words) VALUES ('delete', :id, :words)")
_ADD = text("INSERT INTO candidate_search (rowid, words) VALUES (:id, :words)")
_hits = table("candidate_search", column("rowid", Integer), column("candidate_search"))
_texts = table("candidate_texts", column("candidate_id", Integer), column("tokens"))


def fold(text: str) -> str:
    """Small letters without accents; `C++` and `.NET` become words."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    for sign, word in SIGNS:
        if sign in plain:
            plain = plain.replace(sign, f" {word} ")
    return plain


def words_in(text: str) -> list[str]:
    """The words of a text as the index has them, in order."""
    return [word[:WORD_LENGTH] for word in WORD.findall(fold(text))]


def index(candidate: Candidate, cv_text: str | None = None) -> None:
    """Make the person findable by what is stored now, and by `cv_text` (None: the text that is there already)."""
    stored = db.session.get(CandidateText, candidate.id)
    before = stored.words if stored is not None else ""
    if stored is None:
        stored = CandidateText(candidate_id=candidate.id, company_id=candidate.company_id, cv_text="", words="")
        db.session.add(stored)
    if cv_text is not None:
        stored.cv_text = cv_text.replace("\x00", "")
    stored.words = " ".join(entries(candidate, stored.cv_text))
    db.session.flush()
    _feed(candidate.id, before, stored.words)


def forget(candidate: Candidate) -> None:
    """Take the person out of the search; the text of the CV stays until it is wiped."""
    stored = db.session.get(CandidateText, candidate.id)
    if stored is None:
        return
    before, stored.words = stored.words, ""
    db.session.flush()
    _feed(candidate.id, before, "")


def rebuild() -> None:
    """Feed the index anew from `candidate_texts.words`, after rows were loaded past `index` (with its `entries`)."""
    if db.engine.dialect.name == "sqlite":
        db.session.execute(
            text("INSERT INTO candidate_search (candidate_search) VALUES ('rebuild')"), execution_options=_INDEX
        )


def shed() -> None:
    """Have SQLite's indexes of people, contacts and messages let go of words that no row has any more: a deletion alone
    leaves them in the file until the parts that hold them are merged."""
    if db.engine.dialect.name == "sqlite":
        for name in ("candidate_search", "contact_search", "message_search"):
            db.session.execute(text(f"INSERT INTO {name} ({name}) VALUES ('optimize')"), execution_options=_INDEX)


def _feed(candidate_id: int, before: str, after: str) -> None:
    if before == after or db.engine.dialect.name != "sqlite":
        return
    if before:
        db.session.execute(_FORGET, {"id": candidate_id, "words": before}, execution_options=_INDEX)
    if after:
        db.session.execute(_ADD, {"id": candidate_id, "words": after}, execution_options=_INDEX)


def entries(candidate: Candidate, cv_text: str) -> list[str]:
    """All entries for a person: words, parts of names and addresses, digits of the phone, whole skills."""
    said = [
        candidate.location,
        candidate.current_role,
        candidate.current_company,
        candidate.summary,
        candidate.linkedin,
    ]
    said += [candidate.linkedin, *candidate.languages, *candidate.links]
    for row in candidate.experience:
        said += [row.get("title"), row.get("company"), row.get("description")]
    for row in candidate.education:
        said += [row.get("degree"), row.get("field"), row.get("institution")]
    found = dict.fromkeys(parts(words_in(f"{candidate.name} {candidate.email or ''}")))
    found |= dict.fromkeys(parts([re.sub(r"\D", "", candidate.phone or "")], shortest=6))
    found |= dict.fromkeys(words_in(" ".join([*candidate.skills, *filter(None, said), cv_text])))
    company = candidate.company_id
    skills = {f"{company}s{_joined(skill)}" for skill in candidate.skills}
    return sorted(skills) + sorted(f"{company}x{word}" for word in list(found)[:MOST_WORDS])


def parts(words: Iterable[str], shortest: int = SHORTEST_PART) -> list[str]:
    """Each word and its ends, so that `raman` finds `priyaraman` by the beginning of an entry."""
    return [word[i:] for word in words for i in range(max(1, len(word) - shortest + 1)) if word[i:]]


def _joined(skill: str) -> str:
    return "".join(words_in(skill))[:80]


@dataclass(frozen=True, slots=True)
class Hits:
    """A set of people: `source` joined to Candidate on `same`, as far as `matching`; newer ones are higher."""

    source: FromClause
    same: ColumnElement[bool]
    matching: ColumnElement[bool]
    number: ColumnElement[int]

    def newest(self, limit: int) -> Select[int]:
        """The ids of the newest of them."""
        return (
            select(self.number).select_from(self.source).where(self.matching).order_by(self.number.desc()).limit(limit)
        )


def find(company_id: int, typed: str, skill: str = "") -> Hits | None:
    """Who has all these words, the last one perhaps only begun, and that skill. None when no word was typed."""
    words = typed_words(typed)
    exact = [f"{company_id}s{_joined(canonical(skill))}"] if skill else []
    exact += [f"{company_id}x{word}" for word in words[:-1]]
    begun = ""
    if words:
        begun = f"{company_id}x{words[-1]}"
        if len(words[-1]) < SHORTEST_PREFIX:
            exact, begun = [*exact, begun], ""
    if not exact and not begun:
        return None
    if db.engine.dialect.name == "sqlite":
        return _in_fts5(exact, begun)
    return _in_tsvector(exact, begun)


def weighed(company_id: int, skills: Sequence[tuple[str, float]]) -> Select[int, float]:
    """Who has some of these skills in their profile: `candidate_id`, and the sum of the weights as `weight`."""
    parts = []
    for skill, weight in skills:
        entry = f"{company_id}s{_joined(canonical(skill))}"
        number, has_it = _texts.c.candidate_id, _texts.c.tokens.op("@@")(cast(f"'{entry}'", TSQUERY))
        if db.engine.dialect.name == "sqlite":
            number, has_it = _hits.c.rowid, _hits.c.candidate_search.op("MATCH")(f'"{entry}"')
        parts.append(select(number.label("candidate_id"), literal(weight).label("weight")).where(has_it))
    every = union_all(*parts).subquery("every")
    return select(every.c.candidate_id, func.sum(every.c.weight).label("weight")).group_by(every.c.candidate_id)


def typed_words(typed: str) -> list[str]:
    """What somebody typed, as words of an index; a telephone number in whatever spelling is one word of digits."""
    digits = re.sub(r"[\s+().-]", "", typed)
    if digits.isascii() and digits.isdigit() and len(digits) >= 6:
        return [digits[:WORD_LENGTH]]
    return words_in(typed)[:12]


def _in_fts5(exact: list[str], begun: str) -> Hits:
    wanted = " AND ".join([f'"{word}"' for word in exact] + ([f'"{begun}" *'] if begun else []))
    # The plus keeps SQLite from asking the index once for every person instead of once.
    same = Candidate.id == _hits.c.rowid + literal_column("0")
    return Hits(_hits, same, _hits.c.candidate_search.op("MATCH")(wanted), _hits.c.rowid)


def _in_tsvector(exact: list[str], begun: str) -> Hits:
    wanted = " & ".join([f"'{word}'" for word in exact] + ([f"'{begun}':*"] if begun else []))
    # Materialized: with a limit in sight the planner would walk the people newest first and look at each.
    matching = _texts.c.tokens.op("@@")(cast(wanted, TSQUERY))
    found = select(_texts.c.candidate_id).where(matching).cte("hits").prefix_with("MATERIALIZED", dialect="postgresql")
    return Hits(found, found.c.candidate_id == Candidate.id, true(), found.c.candidate_id)
