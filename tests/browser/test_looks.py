"""Every page fits every width, and axe finds nothing on it in light and dark."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import furnishing
from tests.browser.conftest import ADMIN, CHECKER, EMAIL, PASSWORD, UNION, UNION_ID, serve, sign_in
from tracker.config import Settings
from tracker.models.engine import make_engine
from tracker.services import schema
from tracker.web import create_app

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
WIDTHS = (1440, 820, 380)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = [*WCAG, "best-practice"]
#: What readers may set for themselves without losing anything (WCAG 1.4.12).
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important;"
    " word-spacing: 0.16em !important } p { margin-bottom: 2em !important }"
)
DEEDS = ("accept", "decline", "triage", "assign")
#: What the demonstration has of each kind.
NUMBERS = {
    "article_id": 1,
    "claim_id": UNION_ID,
    "speaker_id": 1,
    "label_id": 1,
    "evidence_id": 1,
    "reply_id": 1,
    "account_id": 1,
    "comment_id": 1,
    "review_id": 1,
}
#: Pages at other numbers than those above.
ELSEWHERE = {
    "evidence.edit": ("/claims/14/evidence/1/edit",),
    "replies.edit": ("/claims/14/replies/1/edit",),
    "public.article": ("/reports/articles/2",),
    "articles.show": ("/articles/1",),
    # Corrected, retracted, published; then claims at every stage of the work.
    "public.show": ("/reports/15", "/reports/16", "/reports/14"),
    "claims.show": (
        *(f"/claims/{number}" for number in (1, 3, 4, 10, 14, 15, 16, 17, 24)),
        UNION,
    ),
    "claim_list.index": ("/claims", "/claims?stage=published&q=nothing+like+this"),
    "bulk.preview": tuple(
        f"/claims/bulk?deed={deed}&row=3&row=10&row={UNION_ID}" for deed in DEEDS
    ),
    # Waits for a second reader, in a newsroom that reads blind.
    "agreement.give": ("/claims/24/second-verdict",),
}
FILES = "answers with a file, a feed or a piece for a script, not with a page"
#: Why a route is not looked at by its address.
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
    "public.robots": FILES,
    "public.sitemap": FILES,
    "syndication.oembed": FILES,
    "syndication.card": FILES,
    "syndication.corrections": FILES,
    "syndication.checks": FILES,
    "syndication.list_feed": FILES,
    "saved_filters.show": "leads on to the list of claims",
    "syndication.frame": "has no masthead, as it stands inside pages of others; looked at below",
    "accounts.sign_in": "leads on once somebody is signed in; looked at below",
    "accounts.enter_code": "stands between the password and the code; looked at below",
    "people.join": "needs the secret of an invitation; looked at below",
}
#: Kept from editors.
FOR_ADMINS = {
    "people.index",
    "people.show",
    "audit.index",
    "redactions.index",
    "redactions.claim",
    "redactions.speaker",
}
#: What the demonstration has none of, and how it is made.
FURNISHED = {
    "claims.show": furnishing.comment,
    "bulk.show": furnishing.move_many,
    "export_jobs.show": furnishing.ask_for_a_file,
    "feeds.show": furnishing.watch_a_feed,
    "imports.show": furnishing.import_a_check,
    "media.edit": furnishing.describe_a_picture,
    "webhooks.show": furnishing.add_a_webhook,
    "articles.show": furnishing.bring_in_the_ugly_text,
}


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
        found[name] = ELSEWHERE.get(name, ())
        if not found[name] and name not in FURNISHED:
            numbers = {part: NUMBERS[part] for part in rule.arguments}
            found[name] = (routes.build(name, numbers),)
    return found


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a demonstration newsroom of this module's own, in which verdicts are given blind."""
    with serve(tmp_path_factory.mktemp("looks"), demonstration=True, blind=True) as address:
        yield address


@pytest.fixture
def reader(chromium: Browser, newsroom: str) -> Iterator[Page]:
    """Return a page of the newsroom with axe in it."""
    context = chromium.new_context(base_url=newsroom, bypass_csp=True)
    context.set_default_timeout(30_000)
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


def look_at(page: Page, address: str, rules: list[str] = RULES) -> list[str]:
    """Return what is wrong with a page at each width, in light and in dark."""
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        return [f"{address}: {answer.status if answer else 'no answer'}"]
    return look(page, address, rules)


def look(page: Page, name: str, rules: list[str] = RULES) -> list[str]:
    """Return what is wrong with the page that stands in the window."""
    faults = []
    page.emulate_media(color_scheme="light")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        faults += measure(page, f"{name} at {width} px")
    # The narrowest window is where targets crowd; spaced letters must fit there, too.
    faults += judge(page, f"{name} at {WIDTHS[-1]} px", ["wcag22aa"])
    page.evaluate(
        "rules => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rules);"
        " document.adoptedStyleSheets = [sheet] }",
        SPACING,
    )
    faults += measure(page, f"{name} with spaced letters")
    page.evaluate("document.adoptedStyleSheets = []")
    page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    faults += judge(page, name, rules)
    # Only the colours differ in the dark.
    page.emulate_media(color_scheme="dark")
    return faults + judge(page, f"{name} in the dark", ["color-contrast"])


