"""Long exports wait for a worker."""

revision = "2026_11_24_jobs"
down_revision = "2026_11_24_imports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
