"""How values read on a page: words, days, moments and figures."""

import textwrap
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
    SpeechAct,
    Stage,
    Visibility,
    Word,
)
from tracker.models import Event
from tracker.web.explanations import why
from tracker.web.speech import say, sentence


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
    words = name.removesuffix("_id").replace("_", " ")
    return str(gettext(words.capitalize()))


def stored(name: str, value: Any) -> Any:
    """Turn a value of the history, in JSON's own types, back into the word that it was."""
    words = _FIELDS.get(name)
    if words is not None and isinstance(value, str):
        try:
            return words(value)
        except ValueError:
            return value
    if name in _MOMENTS and isinstance(value, str):
        return datetime.fromisoformat(value)
    if isinstance(value, list):
        return [stored(name, part) for part in value]
    if isinstance(value, dict):
        return "; ".join(f"{key}: {spoken(part)}" for key, part in value.items())
    return value


def deed(action: str) -> str:
    """Say what an event did, as the verb of a sentence that begins with a name."""
    if action in DEEDS:
        return str(gettext(DEEDS[action]))
    subject, _dot, verb = action.partition(".")
    return str(gettext(f"{verb.replace('_', ' ')} this {subject}" if verb else action))


def news(event: Event) -> str:
    """Say what an event did where its record is not on the page, such as "declined claim 12"."""
    changed = event.changes.get("stage")
    if event.action == "claim.moved" and changed:
        moved: str = gettext(
            "moved claim %(number)s to “%(stage)s”",
            number=event.subject_id,
            stage=spoken(stored("stage", changed[1])),
        )
        return moved
    named = str(gettext(event.subject.replace("_", " ")))
    return deed(event.action).replace(f"this {named}", _called(event, named))


def _called(event: Event, named: str) -> str:
    """Return what the record is called in the event itself, or else its number."""
    for field in ("title", "name", "wording"):
        new = event.changes.get(field, (None, None))[1]
        if isinstance(new, str) and new:
            return f"“{textwrap.shorten(new, 70, placeholder='…')}”"
    return f"{named} {event.subject_id}"


def device(user_agent: str) -> str:
    """Name the browser and system of a sign-in, as far as they say."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    if browser and system:
        return str(gettext("%(browser)s on %(system)s", browser=browser, system=system))
    return browser or system or str(gettext("Unknown device"))


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
        stored,
        deed,
        news,
        device,
        why,
        say,
        sentence,
    ):
        app.jinja_env.filters[function.__name__] = function


#: How values of each kind are written; a moment is a day, too, and so stands before it.
_WRITERS: tuple[tuple[type | tuple[type, ...], Callable[[Any], str]], ...] = (
    (Word, label),
    (bool, lambda value: gettext("yes") if value else gettext("no")),
    (datetime, moment),
    (date, day),
    ((list, tuple), lambda value: ", ".join(spoken(part) for part in value)),
)

#: Fields of the history that hold a moment.
_MOMENTS = frozenset({"first_published_at", "embargo_until"})
#: Fields of the history whose values are words of the vocabulary.
_FIELDS: dict[str, type[Word]] = {
    "stage": Stage,
    "stage_before_archive": Stage,
    "kind": ClaimKind,
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

#: What each event did, as the history says it behind a name.
DEEDS = {
    "article.ingested": "brought in this article",
    "article.revised": "corrected what is known about this article",
    "article.read_again": "had this article read again",
    "article.sentences_declined": "declined sentences of this article",
    "article.sentences_reopened": "opened sentences of this article again",
    "article.closed": "closed this article",
    "article.reopened": "opened this article again",
    "claim.proposed": "found this claim",
    "claim.added": "added this claim",
    "claim.revised": "changed this claim",
    "claim.moved": "moved this claim",
    "claim.frozen": "kept the report of this claim as it is",
    "amendment.proposed": "proposed a change to the report",
    "amendment.declined": "declined what was proposed for the report",
    "claim.boundaries_moved": "moved the boundaries of this claim",
    "claim.split": "split this claim",
    "claim.merged": "merged this claim",
    "claim.reread": "found this claim again",
    "claim.read_again": "gave a second verdict on this claim",
    "comment.added": "commented on this claim",
    "comment.replied": "answered a comment on this claim",
    "comment.revised": "changed a comment on this claim",
    "comment.resolved": "resolved a thread on this claim",
    "comment.reopened": "opened a thread on this claim again",
    "evidence.added": "added a source to this claim",
    "evidence.revised": "changed a source of this claim",
    "evidence.withdrawn": "withdrew a source of this claim",
    "evidence.brought_back": "brought back a source of this claim",
    "evidence.snapshot_taken": "kept a snapshot for this claim",
    "source.checked": "looked again at a source of this claim",
    "reply.logged": "logged a request for a reply to this claim",
    "reply.revised": "changed the log of replies of this claim",
    "reply.withdrawn": "withdrew an entry of the replies to this claim",
    "media.added": "added a medium to this claim",
    "media.revised": "changed a medium of this claim",
    "media.withdrawn": "withdrew a medium of this claim",
    "outlet.added": "added this outlet",
    "outlet.revised": "changed this outlet",
    "speaker.added": "added this speaker",
    "speaker.revised": "changed this speaker",
    "speaker.role_added": "added a role to this speaker",
    "speaker.role_removed": "took a role from this speaker",
    "speaker.merged": "merged this speaker with another",
    "speaker.unmerged": "took the merge of this speaker back",
    "saved_filter.added": "saved this list",
    "saved_filter.revised": "changed this saved list",
    "saved_filter.removed": "removed this saved list",
    "verdict_scale.added": "made this scale",
    "verdict_scale.label_added": "added a label to this scale",
    "verdict_scale.label_replaced": "replaced a label of this scale",
    "verdict_scale.label_retired": "retired a label of this scale",
    "verdict_scale.label_restored": "brought a label of this scale back",
    "verdict_scale.label_explained": "explained a label of this scale",
    "verdict_scale.reordered": "changed the order of this scale",
    "verdict_scale.turned": "turned this scale",
    "demonstration.loaded": "loaded the demonstration",
    "demonstration.removed": "removed the demonstration",
    "account.created": "made this account",
    "account.revised": "changed this account",
    "account.signed_in": "signed in",
    "account.signed_out": "signed out",
    "account.password_changed": "changed the password",
    "account.password_offered": "made a link for a new password",
    "account.desk_role_given": "changed what this account may do on a desk",
    "account.second_factor_set": "set up a second factor",
    "account.second_factor_removed": "removed the second factor",
    "account.recovery_codes_renewed": "made new recovery codes",
    "account.recovery_code_used": "used a recovery code",
    "account.erasure_requested": "asked for the erasure of this account",
    "account.erasure_withdrawn": "declined the erasure of this account",
    "account.erased": "erased the personal data of this account",
    "article.changed_desk": "gave this article to another desk",
    "desk.added": "added this desk",
    "desk.revised": "renamed this desk",
    "invitation.made": "made this invitation",
    "invitation.withdrawn": "withdrew this invitation",
}

#: What browsers call themselves; the first that fits counts, since most name others too.
_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
