"""Names of speakers are kept a second time without case and accents, as people search them."""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_folded_names"
down_revision = "2026_11_24_append_only"
branch_labels = None
depends_on = None

TABLES = ("speaker", "speaker_alias")


def upgrade() -> None:
    for name in TABLES:
        op.add_column(
            name, sa.Column("folded_name", sa.String(), nullable=False, server_default="")
        )
        op.create_index(op.f(f"ix_{name}_folded_name"), name, ["folded_name"])
        fill(sa.table(name, sa.column("id"), sa.column("name"), sa.column("folded_name")))


def downgrade() -> None:
    for name in TABLES:
        op.drop_index(op.f(f"ix_{name}_folded_name"), name)
        op.drop_column(name, "folded_name")


def fill(table: sa.TableClause) -> None:
    connection = op.get_bind()
    for row in connection.execute(sa.select(table.c.id, table.c.name)).all():
        connection.execute(
            table.update().where(table.c.id == row.id).values(folded_name=fold(row.name))
        )


def fold(name: str) -> str:
    spread = unicodedata.normalize("NFKD", name)
    plain = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return " ".join(plain.casefold().split())
