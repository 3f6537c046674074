"""One HTML page with everything in it: to read, to print, and to send without a second file.

It runs nothing and fetches nothing, and says so to the browser.
"""

from collections.abc import Iterable, Iterator
from html import escape
from typing import BinaryIO

from tracker.domain.records import ClaimRecord
from tracker.exports import languages
from tracker.exports.addresses import as_iri
from tracker.exports.context import ExportContext, ExportSummary
from tracker.exports.facts import Fact, facts, one_line
from tracker.exports.registry import export_format

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { line-height: 1.25; overflow-wrap: anywhere; }
article { border-top: 1px solid; margin-top: 2rem; break-inside: avoid; }
blockquote { border-inline-start: 0.25rem solid; margin: 1rem 0; padding-inline-start: 1rem; }
dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: 0.25rem 1rem; }
dt { font-weight: bold; }
dd { margin: 0; overflow-wrap: anywhere; }
@media print {
  body { max-width: none; margin: 0; }
  a { color: inherit; }
  dd a::after { content: " (" attr(href) ")"; }
}
"""
_CLOSING = b"</main>\n</body>\n</html>\n"


@export_format(
    "html",
    label="Report (HTML)",
    media_type="text/html; charset=utf-8",
    extension="html",
    description="One page to read, print or send: who, when, where, the verdicts and why",
)
def write_printed_report(
    records: Iterable[ClaimRecord], out: BinaryIO, *, context: ExportContext
) -> ExportSummary:
    """Write the head of the page, then an article for each claim."""
    written = 0
    out.write(_opening(context).encode())
    for record in records:
        out.write("".join(_article(record)).encode())
        written += 1
    out.write(_CLOSING)
    return ExportSummary(written)


def _opening(context: ExportContext) -> str:
    newsroom, day = _shown(context.publisher_name), context.generated_at.date().isoformat()
    return f"""<!DOCTYPE html>
<html lang="{languages.OWN}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Claims, {newsroom}, {day}</title>
<style>{_STYLE}</style>
</head>
<body>
<header>
<h1>Claims</h1>
<p>{newsroom}, <time datetime="{day}">{day}</time></p>
</header>
<main>
"""


def _article(record: ClaimRecord) -> Iterator[str]:
    yield f'<article id="claim-{record.claim_id}">\n'
    told = languages.of_claim(record)
    tongue = f' lang="{told}"' if told else ""
    yield f'<h2{tongue} dir="auto">{_shown(record.wording)}</h2>\n'
    if record.quote:
        yield f'<blockquote{tongue} dir="auto">{_shown(record.quote)}</blockquote>\n'
    yield "<dl>\n"
    for fact in facts(record):
        yield f'<dt>{fact.label}</dt>\n<dd dir="auto">{_answer(fact)}</dd>\n'
    yield "</dl>\n</article>\n"


def _answer(fact: Fact) -> str:
    if fact.address is None:
        return escape(fact.line)
    return f'<a href="{escape(as_iri(fact.address))}">{escape(fact.line)}</a>'


def _shown(text: str) -> str:
    """Return the text so that it is only ever text, between tags or between quotation marks."""
    return escape(one_line(text))
