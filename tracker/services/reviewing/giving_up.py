"""A correction given up: the claim says again what its report says, and nothing goes out.

What was gathered meanwhile stays with the claim: sources, replies and comments are no part of
what is taken back, and go out with the next version, if there is one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.commands import Stretch
from tracker.domain.errors import TransitionRefused
from tracker.domain.freezing import thaw
from tracker.domain.records import ClaimRecord
from tracker.domain.vocabulary import SpanPart
from tracker.models import Claim, Publication, Speaker, VerdictLabel
from tracker.services.editing import claim_fields, claim_writing, labels, search_text
from tracker.services.lookup import find
from tracker.services.reviewing import revisions

#: What a report says of a claim in fields of the same name.
_SAID = (
    "wording",
    "kind",
    "speech_act",
    "role_as_stated",
    "medium",
    "said_on",
    "checkability",
    "attribution_verdict",
    "content_verdict",
    "verdict_as_of",
    "verdict_certainty",
    "explanation",
)


@dataclass(frozen=True, slots=True)
class _AsItWentOut:
    """What the report in force says, in the terms of a claim."""

    record: ClaimRecord
    speaker: Speaker | None
    label: VerdictLabel | None


def restore(session: Session, claim: Claim) -> Mapping[str, tuple[Any, Any]]:
    """Write what the report in force says back into the claim, and return what changed."""
    newest = next(iter(revisions.of_claim(session, claim.id)), None)
    if newest is None:
        raise TransitionRefused("there is no report in force to correct")
    before = _told(claim)
    told = _read(session, claim, newest)
    for name in _SAID:
        setattr(claim, name, getattr(told.record, name))
    claim.qualifiers, claim.speaker = list(told.record.qualifiers), told.speaker
    if claim.verdict_label != told.label:
        labels.give(claim, told.label)
    where = _where(told.record)
    if claim_writing.where(claim) != where:
        claim_writing.place(session, claim, where)
    claim.search_text = search_text.of(claim)
    return claim_writing.differences(before, _told(claim))


def _read(session: Session, claim: Claim, newest: Publication) -> _AsItWentOut:
    record = thaw(newest.record)
    if record.article_sha256 != claim.article_version.text_sha256:
        raise TransitionRefused("its article was read anew since; correct the report instead")
    return _AsItWentOut(record, find(session, Speaker, newest.speaker_id), _label(session, record))


def _label(session: Session, record: ClaimRecord) -> VerdictLabel | None:
    """Return the label under which the verdict went out, even one that is retired by now."""
    return session.scalar(
        select(VerdictLabel)
        .where(
            VerdictLabel.name == record.verdict_label,
            VerdictLabel.verdict == record.content_verdict,
        )
        .order_by(VerdictLabel.id.desc())
        .limit(1)
    )


def _where(record: ClaimRecord) -> dict[SpanPart, tuple[Stretch, ...]]:
    return {
        SpanPart.CONTENT: record.content_spans,
        SpanPart.CUE: record.cue_spans,
        SpanPart.SOURCE: record.source_spans,
    }


def _told(claim: Claim) -> dict[str, Any]:
    """Return what is taken back, as the history tells it."""
    parts = {part.value: claim.stretches(part) for part in SpanPart}
    return parts | {
        **{name: getattr(claim, name) for name in _SAID},
        "quote": claim.words(SpanPart.CONTENT),
        "qualifiers": tuple(claim.qualifiers),
        "speaker": claim_fields.named(claim.speaker),
        "verdict_label": labels.name_of(claim.verdict_label),
    }
