"""Quotations and the cue beside them, by the surface of the text alone: no parser needed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from tracker.extraction.candidates import RawAttribution, Span
from tracker.extraction.lexicon import terms
from tracker.extraction.media import medium_span
from tracker.extraction.quotes import Quote
from tracker.extraction.segments import MAX_SENTENCE, sentences_in

_TOKEN: Final = re.compile(
    r"(?:[A-Z]|Mr|Mrs|Ms|Dr|Sen|Sens|Rep|Reps|Gov|Lt|Gen|Col|Sgt|Capt|Prof|Rev|St|Del|Hon)\.(?=\s\S)|"
    r"@\w+|\w[\w’'.@-]*\w|\w|\$?[^\w\s]"
)
_REACH: Final = 220
_WORDS_BEFORE_CUE: Final = 16
_WORDS_AFTER_CUE: Final = 4
_STOP_WORDS: Final = terms("stop words")
_ADVERBS: Final = terms("adverbs")
_BEFORE_DAYS: Final = terms("before days")
_NOT_A_SOURCE: Final = terms("not a source")
_NO_SOURCE_ENDS: Final = terms("no source ends")
_PRONOUNS: Final = terms("pronouns")
_LOWER_SOURCE: Final = re.compile(
    r"(?:the|a|an|his|her|its|their|our|my|this|that|these|those|one|two|three|four|several|some"
    r"|many|most|another|other|both|el|la|los|las|un|una|le|les|une|l’|l'|der|die|das|ein|eine|ihr"
    r"|sein|o|a|os|as|um|uma|[a-z-]+(?:s|police|people))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Beside:
    """A cue beside a quotation, and who it names."""

    cue: Span
    source: Span


def covered(quote: Quote, found: Sequence[RawAttribution]) -> int | None:
    """Return which attribution has (a part of) the quotation in its content, or None."""
    for number, made in enumerate(found):
        if any(span.overlaps(quote.inner) for span in made.content):
            return number
    return None


def widened(made: RawAttribution, quote: Quote) -> RawAttribution:
    """Return the attribution with the whole quotation in its content."""
    if any(span.overlaps(quote.span) for span in (*made.cue, *made.source)):
        return made
    return replace(made, content=merged((*made.content, quote.span)))


def merged(spans: Sequence[Span]) -> tuple[Span, ...]:
    """Return the spans in order, those that touch or overlap as one."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start <= joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(span.end, joined[-1].end))
        else:
            joined.append(span)
    return tuple(joined)


def look_after(text: str, start: int, end: int, cues: Mapping[str, str]) -> Beside | None:
    """Find ", Noem said" or ", said Noem, a minister" from `start` on, before `end`."""
    tokens = list(_TOKEN.finditer(text, start, min(end, start + _REACH)))
    while tokens and tokens[0].group() in ",–—-":
        del tokens[0]
    if not tokens:
        return None
    if _is_cue(tokens, 0, cues):
        return _source_after(tokens, 0)
    for number, token in enumerate(tokens[:_WORDS_BEFORE_CUE]):
        if token.group() in '.;!?:"“”«»':
            return None
        if number and _is_cue(tokens, number, cues):
            if all(_is_adverb(before.group()) for before in tokens[:number]):
                return _source_after(tokens, number)
            return _source_before(text, tokens, number)
    return None


def _is_cue(tokens: list[re.Match[str]], number: int, cues: Mapping[str, str]) -> bool:
    """Say whether a word is a verb of saying here, and not a noun: "the head of state"."""
    word = tokens[number].group().lower()
    if word not in cues:
        return False
    before = tokens[number - 1].group().lower() if number else ""
    return word not in _ALSO_NOUNS or before not in _BEFORE_NOUNS


_ALSO_NOUNS: Final = terms("also nouns")
_BEFORE_NOUNS: Final = terms("before nouns")
#: A name that opens a paragraph and a colon: a headline, or a turn in an interview.
_NAME_COLON: Final = re.compile(
    r"(?P<name>[A-ZÀ-Þ][\w.’'-]*(?:[ \xa0][A-ZÀ-Þ][\w.’'-]*){0,5})(?P<cue>:)\s*$"
)


def look_before(text: str, start: int, end: int, cues: Mapping[str, str]) -> Beside | None:
    """Find "Noem said:" or "Noem told reporters that" right before `end`."""
    named = _NAME_COLON.fullmatch(text, start, end)
    if named:
        return Beside(Span(*named.span("cue")), Span(*named.span("name")))
    tokens = list(_TOKEN.finditer(text, max(start, end - _REACH), end))
    if not tokens:
        return None
    last = len(tokens) - 1
    for number in range(last, max(-1, last - 8), -1):
        if tokens[number].group() in '.;!?"“”«»':
            return None
        if number and _is_cue(tokens, number, cues):
            first = number
            while first and tokens[first - 1].group() not in '.;!?:"“”«»':
                first -= 1
            found = _source_before(text, tokens[first:], number - first)
            near = last - number <= _WORDS_AFTER_CUE or tokens[last].group() in ",:"
            return found if near else None
    return None


