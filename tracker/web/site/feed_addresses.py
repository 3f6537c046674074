"""Addresses of the feeds of saved lists: nobody can guess one, and whoever has it may read.

A feed holds what is published and nothing else; its address is a secret because the list's name
and choice are the newsroom's own. It ends with the list.
"""

from flask import current_app, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from tracker.domain.errors import NotFound


def address_of(filter_id: int) -> str:
    """Return the address of the feed of a saved list."""
    token = _serializer().dumps(filter_id)
    site = current_app.config["SETTINGS"].base_url
    return f"{site}{url_for('syndication.list_feed', token=token)}"


def list_of(token: str) -> int:
    """Return the number of the list whose feed this is; raise NotFound for any other token."""
    try:
        number = _serializer().loads(token)
    except BadSignature:
        raise NotFound("there is no such feed") from None
    if not isinstance(number, int):
        raise NotFound("there is no such feed")
    return number


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="feed of a saved list")
