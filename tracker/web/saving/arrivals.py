"""Articles on their way in: what a form brings is read, and its bytes kept until it is saved.

No database session is open while a page is fetched or a file is parsed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from wtforms import Field

from tracker import readers
from tracker.config import Settings
from tracker.domain.actors import Actor
from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit, TrackerError
from tracker.extraction import Attribution
from tracker.models import Article
from tracker.readers import Document
from tracker.readers.fetching import fetch
from tracker.services import originals, queries
from tracker.services.articles import intake, proposals
from tracker.web.database import db
from tracker.web.forms.articles import ArticleForm, SourceForm
from tracker.web.words.speech import sentence

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Parcel:
    """What came in, before it is read."""

    content: bytes
    media_type: str | None = None
    filename: str | None = None
    source_url: str | None = None


def settings() -> Settings:
    """Return the settings of this installation."""
    known: Settings = current_app.config["SETTINGS"]
    return known


def receive(form: SourceForm) -> tuple[ArticleForm, Document] | None:
    """Read what the form brings, and return it as a form to correct.

    Returns None where it cannot be read; the form then says why, beside the field.
    """
    field = next(one for one in (form.url, form.upload, form.text) if one.data)
    try:
        parcel = _take(form, field)
        document = _read(parcel)
    except TrackerError as error:
        field.errors = [sentence(error)]
        return None
    kept = {
        "original_sha256": originals.store(settings().originals_dir, parcel.content),
        "media_type": document.media_type,
        "filename": parcel.filename,
        "source_url": parcel.source_url,
    }
    return ArticleForm.of_document(document, **kept), document


def save(session: Session, form: ArticleForm, *, actor: Actor) -> Article | None:
    """Store the article, or return None where the form now says what is wrong.

    Raises DuplicateArticle where it is here already.
    """
    folder, sha256 = settings().originals_dir, form.original_sha256.data
    draft = form.to_draft(originals.load(folder, sha256) if sha256 else None)
    try:
        return intake.ingest(session, draft, actor=actor, at=now(), originals_dir=folder)
    except InvalidEdit as error:
        form.refuse(error)
        return None


def duplicate_of(form: ArticleForm) -> int | None:
    """Return the number of the article that this one repeats, if it is here already."""
    with db.reading() as session:
        return intake.find_duplicate(
            session,
            text=form.text.data or "",
            canonical_url=None if form.canonical_url.errors else form.canonical_url.data,
            original_sha256=form.original_sha256.data or None,
        )


def read_again(article_id: int) -> Sequence[Attribution]:
    """Read the text of an article for claims; no writer waits for it."""
    with db.reading() as session:
        article = queries.article(session, article_id)
    return proposals.read(article.current.text, article.language)


def told(outcome: intake.Outcome) -> str:
    """Say what reading an article again has done."""
    return str(
        _(
            "Read again: %(added)s new, %(kept)s kept as they are, %(withdrawn)s withdrawn.",
            added=outcome.added,
            kept=outcome.kept,
            withdrawn=outcome.withdrawn,
        )
    )


def _take(form: SourceForm, field: Field) -> Parcel:
    if field is form.upload:
        name = Path(field.data.filename or "").name[:LONGEST_NAME]
        return Parcel(field.data.read(), field.data.mimetype, name or None)
    if field is form.text:
        return Parcel(field.data.encode("utf-8", "replace"), "text/plain; charset=utf-8")
    if not settings().fetch:
        raise TrackerError(
            "this newsroom does not fetch pages; save the page in a browser and upload the file"
        )
    fetched = fetch(field.data.strip())
    return Parcel(fetched.content, fetched.media_type, None, fetched.final_url)


def _read(parcel: Parcel) -> Document:
    document = readers.read(
        parcel.content,
        filename=parcel.filename,
        media_type=parcel.media_type,
        url=parcel.source_url,
    )
    if document.canonical_url or not parcel.source_url:
        return document
    # A page that states no address of its own is known by the one it was fetched from.
    return replace(document, canonical_url=readers.canonical_url(parcel.source_url))
