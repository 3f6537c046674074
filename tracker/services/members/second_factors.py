"""The second factor: codes of a phone by RFC 6238, and codes on paper for when it is lost.

No code counts twice. The secret is encrypted with a key of the installation, so that a copy of
the database alone makes no codes.
"""

import base64
import hashlib
import secrets
from datetime import datetime

import pyotp
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import Role
from tracker.models import Account, RecoveryCode, SecondFactor
from tracker.services.members import accounts
from tracker.services.trail import history

#: A code counts for half a minute, and one step before and after for clocks that are off.
STEP_SECONDS, STEPS_OFF = 30, 1
RECOVERY_CODES, RECOVERY_LETTERS = 10, 16
#: Without letters and digits that look alike.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
LONGEST = 40
SECRET_LETTERS = 32


def make_secret() -> str:
    """Return a new secret of 160 bits in base 32, to be shown once."""
    return pyotp.random_base32(SECRET_LETTERS)


def address(secret: str, *, email: str, newsroom: str) -> str:
    """Return what the square code says: the address that authenticator apps read."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=newsroom)


def is_set(session: Session, account_id: int) -> bool:
    """Tell whether the member has a second factor."""
    return session.get(SecondFactor, account_id) is not None


def codes_left(session: Session, account_id: int) -> int:
    """Return how many recovery codes the member has not used."""
    counted = select(func.count(RecoveryCode.id)).where(RecoveryCode.account_id == account_id)
    return session.scalar(counted) or 0


def set_up(
    session: Session, secret: str, code: str, *, key: str, actor: Actor, at: datetime
) -> list[str]:
    """Give the actor a second factor, and return their recovery codes, which nobody keeps.

    Raises InvalidEdit unless the code proves that the phone has the secret.
    """
    account = accounts.get(session, actor.account_id or 0)
    step = _step_of(secret, code, at=at) if is_secret(secret) else None
    if step is None:
        raise InvalidEdit("code", "this is not the code that the app shows now; try the next one")
    _clear(session, account.id)
    session.add(
        SecondFactor(
            account_id=account.id,
            sealed_secret=_box(key).encrypt(secret.encode()).decode(),
            last_step=step,
            created_at=at,
        )
    )
    codes = _give_codes(session, account.id)
    _record(session, "account.second_factor_set", account.id, actor=actor, at=at)
    return codes


def renew_codes(session: Session, *, actor: Actor, at: datetime) -> list[str]:
    """Replace the actor's recovery codes, and return the new ones."""
    account_id = actor.account_id or 0
    if not is_set(session, account_id):
        raise InvalidEdit("code", "set up the second factor first")
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    codes = _give_codes(session, account_id)
    _record(session, "account.recovery_codes_renewed", account_id, actor=actor, at=at)
    return codes


def remove(session: Session, account: Account, *, actor: Actor, at: datetime) -> None:
    """Take the second factor away: one's own, or as an administrator that of a lost phone."""
    if actor.account_id != account.id:
        actor.require(Role.ADMIN)
    if is_set(session, account.id):
        _clear(session, account.id)
        _record(session, "account.second_factor_removed", account.id, actor=actor, at=at)


def accepts(session: Session, account_id: int, code: str, *, key: str, at: datetime) -> bool:
    """Tell whether the code opens, and use it up; of many who send it at once, one gets in."""
    code = code.strip()
    if len(code) > LONGEST:
        return False
    if code.replace(" ", "").isdigit():
        return _accepts_step(session, account_id, code.replace(" ", ""), key=key, at=at)
    used = delete(RecoveryCode).where(
        RecoveryCode.account_id == account_id, RecoveryCode.code_hash == _hash(account_id, code)
    )
    if not session.execute(used.returning(RecoveryCode.id)).all():
        return False
    actor = accounts.as_actor(accounts.get(session, account_id))
    _record(session, "account.recovery_code_used", account_id, actor=actor, at=at)
    return True


def _accepts_step(session: Session, account_id: int, code: str, *, key: str, at: datetime) -> bool:
    factor = session.get(SecondFactor, account_id, populate_existing=True)
    secret = _open(factor.sealed_secret, key) if factor else None
    step = _step_of(secret, code, at=at) if secret else None
    if step is None:
        return False
    used = (
        update(SecondFactor)
        .where(SecondFactor.account_id == account_id, SecondFactor.last_step < step)
        .values(last_step=step)
        .returning(SecondFactor.account_id)
    )
    return bool(session.execute(used).all())


def _step_of(secret: str, code: str, *, at: datetime) -> int | None:
    """Return the time step to which the code belongs, or None where it is not of now."""
    now = int(at.timestamp()) // STEP_SECONDS
    generator, typed = pyotp.TOTP(secret, interval=STEP_SECONDS), code.strip()
    steps = range(now - STEPS_OFF, now + STEPS_OFF + 1)
    matching = [
        step
        for step in steps
        if secrets.compare_digest(generator.generate_otp(step).encode(), typed.encode())
    ]
    return matching[-1] if matching else None


def is_secret(secret: str) -> bool:
    """Tell whether this is a secret of the kind that is made here."""
    letters = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    return len(secret) == SECRET_LETTERS and set(secret) <= letters


def _give_codes(session: Session, account_id: int) -> list[str]:
    codes = [_make_code() for _number in range(RECOVERY_CODES)]
    session.add_all(
        RecoveryCode(account_id=account_id, code_hash=_hash(account_id, code)) for code in codes
    )
    session.flush()
    return codes


def _make_code() -> str:
    letters = "".join(secrets.choice(ALPHABET) for _letter in range(RECOVERY_LETTERS))
    return "-".join(letters[start : start + 4] for start in range(0, RECOVERY_LETTERS, 4))


def _clear(session: Session, account_id: int) -> None:
    for kind in (SecondFactor, RecoveryCode):
        session.execute(delete(kind).where(kind.account_id == account_id))


def _record(session: Session, action: str, account_id: int, *, actor: Actor, at: datetime) -> None:
    session.flush()
    history.record(session, action, ("account", account_id), {}, actor=actor, at=at)


def _hash(account_id: int, code: str) -> str:
    """Hash a recovery code; its 79 bits need no slow hash."""
    bare = "".join(letter for letter in code.lower() if letter.isalnum())
    return hashlib.sha256(f"{account_id}\n{bare}".encode()).hexdigest()


def _box(key: str) -> Fernet:
    derived = hashlib.sha256(f"tracker second factor\n{key}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(derived))


def _open(sealed: str, key: str) -> str | None:
    """Return the secret, or None where the installation's key was changed since."""
    try:
        return _box(key).decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None
