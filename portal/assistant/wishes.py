"""What a contact may ask of the conversation itself, whoever owns it: to stop, a person, the assistant again.

The bare words are those that carriers honour (STOP, UNSUBSCRIBE, CANCEL, END, QUIT …) and their usual forms in other
languages. CANCEL alone is one of them, but to somebody with an interview it means that: there the caller says so.
"""

import re

from portal.assistant.text import bare, fold, nearest, own_words, sentences


def _words(text: str) -> frozenset[str]:
    return frozenset(bare(fold(word)) for word in text.split(";") if word.strip())


# These end it wherever they stand alone in a sentence …
_STOP = _words("""
stop; stop na; tama na; stopp; stpo; sotp; stopall; stop all; stop it; stop this; stop now; stop that;
unsubscribe; unsub; unsubscribe me; optout;
opt out; opt me out; remove me; take me off; leave me alone; revoke; no more;
no more messages; no more texts; full stop stop;
alto; parar; pare; para ya; basta; basta ya; ya basta; baja; darme de baja;
darse de baja; dar de baja; deten; detener; detente;
detenganse; cancelar suscripcion; no mas; no mas mensajes; sair; parem; descadastrar;
cancelar inscricao; nao quero mais;
chega; arret; arreter; arretez; arrete; desabonner; desinscrire; desinscription;
desabonnement; me desabonner; ca suffit;
stoppen; aufhoren; aufhören; hor auf; horen sie auf; abmelden; abbestellen;
keine nachrichten mehr; schluss; austragen;
ferma; fermati; fermatevi; smettila; smettetela; disiscrivimi; disiscriviti; cancellami; annulla iscrizione;
afmelden; uitschrijven; hou op; ophouden; geen berichten meer; przestan; przestancie;
zatrzymaj; wypisz; wypisz mnie; wypisz sie;
zrezygnuj; koniec wiadomosci; रुको; रुकिए; रोको; रोकें; रोक दो; बंद; बंद करो; बंद करें;
बंद कीजिए; बस करो; स्टॉप; मैसेज मत करो; संदेश मत भेजो;
band karo; bandh karo; band karo message; message band karo; message karna band karo;
band karo message karna; band kro; ruko; bas karo; mat bhejo; message mat bhejo; message mat karo; msg mat karo;
توقف; توقفوا; قف; إيقاف; ايقاف; أوقف; اوقف; كفى; ستوب; إلغاء الاشتراك; الغاء الاشتراك; لا تراسلني;
стоп; хватит; отписаться; отписка; отпишите меня; отпишите; прекратите; прекрати; остановите; остановись; довольно;
досить; відписатися; відписка; відпишіть мене; припиніть; припини; зупиніть; зупинись;
dur; durdur; durun; yeter; abonelikten cik; abonelikten çık; listeden cik; mesaj atma; mesaj atmayin; artik yazmayin;
停止; 停; 退订; 退訂; 取消订阅; 取消訂閱; 别发了; 別發了;
不要再发; 不要再发了; 停下; 不要再发短信;
配信停止; やめて; やめてください; ストップ; 停止してください;
解除; 送らないで; 送らないでください;
중지; 그만; 그만해; 그만하세요; 수신거부; 정지; 멈춰; dung; dung lai; ngung; huy dang ky;
berhenti; sluta; avsluta; avregistrera; lopeta; peruuta tilaus; prestante; prestan;
odhlasit; opriti; dezabonare; opreste;
leallitas; leiratkozas; σταματηστε; σταματα; στοπ; διαγραφη; הסר; עצור; די; הפסיקו; หยุด; acha; avmeld; afmeld; stans
""")
# … these only when they are the whole message: as words they are too common.
_WHOLE = _words("end; quit; halt; fim; fin; ende; fine stop; remove; delete me from your list; no")
_WHOLE -= {"no"}
_POLITE = re.compile(
    r"\b(?:please|pls|plz|thanks|thank you|thx|now|just|hey|hi|hello|ok|okay|bitte|danke|por favor|gracias|merci|"
    r"s'il vous plait|s'il te plait|svp|obrigad[oa]|grazie|per favore|per piacere|alstublieft|prosze|пожалуйста|"
    r"будь ласка|lutfen|min fadlak|من فضلك|कृपया|plz|thumbsup|thumbsdown|immediately|everything|sofort|ya)\b"
)
_SENDING = (
    r"(?:text|messag|send|contact|writ|spam|bother|email|e-mail|mail|ping|pester|harass|whatsapp|sms|reach|notify)\w*"
)
_STOPPING = re.compile(
    rf"\b(?:stop|quit|cease) (?:all |with |the |these |those |this |any |your |automated "
    rf"|auto |fucking |bloody |constantly )*{_SENDING}"
    rf"|\bstop (?:all |the |these |those |this |your |any |sending |of |automated )*(?:sms"
    rf"|spam\w*|automation|notifications?|bots?\b)"
    rf"|\b(?:do not|don'?t|dont|never|pls no|no need to|not to) (?:ever |you |please )?{_SENDING}(?: (?:to"
    rf"|any|more|messages|texts))*"
    rf" ?\bme\b(?! (?:before|after|at|during|on|in|until|till|while|about|when|by|through"
    rf"|via|here|there|the|this|your))"
    rf"|\b(?:do not|don'?t|dont|no longer|never) (?:want|wish|like|care)(?: to)? (?:to )?(?:receiv|get|hear)\w*"
    rf"(?: (?:any|more|these|your|from|further|such|automated|anything|of))*(?: (?:messages?"
    rf"|texts?|sms|mails?|emails?|you)\b)"
    rf"|\b(?:do not|don'?t|dont) want (?:any |more |these |your |automated |further )+(?:messages"
    rf"|texts|sms|mails?|emails?|notifications)"
    rf"|\bno (?:more|further) (?:automated )?(?:messages|texts|sms|mails?|emails?|notifications)"
    rf"|\bunsub?s?cribe\b|\bopt(?:ing)?[ -]?(?:me )?out\b"
    rf"|\b(?:remove|take|delete|get) (?:me|my number|my phone|my phone number) (?:from"
    rf"|off|out of)(?: of)? (?:your|this|the|all|any)\b"
    rf"(?: \w+)? ?(?:list|lists|system|mailing|database|contacts?|messages|texts|sms)"
    rf"|\blose my number\b|\bleave me alone\b|\bstop receiving\b"
    rf"|\bno (?:me )?(?:escrib|envi|mand)\w+ mas\b|\bno quiero (?:recibir )?(?:mas )?mensajes\b"
    rf"|\b(?:par(?:a|e|en|ad|em)|dej(?:a|e|en|ad)) (?:ya )?(?:de )?(?:me )?(?:escrib|escrev|envi|mand|molest"
    rf"|contact|llam|incomod|lig)\w*"
    rf"|\b(?:arrete[zs]?|cesse[zs]?) (?:de )?(?:m'|me )?(?:ecri|envoy|contact|derang|harcel|spam)\w*"
    rf"|\bdej(?:a|e|en|ad) de (?:escrib|envi|mand)\w+"
    rf"|\bno me (?:escrib|envi|mand|contact)\w+|\bpar[ae]m? de (?:me )?(?:mand|envi|escrev)\w+"
    rf"|\bnao (?:me )?(?:mand|envi|escrev)\w+ mais\b|\bnao quero (?:mais )?(?:receber )?(?:mais )?mensagens\b"
    rf"|\bne (?:m'|me )(?:ecri|envo|contact)\w+ plus\b|\barretez? de m'?(?: ?(?:ecri|envo"
    rf"|contact))\w+|\bplus de messages?\b"
    rf"|\bhor(?:t|en sie)? (?:\w+ ){{0,2}}auf\b|\babbestellen\b|\bkeine (?:weiteren )?(?:nachrichten|sms"
    rf"|mails)\b|\bschreib\w* (?:sie )?mir nicht mehr\b|\bnicht mehr (?:schreiben|kontaktieren"
    rf"|anschreiben)\b"
    rf"|\bnon (?:mi )?(?:scriv|mand|contatt|invi)\w+ piu\b|\bbasta messaggi\b|\bsmett\w+ di (?:scriv|mand|invi)\w+"
    rf"|\bgeen berichten\b|\bstuur (?:mij |me )?(?:geen|niets)\b|\bnie (?:pisz\w*|wysylaj\w*) (?:do mnie|mi)\b"
    rf"|не пиши(?:те)? мне|больше не пиши|не присылайте|не пишіть мені|не пиши мені|більше не пиш|не надсилайте"
    rf"|mesaj (?:atma|gonderme|istemiyorum)\w*|(?:messages?|msgs?|sms) (?:mat|na) (?:karo"
    rf"|bhejo|karna)|(?:messages?|msgs?|sms) (?:\w+ )?ban?dh? kar|przesta\w+ (?:do mnie )?(?:pisac"
    rf"|wysylac)|\btigil\w*\b|\bitigil\b|\b(?:hu)?wag (?:(?:na|nyo|niyo|mo|po|ninyo|ako|akong) )*(?:i-?)?(?:text"
    rf"|msg|mes|mag|contact|chat)|(?:मैसेज|संदेश"
    rf"|मेसेज) (?:मत|न|बंद)"
    rf"|لا ترسل|لا تراسل|不要(?:再)?(?:给我)?发|别再(?:给我)?发|別再|停止(?:发送|發送)"
    rf"|送らないで|メッセージ(?:を)?(?:やめ|止め|停止)|배신|보내지 마"
)
# Texts that hold the words without the wish.
_NOT_STOPPING = re.compile(
    r"\b(?:do not|don'?t|dont|never|can'?t|cannot|won'?t|didn'?t|not) (?:\w+ )?(?:want (?:you )?(?:to )?)?stop\b"
    r"|\bdid you stop\b|\byou stopped\b|\bshould i stop\b"
    r"|\bwhy (?:did|have|do|would) \w+ stop|\bnon-?stop\b|\bif i (?:stop|unsubscribe"
    r"|opt)|\bhow (?:do|can|would) (?:i|one) (?:know|see) .*unsub"
)
_CALL_INSTEAD = re.compile(
    r"\b(?:call|ring|phone) me\b|\b(?:email|e-mail|mail|whatsapp|text|message) me (?:instead|rather)\b"
)


