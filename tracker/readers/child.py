"""The process that parses one document: request on standard input, answer on standard output.

It has no network, starts no programs, writes no files and has a ceiling on memory and time. An
exception that no reader foresaw ends it; the parent takes that for a refusal.
"""

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from tracker.domain.messages import Message
from tracker.readers.document import Document, Limits, Source, UnreadableDocument
from tracker.readers.registry import kind_called, reader_of

if sys.platform != "win32":
    import resource

_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn",
              "os.remove", "os.rename", "os.mkdir", "os.rmdir", "shutil.", "ctypes.")  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


def main() -> int:
    """Read one document and write the answer as JSON."""
    head = json.loads(sys.stdin.buffer.readline())
    limits = Limits(**head["limits"])
    # The parser is ours and loads before the gates close; the document comes after.
    read = reader_of(kind_called(head["kind"]))
    _confine(limits)
    source = Source(sys.stdin.buffer.read(), head["charset"], head["url"], limits)
    sys.stdout.write(json.dumps(answer(read, source), default=str))
    return 0


def answer(read: Callable[[Source], Document], source: Source) -> dict[str, Any]:
    """Return the document, or the reason for which there is none, ready for JSON."""
    try:
        return {"document": asdict(read(source))}
    except UnreadableDocument as refusal:
        return {"refused": refusal.message.pack()}
    except MemoryError:
        return {"refused": Message("it needs more memory than a document may").pack()}
    except RecursionError:
        return {"refused": Message("its parts nest too deep").pack()}


def _confine(limits: Limits) -> None:
    sys.addaudithook(_refuse_ways_out)
    # Windows has no such limits; there the parent's clock is what ends a child.
    if sys.platform != "win32":
        ceilings = (
            (resource.RLIMIT_AS, limits.memory_bytes),
            (resource.RLIMIT_CPU, limits.cpu_seconds),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        )
        for kind, ceiling in ceilings:
            with suppress(ValueError, OSError):  # macOS refuses some of them.
                resource.setrlimit(kind, (ceiling, ceiling))


def _refuse_ways_out(event: str, arguments: tuple[Any, ...]) -> None:
    writes = event == "open" and int(arguments[2] or 0) & _WRITING
    if writes or event.startswith(_FORBIDDEN):
        raise PermissionError(event)


if __name__ == "__main__":
    sys.exit(main())
