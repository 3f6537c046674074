"""Exports of a million made-up claims against the bare writer of each format: rate and memory.

Run with ``make bench-exports``; CLAIMS=100000 makes it shorter. The bare writer writes the same
columns or nodes from values that are ready, and does nothing else; both write to nowhere.
"""

import csv
import io
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import orjson
import xlsxwriter

from tests.export_records import CONTEXT, PUBLISHED
from tracker import exports
from tracker.domain.records import COLUMNS, ClaimRecord
from tracker.exports.claim_review import review
from tracker.exports.columns import SHARED
from tracker.exports.comma_separated import cells, guard

CLAIMS = int(os.environ.get("CLAIMS", "1000000"))
CHUNK = 500
#: Ratios to reach, from what is asked of the program.
GOALS = {"csv": 0.5, "jsonl": 0.5, "claimreview": 0.2, "xlsx": 0.7}
#: Excel's writer is slow, and its sheets end at a million rows.
SHARE = {"xlsx": 0.05}
#: What memory may grow by while it writes, in megabytes.
GROWTH = {"xlsx": 40}
COMMON_GROWTH = 20


class Nowhere(io.RawIOBase):
    """Counts what is written, and forgets it."""

    size = 0

    def write(self, part: Any) -> int:
        """Count the bytes."""
        self.size += len(part)
        return len(part)


def records(number: int) -> Iterator[ClaimRecord]:
    """Yield claims that differ as claims do: in number, words, speaker and days."""
    for claim in range(1, number + 1):
        yield replace(
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
    """Write a node that is ready with orjson, as often as there are claims."""
    node = review(PUBLISHED, CONTEXT)
    for _ in range(number):
        out.write(orjson.dumps(node))


def bare_xlsx(number: int, out: Nowhere) -> None:
    """Write the same cells as strings and numbers with XlsxWriter in constant memory."""
    with xlsxwriter.Workbook(io.BytesIO(), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for row in range(number):
            for column, value in enumerate(SPELT):
                if isinstance(value, int | float):
                    sheet.write_number(row, column, value)
                elif value:
                    sheet.write_string(row, column, value)


#: A row as a CSV file has it.
SPELT = [cells(PUBLISHED)[COLUMNS.index(column)] for column in SHARED.columns]

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
    making = seconds(lambda: sum(1 for _ in records(number)))
    first = Nowhere()
    exports.get(name).write(records(CHUNK), first, context=CONTEXT)
    before = resident()
    out = Nowhere()
    ours = seconds(lambda: exports.get(name).write(records(number), out, context=CONTEXT)) - making
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
