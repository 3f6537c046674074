"""The lies about background exports that the database refuses."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import NOON, make_account
from tracker.models import Job


def a_job(session: Session) -> Any:
    session.add(Job(asked_by_id=make_account(session).id, asked_at=NOON, format_name="csv"))
    session.flush()


LIES: dict[str, tuple[Callable[[Session], Any], str]] = {
    "ck_job_format_named": (a_job, "UPDATE job SET format_name = ''"),
    "ck_job_jobstate": (a_job, "UPDATE job SET state = 'asleep'"),
    "ck_job_attempts_not_negative": (a_job, "UPDATE job SET attempts = -1"),
    "ck_job_written_not_negative": (a_job, "UPDATE job SET written = -1"),
    "ck_job_leased_iff_running": (a_job, "UPDATE job SET state = 'running'"),
    "ck_job_finished_iff_over": (a_job, "UPDATE job SET finished_at = asked_at"),
    "ck_job_failed_for_a_reason": (
        a_job,
        "UPDATE job SET state = 'failed', finished_at = asked_at",
    ),
    "ck_job_kept_iff_done": (a_job, "UPDATE job SET kept_until = asked_at"),
}
