"""What calls about files take and give (seed 002, "Storage Service")."""

from typing import Literal

from pydantic import Field

from portal.api.payloads import Answer, InAddress, Payload
from portal.storage.rules_signed import BEGINNINGS, LARGEST_BYTES


class SignedIn(Payload):
    """Which file an address is wanted for.

    `upload`: its name and kind, and its size if it is known; `download`: the `file_url` of the upload's answer.
    """

    operation: Literal["upload", "download"] = "upload"
    filename: str | None = Field(None, min_length=1, max_length=255, examples=["resume.pdf"])
    content_type: str | None = Field(
        None, min_length=1, max_length=120, examples=["application/pdf"], description=f"One of {', '.join(BEGINNINGS)}."
    )
    size: int | None = Field(
        None, ge=1, le=LARGEST_BYTES, description="Bytes; the file must then have exactly so many."
    )
    file_url: str | None = Field(None, min_length=1, max_length=500)


class SignedData(Answer):
    """An address for one file. `upload_url` takes it by PUT, `download_url` gives it by GET, until `expires_at`."""

    upload_url: str | None = None
    download_url: str | None = None
    file_url: str
    expires_at: str


class SignedOut(Answer):
    """The answer with an address."""

    success: bool
    data: SignedData


class FileData(Answer):
    """A file that is kept."""

    file_id: str
    file_url: str
    filename: str
    content_type: str
    size: int
    sha256: str


class FileOut(Answer):
    """The answer to a file that was sent."""

    success: bool
    data: FileData


class SignatureQuery(InAddress):
    """The signed end of an address."""

    expires: int = Field(ge=0, le=2**40)
    signature: str = Field(min_length=1, max_length=200)
