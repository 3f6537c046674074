"""tracker drift looks at every source once, politely, and says what has changed."""

import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.builders import make_claim, make_evidence
from tracker.cli import main
from tracker.domain.errors import TrackerError
from tracker.domain.evidence import Capture
from tracker.domain.evidence_words import SnapshotOrigin
from tracker.domain.vocabulary import Stage
from tracker.models.engine import make_engine, write_sessions
from tracker.readers import captures
from tracker.readers.policy import FetchFailed
from tracker.services.sourcing import drift

NINE, GONE, BROKEN = (f"https://office.example/{name}" for name in ("nine", "gone", "broken"))


@pytest.fixture
def newsroom(data_folder: Path, monkeypatch):
    """Return the environment of a newsroom with four sources, and the sleeps of its commands."""
    url = f"sqlite:///{data_folder / 'tracker.sqlite3'}"
    engine = make_engine(url)
    with write_sessions(engine)() as session:
        claim = make_claim(session, stage=Stage.IN_PROGRESS)
        for address in (NINE, NINE, GONE, BROKEN):
            make_evidence(session, claim, url=address)
        session.commit()
    engine.dispose()
    asked, slept = [], []

    def fetched(address: str) -> Capture:
        asked.append(address)
        if address == GONE:
            raise FetchFailed("it answered 410 Gone", status=410)
        if address == BROKEN:
            raise TrackerError("this machine has no way to reach it")
        text = "Now it says: nine million tonnes, or less."
        return Capture(SnapshotOrigin.FETCHED, text.encode(), "text/plain", text=text)

    monkeypatch.setattr(captures, "fetched", fetched)
    monkeypatch.setattr(time, "sleep", slept.append)
    environment = {"TRACKER_DATABASE_URL": url}
    return environment, asked, slept


def test_every_address_is_looked_at_once_and_told(newsroom):
    environment, asked, slept = newsroom
    answer = CliRunner().invoke(main, ["drift", "--pause", "5"], env=environment)
    assert answer.exit_code == 0, answer.output
    assert asked == [NINE, GONE, BROKEN]
    assert len(slept) == 2
    assert f"claim 1: {NINE} Changed, the passage still stands there" in answer.output
    assert (
        f"claim 1: {GONE} Gone: its site answered 410; the copy that is kept here stands"
        in answer.output
    )
    assert "Looked at 4 sources: 0 unchanged, 2 changed, 1 gone, 1 could not be read." in (
        answer.output
    )


def test_what_was_found_is_kept(newsroom):
    environment, _asked, _slept = newsroom
    CliRunner().invoke(main, ["drift", "--claim", "1"], env=environment)
    engine = make_engine(environment["TRACKER_DATABASE_URL"])
    with write_sessions(engine)() as session:
        assert drift.drifted_claims(session) == {1}
    engine.dispose()


def test_a_newsroom_that_fetches_nothing_is_told_so(newsroom):
    environment, asked, _slept = newsroom
    answer = CliRunner().invoke(main, ["drift"], env=environment | {"TRACKER_FETCH": "no"})
    assert answer.exit_code != 0
    assert "TRACKER_FETCH is off" in answer.output
    assert asked == []
