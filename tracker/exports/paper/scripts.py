"""Texts in other scripts than the serif's: which face draws each sign, and in which order.

What is drawn goes from left to right, sign by sign. So Arabic letters are joined here, and what is
read from the right is turned round, line by line. A script that no face holds is named in brackets,
and so is a picture: an empty box would tell nobody anything.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from itertools import groupby

from arabic_reshaper import ArabicReshaper
from bidi import get_base_level, get_display
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont

from tracker.exports.paper.directions import LEFT, is_from_the_right, kept_apart
from tracker.exports.paper.typefaces import REGULAR, SEMIBOLD, other

SERIF, OTHER = "Serif", "Other"
#: Readers of PDF bring these faces along; no library that may be shipped holds their signs.
CHINESE, JAPANESE, KOREAN = "STSong-Light", "HeiseiMin-W3", "HYSMyeongJo-Medium"
_HAN, _KANA, _HANGUL = (
    "\u2e80-\u2fdf\u3000-\u303f\u3400-\u9fff\uf900-\ufaff",
    "\u3040-\u30ff",
    "\uac00-\ud7a3",
)
_LANGUAGES = {CHINESE: "Chinese", JAPANESE: "Japanese", KOREAN: "Korean"}
_FAR_EASTERN = re.compile(f"[{_HAN}{_KANA}{_HANGUL}\uff00-\uffef]")
#: Far Eastern lines end after any sign, unless what follows closes something.
_PARTS = re.compile(
    rf"\s+|[{_HAN}{_KANA}\uff00-\uffef][、。〉》」』】〕，．：；！？）]*|[^\s{_HAN}{_KANA}\uff00-\uffef]+"
)
#: Devanagari writes the short i before the letters that it is spoken after.
_SHORT_I = re.compile("((?:[\u0915-\u0939]\u093c?\u094d)*[\u0915-\u0939]\u093c?)\u093f")
_JOINING = ArabicReshaper({"use_unshaped_instead_of_isolated": True})
#: What steers other signs, and is not seen itself.
_UNSEEN = re.compile("[\u200b-\u200d\ufe00-\ufe0f\u2060]")


@cache
def _drawn_by(face: str) -> frozenset[int]:
    """Register a face, regular and bold, and return what it draws."""
    regular, bold = (REGULAR, SEMIBOLD) if face == SERIF else (other(), other(strong=True))
    pdfmetrics.registerFont(TTFont(face, regular))
    pdfmetrics.registerFont(TTFont(f"{face}-Semibold", bold))
    pdfmetrics.registerFontFamily(face, normal=face, bold=f"{face}-Semibold")
    return frozenset(pdfmetrics.getFont(face).face.charToGlyph)


@cache
def _bring(face: str) -> str:
    """Register a face that readers bring along."""
    pdfmetrics.registerFont(UnicodeCIDFont(face))
    pdfmetrics.registerFontFamily(face, normal=face, bold=face)
    return face


def is_plain(text: str) -> bool:
    """Tell whether the serif draws the text as it stands."""
    return _drawn_by(SERIF).issuperset(map(ord, text))


def lines(text: str, room: float, width: Callable[[str], float]) -> Iterator[str]:
    """Yield the text as lines that fit, each in the order in which its signs are drawn."""
    named = _drawable(text)
    kept = kept_apart(named)
    # A list that goes both ways is one of the report's own, which speaks English.
    direction = "R" if kept == named and starts_at_the_right(text) else "L"
    line = ""
    for part in _PARTS.findall(kept):
        if line.strip() and width(line + part.rstrip()) > room:
            yield _in_order(line, direction)
            line = ""
        line += part
    yield _in_order(line, direction)


def starts_at_the_right(text: str) -> bool:
    """Tell whether the text as a whole is read from the right."""
    return is_from_the_right(text) and bool(get_base_level(text))


def named(text: str) -> str:
    """Name what no face draws, and Far Eastern words where no reader has a face for them."""
    language = _LANGUAGES[_company(text)]
    return _drawable(re.sub(f"(?:{_FAR_EASTERN.pattern})+", f"[{language}]", text))


def pieces(text: str, *, strong: bool = False) -> Iterator[tuple[str, str]]:
    """Yield stretches of the text with the name of the face that draws each."""
    company = _company(text)
    for face, signs in groupby(text, key=lambda sign: _face(sign, company)):
        bold = "-Semibold" if strong and face in {SERIF, OTHER} else ""
        yield f"{face}{bold}", "".join(signs)


def _in_order(line: str, direction: str) -> str:
    shaped = _SHORT_I.sub("\u093f\\1", _JOINING.reshape(line.strip()))
    return str(get_display(shaped, base_dir=direction)).replace(LEFT, "")


def _drawable(text: str) -> str:
    """Name what no face draws: a stretch of letters by its script, a picture by what it shows."""
    told = []
    for name, signs in groupby(_UNSEEN.sub("", text), key=_unknown):
        told.append(f"[{name}]" if name else "".join(signs))
    return "".join(told)


def _unknown(sign: str) -> str:
    """Return what to call a sign that no face draws, and nothing for one that some face does."""
    code = ord(sign)
    if code in _drawn_by(SERIF) or code in _drawn_by(OTHER) or _FAR_EASTERN.match(sign):
        return ""
    name = unicodedata.name(sign, "unknown sign")
    return name.split()[0].title() if unicodedata.category(sign)[0] in "LMN" else name.lower()


def _face(sign: str, company: str) -> str:
    if ord(sign) in _drawn_by(SERIF):
        return SERIF
    if not _FAR_EASTERN.match(sign):
        return OTHER
    return _bring(_company(sign, otherwise=company))


def _company(text: str, otherwise: str = CHINESE) -> str:
    """Return the face of a text's language: Chinese signs are drawn as the others beside them."""
    if re.search(f"[{_KANA}]", text):
        return JAPANESE
    return KOREAN if re.search(f"[{_HANGUL}]", text) else otherwise
