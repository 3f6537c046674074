"""Background exports: one worker each, leases that run out, and an end that is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor
from tracker.domain.actors import Actor
from tracker.domain.errors import NotFound, PermissionRefused, TooMuch
from tracker.domain.job_words import JobState
from tracker.domain.vocabulary import Role
from tracker.models import Event, Job
from tracker.services.reporting import jobs
from tracker.services.reporting.jobs import KEPT, LEASE, MOST_ATTEMPTS, MOST_OPEN, Wish

SOON = timedelta(seconds=1)


@pytest.fixture
def editor(session: Session) -> Actor:
    return make_actor(session)


@pytest.fixture
def job(session: Session, editor: Actor) -> Job:
    return jobs.ask(session, Wish("csv", "stage=new"), actor=editor, at=NOON)


def stored(session: Session, job: Job) -> Job:
    session.expire_all()
    return session.get_one(Job, job.id)


def test_asking_is_written_in_the_history(session: Session, job: Job) -> None:
    event = session.scalars(select(Event).where(Event.action == "export.asked")).one()
    assert event.subject_id == job.id
    assert event.changes == {"format": [None, "csv"], "filters": [None, "stage=new"]}


def test_notes_are_not_prepared_for_members_who_do_not_check(session: Session) -> None:
    reader = make_actor(session, Role.CONTRIBUTOR)
    with pytest.raises(PermissionRefused):
        jobs.ask(session, Wish("csv", internal=True), actor=reader, at=NOON)


def test_an_unknown_format_is_refused(session: Session, editor: Actor) -> None:
    with pytest.raises(NotFound, match="runes"):
        jobs.ask(session, Wish("runes"), actor=editor, at=NOON)


def test_a_member_cannot_fill_the_queue(session: Session, editor: Actor) -> None:
    for _ in range(MOST_OPEN):
        jobs.ask(session, Wish("csv"), actor=editor, at=NOON)
    with pytest.raises(TooMuch, match="wait for one of them"):
        jobs.ask(session, Wish("csv"), actor=editor, at=NOON)


def test_a_job_is_taken_once(session: Session, job: Job) -> None:
    taken = jobs.take(session, at=NOON)
    assert taken is not None
    assert (taken.id, taken.state, taken.attempts) == (job.id, JobState.RUNNING, 1)
    assert jobs.take(session, at=NOON) is None


def test_the_oldest_job_comes_first(session: Session, job: Job, editor: Actor) -> None:
    jobs.ask(session, Wish("jsonl"), actor=editor, at=NOON)
    taken = jobs.take(session, at=NOON)
    assert taken is not None
    assert taken.id == job.id


def test_a_worker_that_fell_silent_loses_its_job(session: Session, job: Job) -> None:
    first = jobs.take(session, at=NOON)
    assert first is not None
    session.expunge(first)
    second = jobs.take(session, at=NOON + LEASE)
    assert second is not None
    assert second.attempts == 2
    assert not jobs.tell_progress(session, first, written=5, total=9, at=NOON + LEASE)
    assert not jobs.finish(session, first, written=9, at=NOON + LEASE)
    assert jobs.finish(session, second, written=9, at=NOON + LEASE)


def test_progress_renews_the_lease(session: Session, job: Job) -> None:
    taken = jobs.take(session, at=NOON)
    assert taken is not None
    later = NOON + LEASE - SOON
    assert jobs.tell_progress(session, taken, written=5, total=9, at=later)
    assert jobs.take(session, at=NOON + LEASE) is None
    assert (stored(session, job).written, stored(session, job).total) == (5, 9)


def test_after_three_attempts_it_has_failed_and_says_so(session: Session, job: Job) -> None:
    at = NOON
    for _ in range(MOST_ATTEMPTS):
        assert jobs.take(session, at=at) is not None
        at += LEASE
    assert jobs.take(session, at=at) is None
    assert stored(session, job).state is JobState.FAILED
    assert stored(session, job).error == "it was broken off 3 times"


def test_a_failure_says_why(session: Session, job: Job) -> None:
    taken = jobs.take(session, at=NOON)
    assert taken is not None
    jobs.fail(session, taken, "the disk is full", at=NOON)
    assert stored(session, job).error == "the disk is full"


def test_a_job_is_there_for_whoever_asked_for_it(session: Session, job: Job) -> None:
    with pytest.raises(NotFound):
        jobs.get(session, job.id, actor=make_actor(session, name="Somebody Else"))


def test_a_file_is_kept_for_a_while(session: Session, job: Job, tmp_path) -> None:
    taken = jobs.take(session, at=NOON)
    assert taken is not None
    jobs.finish(session, taken, written=1, at=NOON)
    path = jobs.path_of(job, tmp_path)
    path.write_text("x")
    assert jobs.is_kept(stored(session, job), at=NOON + KEPT - SOON)
    assert jobs.remove_expired(session, tmp_path, at=NOON + KEPT - SOON) == 0
    assert jobs.remove_expired(session, tmp_path, at=NOON + KEPT) == 1
    assert not path.exists()


def test_what_a_worker_that_died_left_half_written_goes_and_no_more(
    session: Session, job: Job, editor: Actor, tmp_path
) -> None:
    at_work = jobs.ask(session, Wish("csv"), actor=editor, at=NOON)
    jobs.take(session, at=NOON)
    jobs.fail(session, stored(session, job), "broken off", at=NOON)
    assert jobs.take(session, at=NOON).id == at_work.id
    left, begun = jobs.part_of(job, tmp_path), jobs.part_of(at_work, tmp_path)
    for path in (left, begun):
        path.write_bytes(b"half")
    assert jobs.remove_expired(session, tmp_path, at=NOON) == 1
    assert list(tmp_path.iterdir()) == [begun]
