"""`STORAGE_URL` read: `s3://bucket[/prefix][?endpoint=https://…&region=…&addressing=path]`."""

from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

KNOWN = ("endpoint", "region", "addressing")
ADDRESSING = ("auto", "path", "virtual")


@dataclass(frozen=True, slots=True)
class Place:
    """A bucket and what of it is ours. `prefix` is empty or ends with a slash."""

    bucket: str
    prefix: str = ""
    endpoint: str | None = None
    region: str = "us-east-1"
    addressing: str = "auto"


def read_place(url: str) -> Place:
    """The bucket that an address names. Raises ValueError with what is wrong with it.

    Credentials do not belong in it: they come from `AWS_ACCESS_KEY_ID` and `AWS_SECRET_ACCESS_KEY`, or from where else
    Amazon's tools look for them (a role of the machine).
    """
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.hostname:
        raise ValueError("it begins with s3:// and the name of a bucket")
    if "@" in parts.netloc or ":" in parts.netloc:
        raise ValueError("keys do not belong in it: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
    words = parse_qs(parts.query, keep_blank_values=True)
    if unknown := sorted(words.keys() - set(KNOWN)):
        raise ValueError(f"it knows {', '.join(KNOWN)}, not {', '.join(unknown)}")
    given = {name: values[-1] for name, values in words.items() if values[-1]}
    endpoint = given.get("endpoint")
    if endpoint is not None and (urlsplit(endpoint).scheme not in ("http", "https") or not urlsplit(endpoint).hostname):
        raise ValueError("its endpoint is an http or https address")
    addressing = given.get("addressing", "path" if endpoint else "auto")
    if addressing not in ADDRESSING:
        raise ValueError(f"its addressing is one of {', '.join(ADDRESSING)}")
    prefix = parts.path.strip("/")
    return Place(
        bucket=parts.netloc,
        prefix=f"{prefix}/" if prefix else "",
        endpoint=endpoint,
        region=given.get("region", "us-east-1"),
        addressing=addressing,
    )
