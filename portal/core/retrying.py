"""How long another system asks us to wait before we ask it again."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def wait_asked(header: str | None, moment: datetime) -> float:
    """The seconds that a `Retry-After` asks for, as a number or a date (RFC 9110, section 10.2.3); else 0."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:12])
    try:
        date = parsedate_to_datetime(text)
    except (ValueError, TypeError):
        return 0.0
    return max(0.0, ((date if date.tzinfo else date.replace(tzinfo=UTC)) - moment).total_seconds())
