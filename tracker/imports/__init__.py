"""Files of others, and our own that come back: bytes in, frozen drafts out, row by row.

Pure: no database, no framework. Nothing here decides what is stored.
"""

# Imported for their effect: each adds its format to the registry.
from tracker.imports import (
    annotations,
    claim_review,
    data_feed,
    fact_check_insights,
    own_files,
)
from tracker.imports.drafts import (
    AnnotationDraft,
    ClaimRow,
    Draft,
    Rating,
    Reading,
    Refusal,
    ReviewDraft,
    Selector,
    UnreadableFile,
)
from tracker.imports.rating_words import guess
from tracker.imports.recognition import recognise
from tracker.imports.registry import COMMAND, PAGES, ImportFormat, Limits, all_formats, get, read

__all__ = [
    "COMMAND",
    "PAGES",
    "AnnotationDraft",
    "ClaimRow",
    "Draft",
    "ImportFormat",
    "Limits",
    "Rating",
    "Reading",
    "Refusal",
    "ReviewDraft",
    "Selector",
    "UnreadableFile",
    "all_formats",
    "annotations",
    "claim_review",
    "data_feed",
    "fact_check_insights",
    "get",
    "guess",
    "own_files",
    "read",
    "recognise",
]
