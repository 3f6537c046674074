"""Imports of long files: our own CSV with edits, and a Data Commons feed of others' checks.

Run with ``make bench-imports``; ROWS=5000 makes it shorter. The bare run does what cannot be left
out: it parses the same bytes with the standard library, and writes the same fields with one raw
statement for all rows, without rules, history or undo. Times are of the processor.
"""

import csv
import io
import json
import os
import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from tests.bench import newsroom
from tracker import imports
from tracker.domain.actors import Actor
from tracker.domain.clock import now
from tracker.domain.vocabulary import Role
from tracker.models import Account
from tracker.models.engine import make_engine, write_sessions
from tracker.services.file_imports import importing
from tracker.services.file_imports.importing import ImportedFile

ROWS, REVIEWS = int(os.environ.get("ROWS", "50000")), 10_000
SITE = "https://checks.example"
#: Rows a second that our own CSV is to reach, from reading to commit.
GOAL = 2_000


def say(words: str) -> None:
    """Write a line."""
    sys.stdout.write(f"{words}\n")


def edited(path: Path) -> bytes:
    """Return a CSV of all claims in which somebody has written a note to each."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["claim_id", "updated_at", "wording", "note"])
    with closing(sqlite3.connect(path)) as known:
        for number, at, wording in known.execute(
            "SELECT id, updated_at, wording FROM claim WHERE is_statement ORDER BY id LIMIT ?",
            [ROWS],
        ):
            moment = at.replace(" ", "T") + ("" if "+" in at else "+00:00")
            writer.writerow([number, moment, wording, f"Seen again, as number {number}"])
    return out.getvalue().encode()


def feed() -> bytes:
    """Return a Data Commons feed of checks that nobody has seen."""
    checks = [
        {
            "@type": "ClaimReview",
            "url": f"https://others.example/checks/{number}",
            "claimReviewed": f"Rents in district {number % 997} fell by {number % 90} percent.",
            "datePublished": "2025-11-02",
            "author": {"@type": "Organization", "name": "Others", "url": "https://others.example"},
            "itemReviewed": {"@type": "Claim", "author": {"name": f"Ada {number % 499}"}},
            "reviewRating": {
                "ratingValue": number % 5 + 1,
                "bestRating": 5,
                "worstRating": 1,
                "alternateName": ("False", "Mostly false", "Half true", "True")[number % 4],
            },
        }
        for number in range(REVIEWS)
    ]
    elements = [{"@type": "DataFeedItem", "item": [check]} for check in checks]
    return json.dumps({"@type": "DataFeed", "dataFeedElement": elements}).encode()


def bare_claims(path: Path, content: bytes) -> int:
    """Parse the CSV, and write the notes with one statement."""
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    with closing(sqlite3.connect(path)) as known, known:
        known.executemany(
            "UPDATE claim SET note = ?, wording = ?, edit_number = edit_number + 1 WHERE id = ?",
            [(row["note"], row["wording"], int(row["claim_id"])) for row in rows],
        )
    return len(rows)


def bare_reviews(path: Path, content: bytes) -> int:
    """Parse the feed, and insert as much text with one statement."""
    elements = json.loads(content)["dataFeedElement"]
    with closing(sqlite3.connect(path)) as known, known:
        known.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, url TEXT, claim TEXT, said TEXT)")
        known.executemany(
            "INSERT INTO bare (url, claim, said) VALUES (?, ?, ?)",
            [(one["item"][0]["url"], one["item"][0]["claimReviewed"], "x") for one in elements],
        )
    return len(elements)


class Lap:
    """Times steps, and prints each with its rate and the memory that the process has held."""

    def __init__(self, name: str, rows: int) -> None:
        self.name, self.rows, self.whole = name, rows, 0.0

    def run(self, step: str, act: Callable[[], Any], *, counts: bool = True) -> Any:
        """Do it, and tell what it took."""
        begun = time.process_time()
        done = act()
        took = time.process_time() - begun
        self.whole += took if counts else 0
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        rate = self.rows / max(took, 1e-9)
        say(f"{self.name:<22}{step:<12}{took:>9.2f} s{rate:>12,.0f} rows/s{peak:>8} MB at most")
        return done


def measure(name: str, content: bytes, path: Path, bare: Callable[[Path, bytes], int]) -> float:
    """Import the content into the database at the path, take it back; return rows a second."""
    spare = path.with_name(f"bare-{path.name}")
    shutil.copy(path, spare)
    begun = time.process_time()
    rows = bare(spare, content)
    plain = time.process_time() - begun
    lap = Lap(name, rows)
    say(f"{name:<22}{'bare':<12}{plain:>9.2f} s{rows / plain:>12,.0f} rows/s")
    engine = make_engine(f"sqlite:///{path}")
    desk = write_sessions(engine)
    reading = lap.run("read", lambda: imports.read(imports.recognise(content), content))
    with desk() as session:
        actor = _editor(session)
        lap.run("dry run", lambda: _plan(session, reading, actor), counts=False)
        session.rollback()
        run_id = lap.run("import", lambda: _carry_out(session, reading, actor))
    rate = rows / lap.whole
    say(
        f"{name:<22}{'whole':<12}{lap.whole:>9.2f} s{rate:>12,.0f} rows/s; bare / ours = "
        f"{plain / lap.whole:.3f}"
    )
    with desk() as session:
        lap.run("taken back", lambda: _undo(session, run_id, actor), counts=False)
    engine.dispose()
    return rate


def _editor(session: Session) -> Actor:
    account = session.query(Account).filter_by(role=Role.EDITOR).first()
    return Actor(account.id, account.name, account.role)


def _plan(session: Session, reading: imports.Reading, actor: Actor) -> None:
    shown = importing.plan(session, reading, site=SITE, actor=actor)
    say(f"{'':<22}{dict(shown.counts)}")


def _carry_out(session: Session, reading: imports.Reading, actor: Actor) -> int:
    file = ImportedFile("bench", "0" * 64)
    run = importing.carry_out(
        session, reading, file=file, site=SITE, actor=actor, at=now(), good_rows_only=True
    )
    session.commit()
    return run.id


def _undo(session: Session, run_id: int, actor: Actor) -> None:
    say(f"{'':<22}back and kept: {importing.undo(session, run_id, actor=actor, at=now())}")
    session.commit()


def main() -> None:
    """Measure both on a copy of a made-up newsroom."""
    made = Path(newsroom.kept(ROWS).removeprefix("sqlite:///"))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "newsroom.sqlite3"
        shutil.copy(made, path)
        rate = measure("our CSV", edited(path), path, bare_claims)
        measure("Data Commons feed", feed(), path, bare_reviews)
    say(f"our CSV: {rate:,.0f} rows/s, goal {GOAL:,}: {'reached' if rate >= GOAL else 'missed'}")


if __name__ == "__main__":
    main()
