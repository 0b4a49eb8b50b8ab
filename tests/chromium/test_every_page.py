"""Every page, in both themes, on a desk and 320 pixels wide: axe-core finds nothing, the HTML checker no error."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import APIResponse

from tests.chromium.addresses import pages_of
from tests.chromium.conftest import DESK, NARROW, Visitor
from tests.run import node_package
from tests.servers import Portal

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(1500)]
PEOPLE = ("admin@demo.test", "recruiter@demo.test", "client@demo.test", "candidate@demo.test", None)
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
# The checker knows the attributes of HTML; those of htmx are the one thing that it need not.
OF_HTMX = ".*Attribute .hx-[a-z:-]+. not allowed on element.*"


def paths_for(started: Portal, email: str | None) -> list[str]:
    """The pages that somebody is meant to open."""
    portal_side = email is not None and email.startswith("candidate")
    wanted = []
    for endpoint, access, path in pages_of(started):
        inside = endpoint.startswith("candidate_portal.")
        if email is None and access == "public":
            wanted.append(path)
        elif email is not None and access != "public" and inside is portal_side:
            wanted.append(path)
    return wanted


def is_page(answer: APIResponse) -> bool:
    """Whether it is a whole page: what pages ask for by themselves answers with a piece of one, or with nothing."""
    return answer.ok and answer.headers.get("content-type", "").startswith("text/html") and "<html" in answer.text()


@pytest.mark.parametrize("email", PEOPLE)
@pytest.mark.parametrize(("size", "dark"), [(DESK, False), (DESK, True), (NARROW, False), (NARROW, True)])
def test_axe_finds_nothing_on_any_page(demo: Portal, visit: Callable[..., Visitor], email, size, dark):
    visitor, wrong, seen = visit(email, size=size, dark=dark), [], 0
    for path in paths_for(demo, email):
        answer = visitor.context.request.get(demo.url + path)
        if not is_page(answer):
            continue
        if "sandbox" in answer.headers.get("content-security-policy", ""):
            # No script runs in a sandbox, axe's neither: the same HTML stands in an empty page.
            visitor.page.goto("about:blank")
            visitor.page.set_content(answer.text())
        else:
            visitor.go(path)
        seen += 1
        for violation in Axe().run(visitor.page, options=RULES).response["violations"]:
            nodes = [node["html"][:160] for node in violation["nodes"][:3]]
            wrong.append(f"{path}: {violation['id']}: {nodes}")
        width = visitor.page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            wrong.append(f"{path}: {width} px wide on a screen of {size['width']}")
    wrong += [f"the browser complains: {text}" for text in visitor.complaints]
    assert seen >= 2, "hardly any page was found"
    assert not wrong, "\n".join(wrong)


def test_the_html_of_every_page_is_valid(demo: Portal, visit: Callable[..., Visitor], tmp_path: Path):
    checker = node_package("vnu-jar", "26.9.27", "build/dist/vnu.jar")
    names = {}
    for email in PEOPLE:
        visitor = visit(email)
        for path in paths_for(demo, email):
            answer = visitor.context.request.get(demo.url + path)
            if is_page(answer):
                file = tmp_path / f"{len(names)}.html"
                file.write_bytes(answer.body())
                names[file.name] = f"{path} as {email}"
    told = subprocess.run(
        ["java", "-jar", str(checker), "--errors-only", "--format", "json", "--filterpattern", OF_HTMX,
         *sorted(map(str, tmp_path.glob("*.html")))],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    messages = json.loads(told.stderr)["messages"]
    wrong = [f"{names[m['url'].rsplit('/')[-1]]}: {m['message']} near {m.get('extract', '')[:100]!r}" for m in messages]
    assert len(names) > 20, "hardly any page was found"
    assert not wrong, "\n".join(wrong[:60])
