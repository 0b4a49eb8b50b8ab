"""Words of days, months, numbers, parts of the day and zones; a few languages, for a day's name needs no grammar."""

from portal.core.formats import zone_names


def _table(text: str) -> dict[str, int]:
    rows = [row.split(":") for row in text.strip().split("\n")]
    return {word: int(number) for number, words in rows for word in words.split()}


WEEKDAYS = _table("""
0: monday mon mondays lunes lundi montag segunda-feira lunedi maandag poniedzialek понедельник somvar somwar
0: सोमवार pazartesi
1: tuesday tue tues tuesdays tuseday martes mardi dienstag terca terca-feira martedi dinsdag wtorek вторник
1: mangalvar mangalwar मंगलवार sali
2: wednesday wed weds wednesdays wensday miercoles mercredi mittwoch quarta quarta-feira mercoledi woensdag
2: sroda среда budhvar budhwar बुधवार
3: thursday thu thur thurs thursdays jueves jeudi donnerstag quinta quinta-feira giovedi donderdag czwartek
3: четверг guruvar guruwar गुरुवार
4: friday fri fridays viernes vendredi freitag sexta sexta-feira venerdi vrijdag piatek пятница shukravar
4: shukrawar शुक्रवार
5: saturday sat saturdays sabado samedi samstag sabato zaterdag sobota суббота shanivar shaniwar शनिवार cumartesi
6: sunday sun sundays domingo dimanche sonntag domenica zondag niedziela воскресенье ravivar raviwar रविवार pazar
""")
MONTHS = _table("""
1: january jan janvier januar enero janeiro gennaio januari
2: february feb fevrier februar febrero fevereiro febbraio februari
3: march mar mars marz marzo marco maart
4: april apr avril abril aprile
5: may mai mayo maio maggio mei
6: june jun juin juni junio junho giugno
7: july jul juillet juli julio julho luglio
8: august aug aout agosto augustus
9: september sep sept septembre septiembre setembro settembre
10: october oct octobre oktober octubre outubro ottobre
11: november nov novembre noviembre novembro
12: december dec decembre dezember diciembre dezembro dicembre
""")
NUMBERS = _table("""
1: one uno eins
2: two dos deux zwei dois due
3: three tres trois drei tre
4: four cuatro quatre vier quatro quattro
5: five cinco cinq funf cinque
6: six seis sechs sei
7: seven siete sept sieben sete sette
8: eight ocho huit acht oito otto
9: nine nueve neuf neun nove
10: ten diez dix zehn dez dieci
11: eleven once onze elf undici
12: twelve doce douze zwolf doze dodici
13: thirteen
14: fourteen
15: fifteen
16: sixteen
17: seventeen
18: eighteen
19: nineteen
20: twenty
30: thirty trenta treinta dreissig trente
40: forty
45: fortyfive
50: fifty
60: sixty
70: seventy
80: eighty
90: ninety
""")
ORDINALS = _table("""
1: first pehla pehle pehli primero primera premier premiere erste ersten erster primeiro primeira primo prima eerste 1st
2: second segundo segunda dusra dusri doosra zweiter deuxieme zweite zweiten zweiter secondo seconda tweede 2nd
3: third teesra tisra tercero tercera troisieme dritte dritten terceiro terceira terzo terza derde 3rd
4: fourth cuarto cuarta quatrieme vierte vierten quarto forth
5: fifth quinto cinquieme funfte quinto
6: sixth
7: seventh
8: eighth
9: ninth
10: tenth
11: eleventh
12: twelfth
13: thirteenth
14: fourteenth
15: fifteenth
16: sixteenth
17: seventeenth
18: eighteenth
19: nineteenth
20: twentieth
30: thirtieth
""")
# Hours of the local day in which a part begins and ends.
PARTS = {
    "morning": (4, 12),
    "mornings": (4, 12),
    "afternoon": (12, 18),
    "afternoons": (12, 18),
    "evening": (16, 24),
    "evenings": (16, 24),
    "arvo": (12, 18),
    "tonight": (17, 24),
    "night": (18, 24),
    "lunchtime": (12, 14),
    "vormittag": (4, 12),
    "nachmittag": (12, 18),
    "abend": (17, 24),
    "matin": (4, 12),
    "apres-midi": (12, 18),
    "soir": (17, 24),
    "tarde": (12, 20),
}
CORRECTED = (
    *"monday tuesday wednesday thursday friday saturday sunday after".split(),
    *(month for month in MONTHS if month.endswith(("ary", "ber", "ust", "pril"))),
    *("tomorrow", "today", "morning", "afternoon", "evening", "tonight", "earliest", "latest", "earlier", "later"),
    *("first", "second", "third", "fourth", "fifth", "sixth", "option", "midday", "o'clock", "number", "except"),
)
# Ordinary words that are a letter away from one of those.
ORDINARY = frozenset(
    "money match march least later latter fist list fast past seconds thirst toady todays worth "
    "forty fort north month "
    "evening even mourning sundae monkey moneys latest lately options optional accept expect exempt event events "
    "earlier early nearest thirty fight right might night light eight earnest lattes filter fifty fifths sixty sixths "
    "wedding weds friend friends fried fri numbers member remember boarding warning moving having "
    "seconded around today working later afterwards".split()
)
_ZONES = """
Europe/London: londres londra londen bst uk britain england scotland british manchester edinburgh glasgow birmingham
Europe/Paris: parigi parijs cet cest paris france french met mez mesz central-european
Europe/Berlin: germany german munich hamburg frankfurt cologne
Europe/Madrid: spain spanish barcelona
Europe/Rome: roma rom italy italian milan
Europe/Warsaw: poland polish krakow
Europe/Athens: eet eest greece
Europe/Lisbon: lisboa lisbonne lissabon wet west portugal
Europe/Dublin: ireland irish
Europe/Amsterdam: netherlands dutch
Europe/Kiev: kyiv kiev ukraine
Europe/Moscow: moscou moscu moskau msk
America/New_York: nueva-york nova-york est edt et eastern nyc boston miami atlanta washington philadelphia
America/Chicago: cst cdt ct central texas dallas houston austin
America/Denver: mst mdt mt mountain
America/Los_Angeles: pst pdt pt pacific california seattle sf la san-francisco
Asia/Kolkata: ist india indian mumbai delhi new-delhi bangalore bengaluru chennai hyderabad pune kolkata
Asia/Tokyo: jst japan
Asia/Seoul: kst korea
Asia/Shanghai: china beijing shanghai
Asia/Hong_Kong: hkt
Asia/Singapore: sgt
Asia/Dubai: gst uae emirates abu-dhabi
Asia/Karachi: pkt pakistan
Asia/Manila: pht philippines
Asia/Jakarta: wib
Australia/Sydney: aest aedt
Australia/Perth: awst
Pacific/Auckland: nzst nzdt
America/Sao_Paulo: brt brazil
America/Argentina/Buenos_Aires: art argentina
Africa/Johannesburg: sast
Africa/Lagos: wat nigeria
Africa/Nairobi: eat kenya
Africa/Cairo: egypt
UTC: utc gmt zulu
"""


def _zones() -> dict[str, str]:
    found = {name.rpartition("/")[2].casefold().replace("_", "-"): name for name in zone_names()}
    for row in _ZONES.strip().split("\n"):
        name, _, words = row.partition(": ")
        found |= dict.fromkeys(words.split(), name)
    return found


ZONES = _zones()
