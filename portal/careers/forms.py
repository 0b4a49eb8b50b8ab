"""The form to search with, and the form to apply with, which holds the job's own questions."""

from collections.abc import Sequence

from flask_wtf.file import FileField
from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from portal.jobs.models import QuestionKind, ScreeningQuestion
from portal.web.forms import EmailAddress, PortalForm

ANSWER = "answer_"
LETTER_LENGTH = 8_000


class ApplyForm(PortalForm):
    """Who applies. `website` is a trap: people do not see it, and what fills it in is a robot."""

    first_name = StringField("First name", [DataRequired("Enter your first name."), Length(max=120)])
    last_name = StringField("Last name", [Length(max=120)])
    email = StringField("E-mail", [DataRequired("Enter your e-mail address."), EmailAddress()])
    phone = StringField("Phone", [Length(max=60)])
    cv = FileField("CV")
    letter = TextAreaField("What should we know about you?", [Length(max=LETTER_LENGTH)])
    consent = BooleanField("I agree", [DataRequired("Without your consent we may not keep your application.")])
    website = StringField("Website")
    ref = HiddenField()


def apply_form(questions: Sequence[ScreeningQuestion]) -> tuple[ApplyForm, list[str]]:
    """The form with a field for each question of the job, and the names of those fields."""
    fields = {f"{ANSWER}{question.id}": _field(question) for question in questions}
    form: ApplyForm = type("ApplyFormOfJob", (ApplyForm,), dict(fields))()
    return form, list(fields)


def questions_form(questions: Sequence[ScreeningQuestion]) -> tuple[PortalForm, list[str]]:
    """The job's questions alone, for somebody whose record is known."""
    fields = {f"{ANSWER}{question.id}": _field(question) for question in questions}
    form: PortalForm = type("QuestionsOfJob", (PortalForm,), dict(fields))()
    return form, list(fields)


def answers_of(form: PortalForm, names: Sequence[str]) -> dict[int, str]:
    """What was answered: question's id → words."""
    return {int(name.removeprefix(ANSWER)): form[name].data or "" for name in names}


def _field(question: ScreeningQuestion) -> Field:
    needed = [InputRequired("Answer this question.")]
    if question.kind is QuestionKind.YES_NO:
        return RadioField(question.text, needed, choices=[("yes", "Yes"), ("no", "No")])
    if question.kind is QuestionKind.CHOICE:
        return SelectField(question.text, needed, choices=[("", "Choose"), *((o, o) for o in question.options)])
    if question.kind is QuestionKind.NUMBER:
        return StringField(question.text, needed, render_kw={"inputmode": "decimal"})
    return TextAreaField(question.text, needed)
