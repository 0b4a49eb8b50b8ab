"""JSON calls about candidates: the people themselves, and the reading of a résumé."""

from portal.api.calls import Calls

calls = Calls("candidates_api", __name__, "Candidates")

from portal.candidates.api import people, resumes  # noqa: E402

__all__ = ["calls", "people", "resumes"]
