"""The public site as files: every page that can be reached, with links from file to file.

The pages are those that the program serves. Each address becomes a file, one with a query, too,
and links are written relative, so that the files can stand in any folder of any server.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from http import HTTPStatus
from posixpath import dirname, relpath
from urllib.parse import parse_qsl, urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from tracker.config import Settings

#: From these every page can be reached.
_ENTRANCES = (
    "/reports",
    "/reports/corrections",
    "/reports/method",
    "/reports/feed.atom",
    "/reports/corrections.atom",
    "/sitemap.xml",
)
_LINK = re.compile(r'(<(?:a|link|img|iframe)\b[^>]*?\b(?:href|src)=")([^"]*)(")')
_PICTURE = re.compile(r'(<meta property="og:image" content=")([^"]*)(")')
_OEMBED = ("oembed.json", "oembed.xml")
_OURS = re.compile(r"/(?:reports(?:/|$)|static/|sitemap\.xml$|oembed$)")
_WORD = re.compile(r"[A-Za-z0-9_-]{1,64}")
_FRONT = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="refresh" content="0; url=reports/">
<title>{name}</title>
</head>
<body><p><a href="reports/">{name}</a></p></body>
</html>
"""


class LinkLeadsNowhere(RuntimeError):
    """A page of ours links to one that there is not."""


@dataclass(slots=True)
class StaticSite:
    """Asks the application for its public pages, one after another."""

    app: Flask
    _asked: set[str] = field(default_factory=set)
    _waiting: list[str] = field(default_factory=list)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield path and content of each file; raise LinkLeadsNowhere where a link is broken."""
        yield "index.html", _FRONT.format(name=escape(self._settings.newsroom)).encode()
        yield "404.html", self._missing()
        for address in _ENTRANCES:
            self._visit(address)
        while self._waiting:
            address = self._waiting.pop()
            answer = self._get(address)
            if answer.status_code >= HTTPStatus.BAD_REQUEST:
                raise LinkLeadsNowhere(f"{address} answers {answer.status_code}")
            place, content = place_of(address) or "", answer.get_data()
            if answer.mimetype == "text/html":
                content = self._rewrite(content.decode(), place).encode()
            yield place, content
            answer.close()

    @property
    def _settings(self) -> Settings:
        settings: Settings = self.app.config["SETTINGS"]
        return settings

    def _get(self, address: str) -> TestResponse:
        # Without the path of the address, below which the program itself would stand.
        site = urlsplit(self._settings.base_url)
        return self.app.test_client().get(address, base_url=f"{site.scheme}://{site.netloc}")

    def _missing(self) -> bytes:
        """Return the page for wrong addresses, which may stand at any depth."""
        text = self._get("/reports/0").get_data(as_text=True)
        return self._rewrite(text, None).encode()

    def _visit(self, address: str) -> None:
        # Two addresses of one file, such as two versions of a style sheet, are one.
        place = place_of(address)
        if place and place not in self._asked:
            self._asked.add(place)
            self._waiting.append(address)

    def _rewrite(self, page: str, place: str | None) -> str:
        """Let links lead to files; from no place in particular they are absolute."""
        page = _LINK.sub(lambda found: self._link(found, place), page)
        # A picture must be told in full, and is in the files all the same.
        return _PICTURE.sub(lambda found: self._link(found, None), page)

    def _link(self, found: re.Match[str], place: str | None) -> str:
        head, target, tail = found.groups()
        address, _, anchor = unescape(target).partition("#")
        path = address.removeprefix(self._settings.base_url)
        to = place_of(path) if _OURS.match(path.partition("?")[0]) else None
        if to is None or 'rel="canonical"' in head:
            return found[0]
        self._visit(path)
        if place is None or to.endswith(_OEMBED):
            led = f"{self._settings.base_url}/{_shown(to)}"
        else:
            led = _shown(relpath(to, dirname(place) or "."))
        return f"{head}{escape(led)}{f'#{escape(anchor)}' if anchor else ''}{tail}"


def place_of(address: str) -> str | None:
    """Return the file of an address, or None where none can stand for it."""
    parts = urlsplit(address)
    path, query = parts.path.strip("/"), dict(parse_qsl(parts.query))
    if path == "oembed":
        report = re.search(r"/reports/([0-9]+)$", query.get("url", ""))
        kind = "xml" if query.get("format") == "xml" else "json"
        return f"reports/{report[1]}/oembed.{kind}" if report else None
    if path.startswith("static/") or "." in path.rpartition("/")[2]:
        return path
    words = [word for pair in sorted(query.items()) for word in pair]
    if not all(map(_WORD.fullmatch, words)):
        return None
    return "/".join([path, *(["-".join(words)] if words else []), "index.html"])


def _shown(path: str) -> str:
    """Return the path as servers show it: a folder for the page that stands for it."""
    if path == "index.html":
        return "./"
    return path.removesuffix("index.html") if path.endswith("/index.html") else path
