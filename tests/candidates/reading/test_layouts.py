"""Reading order: columns, side bars, tables, headings in the margin, text boxes, several pages."""

import pytest

from portal.candidates.reading import FileType, Reading, read_cv
from tests.candidates.reading import files

Page = list[tuple[float, float, str]]
MAIN = ["#Ines Moreau", "Site Engineer", "", "#Work history", "Site Engineer", "Batimax SARL", "03/2019 - present",
        "", "Junior Engineer", "Pontis SA", "09/2015 - 02/2019", "", "#Education", "Master of Engineering",
        "INSA Lyon", "2013 - 2015"]  # fmt: skip
SIDE = ["#Contact", "ines.moreau@example.fr", "+33 6 39 98 23 70", "Lyon, France", "", "#Skills", "AutoCAD", "Revit",
        "Surveying", "Cost control", "", "#Languages", "French", "English"]  # fmt: skip


def column(x: float, texts: list[str], leading: float, top: float = 740.0) -> Page:
    return [(x, top - leading * n, text) for n, text in enumerate(texts) if text]


def is_ines(reading: Reading) -> None:
    assert reading.full_name == "Ines Moreau"
    assert reading.location == "Lyon, France"
    assert reading.phone == "+33639982370"
    assert [(w.title, w.company, w.start, w.end) for w in reading.work_experience] == [
        ("Site Engineer", "Batimax SARL", "2019-03", None),
        ("Junior Engineer", "Pontis SA", "2015-09", "2019-02"),
    ]
    assert [(s.degree, s.institution) for s in reading.education] == [("Master of Engineering", "INSA Lyon")]
    assert reading.skills == ["AutoCAD", "Revit", "Surveying", "Cost control"]
    assert reading.languages == ["French", "English"]


@pytest.mark.parametrize("leading", [13.0, 14.0, 16.5])
def test_a_side_bar_on_the_left_is_read_by_itself(leading: float) -> None:
    is_ines(read_cv(files.pdf([column(40, SIDE, leading) + column(220, MAIN, 14.0)]), FileType.PDF))


@pytest.mark.parametrize("leading", [13.0, 14.0, 16.5])
def test_a_side_bar_on_the_right_is_read_by_itself(leading: float) -> None:
    is_ines(read_cv(files.pdf([column(40, MAIN, 14.0) + column(400, SIDE, leading)]), FileType.PDF))


def test_a_main_column_goes_on_over_the_page_past_the_side_bar() -> None:
    first = column(40, SIDE[:4], 14.0) + column(220, MAIN[:7], 14.0)
    second = column(40, SIDE[5:], 14.0) + column(220, MAIN[8:], 14.0)
    is_ines(read_cv(files.pdf([first, second]), FileType.PDF))


def test_dates_in_a_column_of_their_own_belong_to_their_rows() -> None:
    rows = ["#Ines Moreau", "ines.moreau@example.fr", "", "#Experience", "Site Engineer, Batimax SARL", "",
            "Junior Engineer, Pontis SA", "", "Trainee, Ville de Lyon"]  # fmt: skip
    page = column(40, rows, 14.0)
    page += [(450, 740 - 14 * 4, "2019 - present"), (450, 740 - 14 * 6, "2015 - 2019"), (450, 740 - 14 * 8, "2014")]
    reading = read_cv(files.pdf([page]), FileType.PDF)
    assert [(w.title, w.start, w.end) for w in reading.work_experience] == [
        ("Site Engineer", "2019", None),
        ("Junior Engineer", "2015", "2019"),
        ("Trainee", None, "2014"),
    ]


def test_a_table_is_read_by_the_names_of_its_columns() -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{files.paragraph(cell)}</w:tc>" for cell in cells) + "</w:tr>"

    body = files.paragraph("Arun Nair") + files.paragraph("arun.nair@example.in") + files.paragraph("Work Experience")
    posts = row("Period", "Organisation", "Designation") + row("2018 - 2021", "Kaveri Mills", "Storekeeper")
    body += f"<w:tbl>{posts}</w:tbl>"
    body += files.paragraph("Academic Qualifications")
    body += f"<w:tbl>{row('Qualification', 'Institute', 'Year')}{row('B.Com', 'Loyola College', '2017')}</w:tbl>"
    reading = read_cv(files.docx(body), FileType.DOCX)
    assert [(w.title, w.company, w.start) for w in reading.work_experience] == [("Storekeeper", "Kaveri Mills", "2018")]
    assert [(s.degree, s.institution, s.end) for s in reading.education] == [("B.Com", "Loyola College", "2017")]


def test_text_boxes_headers_and_footers_are_read() -> None:
    inside = files.paragraph("Skills") + files.paragraph("Welding, Brazing")
    box = f"<w:p><w:r><w:pict><w:txbxContent>{inside}</w:txbxContent></w:pict></w:r></w:p>"
    head = f'<w:hdr xmlns:w="{files.W}">{files.paragraph("Olga Petrova")}{files.paragraph("olga@example.com")}</w:hdr>'
    body = files.paragraph("Experience") + files.paragraph("Welder, Stahlbau GmbH, 2018 - 2020") + box
    reading = read_cv(files.docx(body, extra={"word/header1.xml": head}), FileType.DOCX)
    assert (reading.full_name, reading.email) == ("Olga Petrova", "olga@example.com")
    assert reading.skills == ["Welding", "Brazing"]
    assert reading.work_experience[0].company == "Stahlbau GmbH"


def test_headings_with_letters_set_apart_are_headings() -> None:
    text = "Ines Moreau\nines@example.fr\n\nW O R K   E X P E R I E N C E\n\nBaker, Boulangerie Paul, 2018 - 2020\n"
    text += "\nS K I L L S\n\nBaking, Pastry\n"
    reading = read_cv(text.encode(), FileType.TXT)
    assert reading.skills == ["Baking", "Pastry"]
    assert reading.work_experience[0].title == "Baker"


def test_a_running_head_is_not_part_of_a_post() -> None:
    first = column(60, MAIN[:7], 14.0) + [(250, 20, "Ines Moreau - Page 1 of 2")]
    second = (
        [(60.0, 770.0, "Ines Moreau - CV")] + column(60, MAIN[8:], 14.0) + [(250.0, 20.0, "Ines Moreau - Page 2 of 2")]
    )
    reading = read_cv(files.pdf([first, second]), FileType.PDF)
    assert "Page" not in reading.text


def test_an_address_under_a_word_is_found() -> None:
    link = "/Annots [<< /Subtype /Link /Rect [0 0 1 1] /A << /S /URI /URI (https://www.linkedin.com/in/ines-m) >> >>]"
    reading = read_cv(files.pdf([column(60, MAIN, 14.0)], link), FileType.PDF)
    assert reading.linkedin == "https://www.linkedin.com/in/ines-m"
