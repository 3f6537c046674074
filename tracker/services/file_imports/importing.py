"""Imports of whole files: planned, carried out in one transaction, listed, taken back.

Imported fact checks are stored beside our claims and never published as ours; rows of our own
files are written as edits. Who imports must be allowed to do by hand what the file does.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit, TrackerError
from tracker.domain.messages import Message
from tracker.domain.vocabulary import Role
from tracker.imports import AnnotationDraft, ClaimRow, Reading, Refusal, ReviewDraft
from tracker.models import Claim, ExternalReview, ImportRow, ImportRun
from tracker.services.file_imports.importing_annotations import plan_annotations, store_annotation
from tracker.services.file_imports.importing_claims import plan_claims, store_claim
from tracker.services.file_imports.importing_parts import store_in_parts
from tracker.services.file_imports.importing_plans import (
    BAD,
    ImportedFile,
    Meanings,
    Outcome,
    Plan,
    PlannedRow,
)
from tracker.services.file_imports.importing_reviews import (
    plan_reviews,
    ratings_in,
    remember,
    store_review,
)
from tracker.services.file_imports.importing_undo import undo
from tracker.services.trail import history

__all__ = ["ImportedFile", "Outcome", "Plan", "carry_out", "history_of", "plan", "rows_of", "undo"]

#: Rows that the page of an import lists, so that it stays one that can be read.
MOST_LISTED = 500
Store = Callable[[PlannedRow], Claim | ExternalReview]


def plan(
    session: Session,
    reading: Reading,
    *,
    site: str,
    actor: Actor,
    meanings: Meanings | None = None,
    sha256: str = "",
) -> Plan:
    """Return what would become of every row; nothing is written."""
    actor.require(Role.CONTRIBUTOR)
    drafts = reading.drafts
    reviews = [one for one in drafts if isinstance(one, ReviewDraft)]
    rows = [
        *(_refused(one) for one in drafts if isinstance(one, Refusal)),
        *plan_reviews(session, reviews),
        *plan_claims(session, [one for one in drafts if isinstance(one, ClaimRow)], actor=actor),
        *plan_annotations(
            session, [one for one in drafts if isinstance(one, AnnotationDraft)], site=site
        ),
    ]
    rows.sort(key=lambda row: row.line)
    earlier = _earlier(session, sha256)
    remarks = (
        (Message("this file was imported before, on %(day)s", day=f"{earlier:%Y-%m-%d}"),)
        if earlier
        else ()
    )
    return Plan(tuple(rows), ratings_in(session, reviews, meanings or {}), remarks)


def carry_out(
    session: Session,
    reading: Reading,
    *,
    file: ImportedFile,
    site: str,
    actor: Actor,
    at: datetime,
    meanings: Meanings | None = None,
    good_rows_only: bool = False,
) -> ImportRun:
    """Do what the plan says, planned anew in this transaction; the caller commits.

    Raises InvalidEdit where a row cannot be imported, unless ``good_rows_only`` leaves such rows
    out.
    """
    history.take_turn(session)
    planned = plan(session, reading, site=site, actor=actor, meanings=meanings)
    if planned.bad and not good_rows_only:
        raise InvalidEdit(
            "good_rows_only",
            "%(count)s row cannot be imported; leave it out, or mend it",
            "%(count)s rows cannot be imported; leave them out, or mend them",
            count=planned.bad,
        )
    remember(session, meanings or {})
    store = _store(session, planned, site=site, actor=actor, at=at)
    run = ImportRun(
        format_name=reading.format_name,
        filename=file.name,
        file_sha256=file.sha256,
        counts={},
        created_at=at,
        created_by_id=actor.account_id,
    )
    session.add(run)
    done = _carry_out(session, planned.rows, store, good_rows_only=good_rows_only)
    run.counts = dict(Counter(outcome.value for outcome, _facts in done))
    session.flush()
    if listed := [{"import_run_id": run.id, **facts} for _outcome, facts in done if facts]:
        session.execute(insert(ImportRow), listed)
    changes = {
        "file": (None, file.name),
        "sha256": (None, file.sha256),
        "rows": (None, run.counts),
    }
    history.record(session, "import.made", ("import", run.id), changes, actor=actor, at=at)
    return run


def history_of(session: Session, *, limit: int = 100) -> Sequence[ImportRun]:
    """Return the imports, the newest first."""
    return session.scalars(select(ImportRun).order_by(ImportRun.id.desc()).limit(limit)).all()


def rows_of(session: Session, run: ImportRun) -> Sequence[ImportRow]:
    """Return what became of the rows of an import, those that failed first; not all of a long one.

    One more than are listed tells that there are more.
    """
    has_failed = ImportRow.outcome.in_([outcome.value for outcome in BAD])
    return session.scalars(
        select(ImportRow)
        .where(ImportRow.import_run_id == run.id)
        .order_by(has_failed.desc(), ImportRow.id)
        .limit(MOST_LISTED + 1)
    ).all()


def _store(session: Session, planned: Plan, *, site: str, actor: Actor, at: datetime) -> Store:
    """Return what stores a row; the history shows that it was an import."""
    importer = Actor(actor.account_id, f"{actor.name} (import)", actor.role)
    meanings = {rating.key: rating.meaning for rating in planned.ratings}

    def store(row: PlannedRow) -> Claim | ExternalReview:
        if isinstance(row.draft, ReviewDraft):
            return store_review(session, row, meanings, at=at)
        if isinstance(row.draft, ClaimRow):
            return store_claim(session, row, actor=importer, at=at)
        return store_annotation(session, row, site=site, actor=importer, at=at)

    return store


Done = tuple[PlannedRow, Claim | ExternalReview | None, str]
Listed = tuple[Outcome, dict[str, Any] | None]


def _carry_out(
    session: Session, rows: Sequence[PlannedRow], store: Store, *, good_rows_only: bool
) -> list[Listed]:
    """Store the rows; what a service refuses after all is told, or ends the import."""

    def done(row: PlannedRow) -> Done:
        is_wanted = row.outcome in {Outcome.ADD, Outcome.UPDATE}
        return row, store(row) if is_wanted else None, ""

    def refused(row: PlannedRow, error: TrackerError) -> Done:
        if good_rows_only:
            return row, None, error.message
        raise InvalidEdit(
            "good_rows_only", "row %(line)d: %(error)s", line=row.line, error=error.message
        ) from error

    return store_in_parts(session, rows, done, claim_of=_claim_of, refused=refused, keep=_listed)


def _claim_of(row: PlannedRow) -> int | None:
    return row.subject[1] if row.subject and isinstance(row.draft, ClaimRow) else None


def _listed(done: Done) -> Listed:
    """Return what became of a row, and what is kept of it if it did something or failed."""
    row, record, problem = done
    outcome = Outcome.REFUSE if problem else row.outcome
    if record is None and outcome not in BAD:
        return outcome, None
    return outcome, {
        "line": row.line,
        "outcome": outcome.value,
        "title": row.title,
        "messages": [problem] if problem else list(row.messages),
        "subject": _kind_of(record),
        "subject_id": record and record.id,
        "edit_number": record and record.edit_number,
        "before": {name: history.plain(old) for name, (old, _new) in row.changes.items()},
    }


def _kind_of(record: Claim | ExternalReview | None) -> str | None:
    if record is None:
        return None
    return "claim" if isinstance(record, Claim) else "external_review"


def _refused(refusal: Refusal) -> PlannedRow:
    return PlannedRow(refusal.line, Outcome.REFUSE, "", (refusal.message,))


def _earlier(session: Session, sha256: str) -> datetime | None:
    return session.scalar(
        select(ImportRun.created_at)
        .where(ImportRun.file_sha256 == sha256, ImportRun.undone_at.is_(None))
        .order_by(ImportRun.id.desc())
        .limit(1)
    )
