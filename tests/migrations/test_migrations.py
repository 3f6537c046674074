"""Every revision goes up and comes back, keeps its rows, and ends at what the models say."""

import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.schema import CreateTable

from tracker.models import Base
from tracker.services import schema

REVISIONS = [
    script.revision
    for script in reversed(
        list(ScriptDirectory.from_config(schema.alembic_config()).walk_revisions())
    )
]


@pytest.fixture
def empty(empty_engine: Engine) -> Engine:
    return empty_engine


def shape(engine: Engine) -> dict[str, str]:
    """Describe tables, checks, indexes and triggers so that two states can be compared."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            rows = connection.execute(
                text(
                    "SELECT type || ' ' || name, sql FROM sqlite_master"
                    " WHERE name NOT LIKE 'sqlite%'"
                )
            )
            return {name: re.sub(r"\s+", " ", sql or "") for name, sql in rows}
        return _postgresql_shape(connection)


POSTGRESQL_SHAPE = """
    SELECT 'column ' || table_name || '.' || column_name,
           data_type || is_nullable || coalesce(column_default, '')
      FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL SELECT 'constraint ' || conname, pg_get_constraintdef(oid)
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL SELECT 'index ' || indexname, indexdef
      FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL SELECT 'trigger ' || tgname, pg_get_triggerdef(oid)
      FROM pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'function ' || proname, prosrc
      FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


def _postgresql_shape(connection: Connection) -> dict[str, str]:
    return dict(connection.execute(text(POSTGRESQL_SHAPE)).all())


def test_there_is_one_head() -> None:
    assert len(ScriptDirectory.from_config(schema.alembic_config()).get_heads()) == 1


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_revision_comes_back_to_where_it_started(empty: Engine, revision: str) -> None:
    before_number = REVISIONS.index(revision) - 1
    before = REVISIONS[before_number] if before_number >= 0 else "base"
    if before != "base":
        schema.upgrade(empty, to=before)
    else:
        schema.upgrade(empty, to=revision)
        schema.downgrade(empty, to="base")
    shape_before = shape(empty)
    schema.upgrade(empty, to=revision)
    assert shape(empty) != shape_before
    schema.downgrade(empty, to=before)
    assert shape(empty) == shape_before


def test_the_newest_revision_is_what_the_models_say(empty: Engine) -> None:
    schema.upgrade(empty)
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_check_of_the_models_stands_in_the_database(empty: Engine) -> None:
    """Alembic compares no CHECKs, so they are compared here, one by one, by name and words."""
    schema.upgrade(empty)
    found = {
        (table, check["name"]): normal(check["sqltext"])
        for table in Base.metadata.tables
        for check in inspect(empty).get_check_constraints(table)
    }
    wanted = {
        (table.name, name): normal(words)
        for table in Base.metadata.tables.values()
        for name, words in re.findall(
            r"CONSTRAINT (\w+) CHECK \((.*)\)[,\n]",
            str(CreateTable(table).compile(dialect=empty.dialect)),
        )
    }
    assert found.keys() == wanted.keys()
    if empty.dialect.name == "sqlite":
        assert found == wanted


def normal(words: str) -> str:
    return re.sub(r"\s+", " ", words).strip()


def test_rows_survive_down_and_up(empty: Engine) -> None:
    schema.upgrade(empty)
    with empty.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO outlet (name, domain, is_demonstration, created_at)"
                " VALUES ('The Harbour Post', 'harbour.example', false, '2026-01-02 03:04:05')"
            )
        )
    schema.downgrade(empty, to=REVISIONS[0])
    schema.upgrade(empty)
    with empty.connect() as connection:
        assert connection.execute(text("SELECT name FROM outlet")).scalars().all() == [
            "The Harbour Post"
        ]


def test_a_failing_revision_leaves_the_database_as_it_was(
    empty: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    schema.upgrade(empty, to=REVISIONS[0])
    before = shape(empty)

    def orphans(_connection: Connection) -> None:
        raise RuntimeError("the migration would orphan rows")

    monkeypatch.setattr(schema, "_assert_whole", orphans)
    with pytest.raises(RuntimeError, match="orphan"):
        schema.upgrade(empty)
    assert shape(empty) == before
