"""What the columns of a table are, by the words over them."""

from __future__ import annotations

import re

from portal.candidates.reading.headings import plain
from portal.candidates.reading.paper import Line

COLUMNS: dict[str, frozenset[str]] = {
    "date": frozenset(
        "period duration date dates from to from and to year years tenure zeitraum von bis periode "
        "période año fecha fechas anno passing year year of passing year passed when time jahr "
        "dauer date de début data".split()
        + [
            "year of passing",
            "passing year",
            "from and to",
            "start end",
            "year of completion",
            "completion year",
            "period of service",
            "from to",
            "dates employed",
            "years attended",
            "dates attended",
            "start date",
            "sign on",
            "sign off",
            "joined",
            "left",
            "graduated",
            "end date",
        ]
    ),
    "company": frozenset(
        [
            "organisation",
            "organization",
            "company",
            "employer",
            "firm",
            "company name",
            "name of company",
            "name of organization",
            "name of organisation",
            "employer name",
            "arbeitgeber",
            "firma",
            "unternehmen",
            "entreprise",
            "employeur",
            "empresa",
            "azienda",
            "werkgever",
            "bedrijf",
            "organisation name",
            "organization name",
            "where",
            "client",
            "employer and location",
        ]
    ),
    "title": frozenset(
        [
            "designation",
            "position",
            "title",
            "role",
            "job title",
            "post",
            "post held",
            "rank",
            "rank held",
            "grade held",
            "position held",
            "poste",
            "puesto",
            "cargo",
            "tatigkeit",
            "funktion",
            "fonction",
            "ruolo",
            "functie",
            "job",
            "job role",
            "what",
        ]
    ),
    "degree": frozenset(
        [
            "qualification",
            "degree",
            "course",
            "exam",
            "examination",
            "examination passed",
            "highest qualification",
            "highest qualification obtained",
            "qualification obtained",
            "degree obtained",
            "certificate obtained",
            "level",
            "diploma",
            "programme",
            "program",
            "abschluss",
            "diplome",
            "titulo",
            "titulacion",
            "titolo",
            "opleiding",
            "degree and certificate",
            "class",
            "qualifications",
            "award",
            "standard",
            "exam passed",
            "degree certificate",
            "course name",
            "stream and degree",
        ]
    ),
    "school": frozenset(
        [
            "institute",
            "institution",
            "school",
            "college",
            "university",
            "board",
            "board and university",
            "university and board",
            "institute and university",
            "college and university",
            "school and college",
            "institution name",
            "name of institute",
            "name of institution",
            "name of school",
            "name of school and institution",
            "school and institution",
            "school name",
            "name of college",
            "academic institution",
            "etablissement",
            "centro",
            "istituto",
            "hochschule",
            "schule",
            "instelling",
            "university and institute",
            "institute and school",
            "institution and board",
            "school and university",
            "university and college",
        ]
    ),
    "place": frozenset(["location", "place", "city", "ort", "lieu", "lugar", "plaats", "luogo", "country"]),
    "field": frozenset(
        [
            "field",
            "subject",
            "subjects",
            "specialization",
            "specialisation",
            "major",
            "stream",
            "branch",
            "field of study",
            "discipline",
        ]
    ),
    "grade": frozenset(
        [
            "percentage",
            "marks",
            "grade",
            "cgpa",
            "result",
            "score",
            "gpa",
            "division",
            "percentage and cgpa",
            "cgpa and percentage",
            "marks obtained",
            "percentage of marks",
            "note",
            "aggregate",
            "",
            "mention",
            "class and division",
            "s no",
            "sl no",
            "sr no",
            "no",
            "reason for leaving",
            "reasons for leaving",
            "salary",
            "vessel",
            "vessel and type",
        ]
    ),
}


def table_columns(line: Line) -> list[str] | None:
    """What each cell of the rows below is, when this line is the head of a table."""
    if len(line.cells) < 2:
        return None
    found: list[str | None] = []
    for cell in line.cells:
        words = cell.split()
        # Narrow columns stand so near that their names look like one.
        cuts = [(_column(" ".join(words[:i])), _column(" ".join(words[i:]))) for i in range(1, len(words))]
        both = next((cut for cut in cuts if all(cut)), None)
        found.extend([_column(cell)] if _column(cell) or not both else both)
    known = [name for name in found if name]
    return [name or "other" for name in found] if len(known) >= 2 and len(known) * 3 >= len(found) * 2 else None


def _column(cell: str) -> str | None:
    said = " ".join(plain(re.sub(r"\([^()]*\)", "", cell)).split())
    return next((name for name, words in COLUMNS.items() if said in words), None)
