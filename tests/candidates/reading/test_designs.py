"""What public themes do to a page and a line, in small: each rule of the reader on words that no fixture has."""

import pytest

from portal.candidates.reading import FileType, Reading, read_cv
from portal.candidates.reading.dates import periods
from tests.candidates.reading import files

TOP = "Ada Byron\nada@example.com\n\n"


def read(text: str) -> Reading:
    return read_cv(f"{TOP}{text}\n".encode(), FileType.TXT)


def read_page(*lines: tuple[float, float, str]) -> Reading:
    return read_cv(files.pdf([[(72.0, 760.0, "#Ada Byron"), (72.0, 740.0, "ada@example.com"), *lines]]), FileType.PDF)


def posts(reading: Reading) -> list[tuple[str | None, str | None]]:
    return [(work.title, work.company) for work in reading.work_experience]


def studies(reading: Reading) -> list[tuple[str | None, str | None]]:
    return [(study.degree, study.institution) for study in reading.education]


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("Eyl 2019 – Haz 2021", "2019-09", "2021-06"),
        ("od 03.2018 do 05.2020", "2018-03", "2020-05"),
        ("Fall 2015 – Spring 2018", "2015", "2018"),
        ("feb. 2019–dic. 2021", "2019-02", "2021-12"),
        ("Feb – May 2013", "2013-02", "2013-05"),
        ("syyskuu 2012 – toukokuu 2014", "2012-09", "2014-05"),
    ],
)
def test_months_and_seasons_of_more_languages(written: str, start: str, end: str) -> None:
    assert [(p.start, p.end) for p in periods(written)] == [(start, end)]


def test_two_years_in_a_sentence_are_no_period() -> None:
    assert all(period.single for period in periods("the plan was used in 2021 and 2024"))


def test_dates_that_stand_close_before_the_text_are_a_column() -> None:
    rows = [
        "Turner, Quayside Metals Ltd",
        "Kept three lathes running",
        "Apprentice, Hollin Tools Ltd",
        "Swept, watched",
    ]
    dates = ["2019 - 2022", "", "2015 - 2018", ""]
    lines = [(72.0, 700.0, "#Experience"), (134.0, 640.0, "Cut the scrap by half"), (134.0, 626.0, "Taught two others")]
    for place, (row, when) in enumerate(zip(rows, dates, strict=True)):
        # Helvetica 10: eleven characters of a period are about 57 points wide, so 4 points part it from the text.
        lines += [(134.0, 600.0 - 16 * place, row)] + ([(73.0, 600.0 - 16 * place, when)] if when else [])
    assert posts(read_page(*lines)) == [("Turner", "Quayside Metals Ltd"), ("Apprentice", "Hollin Tools Ltd")]


def test_a_heading_centred_in_the_margin_heads_the_rows_beside_it() -> None:
    reading = read_page(
        (160.0, 640.0, "Turner, Quayside Metals Ltd, 2019 - 2022"),
        (60.0, 634.0, "Experience"),
        (160.0, 626.0, "Kept three lathes running"),
        (160.0, 580.0, "By hand: Milling, Deburring, Gauge reading"),
        (60.0, 573.0, "Skills"),
        (160.0, 566.0, "By machine: Grinding, Honing"),
    )
    assert posts(reading) == [("Turner", "Quayside Metals Ltd")]
    assert reading.skills == ["Milling", "Deburring", "Gauge reading", "Grinding", "Honing"]


@pytest.mark.parametrize(
    "written",
    [
        "Quayside Metals – Dundee\nTurner\n2019 - 2022\n\nHollin Tools – Lower Wick\nApprentice\n2015 - 2018",
        "Quayside Metals, Turner – Dundee   2019 - 2022\n\nHollin Tools, Apprentice – Lower Wick   2015 - 2018",
        "Turner   2019 - 2022\nQuayside Metals, Dundee, UK\n\nApprentice   2015 - 2018\nHollin Tools, Lower Wick, UK",
        "Turner at Quayside Metals   2019 - 2022\n\nApprentice at Hollin Tools   2015 - 2018",
        "Date: 2019 - 2022\nOccupation or position held: Turner\nEmployer: Quayside Metals\n\n"
        "Date: 2015 - 2018\nOccupation or position held: Apprentice\nEmployer: Hollin Tools",
        "Title: Turner\nCompany: Quayside Metals\nFrom: 2019\nTo: 2022\n\n"
        "Title: Apprentice\nCompany: Hollin Tools\nFrom: 2015\nTo: 2018",
    ],
    ids=["dash and two lines", "dash and one line", "place behind commas", "at", "form", "from and to"],
)
def test_posts_with_their_places_and_labels(written: str) -> None:
    reading = read(f"Work Experience\n\n{written}")
    assert posts(reading) == [("Turner", "Quayside Metals"), ("Apprentice", "Hollin Tools")]
    assert [(w.start, w.end) for w in reading.work_experience] == [("2019", "2022"), ("2015", "2018")]


@pytest.mark.parametrize("rest", ["Elternzeit", "Career break", "Congé parental", "Parental leave", "Sabbatical"])
def test_a_break_is_no_post(rest: str) -> None:
    written = f"Turner, Quayside Metals Ltd, 2019 - 2022\n\n{rest}, 2018 - 2019\n\nFitter, Wick Tools Ltd, 2015 - 2018"
    assert posts(read(f"Work Experience\n\n{written}")) == [
        ("Turner", "Quayside Metals Ltd"),
        ("Fitter", "Wick Tools Ltd"),
    ]


