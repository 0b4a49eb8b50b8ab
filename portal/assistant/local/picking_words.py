"""The words by which a reply takes, refuses, hedges or only mentions a time. How they are read stands in `picking`."""

import re

from portal.assistant.local.calendar_words import PARTS as DAY_PARTS
from portal.assistant.local.calendar_words import WEEKDAYS

DAY_WORDS = (
    {word for word in WEEKDAYS if word.isascii()}
    | {word for word in DAY_PARTS if word.isascii()}
    | {"tomorrow", "today"}
)

NEGATED = re.compile(
    r"\b(?:not|no|never|except|but not|neither|nor|unless|besides|other than|apart from|anything but|any but|all but|"
    r"cannot|cant|can't|don't|dont|doesn't|doesnt|won't|wont|isn't|isnt|not free|unavailable|busy|booked|impossible|"
    r"bad for me|tough|out of|too early|too late|no good|not good|on (?:holiday|leave"
    r"|vacation)|aren't|wouldn't|unable|away|occupied|out for me|is out|are out|nicht"
    r"|ne |pas|nao)\b"
)

NONE_FIT = re.compile(
    r"\b(?:none|neither|no(?:ne)? one|not (?:any|one)) (?:of )?(?:them|these|those|the"
    r"|it|times?|slots?|works?|suits?|fits?|options?|is|are|will|would|can)\b"
    r"|^(?:sorry,? |unfortunately,? |no,? |nope,? |nah,? |hi,? )*none\b|\b(?:both|all)(?: are"
    r"| r)? (?:bad|no good|not good|wrong|impossible|out|taken|busy|too (?:early|late))\b"
    r"|\bnone\b.{0,30}\b(?:work|fit|suit|good|possible)\w*"
    r"|\b(?:can't|cannot|cant|can not|couldn't|won't|unable to|not able to) (?:do|make"
    r"|manage|attend|come (?:to|at)|take|be there (?:at|on|for)) (?:any|either|all|these"
    r"|those|them)\b"
    r"|\b(?:don't|do not|doesn't|dont|doesnt|won't|wont) (?:work|suit|fit|any|like|want|have time (?:for|on) any)"
    r"(?: (?:for|with|me|any|of|them|these|those|the|times|slots|options|either))*$"
    r"|^(?:sorry,? |unfortunately,? |no,? |hi,? )*neither\b(?! .{0,20}\b(?:yes|but)\b)"
    r"|\b(?:not|isn't|aren't|nothing|n't) (?:\w+ )?(?:possible|available|free|suitable|convenient|good|feasible"
    r"|work\w*"
    r"|suit\w*|fit\w*) (?:\w+ ){0,3}(?:on |for |at |in )?(?:any of )?(?:these|those|the|all|given|listed|offered"
    r"|above)"
    r" (?:given |listed |offered |above )?(?:dates?|days?|times?|timings?|slots?|options?)\b"
    r"|\b(?:busy|work|working|away|occupied|engaged|booked|tied up|have (?:work|class\w*|exams?|college|school|duty))"
    r" (?:on |for |at |in |through |throughout )?(?:all|every one)(?: (?:of )?(?:these|those|the|them))?"
    r"(?: (?:dates?|days?|times?|timings?|slots?|options?))?\b"
    r"|\b(?:all|every one) of (?:them|these|those).{0,25}\b(?:bad|not|don't|clash|conflict|busy|impossible)\b"
    r"|\b(?:other|different|alternative|more|another|new) (?:times?|slots?|dates?|days?"
    r"|options?|timings?|week)\b|\banything else\b(?! (?:you|i|about|to))"
    r"|\b(?:all|they)(?: are)?(?: all)? (?:during|while i|when i|in my|clash|conflict"
    r"|at a bad|at bad)\b|\bnot (?:available|free)(?: on| at| for| in)? (?:any|either"
    r"|all) of\b"
    r"|\b(?:ninguno|ninguna|aucun|aucune|keiner|keine (?:der|davon|zeit)|nenhum|nessuno|nessuna|geen van)\b"
    r"|\bi(?:'m| am) (?:busy|away|not (?:free|available)|travelling|traveling|on (?:leave"
    r"|holiday|vacation)) (?:all|the whole|that whole|on all|for all|at all|during all"
    r"|those|these|then)\b"
)

ONLY = re.compile(
    r"\bonly (?:\w+ ){0,4}(?:free|available|time|on|after|before|at|in|possible|weekends?"
    r"|evenings?|mornings?)\b|\bi can only\b"
)

