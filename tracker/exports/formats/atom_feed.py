"""An Atom feed (RFC 4287) of published checks; corrections and retractions say that they are."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import BinaryIO

from tracker.domain.records import ClaimRecord
from tracker.domain.vocabulary import Stage
from tracker.exports.addresses import as_iri, is_web_address, page_of
from tracker.exports.checks.clearance import cleared, is_withdrawn
from tracker.exports.checks.rules import claim_of
from tracker.exports.context import ExportContext, ExportSummary
from tracker.exports.facts import facts, one_line
from tracker.exports.registry import export_format
from tracker.exports.spelling import moment

_CLOSING = b"</feed>\n"
#: How a reader of headlines learns that a report is no longer what it was.
_MARKS = {Stage.CORRECTED: "Corrected", Stage.RETRACTED: "Retracted"}
_WITHDRAWN = "The newsroom has retracted this report."
_TOLD = frozenset(
    {"What changed", "Who", "When", "Did they say it?", "Is it true?", "Keep in mind", "Why"}
)


@dataclass(frozen=True, slots=True)
class FeedHead:
    """What a feed says of itself."""

    title: str
    #: Where readers fetch it, and the page that it follows; None for a file.
    address: str | None = None
    page: str | None = None


@export_format(
    "atom",
    label="Atom feed",
    media_type="application/atom+xml; charset=utf-8",
    extension="atom",
    description="Published reports for feed readers; corrected and retracted ones say so",
    published_only=True,
    tells_retractions=True,
)
def write_atom_feed(
    records: Iterable[ClaimRecord], out: BinaryIO, *, context: ExportContext
) -> ExportSummary:
    """Write an entry for each report that may leave, or that did and was taken back."""
    head = FeedHead(f"Fact checks by {context.publisher_name}")
    return write_feed(records, out, head=head, context=context)


def write_feed(
    records: Iterable[ClaimRecord], out: BinaryIO, *, head: FeedHead, context: ExportContext
) -> ExportSummary:
    """Write a feed under a title; one with an address says where it is found again."""
    written, left_out = 0, Counter[str]()
    out.write("".join(_opening(head, context)).encode())
    for record in cleared(records, context, left_out=left_out, with_withdrawn=True):
        out.write("".join(_entry(record, context)).encode())
        written += 1
    out.write(_CLOSING)
    return ExportSummary(written, left_out)


def _opening(head: FeedHead, context: ExportContext) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
    yield _element("id", head.address or context.base_url)
    yield _element("title", head.title)
    yield _element("updated", moment(context.generated_at))
    if head.address:
        yield _link("self", head.address)
    yield _link("alternate", head.page or context.base_url)
    if context.licence_url:
        yield _link("license", context.licence_url)
    yield "<author>\n"
    yield _element("name", context.publisher_name)
    if is_web_address(context.publisher_url):
        yield _element("uri", context.publisher_url)
    yield "</author>\n"


def _entry(record: ClaimRecord, context: ExportContext) -> Iterator[str]:
    address = record.public_url or ""
    first = record.first_published_at or record.created_at
    mark = _MARKS.get(record.stage)
    title = one_line(claim_of(record)) or f"Claim {record.claim_id}"
    yield "<entry>\n"
    yield _element("id", f"{as_iri(page_of(address))}#review-{record.claim_id}")
    yield _element("title", f"{mark}: {title}" if mark else title)
    yield _link("alternate", address)
    yield _element("published", moment(first))
    yield _element("updated", moment(record.last_modified_at or first))
    if mark:
        yield _category(record.stage, mark)
    if is_withdrawn(record, context):
        yield _element("summary", f"{_WITHDRAWN} {record.public_note}")
    else:
        verdict = record.content_verdict
        yield _category(verdict, verdict.label)
        yield _element("summary", _summary(record))
    yield "</entry>\n"


def _summary(record: ClaimRecord) -> str:
    told = (fact for fact in facts(record) if fact.label in _TOLD)
    return " · ".join(f"{fact.label.removesuffix('?')}: {fact.text}" for fact in told)


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(one_line(text))}</{name}>\n"


def _link(relation: str, address: str) -> str:
    return f'<link rel="{relation}" href="{escape(as_iri(address))}"/>\n'


def _category(term: str, label: str) -> str:
    return f'<category term="{term}" label="{label}"/>\n'
