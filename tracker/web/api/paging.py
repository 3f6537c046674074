"""Pages of lists: the way to the next one, in the body and in the Link header (RFC 8288)."""

from typing import Any

from flask import request, url_for

from tracker.domain.errors import InvalidEdit
from tracker.web.api.operations import Reply

#: More digits than the number of any record has.
DIGITS = 11


def reply(shape: type[Any], entries: tuple[Any, ...], mark: str | None) -> Reply:
    """Return a page of a list with the mark of the next."""
    headers = {}
    if mark is not None:
        kept = request.args.to_dict(flat=False) | {"cursor": [mark]}
        address = url_for(request.endpoint or "", **{**(request.view_args or {}), **kept})
        headers["Link"] = f'<{address}>; rel="next"'
    return Reply(shape(entries=entries, next=mark), headers=headers)


def number_of(cursor: str | None) -> int | None:
    """Return the number that a cursor of a list by number holds; raise InvalidEdit."""
    if cursor is None:
        return None
    if not (cursor.isascii() and cursor.isdigit() and len(cursor) < DIGITS):
        raise InvalidEdit("cursor", "this cursor is not one of ours; begin without one")
    return int(cursor)
