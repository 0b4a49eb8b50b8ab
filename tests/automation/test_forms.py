"""Forms as sites have them: found, understood in several languages, filled with what is known and nothing else."""

import pytest

from portal.automation.rules_forms import Person, fill, pick, read_page, said_wrong

FACTS = {
    "first_name": "Asha", "last_name": "Rao", "name": "Asha Rao", "email": "asha@example.com",
    "phone": "+91 98400 12345",    "location": "Pune", "linkedin": "https://linkedin.com/in/asha", "link": "https://asha.example",
    "letter": "Dear team",    "company": "", "role": "Engineer",
}  # fmt: skip
ANSWERS = {"Years of experience?": "5", "Are you allowed to work in India?": "Yes", "Notice period": "30 days"}
ASHA = Person(FACTS, ANSWERS.get, has_resume=True)
PAGE = "https://jobs.example.com/apply/7?x=1"

ENGLISH = """<form action="/submit" method="post" enctype="multipart/form-data">
<input type="hidden" name="csrf" value="t0">
<label for="a">First Name *</label><input id="a" name="f1" required><label>Last name <input name="f2" required></label>
<input name="mail" type="email" aria-label="E-mail address" required><input name="tel" placeholder="Phone number">
<label>Résumé/CV <input type="file" name="cv" required></label>
<textarea name="note" aria-label="Cover letter"></textarea>
<button type="submit" name="go" value="1">Apply</button></form>"""
GERMAN = """<form method=post><label>Vorname<input name=v required></label>
<label>Nachname<input name=n required></label>
<label>E-Mail-Adresse<input name=e required></label><label>Telefon<input name=t></label><label>Lebenslauf
<input type=file name=datei></label><label>Anschreiben<textarea name=an></textarea></label>
<label><input type=checkbox name=ds required> Ich stimme der Datenschutzerklärung zu</label></form>"""
FRENCH = """<form method=post><label>Prénom<input name=p></label><label>Nom<input name=n></label><label>Courriel
<input name=c></label><label>Téléphone<input name=t></label>
<label>Lettre de motivation<textarea name=l></textarea></label>
<input type=file name=f></form>"""
SPANISH = """<form method=post><label>Nombre<input name=n></label><label>Apellidos<input name=a></label>
<label>Correo electrónico<input name=c></label><label>Teléfono<input name=t></label><input type=file name=cv></form>"""
AUTOCOMPLETE = """<form method=post><input name=q1 autocomplete="given-name"><input name=q2 autocomplete="family-name">
<input name=q3 autocomplete="section-x email"><input name=q4 autocomplete="tel"><input type=file name=q5></form>"""
WHOLE_NAME = """<form method=post><label>Full name<input name=n></label><label>Email<input name=e></label>
<label>LinkedIn profile<input name=l></label><label>Website<input name=w></label><input type=file name=cv></form>"""


def filled(html, person=ASHA):
    site = read_page(html)
    assert site.form is not None
    return fill(site.form, PAGE, person)


@pytest.mark.parametrize(
    ("html", "expected", "file"),
    [
        (ENGLISH, {"csrf": "t0", "f1": "Asha", "f2": "Rao", "mail": "asha@example.com", "tel": "+91 98400 12345",
                   "note": "Dear team", "go": "1"}, "cv"),
        (GERMAN, {"v": "Asha", "n": "Rao", "e": "asha@example.com", "t": "+91 98400 12345", "an": "Dear team",
                  "ds": "on"}, "datei"),
        (FRENCH, {"p": "Asha", "n": "Rao", "c": "asha@example.com", "t": "+91 98400 12345", "l": "Dear team"}, "f"),
        (SPANISH, {"n": "Asha", "a": "Rao", "c": "asha@example.com", "t": "+91 98400 12345"}, "cv"),
        (AUTOCOMPLETE, {"q1": "Asha", "q2": "Rao", "q3": "asha@example.com", "q4": "+91 98400 12345"}, "q5"),
        (WHOLE_NAME, {"n": "Asha Rao", "e": "asha@example.com", "l": "https://linkedin.com/in/asha",
                      "w": "https://asha.example"}, "cv"),
    ],
    ids=["English", "German", "French", "Spanish", "autocomplete", "whole name"],
)  # fmt: skip
def test_forms_are_filled_by_what_their_fields_are_for(html, expected, file):
    found = filled(html)
    assert dict(found.values) == expected and found.files == [file] and found.multipart and not found.missing


