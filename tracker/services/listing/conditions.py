"""What each part of a selection asks of a claim, as conditions of a query.

They ask of the claim's own row alone, and of other tables only which of them count: so they can
be asked without joining anything, and an index of claims answers them.
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from tracker.domain.commands import Selection
from tracker.domain.searching import is_asked
from tracker.domain.vocabulary import AttributionVerdict, ContentVerdict, Stage
from tracker.models import Article, ArticleVersion, Claim, Outlet, Speaker, found_in_index
from tracker.services.sourcing import drift

#: The speaker after merges.
Canonical = aliased(Speaker, name="canonical")

_OUT = (Stage.PUBLISHED, Stage.CORRECTED)


def narrow(statement: Select[Any], selection: Selection) -> Select[Any]:
    """Join what a claim belongs to, and keep the claims that the selection holds."""
    return join_owners(statement).where(Claim.is_statement, *conditions(selection))


def join_owners(statement: Select[Any]) -> Select[Any]:
    """Join what a claim belongs to: version, article, outlet, and the speaker after merges."""
    return (
        statement.select_from(Claim)
        .join(ArticleVersion, Claim.article_version_id == ArticleVersion.id)
        .join(Article, ArticleVersion.article_id == Article.id)
        .outerjoin(Outlet, Article.outlet_id == Outlet.id)
        .outerjoin(Speaker, Claim.speaker_id == Speaker.id)
        .outerjoin(Canonical, func.coalesce(Speaker.canonical_id, Speaker.id) == Canonical.id)
    )


def conditions(selection: Selection, *, newest: int | None = None) -> list[ColumnElement[bool]]:
    """Return what must hold of a claim for the selection to hold it.

    Where words are looked for, ``newest`` says among how many claims that have them, at most.
    """
    found = [*_of_words(selection), *_of_owners(selection), *_of_days(selection)]
    if is_asked(selection.text):
        found.append(found_in_index(selection.text, newest=newest))
    if selection.confidence_below is not None:
        found.append(Claim.confidence < selection.confidence_below)
    return found + [and_(*conditions(other, newest=newest)) for other in selection.within]


def _of_words(selection: Selection) -> list[ColumnElement[bool]]:
    wanted: tuple[tuple[Any, Any], ...] = (
        (Claim.stage, selection.stages),
        (content_verdict_in(selection), selection.content_verdicts),
        (_attribution_verdict_in(selection), selection.attribution_verdicts),
        (Claim.kind, selection.kinds),
        (Claim.priority, selection.priorities),
        (Claim.id, selection.claim_ids),
    )
    return [column.in_(values) for column, values in wanted if values]


def content_verdict_in(selection: Selection) -> Any:
    """Return the verdict as whoever asks may know it: before their own, a claim has none."""
    return _known(Claim.content_verdict, ContentVerdict.NOT_RATED, selection)


def _attribution_verdict_in(selection: Selection) -> Any:
    return _known(Claim.attribution_verdict, AttributionVerdict.UNVERIFIED, selection)


def _known(column: Any, unread: str, selection: Selection) -> Any:
    if not selection.unread:
        return column
    return case((Claim.id.in_(selection.unread), unread), else_=column)


def _of_owners(selection: Selection) -> list[ColumnElement[bool]]:
    owners = (
        (Article.outlet_id, selection.outlet_id),
        (Article.id, selection.article_id),
        (Article.desk_id, selection.desk_id),
    )
    found = [_in_articles(column == number) for column, number in owners if number is not None]
    if selection.speaker_id is not None:
        found.append(_said_by(selection.speaker_id))
    if selection.assignee_id is not None:
        found.append(Claim.assignee_id == selection.assignee_id)
    if selection.is_unassigned:
        found.append(Claim.assignee_id.is_(None))
    if selection.not_worker_id is not None:
        found += [
            func.coalesce(column, 0) != selection.not_worker_id
            for column in (Claim.assignee_id, Claim.edited_by_id)
        ]
    return found


def _in_articles(is_wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    versions = select(ArticleVersion.id).join(ArticleVersion.article).where(is_wanted)
    return Claim.article_version_id.in_(versions)


def _said_by(speaker_id: int) -> ColumnElement[bool]:
    """Return the condition that a speaker said it, or one that was merged with them."""
    canonical = func.coalesce(Speaker.canonical_id, Speaker.id)
    return Claim.speaker_id.in_(select(Speaker.id).where(canonical == speaker_id))


def _of_days(selection: Selection) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if selection.said_from is not None or selection.said_to is not None:
        found.append(_said_between(selection.said_from, selection.said_to))
    if selection.due_before is not None:
        found.append(Claim.due_on < selection.due_before)
    if selection.stale_before is not None:
        is_old = Claim.verdict_as_of < selection.stale_before
        found += [Claim.stage.in_(_OUT), or_(is_old, Claim.id.in_(drift.select_drifted()))]
    return found


def _said_between(first: date | None, last: date | None) -> ColumnElement[bool]:
    """Return the condition on the day it was said, or else on that of the article."""

    def lies_within(column: Any) -> ColumnElement[bool]:
        ends = [] if first is None else [column >= first]
        return and_(*ends, *([] if last is None else [column <= last]))

    unsaid = Claim.said_on.is_(None) & _in_articles(lies_within(Article.published_on))
    return or_(lies_within(Claim.said_on), unsaid)
