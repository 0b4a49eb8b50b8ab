"""What somebody agreed to when they applied."""

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.database import Model
from portal.core.tenancy import Owned, within_company


class ApplicationConsent(Owned, Model):
    """The words that stood beside the box, their version, and when it was ticked: once for each application."""

    __tablename__ = "application_consents"
    __table_args__ = (
        within_company("application_id", "applications"),
        UniqueConstraint("company_id", "application_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    version: Mapped[str] = mapped_column(String(20))
    given_at: Mapped[datetime]
