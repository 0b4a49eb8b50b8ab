"""Absolute addresses for mails and signatures: from PUBLIC_URL, never from a request's Host header."""

from typing import Any

from flask import current_app


def address(endpoint: str, **values: Any) -> str:
    """The public address of an endpoint. Works in the worker, where there is no request."""
    public: str = current_app.config["PUBLIC_URL"].rstrip("/")
    scheme, _, rest = public.partition("://")
    host, _, root = rest.partition("/")
    adapter = current_app.url_map.bind(host, script_name=f"/{root}", url_scheme=scheme)
    return adapter.build(endpoint, values, force_external=True)
