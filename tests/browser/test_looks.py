"""Every page fits every width, and axe finds nothing on it in light and dark."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import ADMIN, EMAIL, sign_in
from tracker.config import Settings
from tracker.models.engine import make_engine
from tracker.services import schema
from tracker.web import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
WIDTHS = (1440, 900, 380)
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
#: What the demonstration has of each kind.
NUMBERS = {
    "article_id": 1,
    "claim_id": 27,
    "speaker_id": 1,
    "label_id": 1,
    "evidence_id": 1,
    "reply_id": 1,
    "account_id": 1,
    "comment_id": 1,
}
#: Pages at other numbers than those above.
ELSEWHERE = {
    "evidence.edit": ("/claims/13/evidence/1/edit",),
    "replies.edit": ("/claims/13/replies/1/edit",),
    "public.article": ("/reports/articles/2",),
    # Corrected, retracted, published; then claims at every stage of the work.
    "public.show": ("/reports/14", "/reports/15", "/reports/13"),
    "claims.show": tuple(f"/claims/{number}" for number in (1, 2, 3, 9, 13, 14, 15, 16, 23, 27)),
    "claim_list.index": ("/claims", "/claims?stage=published&q=nothing+like+this"),
}
FILES = "answers with a file, a feed or a piece for a script, not with a page"
NONE_YET = "the demonstration has none; the tests of its own room look at the page"
#: Why a route is not looked at here.
LEFT_OUT: Mapping[str, str] = {
    "static": FILES,
    "articles.original": FILES,
    "exports.article_dossier": FILES,
    "exports.claim_dossier": FILES,
    "exports.download": FILES,
    "export_jobs.fetch": FILES,
    "evidence.snapshot": FILES,
    "evidence.picture": FILES,
    "dashboard.download": FILES,
    "drafts.show": FILES,
    "speakers.suggest": FILES,
    "saved_filters.show": "leads on to the list of claims",
    "public.robots": FILES,
    "public.sitemap": FILES,
    "syndication.oembed": FILES,
    "syndication.card": FILES,
    "syndication.corrections": FILES,
    "syndication.checks": FILES,
    "syndication.list_feed": FILES,
    "syndication.frame": "stands inside pages of others, without a masthead and main part",
    "accounts.sign_in": "leads on once somebody is signed in; looked at below",
    "accounts.enter_code": "between the password and the code only",
    "people.join": "needs the secret of an invitation",
    "agreement.give": "needs a claim in review in a newsroom that reads blind",
    "bulk.show": NONE_YET,
    "export_jobs.show": NONE_YET,
    "feeds.show": NONE_YET,
    "imports.show": NONE_YET,
    "imports.review": NONE_YET,
    "media.edit": NONE_YET,
    "webhooks.show": NONE_YET,
}
#: Kept from editors.
FOR_ADMINS = {"people.index", "people.show", "audit.index"}


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, ...]]:
    """Return the addresses of every page by endpoint, from the routes themselves."""
    folder = tmp_path_factory.mktemp("routes")
    settings = Settings(data_dir=folder, database_url=f"sqlite:///{folder / 'routes.sqlite3'}")
    schema.upgrade(make_engine(settings.database_url))
    app = create_app(settings)
    routes = app.url_map.bind("127.0.0.1")
    found: dict[str, tuple[str, ...]] = {}
    for rule in app.url_map.iter_rules():
        name = rule.endpoint
        if "GET" not in (rule.methods or ()) or str(rule).startswith("/api/v1") or name in LEFT_OUT:
            continue
        found[name] = ELSEWHERE.get(name) or (
            routes.build(name, {part: NUMBERS[part] for part in rule.arguments}),
        )
    return found


def look_at(page: Page, address: str) -> list[str]:
    """Return what is wrong with a page at each width, in light and in dark."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        return [f"{address}: {answer.status if answer else 'no answer'}"]
    faults = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        over = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if over > 0:
            faults.append(f"{address}: {over} px too wide at {width} px")
    faults += judge(page, address, RULES)
    # Only the colours differ in the dark.
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    return faults + judge(page, f"{address} in the dark", ["color-contrast"])


def judge(page: Page, name: str, rules: list[str]) -> list[str]:
    """Return what axe finds under ``rules``."""
    found: list[str] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(r => r.violations.map("
        "v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')))",
        rules,
    )
    return [f"{name}: {fault}" for fault in found]


@pytest.fixture
def reader(chromium: Browser, demonstration: str) -> Iterator[Page]:
    """Return a page of the demonstration with axe in it."""
    context = chromium.new_context(base_url=demonstration, bypass_csp=True)
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


def test_every_page_for_editors_fits_and_axe_finds_nothing(
    reader: Page, pages: dict[str, tuple[str, ...]]
) -> None:
    sign_in(reader, EMAIL)
    reader.goto("/claims/27")
    reader.get_by_text("Comment …").click()
    reader.locator("#comment-words").fill("Which month does the union count?")
    reader.get_by_role("button", name="Comment", exact=True).click()
    addresses = [one for name in pages.keys() - FOR_ADMINS for one in pages[name]]
    assert len(addresses) > 40
    assert [fault for one in sorted(addresses) for fault in look_at(reader, one)] == []


def test_every_page_for_admins_fits_and_axe_finds_nothing(
    reader: Page, pages: dict[str, tuple[str, ...]]
) -> None:
    sign_in(reader, ADMIN)
    addresses = [one for name in FOR_ADMINS for one in pages[name]]
    assert [fault for one in sorted(addresses) for fault in look_at(reader, one)] == []


def test_the_sign_in_page_fits_and_axe_finds_nothing(reader: Page) -> None:
    assert look_at(reader, "/sign-in") == []


def test_nothing_is_left_out_that_is_gone(pages: dict[str, tuple[str, ...]]) -> None:
    assert pages.keys() >= FOR_ADMINS
    assert pages.keys() >= ELSEWHERE.keys()