def asks_to_stop(text: str, *, interview: bool = False) -> bool:
    """Whether the contact wants no automated messages any more.

    `interview`: there is an interview that a bare "cancel" would mean; otherwise that word is the carriers' opt-out.
    """
    folded = fold(own_words(text))
    if re.search(r"\b(?:don'?t|do not) \w+ me\b", folded) and _CALL_INSTEAD.search(folded):
        return False
    whole = _plain(folded)
    if whole in _WHOLE or (whole in {"cancel", "cancelar", "annuler", "iptal", "cancel all"} and not interview):
        return True
    said = [_plain(part) for part in re.split(r"[.!?;,\n\u3002\uff01]+", folded)]
    if any(part in _STOP or set(part.split()) == {"stop"} for part in said if part):
        return True
    if len(whole.split()) == 1 and nearest(whole, ("unsubscribe",)):
        return True
    return any(_STOPPING.search(part) and not _NOT_STOPPING.search(part) for part in sentences(folded))


def _plain(folded: str) -> str:
    return bare(_POLITE.sub(" ", bare(folded)))


_PERSON = (
    r"(?:(?:real|actual|live|human|proper|genuine|living) )?(?:person|human(?: being)?"
    r"|people|someone|somebody|anyone|anybody|recruiter\w*|agent|"
    r"operator|representative|rep|manager|hr|colleague|staff|consultant|boss|supervisor"
    r"|team member|individual|advisor|"
    r"hiring manager|man|woman|employee)"
)
_ASKS_PERSON = re.compile(
    rf"\b(?:speak|talk|chat|connect|connected|transfer|transferred|transfered|put (?:me )?(?:through"
    rf"|on)|pass me|hand(?:ed)? (?:me )?over|switch(?:ed)?|forward(?:ed)?|"
    rf"escalat\w*|discuss|in touch|conversation|deal|reach|contact|message|get hold|route\w*)"
    rf"(?: (?:me|this|it|to|with|on|over|through|up|directly|straight|please|maybe|a|an"
    rf"|the|your|my|any|some|actual|back|of|instead))*"
    rf" {_PERSON}\b"
    rf"|\b(?:real|actual|live) (?:person|human|people|recruiter|agent)\b(?! (?:estate))"
    rf"|\b(?:want|need|like|prefer|get|give|send|find|fetch|is there|are there|have)(?: (?:me"
    rf"|to have|a|an|the|some|to|you|get|your|see))* "
    rf"(?:real |actual |live )?(?:person|human|operator|recruiter|agent|representative)\b(?! (?:resources|rights))"
    rf"|\b(?:give|get|send|find) me (?:to )?(?:somebody|someone)\b"
    rf"|\b(?:can|could|would|may|will|have|let|get|ask|tell|need|want) (?:i have |you have "
    rf"|you ask |you get |you tell )?"
    rf"(?:a |an |the |your |my )?{_PERSON} (?:(?:from|in|of|at) (?:\w+ ){{1,3}})?(?:please "
    rf"|could |can |to )*(?:call|phone|ring|contact|help|reply|answer|respond|write|message"
    rf"|text|reach|get back|take over|talk|speak|explain)\b"
    rf"|\b(?:call|phone|ring) me\b|\bgive me a (?:call|ring|bell|buzz)\b|\b(?:can|could"
    rf"|may) (?:we|i|you)(?: please)? (?:call|phone|ring|have a call|get a call|arrange a call"
    rf"|talk on the phone|speak on the phone)\b(?! (?:it|this|that|the interview))"
    rf"|\b(?:phone|talk|speak) (?:to|with) (?:you )?(?:on|by|over) (?:the )?phone\b|\b(?:talk"
    rf"|speak|chat) (?:on|over|by) (?:the )?phone\b"
    rf"|\b(?:not|rather than|instead of|hate|don'?t (?:want|like)|no|sick of|tired of"
    rf"|stop)(?: (?:to|want to))?(?: (?:talk|talking|speak|speaking|chat|chatting|deal|dealing))?(?: (?:to"
    rf"|with))? (?:a |an |this |the |these |some )?"
    rf"(?:bots?|robots?|machines?|ai|chat ?bots?|computers?|automated|automat)\b"
    rf"|\b(?:someone|somebody|a person|a human|a recruiter|the recruiter) (?:real|else"
    rf"|please|from (?:the|your) (?:team|company|office))\b"
    rf"|\bhablar con (?:una persona|alguien|un humano|un reclutador|un agente)|\bparler (?:a"
    rf"|avec) (?:quelqu'un|une personne|un humain|un conseiller|un recruteur)"
    rf"|\bmit (?:einem|einer|jemand\w*) ?(?:menschen|person|mitarbeiter\w*|echten \w+)? ?(?:sprechen"
    rf"|reden|telefonieren)|\bfalar com (?:uma pessoa|alguem|um humano|um atendente|um recrutador)"
    rf"|\bparlare con (?:una persona|qualcuno|un umano|un operatore)|\bmet (?:een )?(?:mens"
    rf"|persoon|iemand|medewerker) (?:spreken|praten)|\bechte[rn]? mensch"
    rf"|\brozmawiac z (?:czlowiekiem|kims|konsultantem)|поговорить с (?:человеком|кем)"
    rf"|позовите (?:человека|оператора)|живым человеком|insaan se baat|kisi se baat|इंसान से बात"
    rf"|किसी से बात|转人工|人工(?:客服|服务)?$"
)
_PERSON_ALONE = _words("""
human; person; a human; a person; agent; operator; recruiter; representative; a real person; real person; real human;
human being; human agent; live agent; someone real; somebody real; persona; humano;
mensch; personne; humain; pessoa; persona reale;
человек; оператор; 人工; 人工客服; callback; call back; call; call me; someone; somebody;
speak to human; humans only; no bots; no bot
""")
_NO_PERSON = re.compile(
    r"\b(?:no need|don'?t need|do not need|needn'?t|without|not necessary|no one needs"
    r"|don'?t (?:want|have) to|not want to|rather not)(?: \w+){0,5} (?:person|human|people"
    r"|recruiter\w*|agent|someone|anyone|call|speak|talk)\b"
    r"|\b(?:are|r) (?:you|u|this|i)(?: \w+){0,4} (?:person|human|bot|robot|machine|ai)\b"
    r"|\bam i (?:talking|speaking|chatting|writing|texting)\b"
    r"|\bwill (?:i|we) (?:be )?(?:speak|talk|meet|chat|deal)\w*\b|\bwho (?:will|would"
    r"|do|am|is)\b|\b(?:have|had|been) (?:spoken|talked|speaking|talking)\b"
    r"|\b(?:i|we) (?:already )?(?:spoke|talked|work|worked|manage|managed|was in touch)\b"
    r"|\bis (?:this|it|that) (?:a |an )?(?:real )?(?:person|human|bot|robot)"
    r"|\b(?:you|u|they|guys|ya|y'?all) (?:will |gonna |going to |are going to )call me\b|\b(?:will|do|are) (?:you"
    r"|u|they)(?: guys)?"
    r" (?:going to |gonna )?call(?:ing)? me\b"
)


