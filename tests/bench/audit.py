"""Verifying a long history against the least that it could cost: a cursor and one SHA-256 a row.

Run with ``make bench-audit``; EVENTS=100000 makes it shorter. Both are timed in turn, so that
what else the machine does at the time falls on both.
"""

import hashlib
import os
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert

from tracker.domain.hashing import GENESIS, SEAL_VERSION, compact_json, digest, make_salt, seal
from tracker.models import Event
from tracker.models.engine import make_engine, read_sessions
from tracker.services import schema
from tracker.services.trail import chain

EVENTS = int(os.environ.get("EVENTS", "1000000"))
ROUNDS = 3
PART = 10_000
#: What is asked of the program: seconds of the processor for a million, the ratio to the bare
#: loop, and how much memory may grow by, in megabytes.
SECONDS, RATIO, GROWTH = 5.0, 0.2, 20

START = datetime(2024, 1, 1, 6, tzinfo=UTC)
#: What a newsroom's history mostly holds, in the sizes that the demonstration has.
DEEDS: tuple[tuple[str, str, dict[str, Any], str], ...] = (
    ("claim.proposed", "claim", {"stage": [None, "proposed"], "article": [None, 12]}, ""),
    ("claim.revised", "claim", {"wording": ["Rents fell.", "Rents in Dresden fell in 2025."]}, ""),
    ("claim.moved", "claim", {"stage": ["new", "triaged"], "priority": [None, "high"]}, ""),
    ("account.signed_in", "account", {}, ""),
    (
        "claim.moved",
        "claim",
        {"stage": ["triaged", "in_progress"]},
        "The figures are in the report",
    ),
)


def rows(number: int) -> Iterator[dict[str, Any]]:
    """Yield as many events, each sealed to the one before as the program seals them."""
    before = GENESIS
    for event in range(1, number + 1):
        action, subject, changes, note = DEEDS[event % len(DEEDS)]
        at, actor_id, name = START + timedelta(seconds=event), event % 40 + 1, f"Ada {event % 40}"
        name_salt, words_salt = make_salt(), make_salt()
        name_digest = digest(name_salt, name)
        words_digest = digest(words_salt, compact_json(changes), note)
        frame = (chain.stamp(at), actor_id, action, subject, event % 9973)
        now = seal(before, SEAL_VERSION, *frame, name_digest, words_digest)
        yield {
            "at": at, "actor_id": actor_id, "actor_name": name, "action": action,
            "subject": subject, "subject_id": event % 9973, "changes": changes, "note": note,
            "previous_hash": before, "hash": now, "name_digest": name_digest,
            "name_salt": name_salt, "words_digest": words_digest, "words_salt": words_salt,
            "is_name_erased": False, "is_words_erased": False, "seal_version": SEAL_VERSION,
        }  # fmt: skip
        before = now


def fill(engine: Engine, number: int) -> None:
    """Write a history into an empty database, without the members whom it names."""
    made = rows(number)
    with engine.connect() as connection:
        # Neither counts inside a transaction, so the driver is asked before one begins.
        driver = connection.connection.cursor()
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute("PRAGMA synchronous = OFF")
        while part := list(islice(made, PART)):
            connection.execute(insert(Event), part)
        connection.commit()


def bare(path: Path) -> int:
    """Read every event with the driver alone, and hash what it says once."""
    count = 0
    with closing(sqlite3.connect(path)) as connection:
        cursor = connection.execute(
            "SELECT previous_hash, at, actor_id, actor_name, action, subject, subject_id, changes,"
            " note, hash FROM event ORDER BY id"
        )
        for words in cursor:
            hashlib.sha256("\n".join(map(str, words)).encode()).hexdigest()
            count += 1
    return count


def seconds(work: Callable[[], int], number: int) -> float:
    """Return how much of the processor's time the work takes; it must meet every event."""
    start = time.process_time()
    met = work()
    taken = time.process_time() - start
    if met != number:
        raise SystemExit(f"{met} of {number} events were met")
    return taken


def resident() -> float:
    """Return the most memory that this process has held so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(path: Path, engine: Engine) -> dict[str, float]:
    """Verify the history and run the bare loop in turn; return seconds, their ratio and memory."""

    def ours() -> int:
        with read_sessions(engine)() as session:
            return chain.verify(session).count

    # The first round warms both up, and shows what memory a short history takes.
    with read_sessions(engine)() as session:
        chain.Walk().go_on(session, most=PART)
    before = resident()
    rounds = [(seconds(lambda: bare(path), EVENTS), seconds(ours, EVENTS)) for _ in range(ROUNDS)]
    return {
        "bare": min(one for one, _ in rounds),
        "ours": min(two for _, two in rounds),
        "ratio": statistics.median(one / two for one, two in rounds),
        "growth": resident() - before,
    }


def main() -> None:
    """Make the history and measure; fail where the ratio or the memory misses its goal."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.sqlite3"
        engine = make_engine(f"sqlite:///{path}")
        schema.upgrade(engine)
        fill(engine, EVENTS)
        found = measure(path, engine)
        engine.dispose()
    goal = SECONDS * EVENTS / 1_000_000
    sys.stdout.write(
        f"{EVENTS} events, best of {ROUNDS} rounds, seconds of the processor\n"
        f"  cursor and one SHA-256 an event {found['bare']:6.2f}\n"
        f"  tracker audit verify            {found['ours']:6.2f}  (goal {goal:.2f})\n"
        f"  ratio {found['ratio']:.2f} (goal {RATIO})\n"
        f"  memory grows by {found['growth']:.0f} MB (goal {GROWTH})\n"
    )
    sys.exit(found["ratio"] < RATIO or found["growth"] > GROWTH)


if __name__ == "__main__":
    main()
