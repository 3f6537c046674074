"""Who is meant by a description: "the mayor", "a federal judge", "officials", "the letter"."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tracker.extraction.candidates import Span, Speaker
from tracker.extraction.cast import Known
from tracker.extraction.cues import words_of
from tracker.extraction.pronouns import Scene, speaker_of
from tracker.extraction.words import (
    Word,
    demonyms,
    gender_of,
    is_organisation,
    is_role,
    is_role_plural,
    words_in,
)

DEFINITE: Final = frozenset("the this that his her its their our my these those".split())
_DETERMINERS: Final = DEFINITE | frozenset(
    "a an one another some many several most few two three four five six seven dozens hundreds"
    " thousands all any every each no both numerous various number lot majority of other"
    " even only such about at least more than".split()
)
_STOPS: Final = frozenset(
    "of for at in on from with who that which whom whose where by to like including about against"
    " near behind familiar close into over under between among within inside across during after"
    " speaking briefed involved".split()
)
_SAME: Final = (
    frozenset("president head leader".split()),
    frozenset("lawyer attorney counsel".split()),
    frozenset(
        "lawmaker legislator congressman congresswoman rep. rep representative sen. sen senator"
        " sens. senators del. delegate".split()
    ),
    frozenset("governor gov. gov".split()),
    frozenset("senator sen. sen sens.".split()),
    frozenset("professor prof. academic scholar".split()),
    frozenset("doctor dr. physician".split()),
    frozenset("nominee candidate contender".split()),
    frozenset("ceo executive chief boss head".split()),
    frozenset("chairman chair chairwoman chairperson".split()),
    frozenset("spokesman spokeswoman spokesperson secretary".split()),
    frozenset("minister secretary".split()),
    frozenset("officer cop policeman policewoman".split()),
    frozenset("politician president senator governor minister mayor nominee".split()),
    frozenset("businessman mogul billionaire tycoon executive developer".split()),
    frozenset("diplomat ambassador envoy minister".split()),
)
_ANONYMOUS: Final = frozenset(
    "source sources insider insiders person persons somebody someone anyone whistleblower".split()
)
_PARTIES: Final = {"gop": "republican", "democratic": "democrat"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase taken apart: its words up to the head, the head, and what follows."""

    words: Sequence[Word]
    head_end: int
    definite: bool

    @property
    def front(self) -> Sequence[Word]:
        """Return the words up to the head."""
        return self.words[: self.head_end]

    @property
    def head(self) -> str:
        """Return the head word in small letters."""
        return self.words[self.head_end - 1].lower

    def bare(self, text: str, end: int | None = None) -> str:
        """Return the wording without its article or number."""
        first = 0
        while first < self.head_end - 1 and self.words[first].lower in _DETERMINERS:
            first += 1
        return text[self.words[first].start : end or self.words[-1].end].strip(" ,")


def read_phrase(text: str, span: Span) -> Phrase | None:
    """Take a source apart; None where it holds no word."""
    words = words_in(text, span)
    while words and not words[0].text[0].isalnum():
        words.pop(0)
    if not words:
        return None
    first = 0
    while first < len(words) - 1 and words[first].lower in _DETERMINERS:
        first += 1
    end = first + 1
    while end < len(words) and not _ends(words, end):
        end += 1
    definite = words[0].lower in DEFINITE or any(word.possessive for word in words[: end - 1])
    return Phrase(words, end, definite)


def _ends(words: Sequence[Word], at: int) -> bool:
    word = words[at]
    return word.lower in _STOPS or (not word.text[0].isalnum() and word.text not in "-&“”\"’‘'/")


def described(scene: Scene, phrase: Phrase, place: int) -> Speaker:
    """Return whom a description means, or a speaker that bears the description as its name."""
    head = phrase.head
    if head in words_of("documents-en"):
        return _document(scene, phrase, place)
    if _is_plural(head):
        return _group(scene, phrase, place)
    if is_organisation(head):
        return _organisation(scene, phrase, place)
    return _person(scene, phrase, place)


def _is_plural(head: str) -> bool:
    if head in words_of("groups-en"):
        return True
    singular_like = head.endswith(("ss", "us", "is")) or head in ("s", "congress", "press", "news")
    return head.endswith("s") and not singular_like and not _is_body(head)


def _is_body(head: str) -> bool:
    """Say whether a word in -s is one organisation nevertheless: "Times", "headquarters"."""
    return is_role(head) or (head in ("times", "news", "forces", "headquarters", "systems"))


def _name(scene: Scene, phrase: Phrase) -> str:
    """Return the description as a name: without article, up to a relative clause or a comma."""
    end = phrase.head_end
    words = phrase.words
    while end < len(words) and words[end].lower not in ("who", "which", "that", ",", "whose", "("):
        end += 1
    return phrase.bare(scene.text, words[end - 1].end)


