"""What a reply wants besides a time or an answer: a person, peace, other people's things, a move, an end."""

import re

from portal.assistant.situation import Situation
from portal.assistant.text import bare, fold, nearest, sentences

_ORDERS = re.compile(
    r"\b(?:ignore|disregard|skip) (?:the|this|that) questions?\b|\bwrite (?:me )?(?:a"
    r"|an|some) (?:\w+ )?(?:poem|song|story|code|essay|joke|script|letter|email)\b"
    r"|\b(?:ignore|disregard|forget|override|bypass) (?:all |any |your |the |every )*(?:previous"
    r"|prior|earlier|above|instructions?|rules?|prompts?|guidelines|restrictions|everything"
    r"|programming)"
    r"|^\W*(?:system|assistant|developer|admin)\s*(?:prompt|message|override|note)?\s*[:>\]]"
    r"|\bsystem prompt\b|\byou are now\b|\bact as\b|\bpretend (?:to be|you)\b|\bdeveloper mode\b"
    r"|\bjailbreak"
    r"|\byour (?:instructions|rules|prompt|programming)\b|\bas (?:an? |the |your )?(?:admin"
    r"|administrator|developer|recruiter|(?:hiring )?manager|boss|owner|ceo|creator)\b(?=.{0,20}\b(?:i|please"
    r"|book|order"
    r"|confirm|cancel|you|change|set|let|approve|,))|\bi (?:order|command|instruct) you\b"
    r"|\bi(?:'m| am) (?:the |an? |your )?(?:admin|administrator|developer|recruiter|hiring manager"
    r"|boss|ceo)\b|\bnew (?:instructions?|rules?|task)\b"
    r"|\b(?:mark|set|move|make|change|update|put) (?:me|my (?:status|application|score"
    r"|profile|rating)) (?:as|to|into|in)? ?(?:hired|selected|passed|shortlisted|top"
    r"|approved|the|best|\d)"
    r"|\bhire me (?:now|immediately|directly)\b|\b(?:book|reserve|take|hold|block|give me) (?:me )?(?:all"
    r"|every|each)(?: of)?(?: the| of the| those| these)? ?(?:the |free |available )*(?:slots?"
    r"|times?|of them|interviews?)"
    r"|<\s*/?\s*(?:user|assistant|im_\w+|inst)\b|\[\s*/?(?:admin|system|inst|developer|assistant)\s*\]|\bset \w+ ?=+"
    r"|\bskip (?:all|the|any|every|remaining)\b.{0,20}\bquestions?\b"
    r"|<\s*/?\s*(?:system|script|instruction)|\bdrop table\b|\bexecute\b.*\b(?:code|command"
    r"|sql)\b|\b(?:print|reveal|show|repeat|output) (?:me )?(?:your|the) (?:prompt|instructions"
    r"|rules|system)|\boverride\b"
)
_OTHERS_DATA = re.compile(
    r"\b(?:other|another|different|rest of the|all the|fellow) (?:candidates?|applicants?"
    r"|people|persons?|interviewees?|ones)\b(?! .{0,20}(?:should|can) i)"
    r"|\b(?:who|how many) (?:else|other)?\s?(?:has |have |is |are |people |candidates "
    r"|others )*(?:appl|interview|compet|shortlist|select|got the)\w*"
    r"|\b(?:phone|number|email|e-mail|address|cv|resume|salary|contact|details|answers?"
    r"|results?|score|data|info\w*) (?:number |address |details )?(?:of|for|from) (?!(?:the"
    r"|this|your|my|our) (?:job|role|position|office|interview|company|recruiter|application"
    r"|cv)|me\b|this\b|it\b|you\b)"
    r"(?:the (?:other|last|previous)|another|other|every|all|my (?:friend|wife|husband"
    r"|brother|sister|colleague)|\w+ \w+$|\w+\W*$)"
    r"|\b(?:give|send|tell|show|share|get) me [a-z]+(?:'s|s') (?:phone|number|email|e-mail"
    r"|address|cv|resume|salary|contact|details|answers?|slot|time|interview)"
    r"|\bwho else\b|\b(?:their|everyone's|everybody's|others'?) (?:names?|numbers?|phones?|e-?mails?|contacts?"
    r"|details|cvs?|answers"
    r"|scores?|results?|addresses)\b"
    r"|\b(?:candidate|applicant) (?:list|database|data|names?)\b|\b(?:list|names?) of (?:all )?(?:the )?(?:candidates"
    r"|applicants)\b|\b[a-z]+'s (?:phone number|email|cv|resume|home address|salary|answers"
    r"|interview)\b(?<!what's)"
)
_FOR_OTHERS = re.compile(
    r"\b(?:book|reserve|schedule|take|get|arrange|slot|time|interview|move|cancel|reschedule"
    r"|sign|apply|pick|confirm|one|it|too)\b.{0,40}\b(?:for|of) (?:my|his|her|their|a) "
    r"(?:\w+ )?(?:friend|brother|sister|wife|husband|cousin|colleague|flatmate|roommate"
    r"|mate|son|daughter|partner|girlfriend|boyfriend|mother|father|classmate|neighbou?r"
    r"|buddy|uncle|aunt|coworker|co-worker)\b"
    r"|\bmy (?:friend|brother|sister|wife|husband|cousin|colleague|flatmate|roommate"
    r"|mate|son|daughter|partner)(?:'?s)? .{0,30}\b(?:also|too|instead|wants?|would like"
    r"|needs?|interview|slot|time|appl\w+|come)\b"
    r"|\b(?:mon|ma|mi|mein|meine|meinen|meinem|meiner|meu|minha|mio|mia|mera|meri|mere) (?:cousine?|frere|soeur"
    r"|amie?|copain"
    r"|copine|mari|femme|collegue|hermano|hermana|amig[oa]|prim[oa]|marido|esposa|mujer|companer\w+|bruder"
    r"|schwester|freund\w*"
    r"|kolleg\w*|irmao|irma|fratello|sorella|amic[oa]|cugin\w+|bhai|behen|dost|biwi|pati)\b.{0,30}\b(?:pren\w+"
    r"|veut|viendra|vient"
    r"|quiere|toma\w*|vendra|viene|puede|nimmt|kommt|mochte|will|kann|quer|vai|vem|pode|vuole|puo|chaht\w+"
    r"|aayeg\w+|karega)\b"
    r"|\b(?:para|pour|fur|per) (?:mon|ma|mi|mein\w*|meu|minha|mio|mia|el|un|une|einen|um|uma) (?:cousine?|frere"
    r"|soeur|amie?|hermano"
    r"|hermana|amig[oa]|prim[oa]|marido|esposa|bruder|schwester|freund\w*|kolleg\w*|irmao|irma|fratello|sorella"
    r"|amic[oa])\b"
    r"|\bon behalf of\b|\b(?:for|instead of) (?:him|her|them|someone else|somebody else"
    r"|another person)\b|\bsomeone else(?:'s)? (?:slot|time|interview)\b|\bboth of us\b"
    r"|\btwo of us\b"
)
_NAMED = re.compile(
    r"\b(?:[Bb]ook|[Rr]eserve|[Ss]chedule|[Cc]ancel|[Mm]ove|[Cc]onfirm"
    r"|[Aa]rrange)\b[^.?!\n]{0,40}\bfor ([A-Z][a-z]+)\b"
    r"|\b([A-Z][a-z]+)'s (?:interview|slot|time|booking)\b"
)
_CALENDAR = frozenset(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
    "June July August September "
    "October November December Me Today Tomorrow Next This The Mon Tue Wed Thu Fri Sat Sun Let It That What".split()
)
_UPSET = re.compile(
    r"\b(?:ridiculous|unacceptable|outrageous|disgust\w*|pathetic|useless|terrible|horrible"
    r"|awful|appalling|rude|idiots?|stupid|moron\w*|dumb|incompetent|shame on|joke of a"
    r"|"
    r"waste of (?:my )?time|wasting my time|fed up|sick of|sick and tired|angry|furious"
    r"|annoyed|annoying|frustrat\w*|pissed|complain\w*|complaint|worst|(?<!this )(?<!this a )scam\w*"
    r"|fraud|liars?|lying to me|"
    r"fuck\w*|shit\w*|bullshit|wtf|crap|damn|bloody|hell is|asshole|bastards?|bitch|disappointed"
    r"|disrespect\w*|unprofessional|hate (?:this|you)|nobody (?:answers|replies|cares"
    r"|listens)|"
    r"no ?one (?:answers|replies|cares|listens|replied|answered)|how dare|enough is enough"
    r"|third time|for weeks|still (?:no|waiting)|stop wasting|unbelievable|is a joke"
    r"|(?:a|what a|big) joke|unhappy|(?:nobody|no ?one) (?:\w+ )?(?:answer\w*|repl\w+"
    r"|call\w*|cares?|listen\w*|respond\w*|wrote|came)|nobody was (?:there|here)|no one was (?:there"
    r"|here)|are you (?:kidding|serious|deaf)|insult\w*|upset|unfair)\b"
)
_LEGAL = re.compile(
    r"\b(?:delete|erase|remove|wipe|destroy|forget) (?:all |any |every |of )*(?:my|mine"
    r"|the) (?:\w+ )?(?:data|information|info|details|account|profile|cv|resume|records?"
    r"|file|application data|number)"
    r"|\b(?:delete|erase|wipe|remove) (?:everything|all|anything)\b.*\b(?:me|mine)\b"
    r"|\b(?:gdpr|dsgvo|rgpd|data protection|privacy|lawyer|attorney|solicitor|legal action"
    r"|sue|suing|court|right to be forgotten|datenschutz|meine daten|mis datos|mes donnees"
    r"|meus dados|miei dati|subject access|what (?:\w+ )?(?:data|info\w*|information) (?:do |that )?(?:you|u"
    r"|they) (?:have|hold|store|keep|collect|save)"
    r"|(?:who|what) (?:else )?(?:can |will )?(?:sees?|has access to|reads?|get|gets) (?:my|it|this) (?:data"
    r"|info\w*|information"
    r"|details|cv|answers)|what (?:do )?(?:you|u) (?:know|store|keep|save) (?:about|on) me|discriminat\w*"
    r"|harass\w*|lawsuit|police|data do you (?:have"
    r"|hold|store|keep)|my data|personal data)\b"
)
_NEEDS = re.compile(
    r"\b(?:wheel ?chair|disab\w+|accommodation|adjustments?|sign language|interpreter"
    r"|deaf|hearing (?:aid|impair\w*|loss)|hard of hearing|blind|vision (?:impair\w*"
    r"|problems?)|visually|dyslexi\w+|autis\w+|adhd|stammer\w*|stutter\w*|pregnan\w+"
    r"|"
    r"(?:have|having|my|need|after) (?:a )?surgery|i(?:'m| am| was) in (?:the )?hospital"
    r"|hospitali[sz]ed|illness|chemo\w*|(?:have|my) cancer|epilep\w+|anxiety|depress\w+"
    r"|(?:had|in|met with|been in) an? (?:\w+ )?accident|(?:am|i'm|been|feeling|fallen|fell|got|very"
    r"|so) (?:\w+ )?(?:sick"
    r"|unwell|ill)\b|(?:have|has|got|with) (?:a |high )?(?:fever|covid|flu|dengue|malaria)\b|miscarr\w+"
    r"|accessib\w+|step[- ]?free|ramp|mobility|crutches|screen reader|medical (?:condition"
    r"|appointment|reasons?|emergency|issues?)|injur\w+|bereave\w*|funeral|passed away"
    r"|died)\b"
)
_BARGAIN = re.compile(
    r"\b(?:negotiat\w+|counter ?offer|(?:raise|increase|improve|bump|beat|match) (?:the "
    r"|your |my )?(?:pay|salary|offer|package|rate)|(?:pay|offer|go|do) (?:me )?(?:more"
    r"|higher|better)(?: than)?\b.{0,20}(?:pay|salary|money|\d)?|"
    r"higher (?:salary|pay|package|offer)|(?:salary|pay|money|offer|rate) (?:is |seems "
    r"|looks )?(?:too )?low|i (?:want|need|expect|would need|require|won't take less than) (?:at least "
    r"|minimum |a minimum of |more than )?[€$£₹]? ?\d[\d.,]* ?(?:k|lakh|lpa|l\b|per|a (?:year"
    r"|month|day|hour)|euros?|dollars?|usd|eur|inr))"
)
_WITHDRAW = re.compile(
    r"\b(?:not|no longer|no more|isn't|never) (?:\w+ )?(?:interested|looking|available for (?:the"
    r"|this) (?:job|role|position))|\bwithdraw\w*|\b(?:found|got|accepted|took|taken"
    r"|have|signed|received) (?:a |an |the |another |already a |some )?(?:new |other "
    r"|different |better )?(?:job|offer|position|role)\b(?! (?:description|title))"
    r"|\b(?:accepted|took|taken|signed) (?:an?|another|the)? ?(?:other|offer|job|contract)"
    r"|\b(?:remove|cancel|delete|drop|end|stop) (?:my|the) application\b|\bdrop(?:ping)? out\b"
    r"|\bpull(?:ing)? out\b|\bchanged my mind about (?:the|this) (?:job|role|position)"
    r"|\bdo(?:n't| not) want (?:the|this|that|your) (?:job|role|position|work)\b|\bplease (?:close"
    r"|end) my application|\bstay(?:ing)? (?:in|at|with) my (?:current |present |old )?(?:job"
    r"|company|role|employer|position)|\bno interview needed\b|\b(?:not to|won't|will not|don't (?:want"
    r"|wish) to) (?:proceed|continue|go (?:ahead|forward|further)|take (?:it|this) (?:further|forward))"
    r"|\b(?:selected|hired|placed|joined|joining) (?:elsewhere|somewhere else|at another|in another|another)"
    r"|\b(?:already )?started (?:a (?:new )?job"
    r"|somewhere|elsewhere|another|at another|working (?:somewhere|elsewhere|at))|\bgone with (?:another"
    r"|someone)|\bziehe meine bewerbung zuruck|\bretire\w* (?:ma|mi) candidatur"
)
_LATE = re.compile(
    r"\b(?:running|be|bit|little|minutes?|mins?) late\b|\bstuck in\b|\bdelayed\b|\bcan't (?:connect"
    r"|join|log in|find the (?:link|place|address|building))|\blink (?:is not|isn't|doesn't"
    r"|not) work\w*|\bno one is here\b|\bi(?:'m| am) (?:here|outside|at the (?:office"
    r"|reception))\b"
)
CANCEL = re.compile(r"\b(?:cancel|call off|annul|calcel|cancle|cancell|canel)\b(?!.{0,12}(?:culture|polic|fee))")
SURE_CANCEL = re.compile(
    r"\b(?:if|should|would|could) i .{0,12}cancel|\bcan(?:not|'t) cancel|\b(?:how|what"
    r"|when).{0,30}cancel|\b(?:don't|do not|dont|won't|not|never|didn't|no need to) (?:\w+ )?cancel"
)
CANNOT_COME = re.compile(
    r"\b(?:can't|cannot|cant|can not|couldn't|won't|wont|will not|not able to|unable to"
    r"|not going to|might not|may not|not sure (?:if )?i (?:can|will)|doubt i (?:can"
    r"|will|'ll)) (?:be able to )?(?:make|come|attend|do|join|be there|manage|show)\b"
    r"|\bsomething (?:has )?(?:came|come) up\b|\b(?:not|no longer) (?:available|free"
    r"|possible)(?: (?:then|on that|that day|anymore|any more|at that))?\b|\bdoesn't (?:work"
    r"|suit)(?: for)? (?:me)? ?(?:any ?more|now|after all)\b|\b(?:got|have|there is|there's) a (?:conflict"
    r"|clash)\b|\bclash(?:es)?\b"
)
MAYBE = re.compile(r"\b(?:might|may not|maybe|perhaps|not sure|doubt|possibly)\b")
MOVE = re.compile(
    r"\b(?:re-?schedul\w*|reschedual|resched\w*|move|moved|shift|shifted|postpon\w*|push(?:ed)? (?:it "
    r"|the |my )?(?:back|to|out|forward)?|bring (?:it )?forward|change (?:the |my |it "
    r"|our )?(?:time|date|day|slot|interview|appointment|booking|to)|"
    r"(?:another|other|different|later|earlier|new|better) (?:time|date|day|slot)|switch"
    r"|swap|prepone\w*|delay|rebook|re-book|instead|rearrang\w*|verschieben|reporter"
    r"|reprogramar|cambiar|(?:hours?|minutes?|mins?|days?|bit|week) (?:later|earlier))\b"
)
KEEPS = re.compile(
    r"\b(?:leave|keep|keeping|stick (?:with|to)|stay(?:ing)? with|leaving) (?:it|that|this|everything|things|mine"
    r"|the (?:same"
    r"|original|old|current|booked|first|agreed|time|slot|interview|appointment|booking)|my (?:time|slot"
    r"|interview|appointment"
    r"|booking)|(?:the )?(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b(?!.{0,20}\b(?:free|in mind|posted))"
    r"|\bas (?:it is|it was|is|was|planned|agreed|before|scheduled|booked)\b|^(?:actually |ok |oh |no )*never ?mind\b"
    r"|\b(?:forget (?:it|about it)|no (?:need to )?change(?: needed)?)\b|\bdon't (?:move|change|reschedule|touch"
    r"|cancel) (?:it"
    r"|anything|the|my)\b"
)
_CANNOT_KEEP = re.compile(r"\b(?:can't|cannot|not|unable to|won't|couldn't) (?:be able to )?(?:keep|make|stick|stay)\b")
YES = frozenset(
    "yes y yep yeah yea yup ya yess yes please sure ok okay okey k kk correct right exactly confirm "
    "confirmed agreed perfect great good fine "
    "absolutely definitely indeed affirmative works thumbsup si oui ja sim da tak haan haa han "
    "ji hanji bilkul parfait perfekt perfecto passt evet hai tamam ok done deal sounds genau klar gerne claro "
    "exactement esatto certo "
    "vale theek accha thik".split()
)
YES_PHRASES = re.compile(
    r"^(?:(?:yes|yep|yup|yea|yeah|ya|ok|okay|sure|great|perfect|fine|good|right|correct|absolutely"
    r"|definitely|please|that|this|it|one|works?|is|suits|me|for|haan|haa|han|ji|bilkul|passt|mir|parfait"
    r"|perfekt|perfecto|tres|do|the|time|book|go"
    r"|ahead|confirm|confirmed|sounds|good|i|can|thanks|thank|you|"
    r"will|be|there|let's|lets|would|be|very|well|ja|si|oui|thumbsup|cool|super|lovely"
    r"|so|just|all|then|mean|meant|did|too|much|hi|hello|agreed|deal|accept|take|it's"
    r"|that's|thats|its|i'll|am|i'm|happy|with|to|see|genau|klar|gerne|claro|vale|exactement"
    r"|sir|madam|ma'?am|mam|bro|brother|boss|dear|team|o|po|opo|abeg|sha|and|free|up|release|give|back|away|thats"
    r"|them|slot|sry|sorry|again"
    r"|bien|sur|esatto|certo|theek|thik|hai|accha|sim|da|tak)[ ,.!]*)+$"
)
NO = frozenset("no n nope nah nop not non nein nao nahi nahin thumbsdown never nee nie net hayir".split())
THANKS = re.compile(
    r"^(?:(?:ok|okay|okey|k|kk|thanks?|thank|you|thx|ty|cheers|great|perfect|good|cool"
    r"|nice|super|awesome|alright|all|right|got|it|noted|understood|fine|sure|will|do"
    r"|see|then|there|"
    r"so|much|very|many|a|lot|for|the|your|help|info|information|message|that|i|appreciate"
    r"|looking|forward|to|have|day|one|welcome|bye|goodbye|talk|soon|thumbsup|lovely"
    r"|wonderful|excellent|hi|hello|"
    r"getting|back|me|reaching|out|writing|quick|fast|prompt|reply|response|letting|know|received|it's|is|clear"
    r"|everything|not|now|no|problem|worries|merci|danke|gracias"
    r"|obrigado|grazie|shukriya|dhanyavaad|well|and|you|too|same|hey|morning|evening"
    r"|night|good|afternoon|wait|waiting|speaking|hearing|from|be|i'll|i'm)\b[ ,.!:;)(-]*)+$"
)
GREETING = re.compile(
    r"^(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|namaste|hola|hallo"
    r"|bonjour|dear (?:sir|madam|team|all)|greetings)(?: (?:there|again|team|all|sir"
    r"|madam|everyone))*[ ,.!]*$"
)


