"""Answers to questions, of what the situation holds and of nothing else."""

import re
from collections.abc import Callable, Sequence

from portal.assistant.local import words
from portal.assistant.situation import InterviewFacts, JobFacts, Situation
from portal.assistant.text import fold, sentences

UNKNOWN = "I do not have that in my notes. A recruiter can tell you; say “person” and I will ask one to write to you."
ASKING = re.compile(
    r"\?|\bor not\W*$|^(?:and |but |ok |okay |also |hi |hello |hey |thanks |so |sorry |please |quick question "
    r"|just |yes |no |great |well |btw |by the way )*"
    r"(?:r (?=u\b|you\b)|what|where|when|who|whom|whose|which|how|why|is|are|do|does|did|can|could|would"
    r"|will|should|may|any|tell me|let me know|wondering|i wonder|i(?:'d| would) like to know"
    r"|i want to know|"
    r"want to know|please tell|need to know|may i know|can i know|could you tell|whats"
    r"|what's|wheres|hows|wat|wht|kindly (?:tell|let))\b"
    r"|\b(?:let me know|tell me|know|wondering|share|curious|explain|info (?:on|about)"
    r"|details (?:of|on|about)|more about|question about|clarify)\b"
)
Answer = Callable[[Situation], str]


def is_question(sentence: str) -> bool:
    """Whether the folded sentence asks something."""
    return bool(ASKING.search(re.sub(r"^[^\w?]+", "", sentence)))


def topics_of(text: str, skills: Sequence[str] = ()) -> list[str]:
    """What the questions in a text are about, in the order of the table; empty without a question that is known."""
    named = [skill.casefold() for skill in skills]
    asked = [part for part in sentences(fold(text)) if is_question(part)]
    found = [name for name, pattern, _ in TOPICS if any(pattern.search(part) for part in asked)]
    if not found and any(re.search(rf"(?<!\w){re.escape(skill)}(?!\w)", part) for skill in named for part in asked):
        found.append("skills")
    # A more exact topic says what a general word meant.
    for exact, general in BESIDES:
        if exact in found and general in found:
            found.remove(general)
    return found


def topics(situation: Situation) -> list[str]:
    """As `topics_of`, the job's skills among the words that are known."""
    found = topics_of(situation.text, situation.job.skills if situation.job is not None else ())
    if not found and _asks_of_place(situation):
        found = ["place"]
    meeting = situation.interview
    known = meeting is not None and bool(meeting.agreed or (meeting.mode == "In-Person" and meeting.place))
    if known and "place" in found and _OF_MEETING.search(fold(situation.text)):
        found[found.index("place")] = "where"
    return found


def _asks_of_place(situation: Situation) -> bool:
    """ "Makati or Cebu?": a question that names the job's place is about it, in whichever language."""
    places = re.findall(r"[^\W\d_]{4,}", fold(situation.job.location)) if situation.job is not None else []
    asked = [part for part in sentences(fold(situation.text)) if is_question(part)]
    return any(re.search(rf"\b{place}\b", part) for place in places for part in asked)


_OF_MEETING = re.compile(
    r"\b(?:address|come|go|venue|same (?:place|address|location|link)|building|floor|room)\b|\bwhere (?:is"
    r"|was) (?:it|that)\b|\bwhere exactly\b"
)


def asks_something(text: str) -> bool:
    """Whether there is a question at all."""
    return any("?" in part or ASKING.match(part) for part in sentences(fold(text)))


def answer(topics: list[str], situation: Situation) -> str:
    """What the situation says about the topics."""
    return " ".join(dict.fromkeys(say(situation) for name, _, say in TOPICS if name in topics))


def _job(say: Callable[[JobFacts], str]) -> Answer:
    def of(situation: Situation) -> str:
        return (say(situation.job) if situation.job is not None else "") or UNKNOWN

    return of


def _meeting(say: Callable[[InterviewFacts, Situation], str]) -> Answer:
    def of(situation: Situation) -> str:
        if situation.interview is None:
            return _next_step(situation) if situation.next_step else "No interview is planned yet."
        return say(situation.interview, situation) or UNKNOWN

    return of


def _place(job: JobFacts) -> str:
    return f"The job is in {job.location}." if job.location else ""


