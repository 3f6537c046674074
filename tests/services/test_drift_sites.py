"""Sites answer in every way that sites do; each is told in words that fit, and no copy is lost."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_claim, make_evidence, make_snapshot
from tests.unit.test_fetching import Site, open_to, url
from tracker.domain.actors import Actor
from tracker.domain.evidence_words import DriftState
from tracker.domain.vocabulary import Stage
from tracker.models import Evidence
from tracker.readers import captures
from tracker.services.sourcing import drift

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

WORDS = "The port moved nine million tonnes last year, its office said on Monday."
PAGE = f"<!doctype html><html><body><article><p>{WORDS}</p></article></body></html>".encode()
HOME = (
    b"<!doctype html><html><body><p>Welcome to all the news of the day, and more.</p></body></html>"
)


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    running, fetched = Site(), captures.fetched
    policy = open_to(running, "www.news.example", total_seconds=2.0)
    monkeypatch.setattr(captures, "fetched", lambda address: fetched(address, policy=policy))
    yield running
    running.close()


@pytest.fixture
def look(session: Session, site: Site, checker: Actor) -> Callable[..., tuple[DriftState, str]]:
    """Return a function that looks at a source which said WORDS when it was kept."""

    def looked(host: str = "news.example") -> tuple[DriftState, str]:
        address = url(site, host=host)
        claim = make_claim(session, stage=Stage.IN_PROGRESS)
        held = make_evidence(
            session, claim, url=address, has_snapshot=False, passage="nine million tonnes"
        )
        held.snapshots.append(make_snapshot(text=WORDS, source_url=address))
        session.flush()
        (source,) = drift.due(session, claim.id)
        check = drift.record(session, source, drift.look(source.url), actor=checker, at=NOON)
        kept = session.get_one(Evidence, held.id).snapshots
        assert [one.text for one in kept] == [WORDS]
        return check.state, str(check.reason)

    return looked


def test_the_same_page_and_the_same_words_elsewhere_are_unchanged(site, look):
    site.page("/a", PAGE)
    assert look() == (DriftState.UNCHANGED, "")
    site.redirect("/a", "/b", status=301)
    site.page("/b", PAGE)
    assert look() == (DriftState.UNCHANGED, "")


def test_an_address_that_leads_elsewhere_says_where(site, look):
    site.redirect("/a", "/")
    site.page("/", HOME)
    state, reason = look()
    assert state is DriftState.CHANGED
    assert reason == f"its address leads to {url(site, '/')} now"


def test_another_spelling_of_the_address_is_no_other_page(site, look):
    site.redirect("/a", f"http://www.news.example:{site.port}/a/")
    site.page("/a/", HOME)
    assert look() == (DriftState.CHANGED, "")


@pytest.mark.parametrize("status", [404, 410])
def test_what_the_site_took_away_is_gone_and_the_copy_stands(site, look, status):
    site.answers["/a"] = (status, {"Content-Type": "text/html"}, b"<p>no</p>")
    told = f"its site answered {status}; the copy that is kept here stands"
    assert look() == (DriftState.GONE, told)


@pytest.mark.parametrize("status", [401, 402, 403, 429, 451])
def test_what_is_not_for_programs_says_so_and_is_not_called_gone(site, look, status):
    site.answers["/a"] = (status, {"Content-Type": "text/html"}, b"<p>no</p>")
    told = f"its site lets no program read it ({status}); compare it in a browser"
    assert look() == (DriftState.UNREACHABLE, told)


@pytest.mark.parametrize("status", [500, 502, 503])
def test_a_site_in_trouble_is_looked_at_again_later(site, look, status):
    site.answers["/a"] = (status, {"Content-Type": "text/html"}, b"<p>no</p>")
    told = f"its site answered {status}; look again later"
    assert look() == (DriftState.UNREACHABLE, told)


def test_a_redirect_without_end_a_page_without_a_byte_and_another_kind_say_why(site, look):
    site.redirect("/a", "/a")
    assert "redirects more than 5 times" in look()[1]
    site.page("/a", b"")
    assert look() == (DriftState.UNREACHABLE, "the file is empty")
    site.answers["/a"] = (200, {"Content-Type": "application/json"}, b"{}")
    assert look() == (DriftState.UNREACHABLE, "news.example sent application/json, not an article")


def test_a_page_that_only_a_script_fills_has_changed_and_its_words_cannot_be_compared(site, look):
    site.page("/a", b"<!doctype html><html><body><div id=app></div></body></html>")
    assert look() == (DriftState.CHANGED, "")


def test_a_site_that_is_nowhere_could_not_be_read(look):
    state, reason = look(host="nowhere.example")
    assert state is DriftState.UNREACHABLE
    assert "nowhere.example" in reason
    assert state.label == "Could not be read"
