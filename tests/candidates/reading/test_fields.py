"""Dates, names, telephones, places, posts, studies and skills in the ways people write them."""

from datetime import date

import pytest

from portal.candidates.reading import FileType, Reading
from portal.candidates.reading.contacts import e164
from portal.candidates.reading.dates import periods
from portal.candidates.reading.headings import Kind, heading_kind
from portal.candidates.reading.names import clean_name, split_name
from portal.candidates.reading.reader import read_cv


def read(text: str) -> Reading:
    return read_cv(text.encode(), FileType.TXT, today=date(2026, 1, 15))


@pytest.mark.parametrize(
    ("written", "start", "end", "current"),
    [
        ("Aug 2021 - Present", "2021-08", None, True),
        ("(12/2022 – Present)", "2022-12", None, True),
        ("Jun, 2019 - Jun, 2023 (4 years)", "2019-06", "2023-06", False),
        ("2019-21", "2019", "2021", False),
        ("seit 03/2019", "2019-03", None, True),
        ("März 2015 bis heute", "2015-03", None, True),
        ("01.03.2015 - 31.12.2018", "2015-03", "2018-12", False),
        ("juin 2018 à août 2020", "2018-06", "2020-08", False),
        ("enero de 2017 a marzo de 2019", "2017-01", "2019-03", False),
        ("marzo 2014 – oggi", "2014-03", None, True),
        ("januari 2016 tot heden", "2016-01", None, True),
        ("fevereiro de 2018 até hoje", "2018-02", None, True),
        ("Jan–Mar 2020", "2020-01", "2020-03", False),
        ("Apr-18 to Mar-20", "2018-04", "2020-03", False),
        ("January '18 to Dec '20", "2018-01", "2020-12", False),
        ("1st April 2015 till date", "2015-04", None, True),
        ("2015-03 – 2018-09", "2015-03", "2018-09", False),
        ("May 15, 2019 – June 30, 2020", "2019-05", "2020-06", False),
        ("2022-03 → today", "2022-03", None, True),
    ],
)
def test_periods(written: str, start: str, end: str | None, current: bool) -> None:
    found = periods(written)
    assert [(p.start, p.end, p.current) for p in found] == [(start, end, current)]


@pytest.mark.parametrize(
    "text", ["handled 1200 cases", "room 2999", "a budget of 31,000 EUR", "Present company excepted"]
)
def test_other_numbers_are_no_dates(text: str) -> None:
    assert periods(text) == []


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("Dr. Katharina Brandt", "Katharina Brandt"),
        ("Sarah O'Donnell RN, BSN", "Sarah O'Donnell"),
        ("Dwayne Hollister, CDL-A", "Dwayne Hollister"),
        ("García Lorca, Federico", "Federico García Lorca"),
        ("Nguyễn Thị Minh Châu", "Nguyễn Thị Minh Châu"),
        ("Jan van der Berg", "Jan van der Berg"),
        ("Curriculum Vitae of Amina Diallo", "Amina Diallo"),
        ("Curriculum Vitae", None),
        ("Work Experience", None),
        ("12 rue des Lilas", None),
        ("jane@example.com", None),
        ("ran a busy shop", None),
    ],
)
def test_names(printed: str, name: str | None) -> None:
    assert clean_name(printed) == name


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Jan van der Berg", ("Jan", "van der Berg")),
        ("Grace Wanjiru Mwangi", ("Grace Wanjiru", "Mwangi")),
        ("Madonna", ("Madonna", "")),
    ],
)
def test_a_name_is_split_before_its_particles(name: str, parts: tuple[str, str]) -> None:
    assert split_name(name, name) == parts


@pytest.mark.parametrize(
    ("printed", "region", "number"),
    [
        ("+44 (0)20 7946 0506", None, "+442079460506"),
        ("9876543239", "IN", "+919876543239"),
        ("(03) 7010 5003", "AU", "+61370105003"),
        ("0033 6 39 98 23 70", None, "+33639982370"),
        ("(416) 555-0166", "US", "+14165550166"),
        ("06 12 34 56 78", "FR", "+33612345678"),
        ("06 12 34 56 78", None, None),
    ],
)
def test_a_telephone_number_gets_its_country(printed: str, region: str | None, number: str | None) -> None:
    assert e164(printed, region) == number


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("Location: Muscat, Oman", "Muscat, Oman"),
        ("12 rue des Lilas, 69003 Lyon", "Lyon"),
        ("Boston MA", "Boston MA"),
        ("Kraków, Poland", "Kraków, Poland"),
        ("Remote", "Remote"),
    ],
)
def test_places(line: str, value: str) -> None:
    reading = read(f"Ada Byron\nada@example.com\n{line}\n\nExperience\n\nClerk, Acme Ltd, 2018 - 2020\n")
    assert reading.location == value


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Professional Background", Kind.WORK),
        ("WHERE I HAVE WORKED", Kind.WORK),
        ("Berufserfahrung:", Kind.WORK),
        ("Expérience professionnelle", Kind.WORK),
        ("Work, continued", Kind.WORK),
        ("Formation", Kind.EDUCATION),
        ("Education & Training", Kind.EDUCATION),
        ("Opleidingen", Kind.EDUCATION),
        ("S K I L L S", Kind.SKILLS),
        ("3. Technical Skills", Kind.SKILLS),
        ("Licences and Skills", Kind.SKILLS),
        ("Sprachkenntnisse", Kind.LANGUAGES),
        ("Über mich", Kind.SUMMARY),
        ("Hobbies", Kind.OTHER),
        ("Experience the difference with us", None),
        ("Acme Ltd", None),
    ],
)
def test_headings(heading: str, kind: Kind | None) -> None:
    assert heading_kind(heading) == kind


