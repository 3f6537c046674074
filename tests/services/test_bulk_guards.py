"""Bulk moves go through every guard of the table, one test a guard, and through the desks."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import (
    NOON,
    make_account,
    make_actor,
    make_article,
    make_claim,
    make_ready_claim,
)
from tracker.domain.actors import Actor
from tracker.domain.conversation import CommentDraft
from tracker.domain.guards import Guard, advice
from tracker.domain.readiness import Policy
from tracker.domain.vocabulary import (
    AttributionVerdict,
    Checkability,
    ContentVerdict,
    Deed,
    Outcome,
    Role,
    Stage,
)
from tracker.domain.workflow import STEPS
from tracker.models import Claim, Evidence, Reply
from tracker.services.members import accounts, desks
from tracker.services.reviewing import bulk, comments, second_verdicts
from tracker.services.reviewing.bulk_deeds import (
    MOVES,
    NEEDS_CHECKABILITY,
    NEEDS_NOTE,
    Order,
    Terms,
)
from tracker.services.reviewing.second_verdicts import VerdictDraft

BLIND = Policy(blind_verdicts=True)
Case = tuple[Claim, Deed, Actor]


def ready(session: Session, **values: Any) -> Claim:
    return make_ready_claim(session, **values)


def to_approve(session: Session, claim: Claim) -> Case:
    return claim, Deed.APPROVE, make_actor(session, Role.REVIEWER, name="Rea Vogt")


def without_verdicts(session: Session) -> Case:
    return to_approve(session, ready(session, content_verdict=ContentVerdict.NOT_RATED))


def without_explanation(session: Session) -> Case:
    return to_approve(session, ready(session, explanation=" "))


def without_speaker(session: Session) -> Case:
    return to_approve(session, ready(session, speaker=None))


def without_sources(session: Session) -> Case:
    claim = ready(session)
    for one in session.query(Evidence).filter_by(claim_id=claim.id):
        one.withdrawn_at, one.withdrawal_reason = NOON, "mistaken"
    session.flush()
    return to_approve(session, claim)


def without_snapshots(session: Session) -> Case:
    claim = ready(session)
    for one in session.query(Evidence).filter_by(claim_id=claim.id):
        for kept in one.snapshots:
            session.delete(kept)
        one.passage_start = one.passage_end = None
    session.flush()
    session.expire_all()
    return to_approve(session, claim)


def without_reply(session: Session) -> Case:
    claim = ready(session)
    session.query(Reply).delete()
    return to_approve(session, claim)


def with_an_open_comment(session: Session) -> Case:
    claim = ready(session)
    talk = CommentDraft("Which year?")
    comments.add(session, claim.id, talk, actor=somebody(session), at=NOON)
    return to_approve(session, claim)


def somebody(session: Session) -> Actor:
    return make_actor(session, Role.EDITOR, name="Omar Haddad")


def without_second_verdict(session: Session) -> Case:
    return to_approve(session, ready(session))


def with_a_far_second_verdict(session: Session) -> Case:
    claim = ready(session)
    draft = VerdictDraft(ContentVerdict.FALSE, AttributionVerdict.ACCURATE_QUOTE, "No.")
    reader = make_actor(session, Role.FACT_CHECKER, name="Zed Orr")
    second_verdicts.give(session, claim.id, draft, actor=reader, at=NOON)
    return to_approve(session, claim)


def by_the_worker(session: Session) -> Case:
    own = make_account(session, role=Role.EDITOR, name="Own Work")
    return ready(session, assignee=own), Deed.APPROVE, accounts.as_actor(own)


def of_another_checker(session: Session) -> Case:
    claim = ready(session, stage=Stage.TRIAGED, assignee=make_account(session))
    return claim, Deed.START, make_actor(session, Role.FACT_CHECKER, name="Zed Orr")


def submitted_by_another(session: Session) -> Case:
    claim = ready(session, stage=Stage.IN_PROGRESS)
    return claim, Deed.SUBMIT, make_actor(session, Role.EDITOR, name="Zed Orr")


def released_by_another(session: Session) -> Case:
    claim = ready(session, stage=Stage.IN_PROGRESS)
    return claim, Deed.RELEASE, make_actor(session, Role.FACT_CHECKER, name="Zed Orr")


def of_a_report_in_force(session: Session) -> Case:
    claim = ready(session, stage=Stage.PUBLISHED)
    # A correction is under way: the work stands elsewhere than the report.
    claim.assignee_id = make_account(session).id
    claim.stage = Stage.IN_PROGRESS
    session.flush()
    return claim, Deed.ARCHIVE, make_actor(session, Role.EDITOR, name="Zed Orr")


def archived_from_elsewhere(session: Session) -> Case:
    claim = make_claim(session, stage=Stage.ARCHIVED, stage_before_archive=Stage.NEW)
    return claim, Deed.DECLINE, make_actor(session, Role.EDITOR, name="Zed Orr")


FAILING: dict[Guard, Callable[[Session], Case]] = {
    Guard.VERDICTS: without_verdicts,
    Guard.EXPLANATION: without_explanation,
    Guard.SPEAKER: without_speaker,
    Guard.SOURCES: without_sources,
    Guard.SNAPSHOTS: without_snapshots,
    Guard.REPLY: without_reply,
    Guard.COMMENTS: with_an_open_comment,
    Guard.SECOND_VERDICT: without_second_verdict,
    Guard.AGREEMENT: with_a_far_second_verdict,
    Guard.SECOND_PERSON: by_the_worker,
    Guard.OWN: of_another_checker,
    Guard.BY_ASSIGNEE: submitted_by_another,
    Guard.BY_ASSIGNEE_OR_EDITOR: released_by_another,
    Guard.AS_BEFORE: archived_from_elsewhere,
    Guard.NO_REPORT_IN_FORCE: of_a_report_in_force,
}
#: Asked of the whole order before any claim is moved, or filled in with the move.
OF_THE_ORDER = {Guard.NOTE, Guard.CHECKABILITY, Guard.ASSIGNEE}


def order_for(deed: Deed) -> Order:
    note = "because" if deed in NEEDS_NOTE else ""
    kind = Checkability.CHECKABLE if deed in NEEDS_CHECKABILITY else None
    return Order(deed, note=note, checkability=kind)


@pytest.mark.parametrize("guard", list(FAILING))
def test_a_claim_that_fails_the_guard_is_refused_in_a_bulk_move_and_the_others_go(
    session: Session, guard: Guard
) -> None:
    claim, deed, actor = FAILING[guard](session)
    policy = BLIND if guard in {Guard.SECOND_VERDICT, Guard.AGREEMENT} else Policy()
    before, order, terms = claim.stage, order_for(deed), Terms(actor, NOON, policy)
    told = str(advice(guard))
    (expected,) = bulk.preview(session, [claim.id], order, terms)
    assert told in " ".join(map(str, expected.obstacles))
    made = bulk.run(session, [(claim.id, claim.edit_number)], order, terms)
    (row,) = made.rows
    assert row.outcome is Outcome.REFUSED
    assert told in str(row.reason)
    session.refresh(claim)
    assert claim.stage is before


def test_every_guard_that_a_bulk_move_can_meet_is_tried_above() -> None:
    ways = {(start, to) for start, to in MOVES.values()}
    steps = [
        step
        for step in STEPS
        if any(to is step.to and start in {None, step.start} for start, to in ways)
        if not step.needs_second_person
    ]
    met = {guard for step in steps for guard in step.guards}
    assert met - OF_THE_ORDER == set(FAILING)


def test_no_bulk_deed_publishes_corrects_or_retracts() -> None:
    aims = {to for _start, to in MOVES.values()}
    assert not aims & {Stage.PUBLISHED, Stage.CORRECTED, Stage.RETRACTED}


def test_a_role_on_one_desk_moves_the_claims_of_that_desk_alone(session: Session) -> None:
    admin = make_actor(session, Role.ADMIN, name="Ada Root")
    sports = desks.create(session, "Sports", actor=admin, at=NOON)
    member = make_account(session, role=Role.VIEWER, name="Dan Desk")
    desks.give_role(session, member, sports.id, Role.EDITOR, actor=admin, at=NOON)
    actor = desks.as_actor(session, member)
    here = make_claim(session, article=make_article(session, desk_id=sports.id))
    there = make_claim(session)
    chosen = [(one.id, one.edit_number) for one in (here, there)]
    terms = Terms(actor.anywhere(), NOON, Policy())
    made = bulk.run(session, chosen, Order(Deed.ACCEPT), terms)
    assert [row.outcome for row in made.rows] == [Outcome.DONE, Outcome.REFUSED]
    assert (here.stage, there.stage) == (Stage.NEW, Stage.PROPOSED)


def test_the_undo_goes_through_the_guards_as_well(session: Session) -> None:
    editor = make_actor(session, Role.EDITOR, name="Ana Novak")
    claim = ready(session, stage=Stage.IN_REVIEW)
    terms = Terms(editor, NOON, Policy())
    order = Order(Deed.RETURN, note="Look again.")
    made = bulk.run(session, [(claim.id, claim.edit_number)], order, terms)
    assert claim.stage is Stage.IN_PROGRESS
    # To take it back is to submit it, which is for whoever checks it.
    (row,) = bulk.undo(session, made.id, terms).rows
    assert row.outcome is Outcome.REFUSED
    assert "ask the person who checks it" in str(row.reason)
