"""Where imported claims came from, and feeds that are watched."""

revision = "2026_11_24_imports"
down_revision = "2026_11_24_programs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
