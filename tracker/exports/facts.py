"""What a report for people says of a claim, and in which words: whatever it is printed in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.evidence import EvidenceRecord, ReplyRecord
from tracker.domain.records import ClaimRecord
from tracker.domain.report_words import Readers
from tracker.domain.vocabulary import ContentVerdict, Stage
from tracker.exports.addresses import is_web_address
from tracker.exports.paper.directions import kept_apart

#: Ends a line somewhere, or shows nothing at all, or turns the text around it.
_UNPRINTABLE = re.compile(
    "[\\s\0-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]+"
)


#: What readers are told about a change, by what was changed.
_NOTES = {Stage.CORRECTED: "What changed", Stage.RETRACTED: "Why"}


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a report: the question it answers, the answer, and where it leads."""

    label: str
    text: str
    #: A web address to link to, or None.
    address: str | None = None

    @property
    def line(self) -> str:
        """Return the answer on one line, for programs that turn round words from the right."""
        return kept_apart(one_line(self.text))


def facts(record: ClaimRecord) -> Iterator[Fact]:
    """Yield what is known of a claim, in the order in which a reader asks.

    Of a retracted report no verdict is told: the newsroom no longer stands behind it.
    """
    yield Fact("Status", _status(record))
    if record.public_note:
        yield Fact(_NOTES.get(record.stage, "Note to readers"), record.public_note)
    yield Fact("Who", _joined(record.speaker or "Nobody is named", record.role_as_stated))
    yield Fact("When", _day(record.said_on) or "Not known")
    yield Fact("How", _joined(record.kind.label, record.medium))
    yield Fact("Where", _article(record), _web_address(record.article_url))
    if kept := _web_address(record.article_archive_url):
        yield Fact("Archived copy", kept, kept)
    if record.stage is not Stage.RETRACTED:
        yield from _verdicts(record)
        yield from (_source(one) for one in record.evidence)
        yield from (_reply(one) for one in record.replies)
    if _web_address(record.public_url):
        yield Fact("Report", record.public_url or "", record.public_url)


def one_line(text: str) -> str:
    """Return the text on one line, without signs that cannot be seen."""
    return _UNPRINTABLE.sub(" ", text).strip()


def _verdicts(record: ClaimRecord) -> Iterator[Fact]:
    yield Fact("Did they say it?", record.attribution_verdict.label)
    yield Fact("Is it true?", _content_verdict(record))
    if record.qualifiers:
        yield Fact("Keep in mind", ", ".join(qualifier.label for qualifier in record.qualifiers))
    if record.explanation.strip():
        yield Fact("Why", record.explanation)
    if record.verdict_as_of:
        yield Fact("Evidence up to", _day(record.verdict_as_of))
    if record.readers is Readers.SINGLE_READER:
        yield Fact("Read by", "One person, who checked and approved it alone")
    for medium in record.media:
        told = ", ".join(category.label for category in medium.authenticity)
        if told:
            named = _joined(medium.kind.label, medium.description)
            yield Fact("Medium", f"{named}: {told}", _web_address(medium.content_url))


def _source(source: EvidenceRecord) -> Fact:
    """Return one source as a numbered note."""
    words = f"“{source.passage}”" if source.passage else None
    read = f"read on {_day(source.accessed_on)}" if source.accessed_on else None
    told = _joined(source.title, source.publisher, words, read)
    address = _web_address(source.url) or _web_address(source.archive_url)
    return Fact(f"Note {source.number}", f"{source.stance.label}: {told}", address)


def _reply(reply: ReplyRecord) -> Fact:
    """Return what was asked and answered; only what may be quoted of an answer is in a record."""
    asked = f"asked on {_day(reply.asked_on)}" if reply.asked_on else None
    words = f"“{reply.answer}”" if reply.answer else None
    told = _joined(reply.asked_whom, reply.outcome.label, asked, words, reply.reason)
    return Fact("Reply", told)


def _content_verdict(record: ClaimRecord) -> str:
    """Return the newsroom's own word, with the common one beside it where the two differ."""
    own, common = record.verdict_label.strip(), record.content_verdict.label
    if not own or own.casefold() == common.casefold():
        return common
    return own if record.content_verdict is ContentVerdict.NOT_RATED else f"{own} ({common})"


def _status(record: ClaimRecord) -> str:
    changed = record.last_modified_at
    if changed and record.stage in {Stage.PUBLISHED, Stage.CORRECTED, Stage.RETRACTED}:
        return f"{record.stage.label} on {_day(changed.date())}"
    return record.stage.label


def _article(record: ClaimRecord) -> str:
    return _joined(record.article_title, record.outlet, _day(record.article_published_on))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _web_address(address: str | None) -> str | None:
    return address if is_web_address(address) else None
