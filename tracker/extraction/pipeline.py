"""The steps of extraction, in order, on one screen."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tracker.extraction import patterns, trained
from tracker.extraction.candidates import Attribution, RawAttribution, Speaker
from tracker.extraction.cues import act_of
from tracker.extraction.forms import kind_of, wording
from tracker.extraction.layout import Layout, lay_out
from tracker.extraction.media import medium_of
from tracker.extraction.quotes import Quote
from tracker.extraction.reasons import reason, told
from tracker.extraction.segments import admit
from tracker.extraction.speakers import resolve

#: Stored with every claim; change it whenever the same text would give other claims.
EXTRACTOR_VERSION: Final = "tagger-5"

_SECOND_CLASS: Final = "patterns"


def extract(text: str, *, language: str = "en") -> list[Attribution]:
    """Return every attributed statement of an article, in reading order.

    Offsets are code points of the text as given. Raises `TextRefused` for a text that
    is longer than any article. A language without rules of its own is read with the English ones.
    """
    return next(extract_many([text], language=language))


def extract_many(texts: Iterable[str], *, language: str = "en") -> Iterator[list[Attribution]]:
    """Yield the attributed statements of every text, in one process."""
    language = language.partition("-")[0].lower()
    language = language if language in patterns.LANGUAGES else "en"
    for text in texts:
        admit(text)
        layout = lay_out(text)
        found = find(layout, language)
        pairs = zip(found, resolve(layout, found), strict=True)
        yield [describe(text, raw, who, layout.quotes, language=language) for raw, who in pairs]


def find(layout: Layout, language: str) -> list[RawAttribution]:
    """Return who says what, unresolved: by the tagger where it knows the language."""
    if language != "en":
        why = reason(_SECOND_CLASS, words=language)
        return patterns.tag(layout, language=language, reason=why)
    return trained.tag(layout)


def describe(
    text: str,
    raw: RawAttribution,
    speaker: Speaker | None,
    quotes: Sequence[Quote],
    *,
    language: str,
) -> Attribution:
    """Return a raw attribution with all that its own words tell."""
    cue = " ".join(span.cut(text) for span in raw.cue)
    said = wording(text, raw.content)
    kind = kind_of(text, raw.content, quotes)
    return Attribution(
        content=raw.content,
        cue=raw.cue,
        source=raw.source,
        text=said,
        kind=kind,
        statement=raw.statement,
        speech_act=act_of(cue, said, language=language),
        speaker=speaker,
        medium=medium_of(text, raw.cue, raw.content),
        confidence=round(raw.confidence, 3),
        reasons=told(text, raw, speaker, is_quoted=kind != "indirect"),
    )
