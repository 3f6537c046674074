"""The pages: Flask and everything that knows it; the rules stand in services and domain."""

import logging
import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from tracker import __version__
from tracker.config import SECRET_KEY_MIN, Settings
from tracker.domain.vocabulary import Role
from tracker.models.engine import make_engine
from tracker.readers.addresses import literal_address
from tracker.resources import resource_dir
from tracker.services import schema
from tracker.services.members import passwords
from tracker.services.schema import Standing
from tracker.web import assets, database, errors, languages
from tracker.web.api import bearers, routes
from tracker.web.converters import RecordNumber
from tracker.web.gates import confirmation, security
from tracker.web.parameters import CleanRequest
from tracker.web.views import BLUEPRINTS
from tracker.web.words import deeds, filters

logger = logging.getLogger(__name__)

#: The largest request: an uploaded file of 20 MB and the form around it.
REQUEST_BYTES = 24_000_000
#: The most that a form may hold beside its files: an article of a million characters.
FORM_BYTES = 4_000_000
FORM_PARTS = 400


class StartRefused(RuntimeError):
    """The application cannot start; the message says what to do."""


def create_app(settings: Settings) -> Flask:
    """Return the application for one installation; raise StartRefused on a wrong schema."""
    app = Flask(__name__, template_folder=str(resource_dir("templates")))
    app.request_class = CleanRequest
    app.config.from_mapping(_config(settings))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.converters["int"] = RecordNumber
    languages.attach(app)
    engine = make_engine(settings.database_url)
    _require_current_schema(schema.standing(engine))
    database.attach(app, engine)
    for part in (assets, filters, deeds, security, confirmation, bearers, errors):
        part.attach(app)
    for blueprint in (*BLUEPRINTS, *routes.BLUEPRINTS):
        app.register_blueprint(blueprint)
    app.context_processor(lambda: {"settings": settings, "version": __version__, "roles": Role})
    app.jinja_env.globals["has_page"] = app.view_functions.__contains__
    security.assert_all_declared(app)
    # Made before the first stranger comes: making it then would take time that tells them apart.
    passwords.dummy_hash()
    if settings.proxies:
        count = settings.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)
    return app


def _config(settings: Settings) -> dict[str, object]:
    return {
        "SETTINGS": settings,
        "SECRET_KEY": settings.secret_key or kept_secret(settings.data_dir),
        "MAX_CONTENT_LENGTH": REQUEST_BYTES,
        "MAX_FORM_MEMORY_SIZE": FORM_BYTES,
        "MAX_FORM_PARTS": FORM_PARTS,
        "TRUSTED_HOSTS": trusted_hosts(settings),
        # Browsers take a cookie of this name only over TLS, for this host and every path.
        "SESSION_COOKIE_NAME": "__Host-tracker" if settings.https else "tracker",
        "SESSION_COOKIE_SECURE": settings.https,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_CHECK_DEFAULT": False,
        # security.comes_from_here asks Sec-Fetch-Site and Origin, which no extension strips.
        "WTF_CSRF_SSL_STRICT": False,
    }


def trusted_hosts(settings: Settings) -> list[str]:
    """Return the host names that requests may carry; the port does not matter."""
    public = urlsplit(settings.base_url).hostname
    names = {"localhost", "127.0.0.1", "[::1]", settings.host, public}
    return sorted(name for name in names if name and not _is_everywhere(name))


def _is_everywhere(host: str) -> bool:
    """Tell whether the host stands for all addresses of the machine, and so names none."""
    address = literal_address(host)
    return address is not None and address.is_unspecified


def kept_secret(data_dir: Path) -> str:
    """Return the key that signs cookies, made once and readable by its owner only."""
    path = data_dir / "secret-key"
    if not path.exists():
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_secret(path)
    secret = path.read_text(encoding="ascii").strip()
    if len(secret) < SECRET_KEY_MIN:
        raise StartRefused(f"the key in {path} is too short; delete the file to get a new one")
    return secret


def _write_secret(path: Path) -> None:
    # Linked into place when it is whole: of two processes that start at once, one wins.
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".secret-key-")
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
        with suppress(FileExistsError):
            os.link(draft, path)
            logger.info("secret_key.made path=%s", path)
    finally:
        Path(draft).unlink()


def _require_current_schema(standing: Standing) -> None:
    if standing is Standing.NEWER:
        raise StartRefused("the database was made by a newer Claim Tracker; install that version")
    if standing is not Standing.CURRENT:
        raise StartRefused(f"the database is {standing}; run: tracker db upgrade")