def _remote(job: JobFacts) -> str:
    said = _quoted(
        job.description, re.compile(r"\b(?:remote|hybrid|on-?site|home office|work from home|in the office)\b", re.I)
    )
    if said:
        return f"The description says: “{said}”"
    if job.location and re.search(r"remote|hybrid", job.location, re.I):
        return f"The place of work is given as {job.location}."
    if job.location:
        return f"The job is in {job.location}. Whether one can work elsewhere, a recruiter can tell you."
    return ""


def _pay(job: JobFacts) -> str:
    if job.pay:
        return f"The pay is {job.pay}."
    return "The pay for this job is not shared here. A recruiter can tell you more; say “person” to reach one."


def _type(job: JobFacts) -> str:
    return f"It is {words.TYPES.get(job.employment_type, job.employment_type)}." if job.employment_type else ""


def _experience(job: JobFacts) -> str:
    return f"The experience asked for is {job.experience}." if job.experience else ""


def _skills(job: JobFacts) -> str:
    return f"The skills asked for are {', '.join(job.skills)}." if job.skills else ""


_MEETING_WORDS = "(?:entrevista|entretien|interview|gesprach|vorstellungsgesprach|colloquio|cita|termin|reunion)"
_COMMON = frozenset(
    "what which when where will would does have with that this your from about they them there been being into "
    "also just some more much many very than then like want need know tell please could should might work "
    "working works role position company interview team teams people person good great time times other offer "
    "place anything".split()
)


def from_description(situation: Situation) -> str:
    """What the description says of an unknown question's own words; empty if it says nothing of them."""
    asked = {w[:5] for w in re.findall(r"[a-z]{4,}", fold(situation.text)) if w not in _COMMON}
    told = situation.job.description if situation.job is not None else ""
    found = [
        part.strip()
        for part in re.split(r"(?<=[.!?])\s+|\n+", told)
        if asked & {w[:5] for w in re.findall(r"[a-z]{4,}", fold(part)) if w not in _COMMON}
    ]
    return f"The description says: “{_shortened(' '.join(found[:2]))}”" if found else ""


def _about(job: JobFacts) -> str:
    told = " ".join(job.description.split())
    if not told:
        return f"The job is “{job.title}”." + (f" {_skills(job)}" if job.skills else "")
    return f"“{job.title}”: {_shortened(told)}"


def _title(job: JobFacts) -> str:
    return f"It is the job “{job.title}”."


def _next_step(situation: Situation) -> str:
    interview = situation.interview
    if interview is not None and interview.agreed is not None:
        return f"Next is {words.interview(interview)} on {words.when(interview.agreed, situation.zone)}."
    if interview is not None and interview.free:
        return f"Next is {words.interview(interview)}; please choose a time for it."
    return f"The next step: {situation.next_step.rstrip('.')}." if situation.next_step else UNKNOWN


def _mode(interview: InterviewFacts, situation: Situation) -> str:
    place = f" {_sentence(interview.place)}" if interview.place else ""
    return f"The interview “{interview.round_name}” is {words.mode(interview)}.{place}"


def _length(interview: InterviewFacts, situation: Situation) -> str:
    return f"It takes {interview.minutes} minutes."


def _time(interview: InterviewFacts, situation: Situation) -> str:
    if interview.agreed is not None:
        return f"Your interview is on {words.when(interview.agreed, situation.zone)}."
    if interview.free:
        return f"No time is agreed yet. The free times are:\n{words.numbered(interview.free, situation.zone)}"
    return "No time is agreed yet, and none is free just now. A recruiter will offer you times."


def _where(interview: InterviewFacts, situation: Situation) -> str:
    return _mode(interview, situation)


def _prepare(interview: InterviewFacts, situation: Situation) -> str:
    return _sentence(interview.instructions) if interview.instructions else UNKNOWN


def _zone(situation: Situation) -> str:
    return f"The times I write are those of {words.label(situation.now, situation.zone)}."


def _self(situation: Situation) -> str:
    return f"I am the automated assistant of {situation.company}, not a person. Say “person” to reach a colleague."


def _company(situation: Situation) -> str:
    return f"You are writing with {situation.company}. A recruiter can tell you more about who the job is with."


def _sentence(text: str) -> str:
    clean = " ".join(text.split())
    return (clean[:1].upper() + clean[1:]).rstrip(".") + "."


def _shortened(text: str, most: int = 400) -> str:
    if len(text) <= most:
        return text
    return text[: text.rfind(" ", 0, most)].rstrip(",;: ") + " …"


