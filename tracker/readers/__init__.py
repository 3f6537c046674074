"""Readers of articles: bytes in, a frozen ``Document`` out.

Pure: no database, no framework. Fetching by address is in ``tracker.readers.fetching``, which is
imported only where it is wanted.
"""

from tracker.readers.cleaning import clean_text
from tracker.readers.document import DEFAULT_LIMITS, Document, Limits, UnreadableDocument
from tracker.readers.links import BadAddress, canonical_url
from tracker.readers.reading import read

__all__ = [
    "DEFAULT_LIMITS",
    "BadAddress",
    "Document",
    "Limits",
    "UnreadableDocument",
    "canonical_url",
    "clean_text",
    "read",
]