_NO_MACHINE = re.compile(
    r"\b(?:don'?t|do not|not|won'?t|ain'?t|refuse to|hate to|never) (?:(?:want|like|wish|going) to |gonna )?"
    r"(?:talk|speak|chat|deal|write|text|communicate)(?:ing)? (?:to|with) (?:a |an |the |this |some |any )?"
    r"(?:bots?|robots?|machines?|ai|chat ?bots?|computers?|program|automat\w*)\b"
)


def asks_for_person(text: str) -> bool:
    """Whether the contact wants to write or talk with a person."""
    folded = fold(own_words(text))
    if _plain(folded) in _PERSON_ALONE or any(_plain(part) in _PERSON_ALONE for part in sentences(folded)):
        return True
    return any(
        _NO_MACHINE.search(part) or (_ASKS_PERSON.search(part) and not _NO_PERSON.search(part))
        for part in sentences(folded)
    )


_ASKS_ASSISTANT = re.compile(
    r"\b(?:back|return|switch|talk|speak|chat|continue|go on|carry on|write|connect(?: me)?"
    r"|transfer(?: me)?|give me|prefer|want|like|rather)"
    r"(?: (?:to|with|again|have|the|your|automated|virtual|back|ai|talk|speak|chat|over|me|use|on))* "
    r"(?:assistant|bot|chat ?bot|robot|ai|machine)\b"
    r"|\b(?:assistant|bot|chat ?bot)(?: \w+){0,2} (?:again|back|please|take over|go on|continue|help)\b"
    r"|\b(?:the )?(?:assistant|bot) (?:can|may|should) (?:go on|continue|answer|take over|help)\b"
)
_NO_ASSISTANT = re.compile(
    r"\b(?:not|don'?t|dont|no|never|stop|rather than|instead of|sick of|tired of|hate|without|are you|is this"
    r"|was i)\b"
)
_ASSISTANT_ALONE = _words(
    "assistant; bot; the assistant; the bot; assistant please; automated assistant; virtual assistant"
)


