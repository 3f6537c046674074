"""The facts that a web page states about its article: JSON-LD, then OpenGraph, then the rest."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import urljoin

from lxml.html import HtmlElement
from trafilatura.metadata import extract_metadata

from tracker.readers.cleaning import one_line
from tracker.readers.dates import stated_date
from tracker.readers.language import stated_language
from tracker.readers.links import BadAddress, canonical_url

_ARTICLE_TYPE = re.compile(r"(\w*Article|\w*BlogPosting|Report|\w*Posting)")
_BY = re.compile(r"^(by|von|par|por|di)\s+(?=[A-ZÀ-Þ])", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://|www\.|^@")
_DEEPEST_NODE = 8
_MOST_NODES = 2000


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What the page says about its article; None where it says nothing."""

    title: str | None
    outlet: str | None
    byline: str | None
    published_on: date | None
    language: str | None
    canonical_url: str | None


def page_facts(tree: HtmlElement, *, url: str | None = None) -> PageFacts:
    """Return the facts that the page states; relative addresses are resolved against ``url``."""
    article = _linked_article(tree)
    metas = _metas(tree)
    seen = extract_metadata(tree, date_config={"original_date": True, "extensive_search": False})
    return PageFacts(
        title=_text(article.get("headline")) or metas.get("og:title") or one_line(seen.title),
        outlet=_name(article.get("publisher"))
        or metas.get("og:site_name")
        or metas.get("application-name")
        or _site_name(seen.sitename),
        byline=_byline(article, metas, seen.author),
        published_on=_published(article, metas, tree) or stated_date(seen.date),
        language=_language(tree, article, metas),
        canonical_url=_own_address(tree, metas, article, url),
    )


def _site_name(seen: str | None) -> str | None:
    """Return the site's name; where there is none, the parser puts its address in its place."""
    return None if seen is None or ("." in seen and " " not in seen) else one_line(seen)


def _linked_article(tree: HtmlElement) -> dict[str, Any]:
    """Return the first article of the page's JSON-LD, or nothing."""
    for script in tree.xpath('//script[contains(@type, "ld+json")]'):
        try:
            graph = json.loads((script.text or "").strip(), strict=False)
        except (ValueError, RecursionError):
            continue
        for number, node in enumerate(_nodes(graph)):
            if number > _MOST_NODES:
                break
            if any(_ARTICLE_TYPE.fullmatch(kind) for kind in _texts(node.get("@type"))):
                return node
    return {}


def _nodes(graph: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST_NODE:
        return
    if isinstance(graph, dict):
        yield graph
        graph = [part for part in graph.values() if isinstance(part, (dict, list))]
    if isinstance(graph, list):
        for part in graph:
            yield from _nodes(part, depth + 1)


def _metas(tree: HtmlElement) -> dict[str, str]:
    """Return the first content of each named meta tag."""
    metas: dict[str, str] = {}
    for tag in tree.xpath("//meta[@content]"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop") or ""
        content = one_line(tag.get("content"))
        if content:
            metas.setdefault(name.lower(), content)
    return metas


def _byline(article: dict[str, Any], metas: dict[str, str], seen: str | None) -> str | None:
    stated = _name(article.get("author")) or metas.get("author") or metas.get("article:author")
    stated = one_line((seen or "").replace("; ", ", ")) if _is_no_name(stated) else stated
    return None if stated is None or _is_no_name(stated) else _BY.sub("", stated)


def _is_no_name(stated: str | None) -> bool:
    return stated is None or _ADDRESS.search(stated) is not None


def _published(article: dict[str, Any], metas: dict[str, str], tree: HtmlElement) -> date | None:
    names = ("article:published_time", "datepublished", "date", "dc.date", "dcterms.date")
    marked = tree.xpath('//time[@datetime and (@itemprop="datePublished" or @pubdate)]/@datetime')
    stated = [_text(article.get("datePublished")), *map(metas.get, names), *map(str, marked[:1])]
    return next(filter(None, map(stated_date, stated)), None)


def _language(tree: HtmlElement, article: dict[str, Any], metas: dict[str, str]) -> str | None:
    stated = (tree.get("lang"), _text(article.get("inLanguage")), metas.get("og:locale"))
    return next(filter(None, map(stated_language, stated)), None)


def _own_address(
    tree: HtmlElement, metas: dict[str, str], article: dict[str, Any], url: str | None
) -> str | None:
    page = article.get("mainEntityOfPage")
    links = [str(link) for link in tree.xpath('//link[@rel="canonical"]/@href')[:1]]
    stated = [
        *links,
        metas.get("og:url"),
        _text(article.get("url")),
        _text(page.get("@id") if isinstance(page, dict) else page),
    ]
    return next(filter(None, (_resolved(address, url) for address in stated)), None)


def _resolved(address: str | None, url: str | None) -> str | None:
    if not address:
        return None
    try:
        return canonical_url(urljoin(url or "", address.strip()))
    except (BadAddress, ValueError):
        return None


def _name(stated: object) -> str | None:
    """Return the name or names of a JSON-LD person or organisation."""
    parts = stated if isinstance(stated, list) else [stated]
    names = (_text(part.get("name") if isinstance(part, dict) else part) for part in parts[:20])
    return ", ".join(dict.fromkeys(filter(None, names))) or None


def _text(stated: object) -> str | None:
    return next(iter(_texts(stated)), None)


def _texts(stated: object) -> Iterable[str]:
    # Many sites escape for HTML what stands in JSON.
    parts = stated if isinstance(stated, list) else [stated]
    return [line for part in parts if isinstance(part, str) and (line := one_line(unescape(part)))]
