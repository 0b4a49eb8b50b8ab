"""The name under which candidates' programs know the portal: `from jobswipe import JobSwipeClient`."""

from talent_portal._portal import AsyncJobSwipeClient, JobSwipeClient
from talent_portal.errors import ApiError, TalentPortalError

__all__ = ["ApiError", "AsyncJobSwipeClient", "JobSwipeClient", "TalentPortalError"]
