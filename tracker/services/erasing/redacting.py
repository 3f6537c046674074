"""Blacking out words in every table, whatever tables there are.

A column is searched unless it is named here as one that cannot hold what people say. What was
said in the history goes by ``erased_words``; what lies in files is named, for whoever commits.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Enum, String, Table, Text, cast, delete, or_, select, update
from sqlalchemy.orm import Session

from tracker.domain.hashing import canonical_json, text_sha256
from tracker.domain.redaction import Redactor
from tracker.models import (
    ArticleVersion,
    Base,
    DriftCheck,
    EvidenceSnapshot,
    KeptAnswer,
    StoredOriginal,
)
from tracker.services import originals

#: Tables of members, programs and machinery: who works here is erased by ``erasure``.
_OTHERS = frozenset(
    {
        "account",
        "desk",
        "event",
        "feed",
        "invitation",
        "membership",
        "outlet",
        "presence",
        "rating_mapping",
        "recovery_code",
        "redaction",
        "second_factor",
        "sign_in",
        "sign_in_failure",
        "token",
        "verdict_label",
        "verdict_scale",
        "webhook",
        "webhook_delivery",
    }
)
#: Names of ours and digests; and texts that are written anew by other means below.
_NOT_SEARCHED = frozenset(
    {
        *("etag", "extractor_version", "format_name", "hash", "language", "last_modified"),
        *("media_type", "outcome", "record_sha256", "sha256", "text_sha256"),
        *("article_sha256", "file_sha256", "original_sha256", "request_hash"),
        *("found_sha256", "found_text_sha256", "kept_sha256", "kept_text_sha256"),
    }
)
#: An address that lacks a part leads nowhere.
_ADDRESSES = frozenset(
    {"archive_url", "canonical_url", "content_url", "original_url", "public_url", "same_as", "url"}
)


@dataclass(slots=True)
class Traces:
    """What a redaction has changed, and what is still to be done for it."""

    #: Digests of texts and files that are gone: with them somebody could try out names.
    digests: dict[str, str] = field(default_factory=dict)
    articles: set[int] = field(default_factory=set)
    #: Files in the store that nothing names any longer, once this is committed.
    files: set[str] = field(default_factory=set)
    claims: set[int] = field(default_factory=set)


def black_out(
    session: Session, redactor: Redactor, traces: Traces, *, folder: Path, at: datetime
) -> None:
    """Black the words out in every table but the history, and note what was changed."""
    session.flush()
    session.expire_all()
    tables = Base.metadata.sorted_tables if redactor.words else []
    for table in tables:
        if table.name in _OTHERS or not (columns := _searched(table)):
            continue
        for row in _rows(session, table, columns, redactor):
            values = _changed(row, columns, redactor)
            if values:
                _write(session, table, row, values, traces, folder=folder, at=at)
    # They are kept for a day, for programs that ask twice; nobody reads them otherwise.
    session.execute(delete(KeptAnswer))
    session.expire_all()


def rewrite_text(
    session: Session, version_id: int, text: str, traces: Traces, *, at: datetime
) -> None:
    """Put a text with blocks in the place of a version's, and its own digest beside it."""
    version = Base.metadata.tables["article_version"]
    found = session.execute(select(version).where(version.c.id == version_id)).one()
    if found.text == text:
        return
    digest = text_sha256(text)
    taken = select(version.c.id).where(version.c.text_sha256 == digest)
    if session.scalar(taken) is not None:
        # Two versions differed in these words alone; each needs a digest of its own.
        digest = text_sha256(f"{version_id}\n{text}")
    session.execute(
        update(version)
        .where(version.c.id == version_id)
        .values(text=text, text_sha256=digest, redacted_at=at)
    )
    traces.digests[found.text_sha256] = digest
    traces.articles.add(found.article_id)
    _forget_drift(session, DriftCheck.article_version_id == version_id)


def forget_originals(session: Session, traces: Traces) -> None:
    """Let go of the files in which articles came that hold the words: nobody can mend a PDF."""
    mine = ArticleVersion.article_id.in_(traces.articles)
    kept = ArticleVersion.original_sha256
    found = session.scalars(select(kept).where(mine, kept.is_not(None)))
    gone = {digest for digest in found if digest}
    session.execute(update(ArticleVersion).where(mine).values(original_sha256=None))
    for digest in gone - set(session.scalars(select(kept).where(kept.in_(gone)))):
        session.execute(delete(StoredOriginal).where(StoredOriginal.sha256 == digest))
        _let_go(digest, traces)


def follow_digests(session: Session, traces: Traces, *, at: datetime) -> None:
    """Put the new digests into the reports that name the old ones."""
    table = Base.metadata.tables["publication"]
    rows = session.execute(
        select(table.c.id, table.c.record).where(table.c.article_id.in_(traces.articles))
    ).all()
    for row in rows:
        record = row.record
        for old, new in traces.digests.items():
            record = record.replace(old, new) if new else record
        if record != row.record:
            write_report(session, row.id, record, at=at)


