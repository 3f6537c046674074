"""Which organisation is meant by a description ("the agency") or a document ("the letter")."""

import re
from bisect import bisect_left
from math import log
from typing import Final

from tracker.extraction.candidates import Span, Speaker
from tracker.extraction.cast import Known
from tracker.extraction.lexicon import entries, terms
from tracker.extraction.phrases import DETERMINERS, Phrase
from tracker.extraction.pronouns import Scene, speaker_of

#: Kinds of organisations that descriptions take for one another.
_BODIES: Final = tuple(entries("bodies-en").values())
_TERRITORY: Final = terms("territory")
_AUTHORS: Final = frozenset(("organisation", "document", "group"))
_ARTICLES: Final = terms("articles")
_OUTLETS: Final = terms("outlets")
_STOPS: Final = terms("stops") | DETERMINERS
#: How far back a body that is named by its last word alone was named in full, in characters.
_RECENT: Final = 600


def author(scene: Scene, phrase: Phrase) -> Speaker:
    """Return the author of a document where the article names one."""
    named = _author_inside(scene, phrase)
    if named is not None:
        return named
    before = _author_before(scene, phrase) if phrase.definite else None
    return before or Speaker(phrase.name(scene.text), "document")


def _author_inside(scene: Scene, phrase: Phrase) -> Speaker | None:
    """Return whom the phrase names: "a study by Justin Levitt", "a Homeland Security memo"."""
    inside = scene.cast.in_span(Span(phrase.words[0].start, phrase.words[-1].end))
    by = next((word.end for word in phrase.words if word.lower in ("by", "from")), None)
    after = [mention.known for mention in inside if by is not None and mention.span.start >= by]
    people = [known for known in after if known.kind == "person"]
    front = [one.known for one in inside if one.span.start < phrase.front[-1].start]
    return next((speaker_of(known) for known in (*people, *after, *front)), None)


def _author_before(scene: Scene, phrase: Phrase) -> Speaker | None:
    """Return who spoke before "the letter": for "the article", a newspaper."""
    if phrase.head in _ARTICLES:
        for said in reversed(scene.said):
            if said.speaker.kind == "organisation" and _is_outlet(said.speaker.name):
                return said.speaker
    spoken = (said.speaker for said in reversed(scene.said[-6:]))
    return next((one for one in spoken if one.kind in _AUTHORS), None)


def _is_outlet(name: str) -> bool:
    return any(word.lower() in _OUTLETS for word in name.split())


def organisation(scene: Scene, phrase: Phrase, place: int) -> Speaker:
    """Return the organisation that a description means, or one that bears it as its name."""
    if phrase.head in _TERRITORY and phrase.definite:
        for mention in scene.cast.before(place):
            if mention.known.kind == "place":
                return speaker_of(mention.known)
    known = _known_organisation(scene, phrase, place)
    if known is not None:
        return known
    if phrase.head == "panel":
        span = Span(phrase.front[-1].end, phrase.words[-1].end + 1)
        inside = [m for m in scene.cast.in_span(span) if m.known.kind == "organisation"]
        if inside:
            return speaker_of(inside[0].known)
    return Speaker(phrase.name(scene.text), "organisation")


def _known_organisation(scene: Scene, phrase: Phrase, place: int) -> Speaker | None:
    """Return the organisation whose name fits a description, or else the one spoken of last."""
    kinds = next((bodies for bodies in _BODIES if phrase.head in bodies), frozenset((phrase.head,)))
    before = [word for word in phrase.front[:-1] if word.lower not in DETERMINERS]
    modifiers = {_stem(word.lower) for word in before}
    named = any(word.capital for word in before)
    best: tuple[float, Known] | None = None
    for known in scene.cast.organisations.values():
        words = {word.lower().strip(".,") for word in known.name.split()}
        stems = {_stem(word) for word in words}
        if known.kind != "organisation" or not words & kinds:
            continue
        shared = len(modifiers & stems)
        if modifiers and not shared and (named or not phrase.definite):
            continue
        score = shared + 0.5 * (phrase.head in words) - 0.5 * len(modifiers - stems)
        first = min(known.places, default=place)
        if not phrase.definite and first < place:
            # "An appeals court" is another one than the court that was named before.
            continue
        score += 0.2 if first < place else -0.6
        score += max(0.0, 0.4 - 0.15 * _sentences_since(scene, known, place))
        if (shared or phrase.definite) and score > 0 and (best is None or score > best[0]):
            best = (score, known)
    if best is not None:
        return speaker_of(best[1])
    if not phrase.definite or modifiers:
        return None
    return _in_full_before(scene, phrase, place) or _spoken_of(scene, place)


def _in_full_before(scene: Scene, phrase: Phrase, place: int) -> Speaker | None:
    """Return "national audit office" for "the office", where a text has just said so much."""
    fuller = re.compile(rf"\b(?:the|a|an|its|his|her|their)\s+((?:[\w-]+\s){{1,3}}{phrase.head})\b")
    found = [one[1] for one in fuller.finditer(scene.text, max(0, place - _RECENT), place)]
    words = found[-1].split()[:-1] if found else []
    if not words or _STOPS.intersection(words):
        return None
    return Speaker(found[-1], "organisation")


def _sentences_since(scene: Scene, known: Known, place: int) -> int:
    at = bisect_left(known.places, place)
    last = known.places[at - 1] if at else 0
    return scene.layout.sentence_at(place) - scene.layout.sentence_at(last)


def _stem(word: str) -> str:
    return word.rstrip(".").removesuffix("s")


def _spoken_of(scene: Scene, place: int) -> Speaker | None:
    """Return the organisation that spoke last, or else the one named most often nearby."""
    for said in reversed(scene.said[-3:]):
        if said.speaker.kind == "organisation":
            return said.speaker
    here = scene.layout.sentence_at(place)
    best: tuple[float, Known] | None = None
    for mention in scene.cast.before(place, most=20):
        known = mention.known
        if known.kind != "organisation" or len(known.places) <= 1:
            continue
        away = here - scene.layout.sentence_at(mention.span.start)
        score = log(len(known.places)) - 0.5 * away
        if best is None or score > best[0]:
            best = (score, known)
    return speaker_of(best[1]) if best else None
