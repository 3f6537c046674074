"""A made-up newsroom with a year of work behind it, written straight into a database.

``python -m tests.bench.newsroom`` makes one and says where; CLAIMS=10000 makes a smaller one.
Everything in it is generated. Events are sealed as the program seals them.
"""

import heapq
import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, func, insert, select, text

from tests.bench.lives import Life, live
from tests.bench.rows import Newsroom, Told
from tracker.domain.hashing import (
    GENESIS,
    SEAL_VERSION,
    compact_json,
    digest,
    make_salt,
    seal,
)
from tracker.models import Base, Event
from tracker.models.engine import make_engine
from tracker.services import schema
from tracker.services.trail import chain

CLAIMS = int(os.environ.get("CLAIMS", "100000"))
CLAIMS_AN_ARTICLE = 10
#: Rows that are written at a time.
CHUNK = 5_000
FOLDER = Path(os.environ.get("BENCH_DIR", "var/bench"))


@dataclass(slots=True)
class Writer:
    """Collects rows by table, and writes them in the order that foreign keys want."""

    connection: Connection
    waiting: defaultdict[str, list[dict[str, Any]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, table: str, *rows: dict[str, Any]) -> None:
        """Take rows; write everything where there are enough."""
        self.waiting[table] += rows
        if len(self.waiting[table]) >= CHUNK:
            self.flush()

    def flush(self) -> None:
        """Write what waits."""
        for table in Base.metadata.sorted_tables:
            if rows := self.waiting.pop(table.name, None):
                self.connection.execute(insert(table), rows)


@dataclass(slots=True)
class Chronicle:
    """The history in the order of its moments: what lies ahead waits for its turn."""

    writer: Writer
    head: str = GENESIS
    number: int = 0
    ahead: list[tuple[datetime, int, Told]] = field(default_factory=list)

    def tell(self, *told: Told) -> None:
        """Take events, in whatever order."""
        for one in told:
            self.number += 1
            heapq.heappush(self.ahead, (one.at, self.number, one))

    def write_until(self, moment: datetime) -> None:
        """Seal and write what happened before the moment."""
        while self.ahead and self.ahead[0][0] < moment:
            self._write(heapq.heappop(self.ahead)[2])

    def _write(self, told: Told) -> None:
        salts = make_salt(), make_salt()
        name = digest(salts[0], told.actor_name)
        words = digest(salts[1], compact_json(told.changes), "")
        frame = (told.actor_id, told.action, told.subject, told.subject_id, name, words)
        before, self.head = self.head, seal(self.head, SEAL_VERSION, chain.stamp(told.at), *frame)
        self.writer.add(
            Event.__tablename__,
            {
                "at": told.at,
                "actor_id": told.actor_id,
                "actor_name": told.actor_name,
                "action": told.action,
                "subject": told.subject,
                "subject_id": told.subject_id,
                "changes": told.changes,
                "note": "",
                "previous_hash": before,
                "hash": self.head,
                "seal_version": SEAL_VERSION,
                "name_digest": name,
                "name_salt": salts[0],
                "words_digest": words,
                "words_salt": salts[1],
                "is_name_erased": False,
                "is_words_erased": False,
            },
        )


def fill(connection: Connection, claims: int, *, now: datetime) -> None:
    """Write a newsroom with so many claims whose year ends now."""
    random = Random(20261125)
    writer = Writer(connection)
    chronicle = Chronicle(writer)
    newsroom = Newsroom(random, claims, now)
    for table, rows in newsroom.people():
        writer.add(table, *rows)
    writer.flush()
    year = timedelta(days=365)
    articles = -(-claims // CLAIMS_AN_ARTICLE)
    for number in range(1, articles + 1):
        born = now - year + year * (number / (articles + 1))
        chronicle.write_until(born)
        first = (number - 1) * CLAIMS_AN_ARTICLE + 1
        ids = range(first, min(first + CLAIMS_AN_ARTICLE, claims + 1))
        lives: Sequence[Life] = [live(random, born, now) for _ in ids]
        for table, rows in newsroom.article(number, ids, lives, born=born):
            writer.add(table, *rows)
        chronicle.tell(*newsroom.told)
        newsroom.told.clear()
    chronicle.write_until(now)
    writer.flush()


def settle(connection: Connection) -> None:
    """Do what a database does by itself as the years pass: count on, and know its figures."""
    if connection.dialect.name == "postgresql":
        for table in Base.metadata.sorted_tables:
            if table.c.keys()[0] == "id" and str(table.c.id.type) == "INTEGER":
                sequence = func.pg_get_serial_sequence(table.name, "id")
                last = select(func.coalesce(func.max(table.c.id), 1)).scalar_subquery()
                connection.execute(select(func.setval(sequence, last)))
    connection.execute(text("ANALYZE"))


def make(url: str, claims: int = CLAIMS) -> None:
    """Make the database at this address, and fill it."""
    engine = make_engine(url)
    schema.upgrade(engine)
    now = datetime.now(UTC).replace(microsecond=0)
    with engine.begin() as connection:
        fill(connection, claims, now=now)
        settle(connection)
    engine.dispose()


def kept(claims: int = CLAIMS) -> str:
    """Return the address of a newsroom of this size and of today's schema, made if need be."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"newsroom-{claims}-{schema.head()}.sqlite3"
    url = f"sqlite:///{path}"
    if not path.exists():
        start, building = perf_counter(), path.with_suffix(".new")
        building.unlink(missing_ok=True)
        make(f"sqlite:///{building}", claims)
        building.rename(path)
        sys.stdout.write(f"made {path} in {perf_counter() - start:.0f} s\n")
    return url


if __name__ == "__main__":
    sys.stdout.write(f"{kept()}\n")