def _group(scene: Scene, phrase: Phrase, place: int) -> Speaker:
    if phrase.head in _ANONYMOUS:
        return Speaker(_name(scene, phrase), "anonymous")
    if phrase.definite and is_role_plural(phrase.head):
        several = [said for said in scene.said[-10:] if ";" in said.speaker.name]
        if several:
            return several[-1].speaker
    return Speaker(_name(scene, phrase), "group")


def _document(scene: Scene, phrase: Phrase, place: int) -> Speaker:
    """Return the author of a document where the article names one."""
    span = Span(phrase.words[0].start, phrase.words[-1].end)
    inside = scene.cast.in_span(span)
    by = next((word.end for word in phrase.words if word.lower in ("by", "from")), None)
    if by is not None:
        authors = [mention for mention in inside if mention.span.start >= by]
        people = [mention for mention in authors if mention.known.kind == "person"]
        if authors:
            return speaker_of((people or authors)[0].known)
    front = [m for m in inside if m.span.start < phrase.front[-1].start]
    if front:
        return speaker_of(front[0].known)
    if phrase.definite:
        for said in reversed(scene.said[-6:]):
            if said.speaker.kind in ("organisation", "document", "group"):
                return said.speaker
    return Speaker(_name(scene, phrase), "document")


def _organisation(scene: Scene, phrase: Phrase, place: int) -> Speaker:
    if phrase.definite and len(phrase.front) <= 3:
        known = _known_organisation(scene, phrase, place)
        if known is not None:
            return known
    return Speaker(_name(scene, phrase), "organisation")


def _known_organisation(scene: Scene, phrase: Phrase, place: int) -> Speaker | None:
    for said in reversed(scene.said):
        if phrase.head in said.speaker.name.lower().split():
            return said.speaker
    named = [
        known
        for known in scene.cast.organisations.values()
        if phrase.head in known.name.lower().split() and min(known.places, default=place) <= place
    ]
    if named:
        return speaker_of(named[-1])
    for said in reversed(scene.said[-4:]):
        if said.speaker.kind == "organisation":
            return said.speaker
    for mention in scene.cast.before(place):
        if mention.known.kind == "organisation" and is_organisation(mention.known.name.split()[-1]):
            return speaker_of(mention.known)
    return None


def _person(scene: Scene, phrase: Phrase, place: int) -> Speaker:
    if phrase.definite:
        known = _known_person(scene, phrase, place)
        if known is not None:
            return speaker_of(known)
    if is_role(phrase.head) or phrase.head in _ANONYMOUS or not phrase.front[-1].capital:
        return Speaker(_name(scene, phrase), "anonymous")
    return Speaker(_name(scene, phrase), "unknown")


def _known_person(scene: Scene, phrase: Phrase, place: int) -> Known | None:
    """Return the person whose role fits the description best, the one named last among equals."""
    wanted = {_PARTIES.get(word.lower, word.lower) for word in phrase.front} - _DETERMINERS
    gender = gender_of("", [phrase.head])
    best: tuple[float, Known] | None = None
    seen: set[int] = set()
    for number, mention in enumerate(scene.cast.before(place)):
        known = mention.known
        if known.kind != "person" or id(known) in seen:
            continue
        seen.add(id(known))
        score = _fit(known, wanted, phrase.head) - 0.02 * number
        if gender and known.gender == gender and phrase.head in ("woman", "man", "girl", "boy"):
            score += 1.5
        if gender and known.gender not in (gender, None):
            score -= 2
        if score > 0.7 and (best is None or score > best[0]):
            best = (score, known)
    return best[1] if best else None


def _fit(known: Known, wanted: set[str], head: str) -> float:
    """Score a role against a description: its head word, then nationality and the rest."""
    role = {
        _PARTIES.get(word, word) for word in (known.role or "").lower().replace(",", " ").split()
    }
    if not role:
        return 0.0
    score = 0.0
    if head in role:
        score = 1.5
    elif any(head in same and role & same for same in _SAME):
        score = 1.2
    if not score:
        return 0.0
    shared = (wanted - {head}) & role
    return score + 0.5 * len(shared) + _nationality(wanted, role)


def _nationality(wanted: set[str], role: set[str]) -> float:
    """Say whether adjectives of nationality agree (nothing) or differ (a loss)."""
    adjectives = {adjective.lower(): place.lower() for adjective, place in demonyms().items()}
    asked = {adjectives[word] for word in wanted if word in adjectives}
    stated = {adjectives.get(word, word) for word in role}
    return -1.0 if asked and not asked & stated else 0.0
