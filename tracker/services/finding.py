"""The claim list: which claims a selection holds, in what order, a page at a time."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, case, func, select, tuple_
from sqlalchemy.orm import Session

from tracker.domain.commands import Selection
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import (
    AttributionVerdict,
    ClaimKind,
    ContentVerdict,
    Priority,
    Stage,
    Word,
)
from tracker.models import Account, Article, ArticleVersion, Claim, Outlet, Speaker
from tracker.services.conditions import Canonical, conditions

#: Counting further than this costs more than anybody learns from it.
COUNT_CAP = 10_000
PAGE_SIZE = 50
#: How many speakers and outlets the filter offers, the most frequent first.
FACET_SIZE = 30


class Sort(Word):
    """The order of a claim list."""

    NEWEST = "newest", "Newest first"
    OLDEST = "oldest", "Oldest first"
    UPDATED = "updated", "Last changed first"
    SAID = "said", "Last said first"
    SPEAKER = "speaker", "By speaker"
    LEAST_SURE = "least_sure", "Least sure first"
    DUE = "due", "Due first"
    PRIORITY = "priority", "Most urgent first"


@dataclass(frozen=True, slots=True)
class Key:
    """One column of an order: the type of its values, and whether it goes down."""

    column: Any
    kind: type[int] | type[float] | type[str] | type[date] | type[datetime]
    down: bool = False


Keys = Sequence[Key]


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
    InvalidEdit.
    """
    keys = _KEYS[sort]
    backwards = before is not None and after is None
    mark = before if backwards else after
    statement = narrow(_rows(keys), selection).outerjoin(Account, Claim.assignee_id == Account.id)
    if mark is not None:
        statement = statement.where(_beyond(keys, _read(mark, keys), backwards=backwards))
    order = [_ordered(key, backwards=backwards) for key in keys]
    found = list(session.execute(statement.order_by(*order).limit(limit + 1)))
    more, found = len(found) > limit, found[:limit]
    if backwards:
        found.reverse()
    total = count(session, selection)
    return Page(
        rows=[_row(row) for row in found],
        total=min(total, COUNT_CAP),
        total_is_capped=total > COUNT_CAP,
        previous=_mark(found[0], keys) if found and (more if backwards else mark) else None,
        next=_mark(found[-1], keys) if found and (mark if backwards else more) else None,
    )


def count(session: Session, selection: Selection) -> int:
    """Count the claims of a selection, up to one more than the cap."""
    inner = _lean(select(Claim.id), selection).limit(COUNT_CAP + 1).subquery()
    return session.scalar(select(func.count()).select_from(inner)) or 0


def counts(session: Session, selection: Selection) -> dict[str, dict[Any, int]]:
    """Count the claims by each filter's values, as if that one filter were not set.

    Keys of the answer are ``stages``, ``content_verdicts``, ``kinds`` (by word), ``speakers``
    and ``outlets`` (by number and name, the most frequent first).
    """
    return {
        "stages": _tally(session, replace(selection, stages=()), Claim.stage),
        "content_verdicts": _tally(
            session, replace(selection, content_verdicts=()), Claim.content_verdict
        ),
        "kinds": _tally(session, replace(selection, kinds=()), Claim.kind),
        "speakers": _tally_named(session, replace(selection, speaker_id=None), Canonical),
        "outlets": _tally_named(session, replace(selection, outlet_id=None), Outlet),
    }


def narrow(statement: Select[Any], selection: Selection) -> Select[Any]:
    """Join what a claim belongs to, and keep the claims that the selection holds."""
    joined = (
        statement.select_from(Claim)
        .join(ArticleVersion, Claim.article_version_id == ArticleVersion.id)
        .join(Article, ArticleVersion.article_id == Article.id)
        .outerjoin(Outlet, Article.outlet_id == Outlet.id)
        .outerjoin(Speaker, Claim.speaker_id == Speaker.id)
        .outerjoin(Canonical, func.coalesce(Speaker.canonical_id, Speaker.id) == Canonical.id)
    )
    return joined.where(Claim.is_statement, *conditions(selection))


