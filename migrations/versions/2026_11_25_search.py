"""Claims are searched by an index of their words, and listed by indexes on their orders."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "2026_11_25_search"
down_revision = "2026_11_24_jobs"
branch_labels = None
depends_on = None

BATCH = 2_000
#: Orders of the list that no column says by itself.
ORDERS = {
    "ix_claim_urgency": "(CASE priority WHEN 'low' THEN 0 WHEN 'normal' THEN 1"
    " WHEN 'high' THEN 2 ELSE 3 END)",
    "ix_claim_due": "coalesce(due_on, '9999-12-31')",
    "ix_claim_said": "coalesce(said_on, '0001-01-01')",
    "ix_claim_sureness": "coalesce(confidence, 2.0)",
}
FILTERED = ["is_statement", "stage", "kind", "content_verdict", "assignee_id"]
FIGURES = ["stage", "origin", "content_verdict", "split_from_id", "speaker_id"]
WORDS = ["stage", "kind", "content_verdict", "speaker_id", "is_statement"]
SEEN = ["stage", "claim_id", "number", "visible_from", "first_published_at"]
#: Indexes by table and name, as they were (or not) and as they become: with every column that a
#: count reads, so that it opens no row.
CHANGED: tuple[tuple[str, str, list[str], list[str]], ...] = (
    ("claim", "counted", WORDS, [*WORDS, "assignee_id"]),
    ("claim", "speaker_id", ["speaker_id"], ["speaker_id", *FILTERED]),
    ("claim", "article_version_id", ["article_version_id"], ["article_version_id", *FILTERED]),
    ("claim", "stage_confidence", ["stage", "confidence"], ["stage", "confidence", "is_statement"]),
    ("claim", "stage_due_on", ["stage", "due_on"], ["stage", "due_on", "is_statement"]),
    ("claim", "stage_assignee_id", [], ["stage", "assignee_id", "is_statement"]),
    ("claim", "stage_verdict_as_of", [], ["stage", "verdict_as_of", "is_statement"]),
    ("claim", "stage_created_at", [], ["stage", "created_at", "article_version_id"]),
    ("claim", "came_in", [], ["created_at", "article_version_id", *FIGURES]),
    ("claim", "created_at_id", ["created_at", "id"], []),
    ("claim", "said_on_id", ["said_on", "id"], []),
    ("event", "action_at", [], ["action", "at", "subject_id", "actor_id"]),
    ("publication", "speaker_id", ["speaker_id"], ["speaker_id", *SEEN]),
    ("publication", "stage_visible_from", [], ["stage", "visible_from", "claim_id"]),
)
SQLITE = (
    """CREATE VIRTUAL TABLE claim_search USING fts5(
       search_text, content = 'claim', content_rowid = 'id', tokenize = 'ascii', prefix = '2 3')""",
    "INSERT INTO claim_search (claim_search) VALUES ('rebuild')",
    "CREATE TABLE claim_search_waiting (claim_id INTEGER PRIMARY KEY, indexed_text VARCHAR)",
    """CREATE TRIGGER claim_search_insert AFTER INSERT ON claim BEGIN
       INSERT INTO claim_search_waiting VALUES (new.id, NULL) ON CONFLICT DO NOTHING; END""",
    """CREATE TRIGGER claim_search_update AFTER UPDATE OF search_text ON claim
       WHEN old.search_text <> new.search_text BEGIN
       INSERT INTO claim_search_waiting VALUES (old.id, old.search_text) ON CONFLICT DO NOTHING;
       END""",
    """CREATE TRIGGER claim_search_delete AFTER DELETE ON claim BEGIN
       INSERT INTO claim_search_waiting VALUES (old.id, old.search_text) ON CONFLICT DO NOTHING;
       END""",
)
SQLITE_BACK = (
    "DROP TRIGGER claim_search_insert",
    "DROP TRIGGER claim_search_update",
    "DROP TRIGGER claim_search_delete",
    "DROP TABLE claim_search_waiting",
    "DROP TABLE claim_search",
)
POSTGRESQL = (
    """ALTER TABLE claim ADD COLUMN search_terms tsvector GENERATED ALWAYS AS
       (array_to_tsvector(array_remove(string_to_array(search_text, ' '), ''))) STORED""",
    "CREATE INDEX ix_claim_search_terms ON claim USING gin (search_terms)",
)
POSTGRESQL_BACK = (
    "DROP INDEX ix_claim_search_terms",
    "ALTER TABLE claim DROP COLUMN search_terms",
)


def upgrade() -> None:
    write_words()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if on_sqlite else POSTGRESQL:
        op.execute(statement)
    for name, expression in ORDERS.items():
        op.create_index(name, "claim", [sa.text(expression), "id"])
    for table, name, before, now in CHANGED:
        change_index(table, name, before, now)


def downgrade() -> None:
    for table, name, before, now in CHANGED:
        change_index(table, name, now, before)
    for name in ORDERS:
        op.drop_index(name, "claim")
    # The words stay as they are: an earlier program finds them, too.
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE_BACK if on_sqlite else POSTGRESQL_BACK:
        op.execute(statement)


def change_index(table: str, name: str, before: list[str], now: list[str]) -> None:
    if before:
        op.drop_index(f"ix_{table}_{name}", table)
    if now:
        op.create_index(f"ix_{table}_{name}", table, now)


def write_words() -> None:
    """Keep of what claims are found by the words alone, one space between them."""
    claim = sa.table("claim", sa.column("id", sa.Integer), sa.column("search_text", sa.String))
    change = (
        claim.update()
        .where(claim.c.id == sa.bindparam("number"))
        .values(search_text=sa.bindparam("words"))
    )
    for rows in batches(claim):
        changed = [
            {"number": number, "words": words}
            for number, text in rows
            if (words := searched_text(text)) != text
        ]
        if changed:
            op.get_bind().execute(change, changed)


def batches(claim: sa.TableClause) -> Iterator[list[Any]]:
    last = 0
    while True:
        wanted = sa.select(claim).where(claim.c.id > last).order_by(claim.c.id).limit(BATCH)
        rows = list(op.get_bind().execute(wanted))
        if not rows:
            return
        yield rows
        last = rows[-1][0]


UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff]"
)


def searched_text(text: str) -> str:
    spread = unicodedata.normalize("NFKD", text)
    plain = "".join(sign for sign in spread if not unicodedata.combining(sign)).casefold()
    apart = UNSPACED.sub(r" \g<0> ", plain)
    words = "".join(sign if is_of_word(sign) else " " for sign in apart).split()
    return " ".join(word[:100] for word in words[:10_000])


def is_of_word(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign).startswith("M")
