"""The history is append-only and an article's text never changes: triggers refuse the rest."""

from alembic import op

revision = "2026_11_24_append_only"
down_revision = "2026_11_24_first_tables"
branch_labels = None
depends_on = None

SQLITE = (
    """CREATE TRIGGER event_refuses_update BEFORE UPDATE ON event
       BEGIN SELECT RAISE(ABORT, 'the history cannot be changed'); END""",
    """CREATE TRIGGER event_refuses_delete BEFORE DELETE ON event
       BEGIN SELECT RAISE(ABORT, 'the history cannot be deleted'); END""",
    """CREATE TRIGGER article_version_refuses_update
       BEFORE UPDATE OF text, text_sha256, article_id, number ON article_version
       BEGIN SELECT RAISE(ABORT, 'the text of an article cannot be changed'); END""",
)
POSTGRESQL = (
    """CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation'; END $$""",
    """CREATE TRIGGER event_refuses_update BEFORE UPDATE ON event
       FOR EACH ROW EXECUTE FUNCTION refuse_change('the history cannot be changed')""",
    """CREATE TRIGGER event_refuses_delete BEFORE DELETE ON event
       FOR EACH ROW EXECUTE FUNCTION refuse_change('the history cannot be deleted')""",
    """CREATE TRIGGER event_refuses_truncate BEFORE TRUNCATE ON event
       FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('the history cannot be deleted')""",
    """CREATE TRIGGER article_version_refuses_update
       BEFORE UPDATE OF text, text_sha256, article_id, number ON article_version
       FOR EACH ROW EXECUTE FUNCTION refuse_change('the text of an article cannot be changed')""",
)
TRIGGERS = (
    ("event_refuses_update", "event"),
    ("event_refuses_delete", "event"),
    ("article_version_refuses_update", "article_version"),
)


def upgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in SQLITE if on_sqlite else POSTGRESQL:
        op.execute(statement)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for trigger, _table in TRIGGERS:
            op.execute(f"DROP TRIGGER {trigger}")
        return
    for trigger, table in (*TRIGGERS, ("event_refuses_truncate", "event")):
        op.execute(f"DROP TRIGGER {trigger} ON {table}")
    op.execute("DROP FUNCTION refuse_change()")
