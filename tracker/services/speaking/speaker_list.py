"""The list of speakers: by name, a page at a time, with how much they are said to have said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select, tuple_
from sqlalchemy.orm import Session, selectinload

from tracker.domain.commands import LARGEST_NUMBER
from tracker.domain.errors import InvalidEdit
from tracker.domain.folding import fold
from tracker.domain.vocabulary import SpeakerKind
from tracker.models import Claim, Speaker, SpeakerAlias
from tracker.services.listing.conditions import Canonical

SPEAKERS_A_PAGE = 60


@dataclass(frozen=True, slots=True)
class SpeakerPage:
    """A page of speakers, each with the number of their claims, and the mark of the next page."""

    lines: Sequence[tuple[Speaker, int]]
    next: str | None


def speakers(
    session: Session,
    *,
    text: str = "",
    kind: SpeakerKind | None = None,
    after: str = "",
    limit: int = SPEAKERS_A_PAGE,
) -> SpeakerPage:
    """Return a page of speakers by name, merged records left out, starting behind a mark.

    ``text`` is looked for in names and other names.
    """
    claims = (
        select(Canonical.id, func.count().label("number"))
        .join(Speaker, func.coalesce(Speaker.canonical_id, Speaker.id) == Canonical.id)
        .join(Claim, Claim.speaker_id == Speaker.id)
        .where(Claim.is_statement)
        .group_by(Canonical.id)
        .subquery()
    )
    statement = (
        select(Speaker, func.coalesce(claims.c.number, 0))
        .outerjoin(claims, claims.c.id == Speaker.id)
        .where(Speaker.merged_into_id.is_(None))
        .options(selectinload(Speaker.roles))
        .order_by(Speaker.folded_name, Speaker.id)
        .limit(limit + 1)
    )
    if kind is not None:
        statement = statement.where(Speaker.kind == kind)
    for word in fold(text).split():
        statement = statement.where(_is_called(word))
    if after:
        name, _slash, number = after.rpartition("/")
        if not re.fullmatch(r"[0-9]{1,10}", number) or int(number) > LARGEST_NUMBER:
            raise InvalidEdit("after", "this page mark is not one of ours; start at page one")
        statement = statement.where(tuple_(Speaker.folded_name, Speaker.id) > (name, int(number)))
    found = [(one, claims_of_it) for one, claims_of_it in session.execute(statement)]
    last = found[limit - 1][0] if len(found) > limit else None
    return SpeakerPage(found[:limit], f"{last.folded_name}/{last.id}" if last else None)


def _is_called(word: str) -> ColumnElement[bool]:
    return or_(
        Speaker.folded_name.contains(word, autoescape=True),
        Speaker.aliases.any(SpeakerAlias.folded_name.contains(word, autoescape=True)),
    )
