"""What goes with files: an upload is two calls, and the second goes to an address made for it alone."""

import mimetypes
from typing import TypedDict

from talent_portal import types
from talent_portal._calls import Call, File, FileContent, Options, contents, part
from talent_portal._clients import AsyncClient, Client
from talent_portal._course import Plan
from talent_portal.errors import Conflict

# Not every machine knows these.
KINDS = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".rtf": "application/rtf",
}
SIGNED = "/api/v1/storage/presigned-url"


class UploadedFile(TypedDict):
    """A file that the portal has; `file_url` is what `resumes.create` and `resumes.parse` take."""

    file_url: str
    filename: str
    content_type: str
    size: int


class Resource:
    """The calls about one thing."""

    def __init__(self, client: Client) -> None:
        self._client = client


class AsyncResource:
    """The calls about one thing, for `await`."""

    def __init__(self, client: AsyncClient) -> None:
        self._client = client


class StorageFiles(Resource):
    """Files by presigned addresses."""

    def upload(
        self,
        file: FileContent,
        *,
        filename: str | None = None,
        content_type: str | None = None,
        options: Options | None = None,
    ) -> UploadedFile:
        """Send a file: a path, bytes with a `filename`, or an open binary file. Neither key nor token goes with it."""
        return self._client.follow(_upload(file, filename, content_type, options))

    def download(self, file_url: str, *, options: Options | None = None) -> File:
        """The file behind a `file_url`."""
        return self._client.follow(_download(file_url, options))


class AsyncStorageFiles(AsyncResource):
    """Files by presigned addresses."""

    async def upload(
        self,
        file: FileContent,
        *,
        filename: str | None = None,
        content_type: str | None = None,
        options: Options | None = None,
    ) -> UploadedFile:
        """As `StorageFiles.upload`."""
        return await self._client.follow(_upload(file, filename, content_type, options))

    async def download(self, file_url: str, *, options: Options | None = None) -> File:
        """As `StorageFiles.download`."""
        return await self._client.follow(_download(file_url, options))


class CandidateFiles(Resource):
    """People by their CVs."""

    def create_from_cv(
        self,
        job_id: str | int,
        file: FileContent,
        *,
        filename: str | None = None,
        candidate_id: str | None = None,
        options: Options | None = None,
    ) -> types.Candidate:
        """Read a CV and put the person forward for the job; with `candidate_id` it becomes that person's newest."""
        return self._client.run(_from_cv(job_id, file, filename, candidate_id, options))


class AsyncCandidateFiles(AsyncResource):
    """People by their CVs."""

    async def create_from_cv(
        self,
        job_id: str | int,
        file: FileContent,
        *,
        filename: str | None = None,
        candidate_id: str | None = None,
        options: Options | None = None,
    ) -> types.Candidate:
        """As `CandidateFiles.create_from_cv`."""
        return await self._client.run(_from_cv(job_id, file, filename, candidate_id, options))


def _upload(
    file: FileContent, filename: str | None, content_type: str | None, options: Options | None
) -> Plan[UploadedFile]:
    name, data = contents(file, filename)
    kind = content_type or _kind_of(name)
    wanted = {"operation": "upload", "filename": name, "content_type": kind, "size": len(data)}
    signed = yield Call("POST", SIGNED, json=wanted, keyed=True, reads="data", options=options)
    try:
        yield Call(
            "PUT", signed["upload_url"], content=data, content_type=kind, reads="nothing", options=_time(options)
        )
    except Conflict:
        # The address is ours alone and takes one file: an attempt whose answer was lost has brought it.
        pass
    return {"file_url": signed["file_url"], "filename": name, "content_type": kind, "size": len(data)}


def _download(file_url: str, options: Options | None) -> Plan[File]:
    wanted = {"operation": "download", "file_url": file_url}
    signed = yield Call("POST", SIGNED, json=wanted, keyed=True, reads="data", options=options)
    file: File = yield Call("GET", signed["download_url"], reads="file", options=_time(options))
    return file


def _from_cv(
    job_id: str | int, file: FileContent, filename: str | None, candidate_id: str | None, options: Options | None
) -> Call[types.Candidate]:
    name, data = contents(file, filename)
    return Call(
        "POST",
        f"/api/jobs/{part(job_id)}/candidates",
        form={"candidate_id": candidate_id} if candidate_id else {},
        files={"file": (name, data, _kind_of(name))},
        keyed=True,
        options=options,
    )


def _time(options: Options | None) -> Options:
    """Of the options what concerns the store as well: headers and keys are the portal's."""
    kept: Options = {}
    if options and "timeout" in options:
        kept["timeout"] = options["timeout"]
    if options and "max_retries" in options:
        kept["max_retries"] = options["max_retries"]
    return kept


def _kind_of(name: str) -> str:
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    return KINDS.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
