"""The first member: made with a random password where there is none, and told how to sign in.

The password stands in a file that only its owner can read, so that every start can say it again;
the file goes once the password was changed.
"""

import os
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from tracker.cli.passwords import make_password
from tracker.config import Settings
from tracker.domain.actors import Actor
from tracker.domain.errors import NotFound
from tracker.domain.vocabulary import Role
from tracker.services.members import accounts, desks

EMAIL, NAME = "editor@newsroom.example", "First Editor"
FILE = "first-sign-in.txt"


def ensure(session: Session, settings: Settings, *, actor: Actor, at: datetime) -> bool:
    """Make the first member unless somebody is there; tell whether it did."""
    if any(not account.is_demonstration for account in accounts.every(session)):
        return False
    password = make_password()
    account = accounts.create(
        session, email=EMAIL, name=NAME, role=Role.ADMIN, password=password, actor=actor, at=at
    )
    # Who begins alone looks after the members and edits, too; the two stay apart from then on.
    first_desk = desks.every(session)[0].id
    desks.give_role(session, account, first_desk, Role.EDITOR, actor=actor, at=at)
    _write(settings.data_dir / FILE, f"{EMAIL}\n{password}\n")
    return True


def how_to_sign_in(session: Session, settings: Settings) -> str:
    """Say how to sign in; the password only as long as it is the one that was made up."""
    path = settings.data_dir / FILE
    if not path.exists():
        return "Sign in with your address and password (forgotten: tracker account reset-password)."
    email, password = path.read_text(encoding="utf-8").split()
    if not _is_unchanged(session, email):
        path.unlink()
        return how_to_sign_in(session, settings)
    return (
        f"Sign in as {email} with the password {password}\n"
        f"  (made up for you; it stands in {path} until you change it)"
    )


def _is_unchanged(session: Session, email: str) -> bool:
    try:
        account = accounts.by_email(session, email)
    except NotFound:
        return False
    return account.is_active and account.password_changed_at == account.created_at


def _write(path: Path, text: str) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        # A file that was there already keeps its mode otherwise.
        os.fchmod(descriptor, 0o600)
        stream.write(text)
