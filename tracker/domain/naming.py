"""How speakers without a name are told apart: "a senior official" is somebody else every time."""

from datetime import date

from tracker.domain.vocabulary import SpeakerKind


def is_nameless(name: str, kind: SpeakerKind) -> bool:
    """Tell whether the words describe somebody without naming them.

    So do all words without a capital letter, such as "residents" or "the ministry". What
    ``named_with`` put behind them does not count.
    """
    return kind is SpeakerKind.ANONYMOUS or name.partition(" (")[0].islower()


def named_with(words: str, *, title: str, outlet: str | None, day: date | None) -> str:
    """Return a name for somebody whom one article describes: the words, and which article."""
    where = outlet or f"“{title}”"
    return f"{words} ({where}, {day.isoformat()})" if day else f"{words} ({where})"
