"""Bytes to text: byte order mark, stated charset, UTF-8, and only then a guess."""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from tracker.domain.messages import Message
from tracker.readers.document import UnreadableDocument

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Python knows codecs that are no charsets of documents, some of them slow (punycode) or
# treacherous (unicode_escape, utf-7); only these may be asked for.
_CHARSET = re.compile(
    r"utf-8|utf-16(-[bl]e)?|utf-32(-[bl]e)?|ascii|iso8859-\d+|cp(125\d|437|85\d|86\d|874|932|949)"
    r"|koi8-[rut]|mac-roman|mac-cyrillic|gb2312|gbk|gb18030|big5(hkscs)?|shift_jis|euc_(jp|kr)"
    r"|iso2022_(jp|kr)|hz"
)
# What the web calls Latin-1 or ASCII is windows-1252 (encoding.spec.whatwg.org, 4.2).
_AS_THE_WEB_READS = {"ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030"}
_NAMES = re.compile(r"cp(125\d|874)")
_ONE_BYTE = re.compile("cp(125|437|8)|iso8859|koi8|mac")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
# Above this share of control characters it is no text.
_MOST_CONTROLS = 0.01
# The guesser weighs every charset it knows; these are those that newsrooms meet.
_GUESSES = [
    "cp1252",
    "cp1250",
    "cp1251",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "cp1257",
    "iso8859_2",
    "iso8859_5",
    "koi8_r",
    "mac_roman",
    "shift_jis",
    "euc_jp",
    "euc_kr",
    "gb18030",
    "big5",
]


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with the charset it was read in and what a person should know about that."""

    text: str
    encoding: str
    warnings: tuple[str, ...] = ()


def decode(content: bytes, *, charset: str | None = None) -> Decoded:
    """Decode a document; raise UnreadableDocument where no charset makes text of it."""
    decoded = _by_mark(content) or _as_stated(content, charset) or _as_utf_8(content)
    decoded = decoded or _guessed(content)
    if len(_CONTROLS.findall(decoded.text)) > _MOST_CONTROLS * len(decoded.text):
        raise UnreadableDocument(
            "this is not a text: it is full of control characters; open it in the program that "
            "made it and save it as text"
        )
    if charset and codec_of(charset) is None:
        return _warned(
            decoded,
            Message("the charset it names (%(charset)s) is not known", charset=charset[:40]),
        )
    return decoded


def codec_of(charset: str) -> str | None:
    """Return Python's name of a document charset, or None where it is none."""
    try:
        name = codecs.lookup(charset.strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return _AS_THE_WEB_READS.get(name, name) if _CHARSET.fullmatch(name) else None


def _by_mark(content: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return Decoded(content.decode(encoding).lstrip("\ufeff"), encoding)
            except UnicodeDecodeError:
                continue
    return None


def _as_stated(content: bytes, charset: str | None) -> Decoded | None:
    codec = codec_of(charset) if charset else None
    if codec is None:
        return None
    # Servers call UTF-8 Latin-1 by habit; the other way round it would not decode.
    if _ONE_BYTE.match(codec) and (utf_8 := _as_utf_8(content)):
        return utf_8
    try:
        return Decoded(content.decode(codec), _label(codec))
    except UnicodeDecodeError:
        return None


def _as_utf_8(content: bytes) -> Decoded | None:
    try:
        return Decoded(content.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return None


def _guessed(content: bytes) -> Decoded:
    best = from_bytes(content, cp_isolation=_GUESSES).best()
    if best is None:
        raise UnreadableDocument("its characters make no text in any known charset")
    # Several charsets often read the same bytes alike; the commonest is the likeliest.
    codec = "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding
    name = _label(codec)
    return Decoded(
        str(best),
        name,
        (Message("the charset was guessed as %(name)s; check the accents", name=name),),
    )


def _label(codec: str) -> str:
    return codec.replace("cp", "windows-") if _NAMES.fullmatch(codec) else codec.replace("_", "-")


def _warned(decoded: Decoded, warning: str) -> Decoded:
    return Decoded(decoded.text, decoded.encoding, (*decoded.warnings, warning))
