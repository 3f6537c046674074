"""A correction that was begun is given up: nothing goes out, and the claim says what it said."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor, make_evidence, make_ready_claim, make_speaker
from tests.services.test_amendments import LATER, out, propose, rate, seen
from tracker.domain.actors import Actor
from tracker.domain.announcements import announced
from tracker.domain.errors import PermissionRefused, TransitionRefused
from tracker.domain.report_words import AmendmentState
from tracker.domain.vocabulary import ContentVerdict, Role, SpanPart, Stage
from tracker.models import Amendment, Claim
from tracker.services.editing import claim_fields, claims, labels
from tracker.services.reviewing import (
    amendment_log,
    amendments,
    boundaries,
    review,
    revisions,
    scales,
)
from tracker.services.sourcing import evidence
from tracker.services.trail import history

AT = LATER + timedelta(hours=2)


@pytest.fixture
def ana(session: Session) -> Actor:
    return make_actor(session, Role.EDITOR, name="Ana Novak")


@pytest.fixture
def ben(session: Session) -> Actor:
    return make_actor(session, Role.EDITOR, name="Ben Ode")


def begin(session: Session, claim: Claim, ana: Actor, ben: Actor) -> Amendment:
    """Let a correction be proposed and confirmed, and the verdict be changed."""
    proposed: Amendment = propose(session, claim, ana)
    amendments.confirm(session, claim.id, proposed.id, actor=ben, at=LATER)
    rate(session, claim, ContentVerdict.FALSE, ana)
    return proposed


def give_up(
    session: Session, claim: Claim, begun: Amendment, actor: Actor, note: str = "It was right."
) -> None:
    amendments.decline(session, claim.id, begun.id, actor=actor, at=AT, note=note)


def said(claim: Claim) -> dict[str, Any]:
    """Return what the claim says, without whose work it is."""
    told = claim_fields.values(claim) | {"content": claim.stretches(SpanPart.CONTENT)}
    return {name: value for name, value in told.items() if name != "assignee_id"}


def test_nothing_goes_out_and_the_claim_says_what_its_report_says(
    session: Session, ana: Actor, ben: Actor
) -> None:
    claim = out(session)
    before, report = said(claim), seen(session, claim)
    begun = begin(session, claim, ana, ben)
    assert said(claim) != before
    give_up(session, claim, begun, ben)
    assert (claim.stage, claim.report_stage) == (Stage.PUBLISHED, Stage.PUBLISHED)
    assert said(claim) == before
    assert seen(session, claim) == report
    assert len(revisions.of_claim(session, claim.id)) == 1
    assert amendment_log.under_way(session, claim.id) is None
    assert (begun.state, begun.decision_note) == (AmendmentState.DECLINED, "It was right.")


def test_the_history_tells_what_was_taken_back_and_why(
    session: Session, ana: Actor, ben: Actor
) -> None:
    claim = out(session)
    give_up(session, claim, begin(session, claim, ana, ben), ben)
    newest = history.of(session, "claim", claim.id)[0]
    assert newest.note == "It was right."
    assert newest.changes["stage"] == ["in_progress", "published"]
    assert newest.changes["content_verdict"] == ["false", "true"]
    assert newest.changes["amendment_state"] == ["under_way", "declined"]
    assert "claim.published" not in announced(newest.action, newest.changes)


def test_the_passage_the_speaker_and_a_label_that_is_retired_by_now_come_back(
    session: Session, ana: Actor, ben: Actor
) -> None:
    scale = scales.begin(session, actor=ana, at=NOON)
    label = next(one for one in scale.labels if one.verdict is ContentVerdict.TRUE)
    claim = make_ready_claim(
        session, stage=Stage.PUBLISHED, verdict_label=label, scale_version=scale.version
    )
    before, version = said(claim), claim.scale_version
    begun = begin(session, claim, ana, ben)
    edit = replace(claim_fields.edit_of(claim), speaker_id=make_speaker(session, name="Ida Lo").id)
    claims.revise(session, claim.id, edit, actor=ana, at=AT)
    boundaries.move_boundaries(
        session,
        claim.id,
        {SpanPart.CONTENT: ((4, 20),)},
        edit_number=claim.edit_number,
        actor=ana,
        at=AT,
    )
    scales.retire(session, label.id, actor=ana, at=AT)
    assert (claim.verdict_label, said(claim)["content"]) != (label, before["content"])
    give_up(session, claim, begun, ben)
    session.refresh(claim)
    assert said(claim) == before
    assert (labels.name_of(claim.verdict_label), claim.scale_version) == ("True", version)


def test_what_was_gathered_meanwhile_stays(session: Session, ana: Actor, ben: Actor) -> None:
    claim = out(session)
    begun = begin(session, claim, ana, ben)
    found = make_evidence(session, claim)
    give_up(session, claim, begun, ben)
    assert found in evidence.of_claim(session, claim.id)


def test_a_corrected_report_goes_back_to_being_corrected(
    session: Session, ana: Actor, ben: Actor
) -> None:
    claim = make_ready_claim(session, stage=Stage.CORRECTED)
    begun = begin(session, claim, ana, ben)
    with pytest.raises(TransitionRefused, match="decline the correction"):
        review.publish(session, claim, actor=ben, at=AT, note="Out with it.")
    give_up(session, claim, begun, ben)
    assert claim.stage is Stage.CORRECTED


def test_only_an_editor_gives_up_only_with_a_reason_and_by_no_other_door(
    session: Session, ana: Actor, ben: Actor
) -> None:
    claim = out(session)
    begun = begin(session, claim, ana, ben)
    for role in (Role.FACT_CHECKER, Role.REVIEWER, Role.ADMIN):
        with pytest.raises(PermissionRefused):
            give_up(session, claim, begun, make_actor(session, role))
    with pytest.raises(TransitionRefused, match="say why"):
        give_up(session, claim, begun, ben, note=" ")
    with pytest.raises(TransitionRefused, match="decline the correction"):
        review.advance(session, claim, Stage.PUBLISHED, actor=ben, at=AT, note="Out with it.")
    with pytest.raises(TransitionRefused):
        review.publish(session, claim, actor=ben, at=AT, note="Out with it.")
    assert claim.stage is Stage.IN_PROGRESS


def test_after_the_work_was_handed_in_it_must_come_back_first(
    session: Session, ana: Actor, ben: Actor
) -> None:
    claim = out(session)
    begun = begin(session, claim, ana, ben)
    review.advance(session, claim, Stage.IN_REVIEW, actor=ana, at=AT)
    with pytest.raises(TransitionRefused):
        give_up(session, claim, begun, ben)
    assert claim.content_verdict is ContentVerdict.FALSE


def test_the_next_correction_begins_as_if_nothing_had_been(
    session: Session, ana: Actor, ben: Actor
) -> None:
    claim = out(session)
    give_up(session, claim, begin(session, claim, ana, ben), ben)
    begin(session, claim, ana, ben)
    assert claim.stage is Stage.IN_PROGRESS
    assert amendment_log.under_way(session, claim.id) is not None
