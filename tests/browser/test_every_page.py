"""Every page that a link leads to: it answers, has no barrier, fits the screen, and its console is silent."""

import pytest

from .walk import barriers, sign_in, walk

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 640}
DESKTOP = {"width": 1280, "height": 900}


@pytest.mark.parametrize(
    ("language", "viewport", "scheme"),
    [("ja", PHONE, "light"), ("en", DESKTOP, "dark"), ("ja", NARROW, "dark"), ("en", PHONE, "dark")],
    ids=["ja-phone", "en-desktop-dark", "ja-narrow-dark", "en-phone-dark"],
)
def test_a_visitor_meets_no_barrier_anywhere(browser, portal, language, viewport, scheme):
    with browser.new_context(viewport=viewport, color_scheme=scheme, locale=language) as context:
        assert walk(context, portal, f"/{language}/") == {}


@pytest.mark.parametrize(
    ("name", "language", "viewport", "scheme"),
    [("volunteer", "ja", PHONE, "dark"), ("runner", "en", DESKTOP, "light"), ("trainee", "ja", PHONE, "light")],
    ids=["volunteer", "runner", "trainee"],
)
def test_who_signed_in_meets_no_barrier_on_their_own_pages(browser, portal, name, language, viewport, scheme):
    with browser.new_context(viewport=viewport, color_scheme=scheme, locale=language) as context:
        page = context.new_page()
        sign_in(page, portal, name, going_to=f"/{language}/me/")
        page.close()

        assert walk(context, portal, f"/{language}/me/", of_a_kind=1) == {}


@pytest.mark.parametrize("address", ["/ui/?l=ja", "/ui/?l=en&theme=dark"])
def test_the_component_sheet_has_no_barrier(browser, portal, address):
    with browser.new_context(viewport=DESKTOP) as context:
        page = context.new_page()
        page.goto(portal + address)

        assert barriers(page) == []
