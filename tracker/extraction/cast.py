"""The cast of an article: every person and organisation it names, and where."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from tracker.extraction.candidates import Span
from tracker.extraction.names import SUFFIXES
from tracker.extraction.words import Gender


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
        words = [word for word in self.name.split() if word.lower() not in SUFFIXES]
        return words[-1] if words else self.name


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text, and whom it names."""

    span: Span
    known: Known


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
    by_first: dict[str, list[Known]] = field(default_factory=dict)
    by_last: dict[str, list[Known]] = field(default_factory=dict)
    inner: set[str] = field(default_factory=set)
    capitals: set[str] = field(default_factory=set)
    shared_title: str = ""

    def add(self, span: Span, known: Known) -> None:
        """Enter a place where somebody is named."""
        known.places.append(span.start)
        self.mentions.append(Mention(span, known))

    def enter(self, known: Known) -> Known:
        """Enter an organisation or a place, or return the one that bears the name already."""
        first = self.organisations.setdefault(known.name, known)
        words = known.name.split()
        if first is known and known.kind == "organisation" and len(words) > 1:
            self.by_last.setdefault(words[-1], []).append(known)
            self.acronyms.setdefault("".join(w[0] for w in words if w[0].isupper()), known)
        return first

    def named(self, name: str) -> Known | None:
        """Return the organisation of a name, an abbreviation, or the beginning or end of a name."""
        short = name.replace(".", "")
        exact = self.organisations.get(name) or (self.acronyms.get(short) if short else None)
        if exact is not None:
            return exact
        last, first = name.rpartition(" ")[2], name.partition(" ")[0]
        ending = (one for one in self.by_last.get(last, []) if one.name.endswith(f" {name}"))
        opening = (one for one in self.by_first.get(first, []) if one.name.startswith(f"{name} "))
        return next(ending, None) or next(opening, None)

    def in_span(self, span: Span) -> list[Mention]:
        """Return the mentions that begin inside a span."""
        first = bisect_left(self.mentions, span.start, key=lambda mention: mention.span.start)
        found = []
        while first < len(self.mentions) and self.mentions[first].span.start < span.end:
            found.append(self.mentions[first])
            first += 1
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
