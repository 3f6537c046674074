"""Every revision goes up and comes back, keeps its rows, and ends at what the models say."""

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect, select, text
from sqlalchemy.orm import Session
from sqlalchemy.schema import CreateIndex, CreateTable

from tracker.models import Base, Claim, found_in_index
from tracker.models.engine import make_engine
from tracker.models.search_index import is_mapped
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


# Indexes on expressions cannot be read back from SQLite; they are compared by their words below.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based")
def test_the_newest_revision_is_what_the_models_say(empty: Engine) -> None:
    schema.upgrade(empty)
    options = {"compare_type": True, "include_name": is_mapped}
    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        found = compare_metadata(context, Base.metadata)
    # PostgreSQL lays a CASE out over several lines, and so it seems to be another one.
    assert [one for one in found if getattr(one[1], "name", "") != "ix_claim_urgency"] == []


def test_indexes_on_expressions_are_in_the_words_of_the_models(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'indexes.sqlite3'}")
    schema.upgrade(engine)
    found = shape(engine)
    orders = ("ix_claim_urgency", "ix_claim_due", "ix_claim_said", "ix_claim_sureness")
    wanted = {
        f"index {index.name}": str(CreateIndex(index).compile(dialect=engine.dialect))
        for index in Base.metadata.tables["claim"].indexes
        if index.name in orders
    }
    engine.dispose()
    assert len(wanted) == len(orders)
    assert {name: found[name] for name in wanted} == wanted


def test_claims_of_an_earlier_version_are_found_by_their_words(empty: Engine) -> None:
    schema.upgrade(empty, to=BEFORE_SEARCH)
    with empty.begin() as connection:
        for statement in A_CLAIM:
            connection.execute(text(statement))
    schema.upgrade(empty)
    with Session(empty) as session:
        assert session.scalars(select(Claim.search_text)).all() == ["o neil 9 000 ships"]
        asked = select(Claim.id).where(found_in_index('"9,000 ships"'))
        assert len(session.scalars(asked).all()) == 1
    schema.downgrade(empty, to=BEFORE_SEARCH)
    with empty.connect() as connection:
        assert connection.scalar(text("SELECT search_text FROM claim")) == "o neil 9 000 ships"


BEFORE_SEARCH = REVISIONS[REVISIONS.index("2026_11_25_search") - 1]
#: A claim as it stood before it was kept by its words alone.
A_CLAIM = (
    """INSERT INTO article (title, desk_id, language, is_demonstration, created_at, edit_number)
       VALUES ('Ships', 1, 'en', false, '2026-01-02 03:04:05', 1)""",
    """INSERT INTO article_version (article_id, number, text, text_sha256, created_at)
       SELECT id, 1, 'Ships', sha256, created_at FROM article, (SELECT
       '0123456789012345678901234567890123456789012345678901234567890123' AS sha256) AS hash""",
    """INSERT INTO claim (article_version_id, position, wording, kind, speech_act, note,
       search_text, origin, is_statement, reasons, stage, attribution_verdict, content_verdict,
       qualifiers, explanation, revision, visibility, public_note, created_at, updated_at,
       edit_number) SELECT id, 0, 'Ships', 'direct', 'states', '', 'o’neil: “9,000” ships',
       'human', true, '[]', 'new', 'unverified', 'not_rated', '[]', '', 0, 'internal', '',
       created_at, created_at, 1 FROM article_version""",
)


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
