"""What a spreadsheet might take for a formula, and the apostrophe that keeps it from doing so.

The guard: a text that begins, after any apostrophes, with a tab, a line end or NUL, or, after any
white space or NUL as well, with ``= + - @`` or one of their full-width forms, gets one apostrophe
in front. A plain number is left alone, so that -5 stays -5.
"""

import re

_FORMULA = re.compile(r"'*(?:[\t\r\n\0]|[\s\0]*[=+\-@＝＋－＠])")
_NUMBER = re.compile(r"[+-](?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def guard(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def unguard(cell: str) -> str:
    """Take back what ``guard`` did: ``unguard(guard(text)) == text`` for every text."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
