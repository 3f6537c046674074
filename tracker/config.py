"""Settings of one installation: read once from the environment, then frozen."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

#: As many characters as 128 bits take in hexadecimal digits.
SECRET_KEY_MIN = 32


class SettingsError(ValueError):
    """A setting cannot be used; the message names the variable and says what to write."""


def default_data_dir(environ: Mapping[str, str]) -> Path:
    """Return the folder for data where none is named, after the XDG base directory rules."""
    share = environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(share) / "claim-tracker"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation may choose; every field has its ``TRACKER_…`` variable."""

    data_dir: Path
    database_url: str
    secret_key: str | None = None
    host: str = "127.0.0.1"
    port: int = 8000
    #: Where readers find the public reports; ClaimReview addresses are built on it.
    base_url: str = "http://127.0.0.1:8000"
    newsroom: str = "Claim Tracker"
    #: Cookies are sent over TLS only; off just for plain HTTP on the own machine.
    https: bool = False
    #: How many proxies in front may be believed about addresses.
    proxies: int = 0
    #: Whether articles may be fetched by URL; without network it only fails slowly.
    fetch: bool = True
    #: Under which licence reports may be used; stated in them where it is set.
    licence_url: str | None = None
    #: Whom readers tell about an error in a report: an e-mail address or a web page.
    contact: str | None = None
    #: Which ``host:port`` of the house, beside the public web, may be told what happens here.
    webhook_hosts: frozenset[str] = frozenset()
    #: A newsroom of one: lifts the second person, and says so on pages and reports.
    single_reader: bool = False
    #: Administrators and editors need a second factor: a code of their phone.
    require_second_factor: bool = False
    #: How many sources that do not depend on one another a verdict needs.
    minimum_sources: int = 2
    #: Whether the other side must have been asked before a claim goes to review.
    reply_required: bool = True
    #: Whether a second person gives a verdict without seeing the first.
    blind_verdicts: bool = False
    #: After how many days a verdict that is out is looked at again.
    review_days: int = 180

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings; raise SettingsError, naming the variable, where one is unusable."""
        env = os.environ if environ is None else environ
        data_dir = Path(env.get("TRACKER_DATA_DIR") or default_data_dir(env)).absolute()
        port = _number(env, "TRACKER_PORT", 8000)
        host = env.get("TRACKER_HOST", "127.0.0.1")
        return cls(
            data_dir=data_dir,
            database_url=_database_url(env, data_dir),
            secret_key=_secret(env),
            host=host,
            port=port,
            base_url=env.get("TRACKER_BASE_URL", f"http://{host}:{port}").rstrip("/"),
            newsroom=env.get("TRACKER_NEWSROOM", "Claim Tracker"),
            https=_switch(env, "TRACKER_HTTPS", default=False),
            proxies=_number(env, "TRACKER_PROXIES", 0),
            fetch=_switch(env, "TRACKER_FETCH", default=True),
            licence_url=env.get("TRACKER_LICENCE_URL") or None,
            contact=_contact(env),
            webhook_hosts=frozenset(env.get("TRACKER_WEBHOOK_HOSTS", "").lower().split()),
            single_reader=_switch(env, "TRACKER_SINGLE_READER", default=False),
            require_second_factor=_switch(env, "TRACKER_REQUIRE_SECOND_FACTOR", default=False),
            minimum_sources=_number(env, "TRACKER_MINIMUM_SOURCES", 2),
            reply_required=_switch(env, "TRACKER_REPLY_REQUIRED", default=True),
            blind_verdicts=_switch(env, "TRACKER_BLIND_VERDICTS", default=False),
            review_days=_number(env, "TRACKER_REVIEW_DAYS", 180),
        )

    @property
    def contact_url(self) -> str | None:
        """Return what a link to the contact leads to, if there is one."""
        if self.contact and not self.contact.startswith(("http://", "https://")):
            return f"mailto:{self.contact}"
        return self.contact

    @property
    def originals_dir(self) -> Path:
        """Return the folder that keeps the bytes of every article as they came in."""
        return self.data_dir / "originals"


def _database_url(env: Mapping[str, str], data_dir: Path) -> str:
    url = env.get("TRACKER_DATABASE_URL") or f"sqlite:///{data_dir / 'tracker.sqlite3'}"
    # Hosting services hand out the bare scheme; SQLAlchemy would look for psycopg2.
    for scheme in ("postgres://", "postgresql://"):
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    if not url.startswith(("sqlite:", "postgresql+psycopg:")):
        raise SettingsError(
            "TRACKER_DATABASE_URL must start with sqlite:/// or postgresql://, "
            f"not {url.split(':', 1)[0]}:"
        )
    return url


def _secret(env: Mapping[str, str]) -> str | None:
    secret = env.get("TRACKER_SECRET_KEY")
    if secret is not None and len(secret) < SECRET_KEY_MIN:
        raise SettingsError(
            f"TRACKER_SECRET_KEY must have {SECRET_KEY_MIN} characters or more; "
            'make one with: python -c "import secrets; print(secrets.token_hex(32))"'
        )
    return secret


def _contact(env: Mapping[str, str]) -> str | None:
    contact = env.get("TRACKER_CONTACT", "").strip()
    is_page = contact.startswith(("http://", "https://"))
    is_mailbox = re.fullmatch(r"[^@\s:/?#&]+@[^@\s:/?#&]+", contact) is not None
    if contact and not (is_page or is_mailbox):
        raise SettingsError(
            f"TRACKER_CONTACT must be an e-mail address or begin with https://, not {contact!r}"
        )
    return contact or None


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name, str(default))
    if not value.isascii() or not value.isdigit():
        raise SettingsError(f"{name} must be a whole number, not {value!r}")
    return int(value)


def _switch(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = env.get(name, "").strip().lower()
    if value in {"", "1", "yes", "true", "on", "0", "no", "false", "off"}:
        return default if not value else value in {"1", "yes", "true", "on"}
    raise SettingsError(f"{name} must be yes or no, not {value!r}")
