"""The form of the settings of conversations: labels, shape and words."""

from wtforms import BooleanField, HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from portal.conversations.models import Opens
from portal.conversations.rules import NUDGE_RANGE, OFFER_RANGE
from portal.web.forms import PortalForm

OPENS_WORDS = {
    Opens.ATS: "Applications from other systems",
    Opens.ALL: "Every application",
    Opens.NEVER: "None: a person writes first",
}


class SettingsForm(PortalForm):
    """How conversations work in the company."""

    assistant_on = BooleanField("The assistant answers")
    opens = SelectField("It begins talks for", choices=[(key.value, words) for key, words in OPENS_WORDS.items()])
    nudge_after_hours = IntegerField(
        "Ask again after so many hours", [InputRequired("Say after how many hours."), NumberRange(*NUDGE_RANGE)]
    )
    offer_after_minutes = IntegerField(
        "Offer to all after so many minutes", [InputRequired("Say after how many minutes."), NumberRange(*OFFER_RANGE)]
    )
    version = HiddenField(filters=[lambda value: int(value) if str(value or "").isdigit() else None])
