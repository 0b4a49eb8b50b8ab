"""Forms of uploads: the files dropped, and the person read in one."""

import re
from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FloatField,
    Form,
    FormField,
    HiddenField,
    MultipleFileField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp

from portal.web.forms import PortalForm, strip

MONTH = Regexp(r"^\d{4}(-(0[1-9]|1[0-2]))?$", message="Write it as 2021-04 or 2021.")
SPARE_ROWS = 1
MOST_ROWS = 60


class UploadForm(PortalForm):
    """CVs to be read."""

    files = MultipleFileField("CVs")


class WorkForm(Form):
    """One post held."""

    title = StringField("Title", [Length(max=200)], filters=[strip])
    company = StringField("Employer", [Length(max=200)], filters=[strip])
    start = StringField("From", [Optional(), MONTH], filters=[strip])
    end = StringField("Until", [Optional(), MONTH], filters=[strip])
    current = BooleanField("Holds it now")
    location = StringField("Place", [Length(max=200)], filters=[strip])
    description = TextAreaField("What was done", [Length(max=4000)], filters=[strip])


class StudyForm(Form):
    """One course of study."""

    degree = StringField("Degree", [Length(max=200)], filters=[strip])
    field = StringField("Subject", [Length(max=200)], filters=[strip])
    institution = StringField("School", [Length(max=200)], filters=[strip])
    start = StringField("From", [Optional(), MONTH], filters=[strip])
    end = StringField("Until", [Optional(), MONTH], filters=[strip])


class ReviewForm(PortalForm):
    """Everything that a CV says of a person, to be corrected or typed. Emptied rows are left out."""

    version = HiddenField()
    first_name = StringField("First name", [InputRequired("Enter a name."), Length(max=120)])
    last_name = StringField("Last name", [Length(max=120)])
    email = StringField("E-mail address", [Length(max=254)])
    phone = StringField("Phone", [Length(max=60)])
    linkedin = StringField("LinkedIn profile", [Length(max=200)])
    location = StringField("Location", [Length(max=200)])
    current_role = StringField("Current role", [Length(max=200)])
    current_company = StringField("Current employer", [Length(max=200)])
    experience_years = FloatField("Years of experience", [Optional(), NumberRange(0, 70)])
    skills = TextAreaField("Skills", [Length(max=8000)], description="Separated by commas.")
    languages = StringField("Languages", [Length(max=1000)], description="Separated by commas.")
    links = TextAreaField("Links", [Length(max=8000)], description="One in each line.")
    summary = TextAreaField("Summary", [Length(max=20_000)])
    experience = FieldList(FormField(WorkForm), max_entries=MOST_ROWS)
    education = FieldList(FormField(StudyForm), max_entries=MOST_ROWS)

    def leave_room(self) -> None:
        """An empty row at the end of each list, to write another one into."""
        for rows in (self.experience, self.education):
            if len(rows) < MOST_ROWS and (not len(rows) or _filled(rows[-1].data)):
                rows.append_entry()

    def fields(self) -> dict[str, Any]:
        """What was entered, as columns of a candidate."""
        plain = ("first_name", "last_name", "email", "phone", "linkedin", "location", "current_role", "current_company")
        return {
            **{name: self[name].data or None for name in plain},
            "experience_years": self.experience_years.data,
            "skills": words_of(self.skills.data),
            "languages": words_of(self.languages.data),
            "links": [line.strip() for line in (self.links.data or "").splitlines() if line.strip()],
            "summary": self.summary.data or None,
            "experience": [_row(row) for row in self.experience.data if _filled(row)],
            "education": [_row(row) for row in self.education.data if _filled(row)],
        }


def words_of(text: str | None) -> list[str]:
    """`"SQL, Python\\nGo"` → `["SQL", "Python", "Go"]`; a comma inside brackets parts nothing."""
    return [word.strip() for word in re.split(r"[,;\n](?![^()]*\))", text or "") if word.strip()]


def _filled(row: dict[str, Any]) -> bool:
    return any(value for value in row.values())


def _row(row: dict[str, Any]) -> dict[str, Any]:
    if row.get("current"):
        row = {**row, "end": None}
    return {name: value if isinstance(value, bool) else value or None for name, value in row.items()}
