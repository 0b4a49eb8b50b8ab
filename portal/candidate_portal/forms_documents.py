"""What a candidate keeps: a résumé, a cover letter, an answer."""

from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, Field, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from portal.candidates.models import LETTER_NAME_LENGTH, QUESTION_LENGTH
from portal.candidates.rules import ANSWER_LENGTH
from portal.candidates.rules_letters import BODY_LENGTH
from portal.candidates.rules_uploads import Incoming
from portal.candidates.services.arrivals import ReadCv, read_cv
from portal.core.errors import BadInput, Busy
from portal.web.forms import PortalForm


class ReadableCv:
    """WTForms validator: a file that is a CV; its reading is put into the form's `cv`."""

    def __call__(self, form: Any, field: Field) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError("Choose a file.")
        try:
            form.cv = read_cv(Incoming(field.data.filename, field.data.stream))
        except BadInput as refusal:
            raise ValidationError(refusal.fields.get("file") or refusal.message) from refusal
        except Busy as refusal:
            raise ValidationError(refusal.message) from refusal


class ResumeForm(PortalForm):
    """A file to keep."""

    cv: ReadCv | None = None
    file = FileField("Résumé", [ReadableCv()])


class LetterForm(PortalForm):
    """A cover letter."""

    name = StringField("What it is for", [DataRequired("Give it a name."), Length(max=LETTER_NAME_LENGTH)])
    body = TextAreaField("Letter", [DataRequired("Write the letter first."), Length(max=BODY_LENGTH)])
    is_default = BooleanField("Use it when none is chosen")


class SavedAnswerForm(PortalForm):
    """An answer for whenever a question comes."""

    question = StringField("Question", [DataRequired("Write the question."), Length(max=QUESTION_LENGTH)])
    answer = TextAreaField("Your answer", [DataRequired("Write your answer."), Length(max=ANSWER_LENGTH)])
