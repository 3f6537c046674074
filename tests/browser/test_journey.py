"""The whole journey in a real browser: sign in, paste, accept, edit, export."""

import csv
import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import keep, sign_in
from tracker.resources import resource_dir

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: Where the pictures of the README go; ``make screenshots`` names it.
PICTURES = os.environ.get("TRACKER_SCREENSHOTS")


def report() -> str:
    return (resource_dir("seeds") / "articles" / "talks-in-bogota.txt").read_text(encoding="utf-8")


def test_from_a_pasted_article_to_an_exported_claim(page: Page, tmp_path: Path) -> None:
    sign_in(page)
    page.get_by_role("link", name="Bring in an article").first.click()
    page.get_by_label("Paste the text").fill(report())
    page.get_by_role("button", name="Read it").click()

    page.get_by_label("Headline").fill("Talks in Bogotá")
    page.get_by_label("Outlet").fill("The Harbour Post")
    page.get_by_role("button", name="Save and find claims").click()

    cards = page.locator(".claim-card")
    expect(cards.first).to_be_visible()
    claims = cards.count()
    assert claims >= 6
    marked = page.locator(".desk-text .claim-mark").first
    expect(marked).to_be_visible()
    keep(page, Path(PICTURES) if PICTURES else tmp_path, "article")

    cards.first.get_by_role("button", name="Accept").click()
    expect(page.locator(".claim-card").first).to_contain_text("Accepted")

    page.locator(".claim-card").first.get_by_role("link", name="Edit").click()
    page.get_by_label("Claim", exact=True).fill("A wording that an editor wrote")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("A wording that an editor wrote")
    expect(page.get_by_role("main")).to_contain_text("Ana Novak")

    page.get_by_role("link", name="Claims", exact=True).click()
    page.get_by_label("Accepted").check()
    expect(page.locator(".claim-line")).to_have_count(1)
    assert "stage=new" in page.url
    page.get_by_role("link", name="Export these").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV", exact=True).click()
    download.value.save_as(tmp_path / "claims.csv")
    with (tmp_path / "claims.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["wording"] for row in rows] == ["A wording that an editor wrote"]
    assert rows[0]["outlet"] == "The Harbour Post"
    assert rows[0]["stage"] == "new"


def test_the_journey_needs_no_script(chromium, site: str) -> None:
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    sign_in(page)
    page.goto("/articles/new")
    page.get_by_label("Paste the text").fill("“The bridge is safe,” said Clara Voss, the engineer.")
    page.get_by_role("button", name="Read it").click()
    page.get_by_label("Headline").fill("The bridge")
    page.get_by_role("button", name="Save and find claims").click()
    page.locator(".claim-card").first.get_by_role("button", name="Accept").click()
    expect(page.locator(".claim-card").first).to_contain_text("Accepted")
    context.close()
