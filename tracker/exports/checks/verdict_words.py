"""What common verdict labels mean, so that a label and a rating that disagree are noticed."""

import re
from functools import lru_cache

from tracker.domain.vocabulary import ContentVerdict

#: Labels in use among fact-checkers, on our scale; None where a label is not a step on it.
KNOWN_LABELS: dict[str, int | None] = {
    "true": 5,
    "correct": 5,
    "accurate": 5,
    "vrai": 5,
    "wahr": 5,
    "verdadero": 5,
    "mostly true": 4,
    "mostly correct": 4,
    "half true": 3,
    "mixed": 3,
    "mixture": 3,
    "partly false": 2,
    "mostly false": 2,
    "barely true": 2,
    "false": 1,
    "fake": 1,
    "hoax": 1,
    "incorrect": 1,
    "not true": 1,
    "untrue": 1,
    "wrong": 1,
    "pants on fire": 1,
    "faux": 1,
    "falsch": 1,
    "falso": 1,
    "not rated": None,
    "research in progress": None,
    "satire": None,
    "unproven": None,
    "unverifiable": None,
    "unverified": None,
}
#: Words that give a verdict wherever they stand; "true" and "wrong" are said of much else.
_TELLING = ("debunked", "fake", "false", "hoax", "misleading", "untrue")
#: Newsrooms draw the line between neighbouring steps differently; two steps are another matter.
_TOLERANCE = 1


@lru_cache(maxsize=1024)  # a newsroom has a dozen labels and a hundred thousand claims
def contradicts(label: str, verdict: ContentVerdict) -> bool:
    """Tell whether a well-known label says something else than the verdict it stands for."""
    folded = " ".join(re.findall(r"\w+", label.casefold()))
    if folded not in KNOWN_LABELS:
        return False
    meant, given = KNOWN_LABELS[folded], verdict.score
    if meant is None or given is None:
        return meant is not given
    return abs(meant - given) > _TOLERANCE


def tells_verdict(wording: str, label: str) -> bool:
    """Tell whether a claim's wording gives away how it was rated."""
    words = "|".join(re.escape(word) for word in (*_TELLING, label.strip()) if word)
    return re.search(rf"(?<!\w)(?:{words})(?!\w)", wording, re.IGNORECASE) is not None
