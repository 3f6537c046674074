"""What a form asks for, done: the service's refusals go beside the form's fields."""

from datetime import UTC
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from tracker.domain import workflow
from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit
from tracker.domain.readiness import Policy
from tracker.domain.vocabulary import Role, Stage
from tracker.models import Claim
from tracker.services.editing import claims
from tracker.services.reviewing import boundaries, review
from tracker.web.forms.claim_steps import MergeForm, MoveForm, SpansForm, SplitForm
from tracker.web.forms.claims import ClaimForm
from tracker.web.saving.arrivals import settings
from tracker.web.saving.speaker_choice import SpeakerUnclear, choose
from tracker.web.words.speech import sentence


def save(session: Session, claim: Claim, form: ClaimForm) -> bool:
    """Write the form to the claim; return False where the form now says what is wrong.

    Raises StaleEdit where somebody else was faster.
    """
    at = now()
    try:
        speaker_id = choose(session, form, actor=g.actor, at=at)
        claims.revise(session, claim.id, form.to_edit(claim, speaker_id), actor=g.actor, at=at)
    except SpeakerUnclear:
        return False
    except InvalidEdit as error:
        form.refuse(error)
        return False
    return True


def move(session: Session, claim: Claim, form: MoveForm) -> Any:
    """Move the claim as the form asks, and return what to flash: words, or words and an undo.

    Raises TransitionRefused, and StaleEdit where the claim is not what the mover has seen.
    """
    if not form.validate() or form.to.data is None:
        raise InvalidEdit("to", "choose where the claim goes")
    to = form.to.data
    if form.edit_number.data is not None:
        claims.expect(session, claim.id, form.edit_number.data)
    if to in workflow.IN_FORCE:
        _publish(session, claim, form)
    else:
        _advance(session, claim, to, form)
    return _told(claim, to, form)


def _publish(session: Session, claim: Claim, form: MoveForm) -> None:
    until = form.embargo_until.data
    review.publish(
        session,
        claim,
        actor=g.actor,
        at=now(),
        embargo_until=until and until.replace(tzinfo=UTC),
        note=form.note.data or "",
        policy=Policy.of(settings()),
    )


def _advance(session: Session, claim: Claim, to: Stage, form: MoveForm) -> None:
    review.advance(
        session,
        claim,
        to,
        actor=g.actor,
        at=now(),
        note=form.note.data or "",
        checkability=form.checkability.data,
        policy=Policy.of(settings()),
    )


def place(session: Session, claim: Claim, form: SpansForm) -> str:
    """Give the claim the pieces that the form holds; return why not, or nothing."""
    version = form.edit_number.data
    try:
        boundaries.move_boundaries(
            session, claim.id, form.to_spans(), edit_number=version, actor=g.actor, at=now()
        )
    except InvalidEdit as error:
        return sentence(error)
    return ""


def merge(session: Session, claim: Claim, form: MergeForm) -> None:
    """Make the other claim part of this one."""
    version = form.edit_number.data
    boundaries.merge(
        session, claim.id, form.other.data, edit_number=version, actor=g.actor, at=now()
    )


def split(session: Session, claim: Claim, form: SplitForm) -> Claim | None:
    """Cut the claim, and return the new one, or None where the form says why not."""
    try:
        return boundaries.split(
            session,
            claim.id,
            form.offset.data,
            edit_number=form.edit_number.data,
            actor=g.actor,
            at=now(),
        )
    except InvalidEdit as error:
        form.refuse(error)
        return None


def _told(claim: Claim, to: Stage, form: MoveForm) -> Any:
    told = _("Claim %(number)s is %(stage)s now.", number=claim.id, stage=_(to.label).lower())
    if to is Stage.DECLINED and g.actor.may(Role.FACT_CHECKER):
        undo = {"to": Stage.NEW.value, "note": _("Declined by mistake."), "next": form.next.data}
        return {
            "text": told,
            "undo": url_for("claims.move", claim_id=claim.id),
            "fields": {name: value for name, value in undo.items() if value},
        }
    return told
