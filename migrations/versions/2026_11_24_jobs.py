"""Long exports wait for a worker."""

import sqlalchemy as sa
from alembic import op

revision = "2026_11_24_jobs"
down_revision = "2026_11_24_imports"
branch_labels = None
depends_on = None

STATES = ("waiting", "running", "done", "failed")


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("format_name", sa.String(), nullable=False),
        sa.Column("query", sa.String(), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="jobstate", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("written", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_until", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(format_name) > 0", name=op.f("ck_job_format_named")),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_job_attempts_not_negative")),
        sa.CheckConstraint("written >= 0", name=op.f("ck_job_written_not_negative")),
        sa.CheckConstraint(
            "(state = 'running') = (leased_until IS NOT NULL)",
            name=op.f("ck_job_leased_iff_running"),
        ),
        sa.CheckConstraint(
            "(state IN ('done', 'failed')) = (finished_at IS NOT NULL)",
            name=op.f("ck_job_finished_iff_over"),
        ),
        sa.CheckConstraint(
            "(state = 'failed') = (length(error) > 0)", name=op.f("ck_job_failed_for_a_reason")
        ),
        sa.CheckConstraint(
            "(state = 'done') = (kept_until IS NOT NULL)", name=op.f("ck_job_kept_iff_done")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["account.id"], name=op.f("fk_job_asked_by_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_job_asked_by_id"), "job", ["asked_by_id"])
    op.create_index("ix_job_state_id", "job", ["state", "id"])


def downgrade() -> None:
    op.drop_table("job")
