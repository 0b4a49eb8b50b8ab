"""The form of a job."""

from decimal import Decimal, InvalidOperation
from typing import Any

from wtforms import BooleanField, DecimalField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import HiddenInput, TextInput

from portal.jobs.models import EmploymentType, JobStatus, PayPeriod, Priority, QuestionKind
from portal.jobs.rules import CURRENCIES, MOST_PAY, problems_of, tidy_skills
from portal.jobs.rules_questions import KIND_WORDS, QUESTION_LENGTH, tidy_options
from portal.web.forms import PortalForm, choices, none_if_empty


def chosen(value: Any) -> int | None:
    """The key of a choice; None for “Choose …”."""
    return int(value) if value else None


LARGEST = 2**31 - 1
PERIODS = [(str(p.value), f"{'an' if p is PayPeriod.HOUR else 'a'} {p.value}") for p in PayPeriod]


class SkillsField(StringField):
    """Skills with commas between them; its data is a list."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = tidy_skills(", ".join(str(v) for v in valuelist))

    def _value(self) -> str:
        return ", ".join(self.data or [])


class WholeNumber(IntegerField):
    """A whole number that the database can hold, refused in plain words."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).strip() if valuelist else ""
        if not text:
            return
        self.data = None
        try:
            number = int(text)
        except ValueError as error:
            raise ValueError("Enter a whole number.") from error
        if abs(number) > LARGEST:
            raise ValueError("This number is too large.")
        self.data = number


class Amount(DecimalField):
    """A sum of money; commas between the digits are fine (`15,00,000`)."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = str(valuelist[0]).replace(",", "").replace(" ", "").strip() if valuelist else ""
        if not text:
            return
        self.data = None
        try:
            amount = Decimal(text)
        except InvalidOperation as error:
            raise ValueError("Enter an amount in figures, such as 1500000.") from error
        if not amount.is_finite() or abs(amount) > MOST_PAY:
            raise ValueError("Enter an amount in figures, such as 1500000.")
        self.data = round(amount, 2)

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data.normalize():f}"


class JobForm(PortalForm):
    """Every field of a job that a person writes, but its client."""

    title = StringField("Title", validators=[DataRequired("Enter a title."), Length(max=200)])
    department = StringField("Department", filters=[none_if_empty], validators=[Optional(), Length(max=120)])
    location = StringField("Location", validators=[Optional(), Length(max=200)])
    employment_type = SelectField(
        "Employment", choices=choices(EmploymentType), coerce=EmploymentType, default=EmploymentType.FULL_TIME
    )
    description = TextAreaField("Description", validators=[Optional(), Length(max=20_000)])
    required_skills = SkillsField("Required skills", validators=[Optional()])
    nice_to_have_skills = SkillsField("Nice to have", validators=[Optional()])
    experience_min = WholeNumber("Experience from", validators=[Optional()])
    experience_max = WholeNumber("Experience to", validators=[Optional()])
    salary_min = Amount("Salary from", places=None, validators=[Optional()])
    salary_max = Amount("Salary to", places=None, validators=[Optional()])
    salary_currency = SelectField("Currency", choices=[(c, c) for c in CURRENCIES], default="INR")
    salary_period = SelectField("Paid", choices=PERIODS, coerce=PayPeriod, default=PayPeriod.YEAR)
    priority = SelectField("Priority", choices=choices(Priority), coerce=Priority, default=Priority.MEDIUM)
    openings = WholeNumber("Openings", default=1, validators=[InputRequired("Enter how many people are wanted.")])
    is_public = BooleanField("Public")
    # What the job's openings are judged by; the page of a job that exists sets its own.
    job_status = JobStatus.OPEN

    def validate(self, extra_validators: Any = None) -> bool:
        """Every problem at once: those of single fields, and what the rules say of them together."""
        fine = bool(super().validate(extra_validators))
        for name, sentence in problems_of(self.data, self.job_status).items():
            field = self[name]
            if not field.errors:
                field.errors = [sentence]
                fine = False
        return fine


class NewJobForm(JobForm):
    """The same, with the client it is for."""

    client_id = SelectField("Client", coerce=chosen, validators=[InputRequired("Choose a client from the list.")])


class JobEditForm(JobForm):
    """The same, with the version that was read."""

    version = WholeNumber(widget=HiddenInput(), validators=[InputRequired()])


class OptionsField(TextAreaField):
    """Answers to choose from, one on each line; its data is a list."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        self.data = tidy_options("\n".join(str(v) for v in valuelist))

    def _value(self) -> str:
        return "\n".join(self.data or [])


class QuestionForm(PortalForm):
    """A screening question."""

    text = StringField("Question", validators=[DataRequired("Write the question."), Length(max=QUESTION_LENGTH)])
    kind = SelectField(
        "Answer",
        choices=[(kind.value, words) for kind, words in KIND_WORDS.items()],
        coerce=QuestionKind,
        default=QuestionKind.TEXT,
    )
    options = OptionsField("Answers to choose from", validators=[Optional()])


class QuestionEditForm(QuestionForm):
    """The same, with the version of the job that was read."""

    version = WholeNumber(widget=HiddenInput(), validators=[InputRequired()])
