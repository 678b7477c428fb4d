"""Walking about the portal as a person would: signing in, following links, looking for barriers."""

import re
from collections import Counter
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import axe_playwright_python
from playwright.sync_api import BrowserContext, Page

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
PASSWORD = "tomoni-demo"
# Not pages for a reader, or the way out of the house.
ELSEWHERE = (
    "/accounts/logout",
    "/office",
    "/calendar/",
    "/static/",
    "/media/",
    "/documents/",
    "/dev/",
    "/api/",
    "/sitemap",
)


def sign_in(page: Page, portal: str, name: str, *, going_to: str = "/ja/") -> None:
    page.goto(f"{portal}/accounts/login/?next={going_to}")
    page.fill("input[name=login]", f"{name}@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/login" not in url)


def barriers(page: Page) -> list[str]:
    """What axe finds on the page as it stands, in all its rules."""
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    return [f"{one['id']}: {one['nodes'][0]['target']} {one['nodes'][0]['failureSummary']}" for one in found]


def is_too_wide(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def kind_of(path: str) -> str:
    """Pages of one kind look alike: numbers and slugs stand for one another."""
    path = re.sub(r"/\d+/", "/n/", path)
    return re.sub(r"/(run|campaigns|courses|news|learn|gathering)/[^/]+/", r"/\1/slug/", path)


def walk(
    context: BrowserContext, portal: str, start: str, *, of_a_kind: int = 2, at_most: int = 60
) -> dict[str, list[str]]:
    """Follow every link from `start`; per page what is wrong: status, console, barriers, width."""
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    waiting, seen, kinds = [start], {start}, Counter()
    wrong: dict[str, list[str]] = {}
    visited = 0
    while waiting and visited < at_most:
        path = waiting.pop(0)
        if kinds[kind_of(urlsplit(path).path)] >= of_a_kind:
            continue
        kinds[kind_of(urlsplit(path).path)] += 1
        visited += 1
        said.clear()
        response = page.goto(portal + path)
        troubles = [f"status {response.status}"] if response.status >= 400 else []
        troubles += said + barriers(page) + (["wider than the screen"] if is_too_wide(page) else [])
        if troubles:
            wrong[path] = troubles
        for href in page.eval_on_selector_all("a[href]", "links => links.map(link => link.href)"):
            target = urldefrag(href).url.removeprefix(portal)
            same_language = target.startswith((start[:4], "/accounts/"))
            if (
                same_language
                and not target.startswith(ELSEWHERE)
                and not target.endswith(".pdf")
                and target not in seen
            ):
                seen.add(target)
                waiting.append(target)
    page.close()
    assert visited > 5, "the walk found hardly any links"
    return wrong
