"""Parsing in a process of its own, which may be slow, greedy or broken without harm to us."""

import json
import os
import subprocess
import sys
import threading
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from tracker.domain.messages import unpack
from tracker.readers.document import Document, Source, UnreadableDocument
from tracker.readers.registry import Kind

_ROOT = Path(__file__).resolve().parents[2]
# Nothing of the environment goes in: it may hold secrets. One thread of arithmetic is enough.
# Windows cannot start a program without its environment.
_ENVIRONMENT = (
    None
    if os.name == "nt"
    else {"PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
)
_SEATS = threading.BoundedSemaphore(max(2, os.cpu_count() or 2))
_PATIENCE_SECONDS = 30.0


def read_apart(kind: Kind, source: Source) -> Document:
    """Read the document in a child process; raise UnreadableDocument where that fails.

    At most as many children run at once as there are processors; others wait for a seat.
    """
    if not _SEATS.acquire(timeout=_PATIENCE_SECONDS):
        raise UnreadableDocument("many documents are being read just now; try again in a minute")
    try:
        answer = _answer(_request(kind, source), source.limits.wall_seconds)
    finally:
        _SEATS.release()
    if answer is None:
        raise UnreadableDocument(
            "it could not be read as %(kind)s: it is damaged, or too costly to read",
            kind=kind.label,
        )
    if "refused" in answer:
        raise UnreadableDocument(unpack(answer["refused"]))
    return _document(answer["document"])


def _request(kind: Kind, source: Source) -> bytes:
    head = {
        "kind": kind.name,
        "charset": source.charset,
        "url": source.url,
        "limits": asdict(source.limits),
    }
    return json.dumps(head).encode() + b"\n" + source.content


def _answer(request: bytes, seconds: float) -> dict[str, Any] | None:
    """Return the child's answer, or None where it died of its limits or of the document."""
    command = [sys.executable, "-m", "tracker.readers.child"]
    try:
        child = subprocess.run(
            command,
            input=request,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
            cwd=_ROOT,
            env=_ENVIRONMENT,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableDocument(
            "it took longer than %(seconds)s seconds to read", seconds=round(seconds)
        ) from error
    if child.returncode != 0:
        return None
    answer: dict[str, Any] = json.loads(child.stdout)
    return answer


def _document(fields: dict[str, Any]) -> Document:
    dated = fields.pop("published_on")
    warnings = fields.pop("warnings")
    return Document(
        **fields,
        published_on=date.fromisoformat(dated) if dated else None,
        warnings=tuple(warnings),
    )