def gives_orders(text: str) -> bool:
    """Whether the words are orders to the machine, or for what is not the contact's to ask."""
    folded = fold(text)
    return bool(_ORDERS.search(folded)) or any(_ORDERS.search(part) for part in sentences(folded))


def is_about_others(situation: Situation) -> bool:
    """Whether it is for somebody else, or about somebody else's data."""
    folded = fold(situation.text)
    if _OTHERS_DATA.search(folded) or _FOR_OTHERS.search(folded):
        return True
    own = {situation.first_name, situation.company.split(" ")[0]} | _CALENDAR
    return any((found[1] or found[2]) not in own for found in _NAMED.finditer(situation.text))


def needs_a_person(text: str) -> str:
    """Why a person must go on, whatever was asked; empty if none need."""
    folded = fold(text)
    for words, pattern in (
        ("the contact is upset or complains", _UPSET),
        ("the contact asks about their data or rights", _LEGAL),
        ("the contact speaks of a need or of health", _NEEDS),
        ("the contact wants to talk about pay", _BARGAIN),
        ("the contact withdraws or has another offer", _WITHDRAW),
        ("the contact needs help at once", _LATE),
    ):
        if pattern.search(folded):
            return words
    return ""


def keeps(text: str) -> bool:
    """Whether what is agreed is to stay as it is."""
    folded = fold(text)
    return bool(KEEPS.search(folded)) and not _CANNOT_KEEP.search(folded)


