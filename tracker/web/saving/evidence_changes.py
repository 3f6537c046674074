"""What the forms about evidence ask for, done: refusals go beside the fields, nothing is lost.

No database session is open while a page is fetched or a file is read.
"""

from typing import Any

from flask import g
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit, TrackerError, TransitionRefused
from tracker.domain.evidence import Capture
from tracker.domain.evidence_words import DriftState
from tracker.readers import captures
from tracker.services.sourcing import drift, evidence, evidence_snapshots
from tracker.services.sourcing.drift import Seen, Source
from tracker.web.database import db
from tracker.web.forms.base import Form
from tracker.web.forms.evidence import EvidenceForm, SnapshotForm
from tracker.web.saving.arrivals import LONGEST_NAME, settings
from tracker.web.words.speech import sentence


def capture_of(form: SnapshotForm, url: str | None = None) -> Capture | None:
    """Return the copy that the form brings, if any; raise InvalidEdit naming the field."""
    try:
        if form.upload.data:
            name = (form.upload.data.filename or "").replace("\\", "/").rpartition("/")[2]
            return captures.uploaded(form.upload.data.read(), filename=name[:LONGEST_NAME] or None)
        if (form.pasted.data or "").strip():
            return captures.pasted(form.pasted.data or "")
    except TrackerError as refused:
        field = "upload" if form.upload.data else "pasted"
        raise InvalidEdit(field, refused.message) from refused
    return fetched(url) if url else None


def fetched(url: str) -> Capture:
    """Fetch a source; raise InvalidEdit beside its address where that cannot be done."""
    if not settings().fetch:
        raise InvalidEdit("url", "this newsroom does not fetch pages; upload a copy instead")
    try:
        return captures.fetched(url)
    except TrackerError as refused:
        raise InvalidEdit("url", refused.message) from refused


def save(session: Session, claim_id: int, form: EvidenceForm, held: int | None = None) -> bool:
    """Add the source or correct it, with its snapshot; return False where the form says why not.

    Raises StaleEdit where somebody else was faster.
    """
    try:
        capture = capture_of(form, form.url.data if form.fetches.data else None)
        number = _write(session, claim_id, form, held)
        if capture:
            keep(session, claim_id, number, capture)
    except (InvalidEdit, TransitionRefused) as error:
        refuse(session, form, error)
        return False
    return True


def refuse(session: Session, form: Form, error: InvalidEdit | TransitionRefused) -> None:
    """Say in the form why not, with all that was typed still in it."""
    session.rollback()
    if isinstance(error, InvalidEdit):
        form.refuse(error)
    else:
        form.form_errors.append(sentence(error))


def keep(session: Session, claim_id: int, evidence_id: int, capture: Capture) -> None:
    """Keep a snapshot."""
    folder = settings().originals_dir
    evidence_snapshots.keep(
        session, claim_id, evidence_id, capture, originals_dir=folder, actor=g.actor, at=now()
    )


def address_of(claim_id: int, evidence_id: int) -> str:
    """Return the address to fetch; the session is shut again before anything is fetched."""
    with db.reading() as session:
        return evidence_snapshots.require_address(evidence.get(session, claim_id, evidence_id))


def look_again(claim_id: int) -> list[tuple[Source, Seen]]:
    """Look at the sources of a claim; no database session is open meanwhile."""
    with db.reading() as session:
        sources = drift.due(session, claim_id)
    return [(source, look(source.url)) for source in sources]


def look(url: str) -> Seen:
    """Fetch one address, and say what came."""
    if not settings().fetch:
        return Seen(reason=_("This newsroom does not fetch pages."))
    return drift.look(url)


def told(states: list[DriftState]) -> str:
    """Say what looking again found."""
    if not states:
        return str(_("There is no source with a fetched snapshot to compare with."))
    counts = {state: states.count(state) for state in DriftState if state in states}
    parts = [f"{_(state.label)}: {number}" for state, number in counts.items()]
    return str(_("Looked at %(number)s sources.", number=len(states))) + " " + ", ".join(parts)


def _write(session: Session, claim_id: int, form: EvidenceForm, held: int | None) -> int:
    act: dict[str, Any] = {"actor": g.actor, "at": now()}
    if held is None:
        return evidence.add(session, claim_id, form.to_edit(), **act).id
    evidence.revise(session, claim_id, held, form.to_edit(), **act)
    return held
