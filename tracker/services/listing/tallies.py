"""How many claims there are: of a selection, of many at once, and beside each filter."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from tracker.domain.commands import Selection
from tracker.domain.searching import is_asked
from tracker.models import Article, ArticleVersion, Claim, Outlet, Speaker, found_in_index
from tracker.services.listing.conditions import Canonical, conditions, content_verdict_in

#: Counting further than this costs more than anybody learns from it.
COUNT_CAP = 10_000
#: Words are looked for among so many claims that have them, the newest: enough to find, and a
#: word that stands everywhere costs no more.
MOST_CANDIDATES = 10_000
#: Where no more than this have them, those are named by their numbers.
FEW = 500
#: How many speakers and outlets the filter offers, the most frequent first.
FACET_SIZE = 30


def settle(session: Session, selection: Selection) -> Selection:
    """Return the same selection, with the numbers of the claims where few have its words.

    A database that is told the numbers starts from them, and not from all claims in order. Who
    asks several things of one selection settles it first.
    """
    if not is_asked(selection.text) or selection.claim_ids:
        return selection
    asked = select(Claim.id).where(found_in_index(selection.text)).limit(FEW + 1)
    held = session.scalars(asked).all()
    return selection if len(held) > FEW else replace(selection, text="", claim_ids=(*held, 0))


def count(session: Session, selection: Selection) -> int:
    """Count the claims of a selection, up to one more than the cap."""
    return count_each(session, [selection])[0]


def count_each(session: Session, selections: Sequence[Selection]) -> list[int]:
    """Count the claims of each selection, up to one more than the cap, in one statement."""
    if not selections:
        return []
    return list(session.execute(select(*map(_capped, selections))).one())


def counts(session: Session, selection: Selection) -> dict[str, dict[Any, int]]:
    """Count the claims by each filter's values, as if that one filter were not set.

    Keys of the answer are ``stages``, ``content_verdicts``, ``kinds`` (by word), ``speakers``
    and ``outlets`` (by number and name, the most frequent first).
    """
    selection = settle(session, selection)
    return {
        **_by_words(session, selection),
        "speakers": _by_speaker(session, replace(selection, speaker_id=None)),
        "outlets": _by_outlet(session, replace(selection, outlet_id=None)),
    }


def lean(statement: Select[Any], selection: Selection) -> Select[Any]:
    """Keep the claims that the selection holds, and join nothing."""
    kept = conditions(selection, newest=MOST_CANDIDATES)
    return statement.select_from(Claim).where(Claim.is_statement, *kept)


def _capped(selection: Selection) -> Any:
    found = lean(select(Claim.id), selection).limit(COUNT_CAP + 1).subquery()
    return select(func.count()).select_from(found).scalar_subquery()


def _by_words(session: Session, selection: Selection) -> dict[str, dict[Any, int]]:
    """Count by stage, verdict and kind in one walk through the claims, whatever is chosen."""
    columns: dict[str, Any] = {
        "stages": Claim.stage,
        "content_verdicts": content_verdict_in(selection),
        "kinds": Claim.kind,
    }
    wide = replace(selection, stages=(), content_verdicts=(), kinds=())
    counted: Select[Any] = select(*columns.values(), func.count())
    rows = session.execute(lean(counted, wide).group_by(*columns.values())).all()
    return {name: _summed(rows, selection, list(columns), name) for name in columns}


def _summed(
    rows: Sequence[Any], selection: Selection, names: Sequence[str], counted: str
) -> dict[Any, int]:
    """Add up by one word the rows that the filters of the other words let through."""
    wanted: Mapping[str, Any] = {name: getattr(selection, name) for name in names}
    found: Counter[Any] = Counter()
    for *words, number in rows:
        given = dict(zip(names, words, strict=True))
        others = (name for name in names if name != counted and wanted[name])
        if all(given[name] in wanted[name] for name in others):
            found[given[counted]] += number
    return dict(found)


def _by_speaker(session: Session, selection: Selection) -> dict[Any, int]:
    """Count by speaker, then add up those that were merged."""
    part = _grouped(selection, Claim.speaker_id)
    canonical = func.coalesce(Speaker.canonical_id, Speaker.id) == Canonical.id
    joined = (
        select(Canonical.id, Canonical.name, func.sum(part.c.number))
        .select_from(part)
        .join(Speaker, Speaker.id == part.c.owner)
        .join(Canonical, canonical)
    )
    return _most_frequent(session, joined, Canonical, part)


def _by_outlet(session: Session, selection: Selection) -> dict[Any, int]:
    """Count by version of an article, then add up those of an outlet."""
    part = _grouped(selection, Claim.article_version_id)
    joined = (
        select(Outlet.id, Outlet.name, func.sum(part.c.number))
        .select_from(part)
        .join(ArticleVersion, ArticleVersion.id == part.c.owner)
        .join(ArticleVersion.article)
        .join(Article.outlet)
    )
    return _most_frequent(session, joined, Outlet, part)


def _grouped(selection: Selection, owner: Any) -> Any:
    counted = select(owner.label("owner"), func.count().label("number"))
    return lean(counted, selection).group_by(owner).subquery()


def _most_frequent(session: Session, joined: Select[Any], owner: Any, part: Any) -> dict[Any, int]:
    ordered = (
        joined.group_by(owner.id, owner.name)
        .order_by(func.sum(part.c.number).desc(), owner.name)
        .limit(FACET_SIZE)
    )
    return {(number, name): int(total) for number, name, total in session.execute(ordered)}
