"""Article text cut into pieces at every boundary of every claim, for a page to mark.

Pure: it knows neither HTML nor the database. Nothing is ever put into the text; each piece is a
slice of it, so the pieces joined are the text, and the template escapes each on its own. All
offsets are Unicode code points, half open.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from tracker.domain.commands import Stretch
from tracker.domain.vocabulary import SpanPart

#: Characters that turn the order of the text around them, by the short name that is shown.
CONTROLS: Mapping[str, str] = {
    "\u061c": "ALM",
    "\u200e": "LRM",
    "\u200f": "RLM",
    "\u202a": "LRE",
    "\u202b": "RLE",
    "\u202c": "PDF",
    "\u202d": "LRO",
    "\u202e": "RLO",
    "\u2066": "LRI",
    "\u2067": "RLI",
    "\u2068": "FSI",
    "\u2069": "PDI",
}

# The line ends that part paragraphs in extraction, too.
_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_CONTROL = re.compile(f"[{''.join(CONTROLS)}]")


@dataclass(frozen=True, slots=True)
class Mark:
    """One piece of one claim: the stretch it takes, and what it is to the claim."""

    claim: int
    part: SpanPart
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of the text that the same marks cover from end to end, the widest first.

    ``opens`` names the claims whose content begins here.
    """

    text: str
    start: int
    marks: tuple[Mark, ...] = ()
    opens: tuple[int, ...] = ()

    @property
    def end(self) -> int:
        """Return where it ends."""
        return self.start + len(self.text)

    @property
    def is_break(self) -> bool:
        """Tell whether it is the line ends between two paragraphs."""
        return bool(_BREAKS.fullmatch(self.text))

    @property
    def control(self) -> str | None:
        """Return the short name of a control character that would turn the text around."""
        return CONTROLS.get(self.text)

    @property
    def control_name(self) -> str:
        """Return the full name of the control character."""
        return unicodedata.name(self.text).lower()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The segments between two line ends; none of them is a break."""

    segments: tuple[Segment, ...]

    @property
    def start(self) -> int:
        """Return where it begins."""
        return self.segments[0].start

    @property
    def end(self) -> int:
        """Return where it ends."""
        return self.segments[-1].end

    def is_plainly(self, words: str | None) -> bool:
        """Tell whether it consists of these words, and no claim has a part in them."""
        text = "".join(segment.text for segment in self.segments)
        return text.strip() == words and not any(segment.marks for segment in self.segments)

    def share(self, offset: int) -> int:
        """Return how far down the paragraph a place is, in thousandths."""
        place = min(max(offset, self.start), self.end)
        return round(1000 * (place - self.start) / (self.end - self.start))


def cut(text: str, marks: Iterable[Mark]) -> list[Segment]:
    """Cut the text at each boundary, line end and control character; join them to get it back.

    Marks that reach beyond the text count as far as the text goes.
    """
    starting: dict[int, list[Mark]] = defaultdict(list)
    edges = {0, len(text), *_own_edges(text)}
    for mark in sorted(marks, key=_widest_first):
        start, end = max(mark.start, 0), min(mark.end, len(text))
        if start < end:
            starting[start].append(mark)
            edges |= {start, end}
    segments: list[Segment] = []
    active: list[Mark] = []
    opened: set[int] = set()
    for start, end in pairwise(sorted(edges)):
        active = [mark for mark in active if mark.end > start] + starting[start]
        segment = Segment(text[start:end], start, tuple(active))
        if not segment.is_break:
            opens = _content_claims(active, without=opened)
            opened.update(opens)
            segment = Segment(segment.text, start, segment.marks, opens)
        segments.append(segment)
    return segments


def paragraphs(segments: Iterable[Segment]) -> list[Paragraph]:
    """Group the segments between breaks; the breaks are left out."""
    found: list[Paragraph] = []
    line: list[Segment] = []
    for segment in segments:
        if not segment.is_break:
            line.append(segment)
        elif line:
            found.append(Paragraph(tuple(line)))
            line = []
    return [*found, Paragraph(tuple(line))] if line else found


def lanes(marks: Iterable[Mark]) -> dict[int, int]:
    """Give each claim a lane for its underline, so that claims that overlap stack: 0 is the top."""
    extents: dict[int, Stretch] = {}
    for mark in marks:
        if mark.part is SpanPart.CONTENT and mark.start < mark.end:
            start, end = extents.get(mark.claim, (mark.start, mark.end))
            extents[mark.claim] = (min(start, mark.start), max(end, mark.end))
    busy_until: list[int] = []
    chosen = {}
    for claim, (start, end) in sorted(extents.items(), key=lambda one: (one[1][0], -one[1][1])):
        lane = next((n for n, until in enumerate(busy_until) if until <= start), len(busy_until))
        busy_until[lane : lane + 1] = [end]
        chosen[claim] = lane
    return chosen


def _own_edges(text: str) -> Iterator[int]:
    for pattern in (_BREAKS, _CONTROL):
        for found in pattern.finditer(text):
            yield from found.span()


def _content_claims(marks: Iterable[Mark], *, without: set[int]) -> tuple[int, ...]:
    claims = (mark.claim for mark in marks if mark.part is SpanPart.CONTENT)
    return tuple(dict.fromkeys(claim for claim in claims if claim not in without))


def _widest_first(mark: Mark) -> tuple[int, int, int]:
    return mark.start, -mark.end, mark.claim
