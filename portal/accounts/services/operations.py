"""What an admin does by hand about mails and effects that failed."""

from portal.accounts import queries
from portal.core import outbox
from portal.core.errors import InvalidState
from portal.core.events import record
from portal.core.mail import Mail, MailState
from portal.core.outbox import Effect, EffectState
from portal.core.people import Person


def run_again(effect: Effect, by: Person) -> None:
    """Have an effect tried again now, with all its tries before it. Raises InvalidState if it runs or is done."""
    if effect.state not in (EffectState.DEAD, EffectState.DUE):
        raise InvalidState(f"This task is {effect.state.value}; only one that waits or was given up can run again.")
    was = effect.state
    outbox.again(effect)
    record("effect.run_again", effect, by, about={"kind": effect.kind}, old={"state": was}, new={"state": effect.state})


def send_again(mail: Mail, by: Person) -> None:
    """Send a mail that could not be sent once more. Raises InvalidState for one that is on its way or has arrived."""
    effect = queries.effect_of_mail(mail.id)
    if mail.state is not MailState.FAILED or effect is None or effect.state is EffectState.RUNNING:
        raise InvalidState("Only a mail that could not be sent can be sent again.")
    mail.state = MailState.QUEUED
    outbox.again(effect)
    record("mail.sent_again", mail, by, about={"to": mail.to_email})
