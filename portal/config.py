"""Settings from the environment (and `.env`). Production refuses to start with a missing or default secret, by name."""

import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dotenv import load_dotenv

from portal.core import push
from portal.core.crypto import keyring, new_key
from portal.core.networks import read_allowance
from portal.core.smtp import SCHEMES
from portal.core.stores.places import read_place

ROOT = Path(__file__).resolve().parent.parent
MEGABYTE = 1024 * 1024
# https://accounts.google.com/.well-known/openid-configuration, and the Calendar API's address.
GOOGLE_URLS = {
    "agree": "https://accounts.google.com/o/oauth2/v2/auth",
    "token": "https://oauth2.googleapis.com/token",
    "revoke": "https://oauth2.googleapis.com/revoke",
    "api": "https://www.googleapis.com",
}


class BadSetting(RuntimeError):
    """A setting is missing or cannot be used; the message names it."""


def settings() -> dict[str, Any]:
    """What `create_app` puts into `app.config`. Raises BadSetting."""
    load_dotenv(ROOT / ".env")
    production = os.environ.get("PORTAL_ENV", "development") == "production"
    data_dir = Path(os.environ.get("DATA_DIR") or ROOT / "instance").resolve()
    data_dir.mkdir(parents=True, exist_ok=True)
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    public = os.environ.get("PUBLIC_URL") or ("" if production else f"http://{host}:{port}")
    if not public:
        raise BadSetting("PUBLIC_URL is missing: links in mails need the portal's public address.")
    return {
        "PRODUCTION": production,
        "DATA_DIR": str(data_dir),
        "SECRET_KEY": _secret("SECRET_KEY", production, data_dir),
        "ENCRYPTION_KEYS": _encryption_keys(production, data_dir),
        "WEBHOOK_ALLOW_PRIVATE": _allowance(),
        "INTEGRATION_ADDRESSES": _integration_addresses(),
        "JWT_SECRETS": _keys("JWT_SECRET", production, data_dir),
        "PUBLIC_URL": public,
        "SQLALCHEMY_DATABASE_URI": _database(data_dir),
        "SQLALCHEMY_ENGINE_OPTIONS": _engine_options(),
        "REDIS_URL": _redis(),
        "STORAGE_URL": _storage(),
        "RATE_LIMITS": _limits(production),
        "METRICS_HOST": os.environ.get("METRICS_HOST") or "127.0.0.1",
        "METRICS_PORT": metrics_port(),
        "SMTP_URL": _smtp_url(),
        "MAIL_FROM": os.environ.get("MAIL_FROM") or "portal@localhost.localdomain",
        "OPENAI_API_KEY": os.environ.get("OPENAI_API_KEY", ""),
        "OPENAI_BASE_URL": os.environ.get("OPENAI_BASE_URL", ""),
        "OPENAI_MODEL": os.environ.get("OPENAI_MODEL") or "gpt-4o-mini",
        "OPENAI_SECONDS": float(os.environ.get("OPENAI_SECONDS") or "20"),
        "GOOGLE_CLIENT_ID": os.environ.get("GOOGLE_CLIENT_ID", ""),
        "GOOGLE_CLIENT_SECRET": os.environ.get("GOOGLE_CLIENT_SECRET", ""),
        "GOOGLE_URLS": dict(GOOGLE_URLS),
        "VAPID_PRIVATE_KEY": _vapid(production, data_dir),
        "VAPID_SUBJECT": _vapid_subject(public),
        "PUSH_SERVICES": _push_services(),
        "MAX_CONTENT_LENGTH": 420 * MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": 2 * MEGABYTE,
        "MAX_FORM_PARTS": 1000,
        "TRUSTED_PROXIES": int(os.environ.get("TRUSTED_PROXIES") or "0"),
        "SESSION_IDLE_HOURS": int(os.environ.get("SESSION_IDLE_HOURS") or "12"),
        "SESSION_COOKIE_SECURE": production,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,
        "TEMPLATES_AUTO_RELOAD": False,
    }


def _secret(name: str, production: bool, data_dir: Path) -> str:
    value = os.environ.get(name, "")
    if production:
        if len(value) < 32 or value.startswith("change"):
            raise BadSetting(f"{name} is missing or too short: production needs 32 random characters or more.")
        return value
    if value:
        return value
    return _kept(name, data_dir, lambda: secrets.token_urlsafe(48))


def _kept(name: str, data_dir: Path, make: Callable[[], str]) -> str:
    """A secret made once and kept, so that a restart changes nothing; every process of this data folder shares it."""
    kept = data_dir / f"{name.lower()}.txt"
    if not kept.exists():
        part = data_dir / f".{name.lower()}.{os.getpid()}"
        part.touch(mode=0o600)
        part.write_text(make())
        try:
            os.link(part, kept)
        except FileExistsError:
            pass
        part.unlink()
    return kept.read_text().strip()


