"""Desks, invitations, second factors and erasures."""

revision = "2026_11_24_people"
down_revision = "2026_11_24_conversation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
