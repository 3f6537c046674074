"""The index that claims are searched by: FTS5 on SQLite, a tsvector with GIN on PostgreSQL.

No model maps it. PostgreSQL keeps it by itself, as a generated column. On SQLite, triggers note
which claims were written to, and ``catch_up`` indexes those at the end of each flush and before
each commit, many of them in one statement; a trigger may not write to the index itself, since
the program does not trust the schema of a file. Both hold the words of ``claim.search_text`` as
they are, so no grammar of a database decides what is found.
"""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    all_,
    cast,
    column,
    event,
    false,
    literal,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.exc import DatabaseError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Integer, NullType, String

from tracker.domain.searching import Term, terms
from tracker.models.claim import Claim

#: On SQLite the index, and the list of the claims that wait for it, are tables with this name or
#: with names that begin so; on PostgreSQL it is a column of claims with an index of its own.
_TABLES, _COLUMN, _COLUMN_INDEX = "claim_search", "search_terms", "ix_claim_search_terms"

_FTS5 = table("claim_search", column("rowid", Integer), column("claim_search", String))
_SOUGHT = table(
    "claim", column("id", Integer), column("search_terms"), column("search_text", String)
).alias("sought")

_WAITS = text("SELECT 1 FROM claim_search_waiting LIMIT 1")
#: Words are taken out with the text that they were put in with.
_CATCH_UP = (
    text(
        "INSERT INTO claim_search (claim_search, rowid, search_text)"
        " SELECT 'delete', claim_id, indexed_text FROM claim_search_waiting"
        " WHERE indexed_text IS NOT NULL"
    ),
    text(
        "INSERT INTO claim_search (rowid, search_text) SELECT claim.id, claim.search_text"
        " FROM claim_search_waiting JOIN claim ON claim.id = claim_search_waiting.claim_id"
    ),
    text("DELETE FROM claim_search_waiting"),
)


class Found(FunctionElement[Any]):
    """The condition that a claim is in the index under the words; at most the newest of them.

    Its clauses: the claim's number, the question for FTS5, that for PostgreSQL, and the phrases
    as patterns; then, if need be, how many of the newest are enough.
    """

    inherit_cache = True
    # As a truth it would be compared with one, and no database sees an index through that.
    type = NullType()
    name = "found"


@compiles(Found, "sqlite")
def _ask_sqlite(element: Found, compiler: SQLCompiler, **options: Any) -> str:
    number, question, _tsquery, _patterns, *newest = element.clauses
    asked = select(_FTS5.c.rowid).where(_FTS5.c.claim_search.op("MATCH")(question))
    return compiler.process(number.in_(_cut(asked, _FTS5.c.rowid, newest)), **options)


@compiles(Found, "postgresql")
def _ask_postgresql(element: Found, compiler: SQLCompiler, **options: Any) -> str:
    number, _match, question, patterns, *newest = element.clauses
    padded = literal(" ") + _SOUGHT.c.search_text + literal(" ")
    asked = select(_SOUGHT.c.id).where(
        _SOUGHT.c.search_terms.op("@@")(cast(question, TSQUERY)),
        padded.op("LIKE")(all_(cast(patterns, ARRAY(String)))),
    )
    return compiler.process(number.in_(_cut(asked, _SOUGHT.c.id, newest)), **options)


def _cut(asked: Select[Any], number: ColumnElement[Any], newest: list[Any]) -> Select[Any]:
    return asked.order_by(number.desc()).limit(newest[0]) if newest else asked


def found(question: str, *, newest: int | None = None) -> ColumnElement[bool]:
    """Return the condition that a claim holds all that is asked for.

    With ``newest``, only so many of the newest claims that do are looked at: a word that every
    claim has then costs no more than another.
    """
    asked = terms(question)
    if not asked:
        return false()
    limit = [] if newest is None else [literal(newest, Integer)]
    return Found(
        Claim.id,
        literal(" AND ".join(_for_fts5(term) for term in asked), String),
        literal(" & ".join(_for_tsquery(term) for term in asked), String),
        literal([_pattern(term) for term in asked if len(term.words) > 1], ARRAY(String)),
        *limit,
    )


def is_mapped(name: str | None, kind: str, _parents: object) -> bool:
    """Tell Alembic whether the models say what there is under a name: of the index, they do not."""
    if kind == "table":
        return name is None or not name.startswith(_TABLES)
    return name not in {_COLUMN, _COLUMN_INDEX}


def catch_up(connection: Connection) -> None:
    """Index what was written since the last time; PostgreSQL has done so."""
    if connection.dialect.name == "sqlite" and connection.scalar(_WAITS):
        for statement in _CATCH_UP:
            connection.execute(statement)


def rebuild(connection: Connection) -> None:
    """Make the index anew from the words of the claims."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO claim_search (claim_search) VALUES ('rebuild')"))
        connection.execute(text("DELETE FROM claim_search_waiting"))
    else:
        connection.execute(text("REINDEX INDEX ix_claim_search_terms"))


def is_whole(connection: Connection) -> bool:
    """Tell whether the index holds the words of all claims and nothing else."""
    if connection.dialect.name != "sqlite":
        return True
    if connection.scalar(_WAITS):
        return False
    check = text("INSERT INTO claim_search (claim_search, rank) VALUES ('integrity-check', 1)")
    try:
        with connection.begin_nested():
            connection.execute(check)
    except DatabaseError:
        return False
    return True


def _for_fts5(term: Term) -> str:
    return f'"{term.phrase}"{" *" if term.is_open else ""}'


def _for_tsquery(term: Term) -> str:
    quoted = [f"'{word}'" for word in term.words]
    return " & ".join(quoted) + (":*" if term.is_open else "")


def _pattern(term: Term) -> str:
    return f"% {term.phrase}%" if term.is_open else f"% {term.phrase} %"


@event.listens_for(Session, "after_flush")
def _follow(session: Session, _work: object) -> None:
    """Let whoever searches in the same transaction find what was just written."""
    written = (*session.new, *session.dirty, *session.deleted)
    if any(isinstance(one, Claim) for one in written):
        catch_up(session.connection())


@event.listens_for(Session, "before_commit")
def _finish(session: Session) -> None:
    """Index what was written past the session's records, too."""
    is_writing = not session.connection().get_execution_options().get("readonly", False)
    if is_writing:
        catch_up(session.connection())
