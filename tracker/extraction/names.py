"""Names in the text: runs of capitalised words, and the person's name in a run."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tracker.extraction.candidates import Span
from tracker.extraction.layout import Layout, Paragraph
from tracker.extraction.lexicon import terms
from tracker.extraction.words import (
    Word,
    is_common,
    is_given,
    is_organisation,
    is_role,
    is_role_plural,
    is_thing,
    places,
    words_in,
)

JOINERS: Final = terms("joiners")
PARTICLES: Final = terms("particles")
SUFFIXES: Final = frozenset(("jr.", "jr", "sr.", "sr", "ii", "iii", "iv"))
_LONGEST_NAME: Final = 16
_SHORT: Final = 3
_HEADLINE_SHARE: Final = 0.75
#: Longer words that headlines write small, too; a sentence with others is none.
_SMALL_IN_HEADLINES: Final = terms("stops") | terms("small in headlines")
#: Words for things that are surnames after a given name: "Hugh Hill".
_SURNAMES_TOO: Final = terms("surnames too")


@dataclass(frozen=True, slots=True)
class Run:
    """A run of capitalised words in its sentence, from `first` to before `last`."""

    words: Sequence[Word]
    first: int
    last: int
    headline: bool

    @property
    def cut(self) -> Sequence[Word]:
        """Return the words of the run alone."""
        return self.words[self.first : self.last]

    @property
    def name(self) -> str:
        """Return the run as a name."""
        return " ".join(word.text for word in self.cut)


def is_headline(text: str, part: Span) -> bool:
    """Say whether nearly every long word has a capital, so that capitals tell nothing."""
    words = part.cut(text).split()
    long = [word for word in words if len(word) > _SHORT and word[0].isalpha()]
    capital = [word for word in long if word[0].isupper()]
    small = {word.strip(".,;:!?").lower() for word in long if word[0].islower()}
    if small - _SMALL_IN_HEADLINES and part.cut(text).rstrip().endswith("."):
        return False
    return len(long) >= _SHORT and len(capital) >= _HEADLINE_SHARE * len(long)


def runs_in(layout: Layout) -> list[Run]:
    """Return every run of capitalised words of an article, in order."""
    return [run for part in layout.paragraphs for run in _runs(layout.text, part)]


def _runs(text: str, part: Paragraph) -> Iterator[Run]:
    headline = is_headline(text, part.span)
    for sentence in part.sentences:
        words = words_in(text, sentence)
        at = 0
        while at < len(words):
            last = _run_end(words, at)
            if last > at:
                yield from _parted(Run(words, at, last, headline))
            at = max(last, at + 1)


def _run_end(words: Sequence[Word], at: int) -> int:
    last = at
    while last < min(len(words), at + _LONGEST_NAME) and _is_name_word(words, last, at):
        last += 1
        if words[last - 1].possessive:
            return last
        if last < len(words) and words[last].start - words[last - 1].end > 1:
            return last
    while last > at and words[last - 1].lower in JOINERS and not words[last - 1].capital:
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
    if ahead and ahead[0].lower == "the":
        ahead = ahead[1:]
    follows = bool(ahead) and ahead[0].capital
    return word.lower in JOINERS and follows


def _parted(run: Run) -> Iterator[Run]:
    """Yield a run, cut at "and" and "of" where two names meet there."""
    for at in range(run.first + 1, run.last - 1):
        word = run.words[at]
        if word.lower in ("and", "&") and _meets(run, at):
            yield Run(run.words, run.first, at, run.headline)
            yield from _parted(Run(run.words, at + 1, run.last, run.headline))
            return
    yield run


def _meets(run: Run, at: int) -> bool:
    left, right = run.words[run.first : at], run.words[at + 1 : run.last]
    if any(is_given(word.text) for word in right[:-1]) or is_role(right[0].text):
        return True
    if any(is_given(word.text) for word in left[:-1]) or is_role(left[0].text):
        return True
    return left[-1].text in places() and right[0].text in places()


def person_in(run: Run) -> tuple[int, int] | None:
    """Return where a person's name begins and ends in a run: a given name first, or a title."""
    return _by_given_name(run) or _by_title(run)


def _by_given_name(run: Run) -> tuple[int, int] | None:
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


def _surname_end(run: Run, at: int) -> int | None:
    words = run.words
    while at < run.last and (_is_initial(words[at]) or words[at].lower in PARTICLES):
        at += 1
    if at >= run.last or not (_is_surname(words[at]) or words[at].lower in _SURNAMES_TOO):
        return None
    at += 1
    while at < run.last and not run.headline and _is_surname(words[at]):
        at += 1
    if at < len(words) and words[at].lower in SUFFIXES:
        at += 1
    return at


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
    )


def _by_title(run: Run) -> tuple[int, int] | None:
    titles = [at for at in range(run.first, run.last) if is_role(run.words[at].text)]
    if not titles:
        return None
    first = titles[-1] + 1
    words = run.words[first : run.last]
    if run.headline and words:
        words = words[:1]
    fitting = (
        words and len(words) <= _SHORT and all(_is_surname(w) or _is_initial(w) for w in words)
    )
    is_place = " ".join(word.text for word in words) in places()
    return (first, first + len(words)) if fitting and not is_place else None
