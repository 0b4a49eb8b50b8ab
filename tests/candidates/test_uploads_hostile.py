"""Documents that were made to do harm: the worker survives them, and nobody is added from them."""

import io
import zipfile

import pytest

from portal.candidates.models import Candidate, CvUpload, UploadState
from portal.core.database import db
from tests.candidates.cvs import cv_text, drop_and_read

TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
BODY = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>"
)


def archive(document, **more):
    """A DOCX of that document, with further members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", TYPES)
        made.writestr("word/document.xml", document)
        for name, content in more.items():
            made.writestr(name, content)
    return out.getvalue()


def external_entity():
    head = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY leak SYSTEM "file:///etc/passwd">]>'
    return archive(head + BODY.format("Mallory mallory@example.com &leak;"))


def billion_laughs():
    entities = '<!ENTITY a "' + "ha" * 50 + '">'
    for one, other in zip("bcdefgh", "abcdefg", strict=True):
        entities += f'<!ENTITY {one} "{f"&{other};" * 20}">'
    return archive(f'<?xml version="1.0"?><!DOCTYPE x [{entities}]>' + BODY.format("mallory@example.com &h;"))


def bomb():
    return archive(b"<w>" + b"\0" * (200 * 1024 * 1024))


def slip():
    return archive(BODY.format("mallory@example.com"), **{"../../../tmp/slipped": "x"})


def ten_thousand_members():
    return archive(BODY.format("mallory@example.com"), **{f"word/{n}.xml": "" for n in range(10_000)})


@pytest.mark.parametrize("make", [external_entity, billion_laughs, bomb, slip, ten_thousand_members])
def test_peer_20_a_hostile_document_harms_nothing_and_the_next_one_is_read(company, make):
    found = drop_and_read(company.recruiter, ("cv.docx", make()), ("good.txt", cv_text()))
    assert found[0].state in (UploadState.REFUSED, UploadState.UNREADABLE) and found[0].message
    assert found[1].state is UploadState.ADDED
    assert [person.email for person in db.session.query(Candidate)] == ["priya@example.com"]
    assert all("root:" not in str(one.reading) for one in db.session.query(CvUpload))