_URGENCY = case({word: n for n, word in enumerate(Priority)}, value=Claim.priority, else_=0)
#: Each order: its columns and whether they go down. The number of the claim decides ties.
_KEYS: dict[Sort, Keys] = {
    Sort.NEWEST: (Key(Claim.id, int, down=True),),
    Sort.OLDEST: (Key(Claim.id, int),),
    Sort.UPDATED: (Key(Claim.updated_at, datetime, down=True), Key(Claim.id, int, down=True)),
    Sort.SAID: (
        Key(func.coalesce(Claim.said_on, date.min), date, down=True),
        Key(Claim.id, int, down=True),
    ),
    Sort.SPEAKER: (Key(func.coalesce(Canonical.name, ""), str), Key(Claim.id, int)),
    Sort.LEAST_SURE: (Key(func.coalesce(Claim.confidence, 2.0), float), Key(Claim.id, int)),
    Sort.DUE: (Key(func.coalesce(Claim.due_on, date.max), date), Key(Claim.id, int)),
    Sort.PRIORITY: (Key(_URGENCY, int, down=True), Key(Claim.id, int, down=True)),
}


def _lean(statement: Select[Any], selection: Selection, *owners: Any) -> Select[Any]:
    """Keep the claims that the selection holds, and join only what it or ``owners`` ask about.

    Counting reads every claim that fits; each table less is a look-up less for each of them.
    """
    asked = [selection, *selection.within]
    lean = statement.select_from(Claim)
    if Outlet in owners or any(_asks_article(one) for one in asked):
        lean = lean.join(ArticleVersion, Claim.article_version_id == ArticleVersion.id)
        lean = lean.join(Article, ArticleVersion.article_id == Article.id)
    if Outlet in owners:
        lean = lean.join(Outlet, Article.outlet_id == Outlet.id)
    if Canonical in owners or any(one.speaker_id is not None for one in asked):
        lean = lean.join(Speaker, Claim.speaker_id == Speaker.id)
        lean = lean.join(Canonical, func.coalesce(Speaker.canonical_id, Speaker.id) == Canonical.id)
    return lean.where(Claim.is_statement, *conditions(selection))


def _asks_article(selection: Selection) -> bool:
    wanted = (
        selection.outlet_id,
        selection.article_id,
        selection.desk_id,
        selection.said_from,
        selection.said_to,
    )
    return any(one is not None for one in wanted)


def _rows(keys: Keys) -> Select[Any]:
    marks = [key.column.label(f"key_{number}") for number, key in enumerate(keys)]
    columns: tuple[Any, ...] = (
        Claim.id,
        Claim.wording,
        Canonical.id.label("speaker_id"),
        Canonical.name.label("speaker"),
        Claim.role_as_stated,
        Claim.kind,
        Claim.stage,
        Claim.attribution_verdict,
        Claim.content_verdict,
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
        *marks,
    )
    return select(*columns)


def _row(row: Row[Any]) -> ClaimRow:
    return ClaimRow(**{name: getattr(row, name) for name in ClaimRow.__dataclass_fields__})


def _ordered(key: Key, *, backwards: bool) -> ColumnElement[Any]:
    column: ColumnElement[Any] = key.column
    return column.desc() if key.down != backwards else column.asc()


def _beyond(keys: Keys, values: Sequence[Any], *, backwards: bool) -> ColumnElement[bool]:
    """Compare all the columns of the order at once; within one order all go the same way."""
    columns = tuple_(*(key.column for key in keys))
    return columns < tuple(values) if keys[0].down != backwards else columns > tuple(values)


def _mark(row: Row[Any], keys: Keys) -> str:
    values = [getattr(row, f"key_{number}") for number in range(len(keys))]
    plain = [v.isoformat() if isinstance(v, date | datetime) else v for v in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _read(mark: str, keys: Keys) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        return [_typed(value, key.kind) for value, key in zip(values, keys, strict=True)]
    except (binascii.Error, UnicodeError, ValueError, TypeError):
        raise InvalidEdit("after", "this page mark is not one of ours; start at page one") from None


def _typed(value: Any, kind: type[Any]) -> Any:
    if kind in {date, datetime}:
        return kind.fromisoformat(value)
    if type(value) is not kind:
        raise TypeError(value)
    return value


def _tally(session: Session, selection: Selection, column: Any) -> dict[Any, int]:
    statement = _lean(select(column, func.count()), selection).group_by(column)
    return dict(session.execute(statement).all())


def _tally_named(session: Session, selection: Selection, owner: Any) -> dict[Any, int]:
    statement = (
        _lean(select(owner.id, owner.name, func.count()), selection, owner)
        .group_by(owner.id, owner.name)
        .order_by(func.count().desc(), owner.name)
        .limit(FACET_SIZE)
    )
    return {(number, name): total for number, name, total in session.execute(statement)}
