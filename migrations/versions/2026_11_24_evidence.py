"""Evidence, its snapshots, and the log of replies."""

revision = "2026_11_24_evidence"
down_revision = "2026_11_24_folded_names"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
