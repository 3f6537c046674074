"""Who is meant by a description: "the mayor", "a federal judge", "officials", "the letter"."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import log
from typing import Final

from tracker.extraction.candidates import Span, Speaker
from tracker.extraction.cast import Known, Mention
from tracker.extraction.cues import wordlist, words_of
from tracker.extraction.pronouns import GENDERS, SINGULAR, Scene, singular, speaker_of
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
    " thousands all any every each no both numerous various number lot majority of"
    " even only such about at least more than as".split()
)
_STOPS: Final = frozenset(
    "of for at in on from with who that which whom whose where by to like including about against"
    " near behind familiar close into over under between among within inside across during after"
    " speaking briefed involved".split()
)
#: Kinds of organisations that descriptions take for one another.
_BODIES: Final = (
    frozenset("panel committee subcommittee commission board".split()),
    frozenset("court tribunal judge panel".split()),
    frozenset(
        "agency bureau service services administration department investigations office".split()
    ),
    frozenset("company firm corporation inc corp bank retailer automaker airline carmaker".split()),
    frozenset("paper newspaper outlet magazine post times journal tribune herald news".split()),
    frozenset(
        "group organization organisation alliance coalition association union network".split()
    ),
    frozenset("ministry department".split()),
    frozenset("university college school".split()),
)
_TERRITORY: Final = frozenset("state country nation city county town".split())
#: What may follow a head noun without being part of it.
_PARTICIPLES: Final = frozenset(
    "filed released published conducted obtained written issued called named led based posted"
    " reviewed commissioned dated signed sent made known headed".split()
)
_ANONYMOUS: Final = frozenset(
    "source sources insider insiders person persons somebody someone anyone whistleblower".split()
)
_LEADING: Final = frozenset("from by to of for with".split())
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
        if first and self.words[first].lower in _STOPS:
            first = 0
        return text[self.words[first].start : end or self.words[-1].end].strip(" ,")


def read_phrase(text: str, span: Span) -> Phrase | None:
    """Take a source apart; None where it holds no word."""
    words = words_in(text, span)
    while words and (not words[0].text[0].isalnum() or words[0].lower in _LEADING):
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
    if word.lower in _STOPS or word.lower in _PARTICIPLES:
        return True
    apart = word.start > words[at - 1].end
    return not word.text[0].isalnum() and (
        word.text not in "-&“”\"’‘'/" or (word.text == "-" and apart)
    )


def described(scene: Scene, phrase: Phrase, place: int) -> Speaker:
    """Return whom a description means, or a speaker that bears the description as its name."""
    head = phrase.head
    if is_document(head):
        return _document(scene, phrase, place)
    if _is_plural(head) or _is_of_people(phrase):
        return _group(scene, phrase, place)
    if is_organisation(head):
        return _organisation(scene, phrase, place)
    return _person(scene, phrase, place)


def is_document(head: str) -> bool:
    """Say whether a noun is what speaks in place of its author: "the letter", "a poll"."""
    documents = words_of("documents-en")
    singular = head[:-3] + "y" if head.endswith("ies") else head.removesuffix("s")
    return head in documents or singular in documents or head in ("analyses", "theses")


#: Nouns that only say how many people there are: "a chorus of Republicans".
_NUMBERS: Final = frozenset(
    "group team coalition network panel chorus handful series host array range crowd string pair"
    " dozen couple slew bevy wave majority minority trio duo quartet cadre band generation".split()
)


def _is_of_people(phrase: Phrase) -> bool:
    """Say whether a body is only a number of people: "a group of black parents"."""
    after = phrase.words[phrase.head_end :]
    if phrase.head not in _NUMBERS or len(after) <= 1:
        return False
    nouns = [word for word in after[1:4] if word.text.islower()]
    return after[0].lower == "of" and any(_is_plural(word.text) for word in nouns)


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
    if phrase.head in _ANONYMOUS or _hides(scene, phrase):
        return Speaker(_name(scene, phrase), "anonymous")
    if phrase.definite and is_role_plural(phrase.head):
        several = [said for said in scene.said[-10:] if ";" in said.speaker.name]
        if several:
            return several[-1].speaker
    return Speaker(_name(scene, phrase), "group")


_HIDING: Final = re.compile(
    r"condition of anonymity|anonymously|not (?:be )?authori[sz]ed to (?:speak|comment|discuss)"
    r"|(?:asked|declined|refused|did not want) (?:not )?to be (?:named|identified|quoted)"
    r"|requested anonymity|familiar with|briefed on|with (?:direct )?knowledge of|close to the"
)


def _hides(scene: Scene, phrase: Phrase) -> bool:
    """Say whether these people speak without their names: "on condition of anonymity"."""
    end = min(phrase.words[-1].end + 100, len(scene.text))
    rest = re.split(r"[.!?\n]", scene.text[phrase.words[0].start : end])[0]
    return bool(_HIDING.search(rest))


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
    if phrase.definite and phrase.head in _ARTICLES:
        for said in reversed(scene.said):
            if said.speaker.kind == "organisation" and _is_outlet(said.speaker.name):
                return said.speaker
    if phrase.definite:
        for said in reversed(scene.said[-6:]):
            if said.speaker.kind in ("organisation", "document", "group"):
                return said.speaker
    return Speaker(_name(scene, phrase), "document")


_ARTICLES: Final = frozenset("article story piece editorial column newspaper paper".split())
_OUTLETS: Final = frozenset(
    "post times news journal herald tribune gazette telegraph guardian magazine reuters bloomberg"
    " politico press agency".split()
)


def _is_outlet(name: str) -> bool:
    return any(word.lower() in _OUTLETS for word in name.split())


def _organisation(scene: Scene, phrase: Phrase, place: int) -> Speaker:
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
    return Speaker(_name(scene, phrase), "organisation")


def _known_organisation(scene: Scene, phrase: Phrase, place: int) -> Speaker | None:
    """Return the organisation whose name fits a description, or else the one spoken of last."""
    kinds = next((bodies for bodies in _BODIES if phrase.head in bodies), frozenset((phrase.head,)))
    before = [word for word in phrase.front[:-1] if word.lower not in _DETERMINERS]
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
    return _spoken_of(scene, place) if phrase.definite and not modifiers else None


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


def _person(scene: Scene, phrase: Phrase, place: int) -> Speaker:
    if phrase.definite:
        known = _known_person(scene, phrase, place)
        if known is not None:
            return speaker_of(known)
    owner = _owner(scene, phrase, place)
    role = is_role(phrase.head) or phrase.head in _ANONYMOUS or not phrase.front[-1].capital
    return Speaker(owner + _name(scene, phrase), "anonymous" if role else "unknown")


def _owner(scene: Scene, phrase: Phrase, place: int) -> str:
    """Return whose the person is, where a pronoun says it: "her daughter"."""
    gender = SINGULAR.get(phrase.words[0].lower)
    known = singular(scene, place, gender) if gender else None
    return f"{known.name}'s " if known else ""


def _known_person(scene: Scene, phrase: Phrase, place: int) -> Known | None:
    """Return the person whose role fits the description best, the one named last among equals."""
    wanted = {_PARTIES.get(word.lower, word.lower) for word in phrase.front} - _DETERMINERS
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
    return best[1] if best else _told_by_description(scene, phrase, place)


#: A description names a person at this score: its head in the role, and no contradiction.
_FITS: Final = 0.7


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
            if len(phrase.front) > 2:
                known.role = _name(scene, phrase)
            return known
    return None


#: A description without a known role is about somebody named at most so many sentences before.
_NEAR: Final = 2


def _fit(known: Known, wanted: set[str], head: str) -> float:
    """Score a role against a description: its head word, then nationality and the rest."""
    words = (known.role or "").lower().replace(",", " ").replace("’s", "").split()
    role = {_PARTIES.get(word, word) for word in words}
    if not role:
        return 0.0
    if head in role:
        score, missed = 1.5, 0.2
    elif role & answers(head):
        score, missed = 1.2, 0.5
    else:
        return 0.0
    others = wanted - {head} - _GENERIC - _adjectives().keys()
    shared = (wanted - {head}) & role
    score += 0.5 * len(shared) - missed * len(others - role)
    return score + _nationality(wanted, role)


_GENERIC: Final = frozenset(
    "former then new old top state first longtime late ex embattled".split()
)


@cache
def answers(head: str) -> frozenset[str]:
    """Return the words of a role that answer to a description: "governor" to "the Gov."."""
    for line in wordlist("answers-en"):
        word, _, others = line.partition(":")
        if word == head:
            return frozenset(others.split())
    return frozenset()


def _nationality(wanted: set[str], role: set[str]) -> float:
    """Say whether adjectives of nationality agree (nothing) or differ (a loss)."""
    asked = {_adjectives()[word] for word in wanted if word in _adjectives()}
    stated = {_adjectives().get(word, word) for word in role}
    return -1.0 if asked and not asked & stated else 0.0


@cache
def _adjectives() -> dict[str, str]:
    return {adjective.lower(): place.lower() for adjective, place in demonyms().items()}
