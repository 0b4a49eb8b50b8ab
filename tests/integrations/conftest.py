"""A double of the other systems, which the operator has set in their place."""

import pytest

from portal.integrations.catalogue import IntegrationType
from tests.core.receiver import receiver


@pytest.fixture
def vendor(app, monkeypatch):
    """A server that answers in place of every vendor."""
    with receiver(body=b'{"success": true}') as listening:
        base = f"http://127.0.0.1:{listening.port}"
        monkeypatch.setitem(app.config, "WEBHOOK_ALLOW_PRIVATE", "127.0.0.0/8")
        monkeypatch.setitem(app.config, "INTEGRATION_ADDRESSES", {kind.value: base for kind in IntegrationType})
        yield listening
