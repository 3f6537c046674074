"""ClaimReview as publishers write it: every oddity that was seen is read, and named.

Sources of the oddities: Google's and Full Fact's notes on the mark-up, and the code of projects
that collect it.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import Any

from tracker.domain.folding import fold
from tracker.domain.messages import Message
from tracker.imports import decoding, ratings, tolerance, whereabouts
from tracker.imports.drafts import Draft, Refusal, ReviewDraft, UnreadableFile
from tracker.imports.registry import import_format
from tracker.imports.tolerance import addresses, day, each, host, unwrapped, words

#: Where objects are found that hold others.
_WITHIN = (
    "@graph",
    "dataFeedElement",
    "item",
    "mainEntity",
    "itemListElement",
    "review",
    "hasPart",
)
#: These identify somebody or something; other addresses in ``sameAs`` are mistaken appearances.
_IDENTITIES = ("wikidata.org", "wikipedia.org", "dbpedia.org", "isni.org", "viaf.org")


@dataclass(frozen=True, slots=True)
class Found:
    """One ClaimReview in a file, and what its feed says around it."""

    line: int
    review: dict[str, Any]
    is_withdrawn: bool = False
    page: str | None = None


@import_format(
    "claimreview",
    label="ClaimReview",
    description="Fact checks of other publishers: JSON-LD, or a web page that holds it",
)
def read_claim_reviews(content: bytes) -> Iterator[Draft]:
    """Yield the fact checks in a JSON-LD object, list or graph, or in the scripts of a page."""
    text = decoding.decode(content)
    if text.lstrip().startswith("<"):
        yield from drafts_of(_on_page(text))
        return
    yield from drafts_of(_in_file(text))


def drafts_of(found: Iterable[Found | Refusal]) -> Iterator[Draft]:
    """Turn what was found into drafts; checks that share a page are told apart by their claim."""
    drafts = [one if isinstance(one, Refusal) else draft_of(one) for one in found]
    shared = Counter(
        (one.source, one.external_id) for one in drafts if isinstance(one, ReviewDraft)
    )
    for one in drafts:
        if isinstance(one, ReviewDraft) and shared[one.source, one.external_id] > 1:
            yield replace(one, external_id=f"{one.external_id} {_mark(one.claim_text)}")
        else:
            yield one


def draft_of(found: Found) -> ReviewDraft | Refusal:
    """Read one ClaimReview, or say why it cannot be used."""
    review, notes = found.review, list[Message]()
    claim = unwrapped(review.get("itemReviewed"))
    text = words(review.get("claimReviewed")) or words(claim.get("text"))
    text = text or words(claim.get("name"))
    if not text:
        return Refusal(found.line, "claimReviewed is missing: nobody can tell what was checked")
    url = next(iter(addresses(review.get("url"))), None) or found.page
    author = unwrapped(review.get("author")) or unwrapped(review.get("publisher"))
    site = next(iter(addresses(author.get("url"))), None)
    publisher = words(review.get("author")) or words(review.get("publisher")) or host(url or site)
    if not publisher:
        return Refusal(found.line, "neither author nor url is given: nobody answers for this check")
    if url is None:
        notes.append(Message("it has no address; it is recognised by its publisher and claim"))
    identity = tolerance.web_address(words(review.get("@id"))) or url or _mark(publisher + text)
    return ReviewDraft(
        line=found.line,
        source=host(url or site) or fold(publisher),
        external_id=identity,
        claim_text=text,
        publisher=publisher,
        rating=ratings.read(review.get("reviewRating"), notes),
        claimant=words(claim.get("author")) or None,
        claimed_on=day(claim.get("datePublished"), notes),
        url=url,
        headline=words(review.get("headline")) or words(review.get("name")) or None,
        language=words(review.get("inLanguage")) or None,
        reviewed_on=day(review.get("datePublished"), notes),
        appearances=_appearances(claim, notes),
        is_withdrawn=found.is_withdrawn,
        notes=tuple(notes),
    )


def is_claim_review(value: Any) -> bool:
    """Tell whether an object says that it is a ClaimReview, with or without its context."""
    kinds = each(value.get("@type")) + each(value.get("type")) if isinstance(value, dict) else []
    return any(isinstance(kind, str) and kind.endswith("ClaimReview") for kind in kinds)


def checks_within(document: Any) -> Iterator[dict[str, Any]]:
    """Yield the ClaimReviews of a document in their order, without recursion."""
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting.extend(reversed(value))
        elif is_claim_review(value) or (isinstance(value, dict) and "claimReviewed" in value):
            yield unwrapped(value)
        elif isinstance(value, dict):
            waiting.extend(value[key] for key in reversed(_WITHIN) if value.get(key))


def _in_file(text: str) -> Iterator[Found | Refusal]:
    """Yield what the JSON holds, or, where it is one object a line, what each line holds."""
    try:
        documents = [decoding.parse_json(decoding.unprefixed(text))]
    except UnreadableFile as error:
        yield from _a_line_each(text, error)
        return
    yield from (Found(n, one) for n, one in enumerate(checks_within(documents), start=1))


def _a_line_each(text: str, error: UnreadableFile) -> Iterator[Found | Refusal]:
    """Yield what each line holds; one that is broken takes none of the others along."""
    lines = [one for one in decoding.json_lines(text) if one[1].strip() not in {"[", "]"}]
    parsed = [(number, _parsed(line)) for number, line in lines]
    if len(lines) <= 1 or all(isinstance(one, UnreadableFile) for _number, one in parsed):
        raise error
    for number, document in parsed:
        if isinstance(document, UnreadableFile):
            yield Refusal(
                number,
                Message("this line is no whole JSON; fetch the file anew, or mend the line"),
            )
            continue
        yield from (Found(number, one) for one in checks_within(document))


def _parsed(line: str) -> Any:
    """Return what the line says, or why it cannot be read; a comma may end it."""
    try:
        return decoding.parse_json(decoding.unprefixed(line.strip().removesuffix(",")))
    except UnreadableFile as error:
        return error


def _on_page(text: str) -> Iterator[Found | Refusal]:
    scripts = _Scripts()
    scripts.feed(text)
    scripts.close()
    for line, script in scripts.found:
        try:
            document = decoding.parse_json(decoding.unprefixed(script))
        except UnreadableFile as error:
            yield Refusal(
                line,
                Message("a script on the page cannot be read: %(reason)s", reason=error.message),
            )
            continue
        yield from (Found(line, review, page=scripts.page) for review in checks_within(document))


class _Scripts(HTMLParser):
    """Collects the JSON-LD scripts of a page, each with its line, and the page's own address."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self.page: str | None = None
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notice where a script of JSON-LD begins."""
        given = dict(attrs)
        self._is_inside = tag == "script" and "ld+json" in (given.get("type") or "").lower()
        if self._is_inside:
            self.found.append((self.getpos()[0], ""))
        if tag == "link" and given.get("rel") == "canonical":
            self.page = tolerance.web_address(given.get("href"))

    def handle_endtag(self, tag: str) -> None:
        """Notice where it ends."""
        self._is_inside = False

    def handle_data(self, data: str) -> None:
        """Keep what stands in between."""
        if self._is_inside:
            line, before = self.found[-1]
            self.found[-1] = (line, before + data)


def _appearances(claim: dict[str, Any], notes: list[Message]) -> tuple[str, ...]:
    found = [
        *addresses(claim.get("firstAppearance")),
        *addresses(claim.get("appearance")),
        *addresses(claim.get("url")),
    ]
    mistaken = [a for a in addresses(claim.get("sameAs")) if not host(a).endswith(_IDENTITIES)]
    if mistaken:
        notes.append(Message("sameAs of the claim was read as where it appeared"))
    return whereabouts.read((*found, *mistaken), notes)


def _mark(text: str) -> str:
    return hashlib.sha256(fold(text).encode()).hexdigest()[:12]
