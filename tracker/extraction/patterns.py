"""A second heart without a parser: quotations and common cues, in five languages.

It serves the languages that the tagger does not know.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from tracker.extraction.beside import look_before, phrase_after
from tracker.extraction.candidates import RawAttribution, Span
from tracker.extraction.cues import acts
from tracker.extraction.layout import Layout
from tracker.extraction.quotes import Quote
from tracker.extraction.quoting import attribute_quotes
from tracker.extraction.words import is_role

#: The words that open an indirect statement, and those that name its source.
_THAT: Final = {"en": "that", "es": "que", "fr": "que|qu(?=['’])", "de": "dass", "pt": "que"}
_ACCORDING: Final = {
    "en": "according to",
    "es": "según|de acuerdo con",
    "fr": "selon|d['’]après",
    "de": "laut|nach angaben von|nach angaben der|nach angaben des",
    "pt": "segundo|de acordo com|conforme",
}
LANGUAGES: Final = tuple(_THAT)


@dataclass(frozen=True, slots=True)
class _Grammar:
    """What a language opens its indirect speech with."""

    that: re.Pattern[str]
    according: re.Pattern[str]


@cache
def _grammar(language: str) -> _Grammar:
    return _Grammar(
        re.compile(rf"(?<=[\s,])(?:{_THAT[language]})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{_ACCORDING[language]})\s", re.IGNORECASE),
    )


def tag(layout: Layout, *, language: str, reason: str) -> list[RawAttribution]:
    """Return the attributions that the surface of a text shows, in reading order."""
    found = [
        made
        for part in layout.paragraphs
        for sentence in part.sentences
        for made in _indirect(layout.text, sentence, part.quotes, language=language, reason=reason)
    ]
    return attribute_quotes(layout, found, cues=acts(language), reason=reason)


def _indirect(
    text: str, sentence: Span, quotes: Sequence[Quote], *, language: str, reason: str
) -> Iterator[RawAttribution]:
    """Yield at most one indirect statement of a sentence: by "that", or by "according to"."""
    grammar = _grammar(language)
    for that in grammar.that.finditer(text, sentence.start, sentence.end):
        beside = look_before(text, sentence.start, that.start(), acts(language))
        if beside is not None and not _inside(beside.cue, quotes):
            content = _content(text, that.start(), sentence.end)
            if content is not None:
                yield RawAttribution(
                    (content,), (beside.cue,), (beside.source,), 0.5, reasons=(reason,)
                )
                return
    if language == "de":
        clause = _german_clause(text, sentence, reason)
        if clause is not None and not _inside(clause.cue[0], quotes):
            yield clause
            return
    cue = grammar.according.search(text, sentence.start, sentence.end)
    if cue:
        made = according(text, sentence, Span(*cue.span()), reason)
        if made is not None and not _inside(made.cue[0], quotes):
            yield made


#: "warnte, die Preise würden steigen": German reports without "dass", in another mood.
_OTHER_MOOD: Final = re.compile(
    r"\b(?:sei|seien|habe|hätten?|werde|würden?|könne|könnten?|müsse|müssten?|solle|sollten?|wolle"
    r"|wollten?|dürfe|dürften?|wären?|gebe|gehe|komme|brauche|bleibe|lasse|stehe|wisse)\b"
)
_COMMA: Final = re.compile(r",\s")


def _german_clause(text: str, sentence: Span, reason: str) -> RawAttribution | None:
    """Return what stands behind a verb of saying and a comma, if its mood says it is reported."""
    for comma in _COMMA.finditer(text, sentence.start, sentence.end):
        content = _content(text, comma.end(), sentence.end)
        if content is None or not _OTHER_MOOD.search(text, content.start, content.end):
            return None
        beside = look_before(text, sentence.start, comma.start(), acts("de"))
        if beside is not None:
            return RawAttribution(
                (content,), (beside.cue,), (beside.source,), 0.5, reasons=(reason,)
            )
    return None


def _inside(span: Span, quotes: Sequence[Quote]) -> bool:
    return any(quote.span.holds(span) for quote in quotes)


def _content(text: str, start: int, end: int) -> Span | None:
    while start < end and (text[start].isspace() or text[start] in ",;:"):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ",.;:"):
        end -= 1
    return Span(start, end) if end - start > 1 else None


#: German puts the verb right after the source; nouns have capitals.
_GERMAN: Final = re.compile(
    r"(?:(?:der|die|das|dem|den|des|von|vom|(?:k?ein|sein|ihr)(?:em|er|en)?)\s)?[A-ZÄÖÜ][\w-]*(?:\s(?:(?:der|des|von|für)\s)?[A-ZÄÖÜ][\w-]*)*"
    r"(?=\s[a-zäöü])"
)
#: So many words before "according to" only lead up to it: "In fact".
_OPENING: Final = 2
_APPOSITION: Final = re.compile(r",\s(?P<word>[\w-]+)[^,.;]{0,80}(?=,)")


def _with_role(text: str, source: Span, end: int) -> Span:
    """Return a source with the role that follows it in commas."""
    found = _APPOSITION.match(text, source.end, end)
    return Span(source.start, found.end()) if found and is_role(found["word"]) else source


def according(text: str, sentence: Span, cue: Span, reason: str) -> RawAttribution | None:
    """Return what a sentence holds "according to" somebody; None where nothing is left to hold."""
    german = _GERMAN.match(text, cue.end, sentence.end) if cue.cut(text)[0] in "lLnN" else None
    source = Span(*german.span()) if german else phrase_after(text, cue.end, sentence.end)
    if source is None:
        return None
    source = _with_role(text, source, sentence.end)
    before = _content(text, sentence.start, cue.start)
    behind = _content(text, source.end, sentence.end)
    opens = before is None or len(before.cut(text).split()) <= _OPENING
    content = behind if opens and behind else before
    if content is None:
        return None
    cue = Span(cue.start, cue.start + len(cue.cut(text).rstrip()))
    return RawAttribution((content,), (cue,), (source,), 0.5, reasons=(reason,))
