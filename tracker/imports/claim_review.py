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
from tracker.imports import decoding, tolerance, whereabouts
from tracker.imports.drafts import Draft, Rating, Refusal, ReviewDraft, UnreadableFile
from tracker.imports.registry import import_format
from tracker.imports.tolerance import addresses, day, each, host, number, unwrapped, words

_SENTENCE = 60
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
    yield from drafts_of(Found(n, one) for n, one in enumerate(_within(_documents(text)), start=1))


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
        rating=_rating(review.get("reviewRating"), notes),
        claimant=words(claim.get("author")) or None,
        claimed_on=day(claim.get("datePublished")),
        url=url,
        headline=words(review.get("headline")) or words(review.get("name")) or None,
        language=words(review.get("inLanguage")) or None,
        reviewed_on=day(review.get("datePublished")),
        appearances=_appearances(claim, notes),
        is_withdrawn=found.is_withdrawn,
        notes=tuple(notes),
    )


def is_claim_review(value: Any) -> bool:
    """Tell whether an object says that it is a ClaimReview, with or without its context."""
    kinds = each(value.get("@type")) + each(value.get("type")) if isinstance(value, dict) else []
    return any(isinstance(kind, str) and kind.endswith("ClaimReview") for kind in kinds)


def _within(document: Any) -> Iterator[dict[str, Any]]:
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


def _documents(text: str) -> Any:
    """Return the JSON, or, where it is one object a line, a list of them."""
    try:
        return decoding.parse_json(text)
    except UnreadableFile:
        lines = [line for _number, line in decoding.json_lines(text)]
        is_one = len(lines) <= 1
        if is_one or not all(line.lstrip().startswith("{") for line in lines):
            raise
        return [decoding.parse_json(line) for line in lines]


def _on_page(text: str) -> Iterator[Found | Refusal]:
    scripts = _Scripts()
    scripts.feed(text)
    scripts.close()
    for line, script in scripts.found:
        try:
            document = decoding.parse_json(script)
        except UnreadableFile as error:
            yield Refusal(
                line,
                Message("a script on the page cannot be read: %(reason)s", reason=error.message),
            )
            continue
        yield from (Found(line, review, page=scripts.page) for review in _within(document))


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


def _rating(value: Any, notes: list[Message]) -> Rating:
    rating = unwrapped(value)
    if not rating:
        label = words(value)
        notes.append(Message("the rating is bare words") if label else Message("it has no rating"))
        return Rating(label=label)
    label = words(rating.get("alternateName")) or words(rating.get("name"))
    label = label or words(rating.get("ratingValue"))
    if len(label) > _SENTENCE:
        notes.append(Message("the verdict is a whole sentence; say below what it means"))
    best, worst = number(rating.get("bestRating")), number(rating.get("worstRating"))
    figure = number(rating.get("ratingValue"))
    if best is not None and worst is not None and best <= worst:
        if best != -1:
            notes.append(
                Message(
                    "the scale from %(worst)s to %(best)s is none; only the words count",
                    worst=f"{worst:g}",
                    best=f"{best:g}",
                )
            )
        best = worst = figure = None
    elif figure is not None and figure == -1 and (worst or 0) >= 0:
        best = worst = figure = None
    figure = _clamped(figure, worst, best, notes)
    return Rating(label, figure, best, worst, words(rating.get("ratingExplanation")))


def _clamped(
    figure: float | None, worst: float | None, best: float | None, notes: list[Message]
) -> float | None:
    if figure is None or worst is None or best is None or worst <= figure <= best:
        return figure
    inside = min(max(figure, worst), best)
    notes.append(
        Message(
            "the rating %(figure)s lies outside %(worst)s to %(best)s and was read as %(inside)s",
            figure=f"{figure:g}",
            worst=f"{worst:g}",
            best=f"{best:g}",
            inside=f"{inside:g}",
        )
    )
    return inside


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
