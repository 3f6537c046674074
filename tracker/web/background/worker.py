"""The worker of long exports: a thread beside the pages, or a process of its own.

It answers no request. Each job is read on a session of its own, so that the file is of one
state, and the file gets its name only once it is whole.
"""

import logging
import threading
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qsl

from flask import Flask
from werkzeug.datastructures import MultiDict

from tracker.config import Settings
from tracker.domain.clock import now
from tracker.domain.errors import TrackerError
from tracker.domain.messages import Message
from tracker.exports import registry
from tracker.models import Account, Job
from tracker.services.lookup import fetch
from tracker.services.members import accounts
from tracker.services.reporting import exporting, jobs
from tracker.web.database import Sessions
from tracker.web.forms.finding import SelectionForm
from tracker.web.gates.viewpoint import unread_by, viewpoint

logger = logging.getLogger(__name__)

#: Held by the thread that works; a second one would only wait for the first one's database.
_at_work = threading.Lock()


class TakenAway(Exception):
    """Another worker has taken the job up, since this one was silent for too long."""


def exports_dir(settings: Settings) -> Path:
    """Return the folder of the files that members asked for."""
    return settings.data_dir / "exports"


def wake(app: Flask) -> None:
    """Let a thread of this process write what waits, unless one does already."""
    thread = threading.Thread(target=_work_off, args=(app,), name="exports", daemon=True)
    thread.start()


def work_once(app: Flask) -> bool:
    """Take up one job and see it to its end; False where there was nothing to do."""
    sessions: Sessions = app.extensions["tracker_sessions"]
    folder = exports_dir(app.config["SETTINGS"])
    with sessions.writing() as session:
        job = jobs.take(session, at=now())
        session.commit()
        if job is None:
            jobs.remove_expired(session, folder, at=now())
            return False
        session.expunge(job)
    try:
        # The filters say what is wrong with them in the language of the pages.
        with app.app_context():
            written = _write(app, job, sessions)
    except TakenAway:
        logger.warning("export.taken_away job=%s", job.id)
    except Exception as error:
        logger.exception("export.failed job=%s", job.id)
        _end(sessions, job, failure=_in_words(error))
    else:
        _end(sessions, job, written=written)
    return True


def _work_off(app: Flask) -> None:
    if not _at_work.acquire(blocking=False):
        return
    try:
        while work_once(app):
            pass
    finally:
        _at_work.release()


def _write(app: Flask, job: Job, sessions: Sessions) -> int:
    settings: Settings = app.config["SETTINGS"]
    format_ = registry.get(job.format_name)
    asked = SelectionForm(MultiDict(parse_qsl(job.query))).to_selection(viewpoint(job.asked_by_id))
    path = jobs.path_of(job, exports_dir(settings))
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = jobs.part_of(job, exports_dir(settings))
    with sessions.reading() as session:
        asker = accounts.as_actor(fetch(session, Account, job.asked_by_id))
        selection = replace(asked, unread=unread_by(session, asker))
        total = exporting.count(session, selection)
        context = exporting.context(session, settings, internal=job.internal)

        def tell(written: int) -> None:
            _tell(sessions, job, written, total)

        try:
            with part.open("wb") as out:
                summary = exporting.write(
                    session,
                    format_,
                    selection,
                    out,
                    context=context,
                    at=now(),
                    progress=tell,
                )
            part.replace(path)
        finally:
            with suppress(OSError):
                part.unlink(missing_ok=True)
    return summary.written


def _tell(sessions: Sessions, job: Job, written: int, total: int) -> None:
    with sessions.writing() as session:
        is_ours = jobs.tell_progress(session, job, written=written, total=total, at=now())
        session.commit()
    if not is_ours:
        raise TakenAway


def _end(sessions: Sessions, job: Job, *, written: int = 0, failure: str = "") -> None:
    with sessions.writing() as session:
        if failure:
            jobs.fail(session, job, failure, at=now())
        else:
            jobs.finish(session, job, written=written, at=now())
        session.commit()


def _in_words(error: Exception) -> Message:
    """Say what a member can do something about; of our own mistakes only that there was one."""
    if isinstance(error, TrackerError):
        return error.message
    if isinstance(error, OSError):
        said = (error.strerror or str(error)).lower()
        return Message("the file could not be written: %(said)s", said=said)
    return Message("something went wrong in the program; its log says what")
