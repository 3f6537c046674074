"""Reader of Markdown: the words without the marks, and the facts of the front matter."""

import re
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tracker.readers.dates import stated_date
from tracker.readers.decoding import decode
from tracker.readers.document import Document, Source, UnreadableDocument
from tracker.readers.finishing import check_length, check_size, finish
from tracker.readers.language import stated_language
from tracker.readers.links import BadAddress, canonical_url, host_of

_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*\r?$\n?", re.DOTALL | re.MULTILINE
)
_FIELD = re.compile(r"([A-Za-z][\w-]*)[ \t]*:(?:[ \t]+(.*))?")
_LIST_ENTRY = re.compile(r"[ \t]*-[ \t]+(.+)")
_MARK = re.compile(r"[*_\[]")
_MOST_LINES, _MOST_MARKS = 20_000, 20_000
_QUOTES = "\"'"


def read(source: Source) -> Document:
    """Read Markdown; the title is that of the front matter or the first heading of rank one."""
    check_size(source)
    decoded = decode(source.content, charset=source.charset)
    check_length(decoded.text, source)
    _refuse_thickets(decoded.text)
    facts, body = _front_matter(decoded.text.lstrip("\ufeff"))
    tokens = MarkdownIt("commonmark").enable("table").parse(body)
    address, address_warning = _address(_first(facts, "canonical_url", "canonical", "url", "link"))
    dated, date_warning = _date(_first(facts, "date", "published", "published_on"))
    document = Document(
        text="\n".join(_blocks(tokens)),
        title=_first(facts, "title", "headline") or _first_heading(tokens),
        outlet=_first(facts, "outlet", "publisher", "publication", "site", "source"),
        outlet_domain=host_of(address) if address else None,
        byline=_first(facts, "author", "authors", "byline"),
        published_on=dated,
        language=stated_language(_first(facts, "language", "lang")),
        canonical_url=address,
        media_type="text/markdown",
        encoding=decoded.encoding,
        warnings=(*decoded.warnings, *address_warning, *date_warning),
    )
    return finish(document, source)


def _refuse_thickets(text: str) -> None:
    """Refuse what the parser needs minutes for: countless lines or unclosed marks."""
    if text.count("\n") > _MOST_LINES or len(_MARK.findall(text)) > _MOST_MARKS:
        raise UnreadableDocument("it has more lines or marks than an article; split it")


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    match = _FRONT_MATTER.match(text)
    if not match:
        return {}, text
    facts: dict[str, str] = {}
    name = ""
    for line in match[1].splitlines():
        if field := _FIELD.fullmatch(line):
            name = field[1].lower().replace("-", "_")
            facts[name] = _value(field[2] or "")
        elif name and (entry := _LIST_ENTRY.fullmatch(line)):
            facts[name] = ", ".join(filter(None, (facts[name], _value(entry[1]))))
    return facts, text[match.end() :]


def _value(written: str) -> str:
    written = written.strip()
    if written.startswith("[") and written.endswith("]"):
        return ", ".join(_value(part) for part in written[1:-1].split(","))
    if len(written) > 1 and written[0] in _QUOTES and written[0] == written[-1]:
        return written[1:-1]
    return written


def _first(facts: dict[str, str], *names: str) -> str | None:
    return next((facts[name] for name in names if facts.get(name)), None)


def _address(stated: str | None) -> tuple[str | None, tuple[str, ...]]:
    if stated is None:
        return None, ()
    try:
        return canonical_url(stated), ()
    except BadAddress as error:
        return None, (f"the address in the front matter was left out: {error}",)


def _date(stated: str | None) -> tuple[date | None, tuple[str, ...]]:
    dated = stated_date(stated)
    unclear = stated is not None and dated is None
    return dated, ((f"the date {stated!r} could not be read for certain",) if unclear else ())


def _blocks(tokens: Iterable[Token]) -> Iterable[str]:
    for token in tokens:
        text = _words(token) if token.type == "inline" else ""
        if token.type in {"fence", "code_block"}:
            text = token.content
        if text.strip():
            yield text.strip()


def _words(inline: Token) -> str:
    """Return what a reader sees of a block; tags are marks, not words, and pictures have none."""
    pieces = {"text", "code_inline", "text_special"}
    breaks = {"softbreak", "hardbreak"}
    return "".join(
        child.content if child.type in pieces else " " if child.type in breaks else ""
        for child in inline.children or ()
    )


def _first_heading(tokens: list[Token]) -> str | None:
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open" and opening.tag == "h1":
            return _words(inline)
    return None
