"""JSON calls about candidates: the people themselves, what they keep, and the reading of a résumé."""

from portal.api.calls import Calls

calls = Calls("candidates_api", __name__, "Candidates")

from portal.candidates.api import own, people, resumes  # noqa: E402

__all__ = ["calls", "own", "people", "resumes"]
