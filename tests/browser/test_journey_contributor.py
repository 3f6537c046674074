"""A contributor triages an article with the keyboard alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import CONTRIBUTOR, PASSWORD, serve

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = (
    "The library lends four thousand books a week, said Ida Brandt, its director.\n\n"
    "“We open on Sundays from May,” Brandt added."
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a newsroom of its own: other journeys count what was accepted."""
    with serve(tmp_path_factory.mktemp("contributor")) as address:
        yield address


def go_to(page: Page, goal: Locator) -> None:
    """Press Tab until ``goal`` has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if goal.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab never comes to {goal}")


def write(page: Page, label: str, words: str) -> None:
    go_to(page, page.get_by_label(label).first)
    page.keyboard.type(words)


def press(page: Page, name: str) -> None:
    go_to(page, page.get_by_role("main").get_by_role("button", name=name))
    page.keyboard.press("Enter")


def test_an_article_is_triaged_by_keyboard_alone(page: Page, site: str) -> None:
    page.goto("/sign-in")
    page.get_by_role("main").focus()
    write(page, "E-mail", CONTRIBUTOR)
    write(page, "Password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    page.goto("/articles/new")
    write(page, "Paste the text", TEXT)
    press(page, "Read it")
    page.wait_for_load_state()
    write(page, "Headline", "The library opens on Sundays")
    press(page, "Save and find claims")
    cards = page.locator(".claim-card")
    expect(cards.first).to_contain_text("Proposed")
    before = page.get_by_role("main").get_by_text("Proposed", exact=True).count()

    page.keyboard.press("j")
    page.keyboard.press("a")

    expect(page.get_by_role("main").get_by_text("Accepted", exact=True).first).to_be_visible()
    expect(page.get_by_role("main").get_by_text("Proposed", exact=True)).to_have_count(before - 1)
