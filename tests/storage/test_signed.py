"""Signed addresses: one file each, bound to its name, kind and size, for a quarter of an hour."""

import threading
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import time_machine

from portal.core.clock import now
from portal.core.database import db
from portal.core.people import Person, PersonKind
from portal.core.tenancy import as_system
from portal.storage import queries
from portal.storage.models import SignedUpload
from portal.storage.rules_signed import BEGINNINGS, LARGEST_BYTES, UPLOAD_LASTS
from portal.storage.tasks import forget_ended_uploads
from tests import factories

PATH = "/api/v1/storage/presigned-url"
BODY = {"filename": "resume.pdf", "content_type": "application/pdf", "operation": "upload"}
PDF = b"%PDF-1.4 a small file"


def inside(url: str) -> str:
    """The address without its host, as a test's client takes it."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def changed(url: str, **words: str) -> str:
    """The address with other words in its query."""
    parts = urlsplit(inside(url))
    query = {name: found[0] for name, found in parse_qs(parts.query).items()}
    return f"{parts.path}?{urlencode({**query, **words})}"


@pytest.fixture
def nobody(call):
    return call(None)


def a_portal_person():
    """Somebody with an account at the portal, linked to a candidate."""
    account = factories.an_account(factories.a_candidate())
    return Person(
        PersonKind.CANDIDATE, account.id, account.company_id, account.name, account.email, "candidate",
        candidate_id=account.candidate_id,
    )  # fmt: skip


@pytest.fixture
def candidate_calls(call, company):
    return call(a_portal_person())


@pytest.fixture
def address(candidate_calls):
    """An address that takes a PDF of the candidate's."""
    answer = candidate_calls.post(PATH, BODY)
    assert answer.status == 200 and answer.json["success"] is True
    return answer.json["data"]


def send(caller, url, data=PDF, kind="application/pdf"):
    return caller.call("PUT", inside(url), data=data, headers={"Content-Type": kind})


def test_a_file_is_sent_to_its_address_without_a_sign_in_and_read_by_its_owner_alone(
    candidate_calls, nobody, call, company, address
):
    strangers = (call(a_portal_person()), nobody)
    assert set(address) == {"upload_url", "file_url", "expires_at"}
    assert send(nobody, address["upload_url"]).status == 201
    got = candidate_calls.client.get(inside(address["file_url"]), headers=candidate_calls.headers)
    assert got.get_data() == PDF and got.headers["Content-Disposition"].startswith("attachment")
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    for stranger in strangers:
        assert stranger.call("GET", inside(address["file_url"])).status in (401, 404)


def test_a_part_of_a_file_can_be_asked_for(candidate_calls, nobody, address):
    send(nobody, address["upload_url"])
    lent = candidate_calls.post(PATH, {"operation": "download", "file_url": address["file_url"]}).json["data"]
    part = nobody.client.get(inside(lent["download_url"]), headers={"Range": "bytes=1-3"})
    assert (part.status_code, part.get_data()) == (206, PDF[1:4])


def test_an_address_takes_one_file_once(candidate_calls, nobody, address):
    assert send(nobody, address["upload_url"]).status == 201
    again = send(nobody, address["upload_url"], PDF + b" another")
    assert again.status == 409
    assert candidate_calls.client.get(inside(address["file_url"]), headers=candidate_calls.headers).get_data() == PDF


@pytest.mark.parametrize("word", ["expires", "signature"])
def test_a_changed_address_takes_nothing(nobody, address, word):
    other = str(int(now().timestamp()) + 86_400) if word == "expires" else "A" * 27
    assert send(nobody, changed(address["upload_url"], **{word: other})).status == 403


def test_an_upload_address_gives_nothing_and_a_download_address_takes_nothing(candidate_calls, nobody, address):
    send(nobody, address["upload_url"])
    lent = candidate_calls.post(PATH, {"operation": "download", "file_url": address["file_url"]}).json["data"]
    up, down = urlsplit(address["upload_url"]), urlsplit(lent["download_url"])
    key_of_file = down.path.rsplit("/", 1)[1]
    assert nobody.get(f"/api/v1/storage/downloads/{key_of_file}?{up.query}").status == 403
    assert nobody.call("PUT", f"/api/v1/storage/uploads/{key_of_file}?{down.query}", data=PDF).status == 404


