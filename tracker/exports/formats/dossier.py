"""The dossier: all that the newsroom knows of some claims in a ZIP that a stranger can verify.

The same state of the newsroom gives the same bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any, BinaryIO

import orjson

from tracker.domain.records import ClaimRecord
from tracker.exports.context import ExportContext
from tracker.exports.formats.marked_article import marked_article
from tracker.exports.packaging import write_package
from tracker.exports.registry import get
from tracker.exports.spelling import moment
from tracker.resources import resource_dir

#: Raised where a reader of the manifest would have to change.
VERSION = 1
_SORTED = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z
_FORMATS = {
    "claims.csv": "csv",
    "claims.json": "json",
    "claims.jsonld": "claimreview",
    "report.html": "html",
}


@dataclass(frozen=True, slots=True)
class TextVersion:
    """One version of the article's text, and the bytes it was read from where they are kept."""

    number: int
    text: str
    original: bytes | None = None
    #: How the original's name ends, with its dot.
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of the timeline: as a line to read, and as what its seal covers."""

    line: str
    sealed: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Dossier:
    """What goes into a dossier."""

    subject: str
    title: str
    records: Sequence[ClaimRecord]
    #: The same claims as the public has them: those that are out.
    published: Sequence[ClaimRecord]
    versions: Sequence[TextVersion]
    events: Sequence[Moment]
    #: Kept copies of sources by the SHA-256 of their bytes.
    snapshots: dict[str, bytes]


def write_dossier(dossier: Dossier, out: BinaryIO, *, context: ExportContext) -> None:
    """Write the package, the manifest last."""
    parts = sorted(_parts(dossier, context))
    manifest = {
        "format": "claim-tracker/dossier",
        "version": VERSION,
        "subject": dossier.subject,
        "generated_at": moment(context.generated_at),
        "newsroom": {"name": context.publisher_name, "url": context.publisher_url},
        "files": {name: sha256(content).hexdigest() for name, content in parts},
    }
    write_package([*parts, ("manifest.json", orjson.dumps(manifest, option=_SORTED))], out)


def _parts(dossier: Dossier, context: ExportContext) -> Iterator[tuple[str, bytes]]:
    folder = resource_dir("templates") / "dossier"
    yield "README.txt", (folder / "README.txt").read_bytes()
    # Beside the templates it is a text, not a part of this program.
    yield "verify.py", (folder / "verify.py.txt").read_bytes()
    for name, format_name in _FORMATS.items():
        out, format_ = BytesIO(), get(format_name)
        records = dossier.published if format_.published_only else dossier.records
        format_.write(iter(records), out, context=context)
        yield name, out.getvalue()
    yield from _article(dossier)
    yield from _evidence(dossier)
    lines = [orjson.dumps(event.sealed) + b"\n" for event in dossier.events]
    yield "timeline.jsonl", b"".join(lines)
    yield "timeline.txt", "".join(f"{event.line}\n" for event in dossier.events).encode()


def _article(dossier: Dossier) -> Iterator[tuple[str, bytes]]:
    for version in dossier.versions:
        yield f"article/version-{version.number}.txt", version.text.encode()
        if version.original is not None:
            yield f"article/original-{version.number}{version.suffix}", version.original
    newest = dossier.versions[-1]
    within = [one for one in dossier.records if one.article_version == newest.number]
    yield "article.html", marked_article(dossier.title, newest.text, within).encode()


def _evidence(dossier: Dossier) -> Iterator[tuple[str, bytes]]:
    for record in dossier.records:
        if record.evidence:
            passages = orjson.dumps(list(record.evidence), option=_SORTED)
            yield f"evidence/claim-{record.claim_id}.json", passages
    for digest, content in dossier.snapshots.items():
        yield f"evidence/snapshots/{digest}", content
