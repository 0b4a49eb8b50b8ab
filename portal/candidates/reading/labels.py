"""The questions of forms: words that ask something about a person, and so are never the answer."""

from __future__ import annotations

import re
from functools import lru_cache

from portal.candidates.reading.headings import plain

ASKED = """
    commuting time; dependents; spouse and dependants; spouse and dependents; name; full name; first name; last name;
    surname; family name; given name; given names; middle name; preferred name; applicant name; candidate name;
    candidate id; age; sex; gender; date of birth; birth date; birthdate; born; dob; d o b; place of birth;
    birthplace; nationality; citizenship; marital status; civil status; family status; religion; father's name;
    fathers name; mother's name; husband's name; spouse; children; dependants; languages known; id no; id number;
    passport; passport no; passport number; national id; cnic; nic; nin; tax number; blood group; height; weight;
    complexion; driving licence; driving license; driver's licence; driver's license; licence; license; visa; visa
    status; work permit; residence status; telephone; phone; phone number; mobile; mobile phone; mobile number; cell;
    cell phone; fax; e mail; email; email address; e mail address; website; web; linkedin; skype; whatsapp;
    availability; available from; notice period; salary expectation; expected salary; current salary; desired salary;
    occupational field; desired employment; personal statement; posizione ricoperta; occupazione desiderata; tipo di
    impiego; berufswunsch; angestrebte tätigkeit; emploi recherché; poste visé; empleo solicitado; puesto solicitado;
    emprego pretendido; função pretendida; gewenste functie; stanowisko; istenen pozisyon; position; position applied
    for; post applied for; desired position; job applied for; willing to relocate; source; vorname; nachname;
    familienname; name und vorname; geburtsdatum; geboren; geboren am; geburtsort; geburtstag; staatsangehörigkeit;
    nationalität; familienstand; geschlecht; religion; konfession; kinder; führerschein; telefon; handy; mobil;
    mobiltelefon; alter; verfügbarkeit; gehaltsvorstellung; heimatort; zivilstand; nom; prénom; nom et prénom; date de
    naissance; né le; née le; lieu de naissance; nationalité; état civil; situation familiale; situation de famille;
    sexe; âge; permis; permis de conduire; téléphone; portable; courriel; mail; disponibilité; nombre; nombre
    completo; apellidos; apellido; nombre y apellidos; fecha de nacimiento; lugar de nacimiento; nacionalidad; estado
    civil; sexo; edad; dni; nie; rut; curp; cédula; teléfono; móvil; celular; correo; correo electrónico; carnet de
    conducir; licencia de conducir; disponibilidad; nome; sobrenome; nome completo; data de nascimento; local de
    nascimento; naturalidade; nacionalidade; género; idade; telefone; telemóvel; filiação; cpf; rg; carta de condução;
    cnh; disponibilidade; cognome; nome e cognome; data di nascita; luogo di nascita; luogo e data di nascita; nato a;
    nata a; nazionalità; cittadinanza; stato civile; sesso; età; codice fiscale; patente; patente di guida; telefono;
    cellulare; naam; voornaam; voornamen; achternaam; geboortedatum; geboorteplaats; nationaliteit; burgerlijke staat;
    geslacht; leeftijd; rijbewijs; telefoon; telefoonnummer; mobiel; e mailadres; namn; förnamn; efternamn;
    personnummer; född; födelsedatum; medborgarskap; civilstånd; körkort; mobilnummer; navn; fornavn; etternavn;
    efternavn; født; fødselsdato; statsborgerskap; sivilstatus; civilstand; førerkort; kørekort; mobiltelefon; nimi;
    syntymäaika; kansalaisuus; siviilisääty; puhelin; sähköposti; ajokortti; imię; nazwisko; imię i nazwisko; data
    urodzenia; miejsce urodzenia; obywatelstwo; narodowość; stan cywilny; płeć; wiek; prawo jazdy; jméno; příjmení;
    jméno a příjmení; datum narození; místo narození; státní příslušnost; národnost; rodinný stav; řidičský průkaz;
    meno; priezvisko; dátum narodenia; név; születési idő; születési hely; állampolgárság; családi állapot;
    jogosítvány; nume; prenume; data nașterii; locul nașterii; naționalitate; cetățenie; stare civilă; permis de
    conducere; ime; prezime; datum rođenja; državljanstvo; ad; soyad; ad soyad; adı soyadı; doğum tarihi; doğum yeri;
    uyruk; uyruğu; medeni durum; medeni hali; cinsiyet; askerlik durumu; askerlik; ehliyet; sürücü belgesi; cep; cep
    telefonu; eposta; e posta; nama; nama lengkap; tempat tanggal lahir; tempat lahir; tanggal lahir; jenis kelamin;
    agama; kewarganegaraan; status pernikahan; telepon; nomor telepon; họ và tên; họ tên; ngày sinh; nơi sinh; giới
    tính; quốc tịch; tình trạng hôn nhân; điện thoại; số điện thoại
"""


@lru_cache(maxsize=1)
def _asked() -> frozenset[str]:
    return frozenset(re.sub(r"\s+", " ", plain(phrase)) for phrase in ASKED.split(";"))


def is_asked(text: str) -> bool:
    """Whether a text is only the label of a form (`Date of birth`, `Nazionalità`), with or without a colon."""
    return len(text) < 40 and plain(text) in _asked()
