"""Who is meant by a description: "the mayor", "a federal judge", "officials", "her daughter"."""

from functools import cache
from typing import Final

from tracker.extraction.bodies import author, organisation
from tracker.extraction.candidates import Span, Speaker
from tracker.extraction.cast import Known, Mention
from tracker.extraction.lexicon import entries, terms
from tracker.extraction.phrases import (
    DETERMINERS,
    Phrase,
    hides,
    is_document,
    is_of_people,
    is_plural,
)
from tracker.extraction.pronouns import GENDERS, SINGULAR, Scene, singular, speaker_of
from tracker.extraction.words import demonyms, gender_of, is_organisation, is_role, is_role_plural

_ANONYMOUS: Final = terms("anonymous")
_PARTIES: Final = {"gop": "republican", "democratic": "democrat"}
#: A description names a person at this score: its head in the role, and no contradiction.
_FITS: Final = 0.7
#: A description without a known role is about somebody named at most so many sentences before.
_NEAR: Final = 2
_ARTICLE_AND_HEAD: Final = 2
_GENERIC: Final = terms("generic")


def described(scene: Scene, phrase: Phrase, place: int) -> Speaker:
    """Return whom a description means, or a speaker that bears the description as its name."""
    head = phrase.head
    if is_document(head):
        return author(scene, phrase)
    if is_plural(head) or is_of_people(phrase):
        return _group(scene, phrase)
    if is_organisation(head):
        return organisation(scene, phrase, place)
    return _person(scene, phrase, place)


def _group(scene: Scene, phrase: Phrase) -> Speaker:
    if phrase.head in _ANONYMOUS or hides(scene.text, phrase):
        return Speaker(phrase.name(scene.text), "anonymous")
    if phrase.definite and is_role_plural(phrase.head):
        several = [said for said in scene.said[-10:] if ";" in said.speaker.name]
        if several:
            return several[-1].speaker
    return Speaker(phrase.name(scene.text), "group")


def _person(scene: Scene, phrase: Phrase, place: int) -> Speaker:
    if phrase.definite:
        known = _known_person(scene, phrase, place)
        if known is not None:
            return speaker_of(known)
    owner = _owner(scene, phrase, place)
    role = is_role(phrase.head) or phrase.head in _ANONYMOUS or not phrase.front[-1].capital
    return Speaker(owner + phrase.name(scene.text), "anonymous" if role else "unknown")


def _owner(scene: Scene, phrase: Phrase, place: int) -> str:
    """Return whose the person is, where a pronoun says it: "her daughter"."""
    gender = SINGULAR.get(phrase.words[0].lower)
    known = singular(scene, place, gender) if gender else None
    return f"{known.name}'s " if known else ""


def _known_person(scene: Scene, phrase: Phrase, place: int) -> Known | None:
    """Return the person whose role fits the description best, the one named last among equals."""
    wanted = {_PARTIES.get(word.lower, word.lower) for word in phrase.front} - DETERMINERS
    gender = gender_of("", [phrase.head])
    best: tuple[float, Known] | None = None
    seen: set[int] = set()
    owned = phrase.words[0].lower not in ("the", "this", "that")
    candidates = list(scene.cast.before(place, most=200)) + (_after(scene, place) if owned else [])
    for number, mention in enumerate(candidates):
        known = mention.known
        if known.kind != "person" or id(known) in seen:
            continue
        seen.add(id(known))
        score = _fit(known, wanted, phrase.head) - 0.02 * min(number, 20)
        if gender and known.gender not in (gender, None):
            score -= 2
        if score > _FITS and (best is None or score > best[0]):
            best = (score, known)
    if best is not None:
        return best[1]
    return _told_by_description(scene, phrase, place) or _named_below(scene, phrase, place, wanted)


def _named_below(scene: Scene, phrase: Phrase, place: int, wanted: set[str]) -> Known | None:
    """Take "the mayor" of a first paragraph for the only mayor who is named after it."""
    if not is_role(phrase.head):
        return None
    later = {id(one.known): one.known for one in _after(scene, place) if one.known.role}
    fitting = [known for known in later.values() if _fit(known, wanted, phrase.head) > _FITS]
    return fitting[0] if len(fitting) == 1 and fitting[0].kind == "person" else None


def _after(scene: Scene, place: int) -> list[Mention]:
    """Return the names that come later: "his attorney" may be named below."""
    return scene.cast.in_span(Span(place + 1, place + 3000))


def _told_by_description(scene: Scene, phrase: Phrase, place: int) -> Known | None:
    """Take "the Republican nominee" for the person spoken of, if no role says otherwise.

    Newspapers vary the name of whom the sentence before was about; the description is then that
    person's role.
    """
    if phrase.words[0].lower != "the" or not is_role(phrase.head):
        return None
    gender = gender_of("", [phrase.head])
    here = scene.layout.sentence_at(place)
    for one in (gender,) if gender else GENDERS:
        known = singular(scene, place, one)
        if known is None or known.role is not None:
            continue
        last = max((at for at in known.places if at < place), default=0)
        if here - scene.layout.sentence_at(last) <= _NEAR:
            if len(phrase.front) > _ARTICLE_AND_HEAD:
                known.role = phrase.name(scene.text)
            return known
    return None


def _fit(known: Known, wanted: set[str], head: str) -> float:
    """Score a role against a description: its head word, then nationality and the rest."""
    words = (known.role or "").lower().replace(",", " ").replace("’s", "").split()
    role = {_PARTIES.get(word, word) for word in words}
    if not role:
        return 0.0
    if head in role:
        score, missed = 1.5, 0.2
    elif role & entries("answers-en").get(head, frozenset()):
        score, missed = 1.2, 0.5
    else:
        return 0.0
    others = wanted - {head} - _GENERIC - _adjectives().keys()
    shared = (wanted - {head}) & role
    score += 0.5 * len(shared) - missed * len(others - role)
    return score + _nationality(wanted, role)


def _nationality(wanted: set[str], role: set[str]) -> float:
    """Say whether adjectives of nationality agree (nothing) or differ (a loss)."""
    asked = {_adjectives()[word] for word in wanted if word in _adjectives()}
    stated = {_adjectives().get(word, word) for word in role}
    return -1.0 if asked and not asked & stated else 0.0


@cache
def _adjectives() -> dict[str, str]:
    return {adjective.lower(): place.lower() for adjective, place in demonyms().items()}
