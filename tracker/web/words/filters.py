"""How values read on a page: words, days, moments and figures."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask_babel import format_date, format_datetime, format_number, get_locale, gettext

from tracker.domain.evidence_words import (
    Authenticity,
    DriftState,
    EvidenceKind,
    MediaKind,
    ReplyChannel,
    ReplyOutcome,
    SnapshotOrigin,
    Stance,
)
from tracker.domain.report_words import AmendmentKind, AmendmentState, CorrectionKind
from tracker.domain.searching import Piece, marked
from tracker.domain.vocabulary import (
    AttributionVerdict,
    Certainty,
    Checkability,
    ClaimKind,
    ContentVerdict,
    Origin,
    Priority,
    Qualifier,
    Role,
    ScaleDirection,
    SpeakerKind,
    SpeechAct,
    Stage,
    Visibility,
    Word,
)
from tracker.web.words.devices import device
from tracker.web.words.explanations import why
from tracker.web.words.field_names import FIELD_NAMES
from tracker.web.words.speech import say, sentence


def label(word: Word | None) -> str:
    """Return the label of a word of the vocabulary in the reader's language; none is empty."""
    return "" if word is None else str(gettext(word.label))


def day(value: date | None) -> str:
    """Write a day, such as 24 November 2026."""
    return "" if value is None else str(format_date(value, _day_pattern("MMMM")))


def moment(value: datetime | None) -> str:
    """Write a moment in UTC, such as 24 Nov 2026, 19:05."""
    if value is None:
        return ""
    pattern = f"{_day_pattern('MMM')}, HH:mm"
    return str(format_datetime(value.astimezone(UTC), pattern, rebase=False))


def _day_pattern(month: str) -> str:
    """Return how a day is written in the reader's language; Spanish says "de" twice in full."""
    is_spanish_in_full = str(get_locale()) == "es" and month == "MMMM"
    return "d 'de' MMMM 'de' y" if is_spanish_in_full else f"d {month} y"


def thousands(value: int) -> str:
    """Write a whole number with its groups of three."""
    return str(format_number(value))


def host(url: str | None) -> str:
    """Return the name of the site that an address leads to, so that readers see it."""
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def spoken(value: Any) -> str:
    """Write any stored value as people read it: words by their label, days, yes and no, lists."""
    if value is None or value in ("", [], ()):
        return str(gettext("nothing"))
    for kind, write in _WRITERS:
        if isinstance(value, kind):
            return write(value)
    return str(value)


def field_name(name: str) -> str:
    """Write the name of a stored field as people read it."""
    plain = name.removesuffix("_id")
    words = plain.replace("_", " ").capitalize()
    return str(gettext(FIELD_NAMES.get(plain, words)))


def field_lead(name: str) -> str:
    """Write the name of a stored field before its value; a question needs no colon."""
    name = field_name(name)
    return name if name.endswith("?") else str(gettext("%(name)s:", name=name))


def stored(name: str, value: Any) -> Any:
    """Turn a value of the history, in JSON's own types, back into the word that it was."""
    words = _FIELDS.get(name)
    if words is not None and isinstance(value, str):
        try:
            return words(value)
        except ValueError:
            return value
    if isinstance(value, str):
        return _time(name, value)
    if isinstance(value, list):
        return [stored(name, part) for part in value]
    if isinstance(value, dict):
        return "; ".join(f"{key}: {spoken(part)}" for key, part in value.items())
    return value


def _time(name: str, value: str) -> str | date:
    """Read the day or the moment that a field holds; whatever else stands there is kept."""
    try:
        if name.endswith(_ENDS_OF_DAYS):
            return date.fromisoformat(value)
        return datetime.fromisoformat(value) if name.endswith(_ENDS_OF_MOMENTS) else value
    except ValueError:
        return value


def pieces(words: str, question: str) -> list[Piece]:
    """Cut words where what a question asks for begins and ends, so that a page can mark it."""
    return marked(question, words)


def attach(app: Flask) -> None:
    """Let the templates use these."""
    for function in (
        label,
        day,
        moment,
        thousands,
        host,
        spoken,
        field_name,
        field_lead,
        stored,
        device,
        pieces,
        why,
        say,
        sentence,
    ):
        app.jinja_env.filters[function.__name__] = function


def _kind(word: str) -> Word:
    """Return the kind of a claim, or else of a speaker: both are called so."""
    return ClaimKind(word) if word in set(ClaimKind) else SpeakerKind(word)


#: How values of each kind are written; a moment is a day, too, and so stands before it.
_WRITERS: tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...] = (
    (Word, label),
    (bool, lambda value: gettext("yes") if value else gettext("no")),
    (datetime, moment),
    (date, day),
    ((list, tuple), lambda value: ", ".join(spoken(part) for part in value)),
)

#: How the names of fields end that hold a day or a moment.
_ENDS_OF_DAYS = ("_on", "_as_of", "deadline", "valid_until")
_ENDS_OF_MOMENTS = ("_at", "embargo_until")
#: Fields of the history whose values are words of the vocabulary.
_FIELDS: dict[str, Callable[[str], Word]] = {
    "stage": Stage,
    "stage_before_archive": Stage,
    "kind": _kind,
    "speech_act": SpeechAct,
    "checkability": Checkability,
    "attribution_verdict": AttributionVerdict,
    "second_content_verdict": ContentVerdict,
    "second_attribution_verdict": AttributionVerdict,
    "content_verdict": ContentVerdict,
    "qualifiers": Qualifier,
    "verdict_certainty": Certainty,
    "evidence_kind": EvidenceKind,
    "evidence_stance": Stance,
    "evidence_snapshot_origin": SnapshotOrigin,
    "source_drift": DriftState,
    "reply_outcome": ReplyOutcome,
    "reply_channel": ReplyChannel,
    "media_kind": MediaKind,
    "media_authenticity": Authenticity,
    "authenticity": Authenticity,
    "visibility": Visibility,
    "origin": Origin,
    "priority": Priority,
    "direction": ScaleDirection,
    "verdict": ContentVerdict,
    "role": Role,
    "amendment": AmendmentKind,
    "amendment_state": AmendmentState,
    "correction": CorrectionKind,
}
