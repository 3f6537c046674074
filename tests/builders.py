"""Small builders of rows for tests: fixed values, whatever a test is about as an argument."""

from datetime import UTC, datetime
from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.evidence_words import (
    Authenticity,
    DriftState,
    EvidenceKind,
    MediaKind,
    ReplyChannel,
    ReplyOutcome,
    SnapshotOrigin,
    Stance,
)
from tracker.domain.hashing import text_sha256
from tracker.domain.report_words import Readers
from tracker.domain.searching import searched_text
from tracker.domain.vocabulary import (
    AttributionVerdict,
    Checkability,
    ClaimKind,
    ContentVerdict,
    Origin,
    Role,
    SpanPart,
    SpeakerKind,
    SpeechAct,
    Stage,
    Visibility,
)
from tracker.extraction import Attribution, Span
from tracker.extraction import Speaker as Named
from tracker.models import (
    Account,
    Article,
    ArticleVersion,
    Claim,
    ClaimMedia,
    ClaimSpan,
    DriftCheck,
    Evidence,
    EvidenceSnapshot,
    Outlet,
    Reply,
    Speaker,
)
from tracker.services.editing import spans
from tracker.services.reviewing import revisions

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
TEXT = (
    "The port of Varna moved nine million tonnes last year, said Ana Silva, its director.\n\n"
    "“We will grow again,” Silva added."
)

_numbers = count(1)
_JUDGED = (Stage.DECLINED, Stage.TRIAGED, Stage.IN_PROGRESS, Stage.IN_REVIEW, Stage.APPROVED)
_SEEN = (Stage.PUBLISHED, Stage.CORRECTED, Stage.RETRACTED)


def make_account(
    session: Session, *, role: Role = Role.EDITOR, name: str = "Mira Koch", **values: Any
) -> Account:
    """Return a member of the newsroom, flushed."""
    facts: dict[str, Any] = {
        "email": f"member{next(_numbers)}@newsroom.example",
        "password_hash": "not a hash that any password has",
        "created_at": NOON,
        "password_changed_at": NOON,
    }
    return _add(session, Account(role=role, name=name, **facts | values))


def make_actor(session: Session, role: Role = Role.EDITOR, *, name: str = "Mira Koch") -> Actor:
    """Return somebody who acts, with an account behind them."""
    account = make_account(session, role=role, name=name)
    return Actor(account_id=account.id, name=account.name, role=role)


def make_article(
    session: Session,
    *,
    title: str = "The port grows",
    text: str | None = None,
    outlet: str | None = None,
    **values: Any,
) -> Article:
    """Return an article with one version; without ``text`` a text of its own, near ``TEXT``."""
    text = f"{TEXT} ({next(_numbers)})" if text is None else text
    facts = {"title": title, "language": "en", "created_at": NOON} | values
    if outlet is not None:
        known = session.query(Outlet).filter_by(name=outlet).one_or_none()
        facts["outlet"] = known or Outlet(name=outlet, created_at=NOON)
    version = ArticleVersion(number=1, text=text, text_sha256=text_sha256(text), created_at=NOON)
    return _add(session, Article(versions=[version], **facts))


def make_speaker(
    session: Session,
    *,
    name: str = "Ana Silva",
    kind: SpeakerKind = SpeakerKind.PERSON,
    **values: Any,
) -> Speaker:
    """Return a speaker who stands alone, flushed."""
    facts = {"name": name, "kind": kind, "created_at": NOON} | values
    speaker = _add(session, Speaker(**facts))
    if speaker.canonical_id is None:
        speaker.canonical_id = speaker.id
        session.flush()
    return speaker


def make_claim(
    session: Session,
    *,
    article: Article | None = None,
    stage: Stage = Stage.PROPOSED,
    content: tuple[tuple[int, int], ...] = ((0, 53),),
    readers: Readers = Readers.TWO_PEOPLE,
    **values: Any,
) -> Claim:
    """Return a claim on the article's text, with whatever its stage demands."""
    article = make_article(session) if article is None else article
    version = article.current
    facts: dict[str, Any] = {
        "article_version": version,
        "position": content[0][0],
        "wording": "The port of Varna moved nine million tonnes last year.",
        "kind": ClaimKind.INDIRECT,
        "speech_act": SpeechAct.STATES,
        "origin": Origin.MACHINE,
        "created_at": NOON,
        "updated_at": NOON,
        "spans": spans.make(version.text, {SpanPart.CONTENT: content}),
    }
    facts |= _demanded(session, stage) | values
    if facts["origin"] is Origin.MACHINE:
        facts.setdefault("extractor_version", "fixed 1")
    claim = Claim(stage=stage, **facts)
    if not claim.search_text:
        speaker = claim.speaker.name if claim.speaker else ""
        words = f"{claim.wording} {claim.words(SpanPart.CONTENT)} {speaker}"
        claim.search_text = searched_text(words)
    _add(session, claim)
    if {claim.stage, claim.stage_before_archive} & set(_SEEN):
        revisions.adopt(session, claim, readers=readers)
    return claim


def make_ready_claim(session: Session, *, stage: Stage = Stage.IN_REVIEW, **values: Any) -> Claim:
    """Return a claim that has all that a newsroom asks before it goes on."""
    facts: dict[str, Any] = {
        "speaker": make_speaker(session),
        "attribution_verdict": AttributionVerdict.ACCURATE_QUOTE,
        "content_verdict": ContentVerdict.TRUE,
        "explanation": "The port authority's figures say so.",
    }
    claim = make_claim(session, stage=stage, **facts | values)
    for _number in range(2):
        make_evidence(session, claim)
    make_reply(session, claim)
    return claim


