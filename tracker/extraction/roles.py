"""The role of a person as the article states it: before the name, or after it in commas."""

import re
from collections.abc import Sequence
from typing import Final

from tracker.extraction.lexicon import terms
from tracker.extraction.words import Word, is_organisation, is_role, places

#: Small words that may stand in a role before a name.
_MODIFIERS: Final = terms("modifiers")
_JOINERS: Final = frozenset(("of", "for", "and", "the", "&"))
_STATE_OFFICES: Final = frozenset(("state", "defense", "defence", "representatives", "staff"))
_OPENERS: Final = terms("articles and owners")
_PARTY: Final = re.compile(r"\s*\(([RDI](?:-[^()]{1,20})?)\)")
_AFTER: Final = re.compile(r"\s*(?:,| ?[–—]| --| -)\s*([^;:“”\"()–—\n]{3,160})")
_CUT: Final = re.compile(
    r",\s|[.]\s|[.]$|,$|\s(?:who|which|that|whose|where|when|while|and\s+\w+ed)\b"
    r"|\s(?P<verb>told|said|says|added|wrote|noted|asked)\b"
)
_LONGEST: Final = 14
_QUOTE_AND_SPACE: Final = 3
_CLAUSES: Final = terms("clauses")
_RELATIVES: Final = frozenset(("who", "whose", "whom", "which", "that"))
_NOT_ROLES: Final = terms("not roles")
_ELECTED: Final = terms("elected")
_OWNED: Final = re.compile(r"(?:the|an?)\s+(?:[\w-]+\s+){0,2}\w+[’']s?\s", re.IGNORECASE)
_SEAT: Final = re.compile(r"(?<=\w)\s+in\s+[A-Z][\w. ]+$")
_APPOSED: Final = re.compile(
    r"(?:^|(?<=\n)|(?<=[.,;!?”\"—–]\s)|(?<=\bsaid\s)|(?<=\bby\s))"
    r"(?P<role>(?:[Aa]n?|[Tt]he|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|(?:[A-Z][\w.]+\s)?[A-Z]\w+[’']s)\s"
    r"[^,;:.“”\"]{3,90}),\s(?:[A-Z][\w.]+\s)?$"
)
_LEADING: Final = re.compile(r"^(?:an?|the|his|her|its|their|our|my|also|now)\s+", re.IGNORECASE)


def role_before(words: Sequence[Word], name: int) -> str | None:
    """Return the role that stands right before the name at index `name`, or None."""
    first = name
    while first > max(0, name - _LONGEST) and _belongs(words, first - 1):
        first -= 1
    while first < name and (words[first].lower in _OPENERS | _JOINERS or _only_opens(words[first])):
        first += 1
    role = [word for word in words[first:name] if word.text not in "“”\"‘’'"]
    if not any(is_role(word.text) and word.lower not in _NOT_ROLES for word in role):
        return None
    return " ".join(_spelled(word) for word in role if word.lower not in _NOT_ROLES)


def _spelled(word: Word) -> str:
    return word.text + ("’s" if word.possessive else "")


def _belongs(words: Sequence[Word], at: int) -> bool:
    word, following = words[at], words[at + 1]
    if not word.text[0].isalnum():
        return word.text in '“”‘’"' and at > 0 and following.text[0].isalnum()
    if following.start - word.end > _QUOTE_AND_SPACE or word.lower in _OPENERS:
        return False
    if word.lower in _JOINERS:
        return word.lower != "the" and _office(words, at)
    return word.capital or word.possessive or _is_modifier(word)


def _is_modifier(word: Word) -> bool:
    listed = is_role(word.text) or word.lower in _MODIFIERS or is_organisation(word.text)
    return listed or "-" in word.text


def _office(words: Sequence[Word], at: int) -> bool:
    """Say whether "of" belongs to an office: "Secretary of State", "House of Representatives"."""
    return words[at + 1].lower in _STATE_OFFICES or (
        at > 0 and is_role(words[at - 1].text) and words[at + 1].capital
    )


def _only_opens(word: Word) -> bool:
    return not (word.capital or word.possessive or _is_modifier(word))


def role_after(text: str, end: int, limit: int) -> str | None:
    """Return the role in apposition after a name: ", a doctor," or " (D-Mont.)", or None."""
    party = _PARTY.match(text, end, limit)
    if party:
        return f"({party[1]})"
    of = re.compile(r"\s+of\s+[A-Z][\w. ]{2,20}(?=,)").match(text, end, limit)
    found = _AFTER.match(text, of.end() if of else end, limit)
    if not found:
        return None
    role = found[1]
    cut = _CUT.search(role)
    if cut and cut["verb"]:
        # "in Chelsea, the mayor said" is no apposition.
        return None
    role = without_article(role[: cut.start()] if cut else role).strip()
    role = _SEAT.sub("", role)
    words = role.replace("’s", "").replace("'s", "").split()
    head = words[:9] if words else []
    stated = any(is_role(word.strip(",.")) for word in head)
    return role if stated and not _is_clause(words) and role not in places() else None


def _is_clause(words: Sequence[str]) -> bool:
    first = words[0].lower()
    return first.endswith("ing") or first in _CLAUSES or first in _RELATIVES


def without_article(role: str) -> str:
    """Return a role without its article, unless that belongs to an owner: "the panel's"."""
    if _OWNED.match(role):
        return role
    return _LEADING.sub("", role)


def role_apposed(text: str, start: int, name: int) -> str | None:
    """Return the description in commas before a name: "An attorney for him, Mark Hill, said"."""
    found = _APPOSED.search(text, max(start, name - 120), name)
    while found is not None:
        words = found["role"].replace("’s", "").replace("'s", "").split()
        if any(map(is_role, words[:6])):
            return without_article(found["role"])
        # A longer stretch that begins earlier hides a shorter one.
        found = _APPOSED.search(text, found.start() + 1, name)
    return None


def joined(before: str | None, after: str | None) -> str | None:
    """Return both parts of a role as one: "Sen. (D-Mont.)", "Rep., the panel's chairman"."""
    if before and after:
        if after.startswith("("):
            return f"{before} {after}"
        short = before.split()[-1].lower() in _ELECTED and " " not in before.split(" ", 1)[-1]
        return f"{before}, {after}" if short else before
    return before or (after if after and not after.startswith("(") else None)
