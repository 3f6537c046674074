"""Where a statement was made, as the words beside its cue say: "on X", "in a statement"."""

import re
from collections.abc import Sequence
from typing import Final

from tracker.extraction.candidates import Span

_OWNER = r"(?:(?:his|her|its|their|the|a|an)\s+)?(?:(?:official|personal|own|verified)\s+)?"
_PLATFORM = (
    r"(?P<platform>X|Twitter|Facebook|Instagram|Threads|Bluesky|Mastodon|Truth\s+Social|Telegram"
    r"|TikTok|YouTube|Weibo|WhatsApp|LinkedIn|Snapchat|Reddit|Medium|social\s+media|state\s+TV"
    r"|(?:state\s+)?television|(?:state\s+)?radio|TV)\b(?!-)"
)
_FORM = (
    r"(?P<form>(?:(?:[\w-]+\s+){0,2}?)(?:statement|interview|tweet|post|posting|letter|speech"
    r"|e-?mail|memo|memorandum|conference|briefing|report|video|message|op-ed|column|filing"
    r"|podcast|testimony|release|ruling|book|article|essay|documentary|call|rally|debate|hearing"
    r"|address|note|complaint|lawsuit|communiqu[eé]|opinion|paper|study|appearance|broadcast))\b"
)
_MEDIUM: Final = re.compile(
    rf"(?:(?:[Oo]n|[Vv]ia|over|through)\s+{_OWNER}{_PLATFORM}"
    rf"(?:\s+(?:account|page|feed|channel|profile|handle|network))?"
    rf"|(?:[Ii]n|[Aa]t|[Dd]uring|through|via|by|[Oo]n)\s+(?P<det>an?|the|his|her|its|their)\s+{_FORM})"
)
_AFTER_CUE: Final = re.compile(
    r"(?:[ ,]{1,2}(?:on\s+)?(?:\w+day|later|earlier|today)){0,2}[ ,]{0,2}"
)
_VERBS: Final = {"tweeted": "Twitter", "tweets": "Twitter", "tweeting": "Twitter"}
_TOLD: Final = re.compile(
    r"\btold\s+(?P<who>(?:the\s+)?(?:[A-Z][\w’'.&-]*[ \xa0]?){1,5}|reporters|journalists)"
)
_OUTLET: Final = re.compile(
    r"\b(?:CNN|NBC|CBS|ABC|BBC|MSNBC|NPR|PBS|AP|AFP|Reuters|Fox|Times|Post|Journal|News|Bloomberg"
    r"|Politico|POLITICO|Guardian|Press|Magazine|Radio|TV|Tribune|Herald|Gazette|Telegraph|Today)\b"
)


def medium_span(text: str, start: int, limit: int) -> Span | None:
    """Return the phrase that names the medium, if it stands right at `start` or after a day."""
    gap = _AFTER_CUE.match(text, start, limit)
    found = _MEDIUM.match(text, gap.end() if gap else start, limit)
    return Span(found.start(), found.end()) if found else None


def medium_of(text: str, cue: Sequence[Span], content: Sequence[Span]) -> str | None:
    """Return the name of the medium that stands in the cue or just after it, or None."""
    for span in cue:
        following = [part.start for part in content if part.start >= span.end]
        limit = min([span.end + 60, len(text), *following])
        found = _MEDIUM.search(text, span.start, span.end) or _at(text, span.end, limit)
        if found:
            return _named(found)
        opening = _opening(text, span.start)
        if opening:
            return _named(opening)
        told = _TOLD.search(text, max(0, span.start), limit)
        if told and _OUTLET.search(told["who"]):
            return told["who"].strip(" .").removeprefix("the ")
        for word in span.cut(text).lower().split():
            if word in _VERBS:
                return _VERBS[word]
    return None


def _opening(text: str, cue: int) -> re.Match[str] | None:
    """Return the medium that opens the sentence of a cue: "In a statement, the company said"."""
    before = text[max(0, cue - 200) : cue]
    start = max(before.rfind("\n"), before.rfind(". "), before.rfind("” "), before.rfind('" ')) + 1
    sentence = before[start:].lstrip()
    return _MEDIUM.match(sentence)


def _at(text: str, start: int, limit: int) -> re.Match[str] | None:
    found = medium_span(text, start, limit)
    return _MEDIUM.match(text, found.start, found.end) if found else None


def _named(found: re.Match[str]) -> str:
    if found["platform"]:
        return " ".join(found["platform"].split())
    form = " ".join(found["form"].split())
    article = found["det"] if found["det"] in ("a", "an", "the") else "a"
    if article != "the":
        article = "an" if form[0].lower() in "aeiou" else "a"
    return f"{article} {form}"
