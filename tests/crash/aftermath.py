"""What is found when the server is up again: nothing broken, nothing half done, nothing twice."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine, func, select, text, update
from sqlalchemy.orm import Session

from tests.crash.shift import CHECKS_A_FILE, Shift
from tests.live.people import CREATED, OK
from tests.live.server import Server
from tracker.domain.clock import now
from tracker.domain.job_words import JobState
from tracker.models import Event, ExternalReview, Job, KeptAnswer
from tracker.models.engine import make_engine, read_sessions, write_sessions
from tracker.services import idempotency
from tracker.services.reporting import jobs


@contextmanager
def looking(database_url: str) -> Iterator[tuple[Engine, Session]]:
    """Open the database beside the server, to look and not to touch."""
    engine = make_engine(database_url)
    with read_sessions(engine)() as session:
        yield engine, session
    engine.dispose()


def unsound(engine: Engine) -> list[str]:
    """Return what SQLite finds wrong with its file; PostgreSQL has no such question."""
    if engine.dialect.name != "sqlite":
        return []
    with engine.connect() as connection:
        checked = connection.execute(text("PRAGMA integrity_check")).scalars().all()
        orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
    return [word for word in checked if word != "ok"] + [str(row) for row in orphans]


def half_done(session: Session) -> list[str]:
    """Return the files of which only some of the checks came in."""
    urls = session.scalars(select(ExternalReview.url))
    counts = Counter(url.rpartition("/")[0] for url in urls)
    return [name for name, count in counts.items() if count != CHECKS_A_FILE]


def answer_everything(database_url: str, shift: Shift) -> None:
    """Send again, under its key, whatever was not answered; now it is, and written down."""
    pass_time(database_url, idempotency.GIVEN_UP)
    for program, wish in shift.unanswered:
        assert program.send(wish).status_code in {OK, CREATED}


def finish_exports(database_url: str, server: Server) -> None:
    """Let a worker of its own take up what was broken off, until nothing waits any more."""
    pass_time(database_url, jobs.LEASE)
    server.run("worker", "--once")


def pass_time(database_url: str, span: timedelta) -> None:
    """Let what began before be as old as if ``span`` had gone by."""
    engine = make_engine(database_url)
    with write_sessions(engine)() as session:
        at_work = KeptAnswer.status.is_(None)
        session.execute(update(KeptAnswer).where(at_work).values(begun_at=now() - span))
        running = Job.state == JobState.RUNNING
        session.execute(update(Job).where(running).values(leased_until=now()))
        session.commit()
    engine.dispose()


def export_faults(session: Session, shift: Shift, folder: Path) -> list[str]:
    """Return what is wrong with exports: each is whole, or it says why not; none was lost."""
    found = session.scalars(select(Job)).all()
    promised = {int(address.rpartition("/")[2]) for address in shift.jobs}
    faults = [f"export {number} is lost" for number in promised - {one.id for one in found}]
    for job in found:
        faults += _faults_of(session, job, folder)
    whole = {jobs.path_of(job, folder).name for job in found if job.state is JobState.DONE}
    left = {path.name for path in folder.iterdir()} if folder.exists() else set()
    return faults + [f"{name} was left lying about" for name in left - whole]


def _faults_of(session: Session, job: Job, folder: Path) -> list[str]:
    asked = select(func.count(Event.id)).where(
        Event.action == "export.asked", Event.subject == "job", Event.subject_id == job.id
    )
    faults = [] if session.scalar(asked) == 1 else [f"export {job.id} was asked for once"]
    if job.state is JobState.FAILED:
        return faults if job.error else [*faults, f"export {job.id} failed and does not say why"]
    path = jobs.path_of(job, folder)
    if job.state is not JobState.DONE or not path.exists():
        return [*faults, f"export {job.id} is {job.state}, and its file is {path.exists()}"]
    return faults if is_whole(job, path.read_bytes()) else [*faults, f"export {job.id} is cut off"]


def is_whole(job: Job, content: bytes) -> bool:
    """Tell whether a file ends as its format ends, with as many claims as the job says."""
    if job.format_name == "pdf":
        return content.rstrip().endswith(b"%%EOF")
    return len(content.splitlines()) == job.written