def write_report(session: Session, number: int, record: str, *, at: datetime, **more: Any) -> None:
    """Put a redacted record in the place of a report's."""
    table = Base.metadata.tables["publication"]
    values = {"record": record, "record_sha256": text_sha256(record), "redacted_at": at} | more
    session.execute(update(table).where(table.c.id == number).values(**values))


def let_snapshot_go(session: Session, snapshot: Any, traces: Traces) -> None:
    """Note that a snapshot's file may go, and forget what was found at its address since."""
    traces.digests.setdefault(snapshot.sha256, "")
    _let_go(snapshot.sha256, traces)
    _forget_drift(session, DriftCheck.snapshot_id == snapshot.id)


def remove_files(session: Session, files: Iterable[str], *, folder: Path) -> int:
    """Delete the files that nothing names; return how many. Only after the commit."""
    gone = 0
    for digest in files:
        if not _is_named(session, digest):
            originals.path_of(folder, digest).unlink(missing_ok=True)
            gone += 1
    return gone


def _searched(table: Table) -> list[Column[Any]]:
    return [
        column
        for column in table.columns
        if column.name not in _NOT_SEARCHED and _holds_words(column)
    ]


def _holds_words(column: Column[Any]) -> bool:
    kind = getattr(column.type, "impl_instance", column.type)
    return isinstance(kind, String | JSON) and not isinstance(column.type, Enum)


def _rows(
    session: Session, table: Table, columns: list[Column[Any]], redactor: Redactor
) -> Iterator[Any]:
    wanted = select(table).order_by(*table.primary_key.columns)
    runs = redactor.plain_runs()
    if runs is not None:
        texts = [cast(column, Text) for column in columns]
        wanted = wanted.where(
            or_(*(text.icontains(run, autoescape=True) for text in texts for run in runs))
        )
    yield from session.execute(wanted).all()


def _changed(row: Any, columns: list[Column[Any]], redactor: Redactor) -> dict[str, Any]:
    values = {}
    for column in columns:
        old = getattr(row, column.name)
        new = _in_json(old, redactor) if column.name == "record" else redactor.blacken(old)
        if new != old:
            gone = column.name in _ADDRESSES and column.nullable
            values[column.name] = None if gone else new
    return values


def _in_json(text: str, redactor: Redactor) -> str:
    return canonical_json(redactor.blacken(json.loads(text)))


def _write(
    session: Session,
    table: Table,
    row: Any,
    values: dict[str, Any],
    traces: Traces,
    *,
    folder: Path,
    at: datetime,
) -> None:
    """Write the row without the words, and what follows from that."""
    if table.name == "article_version":
        rewrite_text(session, row.id, values["text"], traces, at=at)
        return
    if table.name == "publication":
        write_report(session, row.id, values.pop("record", row.record), at=at, **values)
        return
    if table.name == "evidence_snapshot":
        values |= _keep_redacted(session, row, values, traces, folder=folder)
    if table.name == "article":
        traces.articles.add(row.id)
    if table.name == "claim":
        traces.claims.add(row.id)
    if "edit_number" in table.c and table.name not in {"bulk_row", "import_row"}:
        # Or a form that is open somewhere would bring the words back.
        values["edit_number"] = row.edit_number + 1
    mine = [column == getattr(row, column.name) for column in table.primary_key.columns]
    session.execute(update(table).where(*mine).values(**values))


def _keep_redacted(
    session: Session, row: Any, values: Mapping[str, Any], traces: Traces, *, folder: Path
) -> dict[str, Any]:
    """Keep the text with its blocks as the file of a snapshot, in the place of the file."""
    text = values.get("text", row.text)
    if text is None:
        return {}
    content = text.encode()
    let_snapshot_go(session, row, traces)
    digest = originals.store(folder, content)
    traces.digests |= {row.sha256: digest, row.text_sha256: text_sha256(text)}
    return {
        "sha256": digest,
        "size": len(content),
        "media_type": "text/plain",
        "text_sha256": text_sha256(text),
    }


def _forget_drift(session: Session, condition: Any) -> None:
    session.execute(delete(DriftCheck).where(condition))


def _let_go(digest: str, traces: Traces) -> None:
    traces.digests.setdefault(digest, "")
    traces.files.add(digest)


def _is_named(session: Session, digest: str) -> bool:
    named = (
        select(StoredOriginal.sha256).where(StoredOriginal.sha256 == digest),
        select(EvidenceSnapshot.id).where(EvidenceSnapshot.sha256 == digest),
    )
    return any(session.scalar(one.limit(1)) is not None for one in named)
