"""The fields of a webhook that people write: checked, compared, put in words."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tracker.domain.announcements import Announcement
from tracker.domain.errors import InvalidEdit
from tracker.models import Webhook
from tracker.readers.policy import FetchRefused
from tracker.readers.targets import vetted_target
from tracker.services.hooks.webhook_policy import is_trusted, policy_for

NAME_MAX, URL_MAX = 100, 2000


@dataclass(frozen=True, slots=True)
class WebhookEdit:
    """The fields of a webhook that people write."""

    name: str
    url: str
    events: Collection[Announcement]
    is_active: bool = True


def checked(edit: WebhookEdit, trusted: frozenset[str]) -> WebhookEdit:
    """Return the edit tidied; raise InvalidEdit for an address that we would not post to."""
    name, url = " ".join(edit.name.split()), edit.url.strip()
    if not 0 < len(name) <= NAME_MAX:
        raise InvalidEdit("name", "give a name of at most %(most)s characters", most=NAME_MAX)
    if not edit.events:
        raise InvalidEdit("events", "choose what it is told of")
    try:
        vetted_target(url, policy_for(url, trusted))
    except FetchRefused as error:
        raise InvalidEdit("url", error.message) from error
    if not is_trusted(url, trusted) and urlsplit(url).scheme != "https":
        raise InvalidEdit("url", "the address must begin with https://")
    return WebhookEdit(name, url, frozenset(edit.events), edit.is_active)


def values(record: Webhook | WebhookEdit) -> dict[str, Any]:
    """Return the fields, so that two versions can be compared."""
    return {
        "name": record.name,
        "url": record.url,
        "events": sorted(record.events),
        "is_active": record.is_active,
    }


def shown(fields: dict[str, Any]) -> dict[str, str]:
    """Return the fields in words."""
    return {
        name: ", ".join(value) if isinstance(value, list) else str(value)
        for name, value in fields.items()
    }