POSTS = [
    ("Site Engineer\nBatimax SARL\n2019 - 2021", "Site Engineer", "Batimax SARL"),
    ("Batimax SARL\nSite Engineer\n2019 - 2021", "Site Engineer", "Batimax SARL"),
    ("Site Engineer, Batimax SARL (2019 - 2021)", "Site Engineer", "Batimax SARL"),
    ("Batimax SARL | Site Engineer | 2019 - 2021", "Site Engineer", "Batimax SARL"),
    ("2019 - 2021: Site Engineer at Batimax", "Site Engineer", "Batimax"),
    ("Site Engineer @ Batimax\n2019 - 2021", "Site Engineer", "Batimax"),
    ("Company: Batimax\nPosition: Site Engineer\nDuration: 2019 to 2021", "Site Engineer", "Batimax"),
    ("2019 - 2021   Site Engineer\n              Batimax SARL, Lyon", "Site Engineer", "Batimax SARL"),
    ("Senior Nurse, Ward 4, St. Mary's Hospital, 2019 - 2021", "Senior Nurse, Ward 4", "St. Mary's Hospital"),
    ("Fahrer\nSpedition Huber GmbH, München\n2019 bis 2021", "Fahrer", "Spedition Huber GmbH"),
]


@pytest.mark.parametrize(("written", "title", "company"), POSTS, ids=[p[0].replace("\n", " / ") for p in POSTS])
def test_a_post_in_many_ways(written: str, title: str, company: str) -> None:
    reading = read(f"Ada Byron\nada@example.com\n\nWork Experience\n\n{written}\n- Did many things well\n")
    assert [(w.title, w.company, w.start, w.end) for w in reading.work_experience] == [(title, company, "2019", "2021")]
    assert reading.work_experience[0].description == "Did many things well"


def test_posts_under_one_employer_share_it() -> None:
    reading = read(
        "Ada Byron\nada@example.com\n\nWork Experience\n\nCloudLedger, Inc.\nSenior Account Executive, 2021 - Present\n"
        "- Closed deals\n\nAccount Executive, 2018 - 2020\n- Opened accounts\n"
    )
    assert [(w.title, w.company) for w in reading.work_experience] == [
        ("Senior Account Executive", "CloudLedger, Inc."),
        ("Account Executive", "CloudLedger, Inc."),
    ]


STUDIES = [
    ("BSc Nursing\nUniversity of Leeds\n2011 - 2014", "BSc Nursing", "University of Leeds"),
    ("University of Leeds, BSc Nursing, 2014", "BSc Nursing", "University of Leeds"),
    ("Communications, B.A., Ohio State University\n2014", "B.A. Communications", "Ohio State University"),
    ("M.A. Marketing at Ohio State University, 2014", "M.A. Marketing", "Ohio State University"),
    ("High School Diploma, Tascosa High School, 2014", "High School Diploma", "Tascosa High School"),
    ("Abitur, Goethe-Gymnasium Karlsruhe, 2014", "Abitur", "Goethe-Gymnasium Karlsruhe"),
    ("M.Com from Madras University in 2014 with 68%", "M.Com", "Madras University"),
]


@pytest.mark.parametrize(("written", "degree", "school"), STUDIES, ids=[s[0].replace("\n", " / ") for s in STUDIES])
def test_a_study_in_many_ways(written: str, degree: str, school: str) -> None:
    reading = read(f"Ada Byron\nada@example.com\n\nEducation\n\n{written}\n")
    assert [(s.degree, s.institution, s.end) for s in reading.education] == [(degree, school, "2014")]


@pytest.mark.parametrize(
    ("written", "skills"),
    [
        ("Python (Expert), SQL; Excel (macros) | Git", ["Python", "SQL", "Excel (macros)", "Git"]),
        ("- Tools: Git, Jenkins\n- Cloud: AWS (EC2, S3)", ["Git", "Jenkins", "AWS", "EC2", "S3"]),
        ("- First aid (level 2), BLS / ACLS\n- Typing (82 wpm)", ["First aid", "BLS / ACLS", "Typing (82 wpm)"]),
        ("Zendesk ●●●●○\nCoaching 80%", ["Zendesk", "Coaching"]),
        ("Basket weaving, Beekeeping", ["Basket weaving", "Beekeeping"]),
    ],
)
def test_what_stands_under_skills_counts(written: str, skills: list[str]) -> None:
    assert read(f"Ada Byron\nada@example.com\n\nSkills\n\n{written}\n").skills == skills


def test_without_a_heading_skills_come_from_the_vocabulary() -> None:
    reading = read(
        "Ada Byron\nada@example.com\n\nExperience\n\nNurse, City Clinic, 2019 - 2021\n- Wound care and triage\n"
    )
    assert reading.skills == ["Wound care", "triage"]


def test_years_of_work_count_overlapping_months_once() -> None:
    reading = read(
        "Ada Byron\n\nExperience\n\nClerk, Acme Ltd\nJan 2020 - Dec 2021\n\nCook, Beta Ltd\nJan 2021 - Dec 2022\n"
    )
    assert reading.years_of_experience == 3.0


def test_the_address_of_a_referee_is_not_that_of_the_person() -> None:
    reading = read(
        "Ada Byron\nada@example.com\n\nReferences\n\nMr. John Otieno, +254 722 000111, otieno@example.co.ke\n"
    )
    assert reading.email == "ada@example.com"
    assert reading.full_name == "Ada Byron"
