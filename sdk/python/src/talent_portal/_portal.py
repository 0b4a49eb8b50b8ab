"""The clients by their names. All have every call; what `jobs` is differs by who asks."""

from functools import cached_property

from talent_portal._async_resources import AsyncJobs, AsyncOpenings, AsyncResources
from talent_portal._resources import Jobs, Openings, Resources


class TalentPortal(Resources):
    """Talent Portal, for programs of a company that recruits and for those of candidates."""

    @cached_property
    def jobs(self) -> Jobs:
        """The company's jobs."""
        return Jobs(self)


class AsyncTalentPortal(AsyncResources):
    """Talent Portal, for `await`."""

    @cached_property
    def jobs(self) -> AsyncJobs:
        """The company's jobs."""
        return AsyncJobs(self)


class JobSwipeClient(Resources):
    """Talent Portal for whoever looks for a job: `jobs` are those that one can apply for, by numbered pages."""

    @cached_property
    def jobs(self) -> Openings:
        """The jobs that one can apply for."""
        return Openings(self)


class AsyncJobSwipeClient(AsyncResources):
    """`JobSwipeClient`, for `await`."""

    @cached_property
    def jobs(self) -> AsyncOpenings:
        """The jobs that one can apply for."""
        return AsyncOpenings(self)
