"""Evidence for and against a claim: added, corrected, put in order, withdrawn."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit, NotFound, TransitionRefused
from tracker.domain.evidence import EvidenceEdit
from tracker.domain.quotations import locate
from tracker.domain.vocabulary import Role
from tracker.models import Claim, Evidence
from tracker.services.lookup import fetch
from tracker.services.sourcing import evidence_fields
from tracker.services.trail import history

__all__ = ["add", "anchor", "bring_back", "get", "of_claim", "revise", "withdraw"]

#: In the order of the form.
FIELDS = tuple(
    name for name in EvidenceEdit.__dataclass_fields__ if name not in {"edit_number", "position"}
)
#: Longer is no quotation any more, but a copy.
PASSAGE_MAX = 2000
#: Somewhere it is tomorrow already.
_TOMORROW = timedelta(days=1)


def get(session: Session, claim_id: int, evidence_id: int) -> Evidence:
    """Return the evidence of that claim as it stands now, or raise NotFound."""
    found = fetch(session, Evidence, evidence_id)
    if found.claim_id != claim_id:
        raise NotFound(
            "claim %(of)d has no evidence with the number %(number)d",
            of=claim_id,
            number=evidence_id,
        )
    return found


def of_claim(session: Session, claim_id: int) -> Sequence[Evidence]:
    """Return all the evidence of a claim in its order, what was withdrawn at the end."""
    return session.scalars(
        select(Evidence)
        .where(Evidence.claim_id == claim_id)
        .options(selectinload(Evidence.snapshots))
        .order_by(Evidence.withdrawn_at.is_not(None), Evidence.position, Evidence.id)
    ).all()


def add(
    session: Session, claim_id: int, edit: EvidenceEdit, *, actor: Actor, at: datetime
) -> Evidence:
    """Add a source to a claim that is being worked on; it comes last unless it says where."""
    claim, edit = _opened(session, claim_id, edit, actor=actor, at=at)
    evidence = Evidence(
        claim_id=claim.id,
        position=edit.position or _last(session, claim.id) + 1,
        created_at=at,
        created_by_id=actor.account_id,
        updated_at=at,
        edited_by_id=actor.account_id,
        snapshots=[],
        **_values(edit),
    )
    session.add(evidence)
    session.flush()
    changes = evidence_fields.born(_values(edit) | {"title": None})
    _record(session, "evidence.added", evidence, changes, actor=actor, at=at)
    return evidence


def revise(
    session: Session,
    claim_id: int,
    evidence_id: int,
    edit: EvidenceEdit,
    *,
    actor: Actor,
    at: datetime,
) -> history.Changes:
    """Write what a person asks for, and return what changed as ``{field: (old, new)}``.

    Raises StaleEdit, with both versions in words, where somebody else saved it since the form was
    opened; InvalidEdit for a value that does not fit. An edit that changes nothing writes nothing.
    """
    _claim, edit = _opened(session, claim_id, edit, actor=actor, at=at)
    evidence = get(session, claim_id, evidence_id)
    before, wanted = _values(evidence), _values(edit)
    evidence_fields.expect(edit.edit_number, evidence.edit_number, before=before, wanted=wanted)
    if evidence.is_withdrawn:
        raise TransitionRefused("this evidence was withdrawn; bring it back first")
    position = edit.position or evidence.position
    changes = evidence_fields.differences(
        before | {"position": evidence.position}, wanted | {"position": position}
    )
    if not changes:
        return {}
    # The passage and its place are written together, or the database refuses them.
    with session.no_autoflush:
        evidence_fields.write(evidence, changes)
        if "passage" in changes:
            anchor(evidence)
            # As it stands in the snapshot, which may be spaced otherwise than it was typed.
            changes["passage"] = (before["passage"], evidence.passage)
    _sign(evidence, actor=actor, at=at)
    _record(session, "evidence.revised", evidence, changes, actor=actor, at=at)
    return changes


def withdraw(
    session: Session,
    claim_id: int,
    evidence_id: int,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Take the source out of the report and the count; the row, its snapshots and why stay."""
    evidence = _changeable(session, claim_id, evidence_id, actor=actor)
    why = evidence_fields.paragraph(reason)
    if not why:
        raise InvalidEdit("reason", "say why it no longer counts")
    if evidence.is_withdrawn:
        raise TransitionRefused("this evidence was withdrawn already")
    evidence.withdrawn_at, evidence.withdrawal_reason = at, why
    _sign(evidence, actor=actor, at=at)
    changes = {"is_withdrawn": (False, True)}
    _record(session, "evidence.withdrawn", evidence, changes, actor=actor, at=at, note=why)


