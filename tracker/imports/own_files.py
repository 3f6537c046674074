"""Our own exports as they come back: CSV, workbook, JSON and JSON Lines."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from tracker.domain.commands import LARGEST_NUMBER
from tracker.domain.messages import Message
from tracker.imports import cells, decoding, tables
from tracker.imports.cells import WrongCell
from tracker.imports.drafts import ClaimRow, Draft, Refusal, UnreadableFile
from tracker.imports.registry import import_format

_KEY = "claim_id"


@import_format(
    "csv",
    label="Our CSV",
    description="Claims exported as CSV and edited since, in any spreadsheet",
)
def read_comma_separated(content: bytes) -> Iterator[Draft]:
    """Yield each row of a CSV export."""
    yield from _from_table(tables.read_csv(content), is_guarded=True)


@import_format(
    "xlsx",
    label="Our Excel workbook",
    description="Claims exported as a workbook and edited since",
)
def read_workbook(content: bytes) -> Iterator[Draft]:
    """Yield each row of a workbook's sheets of claims."""
    yield from _from_table(tables.read_workbook(content, is_header=_is_header), is_guarded=False)


@import_format(
    "jsonl",
    label="Our JSON or JSON Lines",
    description="Claims exported as JSON or JSON Lines and edited since, by a program",
)
def read_json_lines(content: bytes) -> Iterator[Draft]:
    """Yield each object; a line that cannot be read is refused, and the next one read."""
    text = decoding.decode(content)
    whole = _whole_document(text)
    if whole is not None:
        yield from (_drafted(line, record) for line, record in enumerate(whole, start=1))
        return
    for line, row in decoding.json_lines(text):
        try:
            record = decoding.parse_json(row)
        except UnreadableFile:
            yield Refusal(line, "this line is not JSON, or is cut off")
            continue
        yield _drafted(line, record)


def _is_header(row: list[Any]) -> bool:
    """Tell the sheets of claims from the one that explains the columns."""
    return _KEY in row and len(cells.NAMES.intersection(map(str, row))) > 1


def _whole_document(text: str) -> list[Any] | None:
    """Return the claims of one JSON document, or None where each line is one."""
    if not text.lstrip().startswith(("[", "{")):
        return None
    try:
        document = decoding.parse_json(text)
    except UnreadableFile:
        return None
    if isinstance(document, list):
        return document
    claims = document.get("claims") if isinstance(document, dict) else None
    return claims if isinstance(claims, list) else [document]


def _drafted(line: int, record: Any) -> Draft:
    if not isinstance(record, dict):
        return Refusal(line, "this is no object with the fields of a claim")
    return _row(line, record, is_guarded=False)


def _from_table(rows: Iterable[tables.Row], *, is_guarded: bool) -> Iterator[Draft]:
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        raise UnreadableFile("the table is empty")
    header = [str(name or "").strip() for name in first[1]]
    if _KEY not in header:
        raise UnreadableFile(
            "there is no column “%(key)s”; choose another format, or export the claims anew",
            key=_KEY,
        )
    if len(set(header)) < len(header):
        raise UnreadableFile("two columns have the same name; leave one of them out")
    for line, row in chain(rows):
        if len(row) != len(header):
            yield Refusal(
                line,
                Message(
                    "this row has %(cells)s cells, the header %(columns)s",
                    cells=len(row),
                    columns=len(header),
                ),
            )
        else:
            yield _row(line, dict(zip(header, row, strict=True)), is_guarded=is_guarded)


def _row(line: int, record: Mapping[str, Any], *, is_guarded: bool) -> Draft:
    values, wrong = dict[str, Any](), list[Message]()
    for name in record:
        if name not in cells.NAMES:
            continue
        try:
            values[name] = cells.value(name, record[name], is_guarded=is_guarded)
        except WrongCell as error:
            wrong.append(Message("%(column)s: %(reason)s", column=name, reason=error.message))
    if wrong:
        return Refusal(line, Message("%(reasons)s", reasons=wrong))
    number = values.get(_KEY)
    if not isinstance(number, int) or not 1 <= number <= LARGEST_NUMBER:
        return Refusal(
            line, Message("%(column)s is missing: nobody can tell which claim this is", column=_KEY)
        )
    strange = [str(name) for name in record if name not in cells.ALL_NAMES and name]
    notes = (Message("unknown columns were left out: %(names)s", names=strange),) if strange else ()
    return ClaimRow(line, number, values, notes)
