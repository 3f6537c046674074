"""Reader of web pages: the article without menus and advertisements, by trafilatura."""

import re

from trafilatura import bare_extraction, html2txt
from trafilatura.utils import load_html

from tracker.readers.decoding import Decoded, decode
from tracker.readers.document import Document, Source, UnreadableDocument
from tracker.readers.finishing import finish
from tracker.readers.links import host_of
from tracker.readers.web_facts import PageFacts, page_facts

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]{1,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(
    rb"\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w:.-]{1,40})", re.IGNORECASE
)
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
#: Where HTML says its charset (html.spec.whatwg.org, 4.2.5.4: within 1024 bytes; some are late).
_HEAD = 4096
_DEEPEST = 2000
_OPENING = re.compile(r"<(?!/|!|\?|br\b|img\b|hr\b|meta\b|link\b|input\b|p\b|li\b)[A-Za-z]")
_CLOSING = re.compile(r"</[A-Za-z]")


def read(source: Source) -> Document:
    """Read a web page: its article and the facts that its head states."""
    decoded = decode(source.content, charset=source.charset or _stated_charset(source.content))
    return finish(page_document(decoded, url=source.url), source)


def page_document(decoded: Decoded, *, url: str | None = None) -> Document:
    """Return the article of a decoded page, before the last steps."""
    html = _XML_DECLARATION.sub("", decoded.text.replace("\x00", ""))
    _refuse_towers(html)
    tree = load_html(html)
    if tree is None:
        raise UnreadableDocument("it is not HTML that a browser could show")
    facts = page_facts(tree, url=url)
    text, text_warnings = _article(html, url)
    return Document(
        text=text,
        title=facts.title,
        outlet=facts.outlet,
        outlet_domain=host_of(facts.canonical_url or url or ""),
        byline=facts.byline,
        published_on=facts.published_on,
        language=facts.language,
        canonical_url=facts.canonical_url,
        media_type="text/html",
        encoding=decoded.encoding,
        warnings=(*decoded.warnings, *text_warnings, *_foreign_address(facts, url)),
    )


def _article(html: str, url: str | None) -> tuple[str, tuple[str, ...]]:
    """Return the article's paragraphs, one a line."""
    article = bare_extraction(html, url=url, include_comments=False, with_metadata=False)
    if article is not None and not isinstance(article, dict) and article.text:
        return article.text, ()
    return html2txt(html), ("the article could not be told from the rest of the page",)


def _stated_charset(content: bytes) -> str | None:
    head = content[:_HEAD]
    match = _CHARSET.search(head) or _XML_CHARSET.match(head)
    return match[1].decode("ascii") if match else None


def _refuse_towers(html: str) -> None:
    """Refuse a page whose tags nest so deep that no browser shows it and parsers go astray."""
    depth = 0
    for opened, closed in _steps(html):
        depth += opened - closed
        if depth > _DEEPEST:
            raise UnreadableDocument(f"its tags nest more than {_DEEPEST:,} deep")


def _steps(html: str) -> list[tuple[int, int]]:
    chunks = (html[start : start + 50_000] for start in range(0, len(html), 50_000))
    return [(len(_OPENING.findall(chunk)), len(_CLOSING.findall(chunk))) for chunk in chunks]


def _foreign_address(facts: PageFacts, url: str | None) -> tuple[str, ...]:
    stated, fetched = host_of(facts.canonical_url or ""), host_of(url or "")
    if stated and fetched and stated != fetched:
        return (f"the page came from {fetched} but gives an address at {stated} as its own",)
    return ()