ANY = re.compile(
    r"\b(?:any|anyone|any one|either|whichever|all)(?: (?:of|time|slot|one|day|them|these"
    r"|those|the))* (?:is|are|works?|will|would|suits?|fits?|ok|okay|fine|good|possible"
    r"|you|times?)\b"
    r"|\b(?:any ?time|whenever|whichever|either|any of (?:them|these|those)|any one|all of (?:them"
    r"|these))\b.{0,24}\b(?:fine|ok|okay|works?|good|suits?|great|do|does|you|pick|choose)\b"
    r"|\b(?:you|u) (?:can |may |please |just )*(?:choose|pick|decide|select)\b|\b(?:don't mind"
    r"|do not mind|no preference|up to you|i'm easy|flexible|as you (?:like|wish|prefer))\b"
    r"|^(?:any|anytime|any time|whenever|either|whichever|any one|any of them)(?: (?:please|ok|okay|is fine))*$"
)

HEDGED = re.compile(
    r"\b(?:maybe|perhaps|possibly|probably|might|not (?:\w+ ){0,2}(?:sure|certain)|not 100 ?%|unsure|could it be"
    r"|let me (?:check|see"
    r"|think|ask|look|confirm)|i'?ll (?:check|see|think|ask|let you know|confirm|get back)"
    r"|"
    r"i (?:will|need to|have to|must|should|'ll|'d have to|would have to) (?:check|see"
    r"|think|ask|confirm|look)|need to check|if i can|if possible i|depends|"
    r"get back to you|thinking|tentative\w*|i guess|provided|unless|if i (?:was|were"
    r"|wasn|weren|had|could|did)\w*|would (?:have|be able) .*\bif)\b"
)

# Said beside a time, in a sentence of its own: "Thursday? I'm not sure yet."
UNDECIDED = re.compile(
    r"\b(?:not (?:\w+ ){0,2}(?:sure|certain)(?: yet| though| if i| whether i|[ ,.!]*$| sorry)|not 100 ?%"
    r"|let me (?:check|think|ask|confirm|see) (?:first|with|and|if|my)|(?:need|have|got|want) to (?:check|ask"
    r"|confirm)\b"
    r"|(?:i'll|i will) (?:confirm|check|let you know|get back)(?: to you)? (?:later|tomorrow|soon|by|once|after"
    r"|tonight"
    r"|first|with)|still (?:checking|deciding|thinking))"
)

# A question that only mentions a time, or asks after it: "does Wednesday 13:00 mean …?", "next week?".
QUESTION = re.compile(r"\?+\s*$")
REQUEST = re.compile(
    r"\b(?:can|could|may|shall|should|let's|lets|please|pls|book|take|ok|okay|works?|fine|good|possible|suits?"
    r"|do it|go with)\b"
)
ASKS_IF_FREE = re.compile(
    r"\b(?:still|already) (?:free|available|open|there|possible|taken|gone|booked)\b"
    r"|\b(?:is|are) there (?:any|a|still|something|anything)\b|\bdo you (?:still )?have\b"
    r"|\b(?:what|which) (?:about|times?|slots?|days?|dates?)\b|\bwhat do you have\b|\bhow about\b"
    r"|^(?:is|are|was|will|does) (?:it|the|this|that|they) .*\?+$|\bonly (?:day|time|slot|option|one"
    r"|date)s?\b.*\?+$|\bany(?:thing)? (?:on"
    r"|at|after|before|in|earlier|later)\b"
    r"|\bhave you (?:got )?(?:any|some)|\b(?:can|could) (?:you|u) (?:do|offer|make)\b"
)

PARTS = re.compile(
    r"\s*(?:[;!]|\.(?=\s|$)|,|\bbut\b|\bhowever\b|\bthough\b|\bso\b|\bor\b|\bbecause\b"
    r"|\bexcept\b|\binstead of\b|\brather than\b|\bthen\b|\bperhaps\b|(?<=\w )(?=i'm |im |i have |i've |i got "
    r"|i work )"
    r"|(?<=better )than\b|(?<=me )than\b|(?<=easier )than\b)\s*"
)

JOINS = re.compile(r"\bor\b")

EXCEPT = re.compile(
    r"\b(?:anything|any|all|everything|any time|anytime|any day|every day|each)(?: \w+){0,3} (?:but"
    r"|except|besides|other than|apart from)\b"
)

