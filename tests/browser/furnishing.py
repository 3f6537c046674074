"""What the demonstration has none of, made through the pages; each function returns its address."""

import base64
import hmac
import json
import re
import struct
import time
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.conftest import PASSWORD, UNION
from tests.unit.test_imports_claim_review import CHECK

#: 300 letters without a space, a bidi mark, a control sign, open quotation marks, eighty claims.
UGLY = "\n\n".join(
    (
        "Crossing at \u202eDover\u202c: “we never close, said the port\u2019s\x07 spokesman.",
        f"“{'Donau' * 60}” is the name of the ship, Marta Quill said.",
        *(f"Deputy {n} Kofi Mensah said that pier {n} holds {n * 7} tonnes." for n in range(1, 81)),
    )
)


def path_of(page: Page) -> str:
    """Return where a page stands, without the host."""
    return urlsplit(page.url).path


def comment(page: Page) -> str:
    """Say something on a claim."""
    page.goto(UNION)
    page.get_by_text("Comment …").click()
    page.locator("#comment-words").fill("Which month does the union count?")
    page.get_by_role("button", name="Comment", exact=True).click()
    return UNION


def move_many(page: Page) -> str:
    """Say of all accepted claims at once who checks them."""
    page.goto("/claims?stage=new")
    page.get_by_label("All on this page").check()
    page.get_by_role("button", name="Assign …").click()
    page.get_by_role("main").locator("select").first.select_option(index=1)
    page.get_by_role("main").locator("form .primary").click()
    page.wait_for_url(re.compile(r"/claims/bulk/\d+$"))
    return path_of(page)


def ask_for_a_file(page: Page) -> str:
    """Ask for an export that is written in the background, and wait until it is."""
    page.goto("/exports")
    token = page.locator("input[name=csrf_token]").first.get_attribute("value") or ""
    answer = page.request.post(
        "/exports/jobs/csv", form={"csrf_token": token}, headers={"Origin": origin(page)}
    )
    page.goto(answer.url)
    page.get_by_role("link", name="Download").wait_for()
    return path_of(page)


def watch_a_feed(page: Page) -> str:
    """Watch a feed that is never asked."""
    page.goto("/feeds")
    page.locator("input[name=url]").fill("https://harbourpost.example/news.atom")
    page.get_by_role("button", name="Watch this feed").click()
    page.wait_for_url(re.compile(r"/feeds/\d+$"))
    return path_of(page)


def look_into_a_file(page: Page) -> None:
    """Upload checks of another publisher; nothing is imported yet."""
    page.goto("/imports")
    page.locator("input[type=file]").set_input_files(
        {"name": "checks.json", "mimeType": "application/json", "buffer": as_file([CHECK])}
    )
    page.get_by_role("button", name="Look what is in it").click()
    page.get_by_role("heading", name="Row by row").wait_for()


def import_a_check(page: Page) -> str:
    """Import the check of another publisher."""
    look_into_a_file(page)
    page.get_by_role("button", name="Import 1 row").click()
    page.wait_for_url(re.compile(r"/imports/\d+$"))
    return path_of(page)


def describe_a_picture(page: Page) -> str:
    """Say what picture a claim came with."""
    page.goto(f"{UNION}/media/new")
    page.locator("#content_url").fill("https://harbourpost.example/pier.jpg")
    page.get_by_role("main").get_by_role("button", name="Save").click()
    page.goto(UNION)
    return str(page.locator("a[href*='/media/'][href$='/edit']").first.get_attribute("href"))


def add_a_webhook(page: Page) -> str:
    """Let a program be told of what is published."""
    page.goto("/webhooks")
    page.locator("input[name=name]").fill("The archive")
    page.locator("input[name=url]").fill("https://archive.example/told")
    page.locator("input[name=events]").first.check()
    page.get_by_role("button", name="Add the webhook").click()
    page.get_by_text("whsec_").first.wait_for()
    page.goto("/webhooks")
    return str(page.get_by_role("link", name="The archive").get_attribute("href"))


def paste(page: Page, text: str = UGLY) -> None:
    """Paste a text and let it be read; nothing is saved yet."""
    page.goto("/articles/new")
    page.locator("textarea[name=text]").fill(text)
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("main").get_by_role("alert").or_(page.locator("#title")).wait_for()


def paste_nothing(page: Page) -> None:
    """Send the form of a new article empty."""
    paste(page, "")


def bring_in_the_ugly_text(page: Page) -> str:
    """Save what was pasted, under a headline that no window holds."""
    paste(page)
    page.locator("#title").fill(f"Ugly {'Donau' * 60} text")
    page.get_by_role("button", name="Save and find claims").click()
    page.wait_for_url(re.compile(r"/articles/\d+"))
    return path_of(page)


def invite(page: Page) -> str:
    """Make a link with which somebody joins; needs an administrator."""
    page.goto("/members")
    page.locator("input[name=email]").fill("fay@newsroom.example")
    page.get_by_role("button", name="Make a link").click()
    return urlsplit(page.locator("#link").input_value()).path


def set_up_a_second_factor(page: Page) -> None:
    """Give the member a second factor; its recovery codes stand in the window then."""
    page.goto("/account/second-factor")
    key = page.locator(".key-text").inner_text().replace(" ", "")
    page.locator("#code").fill(code_of(key, time.time()))
    page.locator("#current_password").fill(PASSWORD)
    page.get_by_role("button", name="Set up the second factor").click()
    page.locator(".recovery-codes").wait_for()


def code_of(key: str, moment: float) -> str:
    """Return what an authenticator app shows (RFC 6238: SHA-1, thirty seconds, six digits)."""
    secret = base64.b32decode(key + "=" * (-len(key) % 8), casefold=True)
    digest = hmac.digest(secret, struct.pack(">Q", int(moment) // 30), "sha1")
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def as_file(documents: list[object]) -> bytes:
    """Return documents as a file to be uploaded."""
    return json.dumps(documents).encode()


def origin(page: Page) -> str:
    """Return the origin of a page, as browsers send it with a form."""
    parts = urlsplit(page.url)
    return f"{parts.scheme}://{parts.netloc}"
