"""The one writer of a claim's stage."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain import workflow
from tracker.domain.actors import Actor
from tracker.domain.coverage import Coverage, counts_as
from tracker.domain.errors import InvalidEdit, TransitionRefused
from tracker.domain.messages import Term
from tracker.domain.readiness import Policy
from tracker.domain.report_words import CorrectionKind, Readers
from tracker.domain.vocabulary import Checkability, Stage, Visibility
from tracker.models import Account, Amendment, Claim
from tracker.services.covering import coverage
from tracker.services.editing import claim_fields
from tracker.services.lookup import find
from tracker.services.members import desks
from tracker.services.reviewing import amendment_log, giving_up, readiness, revisions
from tracker.services.trail import history

Changes = dict[str, tuple[object, object]]
_OUT = frozenset({Stage.PUBLISHED, Stage.CORRECTED, Stage.RETRACTED})


@dataclass(frozen=True, slots=True)
class _Order:
    """What the mover says along with a move, and by whose rules."""

    policy: Policy
    note: str = ""
    checkability: Checkability | None = None
    embargo_until: datetime | None = None


def advance(
    session: Session,
    claim: Claim,
    to: Stage,
    *,
    actor: Actor,
    at: datetime,
    note: str = "",
    checkability: Checkability | None = None,
    policy: Policy | None = None,
) -> Changes:
    """Move the claim to another stage by the workflow table, and record it.

    ``checkability`` may be given with the move that needs it, as declining does. Accepting a
    thought, a wish or a perception makes a statement of it. Without a ``policy`` the strictest
    holds. The claim is read again first, so that the table decides about what stands in the
    database now; whoever must not move what they have not seen asks ``claims.expect`` before.

    Returns what changed. Raises TransitionRefused or PermissionRefused, and then nothing has
    changed. Corrections and retractions need two people: see ``amendments``.
    """
    order = _Order(policy or Policy(), note, checkability)
    return _advance(session, claim, to, order, actor=actor, at=at)


def publish(
    session: Session,
    claim: Claim,
    *,
    actor: Actor,
    at: datetime,
    embargo_until: datetime | None = None,
    note: str = "",
    policy: Policy | None = None,
) -> Changes:
    """Give out an approved claim, or the correction under way; by the same table.

    With ``embargo_until`` it is given out now and seen from that moment on. A ``note`` takes the
    place of the one with which the correction was proposed.
    """
    if embargo_until is not None and embargo_until <= at:
        raise InvalidEdit("embargo_until", "choose a moment that is still to come")
    session.refresh(claim)
    to = Stage.CORRECTED if claim.report_stage in workflow.IN_FORCE else Stage.PUBLISHED
    order = _Order(policy or Policy(), note, embargo_until=embargo_until)
    return _advance(session, claim, to, order, actor=actor, at=at)


def confirm(
    session: Session,
    claim: Claim,
    amendment: Amendment,
    *,
    actor: Actor,
    at: datetime,
    policy: Policy,
) -> Changes:
    """Make the move that one editor has proposed and ``actor`` confirms, and record it."""
    history.take_turn(session)
    session.refresh(claim)
    to, first_id = amendment_log.aim(amendment), amendment.proposed_by_id
    step = workflow.step_between(claim.stage, to)
    order = _Order(policy, amendment.public_note)
    workflow.check_second(
        step, claim, first_id=first_id, actor=actor, note=order.note, policy=policy
    )
    before = _facts(session, claim)
    _prepare(claim, step, assignee_id=first_id, checkability=None)
    amendment_log.decide(session, amendment, actor=actor, at=at)
    _go(session, claim, to, order, actor=actor, at=at)
    return _record(session, claim, before, actor=actor, at=at, note=order.note)


def give_up(
    session: Session, claim: Claim, amendment: Amendment, *, note: str, actor: Actor, at: datetime
) -> Changes:
    """Close the correction under way without a new version, and record what that takes back."""
    session.refresh(claim)
    actor = desks.on_claim(session, actor, claim.id)
    step = workflow.step_between(claim.stage, claim.report_stage or Stage.PUBLISHED)
    workflow.check(step, claim, actor=actor, note=note)
    before = _facts(session, claim)
    restored = giving_up.restore(session, claim)
    amendment_log.give_up(session, amendment, note=note.strip(), actor=actor, at=at)
    claim.stage, claim.updated_at = step.to, at
    return _record(session, claim, before, actor=actor, at=at, note=note.strip(), told=restored)


def lay_down(
    session: Session, claim: Claim, *, public_note: str, actor: Actor, at: datetime
) -> None:
    """Put a claim away from which there is no way back, since its words are erased.

    It is no move of the table: two administrators ask for it, and see to the words. A report that
    the public has seen is taken back by it and leaves its page, with the note. Whoever calls it
    records it.
    """
    if claim.report_stage in workflow.IN_FORCE:
        claim.stage, claim.public_note = Stage.RETRACTED, public_note
        claim.visibility, claim.embargo_until = Visibility.PUBLIC, None
        claim.first_published_at = claim.first_published_at or at
        revisions.issue(
            session,
            claim,
            visible_from=at,
            correction=None,
            readers=Readers.TWO_PEOPLE,
            actor=actor,
            at=at,
        )
    # No move leads from the archive to the archive, so none leads out.
    claim.stage = claim.stage_before_archive = Stage.ARCHIVED
    claim.updated_at = at
    session.flush()


def _advance(
    session: Session, claim: Claim, to: Stage, order: _Order, *, actor: Actor, at: datetime
) -> Changes:
    history.take_turn(session)
    session.refresh(claim)
    actor = desks.on_claim(session, actor, claim.id)
    step = workflow.step_between(claim.stage, to)
    if step.gives_up:
        raise TransitionRefused("decline the correction that is under way, and say why")
    if step.needs_second_person:
        raise TransitionRefused(
            "to %(verb)s, propose it; a second person confirms it", verb=Term(step.verb)
        )
    before = _facts(session, claim)
    said_before = (claim.checkability, claim.assignee_id)
    _prepare(claim, step, assignee_id=actor.account_id, checkability=order.checkability)
    try:
        _check(session, claim, step, order, actor=actor, at=at)
    except Exception:
        claim.checkability, claim.assignee_id = said_before
        raise
    _go(session, claim, to, order, actor=actor, at=at)
    changes = _record(session, claim, before, actor=actor, at=at, note=order.note)
    if counts_as(to) is not Coverage.CLAIM:
        # A proposal beside it may now be all that its sentences hold.
        coverage.settle(session, claim.article_version.article, actor=actor, at=at)
    return changes


def _check(
    session: Session,
    claim: Claim,
    step: workflow.Step,
    order: _Order,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    policy = order.policy
    # Who may not move it at all is not told what is missing, and costs no questions.
    actor.require(step.role)
    with session.no_autoflush:
        facts = readiness.gather(session, claim, policy=policy, at=at, asked=step.guards)
    workflow.check(step, claim, actor=actor, note=order.note, readiness=facts, policy=policy)


def _prepare(
    claim: Claim,
    step: workflow.Step,
    *,
    assignee_id: int | None,
    checkability: Checkability | None,
) -> None:
    """Write what the mover says along with the move, so that the guards see it."""
    if checkability is not None and step.needs_checkability:
        claim.checkability = checkability
    if step.to is Stage.IN_PROGRESS and claim.assignee_id is None:
        claim.assignee_id = assignee_id


def _go(
    session: Session, claim: Claim, to: Stage, order: _Order, *, actor: Actor, at: datetime
) -> None:
    """Write the new stage and what it brings with it."""
    claim.stage_before_archive = claim.stage if to is Stage.ARCHIVED else None
    claim.stage = to
    claim.updated_at = at
    if to is Stage.NEW:
        claim.is_statement, claim.merged_into_id = True, None
    if to not in _OUT:
        return
    until = order.embargo_until
    correction = _note_correction(session, claim, order.note)
    claim.embargo_until = until
    claim.visibility = Visibility.EMBARGO if until else Visibility.PUBLIC
    # The database asks for a day at this stage; the version knows it better.
    claim.first_published_at = claim.first_published_at or until or at
    is_single = order.policy.single_reader
    revisions.issue(
        session,
        claim,
        visible_from=until or at,
        correction=correction,
        readers=Readers.SINGLE_READER if is_single else Readers.TWO_PEOPLE,
        actor=actor,
        at=at,
    )


def _note_correction(session: Session, claim: Claim, note: str) -> CorrectionKind | None:
    """Write what the public is told of a report that is corrected or taken back."""
    if claim.stage is Stage.PUBLISHED:
        claim.public_note = ""
        return None
    if claim.stage is Stage.RETRACTED:
        claim.public_note = note
        amendment_log.drop(session, claim.id)
        return None
    amendment = amendment_log.finish(session, claim.id)
    claim.public_note = note.strip() or amendment.public_note
    return amendment.correction


def _record(
    session: Session,
    claim: Claim,
    before: dict[str, Any],
    *,
    actor: Actor,
    at: datetime,
    note: str,
    told: Mapping[str, tuple[object, object]] | None = None,
) -> Changes:
    session.flush()
    changes: Changes = dict(told or {}) | {
        name: (before[name], value)
        for name, value in _facts(session, claim).items()
        if value != before[name]
    }
    history.record(
        session, "claim.moved", ("claim", claim.id), changes, actor=actor, at=at, note=note
    )
    # It was set by number; whoever asks for the person next must not get the one before.
    session.expire(claim, ["assignee"])
    return changes


def _facts(session: Session, claim: Claim) -> dict[str, Any]:
    """Return what a move may change, as the history tells it."""
    newest = next(iter(revisions.of_claim(session, claim.id)), None)
    amendment = next(iter(amendment_log.of_claim(session, claim.id)), None)
    return {
        "stage": claim.stage,
        "checkability": claim.checkability,
        "assignee": claim_fields.named(find(session, Account, claim.assignee_id)),
        "revision": claim.revision,
        "visibility": claim.visibility,
        "embargo_until": claim.embargo_until,
        "first_published_at": claim.first_published_at,
        "public_note": claim.public_note,
        "is_statement": claim.is_statement,
        "merged_into_id": claim.merged_into_id,
        "amendment_state": amendment.state if amendment else None,
        #: Seals the frozen report into the chain of the history.
        "record_sha256": newest.record_sha256 if newest else None,
    }