def test_an_address_ends(nobody, address):
    with time_machine.travel(now() + UPLOAD_LASTS + timedelta(seconds=1), tick=False):
        refused = send(nobody, address["upload_url"])
    assert refused.status == 403 and "ended" in refused.error["message"]


@pytest.mark.parametrize("kind", sorted(BEGINNINGS))
def test_only_bytes_of_the_kind_that_was_said_are_kept(candidate_calls, nobody, kind):
    made = candidate_calls.post(PATH, {**BODY, "content_type": kind}).json["data"]
    lie = b"MZ\x90\x00 a program"
    assert send(nobody, made["upload_url"], lie, kind).fields() == {"body"}
    other = "image/png" if kind != "image/png" else "image/jpeg"
    assert send(nobody, made["upload_url"], BEGINNINGS[kind][0] + b"x", other).fields() == {"Content-Type"}
    assert send(nobody, made["upload_url"], BEGINNINGS[kind][0] + b"x", kind).status == 201


def test_a_size_that_was_said_is_kept_to(candidate_calls, nobody):
    made = candidate_calls.post(PATH, {**BODY, "size": len(PDF)}).json["data"]
    assert send(nobody, made["upload_url"], PDF + b"!").fields() == {"body"}
    assert send(nobody, made["upload_url"]).status == 201


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"content_type": "text/html"}, "content_type"),
        ({"content_type": None}, "content_type"),
        ({"filename": None}, "filename"),
        ({"size": LARGEST_BYTES + 1}, "size"),
        ({"size": 0}, "size"),
        ({"operation": "delete"}, "operation"),
        ({"file_url": "https://example.com/x"}, "file_url"),
        ({"operation": "download"}, "file_url"),
        ({"operation": "download", "file_url": "https://example.com/api/v1/storage/files/" + "0" * 40}, "file_url"),
        ({"owner_id": 7}, "owner_id"),
    ],
)
def test_what_cannot_be_is_refused_by_name(candidate_calls, change, field):
    assert candidate_calls.post(PATH, {**BODY, **change}).fields() == {field}


def test_a_file_that_is_too_large_is_refused(nobody, address):
    assert send(nobody, address["upload_url"], b"%PDF-" + b"x" * (LARGEST_BYTES + 1)).status in (413, 422)


def test_peer_07_the_file_belongs_to_who_asked_for_the_address(call, company, nobody):
    """Horilla CVE-2026-24035: an upload on behalf of somebody else."""
    staff, candidate = call(company.recruiter), call(a_portal_person())
    made = staff.post(PATH, BODY).json["data"]
    send(nobody, made["upload_url"])
    assert candidate.call("GET", inside(made["file_url"])).status == 404
    assert staff.client.get(inside(made["file_url"]), headers=staff.headers).status_code == 200


def test_a_name_is_only_shown_and_never_a_path(candidate_calls, nobody):
    made = candidate_calls.post(PATH, {**BODY, "filename": "../../etc/Sun'><img src=x onerror=alert(1)>.pdf"}).json[
        "data"
    ]
    kept = send(nobody, made["upload_url"]).json["data"]
    assert kept["filename"] == "Sun'><img src=x onerror=alert(1)>.pdf"


def test_of_two_files_at_once_one_is_kept(app, nobody, call, address):
    answers = []

    def go(data):
        client = app.test_client(use_cookies=False)
        answer = client.put(inside(address["upload_url"]), data=data, headers={"Content-Type": "application/pdf"})
        answers.append(answer.status_code)

    threads = [threading.Thread(target=go, args=(PDF + bytes([48 + n]),)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [201, 409, 409, 409]


def test_addresses_that_ended_unused_are_forgotten_and_files_stay(candidate_calls, nobody, address):
    used = candidate_calls.post(PATH, BODY).json["data"]
    send(nobody, used["upload_url"])
    with time_machine.travel(now() + timedelta(days=1), tick=False):
        forget_ended_uploads()
    with as_system("a test looks at all of them"):
        kept = db.session.scalars(db.select(SignedUpload)).all()
    assert [upload.key for upload in kept] == [urlsplit(used["file_url"]).path.rsplit("/", 1)[1]]
    assert queries.uploaded(kept[0].key).size == len(PDF)
