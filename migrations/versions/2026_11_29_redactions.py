"""Claims and speakers can be erased: texts and reports may be blacked out, and in no other way."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_redactions"
down_revision = "2026_11_25_search"
branch_labels = None
depends_on = None

MARKS = (
    ("claim", "erased_at"),
    ("speaker", "erased_at"),
    ("article_version", "redacted_at"),
    ("publication", "redacted_at"),
)
TEXT_REFUSAL = "the text of an article cannot be changed"
REPORT_REFUSAL = "a published report cannot be changed"
#: What a redaction may not touch.
TEXT_FIXED = ("id", "article_id", "number")
REPORT_FIXED = (
    "id",
    "claim_id",
    "number",
    "stage",
    "published_at",
    "visible_from",
    "published_by_id",
    "correction",
    "readers",
    "article_id",
    "position",
    "first_published_at",
)
WATCHED = "BEFORE UPDATE OF text, text_sha256, article_id, number ON article_version"


def upgrade() -> None:
    for table, name in MARKS:
        op.add_column(table, sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    make_redactions()
    drop_triggers()
    is_same = same()
    # A text may lose signs, each of which leaves a block, so that no place in it moves.
    black = f"{kept(TEXT_FIXED, is_same)} AND NEW.redacted_at IS NOT NULL AND {loses_signs()}"
    report = f"{kept(REPORT_FIXED, is_same)} AND NEW.redacted_at IS NOT NULL"
    make_trigger("article_version", WATCHED, TEXT_REFUSAL, f"NOT ({black})")
    make_trigger("publication", "BEFORE UPDATE ON publication", REPORT_REFUSAL, f"NOT ({report})")


def downgrade() -> None:
    drop_triggers()
    make_trigger("article_version", WATCHED, TEXT_REFUSAL)
    make_trigger("publication", "BEFORE UPDATE ON publication", REPORT_REFUSAL)
    op.drop_table("redaction")
    for table, name in reversed(MARKS):
        op.drop_column(table, name)


def make_redactions() -> None:
    table, moment = "redaction", sa.DateTime(timezone=True)
    rules = {
        "of_one_record": "(claim_id IS NULL) <> (speaker_id IS NULL)",
        "by_two": "confirmed_by_id IS NULL OR confirmed_by_id <> requested_by_id",
        "done_or_withdrawn": "done_at IS NULL OR withdrawn_at IS NULL",
        "forgets_words": "(done_at IS NULL AND withdrawn_at IS NULL) OR length(words) = 0",
    }
    owners = {
        "claim_id": "claim",
        "speaker_id": "speaker",
        "requested_by_id": "account",
        "confirmed_by_id": "account",
    }
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=True),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("public_note", sa.String(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        sa.Column("requested_at", moment, nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("done_at", moment, nullable=True),
        sa.Column("withdrawn_at", moment, nullable=True),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))
            for name, rule in rules.items()
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{owner}.id"], name=op.f(f"fk_{table}_{column}_{owner}")
            )
            for column, owner in owners.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sqlite_autoincrement=True,
    )
    for column in ("claim_id", "speaker_id"):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def kept(names: tuple[str, ...], is_same: str) -> str:
    return " AND ".join(f"NEW.{name} {is_same} OLD.{name}" for name in names)


def loses_signs() -> str:
    left = "length(replace({0}.text, '█', ''))"
    return f"length(NEW.text) = length(OLD.text) AND {left.format('NEW')} < {left.format('OLD')}"


def same() -> str:
    return "IS" if on_sqlite() else "IS NOT DISTINCT FROM"


def on_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def drop_triggers() -> None:
    for table in ("article_version", "publication"):
        op.execute(f"DROP TRIGGER {table}_refuses_update{'' if on_sqlite() else f' ON {table}'}")


def make_trigger(table: str, watched: str, refusal: str, condition: str = "") -> None:
    name = f"{table}_refuses_update"
    if on_sqlite():
        when = f" WHEN {condition}" if condition else ""
        op.execute(
            f"CREATE TRIGGER {name} {watched}{when} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
        )
        return
    when = f" WHEN ({condition})" if condition else ""
    op.execute(
        f"CREATE TRIGGER {name} {watched} FOR EACH ROW{when}"
        f" EXECUTE FUNCTION refuse_change('{refusal}')"
    )
