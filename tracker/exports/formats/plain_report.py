"""Markdown that people can read as it stands, in which no text of a claim can become markup.

CommonMark takes a backslash before any ASCII punctuation for the sign itself. Every text is on one
line and follows something else there, so signs that only begin a line need none.
"""

import re
from collections.abc import Iterable
from typing import BinaryIO

from tracker.domain.records import ClaimRecord
from tracker.exports.addresses import as_iri
from tracker.exports.context import ExportContext, ExportSummary
from tracker.exports.facts import Fact, facts, one_line
from tracker.exports.registry import export_format

#: Signs of CommonMark and of its common extensions: tables, strikethrough, mathematics, notes.
_MARKUP = re.compile(r"[\\`*_\[\]<>&~|#!$^={}@]|:(?=\S)|(?<=www)\.", re.IGNORECASE)


@export_format(
    "markdown",
    label="Report (Markdown)",
    media_type="text/markdown; charset=utf-8",
    extension="md",
    description="A readable list of the claims: who, when, where, the verdicts and why",
)
def write_plain_report(
    records: Iterable[ClaimRecord], out: BinaryIO, *, context: ExportContext
) -> ExportSummary:
    """Write a heading, then a section for each claim."""
    written = 0
    day = context.generated_at.date().isoformat()
    out.write(f"# Claims\n\n{escape(context.publisher_name)}, {day}\n".encode())
    for record in records:
        out.write(_section(record).encode())
        written += 1
    return ExportSummary(written)


def escape(text: str) -> str:
    """Return the text on one line, so that Markdown shows it and does nothing else with it."""
    return _escape(one_line(text))


def _escape(line: str) -> str:
    return _MARKUP.sub(lambda sign: f"\\{sign[0]}", line)


def _section(record: ClaimRecord) -> str:
    heading = f"\n## {record.claim_id}: {escape(record.wording)}\n\n"
    quote = f"In the words of the article: {escape(record.quote)}\n\n" if record.quote else ""
    lines = "".join(f"- **{fact.label}:** {_answer(fact)}\n" for fact in facts(record))
    return f"{heading}{quote}{lines}"


def _answer(fact: Fact) -> str:
    text = _escape(fact.line)
    if fact.address is None:
        return text
    return f"[{text}](<{as_iri(fact.address)}>)"
