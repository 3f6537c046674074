"""How words are compared when people search: without case, accents or typographic width."""

import unicodedata


def fold(text: str) -> str:
    """Return the text as it is searched: NFKD without combining marks, case-folded, one space.

    Python does it for both databases, so both find the same.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    spread = unicodedata.normalize("NFKD", text)
    plain = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())
