"""The same files in a bucket: a server that speaks S3 stands for it; its own addresses take and give."""

import hashlib
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import time_machine

from portal.config import BadSetting, settings
from portal.core.clock import now
from portal.core.database import db, transaction
from portal.core.errors import Missing
from portal.core.stores import StoreDown, store, store_at
from portal.core.stores.places import Place, read_place
from portal.core.tenancy import as_system
from portal.storage import services
from portal.storage.models import StoredFile
from portal.storage.rules import place_of
from portal.storage.rules_signed import LARGEST_BYTES, UPLOAD_LASTS
from portal.storage.services import files, sweeping
from portal.storage.tasks import forget_ended_uploads, sweep_orphaned_bytes, take_arrived_uploads
from tests import servers
from tests.storage.test_signed import BODY, PATH, PDF, a_portal_person, inside

LONG = timedelta(days=3)


@pytest.fixture(scope="module")
def bucket():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "a-key")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret")
        with servers.s3() as url:
            yield url


@pytest.fixture
def in_bucket(app, bucket):
    """The portal with its files in the bucket, which is empty."""
    app.config["STORAGE_URL"] = bucket
    app.extensions.pop("file_store", None)
    with app.app_context():
        store().remove([kept.place for kept in store().kept()])
    yield
    app.config["STORAGE_URL"] = ""
    app.extensions.pop("file_store", None)


@pytest.fixture
def candidate_calls(call, company, in_bucket):
    return call(a_portal_person())


def put(data=b"hello", name="cv.pdf"):
    return services.put(data, name=name, media_type="application/pdf", owner_kind="candidate")


def places():
    return {kept.place for kept in store().kept()}


def send(url, data=PDF, kind="application/pdf"):
    return httpx.put(url, content=data, headers={"Content-Type": kind})


def test_bytes_come_back_as_they_were_and_go_with_their_row(company, in_bucket):
    with transaction():
        file = put(b"%PDF- and more", "José/cv.pdf")
    assert services.read(file) == b"%PDF- and more" and places() == {place_of(file.key)}
    with transaction():
        services.delete(file)
        assert places()
    assert places() == set()
    with pytest.raises(Missing):
        services.read(file)


def test_a_rolled_back_file_leaves_no_bytes(company, in_bucket):
    with pytest.raises(RuntimeError), transaction():
        put()
        assert places()
        raise RuntimeError
    assert places() == set()


def test_a_file_is_handed_out_in_ranges_and_only_what_is_sent_is_fetched(candidate_calls, call, company, monkeypatch):
    stranger, data = call(a_portal_person()), PDF + bytes(range(256)) * 4000
    address = candidate_calls.post(PATH, BODY).json["data"]
    assert send(address["upload_url"], data).status_code == 200
    take_arrived_uploads()
    fetched = []
    real = store().client.get_object
    monkeypatch.setattr(store().client, "get_object", lambda **about: fetched.append(about["Range"]) or real(**about))
    client, mine = candidate_calls.client, candidate_calls.headers
    whole = client.get(inside(address["file_url"]), headers=mine)
    assert whole.get_data() == data and whole.headers["ETag"] == f'"{hashlib.sha256(data).hexdigest()}"'
    assert whole.headers["Content-Disposition"].startswith("attachment") and "sandbox" in str(whole.headers)
    part = client.get(inside(address["file_url"]), headers={**mine, "Range": "bytes=5000-5099"})
    assert part.status_code == 206 and part.get_data() == data[5000:5100]
    assert part.headers["Content-Range"] == f"bytes 5000-5099/{len(data)}"
    again = client.get(inside(address["file_url"]), headers={**mine, "If-None-Match": whole.headers["ETag"]})
    assert again.status_code == 304 and len(fetched) == 2 and fetched[1].startswith("bytes=5000-")
    assert stranger.call("GET", inside(address["file_url"])).status == 404


def test_the_address_is_the_buckets_own_and_names_what_its_signature_covers(candidate_calls, bucket):
    answer = candidate_calls.post(PATH, {**BODY, "size": len(PDF)}).json["data"]
    assert set(answer) == {"upload_url", "file_url", "expires_at"}
    parts = urlsplit(answer["upload_url"])
    query = {name: value[0] for name, value in parse_qs(parts.query).items()}
    assert parts.netloc == urlsplit(read_place(bucket).endpoint).netloc and parts.path.startswith(
        "/files/portal/incoming/"
    )
    assert query["X-Amz-SignedHeaders"].split(";") == ["content-length", "content-type", "host"]
    assert query["X-Amz-Expires"] == str(int(UPLOAD_LASTS.total_seconds())) and "a-secret" not in answer["upload_url"]


