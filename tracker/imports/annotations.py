"""Annotations of articles: the W3C's web annotations, and what Hypothes.is exports."""

from collections.abc import Iterator
from typing import Any

from tracker.imports import decoding, tolerance
from tracker.imports.drafts import AnnotationDraft, Draft, Refusal, Selector, UnreadableFile
from tracker.imports.registry import import_format
from tracker.imports.tolerance import each, words

_LISTS = ("rows", "annotations", "items", "@graph")


@import_format(
    "annotations",
    label="Web annotations",
    description="Marked words in articles that are here: W3C annotations, ours or of Hypothes.is",
)
def read_annotations(content: bytes) -> Iterator[Draft]:
    """Yield each annotation; the line of a row is its number in the list."""
    found = _annotations(decoding.parse_json(decoding.decode(content)))
    for line, annotation in enumerate(found, start=1):
        yield _draft(line, annotation)


def _annotations(document: Any) -> list[Any]:
    for _level in range(4):
        if isinstance(document, list):
            return document
        if not isinstance(document, dict):
            break
        held = next(
            (document[name] for name in _LISTS if isinstance(document.get(name), list)), None
        )
        if held is not None:
            return list(held)
        if "target" in document:
            return [document]
        document = document.get("first")
    raise UnreadableFile("there are no annotations in this file")


def _draft(line: int, annotation: Any) -> AnnotationDraft | Refusal:
    if not isinstance(annotation, dict):
        return Refusal(line, "this is no annotation")
    targets = [one for one in each(annotation.get("target")) if isinstance(one, dict)]
    try:
        selectors = tuple(s for s in map(_selector, targets) if s.exact or s.start is not None)
    except UnreadableFile as error:
        return Refusal(line, error.message)
    if not selectors:
        return Refusal(line, "it marks no words: neither a quote nor a position is given")
    source = _source(annotation, targets)
    if not source:
        return Refusal(line, "it does not say which page it belongs to")
    bodies = {words(b.get("purpose")): words(b.get("value")) for b in _bodies(annotation)}
    tags = ", ".join(filter(None, map(words, each(annotation.get("tags")))))
    note = " ".join(
        filter(None, [bodies.get("") or bodies.get("commenting"), tags and f"({tags})"])
    )
    return AnnotationDraft(
        line=line,
        external_id=words(annotation.get("id")) or words(annotation.get("@id")),
        source=source,
        selectors=selectors,
        wording=bodies.get("describing", ""),
        speaker=bodies.get("identifying") or None,
        note=note,
    )


def _bodies(annotation: dict[str, Any]) -> list[dict[str, Any]]:
    bodies = [one for one in each(annotation.get("body")) if isinstance(one, dict)]
    texts = [*each(annotation.get("text")), *each(annotation.get("bodyValue"))]
    return [*bodies, *({"value": text} for text in texts)]


def _source(annotation: dict[str, Any], targets: list[dict[str, Any]]) -> str:
    """Return our own address of the text where it is named, else that of the page."""
    for target in targets:
        state = tolerance.unwrapped(target.get("state"))
        if cached := tolerance.web_address(words(state.get("cached"))):
            return cached
    found = [*(words(target.get("source")) for target in targets), words(annotation.get("uri"))]
    return next(filter(None, found), "")


def _selector(target: dict[str, Any]) -> Selector:
    """Put together what the selectors of one target say, those that refine others included."""
    exact, prefix, suffix, start, end = None, "", "", None, None
    waiting = each(target.get("selector"))
    while waiting:
        one = waiting.pop(0)
        if not isinstance(one, dict):
            continue
        waiting.extend(each(one.get("refinedBy")))
        kind = words(one.get("type"))
        if kind == "TextQuoteSelector":
            exact = _one(one, "exact") or exact
            prefix, suffix = _one(one, "prefix") or "", _one(one, "suffix") or ""
        elif kind == "TextPositionSelector":
            start, end = _place(one.get("start")), _place(one.get("end"))
    if start is None or end is None or not start < end:
        start = end = None
    return Selector(exact, prefix, suffix, start, end)


def _one(selector: dict[str, Any], name: str) -> str | None:
    """Return the text, of which the standard allows no more than one."""
    found = selector.get(name)
    if isinstance(found, list):
        if len(found) > 1:
            raise UnreadableFile(
                "its quote has %(count)s texts “%(name)s”; one is allowed",
                count=len(found),
                name=name,
            )
        found = found[0] if found else None
    return found if isinstance(found, str) else None


def _place(value: Any) -> int | None:
    is_place = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return value if is_place else None
