"""A newsroom with members, programs and claims, made before its server starts."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tests.builders import make_account, make_claim
from tests.web.conftest import password_hash
from tracker.domain.actors import MACHINE
from tracker.domain.clock import now
from tracker.domain.scopes import grantable
from tracker.domain.vocabulary import Role, Stage
from tracker.models.engine import make_engine, write_sessions
from tracker.services import schema
from tracker.services.members import accounts, tokens


@dataclass(frozen=True)
class Newsroom:
    """Where the newsroom lies, and who and what is in it."""

    database_url: str
    emails: Sequence[str]
    #: The secret of a token by the member who stands behind it.
    tokens: Sequence[str]
    #: Accepted claims, to be edited.
    claims: Sequence[int]
    #: Claims that nobody has looked at.
    proposals: Sequence[int]


def found(
    database_url: str, *, members: int, programs: int, claims: int, proposals: int = 0
) -> Newsroom:
    """Make the database and whoever works in it; all are editors."""
    engine = make_engine(database_url)
    schema.upgrade(engine)
    with write_sessions(engine)() as session:
        emails = [_join(session, f"Member {number}") for number in range(members)]
        secrets = [_let_in(session, f"Program {number}") for number in range(programs)]
        accepted = [make_claim(session, stage=Stage.NEW).id for _ in range(claims)]
        waiting = [make_claim(session).id for _ in range(proposals)]
        session.commit()
    engine.dispose()
    return Newsroom(database_url, emails, secrets, accepted, waiting)


def _join(session: Session, name: str) -> str:
    email = f"{name.replace(' ', '.').lower()}@newsroom.example"
    make_account(session, name=name, email=email, password_hash=password_hash())
    return email


def _let_in(session: Session, name: str) -> str:
    account = make_account(session, name=name, role=Role.EDITOR)
    scopes = grantable(accounts.as_actor(account))
    _token, secret = tokens.create(
        session, account, name="Site", scopes=scopes, days=30, actor=MACHINE, at=now()
    )
    return secret
