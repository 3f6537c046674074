"""Claims are worked on by command, by the same table as on the pages."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from tests.builders import make_account, make_claim, make_ready_claim
from tracker.cli import main
from tracker.domain.vocabulary import Role, Stage
from tracker.models import Claim
from tracker.models.engine import make_engine, write_sessions

EDITOR, OTHER = "ana@newsroom.example", "ben@newsroom.example"


@pytest.fixture
def session(data_folder: Path) -> Iterator[Session]:
    """Return a session on the database that the commands use, with two editors."""
    engine = make_engine(f"sqlite:///{data_folder / 'tracker.sqlite3'}")
    with write_sessions(engine)() as session:
        for email, name in ((EDITOR, "Ana Novak"), (OTHER, "Ben Ode")):
            make_account(session, role=Role.EDITOR, email=email, name=name)
        session.commit()
        yield session
    engine.dispose()


def tracker(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments])


def kept(session: Session, claim: Claim) -> int:
    session.commit()
    return claim.id


def stage_of(session: Session, number: int) -> Stage:
    session.expire_all()
    stage = session.get_one(Claim, number).stage
    session.commit()
    return stage


def test_a_claim_is_moved_and_edited_as_a_member(session: Session) -> None:
    number = kept(session, make_claim(session))
    moved = tracker("claim", "move", number, "--to", "new", "--as", EDITOR)
    assert moved.output == f"claim {number} is accepted now\n"
    edited = tracker(
        "claim",
        "edit",
        number,
        "--set",
        "checkability=checkable",
        "--set",
        "note=Ask",
        "--as",
        OTHER,
    )
    assert "note:  -> Ask" in edited.output
    assigned = tracker("claim", "assign", number, OTHER, "--as", EDITOR)
    assert assigned.output == f"Ben Ode checks claim {number}\n"
    shown = tracker("claim", "show", number).output
    assert "assignee: Ben Ode" in shown
    assert "independent sources: 0 of 2" in shown
    assert "The port of Varna" in tracker("claim", "list", "--stage", "new").output


def test_what_may_not_go_is_named_and_the_rest_goes(session: Session) -> None:
    first = kept(session, make_claim(session))
    second = kept(session, make_claim(session, stage=Stage.APPROVED))
    result = tracker("claim", "move", first, second, 999, "--to", "new", "--as", EDITOR)
    assert result.exit_code == 2
    assert f"claim {first} is accepted now" in result.output
    assert f"claim {second}: a claim that is approved cannot become accepted" in result.output
    assert "claim 999: there is no claim" in result.output
    assert "2 of 3 claims were not moved" in result.output
    assert stage_of(session, first) is Stage.NEW


def test_a_retraction_by_command_needs_two_members(session: Session) -> None:
    number = kept(session, make_ready_claim(session, stage=Stage.PUBLISHED))
    alone = tracker("claim", "move", number, "--to", "retracted", "--note", "x", "--as", EDITOR)
    assert "a second person confirms it" in alone.output
    tracker("claim", "propose", number, "retraction", "--note", "Wrong port.", "--as", EDITOR)
    own = tracker("claim", "confirm", number, "--as", EDITOR)
    assert "another person must confirm it" in own.output
    assert tracker("claim", "confirm", number, "--as", OTHER).exit_code == 0
    assert stage_of(session, number) is Stage.RETRACTED


def test_a_proposal_is_declined_by_command(session: Session) -> None:
    number = kept(session, make_ready_claim(session, stage=Stage.PUBLISHED))
    tracker("claim", "propose", number, "correction", "--note", "A slip.", "--as", EDITOR)
    declined = tracker("claim", "decline", number, "--note", "No slip.", "--as", OTHER)
    assert "stays as it is" in declined.output
    assert "nothing is proposed" in tracker("claim", "confirm", number, "--as", OTHER).output


def test_a_correction_is_given_up_by_command(session: Session) -> None:
    number = kept(session, make_ready_claim(session, stage=Stage.PUBLISHED))
    tracker("claim", "propose", number, "correction", "--note", "A slip.", "--as", EDITOR)
    tracker("claim", "confirm", number, "--as", OTHER)
    assert stage_of(session, number) is Stage.IN_PROGRESS
    tracker("claim", "decline", number, "--note", "No slip.", "--as", OTHER)
    assert stage_of(session, number) is Stage.PUBLISHED


def test_a_report_is_held_back_by_command(session: Session) -> None:
    number = kept(session, make_ready_claim(session, stage=Stage.APPROVED))
    late = ("--embargo-until", "2199-01-01T00:00", "--as", EDITOR)
    assert tracker("claim", "move", number, "--to", "archived", *late).exit_code == 2
    assert tracker("claim", "move", number, "--to", "published", *late).exit_code == 0
    assert "version 1: Published, 2199-01-01" in tracker("claim", "show", number).output


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("content_verdict=maybe", "true, mostly_true"),
        ("said_on=yesterday", "a day such as"),
        ("stage=new", "one of these fields"),
        ("wording=", "one sentence"),
    ],
)
def test_a_value_that_does_not_fit_is_explained(session: Session, pair: str, said: str) -> None:
    number = kept(session, make_claim(session))
    result = tracker("claim", "edit", number, "--set", pair, "--as", EDITOR)
    assert result.exit_code == 2
    assert said in result.output


def test_somebody_must_answer_for_what_is_done(session: Session) -> None:
    number = kept(session, make_claim(session))
    assert tracker("claim", "move", number, "--to", "new").exit_code == 2
    unknown = tracker("claim", "move", number, "--to", "new", "--as", "no@newsroom.example")
    assert unknown.exit_code == 2
    make_account(session, email="gone@newsroom.example", is_active=False)
    session.commit()
    gone = tracker("claim", "move", number, "--to", "new", "--as", "gone@newsroom.example")
    assert "may not sign in" in gone.output
    assert stage_of(session, number) is Stage.PROPOSED
