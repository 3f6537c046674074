"""Claims as editors write them: read, corrected, added by hand.

Boundaries are moved, and claims split and merged, in ``boundaries``; stages are moved in
``review``.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.commands import ClaimDraft, ClaimEdit
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import Origin, Role, SpanPart, Stage
from tracker.models import Account, Claim, Speaker
from tracker.readers import clean_text
from tracker.services.editing import claim_fields, claim_writing, labels, search_text, spans
from tracker.services.editing.claim_writing import expect
from tracker.services.lookup import fetch, find
from tracker.services.members import desks
from tracker.services.trail import history

__all__ = [
    "add",
    "expect",
    "get",
    "revise",
]

_NEEDS_CHECKABILITY = frozenset(
    {Stage.DECLINED, Stage.TRIAGED, Stage.IN_PROGRESS, Stage.IN_REVIEW, Stage.APPROVED}
)
_NEEDS_ASSIGNEE = frozenset({Stage.IN_PROGRESS, Stage.IN_REVIEW})
#: Somewhere it is tomorrow already.
_TOMORROW = timedelta(days=1)


def get(session: Session, claim_id: int) -> Claim:
    """Return the claim as it stands now, or raise NotFound."""
    return fetch(session, Claim, claim_id)


def revise(
    session: Session, claim_id: int, edit: ClaimEdit, *, actor: Actor, at: datetime
) -> Mapping[str, tuple[Any, Any]]:
    """Write what the editor asks for, and return what changed as ``{field: (old, new)}``.

    Raises StaleEdit, with both versions in words, where somebody else saved the claim since the
    form was opened; InvalidEdit for a value that does not fit, or a field that the claim's
    stage has closed. An edit that changes nothing writes nothing.
    """
    actor.require(Role.CONTRIBUTOR)
    edit = _tidy(edit)
    history.take_turn(session)
    attempted = claim_fields.shown_edit(session, edit)
    claim = expect(session, claim_id, edit.edit_number, attempted=attempted)
    edit, label = labels.read(session, claim, _same_speaker(session, claim, edit))
    changes = claim_writing.differences(claim_fields.values(claim), claim_fields.values(edit))
    relabelled = claim_writing.differences(
        {"verdict_label": labels.name_of(claim.verdict_label)},
        {"verdict_label": labels.name_of(label)},
    )
    if not changes and not relabelled:
        return {}
    # Another word for the same verdict is a change of the verdict.
    fields = frozenset(changes) | ({"content_verdict"} if relabelled else set())
    _check_fields(claim, fields, actor)
    _check_values(session, claim, edit, fields, at)
    told = _in_names(session, changes) | relabelled
    told |= _write(session, claim, edit, fields)
    if relabelled:
        labels.give(claim, label)
    claim_writing.sign(claim, actor=actor, at=at)
    claim_writing.record(session, "claim.revised", claim, told, actor=actor, at=at)
    return told


def add(session: Session, draft: ClaimDraft, *, actor: Actor, at: datetime) -> Claim:
    """Store a claim that a person found; it is accepted from the start.

    The kind follows the quotation marks, the wording the words, where the draft has none.
    """
    actor.require(Role.CONTRIBUTOR)
    history.take_turn(session)
    version = claim_writing.version_for(session, draft.article_version_id)
    pieces = spans.make(version.text, draft.spans)
    content = tuple((p.start, p.end) for p in pieces if p.part is SpanPart.CONTENT)
    claim = Claim(
        article_version=version,
        position=content[0][0],
        spans=pieces,
        speaker=claim_writing.speaker_for(session, draft.speaker_id),
        role_as_stated=_line(draft.role_as_stated),
        kind=draft.kind or spans.kind_of(version.text, content),
        speech_act=draft.speech_act,
        medium=_line(draft.medium),
        note=clean_text(draft.note).strip(),
        origin=Origin.HUMAN,
        stage=Stage.NEW,
        created_at=at,
        created_by_id=actor.account_id,
        updated_at=at,
        edited_by_id=actor.account_id,
    )
    claim.wording = _line(draft.wording) or claim_writing.generated_wording(claim)
    claim.search_text = search_text.of(claim)
    session.add(claim)
    session.flush()
    told = claim_fields.facts(claim) | {"note": claim.note}
    changes = {name: (None, value) for name, value in told.items() if value}
    claim_writing.record(session, "claim.added", claim, changes, actor=actor, at=at)
    return claim


def _tidy(edit: ClaimEdit) -> ClaimEdit:
    wording = _line(edit.wording)
    if wording is None:
        raise InvalidEdit("wording", "write the claim as one sentence")
    return replace(
        edit,
        wording=wording,
        role_as_stated=_line(edit.role_as_stated),
        medium=_line(edit.medium),
        note=clean_text(edit.note).strip(),
        explanation=clean_text(edit.explanation).strip(),
        qualifiers=tuple(sorted(set(edit.qualifiers))),
    )


def _line(words: str | None) -> str | None:
    return " ".join(clean_text(words or "").split()) or None


def _same_speaker(session: Session, claim: Claim, edit: ClaimEdit) -> ClaimEdit:
    """Keep the claim's own record where the editor chose the one that it is merged into.

    A merge moves no claim, so that taking it back loses nothing; nor may saving a form.
    """
    chosen = find(session, Speaker, edit.speaker_id)
    held = claim.speaker
    if chosen and held and chosen.canonical_id == held.canonical_id:
        return replace(edit, speaker_id=held.id)
    return edit


def _check_fields(claim: Claim, fields: frozenset[str], actor: Actor) -> None:
    stage = claim.stage
    if closed := fields & claim_fields.closed_at(stage):
        raise InvalidEdit(
            min(closed, key=claim_fields.FIELDS.index),
            "this is closed while the claim is %(stage)s; move it back first",
            stage=stage,
        )
    if fields & claim_fields.closed_to(actor, stage):
        actor.require(Role.FACT_CHECKER)


def _check_values(
    session: Session, claim: Claim, edit: ClaimEdit, fields: frozenset[str], at: datetime
) -> None:
    claim_writing.speaker_for(session, edit.speaker_id)
    latest = (at + _TOMORROW).date()
    refusals: tuple[tuple[str, str, Callable[[], bool]], ...] = (
        (
            "assignee_id",
            "choose a member who may check claims",
            lambda: not _may_check(session, claim, edit.assignee_id),
        ),
        (
            "assignee_id",
            "a claim that is being checked needs somebody who checks it",
            lambda: edit.assignee_id is None and claim.stage in _NEEDS_ASSIGNEE,
        ),
        (
            "checkability",
            "say what kind of statement it is",
            lambda: edit.checkability is None and claim.stage in _NEEDS_CHECKABILITY,
        ),
        (
            "said_on",
            "this day has not come yet",
            lambda: edit.said_on is not None and edit.said_on > latest,
        ),
        (
            "verdict_as_of",
            "this day has not come yet",
            lambda: edit.verdict_as_of is not None and edit.verdict_as_of > latest,
        ),
    )
    for field, message, refuses in refusals:
        if field in fields and refuses():
            raise InvalidEdit(field, message)


def _write(
    session: Session, claim: Claim, edit: ClaimEdit, fields: frozenset[str]
) -> dict[str, tuple[Any, Any]]:
    """Write the fields; return what else had to follow: a label, or a wording of our own."""
    before = claim.wording
    is_own = before == claim_writing.generated_wording(claim)
    # Everything is looked up first: one flush, and the edit number goes up by one.
    owners: dict[str, object] = {
        "speaker": find(session, Speaker, edit.speaker_id),
        "assignee": find(session, Account, edit.assignee_id),
    }
    written = claim_fields.values(edit) | {"qualifiers": list(edit.qualifiers)} | owners
    for name in written.keys() - {"speaker_id", "assignee_id"}:
        setattr(claim, name, written[name])
    if not is_own or "wording" in fields:
        return {}
    claim.wording = claim_writing.generated_wording(claim)
    return claim_writing.differences({"wording": before}, {"wording": claim.wording})


def _may_check(session: Session, claim: Claim, account_id: int | None) -> bool:
    account = find(session, Account, account_id)
    return account is None or desks.may_check(session, account, claim.id)


def _in_names(
    session: Session, changes: Mapping[str, tuple[Any, Any]]
) -> dict[str, tuple[Any, Any]]:
    """Return the changes with names in place of the numbers of records."""
    kinds: dict[str, type[Speaker | Account]] = {
        "speaker_id": Speaker,
        "assignee_id": Account,
    }
    named: dict[str, tuple[Any, Any]] = {}
    for field, (old, new) in changes.items():
        kind = kinds.get(field)
        if kind is None:
            named[field] = (old, new)
        else:
            old_name, new_name = (
                claim_fields.named(find(session, kind, number)) for number in (old, new)
            )
            named[field.removesuffix("_id")] = (old_name, new_name)
    return named
