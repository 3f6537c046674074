"""What people of a newsroom do in a browser, step by step, as the journeys put it together."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import keep, sign_in
from tests.browser.test_looks import AXE, RULES, judge

HEADLINE = "The ferry carries more people than ever"
TEXT = (
    "The ferry carried 412,000 passengers last year, said Marta Lindqvist, the port's director.\n\n"
    "“We kept to the timetable on every day but one,” Lindqvist added on Tuesday."
)
#: The words of the claim that is checked, as the article has them.
CLAIM = "412,000 passengers"
REASON = "The port authority counted 398,214 passengers, some 14,000 fewer than the director said."


@dataclass
class Person:
    """Somebody at a browser of their own; what is wrong on the pages they pass is kept."""

    page: Page
    pictures: Path
    has_scripts: bool = True
    faults: list[str] = field(default_factory=list)

    @property
    def main(self) -> Locator:
        """Return the part of the page that is not its frame."""
        return self.page.get_by_role("main")

    def look(self, name: str) -> None:
        """Keep a picture of the page, and let axe judge it where scripts run."""
        keep(self.page, self.pictures, name)
        if self.has_scripts:
            # What stays in view on top lies over what was scrolled beneath it.
            self.page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
            self.faults += judge(self.page, name, RULES)

    def press(self, name: str) -> None:
        """Press the button of this name, and see that it said so."""
        self.main.get_by_role("button", name=name, exact=True).click()
        expect(self.page.locator(".flash-success, .flash-info").first).to_be_visible()

    def fill(self, words: dict[str, str]) -> None:
        """Fill fields by their labels; those that offer a choice are chosen from."""
        fields = self.page.locator("input, select, textarea")
        for label, value in words.items():
            box = self.main.get_by_label(label).and_(fields).first
            if box.evaluate("element => element.tagName") == "SELECT":
                box.select_option(label=value)
            else:
                box.fill(value)


@dataclass(frozen=True)
class Newsroom:
    """A site, and the browser with which all its people work."""

    browser: Browser
    site: str
    pictures: Path
    has_scripts: bool = True

    @contextmanager
    def seat(self, email: str = "") -> Iterator[Person]:
        """Seat somebody at a fresh browser, a member signed in; judge what they saw."""
        context = self.browser.new_context(
            base_url=self.site,
            viewport={"width": 1440, "height": 900},
            java_script_enabled=self.has_scripts,
        )
        context.set_default_timeout(30_000)
        if self.has_scripts:
            context.add_init_script(path=AXE)
        name = email.partition("@")[0] or "reader"
        person = Person(context.new_page(), self.pictures / name, self.has_scripts)
        person.page.on("pageerror", lambda error: person.faults.append(str(error)))
        if email:
            sign_in(person.page, email)
        yield person
        context.close()
        assert not person.faults, person.faults


def bring_in(person: Person) -> str:
    """Paste the article, correct what was read, save it; return the address of its page."""
    person.page.goto("/articles/new")
    person.main.get_by_label("Paste the text").fill(TEXT)
    person.look("paste")
    person.main.get_by_role("button", name="Read it").click()
    person.fill({"Headline": HEADLINE, "Outlet": "The Harbour Post", "Published on": "2026-02-03"})
    person.fill({"Address of the article": "https://harbour-post.example/ferry"})
    person.look("read")
    person.press("Save and find claims")
    person.look("article")
    return person.page.url.partition("?")[0]


def card(person: Person) -> Locator:
    """Return the claim among the cards beside the article."""
    return person.page.locator(".claim-card").filter(has_text=CLAIM)


def accept(person: Person) -> str:
    """Accept the claim beside its article, and open it; return its address."""
    card(person).get_by_role("button", name="Accept").click()
    expect(card(person)).to_contain_text("Accepted")
    card(person).get_by_role("link", name="Edit").click()
    expect(person.page.locator("#edit")).to_be_visible()
    return person.page.url


def triage(person: Person) -> None:
    """Say what kind of statement it is."""
    person.main.locator(".moves summary", has_text="Triage").click()
    person.page.locator("#checkability-triaged").select_option(label="Checkable fact")
    person.press("Triage")


def add_source(person: Person, title: str, publisher: str, passage: str) -> None:
    """Add a source with the passage that counts and a copy of it."""
    site = publisher.partition(" ")[0].lower()
    person.main.get_by_role("link", name="Add a source").click()
    person.fill(
        {
            "Title": title,
            "What does it say?": "Contradicts",
            "Publisher": publisher,
            "Address": f"https://{site}.example/ferry",
            "Read on": "2026-02-04",
            "Passage": passage,
            "Or its text": f"Ferry figures. {passage} All counted at the gate.",
        }
    )
    person.look(f"source-{site}")
    person.press("Save")
    expect(person.page.locator("#evidence")).to_contain_text(title)


def log_reply(person: Person) -> None:
    """Log that the speaker was asked, and what she answered."""
    person.main.get_by_role("link", name="Log a request").click()
    person.fill(
        {
            "What came of it?": "Answered",
            "Whom did we ask?": "Marta Lindqvist",
            "How?": "E-mail",
            "Asked on": "2026-02-04",
            "Answered on": "2026-02-05",
            "What we quote of it": "I had counted the crossings of the school classes twice.",
        }
    )
    person.look("reply")
    person.press("Save")
    expect(person.page.locator("#replies")).to_contain_text("counted the crossings")


def give_verdicts(person: Person, verdict: str, reason: str) -> None:
    """Say whether it was said and whether it is true, as of when, how sure, and why."""
    form = person.page.locator("#edit")
    form.get_by_label("Did they say it?").select_option(label="Accurate paraphrase")
    form.get_by_label("Is it true?").select_option(label=verdict)
    form.get_by_label("As of").fill("2026-02-05")
    form.get_by_label("How sure are we?").select_option(label="High")
    form.get_by_label("Exaggerated").check()
    form.get_by_label("Why").fill(reason)
    person.press("Save")


def check(person: Person, claim: str) -> None:
    """Check the claim from the first source to the request for a review."""
    person.page.goto(claim)
    add_source(person, "Yearly figures", "Varna Port Authority", "398,214 passengers in all.")
    add_source(person, "Ferry statistics", "National Statistics Office", "398,000 passengers.")
    log_reply(person)
    give_verdicts(person, "Mostly false", REASON)
    person.look("verdicts")
    person.press("Submit for review")
    expect(person.main.locator(".badge-row").first).to_contain_text("In review")


def propose(person: Person, summary: str, note: str) -> None:
    """Propose to correct or retract the report, and say what readers will be told."""
    person.main.locator(".moves summary", has_text=summary).click()
    person.main.locator(".moves details[open]").get_by_label("What readers will be told").fill(note)
    person.look(f"propose-{summary.lower()}")
    person.press("Propose")
    expect(person.page.locator(".proposal")).to_contain_text(note)