def _quoted(text: str, pattern: re.Pattern[str]) -> str:
    for part in re.split(r"(?<=[.!?])\s+|\n+", text):
        if pattern.search(part):
            return _shortened(" ".join(part.split()), 300)
    return ""


def _topic(name: str, pattern: str, say: Answer) -> tuple[str, re.Pattern[str], Answer]:
    return name, re.compile(pattern), say


TOPICS: tuple[tuple[str, re.Pattern[str], Answer], ...] = (
    _topic("self", r"\b(?:are|r) (?:you|u) (?:a |an |the |even )?(?:real|human|person|bot|robot|machine|ai"
r"|computer|chatgpt|automated)|\bwho (?:are|r) (?:you|u)\b|\bis this (?:a |an )?(?:bot"
r"|robot|ai|automated|real|person|human)|\bam i (?:talking|chatting|speaking|texting"
r"|writing)|\bwho am i|\bis (?:this|it) (?:a )?(?:spam|scam|fraud|legit\w*|genuine"
r"|serious)|\bwho is this\b|\bwhat are you\b", _self),
    _topic("pay", r"\b(?:salar\w*|sallary|slary|pay|pays|paid|wages?|ctc|compensation|money|package"
r"|remuneration|earn\w*|stipend|lpa|per hour|hourly|how much (?:is|does|will|would"
r"|do|can|are)\b(?!.*\b(?:experience|time|long)\b)|income|budget|the base)\b(?! attention)"
r"|\b(?:sueldo|salario|salaire|gehalt|lohn|verdien\w*|stipendio|salarial|tankhwah?|vetan|paisa|remunerac\w+)\b"
r"|\bcuanto (?:se )?(?:pag|gan|cobr)\w*|\bcombien (?:ca |c'est )?(?:pay|gagn|est paye)\w*|\bquanto (?:se )?(?:pag"
r"|ganh|guadagn)\w*"
r"|\bwie ?viel (?:zahl|verdien|gibt|bezahl)\w*|\bkitn[aie] (?:paisa|paise|salary|milega|milegi|dete)\b", _job(_pay)),
    _topic("remote", r"\b(?:remote\w*|hybrid|wfh|work(?:ing)? from home|from home|home ?office|on-?site"
r"|(?:work|working|do (?:this|it|that|the job|the work)) from (?!\d|the \d|mon|tue|wed|thu|fri|sat|sun)\w+"
r"|in-office|in the office|in office|relocat\w*|telework\w*)\b", _job(_remote)),
    _topic("zone", r"\b(?:time ?zone|which zone|what zone|whose time|my time or|in (?:which|what) time\b"
r"|is (?:that|this|it) (?:in )?(?:my|local|ist|cet|indian|your) time)\b", _zone),
    _topic("length", r"\bhow (?:long|much time|many (?:minutes|hours))\b(?!.*\b(?:hear|wait|answer|decision"
r"|contract|experience|feedback|process)\b)|\bduration\b|\bhow many min\w*\b", _meeting(_length)),
    _topic("mode", r"\b(?:video|zoom|teams|google meet|meet link|skype|online|virtual(?:ly)?|face to face"
r"|in[- ]person|by phone|phone (?:call|interview)|on the phone|over the phone|telephonic"
r"|a call|link|mode|format|physical(?:ly)?)\b|\bhow (?:will|does|is) the (?:interview"
r"|meeting|call)\b", _meeting(_mode)),
    _topic("where", r"\bwhere (?:is|will|does|do i|should i|to|do we|are we)\b.*\b(?:interview|meet\w*"
r"|come|go|appointment|show up|attend)\b|\b(?:address|venue|location|place) (?:of"
r"|for) (?:the |my )?(?:interview|meeting)", _meeting(_where)),
    _topic("where", rf"\b(?:donde|ou|wo|onde|dove|kahan)\b.{{0,25}}\b{_MEETING_WORDS}", _meeting(_where)),
    _topic("time", rf"\b(?:cuando|quand|wann|quando|kab|a que hora|a quelle heure|que dia)\b.{{0,25}}\b{_MEETING_WORDS}"
r"|\b(?:when|what time|which day|what day|what date|which date|wat time)\b.*\b(?:interview"
r"|meeting|appointment|call|round|slot|it|again|scheduled|booked|start|mine|that)\b"
r"|\b(?:my|the) interview (?:time|date)\b|\bwhat (?:times|slots|dates|are the (?:times"
r"|slots|options|dates)|options)\b|\b(?:which|what) (?:times|slots|dates|days|options)\b"
r"|\b(?:send|show|repeat|list|see|share|give)(?: me| us)? (?:again )?(?:the |all "
r"|available |my |free )*(?:times|slots|options|dates)\b|\b(?:available|free) (?:times"
r"|slots|dates)\b|\bstill on\b|\b(?:are we|is it|interview) (?:still )?(?:confirmed"
r"|happening|on for|set for|scheduled)\b|\bwhen (?:can|could|do|will) (?:i|we) (?:have"
r"|come|meet|interview|talk)", _meeting(_time)),
    _topic("prepare", r"\b(?:prepar\w*|bring|dress|wear|should i (?:know|read|study|have|take)|documents?"
r"|need to (?:have|bring|take)|what to expect)\b", _meeting(_prepare)),
    _topic("next", r"\b(?:next (?:step|steps|stage|round)|what(?:'s| is|s)? next|happens? (?:next|now"
r"|after|then)|after (?:that|this|the interview|it)|(?:hiring |interview |recruitment "
r"|selection |application )?process|how many rounds|status|when (?:will|do|can|would"
r"|should) i (?:hear|know|get|expect)|hear (?:back|from)|update|progress|any news"
r"|timeline|how far|where do i stand|decision|feedback)\b", _next_step),
    _topic("place", r"\b(?:donde|onde|dove|kahan) (?:esta|es|queda|fica|e|si trova|hai)\b|\bwo (?:ist|liegt|befindet)\b"
r"|\bou (?:est|se trouve|se situe)\b|\b(?:where|whereabouts|location|located|place|city|town|address|office|based"
r"|commut\w*"
r"|country|area|near)\b", _job(_place)),
    _topic("type", r"\b(?:full[- ]?time|part[- ]?time|permanent|contract|temporary|freelance|internship"
r"|type of (?:job|employment|contract)|employment type|kind of (?:contract|employment)"
r"|fixed[- ]term|hours (?:a|per) week|weekly hours)\b", _job(_type)),
    _topic("experience", r"\b(?:experience|years|yrs|exp|seniority|senior|junior|fresher\w*|entry[- ]level)\b",
    _job(_experience)),
    _topic("skills", r"\b(?:skills?|requirements?|require\w*|qualifications?|qualified|stack|technolog\w+"
r"|tools?|languages?|need to know|must[- ]haves?|certificat\w+|what do (?:i|you) need"
r"|looking for)\b", _job(_skills)),
    _topic("about", r"\b(?:about (?:the|this) (?:job|role|position|work|vacancy)|(?:job|role) (?:about"
r"|description|details?|involve\w*)|duties|responsibilit\w+|tasks|day[- ]to[- ]day"
r"|typical day|what (?:would|will|do) i (?:be )?(?:do|doing|work)|more (?:details"
r"|info\w*|about)|what(?:'s| is|s)? the (?:job|role|position|work)|jd\b|what (?:kind"
r"|sort|type) of (?:work|job|role)|(?:describe|explain) (?:the|this)|job about)\b", _job(_about)),
    _topic("title", r"\b(?:which|what|other) (?:job|role|position|vacancy|post)\b|\bjob title\b|\bname of the (?:job"
r"|role|position)\b", _job(_title)),
    _topic("company", r"\b(?:which|what|whose) (?:company|client|employer|firm|organi[sz]ation)\b|\bwho(?:'s"
r"| is) (?:the )?(?:company|client|employer|hiring|it (?:for|with))\b|\bname of the (?:company"
r"|client|employer)\b|\b(?:company|client|employer) name\b", _company),
)  # fmt: skip
BESIDES = (
    ("where", "place"), ("remote", "place"), ("mode", "place"), ("remote", "mode"), ("pay", "type"), ("length", "time"),
    ("where", "mode"), ("about", "experience"), ("about", "title"), ("length", "experience"), ("next", "time"),
    ("time", "place"), ("where", "time"), ("zone", "time"), ("self", "mode"), ("next", "skills"), ("type", "skills"),
    ("experience", "skills"), ("prepare", "skills"), ("pay", "experience"),
)  # fmt: skip
OF_INTERVIEW = frozenset({"length", "mode", "where", "time", "prepare", "zone", "next"})
