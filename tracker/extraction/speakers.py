"""Who is speaking: each source resolved within its article, after the spans are found.

Names become full names, titles become roles, pronouns and descriptions find their person; what
stays unnamed is typed (group, document, anonymous), never dropped.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tracker.extraction.candidates import RawAttribution, Span, Speaker
from tracker.extraction.capitals import calmed, shouts
from tracker.extraction.cast import Known, Mention
from tracker.extraction.casting import read_cast
from tracker.extraction.descriptions import described
from tracker.extraction.layout import Layout, lay_out
from tracker.extraction.lexicon import terms
from tracker.extraction.names import PARTICLES
from tracker.extraction.phrases import DETERMINERS, Phrase, is_document, read_phrase
from tracker.extraction.pronouns import (
    ALL,
    FIRST,
    NEUTER,
    PLURAL,
    RELATIVE,
    SINGULAR,
    Said,
    Scene,
    antecedent,
    neuter,
    plural,
    singular,
    speaker_of,
)
from tracker.extraction.words import gender_of, is_role, words_in

_HANDLE: Final = re.compile(r"@\w+")
_LONGEST_OTHERS: Final = 6
_OWNERS: Final = terms("owners")
_FILLERS: Final = terms("fillers")


def resolve(layout: Layout, found: Sequence[RawAttribution]) -> list[Speaker | None]:
    """Return the speaker of every attribution, None where the article names no source."""
    if shouts(layout.text):
        layout = lay_out(calmed(layout.text))
    scene = Scene(layout, read_cast(layout))
    order = sorted(range(len(found)), key=lambda at: _place(found[at]))
    speakers: list[Speaker | None] = [None] * len(found)
    for at in order:
        speakers[at] = _resolve(scene, found[at], found, speakers)
    return [speaker and _with_role(scene, speaker) for speaker in speakers]


def _with_role(scene: Scene, speaker: Speaker) -> Speaker:
    """Return a speaker with the role that the article states later on."""
    known = scene.cast.people.get(speaker.name)
    return replace(speaker, role=known.role) if known and not speaker.role else speaker


def _place(raw: RawAttribution) -> int:
    return (raw.source or raw.cue or raw.content)[0].start


def _resolve(
    scene: Scene,
    raw: RawAttribution,
    found: Sequence[RawAttribution],
    speakers: Sequence[Speaker | None],
) -> Speaker | None:
    if not raw.source:
        return None
    span = Span(raw.source[0].start, raw.source[-1].end)
    if _HANDLE.fullmatch(scene.text, span.start, span.end):
        return Speaker(span.cut(scene.text), "unknown")
    phrase = read_phrase(scene.text, raw.source[0])
    if phrase is None:
        return None
    pronoun = _pronoun(phrase)
    if pronoun in FIRST:
        return _enclosing(span, found, speakers) or Speaker(span.cut(scene.text), "unknown")
    speaker = _by_pronoun(scene, pronoun, span) if pronoun else _by_name(scene, phrase, span)
    if speaker is not None:
        known = scene.cast.people.get(speaker.name) or _unnamed(scene, phrase, speaker)
        scene.said.append(Said(span.start, speaker, known))
    return speaker


def _unnamed(scene: Scene, phrase: Phrase, speaker: Speaker) -> Known | None:
    """Return somebody without a name as known by gender, so that "she" may mean the woman."""
    gender = gender_of("", [phrase.head])
    if gender and speaker.name not in scene.unnamed:
        scene.unnamed[speaker.name] = Known(speaker.name, speaker.kind, gender)
    return scene.unnamed.get(speaker.name)


def _pronoun(phrase: Phrase) -> str | None:
    words = [word.lower for word in phrase.words if word.lower not in _FILLERS]
    return words[0] if len(words) == 1 and words[0] in ALL else None


def _enclosing(
    span: Span, found: Sequence[RawAttribution], speakers: Sequence[Speaker | None]
) -> Speaker | None:
    """Return who says the quotation in which "I" or "we" stands."""
    for raw, speaker in zip(found, speakers, strict=True):
        if any(content.holds(span) for content in raw.content):
            return speaker
    return None


def _by_pronoun(scene: Scene, pronoun: str, span: Span) -> Speaker | None:
    place = span.start
    if pronoun in SINGULAR:
        known = singular(scene, place, SINGULAR[pronoun])
        return speaker_of(known) if known else Speaker(span.cut(scene.text), "unknown")
    if pronoun in PLURAL:
        said = plural(scene, place)
        return said.speaker if said else Speaker(span.cut(scene.text), "group")
    if pronoun in NEUTER:
        return neuter(scene, place) or Speaker(span.cut(scene.text), "unknown")
    if pronoun in RELATIVE:
        described_before = _described_before(scene, place)
        if described_before is not None:
            return described_before
        return antecedent(scene, place) or Speaker(span.cut(scene.text), "unknown")
    return Speaker(span.cut(scene.text), "unknown")


_DESCRIBED_BEFORE: Final = re.compile(
    r"\b[Tt]he ((?:[\w-]+ ){0,4}?[\w-]+)(?: (?:for|of) [\w ]{2,20})?, $"
)


def _described_before(scene: Scene, place: int) -> Speaker | None:
    """Return the person that a description right before a relative pronoun means."""
    found = _DESCRIBED_BEFORE.search(scene.text, max(0, place - 80), place)
    phrase = found and read_phrase(scene.text, Span(*found.span()))
    if not phrase or not is_role(phrase.head):
        return None
    speaker = described(scene, phrase, phrase.words[0].start)
    return speaker if speaker.kind == "person" else None


def _by_name(scene: Scene, phrase: Phrase, span: Span) -> Speaker:
    inside = scene.cast.in_span(span)
    front_end = phrase.front[-1].end
    people = [mention for mention in inside if mention.known.kind == "person"]
    front = [mention for mention in people if mention.span.start < front_end]
    owners = [mention for mention in front if _owns(scene, phrase, mention)]
    named = [mention for mention in front if mention not in owners]
    apposed = _apposed(scene, phrase, people)
    if named and not (apposed and _is_office(phrase)):
        return _named(scene, phrase, people)
    if apposed is not None:
        return speaker_of(apposed)
    single = len(phrase.front) == 1 and is_document(phrase.head)
    organisation = None if single else _organisation(scene, phrase, inside)
    if organisation is not None:
        return organisation
    called = _called(scene, phrase, inside)
    if called is not None:
        return called
    both = _joint(scene, phrase, span)
    if both is not None:
        return both
    return described(scene, phrase, span.start)


def _owns(scene: Scene, phrase: Phrase, mention: Mention) -> bool:
    """Say whether a name only owns or modifies the head: "Trump's lawyer", "Clinton campaign"."""
    rest = [word for word in phrase.front if word.start >= mention.span.end]
    if not rest or rest[0].lower in ("and", "&", "-", "himself", "herself", "all", "both"):
        return False
    headline = all(word.capital for word in phrase.front) and len(rest) > 1
    starts = mention.span.start == phrase.front[0].start
    owns = scene.text[mention.span.end : mention.span.end + 2] in ("’s", "'s")
    return owns or not (headline and starts)


def _named(scene: Scene, phrase: Phrase, people: Sequence[Mention]) -> Speaker:
    """Return the person, or all of them where several are joined."""
    people = [mention for mention in people if mention.span.start >= phrase.words[0].start]
    joined = [people[0]]
    for mention in people[1:]:
        gap = scene.text[joined[-1].span.end : mention.span.start]
        if _is_joint(gap):
            joined.append(mention)
    rest = scene.text[joined[-1].span.end : phrase.words[-1].end]
    others = _others(rest)
    names = list(dict.fromkeys(mention.known.name for mention in joined))
    if others:
        names.append(others)
    if len(names) == 1:
        return speaker_of(joined[0].known)
    return Speaker("; ".join(names), "group")


def _is_joint(gap: str) -> bool:
    """Say whether only "and", commas, titles and parties in brackets part two names."""
    words = gap.replace(",", " , ").replace("(", " ( ").split()
    plain = [
        word for word in words if not word.endswith(")") and word not in (",", "(", "and", "&")
    ]
    return ("and" in words or "," in words or "&" in words) and all(map(is_role, plain))


def _others(rest: str) -> str | None:
    words = rest.split()
    if not 1 < len(words) <= _LONGEST_OTHERS or words[0] not in ("and", "&"):
        return None
    return (
        " ".join(word for word in words[1:] if word not in _OWNERS) if words[1].islower() else None
    )


_CALLED: Final = re.compile(r"^,\s(?:called|known as|named|dubbed)\s(?:the\s)?$")


def _called(scene: Scene, phrase: Phrase, inside: Sequence[Mention]) -> Speaker | None:
    """Return the name that a description is given: "the program, called EB-5", "a rival, Acme"."""
    for mention in inside:
        gap = scene.text[phrase.front[-1].end : mention.span.start]
        if _CALLED.match(gap) or (mention.known.kind == "organisation" and gap == ", "):
            return speaker_of(mention.known)
    return None


def _joint(scene: Scene, phrase: Phrase, span: Span) -> Speaker | None:
    """Return both parts of "the nominee and his aides" where the first is somebody known."""
    ands = [word for word in phrase.front if word.lower == "and"]
    if len(ands) != 1 or not phrase.definite:
        return None
    first = read_phrase(scene.text, Span(span.start, ands[0].start))
    others = _others(scene.text[ands[0].start : phrase.front[-1].end])
    if first is None or others is None or not is_role(first.head):
        return None
    one = described(scene, first, span.start)
    return Speaker(f"{one.name}; {others}", "group") if one.kind == "person" else None


#: What may stand between a description and its name: ", ", ", state Del. ", " for him, ".
_APPOSITION: Final = re.compile(r",\s(?:(?:state\s)?[A-Z]\w+\.?\s){0,2}$")


def _is_office(phrase: Phrase) -> bool:
    """Say whether it is an office and its field, as in "la ministra de Sanidad"."""
    words = [word for word in phrase.front if word.lower not in DETERMINERS]
    return len(words) > 1 and is_role(words[0].text) and words[1].lower in PARTICLES


def _apposed(scene: Scene, phrase: Phrase, people: Sequence[Mention]) -> Known | None:
    """Return the name that stands in apposition: "the panel's chairman, Jason Chaffetz,"."""
    if not (is_role(phrase.head) or _is_office(phrase)):
        return None
    for mention in people:
        gap = scene.text[phrase.front[-1].end : mention.span.start]
        if _APPOSITION.search(gap):
            if mention.known.role is None:
                mention.known.role = phrase.bare(
                    scene.text, scene.text.rindex(",", 0, mention.span.start)
                )
            return mention.known
    return None


def _organisation(scene: Scene, phrase: Phrase, inside: Sequence[Mention]) -> Speaker | None:
    """Return the organisation or place whose name is the head of the phrase."""
    head = phrase.front[-1]
    for mention in inside:
        if mention.known.kind == "person":
            continue
        if mention.span.start <= head.start < mention.span.end:
            first = mention.span.start
            front = scene.text[phrase.words[0].start : first]
            plain = [word.lower() for word in front.split()]
            if plain in ([], ["the"]) or mention.known.name != mention.span.cut(scene.text):
                return speaker_of(mention.known)
            if words_in(scene.text, Span(phrase.words[0].start, first))[-1].capital:
                return Speaker(phrase.bare(scene.text, mention.span.end), "organisation")
            return speaker_of(mention.known)
    return None
