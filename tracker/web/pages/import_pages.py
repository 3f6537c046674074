"""Imports as pages: the upload is kept by its hash between the preview and the import."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from flask import g
from flask_babel import gettext as _

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit, TrackerError
from tracker.domain.vocabulary import ContentVerdict, Word
from tracker.imports import Reading, ReviewDraft, UnreadableFile, read, recognise
from tracker.models import ImportRun
from tracker.services import originals
from tracker.services.file_imports import importing
from tracker.services.file_imports.importing import ImportedFile, Outcome, Plan
from tracker.services.file_imports.importing_plans import BAD, ForeignRating, PlannedRow
from tracker.web.database import db
from tracker.web.forms.imports import MOST_RATINGS, ImportForm, field_name
from tracker.web.saving.arrivals import settings
from tracker.web.words.speech import sentence

MOST_SHOWN = 200
#: Claims that one request may change: nobody else can save meanwhile.
MOST_EDITS = 2_500
_WRITTEN = frozenset({Outcome.ADD, Outcome.UPDATE})
_KEPT_SECONDS = 24 * 3600
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do, as the page shows it."""

    form: ImportForm
    file: ImportedFile
    plan: Plan
    format_name: str

    @property
    def counts(self) -> list[tuple[Outcome, int]]:
        """Return how many rows come to each outcome, in their order."""
        return [(outcome, self.plan.counts[outcome]) for outcome in Outcome]

    @property
    def rows(self) -> list[PlannedRow]:
        """Return the rows to show: those that cannot be imported come first."""
        return list(islice(sorted(self.plan.rows, key=_gravity), MOST_SHOWN))

    @property
    def edits(self) -> int:
        """Return how many claims would change: each is an edit with a history of its own."""
        return sum(
            row.outcome in _WRITTEN and not isinstance(row.draft, ReviewDraft)
            for row in self.plan.rows
        )

    @property
    def hidden(self) -> int:
        """Return how many rows are not shown."""
        return max(0, len(self.plan.rows) - MOST_SHOWN)

    @property
    def ratings(self) -> Sequence[tuple[ForeignRating, str]]:
        """Return the ratings to ask about, each with the name of its field."""
        undecided = sorted(
            self.plan.ratings, key=lambda one: one.meaning is not ContentVerdict.NOT_RATED
        )
        return [(one, field_name(one.key)) for one in undecided[:MOST_RATINGS]]

    @property
    def verdicts(self) -> Sequence[Word]:
        """Return what a rating may mean."""
        return list(ContentVerdict)


def preview(form: ImportForm) -> Preview | None:
    """Read what the form brings and plan it; None where the form now says what is wrong."""
    try:
        file, content = _receive(form)
        reading = _read(form, content)
    except TrackerError as error:
        form.upload.errors = [sentence(error)]
        return None
    with db.reading() as session:
        site, actor = settings().base_url, g.actor
        first = importing.plan(session, reading, site=site, actor=actor, sha256=file.sha256)
        if chosen := form.meanings(first.ratings):
            first = importing.plan(
                session, reading, site=site, actor=actor, meanings=chosen, sha256=file.sha256
            )
        return Preview(form, file, first, reading.format_name)


def carry_out(shown: Preview) -> ImportRun:
    """Import the file that was previewed; the view commits.

    Raises InvalidEdit for one that would keep everybody else from saving for too long.
    """
    file, form = shown.file, shown.form
    if shown.edits > MOST_EDITS:
        raise InvalidEdit(
            "",
            "%(count)s claims would change, and these pages change %(most)s at once;"
            " divide the file, or let whoever runs the newsroom import it: tracker import",
            count=shown.edits,
            most=MOST_EDITS,
        )
    content = originals.load(_folder(), file.sha256)
    run = importing.carry_out(
        db.session,
        _read(form, content),
        file=file,
        site=settings().base_url,
        actor=g.actor,
        at=now(),
        meanings=form.meanings(shown.plan.ratings),
        good_rows_only=bool(form.good_rows_only.data),
    )
    originals.path_of(_folder(), file.sha256).unlink(missing_ok=True)
    return run


def _receive(form: ImportForm) -> tuple[ImportedFile, bytes]:
    """Return the file: the one that was uploaded now, or the one that was kept for this form."""
    if form.upload.data:
        name = Path(form.upload.data.filename or "").name[:LONGEST_NAME]
        content = form.upload.data.read()
        _sweep()
        file = ImportedFile(name or _("file without a name"), originals.store(_folder(), content))
    elif form.sha256.data:
        content = originals.load(_folder(), form.sha256.data)
        file = ImportedFile((form.filename.data or "")[:LONGEST_NAME], form.sha256.data)
    else:
        raise UnreadableFile("choose a file")
    form.sha256.data, form.filename.data = file.sha256, file.name
    return file, content


def _read(form: ImportForm, content: bytes) -> Reading:
    return read(form.format_name.data or recognise(content), content)


def _folder() -> Path:
    return settings().data_dir / "uploads"


def _sweep() -> None:
    """Drop uploads that nobody has confirmed for a day."""
    oldest = time.time() - _KEPT_SECONDS
    for path in _folder().glob("*/*"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _gravity(row: PlannedRow) -> tuple[bool, bool, int]:
    return row.outcome not in BAD, row.outcome is Outcome.SKIP, row.line
