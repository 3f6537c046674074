"""Fact-Check Insights of the Duke Reporters' Lab: ClaimReview as CSV, one column a dotted path."""

import re
from collections.abc import Iterator
from typing import Any

from tracker.domain.messages import Message
from tracker.imports import tables
from tracker.imports.claim_review import Found, drafts_of
from tracker.imports.drafts import Draft, Refusal, UnreadableFile
from tracker.imports.registry import import_format

_INDEX = re.compile(r"\[(\d+)\]")


@import_format(
    "insights",
    label="Fact-Check Insights",
    description="The CSV of the Duke Reporters' Lab: one fact check a row",
)
def read_insights(content: bytes) -> Iterator[Draft]:
    """Yield the fact check of each row."""
    yield from drafts_of(_found(content))


def _found(content: bytes) -> Iterator[Found | Refusal]:
    rows = tables.read_csv(content)
    _line, header = next(rows, (0, []))
    if "claimReviewed" not in header:
        raise UnreadableFile("there is no column 'claimReviewed'; choose another format")
    paths = [_path(name) for name in header]
    for line, row in rows:
        if len(row) != len(header):
            yield Refusal(
                line,
                Message(
                    "this row has %(cells)s cells, the header %(columns)s",
                    cells=len(row),
                    columns=len(header),
                ),
            )
            continue
        review: dict[str, Any] = {"@type": "ClaimReview"}
        for path, cell in zip(paths, row, strict=True):
            if cell.strip():
                _put(review, path, cell)
        yield Found(line, review)


def _path(name: str) -> tuple[str, ...]:
    """Part ``itemReviewed.author.name``, and ``appearance.0.url`` or ``appearance[0].url``."""
    return tuple(part for part in _INDEX.sub(r".\1", name.strip()).split(".") if part)


def _put(review: dict[str, Any], path: tuple[str, ...], cell: str) -> None:
    """Put the cell at the end of its path; of a numbered list, only the first has a place.

    Later elements become further values of the same name.
    """
    place: dict[str, Any] = review
    for part in (named := [step for step in path if not step.isdigit()])[:-1]:
        inner = place.setdefault(part, {})
        if isinstance(inner, list):
            inner = inner[-1]
        if not isinstance(inner, dict):
            # A column of its own gave the whole as a text already.
            inner = place[part] = {"name": inner}
        place = inner
    if not named:
        return
    before = place.get(named[-1])
    if before is None:
        place[named[-1]] = cell
    elif isinstance(before, list):
        before.append(cell)
    else:
        place[named[-1]] = [before, cell]
