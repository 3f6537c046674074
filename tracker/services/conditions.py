"""What each part of a selection asks of a claim, as conditions of a query."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlalchemy.orm import aliased

from tracker.domain.commands import Selection
from tracker.domain.folding import fold
from tracker.domain.vocabulary import Stage
from tracker.models import Article, Claim, Speaker
from tracker.services import drift

#: The speaker after merges.
Canonical = aliased(Speaker, name="canonical")

_OUT = (Stage.PUBLISHED, Stage.CORRECTED)


def conditions(selection: Selection) -> list[ColumnElement[bool]]:
    """Return what must hold of a claim for the selection to hold it.

    The query must have joined the claim's article, its version, and the canonical speaker.
    """
    found = [*_of_words(selection), *_of_owners(selection), *_of_days(selection)]
    found += [
        Claim.search_text.contains(word, autoescape=True) for word in fold(selection.text).split()
    ]
    if selection.confidence_below is not None:
        found.append(Claim.confidence < selection.confidence_below)
    return found + [and_(*conditions(other)) for other in selection.within]


def _of_words(selection: Selection) -> list[ColumnElement[bool]]:
    wanted: tuple[tuple[Any, Any], ...] = (
        (Claim.stage, selection.stages),
        (Claim.content_verdict, selection.content_verdicts),
        (Claim.attribution_verdict, selection.attribution_verdicts),
        (Claim.kind, selection.kinds),
        (Claim.priority, selection.priorities),
        (Claim.id, selection.claim_ids),
    )
    return [column.in_(values) for column, values in wanted if values]


def _of_owners(selection: Selection) -> list[ColumnElement[bool]]:
    owners: tuple[tuple[Any, int | None], ...] = (
        (Canonical.id, selection.speaker_id),
        (Article.outlet_id, selection.outlet_id),
        (Article.id, selection.article_id),
        (Article.desk_id, selection.desk_id),
        (Claim.assignee_id, selection.assignee_id),
    )
    found = [column == number for column, number in owners if number is not None]
    if selection.is_unassigned:
        found.append(Claim.assignee_id.is_(None))
    if selection.not_worker_id is not None:
        found += [
            func.coalesce(column, 0) != selection.not_worker_id
            for column in (Claim.assignee_id, Claim.edited_by_id)
        ]
    return found


def _of_days(selection: Selection) -> list[ColumnElement[bool]]:
    said = func.coalesce(Claim.said_on, Article.published_on)
    found: list[ColumnElement[bool]] = []
    if selection.said_from is not None:
        found.append(said >= selection.said_from)
    if selection.said_to is not None:
        found.append(said <= selection.said_to)
    if selection.due_before is not None:
        found.append(Claim.due_on < selection.due_before)
    if selection.stale_before is not None:
        is_old = Claim.verdict_as_of < selection.stale_before
        found += [Claim.stage.in_(_OUT), or_(is_old, Claim.id.in_(drift.select_drifted()))]
    return found
