"""Which version a writer has seen: ETag out, If-Match in (RFC 9110, RFC 6585).

An ETag names the kind of the record, its number and its edit number, so that the tag of one
record never passes for that of another.
"""

import hashlib
import re
from typing import Any

from flask import request

from tracker.domain.errors import StaleEdit
from tracker.web.api.problems import Problem

#: An edit number that no record has: the services then say who was faster.
NO_SUCH = -1
#: The writer means whatever version there is.
ANY = -2


def tag(kind: str, number: int, edit_number: int) -> str:
    """Return the ETag of a version of a record, without its quotation marks."""
    return f"{kind}-{number}-{edit_number}"


def required_match(kind: str) -> int:
    """Return the edit number that the writer has seen; raise Problem 428 without one.

    ``kind`` says of which record that the address names, or of which part of it, as in
    ``article.sentences``. ``If-Match: *`` gives ANY. A tag that we never gave out for it gives
    NO_SUCH, so that the answer is 412 with the record as it is.
    """
    if "If-Match" not in request.headers:
        raise Problem(428, "send the record's ETag in If-Match, so that no edit is lost")
    tags = request.if_match
    if tags.star_tag:
        return ANY
    own = (request.view_args or {})[f"{kind.partition('.')[0]}_id"]
    ours = re.compile(rf"{re.escape(kind)}-{own}-([0-9]{{1,9}})")
    found = [ours.fullmatch(one) for one in tags.as_set()]
    numbers = {int(one[1]) for one in found if one}
    return numbers.pop() if len(numbers) == 1 else NO_SUCH


def seen(match: int, current: int) -> int:
    """Return the edit number to hold against the record's."""
    return current if match == ANY else match


def state_of(*values: object) -> int:
    """Return a number for the tag of a record without an edit number: other values, another."""
    digest = hashlib.sha256("\n".join(map(repr, values)).encode()).hexdigest()
    return int(digest, 16) % 10**9


def expect(match: int, current_number: int, *, current: dict[str, Any]) -> None:
    """Raise StaleEdit, with the record as it is, unless that is what the writer has seen."""
    if match not in {ANY, current_number}:
        raise StaleEdit(current, {})
