"""Claim records on their way out; importing this package registers every format.

Knows the domain only: no database, no web.
"""

from tracker.exports.context import ExportContext, ExportSummary
from tracker.exports.formats import (
    annotations,
    atom_feed,
    claim_review,
    comma_separated,
    data_feed,
    dossier,
    json_document,
    json_lines,
    marked_article,
    pdf_report,
    plain_report,
    printed_report,
    share_card,
    spreadsheet,
    turtle,
    word_report,
)
from tracker.exports.registry import ExportFormat, all_formats, get

__all__ = [
    "ExportContext",
    "ExportFormat",
    "ExportSummary",
    "all_formats",
    "annotations",
    "atom_feed",
    "claim_review",
    "comma_separated",
    "data_feed",
    "dossier",
    "get",
    "json_document",
    "json_lines",
    "marked_article",
    "pdf_report",
    "plain_report",
    "printed_report",
    "share_card",
    "spreadsheet",
    "turtle",
    "word_report",
]
