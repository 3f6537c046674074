"""What axe cannot see: keys, focus, movement, and what is said aloud."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import EMAIL, UNION, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

#: Pages with bars that stay while the page scrolls, and with most to reach.
BUSY = ("/articles/1", UNION, "/claims", "/articles/1/sentences")
#: Whether the focus can be seen: some point of it is not under something else.
IS_SEEN = """() => {
  const part = document.activeElement;
  if (!part || part === document.body) return "the page";
  const name = part.outerHTML.slice(0, 90);
  const boxes = [...part.getClientRects()].filter((box) => box.width > 2 && box.height > 2);
  const labels = [...(part.labels || [])].flatMap((label) => [...label.getClientRects()]);
  const points = [...boxes, ...labels].flatMap((box) => [0.15, 0.5, 0.85].map((share) =>
    [box.left + box.width * share, box.top + box.height / 2]));
  const seen = points.some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    if (!top) return false;
    return part.contains(top) || top.contains(part) || top.closest("label")?.control === part;
  });
  return (seen ? "" : "HIDDEN ") + name;
}"""


@pytest.fixture
def reader(chromium: Browser, demonstration: str) -> Iterator[Page]:
    context = chromium.new_context(
        base_url=demonstration,
        viewport={"width": 1440, "height": 900},
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    sign_in(page, EMAIL)
    yield page
    context.close()


@pytest.mark.parametrize("width", [1440, 380])
@pytest.mark.parametrize("address", BUSY)
def test_the_tab_key_reaches_everything_and_the_focus_is_never_hidden(
    reader: Page, address: str, width: int
) -> None:
    reader.set_viewport_size({"width": width, "height": 700})
    reader.goto(address)
    stops = []
    for _step in range(400):
        reader.keyboard.press("Tab")
        stops.append(reader.evaluate(IS_SEEN))
        if stops[-1] == "the page":
            break
    assert stops[-1] == "the page"
    assert len(stops) > 20
    assert [stop for stop in stops if stop.startswith("HIDDEN")] == []


def test_an_error_summary_takes_the_focus_and_leads_to_the_field(reader: Page) -> None:
    reader.goto("/speakers/new")
    reader.get_by_role("main").locator("form .primary").click()
    expect(reader.locator("#error-summary")).to_be_focused()
    reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    expect(reader.locator("#name")).to_be_focused()
    expect(reader.locator("#name")).to_have_attribute("aria-invalid", "true")


def test_what_was_done_is_said_in_a_region_that_was_there_before(reader: Page) -> None:
    reader.goto("/articles/1")
    told = reader.locator("#told")
    expect(told).to_have_attribute("role", "status")
    expect(told).to_have_text("")
    reader.locator(".claim-card .accept").first.click()
    expect(told).to_have_text(re.compile(r"Claim \d+ is accepted now\."))


def test_how_many_claims_a_filter_leaves_is_said(reader: Page) -> None:
    reader.goto("/claims")
    reader.locator("#stage-published").check()
    reader.wait_for_url("**stage=published**")
    expect(reader.locator("#told")).to_contain_text("claims")
    expect(reader.locator("#stage-published")).to_be_focused()


def test_single_keys_can_be_switched_off_and_stay_off(reader: Page) -> None:
    reader.goto("/articles/1")
    reader.keyboard.press("?")
    reader.get_by_label("Single keys work on this device").uncheck()
    reader.keyboard.press("Escape")
    reader.goto("/articles/1")
    reader.keyboard.press("j")
    expect(reader.locator(".claim-card.is-current")).to_have_count(0)
    reader.get_by_role("button", name="Keys").click()
    reader.get_by_label("Single keys work on this device").check()
    reader.keyboard.press("Escape")
    reader.keyboard.press("j")
    expect(reader.locator(".claim-card.is-current")).to_have_count(1)


def test_after_a_declined_claim_the_next_one_is_at_hand(reader: Page) -> None:
    reader.goto("/articles/2")
    reader.locator(".claim-card .decline summary").first.wait_for()
    card = reader.locator("[data-cards] > .claim-card").filter(has=reader.locator(".decline"))
    chosen, following = card.first, card.first.locator("xpath=following-sibling::li[1]")
    number, next_one = chosen.get_attribute("id"), following.get_attribute("id")
    chosen.locator("summary", has_text="Decline").click()
    chosen.get_by_label("Because it is").select_option(index=1)
    chosen.get_by_role("button", name="Decline", exact=True).click()
    expect(reader.locator(f"#{next_one}")).to_be_focused()
    expect(reader.locator(f".folded #{number}")).to_have_count(1)


def test_nothing_moves_for_whoever_asked_for_less_movement(reader: Page) -> None:
    for address in BUSY:
        reader.goto(address)
        slow = reader.evaluate(
            "() => [...document.querySelectorAll('*')].map((part) => getComputedStyle(part))"
            ".filter((style) => parseFloat(style.transitionDuration) > 0.001"
            " || parseFloat(style.animationDuration) > 0.001).length"
        )
        assert slow == 0


def test_a_form_is_sent_from_where_somebody_writes(reader: Page) -> None:
    reader.goto(UNION)
    reader.keyboard.press("e")
    expect(reader.locator("#wording")).to_be_focused()
    reader.locator("#note").fill("Ask the ministry for the month.")
    reader.keyboard.press("Control+Enter")
    expect(reader.locator(".flash")).to_contain_text("Saved")
    expect(reader.locator("#note")).to_have_value("Ask the ministry for the month.")
