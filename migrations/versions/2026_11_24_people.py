"""Desks, invitations, second factors and erasures."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_people"
down_revision = "2026_11_24_conversation"
branch_labels = None
depends_on = None

ROLES = ("viewer", "contributor", "fact_checker", "reviewer", "editor", "admin", "auditor")
TABLES = ("erasure", "recovery_code", "second_factor", "invitation", "membership", "desk")
#: Columns of the history, in the order in which they were added.
COLUMNS = (
    ("seal_version", sa.Integer(), "1"),
    ("name_digest", sa.String(), None),
    ("name_salt", sa.String(), None),
    ("words_digest", sa.String(), None),
    ("words_salt", sa.String(), None),
    ("is_name_erased", sa.Boolean(), sa.false()),
    ("is_words_erased", sa.Boolean(), sa.false()),
)
#: What no change of an event may touch.
FIXED = (
    "id",
    "at",
    "actor_id",
    "action",
    "subject",
    "subject_id",
    "previous_hash",
    "hash",
    "seal_version",
    "name_digest",
    "words_digest",
)
NAME = ("actor_name", "name_salt", "is_name_erased")
WORDS = ("changes", "note", "words_salt", "is_words_erased")

OLD_SQLITE = """CREATE TRIGGER event_refuses_update BEFORE UPDATE ON event
       BEGIN SELECT RAISE(ABORT, 'the history cannot be changed'); END"""
OLD_POSTGRESQL = """CREATE TRIGGER event_refuses_update BEFORE UPDATE ON event
       FOR EACH ROW EXECUTE FUNCTION refuse_change('the history cannot be changed')"""


def upgrade() -> None:
    make_desks()
    make_invitations()
    make_second_factors()
    make_erasures()
    op.add_column("account", sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))
    # In SQL, because on SQLite Alembic would rebuild the table for a column with a key.
    op.execute(
        "ALTER TABLE article ADD COLUMN desk_id INTEGER NOT NULL DEFAULT 1"
        " CONSTRAINT fk_article_desk_id_desk REFERENCES desk (id)"
    )
    op.create_index("ix_article_desk_id", "article", ["desk_id"])
    for name, kind, default in COLUMNS:
        column = sa.Column(name, kind, nullable=default is None, server_default=default)
        op.add_column("event", column)
    allow_erasure()


def downgrade() -> None:
    refuse_to_lose_seals()
    forbid_erasure()
    for name, _kind, _default in reversed(COLUMNS):
        op.drop_column("event", name)
    op.drop_index("ix_article_desk_id", "article")
    op.drop_column("article", "desk_id")
    op.drop_column("account", "erased_at")
    for name in TABLES:
        op.drop_table(name)


def role() -> sa.Column[str]:
    words = sa.Enum(*ROLES, name="role", native_enum=False, create_constraint=True, length=40)
    return sa.Column("role", words, nullable=False)


def moment(name: str, *, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def key(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{to}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)


def make_desks() -> None:
    desk = op.create_table(
        "desk",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        moment("created_at", nullable=False),
        sa.CheckConstraint("length(name) > 0", name=op.f("ck_desk_name_not_empty")),
        sa.CheckConstraint(
            "slug = lower(slug) AND length(slug) > 0", name=op.f("ck_desk_slug_in_lower_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk")),
        sa.UniqueConstraint("name", name=op.f("uq_desk_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_desk_slug")),
        sqlite_autoincrement=True,
    )
    first = {"name": "Newsroom", "slug": "newsroom", "created_at": datetime.now(UTC)}
    op.bulk_insert(desk, [first])
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("desk_id", sa.Integer(), nullable=False),
        role(),
        sa.CheckConstraint(
            "role NOT IN ('admin', 'auditor')", name=op.f("ck_membership_role_is_editorial")
        ),
        key("membership", "account_id", "account"),
        key("membership", "desk_id", "desk"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("account_id", "desk_id", name=op.f("uq_membership_account_id_desk_id")),
    )
    op.create_index("ix_membership_desk_id", "membership", ["desk_id"])


def make_invitations() -> None:
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        role(),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=False),
        moment("created_at", nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        moment("expires_at", nullable=False),
        moment("used_at"),
        moment("withdrawn_at"),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_invitation_email_in_lower_case")),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_invitation_expires_later")),
        sa.CheckConstraint(
            "used_at IS NULL OR withdrawn_at IS NULL",
            name=op.f("ck_invitation_used_or_withdrawn"),
        ),
        key("invitation", "account_id", "account"),
        key("invitation", "created_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_invitation_token_hash")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_invitation_account_id", "invitation", ["account_id"])


def make_second_factors() -> None:
    op.create_table(
        "second_factor",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("sealed_secret", sa.String(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        moment("created_at", nullable=False),
        key("second_factor", "account_id", "account"),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(), nullable=False),
        key("recovery_code", "account_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    op.create_index("ix_recovery_code_account_id", "recovery_code", ["account_id"])


def make_erasures() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        moment("requested_at", nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        moment("done_at"),
        moment("withdrawn_at"),
        sa.CheckConstraint(
            "confirmed_by_id IS NULL OR confirmed_by_id <> requested_by_id",
            name=op.f("ck_erasure_by_two"),
        ),
        sa.CheckConstraint(
            "done_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_erasure_done_or_withdrawn")
        ),
        key("erasure", "account_id", "account"),
        key("erasure", "requested_by_id", "account"),
        key("erasure", "confirmed_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_erasure_account_id", "erasure", ["account_id"])


def only_an_erasure(same: str, to_text: str) -> str:
    """Say in SQL that an update blanks the name, or the words, and touches nothing else."""

    def kept(columns: tuple[str, ...]) -> str:
        # PostgreSQL compares no two values of JSON, but their texts.
        cast = {"changes": to_text}
        pairs = (
            (f"NEW.{name}{cast.get(name, '')}", f"OLD.{name}{cast.get(name, '')}")
            for name in columns
        )
        return " AND ".join(f"{new} {same} {old}" for new, old in pairs)

    name_goes = "NEW.is_name_erased AND NEW.actor_name = 'Erased member' AND NEW.name_salt IS NULL"
    words_go = (
        f"NEW.is_words_erased AND NEW.changes{to_text} = '{{}}' AND NEW.note = ''"
        " AND NEW.words_salt IS NULL"
    )
    return f"""{kept(FIXED)}
       AND (({name_goes}) OR ({kept(NAME)}))
       AND (({words_go}) OR ({kept(WORDS)}))
       AND ((NEW.is_name_erased AND NOT OLD.is_name_erased)
            OR (NEW.is_words_erased AND NOT OLD.is_words_erased))"""


def allow_erasure() -> None:
    drop_trigger()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"""CREATE TRIGGER event_refuses_update BEFORE UPDATE ON event
       WHEN NOT ({only_an_erasure("IS", "")})
       BEGIN SELECT RAISE(ABORT, 'the history cannot be changed'); END"""
        )
    else:
        op.execute(
            f"""CREATE TRIGGER event_refuses_update BEFORE UPDATE ON event FOR EACH ROW
       WHEN (NOT ({only_an_erasure("IS NOT DISTINCT FROM", "::text")}))
       EXECUTE FUNCTION refuse_change('the history cannot be changed')"""
        )


def forbid_erasure() -> None:
    drop_trigger()
    op.execute(OLD_SQLITE if op.get_bind().dialect.name == "sqlite" else OLD_POSTGRESQL)


def drop_trigger() -> None:
    place = "" if op.get_bind().dialect.name == "sqlite" else " ON event"
    op.execute(f"DROP TRIGGER event_refuses_update{place}")


def refuse_to_lose_seals() -> None:
    newer = op.get_bind().scalar(sa.text("SELECT count(*) FROM event WHERE seal_version > 1"))
    if newer:
        raise RuntimeError(
            f"{newer} events are sealed in the newer form, which the earlier version cannot"
            " verify; take the copy of the database from before the upgrade instead"
        )
