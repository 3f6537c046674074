"""Reading the cast of an article: whose name each run of capitalised words is.

Word lists and the company a name keeps (titles, appositions, a surname that comes back alone)
decide it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tracker.extraction.candidates import Span
from tracker.extraction.cast import Cast, Known, plain
from tracker.extraction.layout import Layout
from tracker.extraction.names import JOINERS, PARTICLES, Run, person_in, runs_in
from tracker.extraction.roles import joined, role_after, role_apposed, role_before
from tracker.extraction.words import (
    Gender,
    Word,
    demonyms,
    gender_of,
    is_given,
    is_organisation,
    is_role,
    is_role_plural,
    is_thing,
    places,
)

#: How far apart two names that share a title may be.
_JOINT: Final = 30
_LONGEST_PERSON: Final = 3
_PARTICLE_AND_NAME: Final = 2
_TITLE_AND_NAME: Final = 2
_PLURAL_TITLES: Final = {
    "sens.": "Sen.",
    "reps.": "Rep.",
    "govs.": "Gov.",
    "senators": "Senator",
    "representatives": "Representative",
    "governors": "Governor",
    "ministers": "Minister",
    "professors": "Professor",
}
_DEFINED: Final = re.compile(r"\((?:the |or |“|\")?([A-Z][A-Za-z.]{1,9})[”\"]?\)")
_LETTERS: Final = re.compile(r"[\w'-]+")
_ROLE_FOLLOWS: Final = re.compile(
    r"(?:[’']s)? (?:CEO|CFO|chief|chairman|president|executive|spokes\w+|employees?|customers?"
    r"|workers?|shares|stock|officials?|reporter|analyst)"
)
_PLACE_BEFORE: Final = re.compile(r"\b(?:at|in|of|from|the|to) $")
_NEAR: Final = 80
_PRONOUN: Final = re.compile(r"\b(he|she)\b", re.IGNORECASE)


def read_cast(layout: Layout) -> Cast:
    """Read the whole article for the names in it."""
    cast = Cast(layout.text)
    runs = runs_in(layout)
    cast.capitals = {word.text for run in runs if not run.headline for word in run.cut}
    cast.inner = {run.name for run in runs if run.first and not run.headline}
    _acronyms(cast)
    # Headlines come last: their capitals tell nothing, and the names in them stand below in full.
    ordered = sorted(runs, key=lambda run: run.headline)
    for run in [run for run in ordered if not _full_name(cast, run)]:
        _rest(cast, run)
    cast.mentions.sort(key=lambda mention: mention.span)
    _strangers(cast)
    _genders(cast)
    return cast


def _acronyms(cast: Cast) -> None:
    """Enter what the article abbreviates: "Alliance to Reclaim Our Schools (AROS)".

    The long form is the shortest run of words before the bracket whose capitals spell the short
    one, after Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions"
    (2003).
    """
    for found in _DEFINED.finditer(cast.text):
        short = found[1].replace(".", "")
        before = cast.text[max(0, found.start() - 120) : found.start()].split("\n")[-1].split()
        for number in range(1, len(before) + 1):
            words = before[-number:]
            capitals = "".join(word[0] for word in words if word[0].isupper())
            if capitals == short and words[0][0].isupper() and len(short) > 1:
                known = cast.enter(Known(" ".join(words), "organisation"))
                known.places.append(found.start())
                cast.acronyms[short] = known
                cast.by_first.setdefault(words[0], []).append(known)
                break


def _full_name(cast: Cast, run: Run) -> bool:
    """Take a full name out of a run: given name first, or a title before it."""
    found = person_in(run)
    if found is None:
        return False
    first, last = found
    name = " ".join(word.text for word in run.words[first:last])
    if run.headline and name not in cast.people and run.words[last - 1].text not in cast.capitals:
        return False
    _enter(cast, run, first, last, name)
    return True


def _enter(cast: Cast, run: Run, first: int, last: int, name: str) -> None:
    """Enter a person with the role that stands beside the name."""
    words = run.words
    before = _role_before(cast, run, first)
    after = None if run.headline else role_after(cast.text, words[last - 1].end, _reach(words))
    single = last - first == 1
    known = cast.person(name) if single else cast.people.get(name)
    title = [word.text for word in words[max(0, first - 3) : first]]
    if single and known is not None and known.gender:
        told = gender_of("", title)
        known = cast.person(name, gender=told) if told else known
    if known is None:
        known = _new(cast, name, gender_of(words[first].text, title))
    known.full += 0 if single else 1
    if known.role is None or (not single and known.full == 1):
        known.role = joined(before, after) or known.role
    cast.add(Span(words[first].start, words[last - 1].end), known)


def _role_before(cast: Cast, run: Run, first: int) -> str | None:
    """Return the role before a name, or the one of the name it is joined to: "Sens. A and B"."""
    words = run.words
    role = role_before(words, first)
    if role is None and not run.headline:
        role = role_apposed(cast.text, words[0].start, words[first].start)
    if role is None and cast.mentions and cast.shared_title:
        gap = cast.text[cast.mentions[-1].span.end : words[first].start]
        role = cast.shared_title if 0 < len(gap) < _JOINT and "." not in gap[-2:] else None
    opening, _, rest = (role or "").partition(" ")
    cast.shared_title = _PLURAL_TITLES.get(opening.lower(), "") if opening else ""
    if cast.shared_title:
        return f"{cast.shared_title} {rest}".strip()
    if role in _PLURAL_TITLES.values():
        cast.shared_title = role or ""
    return role


def _reach(words: Sequence[Word]) -> int:
    return words[-1].end + 1


def _new(cast: Cast, name: str, gender: Gender | None) -> Known:
    known = Known(name, "person", gender)
    twins = cast.by_surname.setdefault(plain(known.surname), [])
    alone = [twin for twin in twins if " " not in twin.name]
    if " " in name and alone:
        # "Mr. Stenger" came first, "William Stenger" after: they are one.
        known = alone[0]
        cast.people.pop(known.name, None)
        known.name, known.gender = name, gender or known.gender
    else:
        twins.append(known)
    cast.people[name] = known
    cast.by_given.setdefault(name.partition(" ")[0], known)
    return known


def _rest(cast: Cast, run: Run) -> None:
    """Enter what is left: surnames and given names alone, organisations, unknown names."""
    if run.first == 0 and run.name not in cast.inner:
        run = _without_opener(cast, run)
    run = _without_office(run)
    words = run.cut
    known = (_person_again(cast, words) or _organisation(cast, run)) if words else None
    if known is None:
        return
    if known.role is None and known.kind in ("person", "unknown"):
        known.role = role_after(cast.text, words[-1].end, _reach(run.words))
        known.kind = "person" if known.role else known.kind
    cast.add(Span(words[0].start, words[-1].end), known)


def _without_office(run: Run) -> Run:
    """Leave the office out of "CEO of Acme"."""
    words = run.cut
    office = len(words) > _TITLE_AND_NAME and words[0].text.isupper() and is_role(words[0].text)
    return replace(run, first=run.first + 2) if office and words[1].lower in JOINERS else run


def _without_opener(cast: Cast, run: Run) -> Run:
    """Leave out a word that has its capital only because it opens the sentence."""
    words = run.cut
    first = words[0].text
    if len(words) == 1:
        told = first.isupper() or first in places() or first in cast.by_given or is_given(first)
        told = told or cast.person(first) is not None or not first.isalpha()
        return run if told else replace(run, last=run.first)
    several = first.endswith("s") or is_role(first)
    if words[1].lower in JOINERS and several and not is_organisation(first):
        return replace(run, first=run.first + 2)
    return run


def _person_again(cast: Cast, words: Sequence[Word]) -> Known | None:
    """Return the person that a surname or a given name alone means."""
    if len(words) == _TITLE_AND_NAME and words[0].text == "M.":
        # French for "Mr."; an initial where nobody is known by the surname.
        return cast.person(words[1].text)
    if len(words) > 1 and (words[0].lower not in PARTICLES or len(words) > _PARTICLE_AND_NAME):
        return None
    surname, given = words[-1].text, words[0].text
    # Interviews print the names of who speaks in capitals.
    found = cast.person(surname) or (cast.person(surname.title()) if surname.isupper() else None)
    if found is not None or given in cast.by_given:
        return found or cast.by_given[given]
    if is_given(given) and not is_role(given) and given not in places():
        return _new(cast, given, gender_of(given))
    return None


def _organisation(cast: Cast, run: Run) -> Known | None:
    """Return the organisation or place that a run names; what no list knows is a stranger."""
    words, name = run.cut, run.name
    if name in demonyms() or all(is_role(w.text) or is_role_plural(w.text) for w in words):
        return None
    known = cast.named(name) or _place(cast, name)
    if known is not None:
        return known
    marked = any(is_organisation(word.text) for word in words)
    if run.headline or (not marked and any(is_thing(word.text) for word in words)):
        return None
    upper = len(words) == 1 and words[0].text.isupper() and len(name) > 1
    if not (marked or upper) and len(words) <= _LONGEST_PERSON:
        return _stranger(cast, run) if len(words) > 1 else cast.enter(Known(name, "unknown"))
    return cast.enter(Known(name, "organisation"))


def _place(cast: Cast, name: str) -> Known | None:
    return cast.enter(Known(name, "place")) if name in places() else None


def _stranger(cast: Cast, run: Run) -> Known:
    """Enter a name of two or three words that no list knows: a person, as newspapers go."""
    name = run.name
    if any(word.lower in JOINERS - PARTICLES for word in run.cut):
        return cast.enter(Known(name, "organisation"))
    if name in cast.people:
        return cast.people[name]
    known = _new(cast, name, gender_of(run.cut[0].text))
    known.full += 1
    known.sure = False
    after = role_after(cast.text, run.cut[-1].end, _reach(run.words))
    before = role_before(run.words, run.first)
    if before is None and not run.headline:
        before = role_apposed(cast.text, run.words[0].start, run.cut[0].start)
    known.role = joined(before, after)
    return known


def _strangers(cast: Cast) -> None:
    """Decide which of the unknown names are people: those with a role or a surname alone."""
    text = cast.text
    unsure = [(name, known) for name, known in cast.people.items() if not known.sure]
    counts = Counter(_LETTERS.findall(text)) if unsure else Counter()
    for name, known in unsure:
        ends = [place + len(name) for place in known.places]
        alone = counts[known.surname] > counts[name.partition(" ")[0]]
        owns = any(_ROLE_FOLLOWS.match(text, end) for end in ends)
        within = any(_PLACE_BEFORE.search(text, max(0, at - 8), at) for at in known.places)
        known.sure = bool(known.role) or (alone and not owns)
        if not known.sure and (owns or within):
            known.kind = "organisation"
            del cast.people[name]
            cast.organisations.setdefault(name, known)


def _genders(cast: Cast) -> None:
    """Let the pronouns that follow a name tell the gender that the name does not."""
    unknown = {id(known) for known in cast.people.values() if known.gender is None}
    if not unknown:
        return
    votes: dict[int, Counter[Gender]] = {}
    for mention in cast.mentions:
        if id(mention.known) not in unknown:
            continue
        found = _PRONOUN.search(cast.text, mention.span.end, mention.span.end + 400)
        if found:
            gender: Gender = "m" if found[1].lower() == "he" else "f"
            near = found.start() - mention.span.end < _NEAR
            votes.setdefault(id(mention.known), Counter())[gender] += 2 if near else 1
    for known in cast.people.values():
        if id(known) in votes:
            known.gender = votes[id(known)].most_common(1)[0][0]
