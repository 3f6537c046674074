"""A code of the second factor opens once, also for fifty who send it at the same moment."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import httpx
import pyotp
import pytest
from sqlalchemy.orm import Session

from tests.builders import make_account
from tests.live.ledger import Ledger
from tests.live.people import FOUND, TOO_MUCH, TOO_OFTEN, Member
from tests.live.server import SECRET_KEY, running
from tests.web.browser import form_fields
from tests.web.conftest import PASSWORD, password_hash
from tracker.domain.clock import now
from tracker.models import Account
from tracker.models.engine import make_engine, write_sessions
from tracker.services import schema
from tracker.services.members import accounts, second_factors

pytestmark = pytest.mark.slow

TRIES = 50
EMAIL = "ana@newsroom.example"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def guard(session: Session) -> Account:
    """Return a member with a second factor, of which the code of now is unused."""
    account = make_account(session, email=EMAIL, password_hash=password_hash())
    before = now() - timedelta(seconds=second_factors.STEP_SECONDS)
    actor, code = accounts.as_actor(account), pyotp.TOTP(SECRET).at(before)
    second_factors.set_up(session, SECRET, code, key=SECRET_KEY, actor=actor, at=before)
    session.commit()
    return account


def test_of_fifty_transactions_one_uses_the_code_up(database_url: str) -> None:
    engine = make_engine(database_url)
    schema.upgrade(engine)
    desk = write_sessions(engine)
    with desk() as session:
        account = guard(session)
    at = now()
    code = pyotp.TOTP(SECRET).at(at)

    def send(_number: int) -> bool:
        with desk() as session:
            opened = second_factors.accepts(session, account.id, code, key=SECRET_KEY, at=at)
            session.commit()
            return opened

    with ThreadPoolExecutor(TRIES) as people:
        assert sum(people.map(send, range(TRIES))) == 1
    engine.dispose()


def test_of_fifty_who_send_one_code_one_gets_in(database_url: str, tmp_path: Path) -> None:
    engine = make_engine(database_url)
    schema.upgrade(engine)
    with write_sessions(engine)() as session:
        guard(session)
    engine.dispose()
    with running(tmp_path, database_url) as server:
        answers = send_at_once(Member(EMAIL, server.address, Ledger()))
    assert answers[FOUND] == 1
    # The others are told that it is used up, and soon that they ask too often.
    assert answers.keys() <= {FOUND, TOO_MUCH, TOO_OFTEN}
    assert answers[TOO_MUCH] > 0


def send_at_once(member: Member) -> Counter[int]:
    """Give the password once, then the same code from fifty browsers that share the cookie."""
    signing_in = form_fields(member.ask("GET", "/sign-in"), None)
    member.ask("POST", "/sign-in", data=signing_in | {"email": EMAIL, "password": PASSWORD})
    fields = form_fields(member.ask("GET", "/sign-in/code"), None)
    fields["code"] = pyotp.TOTP(SECRET).at(now())
    cookies = {cookie.name: str(cookie.value) for cookie in member.http.cookies.jar}
    address, headers = member.http.base_url, {"Sec-Fetch-Site": "same-origin"}
    member.leave()

    def send(_number: int) -> int:
        with httpx.Client(base_url=address, cookies=cookies, headers=headers, timeout=120) as one:
            return one.post("/sign-in/code", data=fields).status_code

    with ThreadPoolExecutor(TRIES) as people:
        return Counter(people.map(send, range(TRIES)))
