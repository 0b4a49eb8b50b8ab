"""Pictures of pages: drawn apart, within limits, kept."""

import struct
from pathlib import Path

import pytest

from portal.core.database import db
from portal.core.errors import Missing
from portal.storage import services
from portal.storage.services import pictures

CVS = Path(__file__).parent.parent / "fixtures" / "cv"


def stored(data, media_type="application/pdf"):
    file = services.put(data, name="cv.pdf", media_type=media_type, owner_kind="upload")
    db.session.commit()
    return file


def stored_cv(name="files/accountant-kolkata.pdf"):
    return stored((CVS / name).read_bytes())


def test_a_page_is_drawn_as_png_with_its_size(company):
    file = stored_cv()
    pages = pictures.pages_of(file)
    picture = pictures.picture_of(file, 1).read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", picture[16:24])
    assert width == pytest.approx(pictures.WIDTH, abs=2)
    assert height / width == pytest.approx(pages.sizes[0][1] / pages.sizes[0][0], abs=0.01)


def test_a_sought_text_has_its_place_and_another_has_none(company):
    pages = pictures.pages_of(stored_cv(), {"email": ("subhasish.b@example.com", 0), "x": ("zebra crossing", 0)})
    place = pages.places["email"]
    assert set(pages.places) == {"email"} and place.page == 1
    assert 0 < place.x < place.x + place.width < pages.sizes[0][0]
    assert 0 < place.y < pages.sizes[0][1] / 3  # it stands in the head of that CV
    assert 5 < place.height < 30


def test_pictures_are_drawn_once(company, monkeypatch):
    file = stored_cv()
    pictures.pages_of(file)
    monkeypatch.setattr(pictures, "_child", lambda *order: pytest.fail("drawn twice"))
    assert pictures.pages_of(file).total >= 1 and pictures.picture_of(file, 1).is_file()


@pytest.mark.parametrize(
    "name", ["odd/truncated.pdf", "odd/encrypted.pdf", "odd/empty.pdf", "odd/program.exe-renamed.pdf"]
)
def test_what_cannot_be_drawn_is_said_and_is_no_fault(company, name):
    file = stored_cv(name)
    try:
        assert pictures.pages_of(file).sizes is not None
    except pictures.NoPictures:
        with pytest.raises(Missing):
            pictures.picture_of(file, 1)


def test_a_page_that_is_not_there_is_missing(company):
    with pytest.raises(Missing):
        pictures.picture_of(stored_cv(), 99)


def pdf_of_size(width, height):
    body = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    body += b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]>>endobj\n" % (width, height)
    return body + b"trailer<</Root 1 0 R>>\n%%EOF"


def test_peer_20_a_flood_of_pixels_is_drawn_small_or_not_at_all(company):
    file = stored(pdf_of_size(100, 14000))
    try:
        pictures.pages_of(file)
        width, height = struct.unpack(">II", pictures.picture_of(file, 1).read_bytes()[16:24])
        assert width * height <= 4_100_000
    except pictures.NoPictures:
        pass


def test_peer_20_a_drawing_that_takes_too_long_is_given_up(company, monkeypatch):
    monkeypatch.setattr(pictures, "SECONDS", 0.01)
    with pytest.raises(pictures.NoPictures):
        pictures.pages_of(stored_cv())


def test_pictures_go_with_their_file(app, company):
    file = stored_cv()
    folder = pictures.picture_of(file, 1).parent
    services.delete(file)
    db.session.commit()
    assert not folder.exists()
