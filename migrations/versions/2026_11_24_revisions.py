"""A published claim keeps its versions; corrections and retractions are proposed and confirmed."""

revision = "2026_11_24_revisions"
down_revision = "2026_11_24_evidence"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
