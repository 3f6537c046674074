"""What a reader would not get wrong and the tagger sometimes does, mended by its surroundings."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from tracker.extraction.candidates import RawAttribution, Span
from tracker.extraction.cues import act_of
from tracker.extraction.phrases import DETERMINERS
from tracker.extraction.words import is_role, words_in

#: "responded by threatening": the first verb belongs to the cue.
_LED_BY: Final = re.compile(r"\b[A-Za-z]+(?:ed|id|t)\s+by\s+\Z")
_PARTICIPLE: Final = re.compile(r"\w+ing\b")
#: "…, its president" before the name of the source.
_APPOSITION: Final = re.compile(r",\s+(?:its|his|her|their)\s+[\w\s-]{2,40}\Z")
_QUOTED_AS: Final = re.compile(r"(?:was|were|is|are|been)\s+quoted\s+as\s+\w+ing\b")
_QUOTE_AND_NAME: Final = re.compile(
    r"(?P<said>[\"“][^\"“”]+[,.?!][\"”])\s+(?P<name>[A-Z][^\"“”\n]{2,80}?),?"
)
_NAME_LAST: Final = re.compile(r",\s(?P<name>[A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+){0,3})\Z")
_SAID: Final = re.compile(r"\s(said|says|added)\b")
_HANDLE: Final = re.compile(r"\s+(@\w{2,30})")
#: The credit of a picture behind the name of who speaks on it.
_CREDIT: Final = re.compile(r"[.!?]?\s+\((?=[^()]*/)")
_LINE_END: Final = re.compile(r"[ \t.]*\n\s*\n")
_NAMELESS: Final = re.compile(r"(?:not\s+)?to\s+be\s+(?:named|identified|quoted)\b")
_ADDING: Final = re.compile(r"\b(adding|noting|insisting|stressing)\s+\Z")
_OF_STATE: Final = re.compile(r"\s+of\s+(?:state|government)s?\b", re.IGNORECASE)
#: "a report by" and "the national audit office" after it.
_OWNED: Final = re.compile(r"\w\s(?:by|of|for|from)\Z")
_OWNER: Final = re.compile(r"\s(?:the|a|an|his|her|its|their)?\s?(?:[\w’'-]+\s){0,4}[\w’'-]+(?=,)")
#: "his claim that the road was shut was rejected": what became of the claim is no part of it.
_ASSERTION: Final = re.compile(
    r"(?:claim|allegation|assertion|accusation|assurance|argument|charge|contention|denial|"
    r"insistence|promise|statement|suggestion|warning)s?",
    re.IGNORECASE,
)
_FATE: Final = re.compile(
    r"\s+(?:was|were|is|are|has\s+been|have\s+been|had\s+been)\s+(?:\w+ly\s+|later\s+|soon\s+)?"
    r"(?:backed|challenged|confirmed|contested|contradicted|criticized|debunked|denied|discredited|"
    r"dismissed|disproved|disputed|doubted|met\s+with|mocked|questioned|rebutted|refuted|rejected|"
    r"repeated|ridiculed|supported|upheld|welcomed|withdrawn)\b"
)
_TERMS: Final = re.compile(r",\s+with\s[^.!?\n\"“”]{3,160}(?=[.!?](?:\s|\Z))")
#: How far, and how many words, after its article the head of a source is looked for.
_FAR, _MOST = 60, 5
#: How far before a piece its lead is looked for.
_NEAR: Final = 40


def repaired(text: str, found: list[RawAttribution]) -> list[RawAttribution]:
    """Return the attributions with what is plainly wrong in them mended, in the same order."""
    named = (
        _with_bare_source(text, _with_whole_source(text, _told_apart(text, _said_above(text, raw))))
        for raw in (_with_handle(text, raw) for raw in found)
        if not _is_nameless(text, raw)
    )
    return [
        _with_terms(text, _without_fate(text, _without_apposition(text, _with_lead(text, part))))
        for raw in named
        for part in _parted(text, raw)
    ]


def _told_apart(text: str, raw: RawAttribution) -> RawAttribution:
    """Tell what was said from who said it, where a piece of one was taken for the other."""
    return _with_its_source(text, _without_its_source(text, _with_its_own(text, raw)))


def _with_its_own(text: str, raw: RawAttribution) -> RawAttribution:
    """Give what ends in ", Holm" before "said" to Holm: the mark that should part them is lost."""
    piece = raw.content[0]
    named = _NAME_LAST.search(text, piece.start + 1, piece.end) if len(raw.content) == 1 else None
    verb = _SAID.match(text, piece.end)
    if named is None or verb is None:
        return raw
    said = Span(piece.start, named.start("name") - 1)
    source, cue = Span(*named.span("name")), Span(*verb.span(1))
    return replace(raw, content=(said,), cue=(cue,), source=(source,))


def _is_nameless(text: str, raw: RawAttribution) -> bool:
    """Tell whether all it "says" is that somebody would not be named."""
    return len(raw.content) == 1 and bool(_NAMELESS.match(text, raw.content[0].start))


def _said_above(text: str, raw: RawAttribution) -> RawAttribution:
    """Keep the content of "Rents to fall, minister promises" in its line, which ends there."""
    if len(raw.content) != 1 or len(raw.cue) != 1 or not raw.source:
        return raw
    line = _LINE_END.match(text, raw.cue[0].end)
    if line is None or raw.content[0].start < line.end() or '"' in raw.content[0].cut(text):
        return raw
    begins = text.rfind("\n", 0, raw.cue[0].start) + 1
    said = text[begins : raw.source[0].start].rstrip()
    if not said.endswith(",") or len(said.split()) <= 1:
        return raw
    return replace(raw, content=(Span(begins, begins + len(said) - 1),))


def _with_its_source(text: str, raw: RawAttribution) -> RawAttribution:
    """Take the subject of "was quoted as saying" for the source, not for what is said."""
    if raw.source or len(raw.content) == 1:
        return raw
    passive = [cue for cue in raw.cue if _QUOTED_AS.match(text, cue.start)]
    for piece in raw.content:
        if any(not text[piece.end : cue.start].strip() for cue in passive if cue.start > piece.end):
            said = tuple(other for other in raw.content if other != piece)
            return replace(raw, content=said, source=(piece,))
    return raw


def _without_its_source(text: str, raw: RawAttribution) -> RawAttribution:
    """Take the name between a quotation and "said" for the source, not for what is said."""
    if len(raw.content) != 1 or len(raw.cue) != 1:
        return raw
    piece, cue = raw.content[0], raw.cue[0]
    swallowed = _QUOTE_AND_NAME.fullmatch(text, piece.start, piece.end)
    if swallowed is None or text[piece.end : cue.start].strip():
        return raw
    said, name = Span(*swallowed.span("said")), Span(*swallowed.span("name"))
    return replace(raw, content=(said,), source=(name,))


def _with_handle(text: str, raw: RawAttribution) -> RawAttribution:
    """Take the account right behind a verb for the source: "tweeted @riverwatch"."""
    for cue in raw.cue:
        handle = _HANDLE.match(text, cue.end)
        if handle and not any(part.overlaps(Span(*handle.span(1))) for part in raw.content):
            return replace(raw, source=(Span(*handle.span(1)),))
    return raw


def _with_whole_source(text: str, raw: RawAttribution) -> RawAttribution:
    """Go on to the head of a source, where only "the" was taken, and over "of" and "by".

    Words are whole, too: a source that was only pointed at may end within one.
    """
    stops = [part.start for part in (*raw.content, *raw.cue)]

    def whole(pointed: Span) -> Span:
        source = _of_whole_words(text, pointed)
        end = source.end
        if source.cut(text).lower() in DETERMINERS:
            following = words_in(text, Span(end, min(len(text), end + _FAR)))[:_MOST]
            end = next((word.end for word in following if is_role(word.text)), end)
        state = _OF_STATE.match(text, end)
        end = state.end() if state else end
        limit = min((stop for stop in stops if stop > end), default=len(text))
        owned = _OWNED.search(text, source.start, end)
        owner = _OWNER.match(text, end, limit) if owned else None
        return Span(source.start, owner.end() if owner else end)

    return replace(raw, source=tuple(map(whole, raw.source)))


def _of_whole_words(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start and text[start - 1 : start + 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1 : end + 1].isalnum():
        end += 1
    return Span(start, end)


def _with_bare_source(text: str, raw: RawAttribution) -> RawAttribution:
    """Leave the apostrophe of "the court's finding", and a credit, out of the name."""

    def bare(source: Span) -> Span:
        credit = _CREDIT.search(text, source.start + 1, source.end)
        if credit:
            return Span(source.start, credit.start())
        own = text[source.end - 1] in "'’" and text[source.end : source.end + 1] == "s"
        return (
            Span(source.start, source.end - 1) if own and source.end - source.start > 1 else source
        )

    return replace(raw, source=tuple(bare(source) for source in raw.source))


def _parted(text: str, raw: RawAttribution) -> Iterator[RawAttribution]:
    """Yield "…, adding that …" as a statement of its own."""
    own, rest = list(raw.content[:1]), []
    for piece in raw.content[1:]:
        begin = max(0, piece.start - _NEAR)
        lead = _ADDING.search(text[begin : piece.start])
        if lead is None:
            own.append(piece)
        else:
            cue = Span(begin + lead.start(1), begin + lead.end(1))
            rest.append(replace(raw, content=(piece,), cue=(cue,)))
    taken = {part.cue[0] for part in rest}
    yield replace(raw, content=tuple(own), cue=tuple(cue for cue in raw.cue if cue not in taken))
    yield from rest


def _with_lead(text: str, raw: RawAttribution) -> RawAttribution:
    def led(cue: Span) -> Span:
        begin = max(0, cue.start - _NEAR)
        lead = _LED_BY.search(text[begin : cue.start])
        if lead is None or not _PARTICIPLE.match(text, cue.start):
            return cue
        return Span(begin + lead.start(), cue.end)

    return replace(raw, cue=tuple(led(cue) for cue in raw.cue))


def _without_apposition(text: str, raw: RawAttribution) -> RawAttribution:
    def cut(piece: Span) -> Span:
        near = any(not text[piece.end : one.start].strip(" ,") for one in raw.source)
        tail = _APPOSITION.search(text[piece.start : piece.end]) if near else None
        return Span(piece.start, piece.start + tail.start()) if tail and tail.start() else piece

    return replace(raw, content=tuple(cut(piece) for piece in raw.content))


def _with_terms(text: str, raw: RawAttribution) -> RawAttribution:
    """Take in the terms of a threat: ", with the tariff rising to 50% if nothing is done"."""
    last = raw.content[-1]
    terms = _TERMS.match(text, last.end)
    if terms is None or not any(act_of(cue.cut(text), "") == "threatens" for cue in raw.cue):
        return raw
    return replace(raw, content=(*raw.content[:-1], Span(last.start, terms.end())))


def _without_fate(text: str, raw: RawAttribution) -> RawAttribution:
    """End what a noun announces before the verb that says what became of it."""
    if not any(_ASSERTION.fullmatch(text, *_last_word(text, cue)) for cue in raw.cue):
        return raw

    def cut(piece: Span) -> Span:
        fate = _FATE.search(text, piece.start, piece.end)
        return Span(piece.start, fate.start()) if fate else piece

    return replace(raw, content=tuple(cut(piece) for piece in raw.content))


def _last_word(text: str, cue: Span) -> tuple[int, int]:
    return max(text.rfind(" ", cue.start, cue.end) + 1, cue.start), cue.end
