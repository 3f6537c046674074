"""What the extractor found in a text, turned into claims that wait for a person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.commands import Spans
from tracker.domain.errors import InvalidEdit
from tracker.domain.folding import fold
from tracker.domain.vocabulary import (
    ClaimKind,
    Origin,
    SpanPart,
    SpeakerKind,
    SpeechAct,
    Stage,
)
from tracker.extraction import (
    EXTRACTOR_VERSION,
    MAX_CHARACTERS,
    Attribution,
    Span,
    TextRefused,
    extract,
)
from tracker.models import Article, Claim, Speaker
from tracker.services.editing import claim_fields, claim_writing, search_text, spans
from tracker.services.speaking import speakers
from tracker.services.trail import history


class Extract(Protocol):
    """Any function that finds attributed statements; tests hand in a fixed one."""

    def __call__(self, text: str, *, language: str) -> Sequence[Attribution]:
        """Return what is attributed to whom in the text, in reading order."""


@dataclass(slots=True)
class Cast:
    """Those who speak in one article: each name is looked up or made once."""

    session: Session
    article: Article
    actor: Actor
    at: datetime
    known: dict[tuple[str, SpeakerKind], Speaker] = field(default_factory=dict)

    def find(self, attribution: Attribution) -> Speaker | None:
        """Return the record of the attribution's speaker, if it names one."""
        named = attribution.speaker
        if named is None or not named.name.strip():
            return None
        kind = SpeakerKind(named.kind)
        key = (fold(named.name), kind)
        if key not in self.known:
            self.known[key] = speakers.match(
                self.session,
                named.name,
                kind,
                role=named.role,
                article=self.article,
                actor=self.actor,
                at=self.at,
                is_demonstration=self.article.is_demonstration,
            )
        return self.known[key]


def read(text: str, language: str, using: Extract = extract) -> Sequence[Attribution]:
    """Return what the extractor finds; a text that it refuses raises InvalidEdit with its words."""
    try:
        return using(text, language=language)
    except TextRefused as refused:
        raise InvalidEdit(
            "text",
            "the text has %(count)s characters; at most %(most)s are read",
            count=len(text),
            most=MAX_CHARACTERS,
        ) from refused


def propose(session: Session, found: Sequence[Attribution], cast: Cast) -> list[Claim]:
    """Store each attribution as a claim on the current version of the article, and record it."""
    claims = [_claim(attribution, cast) for attribution in found]
    session.add_all(claims)
    session.flush()
    for claim in claims:
        history.record(
            session,
            "claim.proposed",
            ("claim", claim.id),
            {
                name: (None, value)
                for name, value in claim_fields.facts(claim).items()
                if value is not None
            },
            actor=cast.actor,
            at=cast.at,
        )
    return claims


def values(attribution: Attribution, cast: Cast) -> dict[str, Any]:
    """Return what an attribution says about a claim, as the claim's own columns."""
    return {
        "speaker": cast.find(attribution),
        "role_as_stated": attribution.speaker.role if attribution.speaker else None,
        "kind": ClaimKind(attribution.kind),
        "speech_act": SpeechAct(attribution.speech_act),
        "medium": attribution.medium,
        "is_statement": attribution.statement,
        "confidence": min(1.0, max(0.0, attribution.confidence)),
        "reasons": list(attribution.reasons),
        "extractor_version": EXTRACTOR_VERSION,
    }


def stretches(attribution: Attribution) -> Spans:
    """Return where the attribution stands, pieces that overlap made one."""
    parts = {
        SpanPart.CONTENT: attribution.content,
        SpanPart.CUE: attribution.cue,
        SpanPart.SOURCE: attribution.source,
    }
    return {part: spans.united(_pairs(pieces), ()) for part, pieces in parts.items()}


def _claim(attribution: Attribution, cast: Cast) -> Claim:
    version = cast.article.current
    pieces = spans.make(version.text, stretches(attribution))
    claim = Claim(
        article_version=version,
        position=min(piece.start for piece in pieces if piece.part is SpanPart.CONTENT),
        spans=pieces,
        origin=Origin.MACHINE,
        stage=Stage.PROPOSED,
        created_at=cast.at,
        created_by_id=cast.actor.account_id,
        updated_at=cast.at,
        **values(attribution, cast),
    )
    claim.wording = claim_writing.generated_wording(claim)
    claim.search_text = search_text.of(claim)
    return claim


def _pairs(pieces: Sequence[Span]) -> list[tuple[int, int]]:
    return [(piece.start, piece.end) for piece in pieces]
