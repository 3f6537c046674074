"""The cast of an article: every person and organisation it names, and where.

A name is a run of capitalised words. Word lists and the company it keeps (titles, appositions,
a surname that comes back alone) decide whose it is.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from tracker.extraction.candidates import Span
from tracker.extraction.layout import Layout, Paragraph
from tracker.extraction.roles import joined, role_after, role_apposed, role_before
from tracker.extraction.words import (
    Gender,
    Word,
    demonyms,
    gender_of,
    is_common,
    is_given,
    is_organisation,
    is_role,
    is_role_plural,
    is_thing,
    places,
    words_in,
)

_JOINERS: Final = frozenset("of for the and & de la del van von der bin al di da dos du le".split())
_PARTICLES: Final = frozenset("de la del van von der bin al di da dos du le el den ter".split())
_SUFFIXES: Final = frozenset(("jr.", "jr", "sr.", "sr", "ii", "iii", "iv"))
_LONGEST_NAME: Final = 16
#: How far apart two names that share a title may be.
_JOINT: Final = 30
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
_HEADLINE_SHARE: Final = 0.75


@dataclass(slots=True, eq=False)
class Known:
    """Somebody or something that the article names."""

    name: str
    kind: str
    gender: Gender | None = None
    role: str | None = None
    full: int = 0
    sure: bool = True
    places: list[int] = field(default_factory=list)

    @property
    def surname(self) -> str:
        """Return the last word of the name, without "Jr."."""
        words = [word for word in self.name.split() if word.lower() not in _SUFFIXES]
        return words[-1] if words else self.name


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text, and whom it names."""

    span: Span
    known: Known


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of capitalised words in its sentence, from `first` to before `last`."""

    words: Sequence[Word]
    first: int
    last: int
    headline: bool

    @property
    def cut(self) -> Sequence[Word]:
        return self.words[self.first : self.last]


@dataclass(slots=True)
class Cast:
    """Everybody an article names, and every place where it does."""

    text: str
    people: dict[str, Known] = field(default_factory=dict)
    organisations: dict[str, Known] = field(default_factory=dict)
    mentions: list[Mention] = field(default_factory=list)
    by_surname: dict[str, list[Known]] = field(default_factory=dict)
    by_given: dict[str, Known] = field(default_factory=dict)
    acronyms: dict[str, Known] = field(default_factory=dict)
    by_last: dict[str, list[Known]] = field(default_factory=dict)
    inner: set[str] = field(default_factory=set)
    capitals: set[str] = field(default_factory=set)
    shared_title: str = ""

    def in_span(self, span: Span) -> list[Mention]:
        """Return the mentions that begin inside a span."""
        first = bisect_left(self.mentions, span.start, key=lambda mention: mention.span.start)
        found = []
        for mention in self.mentions[first:]:
            if mention.span.start >= span.end:
                break
            found.append(mention)
        return found

    def before(self, place: int, *, most: int = 60) -> Iterator[Mention]:
        """Yield the mentions that end before a place, the nearest first."""
        last = bisect_left(self.mentions, place, key=lambda mention: mention.span.start)
        for mention in reversed(self.mentions[max(0, last - most) : last]):
            if mention.span.end <= place:
                yield mention

    def person(self, surname: str, *, gender: Gender | None = None) -> Known | None:
        """Return the person meant by a surname alone: the one named in full most often."""
        bearers = self.by_surname.get(plain(surname), [])
        fitting = [known for known in bearers if gender in (None, known.gender) or not known.gender]
        return max(fitting or bearers, key=lambda known: known.full, default=None)


def plain(name: str) -> str:
    """Return a name with plain apostrophes, as it is looked up."""
    return name.replace("’", "'")


def read_cast(layout: Layout) -> Cast:
    """Read the whole article for the names in it."""
    cast = Cast(layout.text)
    runs = [run for part in layout.paragraphs for run in _runs(layout.text, part)]
    cast.capitals = {word.text for run in runs if not run.headline for word in run.cut}
    cast.inner = {_name(run) for run in runs if run.first and not run.headline}
    _acronyms(cast)
    left: list[_Run] = []
    for run in sorted(runs, key=lambda run: run.headline):
        if not _full_name(cast, run):
            left.append(run)
    for run in left:
        _rest(cast, run)
    cast.mentions.sort(key=lambda mention: mention.span)
    _strangers(cast)
    _genders(cast)
    return cast


def _name(run: _Run) -> str:
    return " ".join(word.text for word in run.cut)


_DEFINED: Final = re.compile(r"\((?:the |or |“|\")?([A-Z][A-Za-z.]{1,9})[”\"]?\)")


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
                known = Known(" ".join(words), "organisation", places=[found.start()])
                cast.organisations[known.name] = cast.acronyms[short] = known
                break


def is_headline(text: str, part: Span) -> bool:
    """Say whether nearly every long word has a capital, so that capitals tell nothing."""
    long = [word for word in part.cut(text).split() if len(word) > 3 and word[0].isalpha()]
    capital = [word for word in long if word[0].isupper()]
    return len(long) >= 3 and len(capital) >= _HEADLINE_SHARE * len(long)


def _runs(text: str, part: Paragraph) -> Iterator[_Run]:
    headline = is_headline(text, part.span)
    for sentence in part.sentences:
        words = words_in(text, sentence)
        at = 0
        while at < len(words):
            last = _run_end(words, at)
            if last > at:
                yield from _parted(_Run(words, at, last, headline))
            at = max(last, at + 1)


def _run_end(words: Sequence[Word], at: int) -> int:
    last = at
    while last < min(len(words), at + _LONGEST_NAME) and _is_name_word(words, last, at):
        last += 1
        if words[last - 1].possessive:
            return last
        if last < len(words) and words[last].start - words[last - 1].end > 1:
            return last
    while last > at and words[last - 1].lower in _JOINERS and not words[last - 1].capital:
        last -= 1
    return last


def _is_name_word(words: Sequence[Word], at: int, first: int) -> bool:
    word = words[at]
    if word.capital:
        inside = at > first and is_given(words[at - 1].text)
        return inside or not is_common(word.text)
    if at == first:
        return False
    ahead = words[at + 1 : at + 3]
    follows = any(other.capital for other in ahead[:1]) or (
        len(ahead) == 2 and ahead[0].lower == "the" and ahead[1].capital
    )
    return word.lower in _JOINERS and follows


def _parted(run: _Run) -> Iterator[_Run]:
    """Yield a run, cut at "and" and "of" where two names meet there."""
    for at in range(run.first + 1, run.last - 1):
        word = run.words[at]
        if word.lower in ("and", "&") and _meets(run, at):
            yield _Run(run.words, run.first, at, run.headline)
            yield from _parted(_Run(run.words, at + 1, run.last, run.headline))
            return
    yield run


def _meets(run: _Run, at: int) -> bool:
    left, right = run.words[run.first : at], run.words[at + 1 : run.last]
    if any(is_given(word.text) for word in right[:-1]) or is_role(right[0].text):
        return True
    if any(is_given(word.text) for word in left[:-1]) or is_role(left[0].text):
        return True
    return left[-1].text in places() and right[0].text in places()


def _full_name(cast: Cast, run: _Run) -> bool:
    """Take a full name out of a run: given name first, or a title before it."""
    found = _by_given_name(run) or _by_title(run)
    if found is None:
        return False
    first, last = found
    name = " ".join(word.text for word in run.words[first:last])
    if run.headline and name not in cast.people and run.words[last - 1].text not in cast.capitals:
        return False
    _enter(cast, run, first, last, name)
    return True


def _by_given_name(run: _Run) -> tuple[int, int] | None:
    words = run.words
    for at in range(run.first, run.last - 1):
        given = words[at].text
        if not is_given(given) or given in places():
            continue
        if at > run.first and words[at - 1].lower == "of":
            continue
        last = _surname_end(run, at + 1)
        if last is None:
            continue
        if last < run.last and not run.headline:
            following = words[last].text
            if is_organisation(following) or is_thing(following):
                return None
        return at, last
    return None


def _surname_end(run: _Run, at: int) -> int | None:
    words = run.words
    while at < run.last and (_is_initial(words[at]) or words[at].lower in _PARTICLES):
        at += 1
    if at >= run.last or not (_is_surname(words[at]) or words[at].lower in _SURNAMES_TOO):
        return None
    at += 1
    while at < run.last and not run.headline and _is_surname(words[at]):
        at += 1
    if at < len(words) and words[at].lower in _SUFFIXES:
        at += 1
    return at


#: Words for things that are surnames after a given name: "Hugh Hill".
_SURNAMES_TOO: Final = frozenset(
    "hill hills hall day law lake park bay street bridge rivers church bank banks woods field"
    " plaza week war tower king judge bishop pope cook may marine major prince guard".split()
)


def _is_initial(word: Word) -> bool:
    return len(word.text.rstrip(".")) == 1 and word.capital


def _is_surname(word: Word) -> bool:
    return (
        word.capital
        and not is_organisation(word.text)
        and not is_thing(word.text)
        and not is_role(word.text)
        and not is_role_plural(word.text)
        and not is_common(word.text)
    ) or word.text in (
        "May",
        "Marine",
        "King",
        "Pope",
        "Judge",
        "Prince",
        "Bishop",
        "Cook",
        "Major",
    )


def _by_title(run: _Run) -> tuple[int, int] | None:
    titles = [at for at in range(run.first, run.last) if is_role(run.words[at].text)]
    if not titles:
        return None
    first = titles[-1] + 1
    words = run.words[first : run.last]
    if run.headline and words:
        words = words[:1]
    fitting = words and len(words) <= 3 and all(_is_surname(w) or _is_initial(w) for w in words)
    is_place = " ".join(word.text for word in words) in places()
    return (first, first + len(words)) if fitting and not is_place else None


def _enter(cast: Cast, run: _Run, first: int, last: int, name: str) -> None:
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
    span = Span(words[first].start, words[last - 1].end)
    known.places.append(span.start)
    cast.mentions.append(Mention(span, known))


def _role_before(cast: Cast, run: _Run, first: int) -> str | None:
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
    cast.by_given.setdefault(name.split()[0], known)
    return known


def _rest(cast: Cast, run: _Run) -> None:
    """Enter what is left: surnames and given names alone, organisations, unknown names."""
    words = [word for word in run.cut]
    name = _name(run)
    if run.first == 0 and name not in cast.inner:
        run = _without_opener(cast, run)
        words, name = list(run.cut), _name(run)
    if not words:
        return
    span = Span(words[0].start, words[-1].end)
    known = _person_again(cast, words) or _organisation(cast, run, name)
    if known is not None and known.role is None and known.kind in ("person", "unknown"):
        known.role = role_after(cast.text, span.end, _reach(run.words))
        known.kind = "person" if known.role else known.kind
    if known is not None:
        known.places.append(span.start)
        cast.mentions.append(Mention(span, known))


def _without_opener(cast: Cast, run: _Run) -> _Run:
    """Leave out a word that has its capital only because it opens the sentence."""
    words = run.cut
    first = words[0].text
    if len(words) == 1:
        told = first.isupper() or first in places() or first in cast.by_given or is_given(first)
        told = told or cast.person(first) is not None or not first.isalpha()
        return run if told else replace(run, last=run.first)
    if words[1].lower in _JOINERS and not is_organisation(first) and not is_given(first):
        return replace(run, first=run.first + 2)
    return run


def _person_again(cast: Cast, words: Sequence[Word]) -> Known | None:
    if len(words) == 1 or (len(words) == 2 and words[0].lower in _PARTICLES):
        surname = words[-1].text
        if surname.isupper():
            # Interviews print the names of who speaks in capitals.
            surname = surname.title() if cast.person(surname.title()) else surname
        found = cast.person(surname)
        if found is not None:
            return found
        given = words[0].text
        if given in cast.by_given:
            return cast.by_given[given]
        if is_given(given) and not is_role(given) and given not in places():
            return _new(cast, given, gender_of(given))
    return None


def _organisation(cast: Cast, run: _Run, name: str) -> Known | None:
    words = run.cut
    if name in demonyms() or all(is_role(w.text) or is_role_plural(w.text) for w in words):
        return None
    if name in cast.organisations:
        return cast.organisations[name]
    acronym = cast.acronyms.get(name.replace(".", ""))
    if acronym is not None:
        return acronym
    if name in places():
        return _place(cast, name)
    longer = _longer(cast, name)
    if longer is not None:
        return longer
    marked = any(is_organisation(word.text) for word in words)
    if not marked and any(is_thing(word.text) for word in words):
        return None
    upper = len(words) == 1 and words[0].text.isupper() and len(name) > 1
    if not marked and not upper and not run.headline and 2 <= len(words) <= 3:
        return _stranger(cast, run, name)
    if run.headline:
        return None
    if len(words) == 1 and not (marked or upper):
        return cast.organisations.setdefault(name, Known(name, "unknown"))
    known = Known(name, "organisation")
    cast.organisations[name] = known
    if len(words) > 1:
        cast.by_last.setdefault(words[-1].text, []).append(known)
    initials = "".join(word.text[0] for word in words if word.capital)
    if len(initials) > 1:
        cast.acronyms.setdefault(initials, known)
    return known


def _longer(cast: Cast, name: str) -> Known | None:
    """Return the organisation whose name was given in full before: "the Post"."""
    for known in cast.by_last.get(name.split()[-1], []):
        if known.name.endswith(f" {name}"):
            return known
    for known in cast.acronyms.values():
        if known.name.startswith(f"{name} "):
            return known
    return None


def _place(cast: Cast, name: str) -> Known:
    return cast.organisations.setdefault(name, Known(name, "place"))


def _stranger(cast: Cast, run: _Run, name: str) -> Known | None:
    """Enter a name of two or three words that no list knows: a person, as newspapers go."""
    if any(word.lower in _JOINERS - _PARTICLES for word in run.cut):
        return cast.organisations.setdefault(name, Known(name, "organisation"))
    if name in cast.people:
        return cast.people[name]
    known = _new(cast, name, gender_of(name.split()[0]))
    known.full += 1
    known.sure = False
    at = run.last
    after = role_after(cast.text, run.words[at - 1].end, _reach(run.words))
    known.role = joined(role_before(run.words, run.first), after)
    return known


def _strangers(cast: Cast) -> None:
    """Decide which of the unknown names are people: those with a role or a surname alone."""
    text = cast.text
    unsure = [(name, known) for name, known in cast.people.items() if not known.sure]
    counts = Counter(_LETTERS.findall(text)) if unsure else Counter()
    for name, known in unsure:
        ends = [place + len(name) for place in known.places]
        alone = counts[known.surname] > counts[name.split()[0]]
        owns = any(_ROLE_FOLLOWS.match(text, end) for end in ends)
        within = any(_PLACE_BEFORE.search(text, max(0, at - 8), at) for at in known.places)
        known.sure = bool(known.role) or (alone and not owns)
        if not known.sure and (owns or within):
            known.kind = "organisation"
            del cast.people[name]
            cast.organisations.setdefault(name, known)


_LETTERS: Final = re.compile(r"[\w'-]+")
_ROLE_FOLLOWS: Final = re.compile(
    r"(?:[’']s)? (?:CEO|CFO|chief|chairman|president|executive|spokes\w+|employees?|customers?"
    r"|workers?|shares|stock|officials?|reporter|analyst)"
)
_PLACE_BEFORE: Final = re.compile(r"\b(?:at|in|of|from|the|to) $")


_PRONOUN: Final = re.compile(r"\b(he|she)\b", re.IGNORECASE)


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
            votes.setdefault(id(mention.known), Counter())[gender] += 1
    for known in cast.people.values():
        if id(known) in votes:
            known.gender = votes[id(known)].most_common(1)[0][0]
