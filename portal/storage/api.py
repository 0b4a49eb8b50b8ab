"""JSON calls about files (seed 002, "Storage Service"): signed addresses that take one file, or give one."""

import hashlib
import io
from typing import Any

from flask import Response, request

from portal.accounts.permissions import Permission
from portal.api.access import allows, caller, open_to_all
from portal.api.calls import Calls, file_answer
from portal.api.payloads import moment, named_by
from portal.core.errors import BadInput
from portal.core.ids import Prefix, encode
from portal.core.links import address
from portal.core.tenancy import as_company
from portal.storage import queries, services
from portal.storage.models import StoredFile
from portal.storage.payloads import FileOut, SignatureQuery, SignedIn, SignedOut
from portal.storage.rules_signed import BEGINNINGS
from portal.storage.services import signed
from portal.web.downloads import attachment, disposition

calls = Calls("storage_api", __name__, "Storage", url_prefix="/api/v1/storage")
BYTES = {"required": True, "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in BEGINNINGS}}
SIGNED = "the address is signed, and whoever has it may use it"


@calls.post("/presigned-url", SignedOut)
@allows(Permission.CANDIDATES_WRITE, candidates=True)
def presigned_url(body: SignedIn) -> Any:
    """An address for one file, without a sign-in, for a quarter of an hour."""
    data = _for_download(body) if body.operation == signed.DOWNLOAD else _for_upload(body)
    return {"success": True, "data": data}


def _for_upload(body: SignedIn) -> dict[str, Any]:
    needed = {"filename": body.filename, "content_type": body.content_type}
    if missing := [name for name, value in needed.items() if not value]:
        raise BadInput(fields=dict.fromkeys(missing, "This field is required."))
    if body.file_url is not None:
        raise BadInput(fields={"file_url": "This is for `download` alone."})
    upload, made = signed.begin_upload(body.filename or "", body.content_type or "", body.size, caller())
    return {
        "upload_url": signed.upload_address(upload) or _signed("storage_api.take_upload", made),
        "file_url": address("storage_api.uploaded_file", upload_key=upload.key),
        "expires_at": moment(made.expires_at),
    }


def _for_download(body: SignedIn) -> dict[str, Any]:
    key = services.key_of(body.file_url or "")
    if key is None:
        words = "Send the `file_url` of an upload's answer." if body.file_url else "This field is required."
        raise BadInput(fields={"file_url": words})
    with named_by("file_url"):
        file = signed.claim(key)
    made = signed.lend(file)
    given = signed.download_address(file, disposition(file.name, file.media_type))
    return {
        "download_url": given or _signed("storage_api.lent_file", made),
        "file_url": body.file_url,
        "expires_at": moment(made.expires_at),
    }


@calls.put("/uploads/<string:upload_key>", FileOut, status=201, request_body=BYTES)
@open_to_all(SIGNED, takes_bytes=True)
def take_upload(upload_key: str, query: SignatureQuery) -> Any:
    """Send the bytes of the file as the body, with its kind as Content-Type: once."""
    data = request.get_data()
    with as_company(queries.company_of_upload(upload_key)):
        upload, file = signed.take(upload_key, query.expires, query.signature, request.mimetype, data)
        return {"success": True, "data": _shown(upload.key, file)}, 201


@calls.get("/downloads/<string:file_key>", file_answer(*BEGINNINGS))
@open_to_all(SIGNED)
def lent_file(file_key: str, query: SignatureQuery) -> Response:
    """The file, as a download, in ranges if asked for."""
    with as_company(queries.company_of_file(file_key)):
        return _sent(signed.lent(file_key, query.expires, query.signature))


@calls.get("/files/<string:upload_key>", file_answer(*BEGINNINGS))
@allows(Permission.CANDIDATES_READ, candidates=True)
def uploaded_file(upload_key: str) -> Response:
    """A file that came to a signed address, for those who may see it."""
    if (file := queries.uploaded_or_none(upload_key)) is not None:
        return _sent(file)
    sent = signed.content(upload_key)
    digest = hashlib.sha256(sent.data).hexdigest()
    source = io.BytesIO(sent.data)
    return attachment(source, name=sent.name, media_type=sent.media_type, digest=digest, size=len(sent.data))


def _sent(file: StoredFile) -> Response:
    source = services.source_of(file)
    return attachment(source, name=file.name, media_type=file.media_type, digest=file.sha256, size=file.size)


def _shown(key: str, file: StoredFile) -> dict[str, Any]:
    return {
        "file_id": encode(Prefix.FILE, file.id),
        "file_url": address("storage_api.uploaded_file", upload_key=key),
        "filename": file.name,
        "content_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
    }


def _signed(endpoint: str, made: signed.Address) -> str:
    name = "upload_key" if endpoint.endswith("upload") else "file_key"
    return address(endpoint, **{name: made.key}, expires=made.expires, signature=made.signature)