def _source_before(text: str, tokens: list[re.Match[str]], cue: int) -> Beside | None:
    """Read the words before a cue as its source, if they look like one."""
    last = cue
    while last and _is_adverb(tokens[last - 1].group()):
        last -= 1
    first = 0
    for number in range(last):
        if tokens[number].group().lower() in _NOT_A_SOURCE:
            first = number + 1
    if first >= last or not _is_source(tokens[first].group(), tokens[last - 1].group()):
        return None
    if _goes_with(tokens[last - 1].group().lower(), tokens[cue].group().lower()):
        return None
    source = Span(tokens[first].start(), tokens[last - 1].end())
    return Beside(_cue(text, tokens[last].start(), tokens[cue].end()), source)


def _goes_with(word: str, cue: str) -> bool:
    """Say whether a word makes a cue no verb of its own: "authority to call", "Trump's claim"."""
    return word in _NO_SOURCE_ENDS or (cue in _ALSO_NOUNS and word.endswith(("’s", "'s")))


def _source_after(tokens: list[re.Match[str]], cue: int) -> Beside | None:
    """Read the words after a cue as its source, with an apposition in commas."""
    first = cue + 1
    while first < len(tokens) and _is_only_adverb(tokens[first].group()):
        first += 1
    last = first
    while last < len(tokens) and not _stops(tokens, last, first):
        last += 1
    while last > first and tokens[last - 1].group().lower() in _BEFORE_DAYS:
        last -= 1
    if last == first or not _is_source(tokens[first].group(), tokens[last - 1].group()):
        return None
    last = _with_apposition(tokens, last)
    source = Span(tokens[first].start(), tokens[last - 1].end())
    return Beside(Span(tokens[cue].start(), tokens[cue].end()), source)


def phrase_after(text: str, start: int, end: int) -> Span | None:
    """Return the noun phrase that begins at `start`, as far as commas and small words let it go."""
    tokens = list(_TOKEN.finditer(text, start, min(end, start + _REACH)))
    last = 0
    while last < len(tokens) and not _stops(tokens, last, 0):
        last += 1
    return Span(tokens[0].start(), tokens[last - 1].end()) if last else None


def _stops(tokens: list[re.Match[str]], number: int, first: int) -> bool:
    word = tokens[number].group()
    if word in "([" and number > first:
        return False
    if not word[0].isalnum() and word not in ")]&-–/'’$" and word[0] != "@":
        return True
    small = word.islower() or word.lower().endswith("day")
    return number > first and small and word.lower() in _STOP_WORDS


def _with_apposition(tokens: list[re.Match[str]], last: int) -> int:
    if last + 1 >= len(tokens) or tokens[last].group() != ",":
        return last
    following = tokens[last + 1].group()
    if following.lower() in _STOP_WORDS | _NOT_A_SOURCE or following.lower().endswith("ing"):
        return last
    end = last + 1
    while end < len(tokens) and tokens[end].group() not in '.,;:!?"“”–—':
        if tokens[end].group().lower() in ("who", "when", "while", "as", "after", "during"):
            break
        end += 1
    return end


def _is_adverb(word: str) -> bool:
    return word.lower() in _ADVERBS or (word.endswith("ly") and word.islower())


def _is_only_adverb(word: str) -> bool:
    """Say whether it is an adverb behind a cue, where Portuguese "a" is an article."""
    return _is_adverb(word) and word.lower() not in terms("articles and owners")


def _is_source(first: str, last: str) -> bool:
    if first.lower() in _PRONOUNS or first[0].isupper() or first[0] in "@“":
        return True
    return bool(_LOWER_SOURCE.match(first)) and last[-1].isalnum()


def _cue(text: str, start: int, end: int) -> Span:
    medium = medium_span(text, end, min(len(text), end + 80))
    return Span(start, medium.end if medium else end)


def bounds_after(text: str, quote: Quote, limit: int) -> int:
    """Return where the sentence that follows a quotation ends: at a stop, or at the limit."""
    limit = min(limit, quote.span.end + MAX_SENTENCE)
    if limit <= quote.span.end:
        return quote.span.end
    following = next(sentences_in(text, Span(quote.span.end, limit)), None)
    return following.end if following else quote.span.end
