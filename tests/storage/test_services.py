"""Bytes on disk and their rows."""

import hashlib
import stat
from pathlib import Path

import pytest

from portal.core.database import db
from portal.core.errors import Missing
from portal.storage import services
from portal.storage.models import StoredFile


def put(data=b"hello", name="cv.pdf"):
    return services.put(data, name=name, media_type="application/pdf", owner_kind="upload")


def kept(app):
    return [p for p in (Path(app.config["DATA_DIR"]) / "files").rglob("*") if p.is_file()]


def test_bytes_come_back_as_they_were(company):
    file = put(b"%PDF- and more")
    db.session.commit()
    assert services.read(file) == b"%PDF- and more"
    assert (file.size, file.sha256) == (14, hashlib.sha256(b"%PDF- and more").hexdigest())


def test_no_part_of_the_persons_name_is_on_the_disk(app, company):
    put(name="../../Priya.pdf")
    db.session.commit()
    (path,) = kept(app)
    assert "Priya" not in str(path) and path.parent.parent.parent == Path(app.config["DATA_DIR"]) / "files"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_rolled_back_file_leaves_no_bytes(app, company):
    put()
    assert len(kept(app)) == 1
    db.session.rollback()
    assert kept(app) == []


def test_a_committed_file_stays_when_a_later_transaction_is_rolled_back(app, company):
    first = put()
    db.session.commit()
    put(b"second")
    db.session.rollback()
    assert services.read(first) == b"hello" and len(kept(app)) == 1


def test_a_savepoint_that_ends_does_not_settle_the_files_of_its_transaction(app, company):
    with db.session.begin_nested():
        put()
    db.session.rollback()
    assert kept(app) == []


def test_deleted_bytes_go_with_the_commit_and_not_before(app, company):
    file = put()
    db.session.commit()
    services.delete(file)
    assert len(kept(app)) == 1
    db.session.rollback()
    assert services.read(db.session.get(StoredFile, file.id)) == b"hello"
    services.delete(db.session.get(StoredFile, file.id))
    db.session.commit()
    assert kept(app) == []


def test_a_full_disk_leaves_nothing_half_written(app, company, monkeypatch):
    def full(_descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("portal.core.stores.folder.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        put()
    db.session.rollback()
    assert kept(app) == []


def test_bytes_that_are_gone_are_missing_and_no_fault(company):
    file = put()
    services.source_of(file).unlink()
    with pytest.raises(Missing):
        services.read(file)
