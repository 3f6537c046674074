"""Passwords: what makes a good one, how it is kept, and how it is compared."""

from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from tracker.domain.errors import InvalidEdit
from tracker.domain.folding import fold

#: Long enough to resist guessing, short enough to be typed; longer ones cost time to hash.
SHORTEST, LONGEST = 12, 128
#: How many different characters a password must have: ``aaaaaaaaaaaa`` is on every list.
DIFFERENT = 5
#: Names as short as this stand in many good passwords.
INITIALS = 3

_LISTS = [Path(__file__).with_name(f"{name}_passwords.txt") for name in ("common", "leaked")]
#: Signs that stand for letters in passwords that are no better for it.
_DISGUISES = str.maketrans("@4301!$57", "aaeoiisst")
#: OWASP's figures for Argon2id: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def check(password: str, *, words: tuple[str, ...] = (), field: str = "password") -> None:
    """Refuse with InvalidEdit a password that is short, long, common or made of ``words``.

    ``words`` are those that anybody would try first: name, address and newsroom. There are no
    rules about kinds of characters, since they only make passwords hard to remember.
    """
    if len(password) < SHORTEST:
        raise InvalidEdit(
            field, "use %(shortest)s characters or more; a few words will do", shortest=SHORTEST
        )
    if len(password) > LONGEST:
        raise InvalidEdit(field, "use at most %(longest)s characters", longest=LONGEST)
    bare = _bare(password)
    for word in words:
        rest = bare.replace(_bare(word), "") if len(word) > INITIALS else bare
        if len(rest) < SHORTEST // 2:
            raise InvalidEdit(field, "this password is made of your name or address")
    if len(set(password)) < DIFFERENT or _is_common(password):
        raise InvalidEdit(field, "this password is easy to guess; choose another")


def make_hash(password: str) -> str:
    """Return the password's Argon2id hash with its salt and figures."""
    return _HASHER.hash(password)


def matches(password_hash: str, password: str) -> bool:
    """Tell whether the password has this hash; one that is too long is not even hashed."""
    if len(password) > LONGEST:
        return False
    try:
        return _HASHER.verify(password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Tell whether the hash was made with weaker figures than today's."""
    return _HASHER.check_needs_rehash(password_hash)


@cache
def dummy_hash() -> str:
    """Return a hash that no password has, so that an unknown account costs the same time."""
    return _HASHER.hash("nobody has this password \u2205")


def _is_common(password: str) -> bool:
    """Tell whether it is a common word, repeated, disguised or with digits before and behind."""
    plain = password.rstrip("0123456789!").translate(_DISGUISES)
    words = {_once(_bare(one)) for one in (password, plain, password.strip("0123456789 !"))}
    return not common().isdisjoint(words | {word.strip("0123456789") for word in words})


def _once(text: str) -> str:
    """Return the word that a text repeats, or else the text."""
    return text[: (text + text).find(text, 1)] if text else ""


@cache
def common() -> frozenset[str]:
    """Return the passwords that are tried first, folded and bare."""
    lines = [line for one in _LISTS for line in one.read_text(encoding="utf-8").splitlines()]
    return frozenset(_bare(line) for line in lines if line and not line.startswith("#"))


def _bare(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum())