# What comes after takes back what came before.
TAKES_BACK = re.compile(
    r"\b(?:no wait|wait,? no|oh wait|wait|scratch that|actually|i mean|i meant|correction"
    r"|my mistake|sorry,? (?:no|not that)|ignore that)\b|\?\s+(?:no|nope|nah),? (?=\w)"
)

# "I am at work till 5" says when somebody is not free.
OCCUPIED = re.compile(
    r"\b(?:at work|working|work|busy|in class|class|school|on shift|shift|in a meeting"
    r"|meetings?|occupied|away|travelling|traveling)\b"
)

# "I got my kid on Friday morning", "I have class all other days".
HAS_ELSE = re.compile(
    r"\bi(?:'ve| have| got|'ve got| have got| had) (?:to (?:pick|take|bring|work|study|go|drop)|(?:my |a |an "
    r"|the |some )?(?:kids?"
    r"|son|daughter|baby|class(?:es)?|exams?|tests?|shifts?|meetings?|appointments?|doctor\w*|dentist|school"
    r"|training|flight"
    r"|funeral|wedding|work|duty|lectures?|college))\b"
)
# Words of assent: a part that has one stands for itself, one that has none goes on with the refusal before it.
ASSENTS = re.compile(
    r"\b(?:works?|fine|ok|okay|good|great|suits?|can|possible|yes|please|pls|better|free"
    r"|available|instead|perfect|would|will|prefer|take|book|then)\b"
)

CORRECTS = re.compile(
    r"^(?:no|nope|nah)\b(?=[ ,.-]+(?:i meant?|i said|sorry|actually|rather|please|it's"
    r"|make it))|^(?:no|nope|nah),(?= )"
)

PENULTIMATE = re.compile(r"\b(?:the )?(?:second (?:to|from) (?:the )?last|next to last|last but one|penultimate)\b")

HOURS = re.compile(
    r"(?:(?<=at )|(?<=around )|(?<=by )|^)([01]?\d|2[0-3])([0-5][05])(?= ?(?:hrs?|hours|h)?\b(?:[ ,.!]|$))"
)

# "The Wednesday one", "Tuesday's fine": what is named is the day.
THAT_ONE = re.compile(
    rf"\b({'|'.join(sorted(DAY_WORDS, key=len, reverse=True))})(?:(?: one)\b|'s(?! (?:interview|slot|time|meeting)))"
)

TIMED = re.compile(
    r"\d|day\b|\b(?:first|second|third|last|noon|morning|afternoon|evening|tomorrow|mon"
    r"|tue|wed|thu|fri)\b"
)

# "Morning I bring my son to school."
OWN_TIME = re.compile(
    r"\b(?:mornings?|afternoons?|evenings?|nights?|days?) (?:i|i'm|we) (?:am |have |always |usually |must "
    r"|need to )?(?:to )?"
    r"(?:bring|take|drop|pick|collect|work\w*|study\w*|teach|train|go|look after|care|busy)\b"
)

UNTIL = re.compile(r"\b(?:till|until|til|through|bis|hasta|jusqu'au|ate)\b")

# "I'm at my sister's until Friday" names no day for the interview; "I finish work at 12" no hour for it.
STAYS = re.compile(
    r"\b(?:i'm|i am|we're|we are|im|i'll be|i will be) (?!free|available|ok|okay|good|able|open)(?:\w+['\w]* ){1,5}"
    r"(?:until|till|til|through)\b"
)

# "I will text you tonight" names the day of a message.
TELLS_LATER = re.compile(
    r"\b(?:text|message|write|tell|ping|inform|confirm to|get back to|let) (?:to )?(?:you|u|ya)\b"
    r"|\b(?:i'll|i will|will|gonna) call (?:you|u|ya)\b"
)

OWN_DAY = re.compile(
    r"\bi(?:'ll| will|ll|'m|m)? (?:usually |normally |always |only )?(?:stop|finish|end|knock off|clock (?:out"
    r"|off)|get off"
    r"|get back|come back|land|arrive|wake|get up|leave)(?:ing|s)? (?!at (?:any|the))(?:work|home|school|class"
    r"|college|from"
    r"|my|the|shift|lunch|up|at)\b"
)

# A day that is named beside one's own job says nothing of the interview.
ELSEWHERE = re.compile(
    r"\b(?:my (?:current |present |old )?(?:job|work|employer|boss|notice)|last (?:working )?day"
    r"|i (?:will |'ll )?(?:start|finish|quit|leave|resign|join|stop)(?:ed|s|ing)?|joining|salary|payday)\b"
)
