"""The sources that can be read again: each address with what we keep of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, joinedload

from tracker.domain.vocabulary import SpanPart, Stage
from tracker.models import Article, ArticleVersion, Claim, ClaimSpan, Evidence, EvidenceSnapshot

#: Nobody rests anything on the sources of a claim that was put away.
_PUT_AWAY = (Stage.DECLINED, Stage.ARCHIVED)


@dataclass(frozen=True, slots=True)
class Source:
    """One address to look at, and what we keep of it."""

    claim_id: int
    url: str
    title: str
    snapshot_id: int | None
    article_version_id: int | None
    sha256: str | None
    text_sha256: str | None
    #: The words that a claim rests on.
    passages: tuple[str, ...]


def due(session: Session, claim_id: int | None = None) -> list[Source]:
    """Return the sources of a claim that can be checked, or of all that are not put away.

    Those are evidence of which a snapshot of its address is kept, and articles with an address.
    Without a claim only articles are looked at of which a report was ever out.
    """
    return [*_evidence_sources(session, claim_id), *_article_sources(session, claim_id)]


def newest_snapshots() -> Select[int]:
    """Select the newest snapshot of each source."""
    return select(func.max(EvidenceSnapshot.id)).group_by(EvidenceSnapshot.evidence_id)


def _evidence_sources(session: Session, claim_id: int | None) -> list[Source]:
    # A report stays out when its claim is archived.
    all_in_use = Claim.stage.not_in(_PUT_AWAY) | Claim.first_published_at.is_not(None)
    which = all_in_use if claim_id is None else Claim.id == claim_id
    found = session.execute(
        select(Evidence, EvidenceSnapshot)
        .join(EvidenceSnapshot, EvidenceSnapshot.evidence_id == Evidence.id)
        .join(Claim, Claim.id == Evidence.claim_id)
        .where(
            which,
            Evidence.withdrawn_at.is_(None),
            EvidenceSnapshot.id.in_(newest_snapshots()),
            EvidenceSnapshot.source_url.is_not(None),
        )
        .order_by(Evidence.claim_id, Evidence.position)
    )
    return [_of_evidence(held, kept) for held, kept in found]


def _of_evidence(held: Evidence, kept: EvidenceSnapshot) -> Source:
    return Source(
        claim_id=held.claim_id,
        url=kept.source_url or "",
        title=held.title,
        snapshot_id=kept.id,
        article_version_id=None,
        sha256=kept.sha256,
        text_sha256=kept.text_sha256,
        passages=(held.passage,),
    )


def _article_sources(session: Session, claim_id: int | None) -> list[Source]:
    """Return the articles, each under the first of its claims that asks for it."""
    which = Claim.first_published_at.is_not(None) if claim_id is None else Claim.id == claim_id
    asking = (
        select(func.min(Claim.id).label("claim_id"), Claim.article_version_id)
        .where(which)
        .group_by(Claim.article_version_id)
        .subquery()
    )
    found = session.execute(
        select(asking.c.claim_id, ArticleVersion)
        .join(ArticleVersion, ArticleVersion.id == asking.c.article_version_id)
        .join(ArticleVersion.article)
        .where(Article.canonical_url.is_not(None))
        .options(joinedload(ArticleVersion.article), joinedload(ArticleVersion.original))
        .order_by(ArticleVersion.id)
    ).all()
    quotes = _quotes(
        session,
        Claim.article_version_id.in_(select(asking.c.article_version_id)),
        Claim.first_published_at.is_not(None) | which,
    )
    return [_of_article(version, number, quotes[version.id]) for number, version in found]


def _of_article(version: ArticleVersion, claim_id: int, quotes: Iterable[str]) -> Source:
    article, original = version.article, version.original
    fetched = original if original and original.source_url else None
    return Source(
        claim_id=claim_id,
        url=(fetched.source_url if fetched else None) or article.canonical_url or "",
        title=article.title,
        snapshot_id=None,
        article_version_id=version.id,
        sha256=fetched.sha256 if fetched else None,
        text_sha256=version.text_sha256 if fetched else None,
        passages=tuple(quotes),
    )


def _quotes(session: Session, *claims: ColumnElement[bool]) -> Mapping[int, list[str]]:
    """Return the words that these claims rest on, by version, in one statement for all."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = session.execute(
        select(Claim.article_version_id, ClaimSpan.quote)
        .join(Claim, Claim.id == ClaimSpan.claim_id)
        .where(ClaimSpan.part == SpanPart.CONTENT, *claims)
        .order_by(ClaimSpan.id)
    )
    for version_id, quote in rows:
        found[version_id].append(quote)
    return found
