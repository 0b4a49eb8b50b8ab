"""What an admin does by hand about mails and effects that failed."""

from portal.core import mail as core_mail
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
    """Send a mail once more, sent or not, with fresh links. Raises InvalidState while it is on its way."""
    if mail.state is MailState.QUEUED:
        raise InvalidState("This mail is on its way already.")
    core_mail.send_again(mail)
    record("mail.sent_again", mail, by, about={"to": mail.to_email})
