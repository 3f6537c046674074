"""Reader of web pages: the article without menus and advertisements, by trafilatura."""

import re

from lxml.etree import iterwalk
from lxml.html import HtmlElement
from trafilatura import bare_extraction, html2txt
from trafilatura.utils import load_html

from tracker.domain.messages import Message
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
# Pages that were saved in one file carry their pictures along.
_PICTURE = re.compile(r"data:[\w/+.-]{1,60};base64,[A-Za-z0-9+/=%]*")
_LONGEST = 5_000_000
#: Where HTML says its charset (html.spec.whatwg.org, 4.2.5.4: within 1024 bytes; some are late).
_HEAD = 4096
# libxml2 drops what lies below 256 tags; long pages have some 30,000.
_DEEPEST = 250
_MOST_ELEMENTS = 50_000


def read(source: Source) -> Document:
    """Read a web page: its article and the facts that its head states."""
    decoded = decode(source.content, charset=source.charset or _stated_charset(source.content))
    return finish(page_document(decoded, url=source.url), source)


def page_document(decoded: Decoded, *, url: str | None = None) -> Document:
    """Return the article of a decoded page, before the last steps."""
    html = _XML_DECLARATION.sub("", _PICTURE.sub("data:,", decoded.text.replace("\x00", "")))
    if len(html) > _LONGEST:
        raise UnreadableDocument("its HTML is longer than %(most)s characters", most=_LONGEST)
    tree = load_html(html)
    if tree is None:
        raise UnreadableDocument("it is not HTML that a browser could show")
    _refuse_towers(tree)
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


def _refuse_towers(tree: HtmlElement) -> None:
    """Refuse a page of countless or deeply nested tags: the parser drops what lies deeper."""
    count = depth = 0
    for event, _ in iterwalk(tree, events=("start", "end")):
        count += event == "start"
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            raise UnreadableDocument("its tags nest more than %(most)s deep", most=_DEEPEST)
        if count > _MOST_ELEMENTS:
            raise UnreadableDocument("it has more than %(most)s tags", most=_MOST_ELEMENTS)


def _foreign_address(facts: PageFacts, url: str | None) -> tuple[str, ...]:
    stated, fetched = host_of(facts.canonical_url or ""), host_of(url or "")
    if stated and fetched and stated != fetched:
        return (
            Message(
                "the page came from %(fetched)s but gives an address at %(stated)s as its own",
                fetched=fetched,
                stated=stated,
            ),
        )
    return ()
