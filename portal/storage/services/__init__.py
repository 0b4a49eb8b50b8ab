"""Putting bytes away, reading and deleting them, and pictures of a document's pages."""

from portal.storage.services.files import delete, path_of, put, read

__all__ = ["delete", "path_of", "put", "read"]
