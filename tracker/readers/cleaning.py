"""The one form of text that offsets are measured on."""

import re

_SURROGATE = re.compile("[\ud800-\udfff]")
_SPACE = re.compile(r"[\s\x00-\x1f\x7f]+")


def clean_text(text: str) -> str:
    r"""Return the text with \n line ends and without NUL, lone surrogates and byte order mark.

    Everything else stays, so that quotations remain verbatim. Both databases can store the
    result, and cleaning it again changes nothing.
    """
    if _SURROGATE.search(text):
        # Two halves of one character come together here; a lone half is dropped.
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
    text = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    return text.lstrip("\ufeff")


def one_line(text: str | None, *, longest: int = 1000) -> str | None:
    """Return the text on one line without control characters, or None where nothing is left."""
    return _SPACE.sub(" ", clean_text(text or "")).strip()[:longest].rstrip() or None