def withdraws(text: str) -> bool:
    """Whether they no longer want the job."""
    return bool(_WITHDRAW.search(fold(text)))


COMING = re.compile(
    r"^(?:(?:ok|okay|yes|great|sure|good|perfect) )*(?:i'll be there|i will be there|count me in|i'm in|i am in"
    r"|i can make it"
    r"|i'll (?:come|attend|join)|i will (?:come|attend|join)|see you (?:then|there))(?: thanks?| thank you)?$"
)


def says_yes(text: str) -> bool:
    """A plain yes, without anything else."""
    whole = bare(fold(text))
    if COMING.match(whole):
        return True
    words = whole.split()
    if not words or NO & set(words):
        return False
    return bool(YES & set(words)) and (len(words) == 1 or bool(YES_PHRASES.match(whole)))


def says_no(text: str) -> bool:
    """A plain no."""
    words = bare(fold(text)).split()
    return bool(words) and (words[0] in NO) and len(words) <= 6 or nearest(" ".join(words), ()) == "no"


def is_thanks(text: str) -> bool:
    """Thanks, a greeting of the end, a thumb: nothing that needs an answer."""
    folded = fold(text)
    whole = bare(folded)
    return "?" not in folded and (not whole or bool(THANKS.match(whole)))


def is_greeting(text: str) -> bool:
    """A hello alone."""
    return bool(GREETING.match(bare(fold(text))))


FOREIGN = re.compile(
    r"\b(?:que|puedo|para|gracias|por favor|buenos|dias|cuando|donde|trabajo|quiero|no puedo"
    r"|ich|nicht|kann|leider|bitte|wann|wie viel|arbeit|je|suis|vous|est-ce|quand|bonjour"
    r"|travail|salaire|pas|"
    r"posso|quando|lavoro|dove|nao|voce|trabalho|onde|obrigado|waar|wanneer|ik|niet|kan"
    r"|mein|haben|ist|der|kya|hai|mujhe|kab|kahan|nahi|jest|praca|kiedy|nie moge)\b"
)


def is_foreign(text: str) -> bool:
    """Whether it is in a language that is not understood here: another script, or two common words of another one."""
    folded = fold(text)
    letters = [c for c in folded if c.isalpha()]
    if letters and sum(not c.isascii() for c in letters) * 2 > len(letters):
        return True
    return len(FOREIGN.findall(folded)) >= 2
