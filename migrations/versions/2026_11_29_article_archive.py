"""An article names its copy in a web archive."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_29_article_archive"
down_revision = "2026_11_29_redactions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("article", sa.Column("archive_url", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("article", "archive_url")
