"""Every page at three widths, light and dark: nothing overflows, and axe finds nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
PAGES = (
    "/",
    "/articles",
    "/articles/new",
    "/articles/1",
    "/articles/1/edit",
    "/claims",
    "/claims?stage=published&q=nothing+like+this",
    "/claims/1",
    "/claims/1/history",
    "/claims/1/boundaries",
    "/speakers",
    "/speakers/1",
    "/speakers/1/edit",
    "/speakers/new",
    "/exports",
    "/account",
    "/reports",
    "/reports/corrections",
    "/reports/method",
)
WIDTHS = (380, 900, 1440)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module", params=["light", "dark"])
def reader(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Page:
    """Sign in, in light and in dark, to a newsroom with one article."""
    context = chromium.new_context(base_url=site, color_scheme=request.param, bypass_csp=True)
    context.add_init_script(path=AXE)
    page = context.new_page()
    sign_in(page)
    if page.goto("/articles/1").status == 404:
        page.goto("/articles/new")
        page.get_by_label("Paste the text").fill(
            "“The bridge is safe,” said Clara Voss, the city engineer. She denied that it had"
            " been closed in the winter.\n\nA neighbour, who asked not to be named, said that"
            " the bridge “shook like a leaf”."
        )
        page.get_by_role("button", name="Read it").click()
        page.get_by_label("Headline").fill("The bridge")
        page.get_by_role("button", name="Save and find claims").click()
        page.wait_for_url("**/articles/*")
    return page


@pytest.mark.parametrize("address", PAGES)
def test_a_page_fits_every_width_and_axe_finds_nothing(reader: Page, address: str) -> None:
    for width in WIDTHS:
        reader.set_viewport_size({"width": width, "height": 900})
        answer = reader.goto(address)
        assert answer is not None
        assert answer.status == 200
        overflow = reader.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{address} overflows by {overflow} px at {width} px"
    found = reader.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(r => r.violations.map("
        "v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')))",
        RULES,
    )
    assert found == []


def test_the_sign_in_page_fits_and_axe_finds_nothing(chromium: Browser, site: str) -> None:
    context = chromium.new_context(base_url=site, bypass_csp=True)
    context.add_init_script(path=AXE)
    page = context.new_page()
    page.goto("/sign-in")
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(r => r.violations.map(v => v.id))", RULES
    )
    assert found == []
    context.close()
