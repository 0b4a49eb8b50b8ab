"""Names of people: a first and a last name are stored, the whole is made of them."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

NAME_LENGTH = 120


def split_name(name: str) -> tuple[str, str]:
    """`"Priya K. Raman"` → `("Priya K.", "Raman")`; a single word is a first name."""
    words = name.split()
    return " ".join(words[:-1]) or " ".join(words), words[-1] if len(words) > 1 else ""


class Named:
    """A row that is a person."""

    first_name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    last_name: Mapped[str] = mapped_column(String(NAME_LENGTH), default="")

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()
