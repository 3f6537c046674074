"""The language of the pages: the one that a person chose, else the one that the browser asks for.

Public pages are the same for everybody, so that they can be kept in caches: they speak the
newsroom's own language.
"""

from collections.abc import Mapping
from datetime import datetime

from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, get_locale
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit
from tracker.models import Account
from tracker.services.lookup import fetch
from tracker.services.trail import history
from tracker.web.database import db

#: Each language as its speakers call it.
LANGUAGES: Mapping[str, str] = {"en": "English", "es": "Español", "fr": "Français"}
#: Public pages are written in it.
OWN_LANGUAGE = "en"
_CHOSEN = "language"


def attach(app: Flask) -> None:
    """Let the application speak every language, and pages say which one they speak."""
    Babel(
        app,
        default_locale=OWN_LANGUAGE,
        default_timezone="UTC",
        locale_selector=select_language,
        default_translation_directories="translations",
    )
    app.context_processor(lambda: {"language": str(get_locale()), "languages": LANGUAGES})


def select_language() -> str:
    """Return the language of this request's answer."""
    if not has_request_context() or _is_for_everybody():
        return OWN_LANGUAGE
    if "language" not in g:
        g.language = _chosen() or request.accept_languages.best_match(LANGUAGES) or OWN_LANGUAGE
    chosen: str = g.language
    return chosen


def _is_for_everybody() -> bool:
    """Tell whether the answer is for readers in general, or for programs."""
    return (request.blueprint or "").startswith(("public", "api"))


def choose(written: Session, language: str, *, actor: Actor | None, at: datetime) -> None:
    """Keep the language with the account, or, before sign-in, with this browser."""
    if language not in LANGUAGES:
        raise InvalidEdit("language", "choose one of the languages of these pages")
    session[_CHOSEN] = language
    g.language = language
    if actor is None or actor.account_id is None:
        return
    account = fetch(written, Account, actor.account_id)
    if account.language != language:
        changes = {"language": (account.language, language)}
        account.language = language
        written.flush()
        subject = ("account", account.id)
        history.record(written, "account.revised", subject, changes, actor=actor, at=at)


def _chosen() -> str | None:
    """Return what the member, or the person at this browser, has chosen."""
    actor: Actor | None = g.get("actor")
    if actor is not None and actor.account_id is not None:
        with db.reading() as reading:
            account = reading.get(Account, actor.account_id)
        if account is not None and account.language in LANGUAGES:
            return account.language
    kept = session.get(_CHOSEN)
    return kept if kept in LANGUAGES else None
