"""Exports of a million made-up claims against the bare writer of each format: rate and memory.

Run with ``make bench-exports``; CLAIMS=100000 makes it shorter. The bare writer writes the same
rows, cells or objects from values that are ready, and does nothing else: it reads no record, knows
no rule and leaves nothing out. Both write to nowhere, and neither is charged for the claims being
made up. ``bare_claimreview`` makes its object anew each time, since a writer that never does so
writes no two claims.
"""

import ast
import csv
import io
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from tempfile import TemporaryFile
from types import FunctionType
from typing import Any

import orjson
import xlsxwriter

from tests.export_records import CONTEXT, PUBLISHED
from tracker import exports
from tracker.domain.formulas import guard
from tracker.domain.records import COLUMNS, ClaimRecord
from tracker.exports.columns import SHARED
from tracker.exports.formats.claim_review import review
from tracker.exports.formats.comma_separated import cells
from tracker.exports.formats.spreadsheet import MOST_LINKS

CLAIMS = int(os.environ.get("CLAIMS", "1000000"))
CHUNK = 500
#: Ratios to reach, from what is asked of the program.
GOALS = {"csv": 0.5, "jsonl": 0.5, "claimreview": 0.2, "xlsx": 0.7}
#: Excel's writer is slow, and its sheets end at a million rows.
SHARE = {"xlsx": 0.05}
#: What memory may grow by while it writes, in megabytes.
GROWTH = {"xlsx": 40}
COMMON_GROWTH = 20


class Nowhere(io.BytesIO):
    """Counts what is written, and forgets it."""

    size = 0

    def write(self, part: Any) -> int:
        """Count the bytes."""
        self.size += len(part)
        return len(part)


class Claims:
    """Claims that differ as claims do: in number, words, speaker and days."""

    def __init__(self, number: int) -> None:
        self.number = number
        #: How long it took to make them up.
        self.making = 0.0

    def __iter__(self) -> Iterator[ClaimRecord]:
        """Yield them, made up some at a time."""
        for start in range(1, self.number + 1, CHUNK):
            begun = time.process_time()
            ready = [made_up(claim) for claim in range(start, min(start + CHUNK, self.number + 1))]
            self.making += time.process_time() - begun
            yield from ready


def made_up(claim: int) -> ClaimRecord:
    """Return a claim of that number."""
    return replace(
        PUBLISHED,
        claim_id=claim,
        wording=f"Rents in district {claim % 9973} fell by {claim % 90} percent in 2025.",
        speaker=f"Ada Okafor {claim % 4999}",
        public_url=f"https://checks.example/reports/{claim}",
        updated_at=PUBLISHED.updated_at + timedelta(seconds=claim % 86400),
    )


def bare_csv(number: int, out: Nowhere) -> None:
    """Write rows that are ready with csv.writer, with the guard on every text."""
    ready = SPELT
    for _ in range(number // CHUNK):
        rows = [[guard(one) if type(one) is str else one for one in ready] for _ in range(CHUNK)]
        text = io.StringIO(newline="")
        csv.writer(text).writerows(rows)
        out.write(text.getvalue().encode())


def bare_jsonl(number: int, out: Nowhere) -> None:
    """Write the same objects with orjson."""
    names, values = SHARED.names, SHARED.read(PUBLISHED)
    for _ in range(number):
        out.write(orjson.dumps(dict(zip(names, values, strict=True))))


def bare_claimreview(number: int, out: Nowhere) -> None:
    """Write the same node with orjson, made anew from its values."""
    make = remaker(review(PUBLISHED, CONTEXT))
    for _ in range(number):
        out.write(orjson.dumps(make()))


def remaker(node: dict[str, Any]) -> Callable[[], dict[str, Any]]:
    """Return what makes the node anew as fast as Python can: as a literal in a function."""
    tree = ast.parse(f"lambda: {node!r}", mode="eval")
    made: Callable[[], dict[str, Any]] = FunctionType(
        compile(tree, "node", "eval").co_consts[0], {}
    )
    return made


def bare_xlsx(number: int, out: Nowhere) -> None:
    """Write the same cells with XlsxWriter in constant memory: texts, numbers, days and links."""
    with (
        TemporaryFile() as package,
        xlsxwriter.Workbook(package, {"constant_memory": True}) as book,
    ):
        book.use_zip64()
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        links = 0
        for row in range(number):
            for column, value in CELLS:
                if isinstance(value, int | float):
                    sheet.write_number(row, column, value)
                elif isinstance(value, date):
                    sheet.write_datetime(row, column, value, day)
                elif links < MOST_LINKS and value.startswith("https://") and " " not in value:
                    links += 1
                    sheet.write_url(row, column, value, None, value)
                else:
                    sheet.write_string(row, column, value)


def cell(spelt: Any, value: Any) -> Any:
    """Return what a cell of a workbook holds: days and moments are none of the texts of CSV."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return value if isinstance(value, date) else spelt


#: A row as a CSV file has it.
SPELT = [cells(PUBLISHED)[COLUMNS.index(column)] for column in SHARED.columns]
#: Place and value of each cell of a workbook that is not empty.
CELLS = [
    (place, cell(spelt, value))
    for place, (spelt, value) in enumerate(zip(SPELT, SHARED.read(PUBLISHED), strict=True))
    if spelt not in {"", None}
]

BARE: dict[str, Callable[[int, Nowhere], None]] = {
    "csv": bare_csv,
    "jsonl": bare_jsonl,
    "claimreview": bare_claimreview,
    "xlsx": bare_xlsx,
}


def seconds(work: Callable[[], object]) -> float:
    """Return how much of the processor's time the work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def resident() -> float:
    """Return the most memory that this process has held so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(name: str) -> bool:
    """Write one line for a format; tell whether it keeps to what is asked."""
    number = int(CLAIMS * SHARE.get(name, 1))
    first = Nowhere()
    exports.get(name).write(Claims(CHUNK), first, context=CONTEXT)
    before = resident()
    claims, out = Claims(number), Nowhere()
    spent = seconds(lambda: exports.get(name).write(claims, out, context=CONTEXT))
    ours = spent - claims.making
    grown = resident() - before
    bare = seconds(lambda: BARE[name](number, Nowhere()))
    ratio, goal, most = bare / ours, GOALS[name], GROWTH.get(name, COMMON_GROWTH)
    keeps = ratio >= goal and grown <= most
    sys.stdout.write(
        f"{name:12} {number:>9,} claims  {number / ours:>9,.0f}/s  "
        f"ratio {ratio:.2f} (goal {goal})  memory +{grown:.0f} MB (goal {most})  "
        f"{'ok' if keeps else 'MISSED'}\n"
    )
    return keeps


def main() -> None:
    """Measure every format; the exit code says whether all keep to what is asked."""
    sys.stdout.write(f"Python {sys.version.split()[0]}\n")
    kept = [measure(name) for name in BARE]
    sys.exit(not all(kept))


if __name__ == "__main__":
    main()
