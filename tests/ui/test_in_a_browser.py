"""The progressive bits in a real browser, under the policy that production sends; no server, no network."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Template

from portal.ui.road import Road

from .test_road import POINTS

pytestmark = pytest.mark.browser
HOUSE = "http://localhost"  # a secure context, as https is
POLICY = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:"
FRAME = """{% load static tomoni %}<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>部品</title>
{% include "components/stylesheets.html" %}</head><body><main>BODY</main>
<script src="{% static "tomoni/js/tomoni.js" %}" type="module"></script></body></html>"""


@pytest.fixture
def visit(browser):
    """Opens a page with the given components; whatever the console says against it fails the test."""
    contexts, said = [], []

    def opened(body, *, javascript=True, width=390, **context):
        html = Template(FRAME.replace("BODY", body)).render(Context(context))
        browser_context = browser.new_context(
            viewport={"width": width, "height": 700}, java_script_enabled=javascript, reduced_motion="reduce"
        )
        browser_context.grant_permissions(["clipboard-read", "clipboard-write"])
        contexts.append(browser_context)
        page = browser_context.new_page()
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.route("**/*", lambda route: answer(route, html))
        page.goto(f"{HOUSE}/page/")
        return page

    yield opened
    for browser_context in contexts:
        browser_context.close()
    assert said == []


def answer(route, html):
    """The page, or a static file from the tree."""
    path = route.request.url.removeprefix(HOUSE)
    found = finders.find(path.removeprefix(settings.STATIC_URL)) if path.startswith(settings.STATIC_URL) else None
    if found:
        route.fulfill(path=Path(found))
    elif path == "/favicon.ico":
        route.fulfill(status=204)
    else:
        route.fulfill(body=html, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": POLICY})


def test_a_dialog_opens_closes_and_gives_the_focus_back(visit):
    page = visit('{% dialog id="way" label="行き方" %}<p>A2出口から4分</p>{% enddialog %}')
    page.click("summary")
    assert page.locator("dialog").is_visible()
    assert page.get_by_text("A2出口から4分").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("dialog").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_dialog_unfolds_where_scripts_do_not_run(visit):
    page = visit('{% dialog id="way" label="行き方" %}<p>A2出口から4分</p>{% enddialog %}', javascript=False)
    page.click("summary")
    assert page.get_by_text("A2出口から4分").is_visible()


def test_a_message_can_be_put_away(visit):
    page = visit(
        '{% include "components/messages.html" %}',
        messages=[{"message": "申し込みました", "level_tag": "success", "tags": "success"}],
    )
    page.get_by_role("button", name="閉じる").click()
    assert page.locator(".message").count() == 0


def test_the_copy_button_copies_and_says_so(visit):
    page = visit('{% button label="コピー" copy="https://example.org/run/hanako/" %}')
    page.click("button")
    page.get_by_text("コピーしました").wait_for()


def test_the_copy_button_can_copy_what_stands_in_a_field(visit):
    page = visit('<input id="address" value="https://example.org/c.ics">{% button label="コピー" copy="#address" %}')
    page.click("button")
    page.get_by_text("コピーしました").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "https://example.org/c.ics"


def test_a_copy_button_that_could_not_copy_is_not_shown(visit):
    page = visit('{% button label="コピー" copy="https://example.org/run/hanako/" %}', javascript=False)
    assert not page.locator("button").is_visible()


def test_a_form_is_sent_once_however_often_one_presses(visit):
    page = visit(
        '<form class="form" method="get" action="/never/" data-once>{% button label="送る" %}</form>',
    )
    sent = []
    page.route("**/never/**", lambda route: sent.append(route.request.url))  # the answer takes for ever
    press = "document.querySelector('button').click()"
    assert page.evaluate(f"{press}; {press}; document.querySelector('button').ariaBusy") == "true"
    page.wait_for_timeout(200)
    assert len(sent) == 1


def test_mistakes_are_read_first(visit):
    page = visit('<div class="form-errors" role="alert" tabindex="-1" data-focus>一か所、ご確認ください</div>')
    assert page.evaluate("document.activeElement.className") == "form-errors"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_one_road_is_shown_at_each_width(visit, width):
    page = visit(
        "{% card kind='road' %}{% progress_road road %}{% endcard %}",
        width=width,
        road=Road(paid_jpy=3, goal_jpy=9, points=POINTS),
    )
    shown = page.locator(".road__drawing:visible")
    assert shown.count() == 1
    assert ("phone" in shown.get_attribute("class")) == (width < 768)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_one_presses_is_large_enough(visit):
    page = visit(
        '{% button label="小" small=True %}{% chips items=items label="絞り込み" %}{% tabs items=items label="頁" %}',
        items=[{"label": "全", "href": "#"}],
    )
    for box in page.eval_on_selector_all(
        "button, .chip, .tab", "all => all.map(one => one.getBoundingClientRect().height)"
    ):
        assert box >= 44
