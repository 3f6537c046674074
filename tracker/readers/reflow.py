"""Printed lines back to paragraphs: running heads out, lines joined, hyphens mended."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from statistics import quantiles

_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"[ \t\u00a0]+")
_SENTENCE_END = re.compile(r"[.!?:…][\"'”’»)\]]*$")
_BROKEN_WORD = re.compile(r"(\w+)[-\u00ad\u2010]$")
_WORD = re.compile(r"\w+(?:-\w+)*")
_FIRST_WORD = re.compile(r"\w+")
#: Signs that stand for two letters in print only.
_LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_LONGEST_WORD = 60
#: Shares of the column, in characters of uneven width, below which a line has room left.
_FULL_LINE, _HEADLINE = 0.98, 0.8
#: A line at the edge of this many pages and half of them is a running head.
_PAGES_OF_A_HEAD = 3


def paragraphs(pages: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Return the paragraphs of printed pages, and warnings on what was left out."""
    sheets = [_lines(page) for page in pages]
    heads = _running_heads(sheets)
    lines = [line for sheet in sheets for line in _without_heads(sheet, heads)]
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line))
    warnings = ("lines repeated on each page were left out",) if heads else ()
    return [_joined(block, words) for block in _blocks(lines)], warnings


def _lines(page: str) -> list[str]:
    page = page.translate(_LIGATURES)
    lines = [_SPACES.sub(" ", line).strip() for line in page.splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    while lines and not lines[0]:
        del lines[0]
    return lines


def _running_heads(sheets: Sequence[list[str]]) -> set[str]:
    """Return the first and last lines that come again, page numbers apart."""
    edges = Counter(
        shape for sheet in sheets for shape in {_shape(line) for line in (sheet[:1] + sheet[-1:])}
    )
    least = max(_PAGES_OF_A_HEAD, len(sheets) // 2 + 1)
    return {shape for shape, count in edges.items() if count >= least}


def _shape(line: str) -> str:
    return _DIGITS.sub("#", line)


def _without_heads(sheet: list[str], heads: set[str]) -> list[str]:
    if sheet and _shape(sheet[0]) in heads:
        sheet = sheet[1:]
    if sheet and _shape(sheet[-1]) in heads:
        sheet = sheet[:-1]
    return sheet


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Group lines into paragraphs: a blank line ends one, and so does room left on a line."""
    width = _column_width(lines)
    block: list[str] = []
    for line, following in zip_longest(lines, lines[1:], fillvalue=""):
        if line:
            block.append(line)
        if block and (not line or _ends_block(block, following, width)):
            yield block
            block = []
    if block:
        yield block


def _ends_block(block: Sequence[str], following: str, width: float) -> bool:
    """Tell whether the next line begins a paragraph: its first word had room on this one."""
    line, word = block[-1], following.partition(" ")[0]
    filled = len(line) + 1 + len(word)
    end = line[-_LONGEST_WORD:]
    if following[:1].islower() or _BROKEN_WORD.search(end):
        return False
    if _SENTENCE_END.search(end):
        return filled < _FULL_LINE * width
    # A short line that begins a block is a headline or a name.
    return len(block) == 1 and filled < _HEADLINE * width


def _column_width(lines: Sequence[str]) -> float:
    """Return the length of long lines; the very longest may stick out."""
    widths = [len(line) for line in lines if line]
    return quantiles(widths, n=20)[-1] if len(widths) > 1 else 0.0


def _joined(block: Sequence[str], words: Counter[str]) -> str:
    pieces = [block[0]]
    for line in block[1:]:
        # Only the end of the last line is looked at, so that long paragraphs stay cheap.
        broken = _BROKEN_WORD.search(pieces[-1][-_LONGEST_WORD:])
        following = _FIRST_WORD.match(line[:_LONGEST_WORD])
        if broken and following and following[0][0].islower():
            pieces[-1] = _mended(pieces[-1], broken[1], following[0], words)
        else:
            pieces.append(" ")
        pieces.append(line)
    return "".join(pieces)


def _mended(line: str, first: str, second: str, words: Counter[str]) -> str:
    """Drop the hyphen at the line's end, unless the document writes the word with one."""
    hyphened, plain = f"{first}-{second}".lower(), f"{first}{second}".lower()
    return line if words[hyphened] > words[plain] else line[:-1]
