"""Saved filters, decisions on sentences, closed articles, bulk moves."""

revision = "2026_11_24_desk_work"
down_revision = "2026_11_24_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
