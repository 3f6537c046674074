"""Passwords that the program makes up: long enough, and easy to read off a screen."""

import secrets

#: Without letters and digits that look alike.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS, GROUP = 4, 5


def make_password() -> str:
    """Return a random password of 20 letters and digits (99 bits) in four groups."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(GROUP)) for _ in range(GROUPS))
