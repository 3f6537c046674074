"""The way in: an article is recognised or stored, read for claims, corrected, read again."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.commands import ArticleDraft, ArticleEdit, Original
from tracker.domain.errors import DuplicateArticle, InvalidEdit, StaleEdit
from tracker.domain.hashing import text_sha256
from tracker.domain.vocabulary import Role
from tracker.extraction import extract
from tracker.models import Article, ArticleVersion, StoredOriginal
from tracker.models.article import FIRST_DESK
from tracker.readers import BadAddress, canonical_url, clean_text
from tracker.services import originals
from tracker.services.articles import outlets, proposals
from tracker.services.articles.proposals import Cast, Extract
from tracker.services.articles.rereading import Outcome, reextract
from tracker.services.lookup import fetch
from tracker.services.sourcing.evidence_fields import address
from tracker.services.trail import history

__all__ = ["Outcome", "find_duplicate", "ingest", "reextract", "revise_article"]


def ingest(
    session: Session,
    draft: ArticleDraft,
    *,
    actor: Actor,
    at: datetime,
    originals_dir: Path,
    extract: Extract = extract,
) -> Article:
    """Store the article with everything that is claimed in it, in the caller's transaction.

    The text is read for claims before the first statement: the database's one writer is not
    kept waiting for it. Raises DuplicateArticle where the same text, the same original or the
    same address is here already, and InvalidEdit for a draft that cannot be stored.
    """
    actor.require(Role.CONTRIBUTOR)
    draft = _tidy(draft)
    found = proposals.read(draft.text, draft.language, extract)
    history.take_turn(session)
    _refuse_duplicate(session, draft)
    article = _store(session, draft, originals_dir, actor=actor, at=at)
    history.record(
        session,
        "article.ingested",
        ("article", article.id),
        {name: (None, value) for name, value in _facts(article).items() if value is not None},
        actor=actor,
        at=at,
    )
    proposals.propose(session, found, Cast(session, article, actor, at))
    return article


def find_duplicate(
    session: Session,
    *,
    text: str,
    canonical_url: str | None,
    original_sha256: str | None = None,
) -> int | None:
    """Return the number of the article with this text, these bytes or this address, if any."""
    own = _address(canonical_url)
    same = [ArticleVersion.text_sha256 == text_sha256(clean_text(text))]
    if original_sha256 is not None:
        same.append(ArticleVersion.original_sha256 == original_sha256)
    if own is not None:
        same.append(Article.canonical_url == own)
    return session.scalar(
        select(Article.id).join(Article.versions).where(or_(*same)).order_by(Article.id).limit(1)
    )


def revise_article(
    session: Session, article_id: int, edit: ArticleEdit, *, actor: Actor, at: datetime
) -> history.Changes:
    """Correct what is known about an article, and return what changed; its text stays.

    Raises StaleEdit where somebody else saved it since the form was opened.
    """
    actor.require(Role.CONTRIBUTOR)
    edit = replace(
        edit,
        canonical_url=_address(edit.canonical_url),
        archive_url=address("archive_url", edit.archive_url),
        title=_title(edit.title),
    )
    history.take_turn(session)
    article = fetch(session, Article, article_id)
    before, wanted = _facts(article), _wanted(edit)
    if edit.edit_number != article.edit_number:
        raise StaleEdit(_shown(before), _shown(wanted))
    _refuse_taken_address(session, article, edit.canonical_url)
    article.outlet = outlets.find_or_make(
        session,
        edit.outlet,
        None,
        actor=actor,
        at=at,
        is_demonstration=article.is_demonstration,
    )
    article.title, article.byline = edit.title, _line(edit.byline)
    article.published_on, article.language = edit.published_on, edit.language
    article.canonical_url, article.archive_url = edit.canonical_url, edit.archive_url
    after = _facts(article)
    changes = {name: (old, after[name]) for name, old in before.items() if old != after[name]}
    if changes:
        session.flush()
        subject = ("article", article.id)
        history.record(session, "article.revised", subject, changes, actor=actor, at=at)
    return changes


def _refuse_duplicate(session: Session, draft: ArticleDraft) -> None:
    original = draft.original
    duplicate = find_duplicate(
        session,
        text=draft.text,
        canonical_url=draft.canonical_url,
        original_sha256=originals.hash_of(original.content) if original else None,
    )
    if duplicate is not None:
        raise DuplicateArticle(duplicate)


def _refuse_taken_address(session: Session, article: Article, own: str | None) -> None:
    taken = select(Article.id).where(Article.canonical_url == own, Article.id != article.id)
    other = None if own is None else session.scalar(taken)
    if other is not None:
        raise InvalidEdit(
            "canonical_url", "article %(other)d has this address already", other=other
        )


def _store(
    session: Session, draft: ArticleDraft, folder: Path, *, actor: Actor, at: datetime
) -> Article:
    outlet = outlets.find_or_make(
        session,
        draft.outlet,
        draft.outlet_domain,
        actor=actor,
        at=at,
        is_demonstration=draft.is_demonstration,
    )
    version = ArticleVersion(
        number=1,
        text=draft.text,
        text_sha256=text_sha256(draft.text),
        original=_keep(session, draft.original, folder, at) if draft.original else None,
        created_at=at,
        created_by_id=actor.account_id,
    )
    article = Article(
        outlet=outlet,
        desk_id=actor.home(Role.CONTRIBUTOR) or FIRST_DESK,
        title=draft.title,
        byline=draft.byline,
        canonical_url=draft.canonical_url,
        archive_url=draft.archive_url,
        language=draft.language,
        published_on=draft.published_on,
        is_demonstration=draft.is_demonstration,
        created_at=at,
        created_by_id=actor.account_id,
        versions=[version],
    )
    session.add(article)
    session.flush()
    return article


def _keep(session: Session, original: Original, folder: Path, at: datetime) -> StoredOriginal:
    """Write the bytes first: a row without its file would be a promise that is not kept."""
    sha256 = originals.store(folder, original.content)
    return session.get(StoredOriginal, sha256) or StoredOriginal(
        sha256=sha256,
        size=len(original.content),
        media_type=original.media_type,
        filename=original.filename,
        source_url=original.source_url,
        stored_at=at,
    )


def _tidy(draft: ArticleDraft) -> ArticleDraft:
    text = clean_text(draft.text)
    if not text.strip():
        raise InvalidEdit("text", "the article has no text")
    return replace(
        draft,
        text=text,
        title=_title(draft.title),
        byline=_line(draft.byline),
        canonical_url=_address(draft.canonical_url),
        archive_url=address("archive_url", draft.archive_url),
    )


def _title(title: str) -> str:
    line = _line(title)
    if line is None:
        raise InvalidEdit("title", "give the article a headline")
    return line


def _line(words: str | None) -> str | None:
    return " ".join(clean_text(words or "").split()) or None


def _address(url: str | None) -> str | None:
    if not (url or "").strip():
        return None
    try:
        return canonical_url(url or "")
    except BadAddress as refused:
        raise InvalidEdit("canonical_url", refused.message) from refused


def _facts(article: Article) -> dict[str, object]:
    return {
        "title": article.title,
        "outlet": article.outlet.name if article.outlet else None,
        "byline": article.byline,
        "published_on": article.published_on,
        "language": article.language,
        "canonical_url": article.canonical_url,
        "archive_url": article.archive_url,
    }


def _wanted(edit: ArticleEdit) -> dict[str, object]:
    return {
        "title": edit.title,
        "outlet": edit.outlet,
        "byline": edit.byline,
        "published_on": edit.published_on,
        "language": edit.language,
        "canonical_url": edit.canonical_url,
        "archive_url": edit.archive_url,
    }


def _shown(values: dict[str, object]) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in values.items()}
