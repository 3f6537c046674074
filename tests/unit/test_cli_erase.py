"""A claim or a speaker is erased by command, down to the bytes of the database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from tests.builders import make_article, make_ready_claim, make_speaker
from tracker.cli import main
from tracker.domain.vocabulary import Stage
from tracker.models import Claim, Speaker
from tracker.models.engine import make_engine, write_sessions

TEXT = "The mayor sold the old harbour crane, said Zoë Quimby.\n\nThe port did not answer."
ALONE = ("--reason", "asked by letter", "--without-second-administrator")


@pytest.fixture
def session(data_folder: Path) -> Iterator[Session]:
    engine = make_engine(f"sqlite:///{data_folder / 'tracker.sqlite3'}")
    with write_sessions(engine)() as session:
        yield session
    engine.dispose()


@pytest.fixture
def claim(session: Session) -> Claim:
    claim = make_ready_claim(
        session,
        stage=Stage.PUBLISHED,
        article=make_article(session, text=TEXT),
        content=((0, 36),),
        wording="The mayor sold the old harbour crane.",
        speaker=make_speaker(session, name="Zoë Quimby"),
    )
    session.commit()
    return claim


def tracker(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def held(folder: Path) -> bytes:
    """Return all bytes of the database, its log included."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("tracker.sqlite3*")))


def test_nothing_is_left_in_the_file(data_folder: Path, session: Session, claim: Claim) -> None:
    number, who = claim.id, claim.speaker_id
    session.close()
    assert b"harbour crane" in held(data_folder)
    erased = tracker("claim", "erase", number, "--public-note", "Taken back.", *ALONE)
    assert erased.exit_code == 0, erased.output
    assert "Claim 1 is erased." in erased.output
    named = tracker("speaker", "erase", who, "--word", "Zoë", *ALONE)
    assert "Speaker 1 is erased." in named.output
    for trace in ("harbour crane", "harbour", "Quimby", "quimby", "Zoë"):
        assert trace.encode() not in held(data_folder), trace
    assert "hold" in tracker("audit", "verify").output
    assert tracker("db", "check").exit_code == 0
    assert session.get_one(Claim, number).stage is Stage.ARCHIVED
    assert session.get_one(Speaker, who or 0).name == "Erased person"


def test_one_says_that_one_does_it_alone(session: Session, claim: Claim) -> None:
    refused = tracker("claim", "erase", claim.id, "--reason", "asked by letter")
    assert refused.exit_code == 2
    assert "--without-second-administrator" in refused.output
    again = tracker("claim", "erase", claim.id, "--reason", "the harbour crane", *ALONE[2:])
    assert again.exit_code == 0
    assert "erased already" in tracker("claim", "erase", claim.id, *ALONE).output
