"""Talent Portal for Python: every call of its JSON face, for ordinary and for asynchronous programs.

from talent_portal import TalentPortal

with TalentPortal(base_url="https://talent.example", api_key="tp_…") as client:
    for job in client.jobs.iterate(status=["open"]):
        print(job["title"])
"""

from talent_portal import errors, types, webhooks
from talent_portal._calls import File, Options
from talent_portal._files import UploadedFile
from talent_portal._portal import AsyncTalentPortal, TalentPortal
from talent_portal._version import VERSION as __version__
from talent_portal.errors import ApiError, TalentPortalError

__all__ = [
    "ApiError",
    "AsyncTalentPortal",
    "File",
    "Options",
    "TalentPortal",
    "TalentPortalError",
    "UploadedFile",
    "__version__",
    "errors",
    "types",
    "webhooks",
]
