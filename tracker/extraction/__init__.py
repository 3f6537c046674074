"""Find who says what, and how, in a newspaper article: text in, frozen values out.

A pure library: it imports nothing else of ours and never prints.
"""

from tracker.extraction.candidates import Attribution, RawAttribution, Span, Speaker
from tracker.extraction.pipeline import EXTRACTOR_VERSION, extract, extract_many
from tracker.extraction.segments import MAX_CHARACTERS, TextRefused, admit, sentences

__all__ = [
    "EXTRACTOR_VERSION",
    "MAX_CHARACTERS",
    "Attribution",
    "RawAttribution",
    "Span",
    "Speaker",
    "TextRefused",
    "admit",
    "extract",
    "extract_many",
    "sentences",
]
