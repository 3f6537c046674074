"""What docs/api.md says is what happens: its examples run as written, its table is whole."""

import os
import re
import runpy
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from tests.api.test_webhooks import KEY, Receiver, make_webhook, move, receiver, send
from tracker.config import Settings
from tracker.domain.actors import MACHINE
from tracker.domain.clock import now
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role
from tracker.models.engine import make_engine, write_sessions
from tracker.services import schema
from tracker.services.hooks import webhooks
from tracker.services.members import accounts, tokens
from tracker.web import create_app
from tracker.web.gates.limits import limiter

__all__ = ["receiver"]

GUIDE = Path(__file__).parents[2] / "docs" / "api.md"
_ROW = re.compile(r"^\| [^|]+ \| (`[^|]+) \| ([^|]+) \|$", re.MULTILINE)


def examples(language: str) -> list[str]:
    """Return the examples in that language, in their order."""
    text = GUIDE.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Serve a newsroom of its own, and return its address and a token."""
    chosen = Settings(
        data_dir=tmp_path,
        database_url=f"sqlite:///{tmp_path / 'tracker.sqlite3'}",
        secret_key=KEY,
        fetch=False,
    )
    engine = make_engine(chosen.database_url)
    schema.upgrade(engine)
    with write_sessions(engine)() as session:
        editor = accounts.create(
            session,
            email="ada@newsroom.example",
            name="Ada Martin",
            role=Role.EDITOR,
            password="four calm grey herons",
            actor=MACHINE,
            at=now(),
        )
        scopes = [Scope.READ, Scope.WRITE, Scope.MOVES]
        _token, secret = tokens.create(
            session, editor, name="Guide", scopes=scopes, days=1, actor=MACHINE, at=now()
        )
        session.commit()
    engine.dispose()
    server = make_server("127.0.0.1", 0, create_app(chosen), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", secret
    server.shutdown()
    thread.join()
    server.server_close()
    limiter.forget()


@pytest.mark.slow
def test_every_example_works_as_it_stands(newsroom: tuple[str, str], tmp_path: Path) -> None:
    site, token = newsroom
    # A step that fails says which; -e ends the walk there.
    script = "set -euo pipefail\n" + "\n".join(examples("sh"))
    done = subprocess.run(
        [shutil.which("bash") or "/bin/bash", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "SITE": site, "TOKEN": token},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    assert '"content_verdict":"mostly_true"' in done.stdout


def test_the_receiver_in_the_guide_knows_our_signature(
    session: Session, receiver: Receiver, tmp_path: Path
) -> None:
    (written,) = examples("python")
    (tmp_path / "receiver.py").write_text(written, encoding="utf-8")
    words = runpy.run_path(str(tmp_path / "receiver.py"))
    webhook = make_webhook(session, receiver.url)
    move(session)
    send(session, receiver)
    ((headers, body),) = receiver.received
    secret = webhooks.secret_of(webhook, KEY)
    assert words["is_genuine"](headers, body, secret)
    assert not words["is_genuine"](headers, body + b" ", secret)
    assert not words["is_genuine"]({**headers, "webhook-id": "msg_other"}, body, secret)


def test_every_form_of_the_pages_stands_in_the_table(app: Flask) -> None:
    named = {address for cell, _ in rows() for address in re.findall(r"`([^`]+)`", cell)}
    missing = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and not rule.rule.startswith("/api/")
        if not any(rule.rule == one or is_below(rule.rule, one) for one in named)
    ]
    assert missing == []


def test_every_operation_in_the_table_is_there(app: Flask) -> None:
    known = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix("/api/v1")))
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if rule.rule.startswith("/api/v1")
    }
    told = [pair for _, cell in rows() for pair in re.findall(r"`([A-Z]+) (/[^`]+)`", cell)]
    assert len(told) > 40
    assert [pair for pair in told if pair not in known] == []


def is_below(address: str, whole: str) -> bool:
    """Tell whether an address belongs to a part of the pages that is named as a whole."""
    of_people = {"/account", "/sign-in", "/join", "/members", "/erasures"}
    of_parts = {"/drafts", "/presence", "/mentions", "/scale"}
    return whole in of_people | of_parts and address.startswith(f"{whole}/")


def rows() -> list[tuple[str, str]]:
    """Return the addresses and what programs have in their place, row by row."""
    text = GUIDE.read_text(encoding="utf-8").partition("## What the pages do")[2]
    return _ROW.findall(text)
