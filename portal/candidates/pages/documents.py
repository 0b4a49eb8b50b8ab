"""CVs as they are handed out: the file, pictures of its pages, and what the page that shows them needs to know."""

from dataclasses import asdict
from typing import Any

from flask import Response, url_for

from portal.accounts.permissions import Permission
from portal.candidates import rules_marks as marks
from portal.candidates.models import CvUpload, Document
from portal.candidates.pages import pages
from portal.candidates.queries import documents as queries
from portal.candidates.queries import uploads
from portal.core.errors import Missing
from portal.storage import services as storage
from portal.storage.models import StoredFile
from portal.storage.services import pictures
from portal.web.access import needs
from portal.web.downloads import attachment, picture

PDF = "application/pdf"


@pages.get("/candidates/<sid(cand):candidate_id>/cv")
@needs(Permission.CANDIDATES_READ)
def cv(candidate_id: int) -> Response:
    """The CV in use, as a download."""
    return download(queries.get_document(candidate_id).file)


@pages.get("/candidates/<sid(cand):candidate_id>/documents/<int:document_id>")
@needs(Permission.CANDIDATES_READ)
def document(candidate_id: int, document_id: int) -> Response:
    """One CV of the person, as a download."""
    return download(queries.get_document(candidate_id, document_id).file)


@pages.get("/candidates/<sid(cand):candidate_id>/documents/<int:document_id>/pages/<int:number>.png")
@needs(Permission.CANDIDATES_READ)
def document_page(candidate_id: int, document_id: int, number: int) -> Response:
    """A page of the CV as a picture."""
    return page_picture(queries.get_document(candidate_id, document_id).file, number)


@pages.get("/uploads/<sid(up):upload_id>/file")
@needs(Permission.CANDIDATES_WRITE)
def upload_file(upload_id: int) -> Response:
    """A dropped file about which nothing is decided yet, as a download."""
    return download(_file_of(uploads.get_upload(upload_id)))


@pages.get("/uploads/<sid(up):upload_id>/pages/<int:number>.png")
@needs(Permission.CANDIDATES_WRITE)
def upload_page(upload_id: int, number: int) -> Response:
    """A page of a dropped file as a picture."""
    return page_picture(_file_of(uploads.get_upload(upload_id)), number)


def download(file: StoredFile) -> Response:
    """Any stored file as an attachment that can do nothing in our origin. Raises Missing."""
    source = storage.source_of(file)
    return attachment(source, name=file.name, media_type=file.media_type, digest=file.sha256, size=file.size)


def page_picture(file: StoredFile, number: int) -> Response:
    """A page of a stored PDF (from 1) as a picture. Raises Missing."""
    if file.media_type != PDF:
        raise Missing
    return picture(pictures.picture_of(file, number), digest=f"{file.sha256}-{number}")


def viewer(shown: Document | None, lit: str | None = None) -> dict[str, Any]:
    """What `candidates/documents/_viewer.html` needs of a CV: pass it on as `**viewer(document)`.

    `document`, its `download_url`, `pages` (pictures with the places where fields were read), `text`, `marks` (the text
    in pieces). `lit` is the path of the field whose mark stands out, as in `?field=email#evidence`.
    """
    if shown is None:
        return {"document": None, "download_url": None, "pages": [], "total": 0, "text": "", "marks": [], "lit": None}
    here: dict[str, Any] = {"candidate_id": shown.candidate_id, "document_id": shown.id}
    drawn = _drawn(shown.file, shown.reading)
    return {
        "document": shown,
        "download_url": url_for("candidates.document", **here),
        "pages": _pages(drawn, lit, lambda number: url_for("candidates.document_page", **here, number=number)),
        "total": drawn.total if drawn else 0,
        **_text(shown.reading, lit, drawn),
    }


def viewer_of_upload(shown: CvUpload) -> dict[str, Any]:
    """The same for a dropped file that is nobody's yet."""
    drawn = _drawn(_file_of(shown), shown.reading)
    return {
        "document": shown,
        "download_url": url_for("candidates.upload_file", upload_id=shown.id),
        "pages": _pages(drawn, None, lambda n: url_for("candidates.upload_page", upload_id=shown.id, number=n)),
        "total": drawn.total if drawn else 0,
        **_text(shown.reading, None, drawn),
    }


def _file_of(dropped: CvUpload) -> StoredFile:
    if dropped.file is None:
        raise Missing
    return dropped.file


def _drawn(file: StoredFile, reading: dict[str, Any] | None) -> pictures.Pages | None:
    if file.media_type != PDF:
        return None
    try:
        return pictures.pages_of(file, marks.sought_of(reading or {}))
    except (Missing, pictures.NoPictures):
        return None


def _pages(drawn: pictures.Pages | None, lit: str | None, url_of: Any) -> list[dict[str, Any]]:
    if drawn is None:
        return []
    shown: list[dict[str, Any]] = [
        {"number": number, "url": url_of(number), "width": width, "height": height, "marks": []}
        for number, (width, height) in enumerate(drawn.sizes, 1)
    ]
    here: dict[pictures.Place, list[str]] = {}
    for path, place in drawn.places.items():
        here.setdefault(place, []).append(path)
    for place, paths in here.items():
        label = ", ".join(marks.label_of(path) for path in paths)
        mark = {"ids": [marks.anchor_of(path) for path in paths], "label": label, "lit": lit in paths, **asdict(place)}
        shown[place.page - 1]["marks"].append(mark)
    return shown


def _text(reading: dict[str, Any] | None, lit: str | None, drawn: pictures.Pages | None) -> dict[str, Any]:
    pieces = marks.pieces_of(reading or {}, lit)
    # A mark has one name in the page: where the picture shows it, the text does not name it again.
    on_pictures = {marks.anchor_of(path) for path in drawn.places} if drawn else set()
    for piece in pieces:
        piece.anchors = [name for name in piece.anchors if name not in on_pictures]
    return {"text": (reading or {}).get("text") or "", "marks": pieces, "lit": lit}