def make_evidence(
    session: Session, claim: Claim, *, has_snapshot: bool = True, **values: Any
) -> Evidence:
    """Return a source that supports the claim, of a publisher of its own, with a snapshot."""
    number = next(_numbers)
    facts: dict[str, Any] = {
        "claim_id": claim.id,
        "position": 1 + number % 100,
        "kind": EvidenceKind.STATISTICS,
        "stance": Stance.SUPPORTS,
        "title": "Port statistics, annual volume",
        "publisher": f"Statistics office {number}",
        "url": f"https://statistics{number}.example/ports",
        "passage": "nine million tonnes",
        "passage_start": 4,
        "passage_end": 23,
        "created_at": NOON,
        "updated_at": NOON,
    }
    if not has_snapshot:
        facts |= {"passage_start": None, "passage_end": None}
    evidence = Evidence(**facts | values)
    if has_snapshot:
        evidence.snapshots.append(make_snapshot(source_url=evidence.url or "https://kept.example"))
    return _add(session, evidence)


def make_snapshot(*, text: str = "Sum nine million tonnes.", **values: Any) -> EvidenceSnapshot:
    """Return a snapshot of a page with this text, not yet added; its bytes are in no store."""
    facts: dict[str, Any] = {
        "origin": SnapshotOrigin.FETCHED,
        "sha256": text_sha256(f"<p>{text}</p>"),
        "size": len(text),
        "media_type": "text/html",
        "source_url": "https://statistics.example/ports",
        "text": text,
        "text_sha256": text_sha256(text),
        "taken_at": NOON,
    }
    return EvidenceSnapshot(**facts | values)


def make_drift_check(session: Session, evidence: Evidence, **values: Any) -> DriftCheck:
    """Return a look at the source that found it as it was."""
    kept = evidence.snapshots[-1]
    facts: dict[str, Any] = {
        "snapshot_id": kept.id,
        "url": kept.source_url,
        "state": DriftState.UNCHANGED,
        "kept_sha256": kept.sha256,
        "found_sha256": kept.sha256,
        "checked_at": NOON,
    }
    return _add(session, DriftCheck(**facts | values))


def make_reply(session: Session, claim: Claim, **values: Any) -> Reply:
    """Return an entry of the log: somebody was asked by e-mail, and answered."""
    facts: dict[str, Any] = {
        "claim_id": claim.id,
        "outcome": ReplyOutcome.ANSWERED,
        "asked_whom": "The port of Varna",
        "channel": ReplyChannel.EMAIL,
        "asked_on": NOON.date(),
        "answered_on": NOON.date(),
        "public_answer": "We stand by our figures.",
        "created_at": NOON,
        "updated_at": NOON,
    }
    return _add(session, Reply(**facts | values))


def make_media(session: Session, claim: Claim, **values: Any) -> ClaimMedia:
    """Return a picture of the claim that was shown out of context."""
    facts: dict[str, Any] = {
        "claim_id": claim.id,
        "kind": MediaKind.IMAGE,
        "description": "Ships queue outside the port",
        "content_url": "https://pictures.example/queue.jpg",
        "authenticity": [Authenticity.DECONTEXTUALIZED],
        "created_at": NOON,
        "updated_at": NOON,
    }
    return _add(session, ClaimMedia(**facts | values))


def make_span(claim: Claim, **values: Any) -> ClaimSpan:
    """Return one more piece for the claim, not yet added."""
    facts = {"part": SpanPart.CUE, "start": 54, "end": 58, "quote": "said"} | values
    return ClaimSpan(claim_id=claim.id, **facts)


def make_attribution(
    text: str,
    words: str,
    *,
    name: str | None = "Ana Silva",
    kind: SpeakerKind = SpeakerKind.PERSON,
    role: str | None = None,
    **values: Any,
) -> Attribution:
    """Return what an extractor says of ``words`` where they first stand in the text."""
    start = text.index(words)
    facts: dict[str, Any] = {
        "content": (Span(start, start + len(words)),),
        "cue": (),
        "source": (),
        "text": words,
        "kind": ClaimKind.INDIRECT.value,
        "statement": True,
        "speech_act": SpeechAct.STATES.value,
        "speaker": Named(name, kind.value, role) if name else None,
        "medium": None,
        "confidence": 0.9,
    }
    return Attribution(**facts | values)


def _demanded(session: Session, stage: Stage) -> dict[str, Any]:
    facts: dict[str, Any] = {}
    if stage in _JUDGED:
        facts["checkability"] = Checkability.CHECKABLE
    if stage in (Stage.IN_PROGRESS, Stage.IN_REVIEW):
        facts["assignee"] = make_account(session, role=Role.FACT_CHECKER, name="Omar Haddad")
    if stage in _SEEN:
        facts["checkability"] = Checkability.CHECKABLE
        facts |= {"first_published_at": NOON, "visibility": Visibility.PUBLIC, "revision": 1}
    if stage is Stage.ARCHIVED:
        facts["stage_before_archive"] = Stage.NEW
    return facts


def _add(session: Session, row: Any) -> Any:
    session.add(row)
    session.flush()
    return row