def test_a_signature_is_the_one_that_amazon_documents(monkeypatch):
    """AWS, "Authenticating Requests: Using Query Parameters (AWS Signature Version 4)", the worked example."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    made = store_at("s3://examplebucket", "")
    with time_machine.travel("2013-05-24T00:00:00Z", tick=False):
        url = made._signed("get_object", {"Bucket": "examplebucket", "Key": "test.txt"}, timedelta(days=1))
    assert parse_qs(urlsplit(url).query)["X-Amz-Signature"] == [
        "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    ]


def test_an_upload_becomes_ours_once_and_what_is_sent_later_counts_no_more(candidate_calls):
    address = candidate_calls.post(PATH, BODY).json["data"]
    read = lambda: candidate_calls.client.get(inside(address["file_url"]), headers=candidate_calls.headers)  # noqa: E731
    assert read().status_code == 404
    send(address["upload_url"], PDF + b"1")
    assert read().get_data() == PDF + b"1", "it can be read at once"
    lent = candidate_calls.post(PATH, {"operation": "download", "file_url": address["file_url"]}).json["data"]
    send(address["upload_url"], PDF + b"2")
    take_arrived_uploads()
    assert read().get_data() == PDF + b"1"
    got = httpx.get(lent["download_url"])
    assert got.content == PDF + b"1" and got.headers["Content-Type"] == "application/pdf"
    assert got.headers["Content-Disposition"].startswith('attachment; filename="resume.pdf"')


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"MZ a program", "application/pdf"), (PDF, "text/html"), (PDF + b"-" * LARGEST_BYTES, "application/pdf")],
)
def test_bytes_that_are_not_what_was_said_do_not_become_ours(candidate_calls, data, kind):
    address = candidate_calls.post(PATH, BODY).json["data"]
    send(address["upload_url"], data, kind)
    take_arrived_uploads()
    with as_system("a look at all"):
        assert not db.session.scalar(db.select(db.func.count()).select_from(StoredFile))
    assert candidate_calls.call("GET", inside(address["file_url"])).status == 422
    assert candidate_calls.post(PATH, {"operation": "download", "file_url": address["file_url"]}).status == 422
    with time_machine.travel(now() + LONG):
        forget_ended_uploads()
        sweep_orphaned_bytes()
    assert places() == set()


def test_a_resume_that_went_past_the_portal_is_read_and_kept(candidate_calls):
    body = {**BODY, "filename": "cv.txt", "content_type": "text/plain"}
    address = candidate_calls.post(PATH, body).json["data"]
    send(address["upload_url"], b"Hana Sato\nhana@example.com\n\nSkills\nPython, SQL\n", "text/plain")
    parsed = candidate_calls.post("/api/v1/resume/parse", {"resume_url": address["file_url"]}).json["data"]
    assert parsed["extracted_data"]["email"] == "hana@example.com"
    assert candidate_calls.post("/api/v1/resumes", {"file_url": address["file_url"]}).status == 201


@pytest.mark.parametrize("place", ["folder", "bucket"])
def test_orphaned_bytes_go_after_two_days_and_named_ones_and_strangers_stay(request, app, company, place):
    if place == "bucket":
        request.getfixturevalue("in_bucket")
    with transaction():
        file = put()
    store().put("ab/cd/" + "abcd" * 10, b"left by a killed process", "text/plain")
    store().put("somebody/else.txt", b"not ours", "text/plain")
    before = places()
    key = file.key
    db.session.expunge_all()
    sweep_orphaned_bytes()
    assert places() == before
    with time_machine.travel(now() + LONG):
        sweep_orphaned_bytes()
    assert before - places() == {"ab/cd/" + "abcd" * 10} and store().read(place_of(key)) == b"hello"


def test_nothing_is_swept_where_the_database_does_not_belong_to_the_files(company, in_bucket, monkeypatch):
    monkeypatch.setattr(sweeping, "FEW", 2)
    for digit in "abc":
        store().put(f"{digit * 2}/{digit * 2}/{digit * 40}", b"of another database", "text/plain")
    with time_machine.travel(now() + LONG):
        assert sweeping.sweep() == 0
    assert len(places()) == 3


def test_files_are_copied_from_the_folder_to_the_bucket(app, company, bucket, in_bucket):
    app.config["STORAGE_URL"] = ""
    app.extensions.pop("file_store")
    with transaction():
        kept, lost = put(b"one"), put(b"two")
    kept, lost = kept.key, lost.key
    db.session.expunge_all()
    files.forget_bytes([place_of(lost)])
    said = app.test_cli_runner().invoke(args=["copy-files", "folder", bucket])
    assert "1 of 2 files copied" in said.output and lost in said.output and said.exit_code == 1
    app.config["STORAGE_URL"] = bucket
    app.extensions.pop("file_store")
    assert store().read(place_of(kept)) == b"one"


def test_a_store_that_does_not_answer_is_said_and_nothing_is_lost(app, candidate_calls, company):
    app.extensions["file_store"] = store_at(f"s3://files?endpoint=http://127.0.0.1:{servers.free_port()}", "")
    with pytest.raises(StoreDown), transaction():
        put()
    ready = candidate_calls.client.get("/health/ready")
    assert ready.status_code == 503 and ready.json["checks"]["storage"] == "the bucket of files does not answer"
    with as_system("a look at all"):
        assert not db.session.scalar(db.select(db.func.count()).select_from(StoredFile))
    address = candidate_calls.post(PATH, BODY).json["data"]
    refused = candidate_calls.call("GET", inside(address["file_url"]))
    assert refused.status == 503 and refused.error["code"] == "SERVICE_UNAVAILABLE"


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("s3://cvs", Place("cvs")),
        ("s3://cvs/talent/portal/?region=eu-central-1", Place("cvs", "talent/portal/", region="eu-central-1")),
        ("s3://cvs?endpoint=http://minio:9000", Place("cvs", endpoint="http://minio:9000", addressing="path")),
    ],
)
def test_the_address_of_a_bucket_is_read(url, place):
    assert read_place(url) == place


@pytest.mark.parametrize(
    "url",
    ["http://cvs", "s3://", "s3://key:secret@cvs", "s3://cvs?endpoint=minio", "s3://cvs?zone=1", "s3://a?addressing=x"],
)
def test_an_address_that_cannot_be_one_stops_the_start_by_name(url, monkeypatch):
    monkeypatch.setenv("STORAGE_URL", url)
    with pytest.raises(BadSetting, match="STORAGE_URL") as refusal:
        settings()
    assert "secret" not in str(refusal.value)
