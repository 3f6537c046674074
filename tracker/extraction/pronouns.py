"""Whom a pronoun means, by gender, number, nearness and who spoke last."""

import re
from dataclasses import dataclass, field
from math import log
from typing import Final

from tracker.extraction.candidates import Span, Speaker
from tracker.extraction.cast import Cast, Known
from tracker.extraction.layout import Layout
from tracker.extraction.lexicon import terms
from tracker.extraction.words import Gender, is_role_plural, words_in

SINGULAR: Final[dict[str, Gender]] = {
    "he": "m", "his": "m", "him": "m", "himself": "m",
    "she": "f", "her": "f", "hers": "f", "herself": "f",
    "él": "m", "il": "m", "er": "m", "ele": "m",
    "ella": "f", "elle": "f", "sie": "f", "ela": "f",
}  # fmt: skip
GENDERS: Final[tuple[Gender, ...]] = ("m", "f")
PLURAL: Final = terms("plural")
NEUTER: Final = terms("neuter")
FIRST: Final = terms("first")
RELATIVE: Final = terms("relative")
ALL: Final = frozenset(SINGULAR) | PLURAL | NEUTER | FIRST | RELATIVE | {"you", "your"}

_POSSESSIVES: Final = ("’s", "'s")
_SUBORDINATE: Final = re.compile(
    r"\b(?:after|although|because|before|if|since|though|unless|until|when|while) $"
)
_PER_CHARACTER: Final = 0.001
#: A name that begins so near to the start of its sentence is its subject, as a rule.
_OPENS: Final = 30
#: Beyond this many characters nobody remembers the name.
_REACH: Final = 2500


@dataclass(frozen=True, slots=True)
class Said:
    """Who said something, and where the article named that source."""

    place: int
    speaker: Speaker
    known: Known | None


@dataclass(slots=True)
class Scene:
    """An article while its speakers are being resolved, in reading order."""

    layout: Layout
    cast: Cast
    said: list[Said] = field(default_factory=list)
    unnamed: dict[str, Known] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """Return the article."""
        return self.layout.text


def speaker_of(known: Known) -> Speaker:
    """Return a known person or organisation as a speaker."""
    kind = "organisation" if known.kind == "place" else known.kind
    return Speaker(known.name, kind, known.role)


def singular(scene: Scene, place: int, gender: Gender) -> Known | None:
    """Return the person that "he" or "she" at a place means."""
    scores: dict[int, tuple[float, Known]] = {}
    here = scene.layout.sentence_at(place)
    for mention in scene.cast.before(place):
        known = mention.known
        start = mention.span.start
        if known.kind != "person" or known.gender not in (gender, None) or not known.sure:
            continue
        if place - start > _REACH:
            break
        score = _weight(scene, known, start, here) - _PER_CHARACTER * (place - start)
        score -= 0.8 if known.gender is None else 0.0
        score -= 0.4 if scene.text.startswith(_POSSESSIVES, mention.span.end) else 0.0
        _keep(scores, known, score)
    for back, said in enumerate(reversed(scene.said[-4:])):
        known_said = said.known
        if known_said is not None and known_said.gender == gender and place - said.place <= _REACH:
            score = _weight(scene, known_said, said.place, here) + (1.2 if back == 0 else 0.4)
            score -= _PER_CHARACTER * (place - said.place)
            score -= 0.0 if known_said.kind == "person" else 1.3
            _keep(scores, known_said, score)
    best = max(scores.values(), key=lambda pair: pair[0], default=None)
    return best[1] if best else None


def _weight(scene: Scene, known: Known, start: int, here: int) -> float:
    """Score a mention: near, in front of its sentence, often named, and not in a quotation."""
    number = scene.layout.sentence_at(start)
    away = here - number
    opens = start - scene.layout.starts[number - 1] if number else start
    score = -0.8 * away + 0.3 * log(1 + len(known.places))
    score += 0.8 if opens < _OPENS else 0.3 if opens < 2 * _OPENS else 0.0
    return score - (1.5 if scene.layout.quoted_at(start) else 0.0)


def _keep(scores: dict[int, tuple[float, Known]], known: Known, score: float) -> None:
    if id(known) not in scores or scores[id(known)][0] < score:
        scores[id(known)] = (score, known)


def plural(scene: Scene, place: int) -> Said | None:
    """Return whom "they" means: people of the same sentence, or who spoke last of several."""
    close = _people_of_the_clause(scene, place)
    if close is not None:
        return close
    for kinds in (("group",), ("organisation",)):
        for said in reversed(scene.said[-8:]):
            if said.speaker.kind in kinds and place - said.place <= _REACH:
                return said
    return None


def _people_of_the_clause(scene: Scene, place: int) -> Said | None:
    """Return the people named before "because they" in its sentence, if nobody spoke there."""
    begins = scene.layout.starts[scene.layout.sentence_at(place) - 1]
    clause = _SUBORDINATE.search(scene.text, begins, place)
    if clause is None or any(said.place >= begins for said in scene.said):
        return None
    words = words_in(scene.text, Span(begins, clause.start()))
    people = [word.text for word in words if is_role_plural(word.text)]
    return Said(place, Speaker(people[-1].lower(), "group"), None) if people else None


def neuter(scene: Scene, place: int) -> Speaker | None:
    """Return the organisation that "it" means: who spoke last, or else was named last."""
    for said in reversed(scene.said[-3:]):
        if said.speaker.kind in ("organisation", "document") and place - said.place <= _REACH:
            return said.speaker
    for mention in scene.cast.before(place):
        if mention.known.kind == "organisation" and not scene.layout.quoted_at(mention.span.start):
            return speaker_of(mention.known)
    return None


_SMALL: Final = terms("small")
_PLURAL_BEFORE: Final = re.compile(r"((?:[\w’'-]+ ){0,3}[a-z-]{3,}s),? $")


def antecedent(scene: Scene, place: int) -> Speaker | None:
    """Return what a relative pronoun stands for: the name or the group right before it."""
    nearest = next(scene.cast.before(place), None)
    if nearest is not None and not scene.text[nearest.span.end : place].strip(" ,—–-’'s"):
        return speaker_of(nearest.known)
    group = _PLURAL_BEFORE.search(scene.text, max(0, place - 80), place)
    if group:
        words = group[1].split()
        while len(words) > 1 and words[0].lower() in _SMALL:
            del words[0]
        return Speaker(" ".join(words), "group")
    if nearest is not None and scene.layout.sentence_at(
        nearest.span.start
    ) == scene.layout.sentence_at(place):
        return speaker_of(nearest.known)
    return None
