"""Comments, second verdicts, drafts, presence and scales."""

revision = "2026_11_24_conversation"
down_revision = "2026_11_24_revisions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
