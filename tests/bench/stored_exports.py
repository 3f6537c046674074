"""Exports out of a database with a million claims: rate, ratio to the bare reading, and memory.

Run with ``make bench-stored-exports``; CLAIMS=100000 makes it shorter, FORMATS=csv,jsonl takes some
formats. The bare run reads the same rows with the driver alone, in the order of the claims, and
hands them to the bare writer of the format: it makes no record and knows no rule. Each export has
a process of its own, so that what it holds of memory is its own. Times are of the processor.
"""

import csv
import io
import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path
from typing import Any

import orjson

from tests.bench import newsroom, stored
from tests.bench.exports import Nowhere
from tracker.config import Settings
from tracker.domain.clock import now
from tracker.domain.commands import Selection
from tracker.domain.formulas import guard
from tracker.exports import get
from tracker.models.engine import make_engine, read_sessions
from tracker.services.reporting import exporting

CLAIMS = int(os.environ.get("CLAIMS", "1000000"))
FORMATS = tuple(os.environ.get("FORMATS", "csv,jsonl,claimreview").split(","))
#: Claims that are written first, so that what every export needs is in memory already.
WARM = 2_000
#: Megabytes that memory may grow by while the others are written.
GROWTH = 20
#: What an export may cost against the bare reading and writing of the same rows.
GOAL = 0.1
SETTINGS = Settings(data_dir=newsroom.FOLDER, database_url="sqlite://", secret_key="b" * 40)

_CLAIMS = """
SELECT claim.id, claim.*, speaker.name, speaker.kind, article.*, outlet.name, outlet.domain,
  v.number, v.text_sha256, account.name
FROM claim JOIN article_version v ON v.id = claim.article_version_id
JOIN article ON article.id = v.article_id LEFT JOIN outlet ON outlet.id = article.outlet_id
LEFT JOIN speaker known ON known.id = claim.speaker_id
LEFT JOIN speaker ON speaker.id = known.canonical_id
LEFT JOIN account ON account.id = claim.assignee_id
WHERE claim.is_statement ORDER BY claim.id
"""
_BEHIND = (
    "SELECT claim_id, part, start, end, quote FROM claim_span ORDER BY claim_id, start",
    """SELECT claim_id, position, kind, stance, title, publisher, url FROM evidence
    WHERE withdrawn_at IS NULL ORDER BY claim_id, position""",
)


def rows(path: Path) -> Iterator[list[Any]]:
    """Yield what is exported of each claim, as the driver has it."""
    with closing(sqlite3.connect(path)) as one, closing(sqlite3.connect(path)) as two:
        beside = [groupby(two.cursor().execute(told), lambda row: row[0]) for told in _BEHIND]
        waiting: list[Any] = [next(groups, None) for groups in beside]
        for claim in one.execute(_CLAIMS):
            row = list(claim)
            for place, groups in enumerate(beside):
                while waiting[place] is not None and waiting[place][0] < claim[0]:
                    waiting[place] = next(groups, None)
                is_its_own = waiting[place] is not None and waiting[place][0] == claim[0]
                row.append(list(waiting[place][1]) if is_its_own else [])
            yield row


def bare_csv(path: Path, out: Nowhere) -> int:
    """Write the rows with csv.writer, with the guard on every text."""
    number = 0
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for number, row in enumerate(rows(path), start=1):
        writer.writerow([guard(one) if type(one) is str else one for one in row])
        if number % 500 == 0:
            out.write(text.getvalue().encode())
            text.seek(0)
            text.truncate()
    return number


def bare_jsonl(path: Path, out: Nowhere) -> int:
    """Write the rows with orjson."""
    return sum(1 for row in rows(path) if out.write(orjson.dumps(row)))


def bare_claimreview(path: Path, out: Nowhere) -> int:
    """Read the newest version of each report, and write it with orjson."""
    with closing(sqlite3.connect(path)) as known:
        told = "SELECT claim_id, max(number), record FROM publication GROUP BY claim_id"
        texts = (orjson.dumps(orjson.loads(row[2])) for row in known.execute(told))
        return sum(1 for text in texts if out.write(text))


BARE: dict[str, Callable[[Path, Nowhere], int]] = {
    "csv": bare_csv,
    "jsonl": bare_jsonl,
    "claimreview": bare_claimreview,
}


def resident() -> float:
    """Return the most memory that this process has held so far, in megabytes.

    Linux counts what whoever started a process held as the process's own, but not in this file.
    """
    told = Path("/proc/self/status")
    if told.exists():
        (line,) = (one for one in told.read_text().splitlines() if one.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def write(path: Path, name: str, selection: Selection, out: Nowhere) -> int:
    """Export a selection as the command line does; return how many claims were read."""
    engine = make_engine(f"sqlite:///{path}")
    read = 0

    def tell(number: int) -> None:
        nonlocal read
        read = number

    with read_sessions(engine)() as session:
        context = exporting.context(session, SETTINGS)
        done = exporting.write(
            session, get(name), selection, out, context=context, at=now(), progress=tell
        )
    engine.dispose()
    return max(read, done.written)


def measure(name: str) -> bool:
    """Write one line for a format; tell whether it keeps to what is asked."""
    path = stored.kept(CLAIMS)
    write(path, name, Selection(claim_ids=tuple(range(1, WARM))), Nowhere())
    before, out = resident(), Nowhere()
    begun, clock = time.process_time(), time.perf_counter()
    number = write(path, name, Selection(), out)
    took, waited, peak = time.process_time() - begun, time.perf_counter() - clock, resident()
    begun = time.process_time()
    plain = BARE[name](path, Nowhere())
    bare = time.process_time() - begun
    ratio = (number / took) / (plain / bare)
    keeps = ratio >= GOAL and peak - before <= GROWTH
    sys.stdout.write(
        f"{name:<12}{number:>9,} claims{out.size / 1e6:>8,.0f} MB{took:>8.1f} s"
        f"{number / took:>9,.0f}/s bare{plain / bare:>9,.0f}/s ratio {ratio:.2f} (goal {GOAL})"
        f"  memory {peak:.0f} MB, +{peak - before:.0f} (goal +{GROWTH})  waited {waited:.0f} s  "
        f"{'ok' if keeps else 'MISSED'}\n"
    )
    return keeps


def main() -> None:
    """Measure one format if one is named, or each in a process of its own."""
    if len(sys.argv) > 1:
        sys.exit(not measure(sys.argv[1]))
    stored.kept(CLAIMS)
    again = [sys.executable, "-m", "tests.bench.stored_exports"]
    ended = [subprocess.run([*again, name], check=False).returncode for name in FORMATS]
    sys.exit(any(ended))


if __name__ == "__main__":
    main()
