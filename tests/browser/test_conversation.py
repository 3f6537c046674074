"""Typed text outlives a lost page and an ended sign-in; selected words become a thread."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import EMAIL, PASSWORD, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TEXT = (
    "The port moved nine million tonnes last year, said Ana Silva, its director.\n\n"
    "“We will grow again,” Silva added on Monday."
)


@pytest.fixture
def claim(page: Page) -> str:
    """Bring in an article and open its first claim; return the claim's address."""
    sign_in(page)
    page.goto("/articles/new")
    page.get_by_label("Paste the text").fill(f"{TEXT} ({id(page)})")
    page.get_by_role("button", name="Read it").click()
    page.get_by_label("Headline").fill("The port grows")
    page.get_by_role("button", name="Save and find claims").click()
    page.locator(".claim-card").first.get_by_role("link", name="Edit").click()
    expect(page.locator("#edit")).to_be_visible()
    return page.url


def type_note(page: Page, words: str, told: str) -> None:
    page.locator("#note").fill(words)
    expect(page.locator("#edit .draft-note")).to_contain_text(told)


def test_text_that_was_not_sent_is_offered_again(page: Page, claim: str) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    type_note(page, "Half a thought", "Draft saved")
    page.goto("/articles")
    page.goto(claim)
    page.get_by_role("button", name="Restore it").click()
    expect(page.locator("#note")).to_have_value("Half a thought")
    page.locator("#edit").get_by_role("button", name="Save").click()
    expect(page.locator(".flash-success")).to_be_visible()
    page.goto(claim)
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("button", name="Restore it")).to_have_count(0)


def test_text_typed_after_the_sign_in_ended_is_kept_on_the_device(page: Page, claim: str) -> None:
    page.on("dialog", lambda dialog: dialog.accept())
    page.context.clear_cookies()
    type_note(page, "Typed too late", "kept on this device")
    page.goto(claim)
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Restore it").click()
    expect(page.locator("#note")).to_have_value("Typed too late")


def test_selected_words_are_what_the_comment_is_about(page: Page, claim: str) -> None:
    page.locator(".claim-context .claim-mark [data-start]").first.dblclick()
    words = page.evaluate("getSelection().toString().trim()")
    page.locator(".new-thread > summary").click()
    expect(page.locator("#comment-quote")).to_have_value(words)
    page.locator("#comment-words").fill("Which one?")
    page.locator(".new-thread").get_by_role("button", name="Comment").click()
    expect(page.locator(".thread q")).to_have_text(words)