def test_the_form_leads_where_it_says_and_its_page_stands_for_an_empty_address():
    assert filled(ENGLISH).action == "https://jobs.example.com/submit"
    assert (filled(GERMAN).action, filled(GERMAN).method) == (PAGE, "POST")


QUESTIONS = """<form method=post><input type=email name=e><input type=file name=cv>
<label>Years of experience?<input name=y required></label>
<fieldset><legend>Are you allowed to work in India?</legend><label><input type=radio name=w value=1 required>Yes</label>
<label><input type=radio name=w value=0>No</label></fieldset>
<label>Notice period<select name=p required><option value="">Choose</option><option value=a>15 days</option>
<option value=b>30 days</option></select></label>
<label>Favourite colour<input name=c required></label>
<label><input type=checkbox name=m required>I can lift 20 kg</label></form>"""


def test_questions_are_answered_by_what_was_said_and_by_nothing_else():
    found = filled(QUESTIONS)
    assert {**dict(found.values), "c": None} == {"e": "asha@example.com", "y": "5", "w": "1", "p": "b", "c": None}
    assert found.missing == ["Favourite colour", "I can lift 20 kg"], "what is no consent is not ticked"
    assert {"field": "Notice period", "value": "30 days"} in found.shown


def test_a_trap_for_programs_stays_empty_and_a_field_out_of_use_is_not_sent():
    found = filled("""<form method=post><input type=email name=e><input type=file name=cv>
        <div style="display: none"><label>Website<input name=url></label></div>
        <div style="position:absolute; left:-9999px"><input name=phone></div><input name=x value=1 disabled></form>""")
    assert dict(found.values) == {"e": "asha@example.com", "url": "", "phone": ""}
    assert [row["field"] for row in found.shown] == ["e", "cv"]


def test_without_a_resume_a_form_that_asks_for_one_says_so():
    assert filled(ENGLISH, Person(FACTS, ANSWERS.get)).needs_resume
    assert not filled(FRENCH, Person(FACTS, ANSWERS.get)).needs_resume


def test_the_form_for_applying_is_told_from_the_others_of_a_page():
    search = "<form><input type=search name=q></form>"
    newsletter = "<form method=post><input type=email name=news></form>"
    login = "<form method=post><input name=u type=email><input type=password name=p></form>"
    assert read_page(f"{search}{newsletter}{ENGLISH}{login}").form.find("input", attrs={"name": "cv"})
    assert read_page(search + newsletter).form is None and not read_page(search + newsletter).login
    assert read_page(login).form is None and read_page(login).login
    assert read_page("<p>Nothing</p>").form is None


@pytest.mark.parametrize(
    "mark",
    [
        '<div class="g-recaptcha" data-sitekey="x"></div>', '<script src="https://js.hcaptcha.com/1/api.js"></script>',
        '<div class="cf-turnstile"></div>', '<input name="captcha_code">', "<div class='frc-captcha'></div>",
        '<script src="https://client-api.arkoselabs.com/v2/api.js"></script>',
    ],
)  # fmt: skip
def test_a_captcha_is_seen(mark):
    assert read_page(ENGLISH.replace("<button", f"{mark}<button")).captcha
    assert not read_page(ENGLISH).captcha


@pytest.mark.parametrize(
    ("wanted", "value"), [("yes", "1"), ("Ja", "1"), ("no", "0"), ("1", "1"), ("perhaps", None), ("", None)]
)
def test_an_option_is_picked_by_its_words_its_value_or_a_yes(wanted, value):
    assert pick([("1", "Yes"), ("0", "No")], wanted) == value


def test_what_was_wrong_is_read_where_pages_say_it():
    assert said_wrong("<p role=alert>Enter a phone number</p>") == "Enter a phone number"
    assert said_wrong("<p>Thank you</p>") == ""


def test_a_long_text_is_cut_where_the_field_ends():
    letter = "<label>Cover letter<textarea name=l maxlength=4></textarea></label>"
    found = filled(f"<form method=post><input type=email name=e>{letter}<input type=file name=f></form>")
    assert dict(found.values)["l"] == "Dear"
