"""Files on their way in: which ones, how each is read, and what became of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from tracker.cli.opening import operator
from tracker.config import Settings
from tracker.domain.clock import now
from tracker.domain.commands import ArticleDraft, Original
from tracker.domain.errors import DuplicateArticle, TrackerError
from tracker.readers import read
from tracker.readers.registry import SUFFIXES
from tracker.services import queries
from tracker.services.articles import intake


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file; ``reason`` says why it was refused."""

    path: Path
    article_id: int | None = None
    claims: int | None = None
    is_new: bool = False
    reason: str | None = None

    @property
    def words(self) -> str:
        """Say what happened."""
        if self.reason is not None:
            return f"refused: {self.reason}"
        return "came in" if self.is_new else "was here already"


def files_below(paths: Iterable[Path]) -> Iterator[Path]:
    """Yield the files named, and those in the folders named that a reader knows, in order."""
    for path in paths:
        if path.is_dir():
            yield from sorted(
                file
                for file in path.rglob("*")
                if file.suffix.lower() in SUFFIXES and file.is_file()
            )
        else:
            yield path


def bring_in(session: Session, path: Path) -> Outcome:
    """Read one file and ingest it in a transaction of its own."""
    try:
        draft = _draft(path)
        article = intake.ingest(
            session,
            draft,
            actor=operator(),
            at=now(),
            originals_dir=Settings.from_environ().originals_dir,
        )
        session.commit()
    except DuplicateArticle as duplicate:
        session.rollback()
        return Outcome(path, article_id=duplicate.article_id)
    except (TrackerError, OSError) as error:
        session.rollback()
        return Outcome(path, reason=str(error))
    claims = len(queries.claims_of(session, article.current))
    session.rollback()
    return Outcome(path, article.id, claims, is_new=True)


def _draft(path: Path) -> ArticleDraft:
    content = path.read_bytes()
    document = read(content, filename=path.name)
    return ArticleDraft(
        text=document.text,
        title=document.title or path.stem,
        outlet=document.outlet,
        outlet_domain=document.outlet_domain,
        byline=document.byline,
        published_on=document.published_on,
        language=document.language or "en",
        canonical_url=document.canonical_url,
        original=Original(content, document.media_type, filename=path.name),
    )
