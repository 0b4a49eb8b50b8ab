"""A started portal with the demo company, and a real browser."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright

from tests.servers import Portal

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PASSWORD = "demo-password-1"
DESK, PHONE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}, {"width": 320, "height": 700}
PATIENCE = 40_000
TELL_OF_CSP = """addEventListener("securitypolicyviolation", (event) =>
    console.error(`CSP ${event.effectiveDirective}: ${event.blockedURI} on ${location.pathname}`))"""


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(_playwright: Playwright) -> Iterator[Browser]:
    """Headless Chromium of the system."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    browser = _playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
    yield browser
    browser.close()


@dataclass
class Visitor:
    """A person at a browser: their page, and what the browser complained of."""

    page: Page
    context: BrowserContext
    complaints: list[str]
    url: str
    script: bool = True

    def go(self, path: str) -> None:
        """Open a path of the portal."""
        self.page.goto(self.url + path if path.startswith("/") else path)

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        """Sign in as a person of the demo, or where the page of a sign-in is open."""
        if "/login" not in self.page.url:
            self.go("/portal/login" if email.startswith("candidate") else "/login")
        self.page.get_by_label("E-mail").first.fill(email)
        self.page.locator("input[type=password]").first.fill(password)
        self.page.locator("main button[type=submit]").first.click()
        self.page.wait_for_load_state()
        assert "login" not in self.page.url, self.page.content()[:3000]


def refused(text: str) -> bool:
    """Whether the browser only tells of an answer that refuses (a form with errors, a slot that is taken), or of the
    bell's question that ended because the page was left (htmx then tells of the abort as of an error)."""
    return bool(
        re.search(r"Failed to load resource: .* status of (401|403|404|409|422)|htmx:(sendAbort|afterRequest)", text)
    )


@pytest.fixture
def visit(chromium: Browser, demo: Portal) -> Iterator[Callable[..., Visitor]]:
    """`visit(email=None, size=DESK, script=True, dark=False, zone=…)`: a new browser window; it must not complain."""
    opened: list[Visitor] = []

    def open_window(
        email: str | None = None,
        *,
        size: dict[str, int] = DESK,
        script: bool = True,
        dark: bool = False,
        zone: str = "Asia/Kolkata",
    ) -> Visitor:
        phone = size["width"] < 600
        context = chromium.new_context(
            viewport=size, java_script_enabled=script, color_scheme="dark" if dark else "light",
            is_mobile=phone, has_touch=phone, reduced_motion="reduce", timezone_id=zone,
        )  # fmt: skip
        page, complaints = context.new_page(), []
        page.set_default_timeout(PATIENCE)
        context.add_init_script(TELL_OF_CSP)
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" and not refused(m.text) else None)
        page.on("pageerror", lambda e: complaints.append(str(e)))
        page.on("dialog", lambda d: (complaints.append(f"dialog: {d.message}"), d.dismiss()))
        visitor = Visitor(page, context, complaints, demo.url, script)
        opened.append(visitor)
        if email:
            visitor.sign_in(email)
        return visitor

    yield open_window
    for visitor in opened:
        visitor.context.close()
    assert not [c for visitor in opened for c in visitor.complaints], "a browser complained"
