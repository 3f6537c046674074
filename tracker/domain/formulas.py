"""What a spreadsheet might take for a formula, and the apostrophe that keeps it from doing so.

The guard: a text that begins, after any apostrophes, with a tab, a line end or NUL, or, after any
white space or NUL as well, with ``= + - @`` or one of their full-width forms, gets one apostrophe
in front. A plain number is left alone, so that -5 stays -5.
"""

import re

_FORMULA = re.compile(r"'*(?:[\t\r\n\0]|[\s\0]*[=+\-@＝＋－＠])")
#: A text that begins with anything else is spared the regular expression.
_SUSPICIOUS = frozenset("'=+-@＝＋－＠\0").union(filter(str.isspace, map(chr, range(0x3001))))
_NUMBER = re.compile(r"[+-](?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")


def guard(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if text and text[0] in _SUSPICIOUS and is_formula(text) else text


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet would take the text for a formula."""
    return _FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None


def unguard(cell: str) -> str:
    """Take back what ``guard`` did: ``unguard(guard(text)) == text`` for every text."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
