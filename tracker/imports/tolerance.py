"""Values of JSON-LD as they are found in the wild, read for what they mean.

The same value may be a string, an object, a list of either, a number as a string, wrapped under
``@value`` or, from microdata, under ``properties``.
"""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from tracker.domain.messages import Message
from tracker.imports import days

_LONGEST = 5_000


def each(value: Any) -> list[Any]:
    """Return the value as a list without lists in it; what is unknown is an empty one."""
    found, waiting = [], [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting.extend(reversed(part))
        elif part is not None:
            found.append(part)
    return found


def unwrapped(value: Any) -> dict[str, Any]:
    """Return the first object there is, its microdata ``properties`` lifted out."""
    for part in each(value):
        if isinstance(part, dict):
            inner = part.get("properties")
            if isinstance(inner, dict):
                return {"@type": part.get("type"), "@id": part.get("id"), **inner}
            return part
    return {}


def words(value: Any) -> str:
    """Return the first text there is, on one line; of an object its ``@value`` or its name."""
    for part in each(value):
        found = part
        if isinstance(part, Mapping):
            named = unwrapped(part)
            found = next((named[k] for k in ("@value", "name", "text") if named.get(k)), None)
            found = each(found)[0] if each(found) else None
        if isinstance(found, str | int | float) and not isinstance(found, bool):
            line = " ".join(str(found).replace("\0", "").split())
            line = line.encode("utf-8", "replace").decode("utf-8")
            if line:
                return line[:_LONGEST]
    return ""


def addresses(value: Any) -> tuple[str, ...]:
    """Return the web addresses in strings and objects, each once, in their order."""
    return tuple(dict.fromkeys(_addresses(value)))


def web_address(text: Any) -> str | None:
    """Return the text if it is the address of a web page."""
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    address = text.strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    is_web = parts.scheme in {"http", "https"} and parts.hostname
    return address if is_web and not re.search(r"[\s\0]", address) else None


def host(address: str | None) -> str:
    """Return the host of an address, without www."""
    name = urlsplit(address).hostname if address else None
    return (name or "").removeprefix("www.")


def number(value: Any) -> float | None:
    """Return the number that a number or a text says, if it is a finite one."""
    for part in each(value):
        found = part.get("@value") if isinstance(part, Mapping) else part
        if isinstance(found, bool) or not isinstance(found, str | int | float):
            continue
        try:
            figure = float(found.strip().replace(",", ".") if isinstance(found, str) else found)
        except (ValueError, OverflowError):
            continue
        if math.isfinite(figure):
            return figure
    return None


def day(value: Any, notes: list[Message]) -> date | None:
    """Return the day that a date says; of one that cannot be read for sure the notes tell."""
    text = words(value)
    found = days.read(text) if text else None
    if text and found is None:
        notes.append(
            Message("the date %(text)s cannot be read for sure; write it as 2025-11-02", text=text)
        )
    return found


def _addresses(value: Any) -> Iterator[str]:
    for part in each(value):
        if isinstance(part, Mapping):
            named = unwrapped(part)
            for key in ("url", "@id", "contentUrl", "sameAs"):
                found = [a for a in map(web_address, each(named.get(key))) if a]
                if found:
                    yield from found
                    break
        elif address := web_address(part):
            yield address
