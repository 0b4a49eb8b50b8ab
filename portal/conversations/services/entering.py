"""The door of a channel: a provider knocks with the channel's number alone, so whose it is stands in the row.

What is needed to verify the call is read before anything is written, and nobody's writer waits for a forged call.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import undefer

from portal.accounts.models import AccountStatus, Company
from portal.conversations.models import Channel, ChannelType, Provider
from portal.core.clock import now
from portal.core.database import db, reading
from portal.core.errors import Missing
from portal.core.tenancy import as_system


@dataclass(frozen=True, slots=True)
class Door:
    """A channel as its door sees it."""

    channel_id: int
    company_id: int
    type: ChannelType
    provider: Provider
    address: str
    settings: Mapping[str, Any]
    secrets: Sequence[str]  # those that sign now; none: nothing is signed
    credentials: Mapping[str, str]


def find_door(channel_id: int, *providers: Provider, kind: ChannelType | None = None) -> Door:
    """The channel with its secrets, if it has one of these providers (any, if none is named) and this type.

    Raises Missing, also for a channel of a company that is no longer active.
    """
    wanted = (
        select(Channel)
        .join(Company, Company.id == Channel.company_id)
        .where(Channel.id == channel_id, Company.status == AccountStatus.ACTIVE)
        .options(undefer(Channel.secret), undefer(Channel.previous_secret), undefer(Channel.credentials))
    )
    with as_system("a provider knocks with a channel's number alone"), reading():
        found = db.session.scalars(wanted).one_or_none()
        if found is None or (providers and found.provider not in providers) or kind not in (None, found.type):
            raise Missing
        return Door(
            found.id,
            found.company_id,
            found.type,
            found.provider,
            found.address,
            found.settings,
            found.living_secrets(now()),
            json.loads(found.credentials or "{}"),
        )
