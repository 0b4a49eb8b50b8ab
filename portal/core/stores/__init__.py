"""Where the bytes of files are: a folder of this machine, or a bucket that speaks S3 (`STORAGE_URL`). Rows name them.

A store knows places (`12/34/1234…`) and bytes; whose they are and who may have them is not its matter.
"""

from flask import Flask, current_app

from portal.core.stores.kinds import Presigned, Store, StoreDown

__all__ = ["Presigned", "Store", "StoreDown", "store", "store_at"]

EXTENSION = "file_store"


def store() -> Store:
    """The store of the running portal."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if EXTENSION not in app.extensions:
        app.extensions[EXTENSION] = store_at(app.config["STORAGE_URL"], app.config["DATA_DIR"])
    made: Store = app.extensions[EXTENSION]
    return made


def store_at(url: str, data_dir: str) -> Store:
    """The store at an address: `s3://bucket…`, or the folder below `data_dir` for an empty one."""
    if url:
        # Loaded where it is needed alone: it is a fifth of a process's memory.
        from portal.core.stores.bucket import BucketStore
        from portal.core.stores.places import read_place

        return BucketStore(read_place(url))
    from portal.core.stores.folder import FolderStore

    return FolderStore(data_dir)
