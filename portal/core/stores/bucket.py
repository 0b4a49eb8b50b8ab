"""Bytes in a bucket that speaks Amazon's S3, by Amazon's own client: S3 itself, MinIO, Ceph, R2 and their like.

The bucket is private: no object of ours has an address that works unsigned. Time limits are short, for a put happens
within the request that keeps the file.
"""

import io
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, BinaryIO, cast

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from portal.core.errors import Missing
from portal.core.stores.kinds import Kept, StoreDown
from portal.core.stores.places import Place

CONNECT_SECONDS, READ_SECONDS, TRIES = 3, 10, 2
GONE = {"NoSuchKey", "404", "NotFound"}
# What one call deletes at most (S3, DeleteObjects).
MANY = 1000
PROBE = "ready"
log = logging.getLogger(__name__)


class BucketStore:
    """A bucket, or what lies below a prefix of one."""

    def __init__(self, place: Place) -> None:
        self.bucket, self.prefix = place.bucket, place.prefix
        self.client: Any = boto3.session.Session().client(
            "s3",
            region_name=place.region,
            endpoint_url=place.endpoint,
            config=Config(
                signature_version="s3v4",
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"total_max_attempts": TRIES, "mode": "standard"},
                s3={"addressing_style": place.addressing},
                # Sums of newer kinds are unknown to many stores that speak S3.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    @property
    def presigned(self) -> "BucketStore":
        """The bucket has addresses of its own."""
        return self

    def put(self, place: str, data: bytes, media_type: str) -> None:
        """S3 answers when the object is safe; with its length and MD5 it takes it whole or not at all."""
        with _answering():
            self.client.put_object(**self._at(place), Body=data, ContentType=media_type)

    def read(self, place: str) -> bytes:
        """All bytes of a place. Raises Missing."""
        with _answering():
            found: bytes = self.client.get_object(**self._at(place))["Body"].read()
        return found

    def source(self, place: str, size: int) -> BinaryIO:
        """A stream over the object. Raises Missing."""
        if self.found(place) is None:
            raise Missing("This file is no longer kept.")
        return cast(BinaryIO, ObjectReader(self.client, self._at(place), size))

    def remove(self, places: Iterable[str]) -> None:
        """Forget objects, a thousand in a call."""
        keys = [{"Key": self.prefix + place} for place in places]
        for start in range(0, len(keys), MANY):
            with _answering():
                wanted = {"Objects": keys[start : start + MANY], "Quiet": True}
                failed = self.client.delete_objects(Bucket=self.bucket, Delete=wanted).get("Errors", [])
            if failed:
                log.warning("%s objects were not deleted: %s", len(failed), failed[0].get("Code"))

    def kept(self, below: str = "") -> Iterator[Kept]:
        """All objects, page by page."""
        with _answering():
            pages = self.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket, Prefix=self.prefix + below):
                for found in page.get("Contents", []):
                    yield Kept(found["Key"].removeprefix(self.prefix), found["Size"], found["LastModified"])

    def probe(self) -> None:
        """An object can be written."""
        self.put(PROBE, b"ok", "text/plain")

    def upload(self, place: str, media_type: str, size: int | None, lasts: timedelta) -> str:
        """An address for one PUT; the kind, and the size where it is known, are headers that the signature covers."""
        bound = {"ContentType": media_type} | ({"ContentLength": size} if size else {})
        return self._signed("put_object", {**self._at(place), **bound}, lasts)

    def download(self, place: str, media_type: str, disposition: str, lasts: timedelta) -> str:
        """An address that gives the object as an attachment of this name and kind, whatever was said when it came."""
        said = {"ResponseContentType": media_type, "ResponseContentDisposition": disposition}
        return self._signed("get_object", {**self._at(place), **said, "ResponseCacheControl": "private"}, lasts)

    def found(self, place: str) -> tuple[int, str] | None:
        """Size and kind of an object; None for none."""
        try:
            with _answering():
                about = self.client.head_object(**self._at(place))
        except Missing:
            return None
        return int(about["ContentLength"]), str(about.get("ContentType", ""))

    def _at(self, place: str) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": self.prefix + place}

    def _signed(self, call: str, what: dict[str, Any], lasts: timedelta) -> str:
        with _answering():
            return str(self.client.generate_presigned_url(call, Params=what, ExpiresIn=int(lasts.total_seconds())))


class ObjectReader(io.RawIOBase):
    """An object as a stream: what is read is fetched, from where it is read, and nothing else."""

    def __init__(self, client: Any, at: dict[str, str], size: int) -> None:
        super().__init__()
        self._client, self._object, self._size = client, at, size
        self._position = 0
        self._body: Any = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move; what was being fetched is given up when the place is another."""
        wanted = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        if wanted != self._position:
            self._leave()
        self._position = wanted
        return wanted

    def read(self, size: int | None = -1) -> bytes:
        """The next bytes, at most `size`; none at the end."""
        if self._position >= self._size:
            return b""
        with _answering():
            if self._body is None:
                bounds = f"bytes={self._position}-{self._size - 1}"
                self._body = self._client.get_object(**self._object, Range=bounds)["Body"]
            part: bytes = self._body.read(None if size is None or size < 0 else size)
        self._position += len(part)
        return part

    def close(self) -> None:
        """Give the connection back."""
        self._leave()
        super().close()

    def _leave(self) -> None:
        if self._body is not None:
            self._body.close()
            self._body = None


@contextmanager
def _answering() -> Iterator[None]:
    """Faults of the client as refusals of ours; the log has the kind of fault and never an address or a key."""
    try:
        yield
    except ClientError as fault:
        code = str(fault.response.get("Error", {}).get("Code", ""))
        if code in GONE:
            raise Missing("This file is no longer kept.") from fault
        log.error("the file store refused %s: %s", fault.operation_name, code)
        raise StoreDown from fault
    except BotoCoreError as fault:
        log.error("the file store does not answer: %s", type(fault).__name__)
        raise StoreDown from fault
