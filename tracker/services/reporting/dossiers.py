"""What goes into the dossier of a claim or of an article, read from the newsroom's records."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from tracker.domain.commands import Selection
from tracker.domain.errors import NotFound
from tracker.domain.hashing import compact_json
from tracker.domain.records import ClaimRecord
from tracker.exports.formats.dossier import Dossier, Moment, TextVersion
from tracker.models import Article, ArticleVersion, Event
from tracker.services import originals, queries
from tracker.services.reporting import publishing
from tracker.services.trail.chain import stamp

#: Changes to these concern the newsroom alone, as do events of other kinds of records.
_INTERNAL_FIELDS = frozenset({"note", "assignee", "assignee_id", "due_on", "priority"})
_TOLD_SUBJECTS = frozenset({"claim", "article"})
_TOLD_ACTIONS = re.compile(r"(claim|article|evidence|reply|media|amendment|publication)\.\w+")
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")


def of_claim(
    session: Session,
    claim_id: int,
    *,
    site: str,
    originals_dir: Path,
    at: datetime,
    internal: bool = False,
) -> Dossier:
    """Return the dossier of one claim; what concerns the newsroom alone must be asked for.

    A stranger gets a published claim as it went out, also while it is worked on again; the
    newsroom itself gets its work as it stands, beside the report that is out.
    """
    claim = queries.claim(session, claim_id)
    article = claim.article_version.article
    return _dossier(
        session,
        article,
        Selection(claim_ids=(claim_id,)),
        subject=f"claim {claim_id}",
        site=site,
        originals_dir=originals_dir,
        at=at,
        internal=internal,
    )


def of_article(
    session: Session,
    article_id: int,
    *,
    site: str,
    originals_dir: Path,
    at: datetime,
    internal: bool = False,
) -> Dossier:
    """Return the dossier of an article with all its claims, likewise."""
    article = queries.article(session, article_id)
    return _dossier(
        session,
        article,
        Selection(article_id=article_id),
        subject=f"article {article_id}",
        site=site,
        originals_dir=originals_dir,
        at=at,
        internal=internal,
    )


def _dossier(
    session: Session,
    article: Article,
    selection: Selection,
    *,
    subject: str,
    site: str,
    originals_dir: Path,
    at: datetime,
    internal: bool,
) -> Dossier:
    if internal:
        records = list(publishing.records(session, selection, site=site))
    else:
        records = list(publishing.standing(session, selection, site=site, at=at))
    numbers = [record.claim_id for record in records]
    return Dossier(
        subject=subject,
        title=article.title,
        records=records,
        published=list(publishing.published(session, selection, site=site, at=at)),
        versions=[_version(one, originals_dir) for one in article.versions],
        events=[_moment(event, internal=internal) for event in _events(session, article, numbers)],
        snapshots=dict(_snapshots(records, originals_dir)),
    )


def _version(version: ArticleVersion, folder: Path) -> TextVersion:
    if version.original is None:
        return TextVersion(version.number, version.text)
    suffix = Path(version.original.filename or "").suffix.lower()
    return TextVersion(
        version.number,
        version.text,
        originals.load(folder, version.original.sha256),
        suffix if _SUFFIX.fullmatch(suffix) else "",
    )


def _events(session: Session, article: Article, numbers: Sequence[int]) -> Sequence[Event]:
    of_article = and_(Event.subject == "article", Event.subject_id == article.id)
    of_claims = and_(Event.subject == "claim", Event.subject_id.in_(numbers))
    chosen = select(Event).where(or_(of_article, of_claims)).order_by(Event.id)
    return session.scalars(chosen).all()


def _snapshots(records: Sequence[ClaimRecord], folder: Path) -> Iterator[tuple[str, bytes]]:
    wanted = {one.snapshot_sha256 for record in records for one in record.evidence}
    for digest in sorted(filter(None, wanted)):
        try:
            yield digest, originals.load(folder, digest)
        except NotFound:
            # The passage and the digest are in the dossier all the same.
            continue


def _moment(event: Event, *, internal: bool) -> Moment:
    withheld = event.is_words_erased or not (internal or _is_told(event))
    name = None if event.is_name_erased else event.actor_name
    told = _told(event, withheld=withheld)
    sealed: dict[str, Any] = {
        "id": event.id,
        "at": stamp(event.at),
        "actor_id": event.actor_id,
        "actor_name": name,
        "name_salt": event.name_salt,
        "name_digest": event.name_digest,
        "action": event.action,
        "subject": event.subject,
        "subject_id": event.subject_id,
        **told,
        "words_digest": event.words_digest,
        "withheld": withheld,
        "previous_hash": event.previous_hash,
        "hash": event.hash,
        "seal_version": event.seal_version,
    }
    if event.seal_version == 1:
        sealed["at"] = event.at.isoformat(timespec="microseconds")
        sealed["changes"] = None if withheld else event.changes
    return Moment(_line(event, name, withheld=withheld), sealed)


def _told(event: Event, *, withheld: bool) -> dict[str, Any]:
    if withheld:
        return {"changes": None, "note": None, "words_salt": None}
    changes = compact_json(event.changes)
    return {"changes": changes, "note": event.note, "words_salt": event.words_salt}


def _is_told(event: Event) -> bool:
    return (
        event.subject in _TOLD_SUBJECTS
        and _TOLD_ACTIONS.fullmatch(event.action) is not None
        and _INTERNAL_FIELDS.isdisjoint(event.changes)
    )


def _line(event: Event, name: str | None, *, withheld: bool) -> str:
    head = f"{event.at:%Y-%m-%d %H:%M} UTC  {name or 'somebody'}  {event.action}"
    head = f"{head} ({event.subject} {event.subject_id})"
    if withheld:
        return f"{head}: withheld"
    changed = "; ".join(
        f"{field}: {old!r} → {new!r}" for field, (old, new) in event.changes.items()
    )
    return ": ".join(filter(None, (head, event.note, changed)))