def bring_back(
    session: Session, claim_id: int, evidence_id: int, *, actor: Actor, at: datetime
) -> None:
    """Let a source that was withdrawn count again."""
    evidence = _changeable(session, claim_id, evidence_id, actor=actor)
    if not evidence.is_withdrawn:
        raise TransitionRefused("this evidence was not withdrawn")
    evidence.withdrawn_at, evidence.withdrawal_reason = None, ""
    _sign(evidence, actor=actor, at=at)
    changes = {"is_withdrawn": (True, False)}
    _record(session, "evidence.brought_back", evidence, changes, actor=actor, at=at)


def anchor(evidence: Evidence) -> None:
    """Find the passage in the newest snapshot, and keep where it stands and what surrounds it.

    Where it does not stand there the words stay as they were typed, without a place.
    """
    snapshot = evidence.snapshot
    found = snapshot and locate(
        snapshot.text or "",
        evidence.passage,
        prefix=evidence.passage_prefix,
        suffix=evidence.passage_suffix,
    )
    if not found:
        evidence.passage_start = evidence.passage_end = None
        return
    evidence.passage = found.exact
    evidence.passage_prefix, evidence.passage_suffix = found.prefix, found.suffix
    evidence.passage_start, evidence.passage_end = found.start, found.end


def _opened(
    session: Session, claim_id: int, edit: EvidenceEdit, *, actor: Actor, at: datetime
) -> tuple[Claim, EvidenceEdit]:
    actor.require(Role.FACT_CHECKER)
    edit = _tidy(edit)
    _check(edit, at)
    history.take_turn(session)
    claim = fetch(session, Claim, claim_id)
    evidence_fields.require_open(claim)
    return claim, edit


def _changeable(session: Session, claim_id: int, evidence_id: int, *, actor: Actor) -> Evidence:
    actor.require(Role.FACT_CHECKER)
    history.take_turn(session)
    evidence_fields.require_open(fetch(session, Claim, claim_id))
    return get(session, claim_id, evidence_id)


def _tidy(edit: EvidenceEdit) -> EvidenceEdit:
    title = evidence_fields.line(edit.title)
    if title is None:
        raise InvalidEdit("title", "say in a few words what it is")
    return replace(
        edit,
        title=title,
        publisher=evidence_fields.line(edit.publisher),
        url=evidence_fields.address("url", edit.url),
        archive_url=evidence_fields.address("archive_url", edit.archive_url),
        passage=evidence_fields.paragraph(edit.passage),
        independence_group=evidence_fields.line(edit.independence_group),
        note=evidence_fields.paragraph(edit.note),
    )


def _check(edit: EvidenceEdit, at: datetime) -> None:
    if len(edit.passage) > PASSAGE_MAX:
        raise InvalidEdit("passage", "quote %(most)s characters at most", most=PASSAGE_MAX)
    if edit.accessed_on and edit.accessed_on > (at + _TOMORROW).date():
        raise InvalidEdit("accessed_on", "this day has not come yet")
    if edit.accessed_on and edit.valid_until and edit.valid_until < edit.accessed_on:
        raise InvalidEdit("valid_until", "it was out of date when it was read")
    if edit.position is not None and edit.position < 1:
        raise InvalidEdit("position", "count from 1")


def _values(record: Evidence | EvidenceEdit) -> dict[str, Any]:
    return {name: getattr(record, name) for name in FIELDS}


def _last(session: Session, claim_id: int) -> int:
    newest = select(func.max(Evidence.position)).where(Evidence.claim_id == claim_id)
    return session.scalar(newest) or 0


def _sign(evidence: Evidence, *, actor: Actor, at: datetime) -> None:
    evidence.edited_by_id, evidence.updated_at = actor.account_id, at


def _record(
    session: Session, action: str, evidence: Evidence, changes: history.Changes, **signed: Any
) -> None:
    evidence_fields.record(session, action, evidence, changes, called=evidence.title, **signed)
