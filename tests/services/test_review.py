"""A claim moves by the workflow table and by nothing else, and every move is recorded."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor, make_claim, make_ready_claim
from tracker.domain.actors import Actor
from tracker.domain.errors import PermissionRefused, StaleEdit, TransitionRefused
from tracker.domain.vocabulary import Checkability, Role, Stage, Visibility
from tracker.domain.workflow import STEPS
from tracker.models import Claim
from tracker.services.editing import claims
from tracker.services.reviewing import review
from tracker.services.trail import history

LATER = NOON + timedelta(hours=1)
PAIRS = {(step.start, step.to) for step in STEPS}


def advance(session: Session, claim: Claim, to: Stage, actor: Actor, **options: Any) -> Any:
    return review.advance(session, claim, to, actor=actor, at=LATER, **options)


@pytest.mark.parametrize(
    ("start", "to"),
    [pair for pair in product(Stage, Stage) if pair not in PAIRS],
    ids=lambda stage: stage.value,
)
def test_a_move_that_is_not_in_the_table_is_refused(
    session: Session, editor: Actor, start: Stage, to: Stage
) -> None:
    claim = make_claim(session, stage=start)
    with pytest.raises(TransitionRefused, match="cannot become"):
        advance(session, claim, to, editor, note="please")
    assert claim.stage is start
    assert not history.of(session, "claim", claim.id)


def test_a_move_stands_in_the_history_with_its_note(session: Session, editor: Actor) -> None:
    claim = make_claim(session)
    changes = advance(session, claim, Stage.NEW, editor, note="worth a look")
    assert changes == {"stage": (Stage.PROPOSED, Stage.NEW)}
    (event,) = history.of(session, "claim", claim.id)
    assert (event.action, event.note, event.at) == ("claim.moved", "worth a look", LATER)
    assert event.changes == {"stage": ["proposed", "new"]}
    assert claim.updated_at == LATER


def test_declining_needs_a_reason(session: Session, editor: Actor) -> None:
    claim = make_claim(session)
    with pytest.raises(TransitionRefused, match="what kind of statement"):
        advance(session, claim, Stage.DECLINED, editor)
    advance(session, claim, Stage.DECLINED, editor, checkability=Checkability.OPINION)
    assert (claim.stage, claim.checkability) == (Stage.DECLINED, Checkability.OPINION)


def test_a_move_that_is_refused_changes_nothing(session: Session) -> None:
    claim, viewer = make_claim(session), make_actor(session, Role.VIEWER)
    with pytest.raises(PermissionRefused):
        advance(session, claim, Stage.DECLINED, viewer, checkability=Checkability.OPINION)
    session.flush()
    session.refresh(claim)
    assert (claim.stage, claim.checkability) == (Stage.PROPOSED, None)


def test_whoever_starts_checking_is_named_as_the_checker(session: Session) -> None:
    checker = make_actor(session, Role.FACT_CHECKER, name="Omar Haddad")
    claim = make_claim(session, stage=Stage.TRIAGED)
    assert claim.assignee is None
    changes = advance(session, claim, Stage.IN_PROGRESS, checker)
    assert claim.assignee is not None
    assert claim.assignee.id == claim.assignee_id == checker.account_id
    assert changes["assignee"] == (None, f"Omar Haddad (no. {checker.account_id})")


def test_a_claim_is_approved_by_somebody_who_has_not_worked_on_it(session: Session) -> None:
    reviewer = make_actor(session, Role.REVIEWER)
    claim = make_ready_claim(session, edited_by_id=reviewer.account_id)
    with pytest.raises(TransitionRefused, match="has not worked on it"):
        advance(session, claim, Stage.APPROVED, reviewer)
    advance(session, claim, Stage.APPROVED, make_actor(session, Role.REVIEWER))
    assert claim.stage is Stage.APPROVED


def test_publishing_counts_the_revision_and_keeps_the_first_day(
    session: Session, editor: Actor
) -> None:
    claim = make_ready_claim(session, stage=Stage.APPROVED)
    advance(session, claim, Stage.PUBLISHED, editor)
    assert (claim.revision, claim.visibility) == (1, Visibility.PUBLIC)
    assert (claim.first_published_at, claim.last_modified_at) == (LATER, LATER)


def test_an_archived_claim_comes_back_to_where_it_was(session: Session, editor: Actor) -> None:
    claim = make_claim(session, stage=Stage.TRIAGED)
    advance(session, claim, Stage.ARCHIVED, editor)
    with pytest.raises(TransitionRefused, match="stage it came from"):
        advance(session, claim, Stage.PROPOSED, editor)
    advance(session, claim, Stage.TRIAGED, editor)
    assert (claim.stage, claim.stage_before_archive) == (Stage.TRIAGED, None)


def test_accepting_a_thought_makes_a_statement_of_it(session: Session, editor: Actor) -> None:
    claim = make_claim(session, is_statement=False)
    changes = advance(session, claim, Stage.NEW, editor)
    assert claim.is_statement
    assert changes["is_statement"] == (False, True)


def test_nobody_moves_what_somebody_else_changed_meanwhile(session: Session, editor: Actor) -> None:
    claim = make_claim(session)
    seen = claim.edit_number
    advance(session, claim, Stage.NEW, editor)
    with pytest.raises(StaleEdit):
        claims.expect(session, claim.id, seen)
    assert claims.expect(session, claim.id, seen + 1) is claim
