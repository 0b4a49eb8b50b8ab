"""Secrets at rest: unreadable in the database, readable with any of the keys, and moved under a new key."""

import re

import pytest
from sqlalchemy import select, text, update

from portal.config import BadSetting, settings
from portal.core import crypto
from portal.core.crypto import CannotDecrypt, EncryptedText, decrypt, encrypt, new_key, rotate_all
from portal.core.database import db
from portal.core.outbound import CheckedUrl
from portal.webhooks import services
from portal.webhooks.models import WebhookEndpoint

SECRET = "a-secret-of-our-own-42"


@pytest.fixture
def keys(app, monkeypatch):
    """`keys(a, b)` makes these the keys of the setting, the first to encrypt with."""

    def use(*wanted):
        monkeypatch.setitem(app.config, "ENCRYPTION_KEYS", ", ".join(wanted))

    return use


def an_endpoint(company, secret=SECRET):
    endpoint, _ = services.create_endpoint(CheckedUrl("https://example.com/"), ["*"], company.admin, secret=secret)
    db.session.commit()
    return endpoint.id


def stored(column="secret"):
    found = db.session.execute(
        text(f"SELECT {column} FROM webhook_endpoints ORDER BY id"), execution_options={"unscoped": True}
    )
    return list(found.scalars())


def secret_of(number):
    db.session.expire_all()
    return db.session.scalar(select(WebhookEndpoint.secret).where(WebhookEndpoint.id == number))


def test_the_database_does_not_hold_the_secret(company):
    number = an_endpoint(company)
    assert SECRET not in stored()[0] and stored()[0].startswith("gAAAA")
    assert secret_of(number) == SECRET


def test_nothing_stays_nothing(company):
    an_endpoint(company)
    assert stored("previous_secret") == [None]


def test_the_same_text_is_stored_differently_each_time(app):
    assert encrypt("x") != encrypt("x")


def test_any_of_the_keys_decrypts_and_the_first_encrypts(app, keys):
    old, new = new_key(), new_key()
    keys(old)
    token = encrypt("words")
    keys(new, old)
    assert decrypt(token) == "words"
    fresh = encrypt("more")
    keys(new)
    assert decrypt(fresh) == "more"


def test_without_its_key_a_secret_is_an_error_that_does_not_tell_it(app, keys):
    token = encrypt("words")
    keys(new_key())
    with pytest.raises(CannotDecrypt) as error:
        decrypt(token)
    assert "ENCRYPTION_KEYS" in str(error.value) and token not in str(error.value)


def test_rotation_moves_everything_under_the_first_key_and_can_be_repeated(company, keys, monkeypatch):
    monkeypatch.setattr(crypto, "BATCH", 2)
    old, new = new_key(), new_key()
    keys(old)
    numbers = [an_endpoint(company, f"{SECRET}-{n}") for n in range(5)]
    db.session.expunge_all()
    db.session().info.pop("scope")
    keys(new, old)
    done = rotate_all()
    assert (done.changed, done.fresh, done.unreadable) == (5, 0, 0)
    again = rotate_all()
    assert (again.changed, again.fresh, again.unreadable) == (0, 5, 0)
    keys(new)
    with crypto.as_system("look"):
        assert [secret_of(n) for n in numbers] == [f"{SECRET}-{n}" for n in range(5)]
        db.session.rollback()


def test_rotation_tells_of_what_it_cannot_read_and_goes_on(company, keys):
    lost, old, new = new_key(), new_key(), new_key()
    keys(lost)
    an_endpoint(company)
    keys(old)
    an_endpoint(company)
    db.session.expunge_all()
    db.session().info.pop("scope")
    keys(new, old)
    done = rotate_all()
    assert (done.changed, done.unreadable) == (1, 1)


def test_rotation_does_not_undo_what_somebody_saves_meanwhile(company, keys, monkeypatch):
    old, new = new_key(), new_key()
    keys(old)
    number = an_endpoint(company)
    db.session.expunge_all()
    db.session().info.pop("scope")
    keys(new, old)
    real = crypto._renewed

    def somebody_saves(token, done):
        renewed = real(token, done)
        changed = update(WebhookEndpoint).where(WebhookEndpoint.id == number).values(secret="saved meanwhile")
        db.session.execute(changed, execution_options={"synchronize_session": False})
        return renewed

    monkeypatch.setattr(crypto, "_renewed", somebody_saves)
    rotate_all()
    with crypto.as_system("look"):
        assert secret_of(number) == "saved meanwhile"
        db.session.rollback()


def test_the_command_says_what_it_did(app, company, keys):
    an_endpoint(company)
    answer = app.test_cli_runner().invoke(args=["rotate-keys"])
    assert answer.exit_code == 0 and "1 stood there already" in answer.output


def test_every_column_that_is_called_a_secret_is_encrypted(app):
    """A column of another kind that holds a secret must be a hash; whoever adds one says so here."""
    found = {
        f"{mapper.class_.__tablename__}.{attribute.key}"
        for mapper in db.Model.registry.mappers
        for attribute in mapper.column_attrs
        if re.search("secret|credential", attribute.key) and not isinstance(attribute.columns[0].type, EncryptedText)
    }
    assert not found


# ---- the setting ----


@pytest.fixture
def production(monkeypatch, tmp_path):
    for name, value in {
        "PORTAL_ENV": "production", "PUBLIC_URL": "https://x", "SECRET_KEY": "s" * 40, "JWT_SECRET": "j" * 40,
        "DATA_DIR": str(tmp_path),
    }.items():  # fmt: skip
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("ENCRYPTION_KEYS", raising=False)
    return monkeypatch


@pytest.mark.parametrize("value", ["", "no key", "a" * 44, ","])
def test_production_does_not_start_without_a_key(production, value):
    production.setenv("ENCRYPTION_KEYS", value)
    with pytest.raises(BadSetting, match="ENCRYPTION_KEYS"):
        settings()


def test_production_starts_with_keys(production):
    both = f"{new_key()},{new_key()}"
    production.setenv("ENCRYPTION_KEYS", both)
    assert settings()["ENCRYPTION_KEYS"] == both


def test_a_developers_key_is_made_once_and_kept(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("ENCRYPTION_KEYS", raising=False)
    assert settings()["ENCRYPTION_KEYS"] == settings()["ENCRYPTION_KEYS"]
    [kept] = tmp_path.glob("encryption_keys.txt")
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("value", ["yes", "10.0.0.0/99", "127.0.0.1/8"])
def test_an_opening_that_is_none_stops_the_start_by_name(monkeypatch, tmp_path, value):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("WEBHOOK_ALLOW_PRIVATE", value)
    with pytest.raises(BadSetting, match="WEBHOOK_ALLOW_PRIVATE"):
        settings()
