"""Languages of what a report repeats: its own words are English, a claim's are the article's."""

import re

from tracker.domain.records import ClaimRecord

#: Language, script, region and variants, in the order of RFC 5646.
_TAG = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
    r"(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
)
#: What the report's own words are in.
OWN = "en"


def is_tag(language: str) -> bool:
    """Tell whether the language is written as BCP 47 has it."""
    return _TAG.fullmatch(language) is not None


def of_claim(record: ClaimRecord) -> str:
    """Return the tag of the language that a claim is told in; nothing where it is none."""
    return record.article_language if is_tag(record.article_language) else ""
