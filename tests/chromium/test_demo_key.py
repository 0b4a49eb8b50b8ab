"""The key that the README names opens the demo's calls."""

import json
import urllib.request

from portal.demo.company import API_KEY


def test_the_demos_key_opens_the_calls_of_the_first_company(demo):
    asked = urllib.request.Request(f"{demo.url}/api/jobs?limit=200", headers={"X-API-Key": API_KEY})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        titles = {job["title"] for job in json.loads(answer.read())["items"]}
    assert len(titles) >= 12 and "Receptionist" not in titles, "the second company's job"
    assert API_KEY == "demo-api-key-company-1"
