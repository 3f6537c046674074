"""Exports that take long: asked for, taken up by one worker at a time, kept for a while.

A worker takes a job with one conditional UPDATE and has it to itself for the time of a lease,
which every report of progress renews. Where a worker dies, its lease runs out and another takes
the job up; after three attempts it has failed, and says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.errors import NotFound, PermissionRefused, TooMuch
from tracker.domain.job_words import JobState
from tracker.domain.messages import Message
from tracker.domain.vocabulary import Role
from tracker.exports import registry
from tracker.models import Job
from tracker.services.trail import history

LEASE = timedelta(minutes=2)
KEPT = timedelta(days=2)
MOST_ATTEMPTS = 3
#: So many may wait or run for one member at a time.
MOST_OPEN = 5
_OPEN = (JobState.WAITING, JobState.RUNNING)
_RUNNING = select(Job.id).where(Job.state == JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to have written."""

    format_name: str
    #: The filters as the claim list's address has them.
    query: str = ""
    internal: bool = False


def ask(session: Session, wish: Wish, *, actor: Actor, at: datetime) -> Job:
    """Put an export in the queue, and write in the history who wants to take out what."""
    if wish.internal:
        actor.require(Role.FACT_CHECKER)
    if actor.account_id is None:
        raise PermissionRefused("only a member can ask for a file to be prepared")
    registry.get(wish.format_name)
    history.take_turn(session)
    _limit(session, actor.account_id)
    job = Job(
        asked_by_id=actor.account_id,
        asked_at=at,
        format_name=wish.format_name,
        query=wish.query,
        internal=wish.internal,
    )
    session.add(job)
    session.flush()
    told = {"format": (None, wish.format_name), "filters": (None, wish.query)}
    if wish.internal:
        told["internal"] = (None, "yes")
    history.record(session, "export.asked", ("job", job.id), told, actor=actor, at=at)
    return job


def get(session: Session, job_id: int, *, actor: Actor) -> Job:
    """Return the job if it is the actor's own; another's is not there for them."""
    job = session.get(Job, job_id)
    if job is None or job.asked_by_id != actor.account_id:
        raise NotFound("there is no export with the number %(number)d", number=job_id)
    return job


def of(session: Session, account_id: int | None, *, limit: int = 10) -> Sequence[Job]:
    """Return the last jobs of a member, the newest first."""
    mine = select(Job).where(Job.asked_by_id == account_id).order_by(Job.id.desc()).limit(limit)
    return session.scalars(mine).all()


def is_any_open(session: Session, *, at: datetime) -> bool:
    """Tell whether a worker would find something to do."""
    return session.scalar(select(Job.id).where(_is_free(at)).limit(1)) is not None


def take(session: Session, *, at: datetime) -> Job | None:
    """Take up the oldest job that nobody has; None where there is none."""
    _give_up(session, at)
    candidates = select(Job.id).where(_is_free(at)).order_by(Job.id).limit(MOST_OPEN)
    for job_id in session.scalars(candidates).all():
        if _changed(
            session,
            update(Job)
            .where(Job.id == job_id, _is_free(at))
            .values(
                state=JobState.RUNNING,
                leased_until=at + LEASE,
                attempts=Job.attempts + 1,
                written=0,
                total=None,
            ),
        ):
            return session.get(Job, job_id, populate_existing=True)
    return None


def tell_progress(
    session: Session, job: Job, *, written: int, total: int | None, at: datetime
) -> bool:
    """Note how far a job has come, and renew its lease; False where it is no longer ours."""
    values = {"written": written, "total": total, "leased_until": at + LEASE}
    return _changed(session, update(Job).where(_is_ours(job)).values(**values))


def finish(session: Session, job: Job, *, written: int, at: datetime) -> bool:
    """Note that the file is whole; False where the job is no longer ours."""
    return _changed(
        session,
        update(Job)
        .where(_is_ours(job))
        .values(
            state=JobState.DONE,
            leased_until=None,
            written=written,
            total=written,
            finished_at=at,
            kept_until=at + KEPT,
        ),
    )


def fail(session: Session, job: Job, reason: str, *, at: datetime) -> bool:
    """Note why there will be no file; False where the job is no longer ours."""
    return _changed(session, update(Job).where(_is_ours(job)).values(**_failure(reason, at)))


def path_of(job: Job, folder: Path) -> Path:
    """Return where the file of a job stands once it is whole."""
    return folder / f"{job.id}.{registry.get(job.format_name).extension}"


def part_of(job: Job, folder: Path) -> Path:
    """Return where the file of a job stands while this attempt writes it."""
    path = path_of(job, folder)
    return path.with_name(f"{path.name}.{job.attempts}.part")


def is_kept(job: Job, *, at: datetime) -> bool:
    """Tell whether the file can still be fetched."""
    return job.kept_until is not None and job.kept_until > at


def remove_expired(session: Session, folder: Path, *, at: datetime) -> int:
    """Delete the files that are kept no longer, and what workers that died left half written.

    Return how many there were.
    """
    expired = session.scalars(select(Job).where(Job.kept_until <= at)).all()
    files = [path for path in (path_of(job, folder) for job in expired) if path.exists()]
    files += _left_behind(session, folder)
    for path in files:
        path.unlink(missing_ok=True)
    return len(files)


def _left_behind(session: Session, folder: Path) -> list[Path]:
    """Return the half-written files of jobs on which nobody works."""
    # Looked for before the jobs are: a file that is begun after this is not in the list.
    parts = list(folder.glob("*.part"))
    running = {str(number) for number in session.scalars(_RUNNING)}
    return [path for path in parts if path.name.partition(".")[0] not in running]


def _limit(session: Session, account_id: int) -> None:
    mine = select(Job.id).where(Job.asked_by_id == account_id, Job.state.in_(_OPEN))
    if len(session.scalars(mine.limit(MOST_OPEN)).all()) >= MOST_OPEN:
        raise TooMuch(
            "%(most)s of your exports are being prepared; wait for one of them",
            most=MOST_OPEN,
        )


def _give_up(session: Session, at: datetime) -> None:
    reason = Message("it was broken off %(count)s times", count=MOST_ATTEMPTS)
    session.execute(
        update(Job)
        .where(
            Job.state == JobState.RUNNING,
            Job.leased_until <= at,
            Job.attempts >= MOST_ATTEMPTS,
        )
        .values(**_failure(reason, at))
    )


def _failure(reason: str, at: datetime) -> dict[str, Any]:
    return {"state": JobState.FAILED, "leased_until": None, "error": reason, "finished_at": at}


def _is_free(at: datetime) -> Any:
    broken_off = and_(
        Job.state == JobState.RUNNING, Job.leased_until <= at, Job.attempts < MOST_ATTEMPTS
    )
    return or_(Job.state == JobState.WAITING, broken_off)


def _is_ours(job: Job) -> Any:
    # Whoever takes a job up again raises the number, and so takes it away from the one before.
    return and_(Job.id == job.id, Job.state == JobState.RUNNING, Job.attempts == job.attempts)


def _changed(session: Session, statement: Any) -> bool:
    changed = session.execute(
        statement.returning(Job.id), execution_options={"synchronize_session": False}
    )
    return len(changed.all()) == 1
