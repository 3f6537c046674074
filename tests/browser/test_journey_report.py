"""An article becomes a report that is read, corrected and retracted, with scripts and without."""

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import newsroom
from tests.browser.conftest import ADMIN, CHECKER, CONTRIBUTOR, EMAIL, REVIEWER, serve
from tests.browser.newsroom import CLAIM, REASON, Newsroom

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDING = "The ferry carried 412,000 passengers in 2025."
CORRECTION = "We had left out the ferry of the northern pier."
RECOUNTED = "With the northern pier, 409,870 passengers were counted."
RETRACTION = "The two ports counted the same passengers."


@pytest.fixture(params=[True, False], ids=["with-scripts", "without-scripts"])
def house(request: pytest.FixtureRequest, chromium: Browser, tmp_path: Path) -> Iterator[Newsroom]:
    """Serve a newsroom of its own, for browsers that run scripts or that do not."""
    with serve(tmp_path) as address:
        yield Newsroom(chromium, address, tmp_path, has_scripts=request.param)


def test_an_article_becomes_a_report_that_is_corrected_and_retracted(
    house: Newsroom, tmp_path: Path
) -> None:
    claim = bring_to_review(house)
    report = claim.replace("/claims/", "/reports/")
    approve(house, claim)
    publish(house, claim)
    read(house, report, WORDING, REASON, "Mostly false", "Accurate paraphrase", "Exaggerated")

    correct(house, claim)
    read(house, report, REASON)
    check_again(house, claim)
    approve(house, claim)
    publish(house, claim, note=CORRECTION)
    read(house, report, RECOUNTED, CORRECTION, "Before, the verdict was: Mostly false")
    assert export(house, tmp_path)["wording"] == WORDING

    retract(house, claim)
    read(house, report, "This report was retracted", RETRACTION)


def bring_to_review(house: Newsroom) -> str:
    """Let a contributor bring the article in and mend a claim, and a fact-checker check it."""
    with house.seat(CONTRIBUTOR) as ben:
        newsroom.bring_in(ben)
        claim = newsroom.accept(ben)
        ben.fill({"Claim": WORDING, "Said on": "2026-02-03"})
        ben.press("Save")
        expect(ben.page.get_by_role("heading", level=1)).to_contain_text(WORDING)
        ben.look("mended")
    with house.seat(CHECKER) as clara:
        clara.page.goto(claim)
        newsroom.triage(clara)
        clara.press("Start checking")
        newsroom.check(clara, claim)
    return claim


def approve(house: Newsroom, claim: str) -> None:
    """Let the reviewer find the claim in her queue, and approve it."""
    with house.seat(REVIEWER) as dora:
        dora.page.goto("/claims")
        dora.page.get_by_role("link", name="To review").click()
        dora.look("to-review")
        dora.page.locator(".claim-line a", has_text=CLAIM).click()
        assert dora.page.url == claim
        dora.look("review")
        dora.press("Approve")
        dora.look("approved")


def publish(house: Newsroom, claim: str, *, note: str = "") -> None:
    """Let the editor publish the claim, or its correction with what readers are told."""
    with house.seat(EMAIL) as ana:
        ana.page.goto(claim)
        if note:
            expect(ana.main.get_by_label("What readers will be told").first).to_have_value(note)
        ana.press("Publish the correction" if note else "Publish")
        ana.look("out")
        expect(ana.main.get_by_role("link", name="See the public report")).to_be_visible()


def read(house: Newsroom, report: str, *expected: str) -> None:
    """Let a reader, who is not signed in, find the report and read it."""
    with house.seat() as reader:
        reader.page.goto("/reports/corrections")
        reader.look("corrections")
        reader.page.goto("/reports")
        reader.look("reports")
        link = reader.main.get_by_role("link", name=WORDING)
        if link.count():
            link.first.click()
            assert reader.page.url == report
        else:
            reader.page.goto(report)
        for words in expected:
            expect(reader.main).to_contain_text(words)
        reader.look(f"report-{expected[0][:12]}")


def correct(house: Newsroom, claim: str) -> None:
    """Let the editor propose a correction, and the reviewer confirm it."""
    with house.seat(EMAIL) as ana:
        ana.page.goto(claim)
        newsroom.propose(ana, "Correct", CORRECTION)
        expect(ana.main.get_by_role("button", name="Confirm")).to_have_count(0)
    confirm(house, claim, REVIEWER)


def retract(house: Newsroom, claim: str) -> None:
    """Let the editor propose to retract the report, and the administrator confirm it."""
    with house.seat(EMAIL) as ana:
        ana.page.goto(claim)
        newsroom.propose(ana, "Retract", RETRACTION)
    confirm(house, claim, ADMIN)


def confirm(house: Newsroom, claim: str, email: str) -> None:
    with house.seat(email) as second:
        second.page.goto(claim)
        second.look("proposed")
        second.press("Confirm")
        second.look("confirmed")


def check_again(house: Newsroom, claim: str) -> None:
    """Let the fact-checker change the verdict, and submit the claim once more."""
    with house.seat(CHECKER) as clara:
        clara.page.goto(claim)
        newsroom.give_verdicts(clara, "Mostly true", RECOUNTED)
        clara.look("checked-again")
        clara.press("Submit for review")


def export(house: Newsroom, folder: Path) -> dict[str, str]:
    """Let the editor take out what was corrected, and return the only row."""
    with house.seat(EMAIL) as ana:
        ana.page.goto("/claims?stage=corrected")
        ana.look("corrected")
        ana.main.get_by_role("link", name="Export these").click()
        ana.look("export")
        with ana.page.expect_download() as download:
            ana.page.get_by_role("link", name="Download CSV", exact=True).click()
        download.value.save_as(folder / "claims.csv")
    with (folder / "claims.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 1
    return rows[0]
