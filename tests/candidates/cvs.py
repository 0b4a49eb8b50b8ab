"""CVs for the tests of uploads: real files of the fixtures, and small ones made of words."""

import io
from pathlib import Path

from portal.candidates.models import CvUpload
from portal.candidates.rules_uploads import Incoming
from portal.candidates.services import uploads
from portal.core.database import db
from portal.core.outbox import run_due
from portal.core.tenancy import current_scope, enter
from tests.candidates.reading import files

FOLDER = Path(__file__).parent.parent / "fixtures" / "cv"
XSS_NAME = "Sun'><img src=x onerror=alert(1)>.pdf"


def cv_text(name="Priya Raman", email="priya@example.com", phone="+91 98400 12345", more=""):
    """A CV as plain text."""
    return f"""{name}
{email} | {phone}
Chennai, India
{more}
SUMMARY
Backend engineer who builds payment systems.

WORK EXPERIENCE
Senior Engineer, Zoho Corporation
Jan 2020 - Present
Built the ledger service in Python.

EDUCATION
B.Tech Computer Science, Anna University, 2014

SKILLS
Python, PostgreSQL, Redis
""".encode()


def fixture(name="files/techlead-gurugram.pdf"):
    """The bytes of a CV of the fixtures."""
    return (FOLDER / name).read_bytes()


def blank_scan():
    """A scan in which there is nothing to read, with or without OCR."""
    return files.scan_of(files.pdf([[]]))


def drop(by, *files, job=None):
    """Drop files (name, bytes) and give their uploads, not yet read."""
    batch = uploads.receive([Incoming(name, io.BytesIO(data)) for name, data in files], job=job, by=by)
    db.session.commit()
    return uploads_in(batch.key)


def drop_and_read(by, *files, job=None):
    """Drop files, let the worker read them, and give their uploads."""
    ids = [one.id for one in drop(by, *files, job=job)]
    work()
    return [db.session.get(CvUpload, number) for number in ids]


def work():
    """What the worker does, in this process and, as there, in no company's scope at first."""
    db.session.commit()
    db.session.expunge_all()
    scope = current_scope()
    enter(None)
    run_due()
    enter(scope)


def uploads_in(batch):
    return list(db.session.query(CvUpload).filter_by(batch=batch).order_by(CvUpload.id))
