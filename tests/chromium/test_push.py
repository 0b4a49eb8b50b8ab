"""Push messages in a real browser: asked for by a press alone, shown by the worker script, ended by signing out."""

import json

import pytest
from playwright.sync_api import expect

from tests.chromium.conftest import PHONE

pytestmark = [pytest.mark.slow, pytest.mark.browser, pytest.mark.timeout(280)]
# No push service can be reached from here, so what it gives a browser is put in its place: an address and keys.
GIVEN = """
const p256dh = "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";
const keys = { p256dh, auth: "A".repeat(22) };
const one = { endpoint: "https://fcm.googleapis.com/fcm/send/a-browser",
  toJSON: () => ({ endpoint: one.endpoint, keys }),
  unsubscribe: async () => { localStorage.removeItem("given"); localStorage.setItem("ended", "1"); } };
PushManager.prototype.subscribe = async (asked) => {
  localStorage.setItem("given", asked.applicationServerKey.length);
  return one;
};
PushManager.prototype.getSubscription = async () => (localStorage.getItem("given") ? one : null);
"""
ASKED = 'Notification.requestPermission = async () => { window.asked = 1; return "granted"; };'
FAILS = "PushManager.prototype.subscribe = async () => { throw new DOMException('no', 'AbortError'); };"
SHOWN = """navigator.serviceWorker.ready.then(async (registration) =>
    (await registration.getNotifications()).map((one) => [one.title, one.body, one.data]))"""


def test_nobody_is_asked_before_a_press_and_a_device_is_told_until_its_person_signs_out(visit):
    recruiter = visit()
    recruiter.context.add_init_script(GIVEN + ASKED)
    recruiter.sign_in("recruiter@demo.test")
    recruiter.go("/notifications")
    offer = recruiter.page.locator("[data-push-offer]")
    expect(offer).to_be_visible()
    assert recruiter.page.evaluate("window.asked") is None, "nothing is asked by itself"
    offer.get_by_role("button", name="Not now").click()
    recruiter.go("/notifications")
    expect(recruiter.page.locator("#notices")).to_be_attached()
    expect(offer).to_be_hidden()
    recruiter.context.grant_permissions(["notifications"])
    recruiter.go("/notifications/settings")
    recruiter.page.get_by_role("button", name="Tell me on this device").click()
    expect(recruiter.page.get_by_role("button", name="Stop on this device")).to_be_visible()
    expect(recruiter.page.locator("#devices li")).to_contain_text("Chrome on Linux")
    assert recruiter.page.evaluate("localStorage.getItem('given')") == "65", "the portal's own key was asked with"
    recruiter.page.locator(".btn-person").click()
    recruiter.page.get_by_role("button", name="Sign out").click()
    recruiter.page.wait_for_url("**/login**")
    assert recruiter.page.evaluate("localStorage.getItem('ended')") == "1"
    assert not recruiter.complaints


def test_the_worker_script_shows_what_comes_and_nothing_of_another_site_is_opened(visit):
    candidate = visit(size=PHONE)
    candidate.context.grant_permissions(["notifications"])
    candidate.sign_in("candidate@demo.test")
    candidate.go("/portal/notifications/settings")
    page = candidate.page
    expect(page.get_by_role("button", name="Tell me on this device")).to_be_visible()
    cdp = candidate.context.new_cdp_session(page)
    known = []
    cdp.on("ServiceWorker.workerRegistrationUpdated", lambda told: known.extend(told["registrations"]))
    cdp.send("ServiceWorker.enable")
    page.evaluate(
        "navigator.serviceWorker.register('/sw.js', { scope: '/' }).then(() => navigator.serviceWorker.ready)"
    )
    page.wait_for_timeout(500)
    (number,) = {one["registrationId"] for one in known}
    told = {
        "title": "Demo Talent",
        "body": "A new job fits your profile.",
        "tag": "job_match_found",
        "path": "/portal/notifications",
        "id": "notif_one",
    }
    for data in (json.dumps(told), "no json"):
        cdp.send("ServiceWorker.deliverPushMessage", {"origin": candidate.url, "registrationId": number, "data": data})
    page.wait_for_timeout(1000)
    shown = page.evaluate(SHOWN)
    assert ["Demo Talent", told["body"], {"path": told["path"], "id": told["id"]}] in shown
    assert any(title == "Talent Portal" for title, _, _ in shown)
    assert not candidate.complaints


def test_a_browser_whose_push_service_is_out_of_reach_is_told_so(visit):
    recruiter = visit()
    recruiter.context.grant_permissions(["notifications"])
    recruiter.context.add_init_script(FAILS)
    recruiter.sign_in("recruiter@demo.test")
    recruiter.go("/notifications/settings")
    recruiter.page.get_by_role("button", name="Tell me on this device").click()
    expect(recruiter.page.get_by_role("alert").filter(has_text="did not work")).to_be_visible()


def test_a_device_that_is_removed_in_the_list_stays_removed_and_what_comes_anew_rings_again(visit):
    recruiter = visit()
    recruiter.context.add_init_script(GIVEN + ASKED)
    recruiter.context.grant_permissions(["notifications"])
    recruiter.sign_in("admin@demo.test")
    recruiter.go("/notifications/settings")
    page = recruiter.page
    page.get_by_role("button", name="Tell me on this device").click()
    expect(page.locator("#devices li")).to_contain_text("This device")
    page.locator("#devices li button").click()
    expect(page.get_by_role("button", name="Tell me on this device")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="Tell me on this device")).to_be_visible()
    expect(page.locator("#devices li")).to_have_count(0)
    (worker,) = recruiter.context.service_workers
    rung = worker.evaluate(
        """async () => {
          const rung = [];
          for (const id of ["a", "a", "b"]) {
            const data = JSON.stringify({ title: "T", body: "x", tag: "custom", path: "/jobs", id });
            const waits = [];
            const event = new PushEvent("push", { data });
            event.waitUntil = (promise) => waits.push(promise);
            dispatchEvent(event);
            await Promise.all(waits);
            rung.push((await registration.getNotifications({ tag: "custom" })).map((one) => one.renotify));
          }
          return rung;
        }"""
    )
    assert rung == [[False], [False], [True]]
