"""A fact-checker opens a claim from their work, checks it, and submits it for review."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import newsroom
from tests.browser.conftest import CHECKER, EMAIL, serve
from tests.browser.newsroom import Newsroom

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def desk(chromium: Browser, tmp_path: Path) -> Iterator[Newsroom]:
    """Serve a newsroom of its own: other journeys count what waits."""
    with serve(tmp_path) as address:
        yield Newsroom(chromium, address, tmp_path)


@pytest.fixture
def claim(desk: Newsroom) -> str:
    """Let the editor bring in the article and hand its claim to Clara; return the claim."""
    with desk.seat(EMAIL) as editor:
        newsroom.bring_in(editor)
        address = newsroom.accept(editor)
        editor.fill({"Who checks it": "Clara Wolf", "Due on": "2026-12-24", "Priority": "High"})
        editor.look("assigned")
        editor.press("Save")
    return address


def test_a_claim_goes_from_my_work_to_review(desk: Newsroom, claim: str) -> None:
    with desk.seat(CHECKER) as clara:
        clara.look("home")
        clara.page.get_by_role("link", name="Claims", exact=True).click()
        clara.page.get_by_role("link", name="My work").click()
        expect(clara.page.locator(".claim-line")).to_have_count(1)
        clara.look("my-work")
        clara.page.locator(".claim-line a", has_text=newsroom.CLAIM).click()
        assert clara.page.url == claim
        newsroom.triage(clara)
        clara.press("Start checking")
        submit = clara.main.get_by_role("button", name="Submit for review")
        expect(submit).to_be_disabled()
        clara.look("what-is-missing")

        newsroom.check(clara, claim)

        expect(clara.page.locator("#evidence")).to_contain_text("2 so far")
        facts = clara.page.locator("#claim-facts")
        expect(facts.get_by_label("Is it true?")).to_have_count(0)
        for words in ("2026", "High", newsroom.REASON):
            expect(facts).to_contain_text(words)
        badges = clara.main.locator(".badge-row").first
        for words in ("Mostly false", "accurate paraphrase"):
            expect(badges).to_contain_text(words)
        clara.look("in-review")
        expect(clara.main.get_by_role("button", name="Approve")).to_have_count(0)
