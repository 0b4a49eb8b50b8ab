"""What forms, contact lines and numbers say, in small: each rule of the reader on words that no fixture has."""

import json

import pytest

from portal.candidates.reading import FileType, Reading, read_cv
from portal.candidates.reading.headings import Kind, heading_kind
from portal.candidates.reading.labels import is_asked
from portal.candidates.reading.vocabulary import DATA, looks_like_place

REST = "\n\nWork Experience\nTurner, Quayside Metals Ltd\n2019 - 2021\n\nEducation\nBSc Physics, Hollin College, 2015\n"
REFEREE = "\nReferences\nJohn Miles, Foreman, tel. 0113 496 0999\n"


def read(head: str, rest: str = REST) -> Reading:
    return read_cv(f"{head}{rest}".encode(), FileType.TXT)


@pytest.mark.parametrize(
    "asked",
    ["Nationality", "Nazionalità", "Data di nascita", "Familienstand", "Medeni hali", "Stan cywilny", "Quốc tịch"],
)
def test_a_label_of_a_form_is_no_place_and_no_name(asked: str) -> None:
    assert is_asked(asked)
    reading = read(f"Ada Byron\n{asked} | ada@example.com | {asked} | Leeds")
    assert (reading.full_name, reading.location) == ("Ada Byron", "Leeds")


def test_a_nationality_in_a_form_does_not_end_the_personal_details() -> None:
    form = (
        "Personal Details\n\nName      Ada Byron\nNationality      Kenyan\n"
        "Address      P.O. Box 77-40100, Kisumu\nMobile      0700 000 999"
    )
    reading = read(form)
    assert (reading.full_name, reading.location) == ("Ada Byron", "Kisumu")
    assert (reading.phone_printed, reading.phone) == ("0700 000 999", "+254700000999")


@pytest.mark.parametrize(
    ("written", "town"),
    [
        ("m 0491 570 006 e ada@example.com Geelong VIC 3220", "Geelong VIC 3220"),
        ("Geelong. 0491 570 006", "Geelong"),
        ("Brgy. Mabolo, Cebu City,\nPhilippines\nada@example.com", "Brgy. Mabolo, Cebu City, Philippines"),
        ("House No. 9, Street 3, Peoples Colony, Multan, Pakistan", "Multan, Pakistan"),
        ("Via Verdi 9, 48121 Ravenna (Italia)", "Ravenna (Italia)"),
        ("9 rue des Tanneurs - 35000 Rennes", "Rennes"),
        ("C/ Alcalde 5, 28013 Madrid", "Madrid"),
        ("PO Box 999, Suva, Fiji", "Suva, Fiji"),
        ("Calle 9, Col. Centro, C.P. 44100, Guadalajara, Jalisco", "Guadalajara, Jalisco"),
        ("D-9, Sector 7, New Delhi-110070 | ada@example.com", "New Delhi-110070"),
        ("Currently in Bristol (open to relocation) | ada@example.com", "Bristol"),
        ("Phone 0803-000-0999 Email ada@example.com Lives in Enugu", "Enugu"),
        ("ada@example.com\nHamburg-Altona", "Hamburg-Altona"),
    ],
)
def test_the_town_is_found_behind_streets_and_beside_numbers(written: str, town: str) -> None:
    assert read(f"Ada Byron\n{written}").location == town


def test_a_person_a_street_and_a_number_in_one_line() -> None:
    reading = read("Ada Byron, Lindenweg 9, 04109 Leipzig, Tel. 0341 / 0000999, ada@example.com")
    assert (reading.full_name, reading.location, reading.phone) == ("Ada Byron", "Leipzig", "+493410000999")


def test_an_address_under_a_heading_of_ones_own_words_is_the_address() -> None:
    head = (
        "# Ada Byron\n\n## Shout at me\n\nGeelong, Australia\n0491 570 006\nada@example.com\n\n## Skills\n\nMilling\n"
    )
    reading = read(head, "")
    assert (reading.location, reading.phone) == ("Geelong, Australia", "+61491570006")


@pytest.mark.parametrize("label", ["Cel.", "Tlf.", "Puh.", "Cep"])
def test_the_number_of_the_head_wins_over_a_referee(label: str) -> None:
    reading = read(f"Ada Byron\n{label} 81 0000 0999 | ada@example.com", REST + REFEREE)
    assert reading.phone_printed == "81 0000 0999"


def test_a_number_of_two_groups_of_four_is_no_span_of_years() -> None:
    assert read("Ada Byron\nCell: 0300-0000999\nMultan, Pakistan").phone == "+923000000999"
    assert read("Ada Byron\n0812-0000-0999\nDepok, Indonesia").phone == "+6281200000999"
    assert read("Ada Byron\nLeeds\n2011 - 2015 abroad").phone_printed is None