@pytest.mark.parametrize(
    "line", ["Highlights", "Responsibilities:", "Trained four apprentices", "Safety mate since 2020"]
)
def test_what_tells_about_a_post_is_no_post(line: str) -> None:
    reading = read(f"Work Experience\n\nTurner, Quayside Metals Ltd\n2019 - 2022\n{line}\nKept the books in order")
    assert posts(reading) == [("Turner", "Quayside Metals Ltd")]


@pytest.mark.parametrize(
    ("written", "degree", "school"),
    [
        ("Tecnológico de Atoyac, Maestría en Manufactura\n2014", "Maestría en Manufactura", "Tecnológico de Atoyac"),
        ("Hollin College\nNVQ Level 3 - Bench Work\n2014", "NVQ Level 3 Bench Work", "Hollin College"),
        ("TafeWick   2014\nAQF III in Spray Work", "AQF III in Spray Work", "TafeWick"),
        ("Hollin University   2014\nBSc Surveying\nSecond Class Honours (Upper)", "BSc Surveying", "Hollin University"),
        (
            "Qualification: Diploma in Milling\nInstitution: Hollin College\n2014",
            "Diploma in Milling",
            "Hollin College",
        ),
    ],
)
def test_studies_in_more_ways(written: str, degree: str, school: str) -> None:
    assert studies(read(f"Education\n\n{written}")) == [(degree, school)]


def test_studies_beside_each_other_are_read_one_after_the_other() -> None:
    grid = "Hollin University    Wick College\n2014 - 2016    2010 - 2013\nMSc Surveying    BSc Geography"
    reading = read(f"Education\n\n{grid}")
    assert studies(reading) == [("MSc Surveying", "Hollin University"), ("BSc Geography", "Wick College")]
    assert [study.start for study in reading.education] == ["2014", "2010"]


@pytest.mark.parametrize(
    ("written", "skills"),
    [
        ("Data: Kafka, Airflow\nCloud: Terraform", ["Kafka", "Airflow", "Terraform"]),
        ("Lathe work (advanced), Zeichnen (sehr gut), R (nivel alto)", ["Lathe work", "Zeichnen", "R"]),
        ("Machines: lathe, mill    Office: Excel, Word", ["lathe", "mill", "Excel", "Word"]),
        ("Planning, document-\nation, filing", ["Planning", "documentation", "filing"]),
    ],
)
def test_lists_of_skills_in_more_ways(written: str, skills: list[str]) -> None:
    assert read(f"Skills\n\n{written}").skills == skills


@pytest.mark.parametrize(
    ("head", "location"),
    [
        ("Lower Wick, N.L. | ada@example.com | (81) 0000 4418", "Lower Wick, N.L."),
        ("51999 Quellheim | ada@example.com", "Quellheim"),
        ("Email: ada@example.com\nCountry: Vietnam\nCity: Lower Wick", "Lower Wick"),
    ],
)
def test_a_town_that_nobody_knows_is_found_among_the_addresses(head: str, location: str) -> None:
    reading = read_cv(f"Ada Byron\n{head}\n\nSkills\n\nLathe work, Milling\n".encode(), FileType.TXT)
    assert reading.location == location


@pytest.mark.parametrize(
    ("printed", "shown", "number"),
    [
        ("Telefon: 0203 / 000 71 26", "0203 / 000 71 26", None),
        ("Phone: (504) 555-0162 ext. 34", "(504) 555-0162 ext. 34", "+15045550162"),
        ("Phone: +961 00 000 913", "+961 00 000 913", "+96100000913"),
        ("Tel: 0532 000 448 | Mobile: +39 320 774 1120", "0532 000 448", None),
    ],
)
def test_telephone_numbers_in_more_ways(printed: str, shown: str, number: str | None) -> None:
    reading = read_cv(f"Ada Byron\n{printed}\n\nSkills\n\nLathe work, Milling\n".encode(), FileType.TXT)
    assert reading.phone_printed == shown
    assert number is None or reading.phone == number


def test_contact_lines_at_the_foot_are_found() -> None:
    lines = [(72.0, 700.0, "#Skills"), (72.0, 680.0, "Lathe work, Milling")]
    foot = [(200.0, 60.0, "Dundee, Scotland"), (200.0, 46.0, "020 7946 0506 | ada.byron@example.org")]
    page = [(72.0, 760.0, "#Ada Byron"), *lines, *foot]
    reading = read_cv(files.pdf([page]), FileType.PDF)
    assert (reading.email, reading.location) == ("ada.byron@example.org", "Dundee, Scotland")
    assert reading.phone_printed == "020 7946 0506"


def test_every_field_has_its_place_and_certainty() -> None:
    reading = read_cv(files.PLAIN_CV.encode(), FileType.TXT)
    wanted = {"full_name", "email", "phone", "location", "current_role", "current_company", "skills.0"}
    wanted |= {f"work_experience.0.{part}" for part in ("title", "company", "start", "end", "description")}
    wanted |= {f"education.0.{part}" for part in ("degree", "field", "institution", "start", "end")}
    assert wanted <= reading.evidence.keys()
    at = reading.evidence["work_experience.0.description"]
    assert reading.text[at.start : at.end] == "Leads a shift of twelve people"
