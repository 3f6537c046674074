"""Labelled articles into windows of word pieces with the targets the network learns."""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from tracker.extraction.encoding import Array, Encoded, encode
from tracker.training.statements import reporting

WINDOW = 256
"""Word pieces a window holds, its two end marks counted."""
ROLES = ("source", "cue", "content")
LINKS = (("content", "cue"), ("cue", "source"), ("content", "source"))
"""Which role points at which."""
IGNORED = -100

OTHER_MARKS, CAPITALS, SINGLE_BREAKS = 0.2, 0.03, 0.25
"""How often an article is shown with other quotation marks, in capitals, without empty lines."""

WORN, WORN_MARK = 0.1, 0.2
"""How often an article is shown with wrong quotation marks, and how many of its marks are wrong."""

WRAPPED, WIDTHS = 0.06, (40, 80)
"""How often an article is shown in lines of a fixed width, and of which widths."""

HIDDEN, MASK = 0.04, 103
"""The share of word pieces hidden, so that their surroundings are learned too, and what hides."""

_MARKS = re.compile('[“”"]')
_VARIANTS = (
    str.maketrans("“”", '""'),
    str.maketrans("“”‘’", "\"\"''"),
    str.maketrans("“”", "«»"),
    str.maketrans("“”", "‘’"),
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article cut into word pieces, each attribution as the pieces of its three roles."""

    pieces: Encoded
    tags: Array
    statements: Array
    attributions: list[dict[str, list[int]]]


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of an article: inputs and targets, not yet padded."""

    pieces: Encoded
    tags: Array
    statements: Array
    links: list[tuple[int, int, list[int]]]


def read_articles(path: Path) -> list[dict[str, Any]]:
    """Read labelled articles, one a line."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def label(article: dict[str, Any], tokenizer: Any, text: str | None = None) -> Labelled:
    """Cut an article into word pieces and carry its attributions over to them."""
    body = article["text"] if text is None else text
    pieces = encode(body, tokenizer)
    tags = np.zeros(len(pieces), dtype=np.int64)
    statements = np.full(len(pieces), IGNORED, dtype=np.int64)
    attributions = []
    for marked in article["attributions"]:
        roles = {role: _tag(pieces, tags, marked.get(role) or [], role) for role in ROLES}
        statements[roles["cue"] + roles["content"]] = reporting(body, marked.get("cue") or [])
        attributions.append(roles)
    return Labelled(pieces, tags, statements, attributions)


def _tag(pieces: Encoded, tags: Array, spans: list[list[int]], role: str) -> list[int]:
    """Write the role's begin and inside tags; return the pieces it covers."""
    begin = 1 + 2 * ROLES.index(role)
    covered: list[int] = []
    for start, end in spans:
        first = int(np.searchsorted(pieces.end, start, side="right"))
        last = int(np.searchsorted(pieces.start, end, side="left"))
        if last > first:
            tags[first:last] = begin + 1
            tags[first] = begin
            covered.extend(range(first, last))
    return covered


def augmented(article: dict[str, Any], tokenizer: Any, chance: random.Random) -> Labelled:
    """Label the article with other quotation marks, capitals or line breaks now and then."""
    text = article["text"]
    if chance.random() < OTHER_MARKS:
        text = text.translate(chance.choice(_VARIANTS))
    if chance.random() < WORN:
        text = _MARKS.sub(lambda mark: _worn(mark.group(), chance), text)
    if chance.random() < CAPITALS and len(text.upper()) == len(text):
        text = text.upper()
    if chance.random() < WRAPPED:
        text = _wrapped(text, chance.randint(*WIDTHS))
    labelled = label(article, tokenizer, text)
    pieces = replace(labelled.pieces, ids=_hidden(labelled.pieces.ids, chance))
    if chance.random() < SINGLE_BREAKS:
        pieces = replace(pieces, gap=np.minimum(pieces.gap, 2))
    return replace(labelled, pieces=pieces)


def _worn(mark: str, chance: random.Random) -> str:
    """Turn a quotation mark round, change it or lose it, now and then."""
    return chance.choice("“”\"' ") if chance.random() < WORN_MARK else mark


def _wrapped(text: str, width: int) -> str:
    """Break the lines as a scanner does: a space becomes a line break, so offsets hold."""
    return re.sub(rf"([^\n]{{1,{width}}}) ", r"\1\n", text)


def _hidden(ids: Array, chance: random.Random) -> Array:
    """Hide some of the word pieces behind the encoder's mask."""
    hide = np.random.default_rng(chance.getrandbits(32)).random(len(ids)) < HIDDEN
    return np.where(hide, MASK, ids)


def cut(labelled: Labelled, chance: random.Random) -> list[Window]:
    """Cut an article into windows without overlap, from a random first edge."""
    room, total = WINDOW - 2, len(labelled.pieces)
    edges = sorted({0, total, *range(chance.randrange(room // 4, room + 1), total, room)})
    return [window(labelled, a, b) for a, b in pairwise(edges)]


def window(labelled: Labelled, first: int, last: int) -> Window:
    """Take the pieces from first to before last; links count from the window's begin mark."""
    stretch = slice(first, last)
    pieces = Encoded(*(getattr(labelled.pieces, name)[stretch] for name in Encoded.__slots__))
    links = []
    for attribution in labelled.attributions:
        inside = {
            role: [piece - first + 1 for piece in covered if first <= piece < last]
            for role, covered in attribution.items()
        }
        links.extend(_links(attribution, inside))
    return Window(pieces, labelled.tags[stretch], labelled.statements[stretch], links)


def _links(
    attribution: dict[str, list[int]], inside: dict[str, list[int]]
) -> list[tuple[int, int, list[int]]]:
    """Rows of (link, piece, pieces it may point at); the begin mark stands for none."""
    rows: list[tuple[int, int, list[int]]] = []
    for number, (origin, target) in enumerate(LINKS):
        aims = inside[target] if attribution[target] else [0]
        if aims:
            rows.extend((number, piece, aims) for piece in inside[origin])
    return rows
