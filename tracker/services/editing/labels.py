"""The newsroom's labels for verdicts: which there are, and which one a claim gets."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from tracker.domain.commands import ClaimEdit
from tracker.domain.errors import InvalidEdit
from tracker.models import Claim, VerdictLabel, VerdictScale
from tracker.services.lookup import find


def current(session: Session) -> VerdictScale | None:
    """Return the newsroom's scale with all its labels, or None where it has none of its own."""
    return session.scalar(
        select(VerdictScale)
        .where(VerdictScale.is_default)
        .options(selectinload(VerdictScale.labels))
        .execution_options(populate_existing=True)
    )


def in_force(session: Session) -> list[VerdictLabel]:
    """Return the labels that may be given now, in the newsroom's order."""
    scale = current(session)
    return [one for one in scale.labels if one.is_in_force] if scale else []


def uses(session: Session, *, unread: Sequence[int] = ()) -> Mapping[int, int]:
    """Count the claims that carry each label, by the label's number.

    Without those in ``unread``, of which whoever looks must not know the verdict yet.
    """
    counted = (
        select(Claim.verdict_label_id, func.count())
        .where(Claim.id.not_in(unread))
        .group_by(Claim.verdict_label_id)
    )
    return {number: count for number, count in session.execute(counted) if number is not None}


def name_of(label: VerdictLabel | None) -> str | None:
    """Return how the history names a label."""
    return label.name if label else None


def read(session: Session, claim: Claim, edit: ClaimEdit) -> tuple[ClaimEdit, VerdictLabel | None]:
    """Return the edit with its verdict and label agreed, and that label.

    A verdict that stays keeps its label, even one that is retired by now.
    """
    chosen = find(session, VerdictLabel, edit.verdict_label_id)
    if edit.verdict_label_id is not None:
        if chosen is None or not (chosen.is_in_force or chosen.id == claim.verdict_label_id):
            raise InvalidEdit("content_verdict", "choose a label that the scale has now")
        return replace(edit, content_verdict=chosen.verdict), chosen
    if edit.content_verdict is claim.content_verdict:
        return edit, claim.verdict_label
    fitting = (one for one in in_force(session) if one.verdict is edit.content_verdict)
    return edit, next(fitting, None)


def give(claim: Claim, label: VerdictLabel | None) -> None:
    """Write the label on the claim, and the newest version of the scale that has it."""
    claim.verdict_label = label
    claim.scale_version = None if label is None else _last_version(label)


def _last_version(label: VerdictLabel) -> int:
    retired_in = label.until_version
    return label.scale.version if retired_in is None else retired_in - 1
