"""What people type about candidates: labels, shape, words."""

from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import DecimalField
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from portal.candidates.models import Candidate
from portal.candidates.rules import ANSWER_LENGTH, REASON_LENGTH
from portal.jobs.models import QuestionKind
from portal.web.forms import PortalForm, none_if_empty, strip

MOST_ROWS = 60


class StrippedForm(Form):
    """Rows inside a form: their texts are stripped as those of the form are."""

    class Meta:
        """Every field strips what was typed."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:
            unbound_field.kwargs.setdefault("filters", [strip])
            return unbound_field.bind(form=form, **options)


class WorkRow(StrippedForm):
    """One post held."""

    title = StringField("Title", [Length(max=200)])
    company = StringField("Employer", [Length(max=200)])
    start = StringField("From", [Length(max=20)], render_kw={"placeholder": "2021-04"})
    end = StringField("To", [Length(max=20)], render_kw={"placeholder": "now"})
    location = StringField("Place", [Length(max=200)])
    description = TextAreaField("What they did", [Length(max=5000)], render_kw={"rows": 2})


class StudyRow(StrippedForm):
    """One course of study."""

    degree = StringField("Degree", [Length(max=200)])
    field = StringField("Subject", [Length(max=200)])
    institution = StringField("School", [Length(max=200)])
    start = StringField("From", [Length(max=20)])
    end = StringField("To", [Length(max=20)])


class CandidateForm(PortalForm):
    """A person's record. Lists are typed with commas between them; an empty row at the end takes one more entry."""

    first_name = StringField("First name", [DataRequired("Enter a name."), Length(max=120)])
    last_name = StringField("Last name", [Length(max=120)])
    email = StringField("E-mail", [Length(max=254)], render_kw={"type": "email", "autocomplete": "off"})
    phone = StringField("Phone", [Length(max=60)], render_kw={"type": "tel", "autocomplete": "off"})
    linkedin = StringField("LinkedIn", [Length(max=200)])
    location = StringField("Location", [Length(max=200)])
    current_role = StringField("Current role", [Length(max=200)])
    current_company = StringField("Current employer", [Length(max=200)])
    experience_years = DecimalField(
        "Years of experience", [Optional(), NumberRange(0, 70, "Enter years between 0 and 70.")], places=None
    )
    expected_salary = StringField("Expected pay", [Length(max=120)], description="Seen by your company alone.")
    skills = TextAreaField("Skills", [Length(max=8000)], description="With commas between them.")
    languages = StringField("Languages", [Length(max=2000)], description="With commas between them.")
    links = TextAreaField("Links", [Length(max=8000)], description="One a line.")
    summary = TextAreaField("Summary", [Length(max=20_000)])
    experience = FieldList(FormField(WorkRow), "Work experience", max_entries=MOST_ROWS)
    education = FieldList(FormField(StudyRow), "Education", max_entries=MOST_ROWS)
    version = HiddenField()

    def values(self) -> dict[str, Any]:
        """What was typed, as the service takes it."""
        typed = {
            name: none_if_empty(self[name].data)
            for name in ("email", "phone", "linkedin", "location", "current_role", "current_company", "summary")
        }
        years = self.experience_years.data
        return {
            **typed,
            "first_name": self.first_name.data,
            "last_name": self.last_name.data or "",
            "expected_salary": none_if_empty(self.expected_salary.data),
            "experience_years": float(years) if years is not None else None,
            "skills": split(self.skills.data),
            "languages": split(self.languages.data),
            "links": split(self.links.data, "\n"),
            "experience": [_work(row) for row in self.experience.data],
            "education": self.education.data,
        }

    def one_more_row(self) -> None:
        """An empty row at the end of work and of education, unless there is one."""
        for rows in (self.experience, self.education):
            if len(rows.entries) < MOST_ROWS and not (rows.entries and not any(rows.entries[-1].data.values())):
                rows.append_entry()

    @classmethod
    def of(cls, candidate: Candidate) -> "CandidateForm":
        """The form with what is stored, or with what was just typed."""
        return cls(
            data={
                **{name: getattr(candidate, name) for name in _PLAIN},
                "phone": candidate.phone or candidate.phone_printed,
                "skills": ", ".join(candidate.skills),
                "languages": ", ".join(candidate.languages),
                "links": "\n".join(candidate.links),
                "experience": [{**row, "end": "now"} if row.get("current") else row for row in candidate.experience],
                "education": candidate.education,
            }
        )


_PLAIN = (
    "first_name last_name email linkedin location current_role current_company experience_years expected_salary "
    "summary version"
).split()


def _work(row: dict[str, Any]) -> dict[str, Any]:
    end = (row.get("end") or "").casefold()
    if end in ("now", "today", "present", "current"):
        return {**row, "end": None, "current": True}
    return {**row, "current": bool(row.get("title") or row.get("company")) and not end and bool(row.get("start"))}


def split(text: str | None, *signs: str) -> list[str]:
    """The parts of a text between commas (or the given signs) and lines."""
    plain = text or ""
    for sign in signs or (",", ";", "\n"):
        plain = plain.replace(sign, "\n")
    return [part.strip() for part in plain.split("\n") if part.strip()]


class NewCandidateForm(CandidateForm):
    """A person typed in by hand, perhaps for a job at once. `job` gets its choices from the page."""

    job = SelectField("Put forward for", [Optional()], validate_choice=False)


class MoveForm(PortalForm):
    """A move of an application, from the menu or the board."""

    status = StringField("Status")
    reason = TextAreaField("Reason")
    version = HiddenField()


class RejectionForm(PortalForm):
    """Why an application is rejected."""

    reason = TextAreaField(
        "Reason",
        [DataRequired("Say why, in a word or a sentence."), Length(max=REASON_LENGTH)],
        description="Your company reads this, the candidate does not.",
        render_kw={"rows": 3},
    )
    version = HiddenField()


class ApplyForm(PortalForm):
    """For which job a person is put forward. `job` gets its choices from the page."""

    job = SelectField("Job", [DataRequired("Choose a job.")], validate_choice=False)


class NoteForm(PortalForm):
    """A note on a person."""

    text = TextAreaField("Note", [DataRequired("Write something first."), Length(max=10_000)])
    for_client = BooleanField("The client may read this")


class AnswerForm(PortalForm):
    """An answer to a screening question, written down by hand; `seen` is when the answer shown was given."""

    answer = TextAreaField("Answer", [DataRequired("Write an answer first."), Length(max=ANSWER_LENGTH)])
    seen = HiddenField()


class ShortAnswerForm(AnswerForm):
    """The same on one line: a yes, a number."""

    answer = StringField("Answer", [DataRequired("Write an answer first."), Length(max=ANSWER_LENGTH)])


class ChosenAnswerForm(AnswerForm):
    """The same, where the question says what may be answered."""

    answer = RadioField("Answer", [DataRequired("Choose an answer.")], validate_choice=False)


def answer_form(kind: QuestionKind, options: list[str], given: str | None) -> AnswerForm:
    """The form that fits a question, with the answer that was given. Whether it is one of the options is
    the service's to say."""
    if kind in (QuestionKind.YES_NO, QuestionKind.NUMBER):
        return ShortAnswerForm(data={"answer": given})
    if kind is not QuestionKind.CHOICE:
        return AnswerForm(data={"answer": given})
    form = ChosenAnswerForm(data={"answer": given})
    form.answer.choices = [(option, option) for option in options]
    return form
