"""Putting bytes away, reading and deleting them, pictures of a document's pages, and signed addresses for one file."""

from portal.storage.services.files import delete, put, read, source_of
from portal.storage.services.signed import key_of

__all__ = ["delete", "key_of", "put", "read", "source_of"]
