"""The local maker: needs no service, and says nothing that the situation does not hold."""

from portal.assistant.local.maker import LocalMaker

__all__ = ["LocalMaker"]
