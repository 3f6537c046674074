"""A real server with a database of its own, and Chromium to look at it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from waitress.server import create_server

from tracker.config import Settings
from tracker.domain.actors import MACHINE
from tracker.domain.clock import now
from tracker.domain.vocabulary import Role
from tracker.models.engine import make_engine, write_sessions
from tracker.services import schema
from tracker.services.demo import seeding
from tracker.services.members import accounts
from tracker.web import create_app

EMAIL, PASSWORD = "ana@newsroom.example", "seven grey herons at noon"
#: The claim of the nurses' union in the demonstration, which somebody is working on.
UNION_ID = 29
UNION = f"/claims/{UNION_ID}"
#: Who else works here; all have the same password.
CONTRIBUTOR, CHECKER, REVIEWER, ADMIN = (
    f"{name}@newsroom.example" for name in ("ben", "clara", "dora", "emil")
)
MEMBERS = (
    (EMAIL, "Ana Novak", Role.EDITOR),
    (CONTRIBUTOR, "Ben Okafor", Role.CONTRIBUTOR),
    (CHECKER, "Clara Wolf", Role.FACT_CHECKER),
    (REVIEWER, "Dora Lund", Role.REVIEWER),
    (ADMIN, "Emil Sand", Role.ADMIN),
)
CHROMIUM = "/usr/bin/chromium"
#: Chromium would otherwise look for its maker's servers, which no test needs.
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--disable-component-update",
    "--disable-background-networking",
    "--no-first-run",
)


@contextmanager
def serve(folder: Path, *, demonstration: bool = False, blind: bool = False) -> Iterator[str]:
    """Serve a newsroom with one account for each role; yield its address."""
    settings = Settings(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'tracker.sqlite3'}",
        fetch=False,
        blind_verdicts=blind,
    )
    engine = make_engine(settings.database_url)
    schema.upgrade(engine)
    with write_sessions(engine)() as session:
        if demonstration:
            seeding.load(session, originals_dir=settings.originals_dir, at=now())
        for email, name, role in MEMBERS:
            accounts.create(
                session,
                email=email,
                name=name,
                role=role,
                password=PASSWORD,
                actor=MACHINE,
                at=now(),
            )
        session.commit()
    engine.dispose()
    server = create_server(create_app(settings), host="127.0.0.1", port=0, threads=4)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=10)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve an empty newsroom."""
    with serve(tmp_path_factory.mktemp("site")) as address:
        yield address


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the demonstration newsroom, in which claims stand at every stage."""
    with serve(tmp_path_factory.mktemp("demonstration"), demonstration=True) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Start Chromium once."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, site: str) -> Iterator[BrowserContext]:
    """Return a browser profile in which nobody is signed in."""
    context = chromium.new_context(
        base_url=site, viewport={"width": 1440, "height": 900}, accept_downloads=True
    )
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """Return a page that fails the test when a script fails or the policy refuses something."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    yield page
    unexpected = [words for words in complaints if "status of 4" not in words]
    assert unexpected == []


def sign_in(page: Page, email: str = EMAIL) -> None:
    """Sign a member in through the form, the editor unless told otherwise."""
    page.goto("/sign-in")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/")


def keep(page: Page, folder: Path, name: str) -> None:
    """Keep a picture of what stands in the window."""
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")
