"""RDF in Turtle: the graph of the ClaimReview markup, for triple stores.

Written from the very nodes of the JSON-LD, one report after another. What schema.org takes for an
address becomes an IRI here, and days and moments are typed.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

from tracker.domain.records import ClaimRecord
from tracker.exports.addresses import as_iri
from tracker.exports.checks.clearance import cleared
from tracker.exports.context import ExportContext, ExportSummary
from tracker.exports.formats.claim_review import review
from tracker.exports.registry import export_format

_OPENING = b"""@prefix schema: <https://schema.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
_ADDRESSES = frozenset({"url", "sameAs", "sdLicense"})
_DATES = frozenset({"dateModified", "datePublished", "sdDatePublished"})
_NOT_IN_STRING = re.compile(r'[\x00-\x1f"\\\x7f\u2028\u2029]')


@export_format(
    "turtle",
    label="RDF (Turtle)",
    media_type="text/turtle; charset=utf-8",
    extension="ttl",
    description="Published reports only, as linked data for triple stores",
    published_only=True,
)
def write_turtle(
    records: Iterable[ClaimRecord], out: BinaryIO, *, context: ExportContext
) -> ExportSummary:
    """Write the subjects of each report that may leave; count the others by reason."""
    written, left_out = 0, Counter[str]()
    out.write(_OPENING)
    for record in cleared(records, context, left_out=left_out):
        subjects = _subjects(review(record, context))
        out.write("".join(f"\n{subject}" for subject in subjects).encode())
        written += 1
    return ExportSummary(written, left_out)


def _subjects(node: Mapping[str, Any]) -> Iterator[str]:
    """Yield a node that has an identifier as a subject of its own, then those inside it."""
    yield f"{_iri(node['@id'])}\n    {_statements(node)} .\n"
    for inner in _named_within(node):
        yield from _subjects(inner)


def _named_within(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the nearest described nodes with identifiers, through those without any."""
    for value in node.values():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, Mapping):
                if "@id" not in one:
                    yield from _named_within(one)
                elif "@type" in one:
                    yield one


def _statements(node: Mapping[str, Any]) -> str:
    said = (f"{_verb(name)} {_objects(name, node[name])}" for name in node if name != "@id")
    return " ;\n    ".join(said)


def _verb(name: str) -> str:
    return "a" if name == "@type" else f"schema:{name}"


def _objects(name: str, value: Any) -> str:
    many = value if isinstance(value, list) else [value]
    return ", ".join(_object(name, one) for one in many)


def _object(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return _iri(value["@id"]) if "@id" in value else f"[ {_statements(value)} ]"
    if isinstance(value, int):
        return str(value)
    if name == "@type":
        return f"schema:{value}"
    if name in _ADDRESSES:
        return _iri(value)
    if name in _DATES:
        return f"{_literal(value)}^^xsd:{'dateTime' if 'T' in value else 'date'}"
    return _literal(value)


def _iri(address: str) -> str:
    return f"<{as_iri(address)}>"


def _literal(text: str) -> str:
    return f'"{_NOT_IN_STRING.sub(_escape, text)}"'


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04X}"
