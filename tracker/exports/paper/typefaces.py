"""The typeface and the inks of what is printed or drawn: the same bytes on every machine.

Source Serif comes as a library, so nothing depends on the fonts that a system has. It holds the
Latin, Greek and Cyrillic scripts; ``scripts`` knows what draws the others.
"""

from io import BytesIO
from typing import Final

import font_source_serif_pro as files
import pymupdf_fonts

from tracker.domain.vocabulary import ContentVerdict

REGULAR: Final[str] = files.font_files_ttf["SourceSerifPro"]
SEMIBOLD: Final[str] = files.font_files_ttf["SourceSerifProSemibold"]

INK, SOFT_INK, LINE, ACCENT, PAPER = "#1d1b18", "#565047", "#ded6c7", "#0f5c63", "#fbf8f2"
_OFF_SCALE = SOFT_INK
_VERDICTS = {
    ContentVerdict.TRUE: "#1f6a43",
    ContentVerdict.MOSTLY_TRUE: "#476d1c",
    ContentVerdict.MIXED: "#7d5a00",
    ContentVerdict.MOSTLY_FALSE: "#a1470f",
    ContentVerdict.FALSE: "#9b2226",
}


def verdict_ink(verdict: ContentVerdict) -> str:
    """Return the colour of a verdict, which is never told by colour alone."""
    return _VERDICTS.get(verdict, _OFF_SCALE)


def other(*, strong: bool = False) -> BytesIO:
    """Return the face for Arabic, Hebrew, Georgian, Thai and Devanagari, as a file."""
    return BytesIO(pymupdf_fonts.myfont("figbo" if strong else "figo"))