def asks_for_assistant(text: str) -> bool:
    """Whether the contact, who is with a person, wants the assistant again."""
    folded = fold(own_words(text))
    return _plain(folded) in _ASSISTANT_ALONE or any(
        _ASKS_ASSISTANT.search(part) and not _NO_ASSISTANT.search(part) for part in sentences(folded)
    )


_START = _words("""
start; unstop; subscribe; resubscribe; start again; restart; resume; continue messages; opt in; optin; start messages;
empezar; reanudar; comenzar; iniciar; recomecar; reprendre; commencer; starten; fortsetzen; weiter; inizia; riprendi;
hervatten; wznow; शुरू करो; shuru karo; ابدأ; старт; начать; продолжить; почати; basla; 开始; 開始; 恢复; 再開; 시작
""")
_STARTING = re.compile(
    rf"\b(?:you (?:can|may)|feel free to|please|pls|ok to|okay to|fine to) (?:start |begin "
    rf"|resume |now )*{_SENDING}(?: (?:to|with))? me again\b"
    rf"|\b(?:start|resume|begin) {_SENDING}(?: to)? me(?: again)?\b|\b(?:subscribe|opt) me (?:back )?(?:in|again)\b"
    r"|\bopt(?:ing)? (?:back )?in\b|\b(?:i want|i'd like|i would like) (?:your |the "
    r"|to get |to receive |automated )*(?:messages|texts) again\b"
)


def asks_to_start_again(text: str) -> bool:
    """Whether a contact who had stopped the messages wants them again."""
    folded = fold(own_words(text))
    if asks_to_stop(text):
        return False
    whole = _plain(folded)
    if whole in _START:
        return True
    return bool(_STARTING.search(folded)) and not re.search(r"\b(?:don'?t|do not|never|not)\b", folded)