@pytest.mark.parametrize(
    ("written", "rest", "phone"),
    [
        ("Tel. 500 000 999", "\n\nDoświadczenie zawodowe\nTester, Kalina Metal\n2019 - 2021\n", "+48500000999"),
        ("Tel. 07700 900 999", "\n\nProfile\nHome is LS1 4AP, near the station.\n", "+447700900999"),
        ("Tel. 0803 000 0999", "\n\nReferences\nAnn Miles, +234 1 270 0000\n", "+2348030000999"),
    ],
    ids=["language of the headings", "postcode", "code of another number"],
)
def test_the_country_of_a_national_number(written: str, rest: str, phone: str) -> None:
    assert read(f"Ada Byron\n{written}\nada@example.com", rest).phone == phone


@pytest.mark.parametrize(
    "boxes",
    [
        "☒ Milling  ☐ Turning  ☒ Honing",
        "☑ Milling\n☐ Turning\n☑ Honing",
        "[x] Milling\n[ ] Turning\n[x] Honing",
        "Milling [x]\nTurning [ ]\nHoning [x]",
        "✓ Milling\n□ Turning\n✓ Honing",
    ],
)
def test_only_ticked_boxes_are_skills(boxes: str) -> None:
    assert read("Ada Byron\nada@example.com", f"\n\nSkills\n\n{boxes}\n").skills == ["Milling", "Honing"]


def test_boxes_of_one_kind_are_bullets() -> None:
    for sign in "✓□":
        found = read("Ada Byron\nada@example.com", f"\n\nSkills\n\n{sign} Milling\n{sign} Honing\n").skills
        assert found == ["Milling", "Honing"]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("Section 2: Employment record (no gaps please)", Kind.WORK),
        ("EXPERIENCE 2", Kind.WORK),
        ("YETKİNLİKLER", Kind.SKILLS),
        ("Riwayat pendidikan", Kind.EDUCATION),
        ("Lingua madre", Kind.LANGUAGES),
        ("Zainteresowania", Kind.OTHER),
    ],
)
def test_headings_of_forms_and_of_more_languages(written: str, kind: Kind) -> None:
    assert heading_kind(written) == kind


def test_what_is_told_beside_a_post_is_not_the_post() -> None:
    work = "Turner\nQuayside Metals Ltd (03-2021 to date)\nProject: Ferry shafts, Dundee\nSupervisor: Ann Miles\n"
    reading = read("Ada Byron\nada@example.com", f"\n\nWork Experience\n\n{work}")
    assert [(post.title, post.company) for post in reading.work_experience] == [("Turner", "Quayside Metals Ltd")]


def test_a_sentence_behind_a_post_in_the_same_cell_tells_about_it() -> None:
    work = "2021 - 2023      Research Fellow, Shelf Institute, Galway. Leads the survey of the bay.\n"
    reading = read("Ada Byron\nada@example.com", f"\n\nWork Experience\n\n{work}")
    post = reading.work_experience[0]
    assert (post.title, post.company) == ("Research Fellow", "Shelf Institute")


@pytest.mark.parametrize(
    ("written", "degree", "school"),
    [
        ("PhD in Zoology, Hollin University. Thesis: On eels", "PhD in Zoology", "Hollin University"),
        ("Diploma of Nursing (in progress, due mid 2027), Hollin College", "Diploma of Nursing", "Hollin College"),
        ("VMBO-t, CSG Liendert, Amersfoort, 2012", "VMBO-t", "CSG Liendert"),
        ("Floristutbildning, Hollins folkhögskola, 2014", "Floristutbildning", "Hollins folkhögskola"),
    ],
)
def test_studies_with_what_is_told_beside_them(written: str, degree: str, school: str) -> None:
    study = read("Ada Byron\nada@example.com", f"\n\nEducation\n\n{written}\n").education[0]
    assert (study.degree, study.institution) == (degree, school)


@pytest.mark.parametrize(
    "town", ["Kakinada, India", "Oława", "Faenza (Italia)", "Sfax", "Växjö, Schweden", "Milano Centro"]
)
def test_the_gazetteer_knows_towns_of_the_world(town: str) -> None:
    assert looks_like_place(town)


@pytest.mark.parametrize("name", ["Meridian Holdings", "Faenza Keller", "Bizerte Trading"])
def test_a_small_town_with_another_word_is_a_person_or_a_firm(name: str) -> None:
    assert not looks_like_place(name)


def test_the_gazetteer_names_each_place_once() -> None:
    raw = json.loads((DATA / "places.json").read_text(encoding="utf-8"))
    assert sum(len(names) for size in ("cities", "towns") for names in raw[size].values()) > 4000
    for size in ("cities", "towns", "countries"):
        for code, names in raw[size].items():
            assert len(code) == 2
            assert len(names) == len(set(names)), code


@pytest.mark.parametrize("name", ["Florence Adeyemi", "Austin Reed", "Odessa Wells", "Joan Smith", "Piet Bakker"])
def test_people_called_like_a_city_or_a_trade_have_a_name(name: str) -> None:
    reading = read(f"{name}\nNurse\n07700 900999 | write@example.com | Leeds")
    assert (reading.full_name, reading.location) == (name, "Leeds")
