"""Style sheets and scripts: an address changes with its content, so browsers may keep it."""

import hashlib
from functools import lru_cache
from pathlib import Path

from flask import Flask, url_for

KEPT_SECONDS = 365 * 24 * 3600
#: In the order of the cascade: names first, print last.
STYLE_SHEETS = (
    "css/tokens.css",
    "css/base.css",
    "css/layout.css",
    "css/forms.css",
    "css/components.css",
    "css/badges.css",
    "css/home.css",
    "css/claims.css",
    "css/desk.css",
    "css/articles.css",
    "css/claim.css",
    "css/conversation.css",
    "css/evidence.css",
    "css/imports.css",
    "css/dashboard.css",
    "css/print.css",
)
SCRIPTS = ("vendor/htmx.min.js", "tracker.js")


def attach(app: Flask) -> None:
    """Let the templates ask for the address of a static file by its name."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = KEPT_SECONDS
    folder = Path(app.static_folder or "")

    def asset(name: str) -> str:
        return url_for(
            "static", filename=name, v=_fingerprint(folder / name, _changed(folder, name))
        )

    app.jinja_env.globals.update(asset=asset, style_sheets=STYLE_SHEETS, scripts=SCRIPTS)


def _changed(folder: Path, name: str) -> int:
    return (folder / name).stat().st_mtime_ns


@lru_cache(maxsize=64)
def _fingerprint(path: Path, _changed_at: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]
