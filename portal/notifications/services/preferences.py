"""What a person wants to be told, and how."""

from sqlalchemy import delete

from portal.core.database import db
from portal.core.people import Person
from portal.core.tenancy import as_company
from portal.notifications import queries, rules_preferences
from portal.notifications.models import NotificationPreference
from portal.notifications.rules_preferences import Cell


def save_preferences(wanted: frozenset[Cell], by: Person) -> None:
    """Exactly these cells of the person's table are on; rows are kept only for what differs from the default.

    To be called before anything is loaded.
    """
    with as_company(by.company_id):
        # Two pages saved at once come one after the other, so that the later one holds as a whole.
        queries.lock_person(by)
        mine = queries.preference_of(by)
        db.session.execute(delete(NotificationPreference).where(mine).execution_options(synchronize_session=False))
        for (kind, channel), on in rules_preferences.differences(wanted, by.role).items():
            db.session.add(
                NotificationPreference(
                    user_id=None if by.is_candidate else by.id,
                    account_id=by.id if by.is_candidate else None,
                    type=kind,
                    channel=channel,
                    wanted=on,
                )
            )
        db.session.flush()
