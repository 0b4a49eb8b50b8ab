"""A push service that stands here."""

import pytest

from tests.core.receiver import receiver


@pytest.fixture
def service(app, monkeypatch):
    """A push service that is known to the portal."""
    with receiver(status=201, body=b"") as listening:
        monkeypatch.setitem(app.config, "WEBHOOK_ALLOW_PRIVATE", "127.0.0.0/8")
        monkeypatch.setitem(app.config, "PUSH_SERVICES", (f"http://127.0.0.1:{listening.port}",))
        yield listening