def measure(page: Page, name: str) -> list[str]:
    """Return by how much a page is wider than the window."""
    over = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return [f"{name}: {over} px too wide"] if over > 0 else []


def judge(page: Page, name: str, rules: list[str]) -> list[str]:
    """Return what axe finds under ``rules``; the size of targets is asked for by name."""
    found: list[str] = page.evaluate(
        "rules => axe.run(document, {runOnly: rules,"
        " rules: rules.includes('wcag22aa') ? {'target-size': {enabled: true}} : {}})"
        ".then(r => r.violations.map("
        "v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(' | ')))",
        rules,
    )
    return [f"{name}: {fault}" for fault in found]


def test_every_page_for_editors_fits_and_axe_finds_nothing(
    reader: Page, pages: dict[str, tuple[str, ...]]
) -> None:
    sign_in(reader, EMAIL)
    made = {name: make(reader) for name, make in FURNISHED.items()}
    addresses = {
        name: [*found, *([made[name]] if name in made else ())] for name, found in pages.items()
    }
    assert all(addresses.values())
    assert sum(map(len, addresses.values())) > 60
    faults, titles = [], defaultdict(set)
    for name in sorted(addresses.keys() - FOR_ADMINS):
        for one in addresses[name]:
            faults += look_at(reader, one)
            titles[reader.title()].add(name)
    assert faults == []
    assert {title: names for title, names in titles.items() if len(names) > 1} == {}


def test_every_page_for_admins_fits_and_axe_finds_nothing(
    reader: Page, pages: dict[str, tuple[str, ...]]
) -> None:
    sign_in(reader, ADMIN)
    invitation = furnishing.invite(reader)
    faults = look(reader, "an invitation")
    faults += [
        fault for name in FOR_ADMINS for one in pages[name] for fault in look_at(reader, one)
    ]
    reader.context.clear_cookies()
    assert faults + look_at(reader, invitation) == []


def test_the_pages_of_entrance_fit_and_axe_finds_nothing(reader: Page) -> None:
    faults = look_at(reader, "/sign-in")
    sign_in(reader, CHECKER)
    furnishing.set_up_a_second_factor(reader)
    faults += look(reader, "recovery codes")
    faults += look_at(reader, "/account/second-factor")
    reader.context.clear_cookies()
    reader.goto("/sign-in")
    reader.locator("#email").fill(CHECKER)
    reader.locator("#password").fill(PASSWORD)
    reader.get_by_role("main").get_by_role("button", name="Sign in").click()
    reader.wait_for_url("**/sign-in/code")
    assert faults + look(reader, "the code") == []


def test_what_answers_a_form_fits_and_axe_finds_nothing(reader: Page) -> None:
    sign_in(reader, EMAIL)
    faults = []
    for step in (furnishing.paste, furnishing.paste_nothing, furnishing.look_into_a_file):
        step(reader)
        faults += look(reader, step.__name__)
    assert faults == []


def test_what_is_told_of_an_endless_name_fits(reader: Page) -> None:
    sign_in(reader, EMAIL)
    reader.goto("/speakers/new")
    reader.locator("#name").fill("Donau" * 40)
    reader.get_by_role("main").locator("form .primary").click()
    reader.locator(".flash-success").wait_for()
    assert look(reader, "an endless name") == []


def test_error_pages_and_the_frame_fit_and_axe_finds_nothing(reader: Page) -> None:
    faults = look_at(reader, "/reports/14/frame", WCAG)
    sign_in(reader, EMAIL)
    for address, status in (("/nowhere", 404), ("/claims/99999", 404), ("/members", 403)):
        answer = reader.goto(address)
        assert answer is not None
        assert answer.status == status
        faults += look(reader, address)
    assert faults == []


@pytest.mark.parametrize("width", [380, 900])
def test_fields_beside_each_other_stand_on_one_line(reader: Page, width: int) -> None:
    """A long label beside a short one must not push its field down."""
    sign_in(reader, EMAIL)
    reader.set_viewport_size({"width": width, "height": 900})
    crooked = []
    for address in (f"{UNION}/replies/new", f"{UNION}/evidence/new", UNION):
        reader.goto(address)
        crooked += reader.locator(".field-pair").evaluate_all(
            "pairs => pairs.filter(pair => new Set([...pair.querySelectorAll("
            "':scope > .field > :is(input, select)')].map(box =>"
            " Math.round(box.getBoundingClientRect().top))).size > 1).map(pair => pair.innerText)"
        )
    assert crooked == []


def test_a_verdict_is_printed_with_the_dots_that_it_has_on_screen(reader: Page) -> None:
    """Paper has no backgrounds, so a dot must be filled by its border."""
    reader.goto("/reports")
    reader.emulate_media(media="print")
    unfilled = reader.locator(".dot.on").evaluate_all(
        "dots => dots.filter(dot =>"
        " 2 * parseFloat(getComputedStyle(dot).borderTopWidth) < dot.offsetHeight - 1).length"
    )
    assert reader.locator(".dot.on").count() > 10
    assert reader.locator(".dot:not(.on)").count() > 5
    assert unfilled == 0


def test_nothing_is_left_out_that_is_gone(pages: dict[str, tuple[str, ...]]) -> None:
    assert pages.keys() >= FOR_ADMINS
    assert pages.keys() >= ELSEWHERE.keys()
    assert pages.keys() >= FURNISHED.keys()
