"""Public ids: what an encoder made is read again, and anything else is no id."""

import pytest

from portal.core.ids import decode, encode


@pytest.mark.parametrize("number", [0, 7, 2**31, 2**53 - 1])
def test_an_id_is_read_as_it_was_made(number):
    assert decode("job", encode("job", number)) == number


@pytest.mark.parametrize("text", ["job_" + "9" * 30, encode("job", 2**53), "job_9", "job_", "cand_99", "7" * 16])
def test_what_names_no_row_is_none(text):
    """Also what would be a number that no column holds, for which the encoder raises."""
    assert decode("job", text) is None


@pytest.mark.parametrize("path", ["/careers/demo/jobs/job_{}", "/jobs/job_{}", "/conversations?candidate=cand_{}"])
def test_a_very_large_id_in_an_address_is_no_fault(company, recruiter, path):
    """Strangers met it as well."""
    assert recruiter.get(path.format("9" * 30)).status == (200 if "?" in path else 404)
