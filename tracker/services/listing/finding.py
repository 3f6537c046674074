"""The claim list: the claims of a selection in their order, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from tracker.domain.commands import Selection
from tracker.domain.searching import is_asked
from tracker.domain.vocabulary import AttributionVerdict, ClaimKind, ContentVerdict, Priority, Stage
from tracker.models import (
    Account,
    Article,
    Claim,
    Outlet,
    Speaker,
    VerdictLabel,
    found_in_index,
)
from tracker.services.listing.conditions import Canonical, join_owners
from tracker.services.listing.orders import ORDERS, Order, Sort
from tracker.services.listing.tallies import COUNT_CAP, MOST_CANDIDATES, count, lean, settle

PAGE_SIZE = 50

_COLUMNS: tuple[Any, ...] = (
    Claim.id,
    Claim.wording,
    Canonical.id.label("speaker_id"),
    Canonical.name.label("speaker"),
    Claim.role_as_stated,
    Claim.kind,
    Claim.stage,
    Claim.attribution_verdict,
    Claim.content_verdict,
    VerdictLabel.name.label("verdict_label"),
    Claim.qualifiers,
    Claim.said_on,
    Article.id.label("article_id"),
    Article.title.label("article_title"),
    Outlet.name.label("outlet"),
    Article.published_on,
    Claim.confidence,
    Account.name.label("assignee"),
    Claim.due_on,
    Claim.priority,
    Claim.updated_at,
    Claim.edit_number,
)


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One line of the list."""

    id: int
    wording: str
    speaker_id: int | None
    speaker: str | None
    role_as_stated: str | None
    kind: ClaimKind
    stage: Stage
    attribution_verdict: AttributionVerdict
    content_verdict: ContentVerdict
    verdict_label: str | None
    qualifiers: Sequence[str]
    said_on: date | None
    article_id: int
    article_title: str
    outlet: str | None
    published_on: date | None
    confidence: float | None
    assignee: str | None
    due_on: date | None
    priority: Priority
    updated_at: datetime
    edit_number: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the list, with the marks that lead to the pages beside it."""

    rows: Sequence[ClaimRow]
    total: int
    #: True where there are more than ``total``.
    total_is_capped: bool
    previous: str | None
    next: str | None
    #: True where only the newest claims with the words were looked at, of many that have them.
    is_partial: bool = False


def find(
    session: Session,
    selection: Selection,
    *,
    sort: Sort = Sort.NEWEST,
    after: str | None = None,
    before: str | None = None,
    limit: int = PAGE_SIZE,
) -> Page:
    """Return the page of claims behind the mark ``after``, or the one in front of ``before``.

    A page costs the same wherever it lies (keyset paging). A mark that was tampered with raises
    InvalidEdit. Words are looked for among the newest claims that have them, as many as
    MOST_CANDIDATES.
    """
    order, selection = ORDERS[sort], settle(session, selection)
    backwards = before is not None and after is None
    mark = before if backwards else after
    found = _rows(session, selection, order, mark=mark, backwards=backwards, limit=limit + 1)
    more, found = len(found) > limit, found[:limit]
    if backwards:
        found.reverse()
    total = count(session, selection)
    return Page(
        rows=[_row(row) for row in found],
        total=min(total, COUNT_CAP),
        total_is_capped=total > COUNT_CAP,
        previous=order.mark(found[0]) if found and (more if backwards else mark) else None,
        next=order.mark(found[-1]) if found and (mark if backwards else more) else None,
        is_partial=_is_partial(session, selection),
    )


def _rows(
    session: Session,
    selection: Selection,
    order: Order,
    *,
    mark: str | None,
    backwards: bool,
    limit: int,
) -> list[Row[Any]]:
    """Choose the claims by what an index knows, and only then read what their lines show."""
    wanted = lean(select(Claim.id, *order.columns()), selection)
    if order.by_speaker:
        wanted = _with_speaker(wanted)
    if mark is not None:
        wanted = wanted.where(order.beyond(mark, backwards=backwards))
    keys = [key.column for key in order.keys]
    chosen = wanted.order_by(*order.sorted(keys, backwards=backwards)).limit(limit).subquery()
    marks = [chosen.c[f"key_{number}"] for number in range(len(keys))]
    statement = (
        join_owners(select(*_COLUMNS, *marks))
        .outerjoin(Account, Claim.assignee_id == Account.id)
        .outerjoin(VerdictLabel, Claim.verdict_label_id == VerdictLabel.id)
        .join(chosen, chosen.c.id == Claim.id)
        .order_by(*order.sorted(marks, backwards=backwards))
    )
    return list(session.execute(statement))


def _with_speaker(statement: Select[Any]) -> Select[Any]:
    canonical = func.coalesce(Speaker.canonical_id, Speaker.id) == Canonical.id
    joined = statement.outerjoin(Speaker, Claim.speaker_id == Speaker.id)
    return joined.outerjoin(Canonical, canonical)


def _row(row: Row[Any]) -> ClaimRow:
    return ClaimRow(**{name: getattr(row, name) for name in ClaimRow.__dataclass_fields__})


def _is_partial(session: Session, selection: Selection) -> bool:
    """Tell whether more claims have the words than are looked at."""
    if not is_asked(selection.text):
        return False
    held = select(Claim.id).where(found_in_index(selection.text)).limit(MOST_CANDIDATES + 1)
    number = session.scalar(select(func.count()).select_from(held.subquery())) or 0
    return number > MOST_CANDIDATES