def _encryption_keys(production: bool, data_dir: Path) -> str:
    value = os.environ.get("ENCRYPTION_KEYS", "")
    if not value and not production:
        value = _kept("ENCRYPTION_KEYS", data_dir, new_key)
    try:
        keyring(value)
    except ValueError as error:
        raise BadSetting(
            "ENCRYPTION_KEYS is missing or holds something that is no key. Make one with: "
            "python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"
        ) from error
    return value


def _vapid(production: bool, data_dir: Path) -> str:
    """The key of web push; in production only where it is set, for all machines must have the same."""
    value = os.environ.get("VAPID_PRIVATE_KEY", "")
    if not value:
        return "" if production else _kept("VAPID_PRIVATE_KEY", data_dir, push.new_key)
    try:
        push.public_key(value)
    except ValueError as error:
        raise BadSetting("VAPID_PRIVATE_KEY is no P-256 key: base64url of its 32 bytes is wanted.") from error
    return value


def _vapid_subject(public: str) -> str:
    mail = os.environ.get("MAIL_FROM") or "portal@localhost.localdomain"
    subject = os.environ.get("VAPID_SUBJECT") or (public if public.startswith("https://") else f"mailto:{mail}")
    if not subject.startswith(("mailto:", "https://")):
        raise BadSetting("VAPID_SUBJECT is an address to reach you: mailto:… or https://….")
    return subject


def _push_services() -> tuple[str, ...]:
    """Hosts of push services that are called: those of the usual browsers, and further ones that are named."""
    named = os.environ.get("PUSH_SERVICES", "")
    return (*push.SERVICES, *(host.strip().lower() for host in named.split(",") if host.strip()))


def _allowance() -> str:
    value = os.environ.get("WEBHOOK_ALLOW_PRIVATE", "")
    try:
        read_allowance(value)
    except ValueError as error:
        raise BadSetting(f"WEBHOOK_ALLOW_PRIVATE must be 1, or networks like 10.1.0.0/16: {error}") from error
    return value


def _integration_addresses() -> dict[str, str]:
    """Addresses to call in a vendor's place (`greenhouse=https://gateway.example/greenhouse,…`), by type."""
    found = {}
    for part in filter(None, (part.strip() for part in os.environ.get("INTEGRATION_ADDRESSES", "").split(","))):
        name, _, url = part.partition("=")
        if not name or urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
            raise BadSetting("INTEGRATION_ADDRESSES is a list like greenhouse=https://gateway.example/greenhouse.")
        found[name.strip()] = url.rstrip("/")
    return found


def _smtp_url() -> str:
    url = os.environ.get("SMTP_URL", "")
    if url and urlsplit(url).scheme not in SCHEMES:
        raise BadSetting("SMTP_URL begins with smtp://, smtp+starttls:// or smtps://.")
    return url


def _keys(name: str, production: bool, data_dir: Path) -> list[str]:
    """Keys with commas between them: the first is used, all are accepted, so that one can be changed for another."""
    keys = [key.strip() for key in _secret(name, production, data_dir).split(",") if key.strip()]
    if production and any(len(key) < 32 for key in keys):
        raise BadSetting(f"{name} has a key that is too short: production needs 32 random characters or more in each.")
    return keys


def _storage() -> str:
    url = os.environ.get("STORAGE_URL", "")
    if url:
        try:
            read_place(url)
        except ValueError as error:
            raise BadSetting(f"STORAGE_URL cannot be used: {error}.") from error
    return url


def _limits(production: bool) -> int:
    """Requests a minute for everybody, whatever the plan: for tests. 0 leaves it to the plans."""
    wanted = os.environ.get("RATE_LIMITS", "")
    if not wanted:
        return 0
    if production or not wanted.isdigit():
        raise BadSetting("RATE_LIMITS is a number of requests a minute for tests; production goes by the plans.")
    return int(wanted)


def _database(data_dir: Path) -> str:
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return f"sqlite:///{data_dir / 'portal.sqlite'}"
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _redis() -> str:
    url = os.environ.get("REDIS_URL", "")
    if url and not url.startswith(("redis://", "rediss://")):
        raise BadSetting("REDIS_URL must be redis://host:port/number, or rediss:// with TLS.")
    return url


def metrics_port() -> int:
    """Where the metrics are, 9090 unless METRICS_PORT says otherwise; 0 (or nothing behind the =) is nowhere.

    Raises BadSetting.
    """
    wanted = os.environ.get("METRICS_PORT", "9090").strip() or "0"
    if not wanted.isdigit() or int(wanted) > 65535:
        raise BadSetting(f"METRICS_PORT must be a port's number or 0, not {wanted!r}.")
    return int(wanted)


def _engine_options() -> dict[str, Any]:
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return {
            "pool_size": 16,
            "max_overflow": 4,
            "pool_timeout": 5,
            # Compiling a statement costs more than running any of ours. Moments come in UTC, as they are wanted.
            "connect_args": {"connect_timeout": 5, "options": "-c jit=off -c timezone=UTC"},
        }
    return {"pool_size": 20, "max_overflow": 10, "connect_args": {"timeout": 15}}
