"""The second heart: the trained tagger finds, a few rules tidy up after it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from tracker.extraction import tagger
from tracker.extraction.candidates import RawAttribution, Span
from tracker.extraction.cues import acts
from tracker.extraction.judging import is_guess, is_stated
from tracker.extraction.layout import Layout
from tracker.extraction.lexicon import terms
from tracker.extraction.media import medium_span
from tracker.extraction.patterns import according
from tracker.extraction.quoting import attribute_quotes
from tracker.extraction.reasons import measured, reason
from tracker.extraction.repairs import repaired

_BESIDE: Final = reason("beside")
_MENDED: Final = reason("mended")
#: How far behind a cue the phrase that names the medium may end.
_MEDIUM: Final = 60
_PREPOSITION: Final = re.compile(r"\s(?:on|in|at|via|by|during|through|over)\Z")
_ACCORDING_TO: Final = re.compile(r"\b[Aa]ccording to\s")
_NEAR: Final = 4
_BULLET: Final = re.compile(
    r"(?:[-–—•*·]|\d{1,2}[.)]|\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?\s*[-–—:|]?)\s+(?=\S)"
)
_EDGE: Final = re.compile(r"\n[ \t\r]*\n\s*")
_COMMAS: Final = re.compile(r"[\s,;:]+(?=\S)")
_QUOTED: Final = re.compile(r"[\"“”«„]|''")
_SMALL: Final = terms("no source ends")
_MARKS: Final = re.compile(r"[^\w\n]*")
#: "“The road was closed, Holm said": the mark that should close it is missing.
_OWN_SPEAKER: Final = re.compile(r",\s(?:[A-Z][\w.’'-]*\s){1,4}(?:said|says|added)\W*\Z")
#: What lies before a relative clause, which cannot stand without it.
_WITHIN: Final = re.compile(r"[^.!?…\"“”\n]{1,120}")
_RELATIVE: Final = re.compile(r"(?:which|who|whose|whom)\b")
#: No statement begins behind "of" or "the": what is between was left out by mistake.
_HANGING: Final = re.compile(r"\s(?:of|for|from|by|with|a|an|the)\s\Z")
#: What leads from one sentence to the next, and is nothing that anybody says by itself.
_CONNECTIVE: Final = re.compile(
    r"(?:in fact|of course|for (?:example|instance)|in addition|after all|as a result|indeed"
    r"|however|meanwhile|moreover|instead|still|nevertheless|nonetheless)\W*",
    re.IGNORECASE,
)
_FULL_STOP: Final = re.compile(r"[.!?…](?=\s|\Z)")
_LAST_WORD: Final = re.compile(r"(?<=\w)([ \xa0][\w’'-]+)(?=[,.;!?](?:\s|$))")


def tag(layout: Layout) -> list[RawAttribution]:
    """Return the attributions of one text, in reading order."""
    (found,) = tagger.tag([layout.text])
    return tidied(layout, found)


def tidied(layout: Layout, found: Sequence[tagger.RawAttribution]) -> list[RawAttribution]:
    """Return what the tagger found with whole quotations, and quotations that it missed."""
    raws = [_raw(layout.text, one) for one in found if not is_guess(layout.text, one)]
    roles = [span for raw in raws for span in (*raw.cue, *raw.source)]
    sound = [_whole(layout, raw, roles) for raw in raws]
    sound = _marked(sound, repaired(layout.text, sound))
    sound = sorted((*sound, *_according(layout, sound)), key=lambda made: made.content)
    whole = attribute_quotes(layout, sound, cues=acts(), reason=_BESIDE)
    named = sorted(span.start for one in whole for span in one.source)
    return [_in_its_line(layout.text, one, named) for one in whole]


def _according(layout: Layout, found: Sequence[RawAttribution]) -> Iterator[RawAttribution]:
    """Yield what stands "according to" somebody, between commas, and was found by nobody."""
    text = layout.text
    taken = sorted((span.start, span.end) for one in found for span in (*one.cue, *one.content))
    for match in _ACCORDING_TO.finditer(text):
        if layout.quoted_at(match.start()):
            continue
        sentence = layout.sentences[layout.sentence_at(match.start()) - 1]
        made = according(text, sentence, Span(*match.span()), _BESIDE)
        if made is None or not _between_commas(text, made):
            continue
        first = bisect_left(taken, (sentence.start, 0))
        if first == len(taken) or taken[first][0] >= sentence.end:
            yield made


def _between_commas(text: str, made: RawAttribution) -> bool:
    begins = made.cue[0].start
    before = text[max(0, begins - _NEAR) : begins].rstrip()[-1:]
    return before in ("", ",") or text[made.source[0].end : made.source[0].end + 1] == ","


def _in_its_line(text: str, raw: RawAttribution, named: Sequence[int]) -> RawAttribution:
    """End what is said with its line, where the next one names a speaker of its own.

    ``named`` is where the sources of all attributions begin, in order.
    """
    own = {span.start for span in raw.source}

    def cut(piece: Span) -> Span:
        inside = named[bisect_right(named, piece.start) : bisect_left(named, piece.end)]
        first = next((start for start in inside if start not in own), None)
        edge = piece.end if first is None else text.rfind("\n", piece.start, first)
        return Span(piece.start, edge) if text[piece.start : max(edge, 0)].strip() else piece

    return replace(raw, content=tuple(cut(piece) for piece in raw.content))


def _marked(before: Sequence[RawAttribution], after: list[RawAttribution]) -> list[RawAttribution]:
    """Say of those that a rule has changed that it did."""
    untouched = {(one.content, one.cue, one.source) for one in before}
    return [
        one
        if (one.content, one.cue, one.source) in untouched
        else replace(one, reasons=(*one.reasons, _MENDED))
        for one in after
    ]


def _raw(text: str, one: tagger.RawAttribution) -> RawAttribution:
    return RawAttribution(
        content=_spans(one.content),
        cue=_spans(one.cue),
        source=_spans(one.source),
        confidence=one.confidence,
        statement=is_stated(text, one),
        reasons=measured(one.confidence, dict(one.features)),
    )


def _spans(pairs: tagger.Spans) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in pairs)


def _whole(layout: Layout, raw: RawAttribution, roles: Sequence[Span]) -> RawAttribution:
    """Add the medium to the cue, and trim the content to what was said."""
    text, taken = layout.text, sorted((*raw.content, *raw.source))
    cue = tuple(_with_medium(text, span, taken) for span in raw.cue)
    stops = sorted(span.start for span in (*raw.cue, *raw.source))
    joined = _beside_cue(text, _joined(text, raw.content, roles), raw.cue)
    near = (_in_one_paragraph(text, span, raw.cue) for span in joined)
    begun = (_begun(text, _without_bullet(text, span)) for span in near)
    spoken = any(span.cut(text) == ":" for span in raw.cue)
    ended = (_completed(text, span, stops) for span in _without_loose(text, begun))
    content = tuple(_with_mark(text, span) if spoken else span for span in ended)
    return replace(raw, cue=cue, content=content)


def _joined(text: str, content: Sequence[Span], roles: Sequence[Span]) -> list[Span]:
    """Join pieces with only marks between them, or words that one of them cannot do without."""
    pieces: list[Span] = []
    for span in sorted(content):
        if pieces and _goes_on(text, pieces[-1].end, span.start, roles):
            pieces[-1] = Span(pieces[-1].start, span.end)
        else:
            pieces.append(span)
    return pieces


def _goes_on(text: str, start: int, end: int, roles: Sequence[Span]) -> bool:
    """Say whether what lies between two pieces, if anything, belongs to them: no cue, no source."""
    if _MARKS.fullmatch(text, start, end):
        return True
    leads = _RELATIVE.match(text, end) or _HANGING.search(text, start, end)
    if not (leads and _WITHIN.fullmatch(text, start, end)):
        return False
    return not any(role.start < end and role.end > start for role in roles)


def _without_bullet(text: str, span: Span) -> Span:
    """Leave the mark of a list, or the time before an entry, out."""
    opens = span.start == 0 or text[span.start - 1] == "\n"
    bullet = _BULLET.match(text, span.start, span.end) if opens else None
    return Span(bullet.end(), span.end) if bullet else span


def _begun(text: str, span: Span) -> Span:
    """Leave the comma out that parts what is said from who says it."""
    comma = _COMMAS.match(text, span.start, span.end)
    return Span(comma.end(), span.end) if comma else span


def _beside_cue(text: str, content: Iterable[Span], cue: Sequence[Span]) -> list[Span]:
    """Drop pieces without a quotation from other paragraphs, if a piece stands beside the cue."""
    pieces = list(content)
    own = [
        piece
        for piece in pieces
        if _QUOTED.search(text, piece.start, piece.end)
        or not (cue and _EDGE.search(text, *sorted((piece.end, cue[0].start))))
    ]
    return own or pieces


def _without_loose(text: str, content: Iterable[Span]) -> list[Span]:
    """Leave unquoted pieces out of what begins as a quotation.

    Of 1,631 later pieces of quotations in the articles it learned from, 27 were unquoted.
    """
    first, *others = _worded(text, sorted(content))
    if not _QUOTED.match(text, first.start):
        return [first, *others]
    return [first, *(one for one in others if _belongs(text, one))]


def _worded(text: str, pieces: list[Span]) -> list[Span]:
    """Leave pieces out that say nothing by themselves: "From our reporter: Waves were measured"."""
    return [piece for piece in pieces if _says_something(piece.cut(text))] or pieces


def _says_something(words: str) -> bool:
    return words.lower() not in _SMALL and not _CONNECTIVE.fullmatch(words)


def _belongs(text: str, piece: Span) -> bool:
    """Say whether a piece is quoted, and does not end by naming a speaker of its own."""
    quoted = _QUOTED.search(text, piece.start, piece.end)
    return quoted is not None and not _OWN_SPEAKER.search(piece.cut(text))


def _in_one_paragraph(text: str, span: Span, cue: Sequence[Span]) -> Span:
    """Cut what runs over the edge of a paragraph without a quotation to the side of its cue."""
    edges = [edge.span() for edge in _EDGE.finditer(text, span.start, span.end)]
    if not edges or not cue or _QUOTED.search(text, span.start, span.end):
        return span
    if cue[0].start >= span.end:
        return Span(edges[-1][1], span.end)
    return Span(span.start, edges[0][0])


def _completed(text: str, span: Span, stops: Sequence[int]) -> Span:
    """Take in the last word of a clause that was left out."""
    last = _LAST_WORD.match(text, span.end)
    if last is None or any(span.end <= stop <= last.end(1) for stop in stops):
        return span
    return Span(span.start, last.end(1))


def _with_mark(text: str, span: Span) -> Span:
    """Take in the mark that ends what follows a name and a colon: its sentences are whole."""
    mark = _FULL_STOP.match(text, span.end)
    return Span(span.start, mark.end()) if mark else span


def _with_medium(text: str, cue: Span, taken: Sequence[Span]) -> Span:
    limit = min([cue.end + _MEDIUM, len(text), *_after(cue, taken)])
    begun = _PREPOSITION.search(text, cue.start, cue.end)
    start = begun.start() if begun else cue.end
    medium = medium_span(text, start, limit)
    if medium is None or text[start : medium.start].strip():
        return cue
    return Span(cue.start, max(cue.end, medium.end))


def _after(cue: Span, taken: Sequence[Span]) -> Iterator[int]:
    return (span.start for span in taken if span.start >= cue.end)
