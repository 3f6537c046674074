"""tracker check: the rules before publishing, from the command line."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from tests.builders import make_claim
from tracker.cli import main
from tracker.domain.vocabulary import ContentVerdict, Stage
from tracker.models.engine import make_engine, write_sessions


@pytest.fixture
def newsroom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    """Return a session on the database that the commands of the test use."""
    monkeypatch.setenv("TRACKER_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("TRACKER_BASE_URL", "https://checks.example")
    monkeypatch.delenv("TRACKER_DATABASE_URL", raising=False)
    tracker("db", "upgrade")
    engine = make_engine(f"sqlite:///{tmp_path / 'tracker.sqlite3'}")
    with write_sessions(engine)() as session:
        yield session
    engine.dispose()


def tracker(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_claim_without_a_rating_fails_with_the_rule_and_the_field(newsroom: Session) -> None:
    claim = make_claim(newsroom, stage=Stage.APPROVED)
    newsroom.commit()
    result = tracker("check", "--claim", str(claim.id))
    assert result.exit_code == 1
    assert "error  no rating  [content_verdict]" in result.output
    assert f"https://checks.example/claims/{claim.id}" in result.output
    assert "not published" not in result.output


def test_warnings_fail_only_where_they_are_meant_to(newsroom: Session) -> None:
    make_claim(newsroom, stage=Stage.APPROVED, content_verdict=ContentVerdict.FALSE)
    newsroom.commit()
    result = tracker("check")
    assert result.exit_code == 0
    assert "warn  no explanation  [explanation]" in result.output
    assert "1 claims checked: 0 errors" in result.output
    assert tracker("check", "--strict").exit_code == 1


def test_without_options_only_what_can_leave_is_checked(newsroom: Session) -> None:
    make_claim(newsroom, stage=Stage.PROPOSED)
    newsroom.commit()
    assert tracker("check").output == "0 claims checked: 0 errors, 0 warnings.\n"
    assert "1 claims checked" in tracker("check", "--stage", "proposed").output


def test_a_published_claim_is_checked_as_it_went_out(newsroom: Session) -> None:
    claim = make_claim(
        newsroom, stage=Stage.PUBLISHED, content_verdict=ContentVerdict.FALSE, wording="It is."
    )
    claim.wording = "The next version."
    newsroom.commit()
    result = tracker("check")
    assert result.exit_code == 0
    assert f"Claim {claim.id}: It is." in result.output


def test_a_claim_that_is_worked_on_again_is_checked_as_it_would_go_out(newsroom: Session) -> None:
    claim = make_claim(newsroom, stage=Stage.PUBLISHED, content_verdict=ContentVerdict.FALSE)
    claim.stage, claim.content_verdict = Stage.NEW, ContentVerdict.NOT_RATED
    newsroom.commit()
    result = tracker("check", "--claim", str(claim.id))
    assert result.exit_code == 1
    assert "error  no rating" in result.output


def test_a_claim_that_is_not_there_is_refused(newsroom: Session) -> None:
    newsroom.commit()
    result = tracker("check", "--claim", "99")
    assert result.exit_code == 2
    assert "there is no claim with the number 99" in result.output
