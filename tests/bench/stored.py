"""A newsroom of a million claims in a file, made in minutes: a small one, copied within SQLite.

Its claims, articles, evidence and reports are those of ``newsroom``, again and again under new
numbers. The history and the search are left out: exports read neither.
"""

import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from time import perf_counter

from tests.bench import newsroom
from tracker.services import schema

#: Claims of the newsroom that is copied.
PATTERN = 10_000
#: What is written anew in each copy: numbers that move along, and what must be unique.
_MOVED = {
    "article": {"id": "article", "canonical_url": None},
    "article_version": {"id": "article", "article_id": "article", "text_sha256": None},
    "claim": {"id": "claim", "article_version_id": "article"},
    "claim_span": {"id": "claim_span", "claim_id": "claim"},
    "evidence": {"id": "evidence", "claim_id": "claim"},
    "publication": {
        "id": "publication",
        "claim_id": "claim",
        "article_id": "article",
        "record": None,
    },
}
_UNIQUE = {
    "canonical_url": "'https://news.example/' || (id + :article)",
    "text_sha256": "printf('%064x', id + :article)",
    "record": "json_set(record, '$.claim_id', claim_id + :claim)",
}


def multiply(path: Path, claims: int) -> None:
    """Copy what the file holds until there are so many claims."""
    with closing(sqlite3.connect(path, isolation_level=None)) as known:
        for setting in ("synchronous = OFF", "journal_mode = OFF", "cache_size = -500000"):
            known.execute(f"PRAGMA {setting}")
        for (trigger,) in known.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'claim_search%'"
        ).fetchall():
            known.execute(f"DROP TRIGGER {trigger}")
        # Sorted at the end, an index takes a tenth of the time.
        indexes = known.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
        ).fetchall()
        for name, _sql in indexes:
            known.execute(f"DROP INDEX {name}")
        steps = {
            table: known.execute(f"SELECT max(id) FROM {table}").fetchone()[0] for table in _MOVED
        }
        known.execute("BEGIN")
        for copy in range(1, claims // steps["claim"]):
            moved = {table: step * copy for table, step in steps.items()}
            for table, own in _MOVED.items():
                known.execute(_copying(known, table, own, steps[table]), moved)
        for _name, sql in indexes:
            known.execute(sql)
        known.execute("COMMIT")
        known.execute("PRAGMA journal_mode = WAL")
        known.execute("ANALYZE")


def _copying(known: sqlite3.Connection, table: str, own: dict[str, str | None], step: int) -> str:
    """Return the statement that copies the first rows of a table, moved on."""
    names = [row[1] for row in known.execute(f"PRAGMA table_info({table})")]
    shown = [
        (f'"{name}" + :{own[name]}' if own[name] else _UNIQUE[name]) if name in own else f'"{name}"'
        for name in names
    ]
    columns = ", ".join(f'"{name}"' for name in names)
    copied = f"SELECT {', '.join(shown)} FROM {table} WHERE id <= {step}"
    return f"INSERT INTO {table} ({columns}) {copied}"


def kept(claims: int) -> Path:
    """Return the file of a newsroom of this size and of today's schema, made if need be."""
    path = newsroom.FOLDER / f"stored-{claims}-{schema.head()}.sqlite3"
    if not path.exists():
        start, building = perf_counter(), path.with_suffix(".new")
        path.parent.mkdir(parents=True, exist_ok=True)
        building.unlink(missing_ok=True)
        newsroom.make(f"sqlite:///{building}", min(PATTERN, claims))
        multiply(building, claims)
        building.rename(path)
        sys.stdout.write(f"made {path} in {perf_counter() - start:.0f} s\n")
    return path
