"""An article as one HTML page with its claims marked: it runs nothing and fetches nothing.

Nothing is put into the text: it is cut at the ends of the claims, and each piece is escaped on
its own.
"""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise

from tracker.domain.records import ClaimRecord

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.1rem/1.6 Georgia, serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
h1 { line-height: 1.25; }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
mark { background: #dcecea; color: #1d1b18; border-bottom: 2px solid #0f5c63; }
sup a { font: 0.75rem system-ui, sans-serif; padding: 0 0.15rem; }
li { margin-bottom: 0.75rem; }
li:target { outline: 2px solid; }
"""


def marked_article(title: str, text: str, records: Sequence[ClaimRecord]) -> str:
    """Return the page; the spans of the records must count in this very text."""
    shown = escape(title)
    claims = "".join(_claim(record) for record in records)
    return f"""<!DOCTYPE html>
<html lang="{escape(records[0].article_language if records else "en")}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{shown}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1 dir="auto">{shown}</h1>
<div class="text" dir="auto">{"".join(_pieces(text, records))}</div>
<h2>Claims</h2>
<ol>
{claims}</ol>
</body>
</html>
"""


def _pieces(text: str, records: Sequence[ClaimRecord]) -> Iterator[str]:
    spans = [(*span, record.claim_id) for record in records for span in record.content_spans]
    cuts = sorted({0, len(text), *(end for span in spans for end in span[:2])})
    for start, end in pairwise(cuts):
        words = escape(text[start:end])
        covered = any(first <= start and end <= last for first, last, _ in spans)
        yield f"<mark>{words}</mark>" if covered else words
        for number in sorted(number for _, last, number in spans if last == end):
            yield f'<sup><a href="#claim-{number}">{number}</a></sup>'


def _claim(record: ClaimRecord) -> str:
    speaker = escape(record.speaker or "Nobody is named")
    return (
        f'<li id="claim-{record.claim_id}" value="{record.claim_id}" dir="auto">'
        f"{escape(record.wording)}<br>{speaker}: {escape(record.stage.label)}, "
        f"{escape(record.verdict_label or record.content_verdict.label)}</li>\n"
    )
