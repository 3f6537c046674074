"""A report that is out changes only by two people, and never without the public being told."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor, make_claim, make_ready_claim
from tracker.domain.actors import Actor
from tracker.domain.commands import ClaimEdit, Selection
from tracker.domain.errors import InvalidEdit, NotFound, PermissionRefused, TransitionRefused
from tracker.domain.readiness import Policy
from tracker.domain.report_words import AmendmentKind, AmendmentState, CorrectionKind, Readers
from tracker.domain.vocabulary import ContentVerdict, Role, Stage, Visibility
from tracker.models import Claim, Publication
from tracker.services.editing import claim_fields, claims
from tracker.services.reporting import publishing, reports
from tracker.services.reporting.reports import Report, Tombstone
from tracker.services.reviewing import amendment_log, amendments, review, revisions
from tracker.services.trail import history

SITE = "https://newsroom.example"
HOUR = timedelta(hours=1)
LATER = NOON + HOUR


@pytest.fixture
def ana(session: Session) -> Actor:
    return make_actor(session, Role.EDITOR, name="Ana Novak")


@pytest.fixture
def ben(session: Session) -> Actor:
    return make_actor(session, Role.EDITOR, name="Ben Ode")


def out(session: Session, **values: Any) -> Claim:
    """Return a claim whose report is out, with all that stands behind it."""
    return make_ready_claim(session, stage=Stage.PUBLISHED, **values)


def propose(session: Session, claim: Claim, actor: Actor, **options: Any) -> Any:
    facts = {"public_note": "We mistook the year.", "at": LATER} | options
    kind = facts.pop("kind", AmendmentKind.CORRECTION)
    return amendments.propose(session, claim.id, kind, actor=actor, **facts)


def seen(session: Session, claim: Claim, *, at: Any = LATER + 9 * HOUR) -> Any:
    return reports.find(session, claim.id, site=SITE, at=at)


def rate(session: Session, claim: Claim, verdict: ContentVerdict, actor: Actor) -> None:
    values = claim_fields.values(claim) | {"content_verdict": verdict, "explanation": "Not so."}
    edit = ClaimEdit(edit_number=claim.edit_number, **values)
    claims.revise(session, claim.id, edit, actor=actor, at=LATER + HOUR)


def correct(session: Session, claim: Claim, ana: Actor, ben: Actor, **options: Any) -> None:
    """Take a correction the whole way: proposed, confirmed, worked on, approved, out."""
    proposed = propose(session, claim, ana, correction=CorrectionKind.UPDATE)
    amendments.confirm(session, claim.id, proposed.id, actor=ben, at=LATER)
    rate(session, claim, ContentVerdict.FALSE, ana)
    at = LATER + 2 * HOUR
    review.advance(session, claim, Stage.IN_REVIEW, actor=ana, at=at)
    reviewer = make_actor(session, Role.REVIEWER, name="Rea Lind")
    review.advance(session, claim, Stage.APPROVED, actor=reviewer, at=at)
    review.publish(session, claim, actor=ben, at=at, **options)


def test_nothing_changes_until_another_person_confirms(
    session: Session, ana: Actor, ben: Actor
) -> None:
    claim = out(session)
    proposed = propose(session, claim, ana)
    assert claim.stage is Stage.PUBLISHED
    with pytest.raises(TransitionRefused, match="another person must confirm"):
        amendments.confirm(session, claim.id, proposed.id, actor=ana, at=LATER)
    amendments.confirm(session, claim.id, proposed.id, actor=ben, at=LATER)
    assert (claim.stage, claim.report_stage) == (Stage.IN_PROGRESS, Stage.PUBLISHED)
    assert claim.assignee_id == ana.account_id
    assert proposed.state is AmendmentState.UNDER_WAY


def test_a_report_stays_as_it_went_out_while_the_next_version_is_worked_on(
    session: Session, ana: Actor, ben: Actor
) -> None:
    claim = out(session)
    before = seen(session, claim)
    proposed = propose(session, claim, ana)
    amendments.confirm(session, claim.id, proposed.id, actor=ben, at=LATER)
    rate(session, claim, ContentVerdict.FALSE, ana)
    assert claim.content_verdict is ContentVerdict.FALSE
    assert seen(session, claim) == before
    (record,) = publishing.published(session, Selection(), site=SITE, at=LATER + HOUR)
    assert record.content_verdict is ContentVerdict.TRUE
    assert [e.record.claim_id for e in reports.newest(session, site=SITE, at=LATER).entries] == [
        claim.id
    ]
    assert len(list(reports.addresses(session, site=SITE, at=LATER))) == 1


def test_a_correction_shows_its_note_and_the_verdict_before(
    session: Session, ana: Actor, ben: Actor
) -> None:
    claim = out(session)
    correct(session, claim, ana, ben)
    report = seen(session, claim)
    assert isinstance(report, Report)
    record = report.record
    assert (record.stage, record.revision) == (Stage.CORRECTED, 2)
    assert (report.note, record.correction) == ("We mistook the year.", CorrectionKind.UPDATE)
    assert (record.previous_verdict, record.content_verdict) == ("True", ContentVerdict.FALSE)
    assert record.first_published_at == NOON
    newest, first = reports.versions(session, claim.id, at=LATER + 9 * HOUR)
    assert (first.number, first.label, newest.number) == (1, "True", 2)
    assert amendment_log.under_way(session, claim.id) is None


def test_a_correction_may_be_held_back_and_the_old_version_stays(
    session: Session, ana: Actor, ben: Actor
) -> None:
    claim, until = out(session), LATER + 20 * HOUR
    correct(session, claim, ana, ben, embargo_until=until)
    assert claim.visibility is Visibility.EMBARGO
    assert seen(session, claim, at=until - HOUR).record.revision == 1
    assert seen(session, claim, at=until).record.revision == 2
    assert len(reports.versions(session, claim.id, at=until - HOUR)) == 1


def test_under_embargo_there_is_no_report_and_afterwards_there_is(
    session: Session, ana: Actor
) -> None:
    claim = make_ready_claim(session, stage=Stage.APPROVED)
    until = LATER + 5 * HOUR
    review.publish(session, claim, actor=ana, at=LATER, embargo_until=until)
    assert claim.first_published_at == until
    with pytest.raises(NotFound):
        seen(session, claim, at=until - HOUR)
    before = publishing.published(session, Selection(), site=SITE, at=until - HOUR)
    assert list(before) == []
    assert list(reports.addresses(session, site=SITE, at=until - HOUR)) == []
    record = seen(session, claim, at=until).record
    assert (record.visibility, record.first_published_at) == (Visibility.PUBLIC, until)


def test_an_embargo_ends_in_the_future(session: Session, ana: Actor) -> None:
    claim = make_ready_claim(session, stage=Stage.APPROVED)
    with pytest.raises(InvalidEdit, match="still to come"):
        review.publish(session, claim, actor=ana, at=LATER, embargo_until=NOON)
    assert claim.stage is Stage.APPROVED


def test_what_is_taken_back_before_it_was_seen_leaves_no_trace_in_public(
    session: Session, ana: Actor, ben: Actor
) -> None:
    claim = make_ready_claim(session, stage=Stage.APPROVED)
    until = LATER + 5 * HOUR
    review.publish(session, claim, actor=ana, at=LATER, embargo_until=until)
    proposed = propose(session, claim, ana, kind=AmendmentKind.RETRACTION)
    amendments.confirm(session, claim.id, proposed.id, actor=ben, at=LATER + HOUR)
    for at in (LATER + 2 * HOUR, until + HOUR):
        with pytest.raises(NotFound):
            seen(session, claim, at=at)


def give_out_again(session: Session, claim: Claim, ana: Actor, ben: Actor, **held: Any) -> None:
    """Let a retracted claim be checked again and go out."""
    at = held["at"]
    review.advance(session, claim, Stage.IN_PROGRESS, actor=ana, at=at)
    claim.assignee_id = ana.account_id
    review.advance(session, claim, Stage.IN_REVIEW, actor=ana, at=at)
    review.advance(session, claim, Stage.APPROVED, actor=ben, at=at)
    review.publish(session, claim, actor=ben, **held)


def retract(session: Session, claim: Claim, ana: Actor, ben: Actor, *, at: Any) -> None:
    proposed = propose(session, claim, ana, kind=AmendmentKind.RETRACTION, at=at)
    amendments.confirm(session, claim.id, proposed.id, actor=ben, at=at)


def test_what_is_taken_back_twice_before_it_was_seen_leaves_no_trace_either(
    session: Session, ana: Actor, ben: Actor
) -> None:
    claim = make_ready_claim(session, stage=Stage.APPROVED)
    first, second = LATER + 5 * HOUR, LATER + 50 * HOUR
    review.publish(session, claim, actor=ana, at=LATER, embargo_until=first)
    retract(session, claim, ana, ben, at=LATER + HOUR)
    # The first embargo would have ended by now; nobody saw a report all the same.
    again = first + HOUR
    give_out_again(session, claim, ana, ben, at=again, embargo_until=second)
    assert claim.first_published_at == second
    retract(session, claim, ana, ben, at=again + HOUR)
    for at in (again + 2 * HOUR, second + HOUR):
        with pytest.raises(NotFound):
            seen(session, claim, at=at)
        assert reports.corrections(session, site=SITE, at=at).entries == []
        assert not list(publishing.published(session, Selection(), site=SITE, at=at))


def test_a_version_that_nobody_saw_is_none_of_the_versions(
    session: Session, ana: Actor, ben: Actor
) -> None:
    claim = make_ready_claim(session, stage=Stage.APPROVED)
    review.publish(session, claim, actor=ana, at=LATER, embargo_until=LATER + 5 * HOUR)
    retract(session, claim, ana, ben, at=LATER + HOUR)
    out_at = LATER + 9 * HOUR
    give_out_again(session, claim, ana, ben, at=out_at)
    record = seen(session, claim, at=out_at).record
    assert record.first_published_at == out_at
    (only,) = reports.versions(session, claim.id, at=out_at)
    assert only.number == 3


def test_a_retraction_leaves_the_reason_and_needs_an_editor_or_administrator(
    session: Session, ana: Actor
) -> None:
    claim = out(session)
    proposed = propose(session, claim, ana, kind=AmendmentKind.RETRACTION)
    reviewer = make_actor(session, Role.REVIEWER)
    with pytest.raises(PermissionRefused):
        amendments.confirm(session, claim.id, proposed.id, actor=reviewer, at=LATER)
    admin = make_actor(session, Role.ADMIN)
    amendments.confirm(session, claim.id, proposed.id, actor=admin, at=LATER)
    assert seen(session, claim) == Tombstone(claim.id, NOON, LATER, "We mistook the year.")
    (record,) = publishing.published(session, Selection(), site=SITE, at=LATER)
    assert record.stage is Stage.RETRACTED


def test_a_report_may_be_taken_back_while_its_correction_is_worked_on(
    session: Session, ana: Actor, ben: Actor
) -> None:
    claim = out(session)
    first = propose(session, claim, ana)
    amendments.confirm(session, claim.id, first.id, actor=ben, at=LATER)
    rate(session, claim, ContentVerdict.FALSE, ana)
    second = propose(session, claim, ben, kind=AmendmentKind.RETRACTION)
    amendments.confirm(session, claim.id, second.id, actor=ana, at=LATER + HOUR)
    assert first.state is AmendmentState.DECLINED
    newest = revisions.of_claim(session, claim.id)[0]
    assert newest.stage is Stage.RETRACTED
    # What was being worked on is nobody's business.
    assert newest.content_verdict is ContentVerdict.TRUE


def test_numbers_go_on_after_a_retraction(session: Session, ana: Actor, ben: Actor) -> None:
    claim = out(session)
    proposed = propose(session, claim, ana, kind=AmendmentKind.RETRACTION)
    amendments.confirm(session, claim.id, proposed.id, actor=ben, at=LATER)
    review.advance(session, claim, Stage.IN_PROGRESS, actor=ana, at=LATER)
    assert isinstance(seen(session, claim), Tombstone)
    claim.assignee_id = ana.account_id
    review.advance(session, claim, Stage.IN_REVIEW, actor=ana, at=LATER)
    review.advance(session, claim, Stage.APPROVED, actor=ben, at=LATER)
    review.advance(session, claim, Stage.PUBLISHED, actor=ben, at=LATER)
    assert seen(session, claim).record.revision == 3
    assert seen(session, claim).record.first_published_at == NOON


def test_a_proposal_is_decided_before_the_next_is_made(
    session: Session, ana: Actor, ben: Actor
) -> None:
    claim = out(session)
    proposed = propose(session, claim, ana)
    with pytest.raises(TransitionRefused, match="decide that first"):
        propose(session, claim, ben, kind=AmendmentKind.RETRACTION)
    with pytest.raises(InvalidEdit, match="why not"):
        amendments.decline(session, claim.id, proposed.id, actor=ben, at=LATER, note=" ")
    amendments.decline(session, claim.id, proposed.id, actor=ben, at=LATER, note="It is right.")
    with pytest.raises(TransitionRefused, match="decided already"):
        amendments.confirm(session, claim.id, proposed.id, actor=ben, at=LATER)
    propose(session, claim, ben, kind=AmendmentKind.RETRACTION)


def test_only_editors_propose_and_only_with_a_note(session: Session, ana: Actor) -> None:
    claim = out(session)
    with pytest.raises(PermissionRefused):
        propose(session, claim, make_actor(session, Role.REVIEWER))
    with pytest.raises(TransitionRefused, match="say why"):
        propose(session, claim, ana, public_note=" ")


@pytest.mark.parametrize("stage", [Stage.RETRACTED, Stage.APPROVED, Stage.NEW])
def test_what_is_not_in_force_cannot_be_corrected(
    session: Session, ana: Actor, stage: Stage
) -> None:
    with pytest.raises(TransitionRefused):
        propose(session, make_claim(session, stage=stage), ana)


def test_no_single_person_retracts_through_the_plain_door(session: Session, ana: Actor) -> None:
    claim = out(session)
    for to in (Stage.RETRACTED, Stage.IN_PROGRESS):
        with pytest.raises(TransitionRefused, match="second person confirms"):
            review.advance(session, claim, to, actor=ana, at=LATER, note="because")


def test_in_a_newsroom_of_one_the_same_person_confirms_and_the_record_says_so(
    session: Session, ana: Actor
) -> None:
    alone = Policy(single_reader=True)
    claim = make_ready_claim(session, stage=Stage.APPROVED)
    review.publish(session, claim, actor=ana, at=LATER, policy=alone)
    assert seen(session, claim).record.readers is Readers.SINGLE_READER
    proposed = propose(session, claim, ana, policy=alone)
    amendments.confirm(session, claim.id, proposed.id, actor=ana, at=LATER, policy=alone)
    assert claim.stage is Stage.IN_PROGRESS


def test_the_history_seals_the_frozen_record(session: Session, ana: Actor) -> None:
    claim = make_ready_claim(session, stage=Stage.APPROVED)
    changes = review.publish(session, claim, actor=ana, at=LATER)
    (version,) = revisions.of_claim(session, claim.id)
    assert changes["record_sha256"] == (None, version.record_sha256)
    (event,) = history.of(session, "claim", claim.id)
    assert event.changes["record_sha256"] == [None, version.record_sha256]


def test_a_rule_of_reports_keeps_a_claim_in(session: Session, ana: Actor) -> None:
    claim = make_ready_claim(session, stage=Stage.APPROVED)
    own = Policy(newsroom="Ana Silva")
    with pytest.raises(TransitionRefused, match="rules of reports"):
        review.publish(session, claim, actor=ana, at=LATER, policy=own)


def test_the_database_refuses_to_change_a_version(session: Session) -> None:
    claim = out(session)
    assert session.query(Publication).count() == 1
    with pytest.raises(DatabaseError, match="cannot be changed"):
        session.execute(
            text("UPDATE publication SET public_note = 'x' WHERE claim_id = :n"), {"n": claim.id}
        )


def test_what_an_earlier_version_published_is_frozen_once(session: Session) -> None:
    claim = out(session)
    session.query(Publication).delete()
    session.expire_all()
    assert claim.report_stage is None
    assert revisions.catch_up(session, at=LATER) == 1
    assert claim.report_stage is Stage.PUBLISHED
    assert revisions.catch_up(session, at=LATER) == 0
    assert history.of(session, "claim", claim.id)[0].action == "claim.frozen"
