"""The captain's list in the dead zone: filled in off line, opened again off line, synced, synced twice (volunteering.md 9)."""

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from .walk import barriers, is_too_wide, sign_in

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(browser: Browser):
    with browser.new_context(viewport={"width": 390, "height": 844}, locale="ja") as context:
        context.set_default_timeout(15_000)
        yield context


def open_todays_list(page: Page, portal: str) -> str:
    """The list that captain@ keeps today; returns its address."""
    sign_in(page, portal, "captain", going_to="/ja/me/")
    page.goto(f"{portal}/ja/me/")
    address = page.locator("a[href$='/list/']").first.get_attribute("href")
    page.goto(portal + address)
    expect(page.locator("[data-sync-state]")).to_have_attribute("data-state", "saved")
    return address


def unmarked(page: Page, count: int) -> list[str]:
    lines = page.locator("[data-line][data-state=confirmed]")
    return [lines.nth(n).get_attribute("data-line") for n in range(count)]


def line(page: Page, number: str):
    return page.locator(f"[data-line='{number}']")


def put_back(page: Page, numbers: list[str]) -> None:
    """Leave the list as it was found."""
    for number in numbers:
        line(page, number).locator("button[value=undo]:visible").click()
    expect(page.locator("[data-sync-state]")).to_have_attribute("data-state", "saved")


def test_marks_wait_off_line_survive_a_reload_and_are_sent_once(portal, phone):
    page = phone.new_page()
    address = open_todays_list(page, portal)
    page.wait_for_function("navigator.serviceWorker.ready.then(() => caches.has('captains-list'))")
    page.wait_for_function(
        "caches.open('captains-list').then(store => store.match(location.pathname)).then(found => found !== undefined)"
    )
    numbers = unmarked(page, 2)
    here, people = page.locator("[data-count] b").inner_text().split(" / ")

    phone.set_offline(True)
    for number in numbers:
        line(page, number).locator("button[value=here]").click()
    line(page, numbers[0]).locator("button[value=left]").click()
    expect(page.locator("[data-sync-state]")).to_have_text(re.compile("3件の記録が、接続を待っています"))
    expect(line(page, numbers[0])).to_have_attribute("data-state", "left")
    heads = f"{int(here) + 2} / {people}"  # counted on the phone
    expect(page.locator("[data-count] b")).to_have_text(heads)

    page.reload()  # the battery was empty: the page opens from the phone, with its marks
    expect(page.locator("[data-sync-state]")).to_have_text(re.compile("3件の記録が、接続を待っています"))
    expect(line(page, numbers[1])).to_have_attribute("data-state", "checked_in")
    assert barriers(page) == []
    assert not is_too_wide(page)
    kept = page.evaluate("Object.entries(localStorage).find(([name]) => name.startsWith('tomoni.list'))[1]")

    phone.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-sync-state]")).to_have_attribute("data-state", "saved")
    expect(page.locator("[data-count] b")).to_have_text(heads)  # and the server counts the same
    page.goto(portal + address)
    assert [line(page, number).get_attribute("data-state") for number in numbers] == ["left", "checked_in"]

    # The same marks once more, as after an answer that was lost on its way.
    events = [send_again(page, kept) for _time in range(2)]
    assert events == [{"count": 3, "refused": 0}] * 2
    page.goto(portal + address)
    assert [line(page, number).get_attribute("data-state") for number in numbers] == ["left", "checked_in"]
    line(page, numbers[0]).locator("button[value=undo]:visible").click()
    put_back(page, [numbers[1]])


def send_again(page: Page, kept: str) -> dict:
    return page.evaluate(
        """async (marks) => {
            const root = document.querySelector("[data-list]");
            const token = root.querySelector("input[name=csrfmiddlewaretoken]").value;
            const response = await fetch(root.dataset.sync, {
                method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token },
                body: JSON.stringify({ marks }),
            });
            const { results } = await response.json();
            return { count: results.length, refused: results.filter((one) => one.refused).length };
        }""",
        json.loads(kept),
    )


def test_an_answer_that_is_lost_counts_nothing_twice(portal, phone):
    page = phone.new_page()
    open_todays_list(page, portal)
    number = unmarked(page, 1)[0]
    lost = []

    def lose(route):
        route.fetch()
        lost.append(route.request.post_data)
        route.abort()

    page.route("**/list/sync/", lose, times=1)
    line(page, number).locator("button[value=here]").click()
    expect(page.locator("[data-sync-state]")).to_have_attribute("data-state", "waiting")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-sync-state]")).to_have_attribute("data-state", "saved")

    assert len(lost) == 1
    expect(line(page, number)).to_have_attribute("data-state", "checked_in")
    put_back(page, [number])


def test_names_leave_the_phone_at_sign_out(portal, phone):
    page = phone.new_page()
    address = open_todays_list(page, portal)
    page.wait_for_function(
        "caches.open('captains-list').then(store => store.match(location.pathname)).then(found => found !== undefined)"
    )
    page.goto(f"{portal}/ja/me/")
    page.locator("form[action='/accounts/logout/'] button").click()
    page.wait_for_url(lambda url: "/me/" not in url)
    page.wait_for_function("caches.has('captains-list').then(has => !has)")
    phone.set_offline(True)
    with pytest.raises(Exception, match=r"ERR_FAILED|ERR_INTERNET_DISCONNECTED"):
        page.goto(portal + address)


def test_the_list_works_without_javascript(portal, browser):
    with browser.new_context(viewport={"width": 320, "height": 640}, locale="en", java_script_enabled=False) as context:
        page = context.new_page()
        open_address = f"{portal}/en/me/"
        sign_in(page, portal, "captain", going_to="/en/me/")
        page.goto(open_address)
        page.locator("a[href$='/list/']").first.click()
        number = unmarked(page, 1)[0]
        line(page, number).locator("button[value=here]").click()
        expect(line(page, number)).to_have_attribute("data-state", "checked_in")
        line(page, number).locator("button[value=undo]").click()
        expect(line(page, number)).to_have_attribute("data-state", "confirmed")
