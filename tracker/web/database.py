"""One database session a request: reading for GET and HEAD, writing otherwise."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask, current_app, g, request
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from tracker.models.engine import read_sessions, write_sessions

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Sessions:
    """The makers of sessions on one engine."""

    engine: Engine
    reading: sessionmaker[Session]
    writing: sessionmaker[Session]


class RequestDatabase:
    """Hands each request its session; the view commits, the end of the request closes."""

    @property
    def session(self) -> Session:
        """Return the session of this request, opened when it is first asked for."""
        if "db_session" not in g:
            sessions = _sessions()
            maker = sessions.reading if request.method in _SAFE_METHODS else sessions.writing
            g.db_session = maker()
        session: Session = g.db_session
        return session

    def stop_writing(self) -> None:
        """Undo what this request did, and only read from here on.

        The page that explains a refusal takes longer than the refusal, and on SQLite a session
        that may write would keep every other writer waiting meanwhile.
        """
        self.session.close()
        g.db_session = _sessions().reading()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a short session beside the request's own, for looking up who asks.

        On SQLite the first statement of a writing session takes the write lock, and an article
        that is being parsed must not hold it.
        """
        with _sessions().reading() as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Open a short session that writes beside the request's own; the caller commits."""
        with _sessions().writing() as session:
            yield session


db = RequestDatabase()


def attach(app: Flask, engine: Engine) -> None:
    """Give the application its engine, and close each request's session at its end."""
    app.extensions["tracker_sessions"] = Sessions(
        engine, read_sessions(engine), write_sessions(engine)
    )
    app.teardown_appcontext(_close)


def _sessions() -> Sessions:
    sessions: Sessions = current_app.extensions["tracker_sessions"]
    return sessions


def _close(_error: BaseException | None) -> None:
    session: Session | None = g.pop("db_session", None)
    if session is not None:
        session.close()
