"""JSON calls about interviews (seed 003, "Interviews")."""

from portal.api.calls import Calls

calls = Calls("interviews_api", __name__, "Interviews")
ONE = "/interviews/<sid(int):interview_id>"

from portal.interviews.api import booking, deciding, listing, planning  # noqa: E402

__all__ = ["ONE", "booking", "calls", "deciding", "listing", "planning"]
