"""The application on both databases, and a browser that fills forms.

All sessions of a test share one transaction that is rolled back: what ``session`` commits, the
application sees, and the other way round (``session.expire_all()`` forgets what was read).
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session, sessionmaker

from tests.web.browser import Browser
from tests.web.watching import Watch
from tracker.config import Settings
from tracker.domain.clock import now
from tracker.domain.vocabulary import Role
from tracker.models import Account
from tracker.models.engine import make_engine
from tracker.services import schema
from tracker.services.members import passwords, sign_ins
from tracker.web import create_app
from tracker.web.database import Sessions
from tracker.web.gates.limits import limiter

PASSWORD = "four calm grey herons"


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Return the settings of an installation of its own."""
    folder = tmp_path_factory.mktemp("installation")
    return Settings(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'tracker.sqlite3'}",
        secret_key="a key for the tests, of forty characters",
        fetch=False,
    )


@pytest.fixture(scope="session")
def application(settings: Settings) -> Flask:
    """Return one application for all tests; each gives it a database of its own."""
    engine = make_engine(settings.database_url)
    schema.upgrade(engine)
    engine.dispose()
    app = create_app(settings)
    app.test_client_class = Browser
    return app


@pytest.fixture
def app(application: Flask, engine: Engine, session: Session) -> Iterator[Flask]:
    """Return the application inside the transaction of ``session``, on each database in turn."""
    maker = sessionmaker(
        session.connection(),
        join_transaction_mode="create_savepoint",
        expire_on_commit=False,
    )
    before = application.extensions["tracker_sessions"]
    application.extensions["tracker_sessions"] = Sessions(engine, maker, maker)
    limiter.forget()
    yield application
    application.extensions["tracker_sessions"] = before


@pytest.fixture
def every_change_is_told(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail where a request changes a row and leaves no event: for whole files of tests."""
    watch = Watch(app.wsgi_app)
    monkeypatch.setattr(app, "wsgi_app", watch)
    event.listen(Engine, "before_cursor_execute", watch.see)
    yield
    event.remove(Engine, "before_cursor_execute", watch.see)


@pytest.fixture
def client(app: Flask) -> Browser:
    """Return a browser in which nobody is signed in."""
    client = app.test_client()
    assert isinstance(client, Browser)
    return client


@pytest.fixture
def member(session: Session) -> Callable[..., Account]:
    """Return a maker of members, all with the same password."""

    def make(role: Role = Role.EDITOR, name: str = "Ada Martin") -> Account:
        account = Account(
            email=f"{name.split(maxsplit=1)[0].lower()}.{role.value}@newsroom.example",
            name=name,
            role=role,
            password_hash=password_hash(),
            created_at=now(),
            password_changed_at=now(),
        )
        session.add(account)
        session.commit()
        return account

    return make


@pytest.fixture
def sign_in(
    client: Browser, session: Session, member: Callable[..., Account]
) -> Callable[..., Account]:
    """Return a function that signs a member into ``client`` and returns the account."""

    def open_for(role: Role = Role.EDITOR, name: str = "Ada Martin") -> Account:
        account = member(role, name)
        give_sign_in(client, session, account)
        return account

    return open_for


def give_sign_in(client: FlaskClient, session: Session, account: Account) -> None:
    """Sign the account into a client without asking for the password."""
    token = sign_ins.begin(session, account.id, device="Firefox/140.0 Linux", at=now())
    session.commit()
    with client.session_transaction() as cookie:
        cookie["sign_in"] = token


@cache
def password_hash() -> str:
    """Return the hash of PASSWORD, made once: it is slow on purpose."""
    return passwords.make_hash(PASSWORD)


@pytest.fixture
def later() -> Iterator[Callable[[int], None]]:
    """Return a function that puts the clock forward by so many hours."""
    with time_machine.travel(now(), tick=True) as traveller:
        yield lambda hours: traveller.shift(timedelta(hours=hours))
