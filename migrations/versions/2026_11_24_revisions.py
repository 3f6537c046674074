"""A published claim keeps its versions; corrections and retractions are proposed and confirmed."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_revisions"
down_revision = "2026_11_24_evidence"
branch_labels = None
depends_on = None

STAGES = (
    "proposed",
    "new",
    "triaged",
    "in_progress",
    "in_review",
    "approved",
    "published",
    "corrected",
    "retracted",
    "declined",
    "archived",
)
VERDICTS = (
    "not_rated",
    "true",
    "mostly_true",
    "mixed",
    "mostly_false",
    "false",
    "unproven",
    "unverifiable",
)
CORRECTIONS = ("correction", "clarification", "update")
REFUSAL = "a published report cannot be changed"
SQLITE = f"""CREATE TRIGGER publication_refuses_update BEFORE UPDATE ON publication
       BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""
POSTGRESQL = f"""CREATE TRIGGER publication_refuses_update BEFORE UPDATE ON publication
       FOR EACH ROW EXECUTE FUNCTION refuse_change('{REFUSAL}')"""


def upgrade() -> None:
    make_publications()
    make_amendments()
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(SQLITE if on_sqlite else POSTGRESQL)


def downgrade() -> None:
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    where = "" if on_sqlite else " ON publication"
    op.execute(f"DROP TRIGGER publication_refuses_update{where}")
    for table in ("amendment", "publication"):
        op.drop_table(table)


def words(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}_{to}"))


def make_publications() -> None:
    table = "publication"
    moment = sa.DateTime(timezone=True)
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stage", words("stage", *STAGES), nullable=False),
        sa.Column("published_at", moment, nullable=False),
        sa.Column("visible_from", moment, nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("correction", words("correctionkind", *CORRECTIONS), nullable=True),
        sa.Column("public_note", sa.String(), nullable=False),
        sa.Column("previous_verdict", sa.String(), nullable=True),
        sa.Column("readers", words("readers", "two_people", "single_reader"), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("record_sha256", sa.String(), nullable=False),
        sa.Column("article_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("speaker_id", sa.Integer(), nullable=True),
        sa.Column("content_verdict", words("contentverdict", *VERDICTS), nullable=False),
        sa.Column("first_published_at", moment, nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_publication_number_from_one")),
        sa.CheckConstraint(
            "stage NOT IN ('proposed', 'new', 'triaged', 'in_progress', 'in_review', 'approved',"
            " 'declined', 'archived')",
            name=op.f("ck_publication_stage_is_public"),
        ),
        sa.CheckConstraint(
            "(stage = 'corrected') = (correction IS NOT NULL)",
            name=op.f("ck_publication_correction_kind"),
        ),
        sa.CheckConstraint(
            "length(record_sha256) = 64", name=op.f("ck_publication_record_sha256_is_hex")
        ),
        reference(table, "claim_id", "claim"),
        reference(table, "published_by_id", "account"),
        reference(table, "article_id", "article"),
        reference(table, "speaker_id", "speaker"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
        sa.UniqueConstraint("claim_id", "number", name=op.f("uq_publication_claim_id_number")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_publication_first_published_at", table, ["first_published_at", "claim_id"])
    for column in ("article_id", "speaker_id"):
        op.create_index(op.f(f"ix_publication_{column}"), table, [column])


def make_amendments() -> None:
    table = "amendment"
    moment = sa.DateTime(timezone=True)
    states = ("proposed", "under_way", "declined", "done")
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("claim_id", sa.Integer(), nullable=False),
        sa.Column("kind", words("amendmentkind", "correction", "retraction"), nullable=False),
        sa.Column("correction", words("correctionkind", *CORRECTIONS), nullable=True),
        sa.Column("public_note", sa.String(), nullable=False),
        sa.Column("state", words("amendmentstate", *states), nullable=False),
        sa.Column("proposed_at", moment, nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", moment, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_note", sa.String(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'correction') = (correction IS NOT NULL)",
            name=op.f("ck_amendment_correction_kind"),
        ),
        sa.CheckConstraint(
            "length(public_note) > 0", name=op.f("ck_amendment_public_note_not_empty")
        ),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_at IS NULL)",
            name=op.f("ck_amendment_decided_unless_proposed"),
        ),
        reference(table, "claim_id", "claim"),
        reference(table, "proposed_by_id", "account"),
        reference(table, "decided_by_id", "account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_amendment_claim_id", table, ["claim_id", "id"])
    op.create_index(
        "uq_amendment_one_open",
        table,
        ["claim_id"],
        unique=True,
        sqlite_where=sa.text("state = 'proposed'"),
        postgresql_where=sa.text("state = 'proposed'"),
    )
