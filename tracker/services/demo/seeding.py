"""The demonstration newsroom: loaded through the real services, and taken away again."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.actors import MACHINE
from tracker.extraction import extract
from tracker.models import Event
from tracker.services.articles import intake
from tracker.services.demo.demonstration import Report, read_plan
from tracker.services.demo.enactment import Desk, OutOfStep, play, prepare
from tracker.services.demo.removal import SUBJECT, Removed, remove
from tracker.services.trail import history

__all__ = ["Loaded", "OutOfStep", "Removed", "load", "remove", "was_ever_loaded"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """How much a load brought in; nothing where all of it was there."""

    articles: int
    claims: int


def was_ever_loaded(session: Session) -> bool:
    """Tell whether the demonstration has been loaded before, even if it was removed since."""
    found = select(Event.id).where(Event.action == "demonstration.loaded").limit(1)
    return session.scalar(found) is not None


def load(session: Session, *, originals_dir: Path, at: datetime) -> Loaded:
    """Play what is missing of the demonstration; raise OutOfStep where its plan does not fit."""
    plan = read_plan()
    # Before the first statement: the database's one writer is not kept waiting for it.
    found = {report.text: extract(report.text) for report in plan.reports}
    missing = [report for report in plan.reports if not _is_here(session, report)]
    if not missing:
        return Loaded(0, 0)
    desk = Desk(session, at, originals_dir)
    prepare(desk, plan)
    claims = [play(desk, report, found[report.text]) for report in missing]
    loaded = Loaded(len(missing), sum(claims))
    changes = {"articles": (None, loaded.articles), "claims": (None, loaded.claims)}
    history.record(session, "demonstration.loaded", SUBJECT, changes, actor=MACHINE, at=at)
    return loaded


def _is_here(session: Session, report: Report) -> bool:
    address = report.canonical_url
    return intake.find_duplicate(session, text=report.text, canonical_url=address) is not None
