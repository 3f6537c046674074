"""Many claims moved at once: each by the rules of one, with its own result, and a way back."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import NOON, make_account, make_actor, make_claim
from tracker.domain.actors import Actor
from tracker.domain.errors import InvalidEdit, PermissionRefused, TransitionRefused
from tracker.domain.readiness import Policy
from tracker.domain.vocabulary import Checkability, Deed, Outcome, Priority, Role, Stage
from tracker.models import BulkMove, Claim, Event
from tracker.services.reviewing import bulk
from tracker.services.reviewing.bulk_deeds import Order, Terms
from tracker.services.trail import history

DECLINE = Order(Deed.DECLINE, checkability=Checkability.OPINION)


@pytest.fixture
def terms(session: Session) -> Terms:
    return Terms(make_actor(session, Role.EDITOR, name="Ana Novak"), NOON, Policy())


def terms_of(actor: Actor) -> Terms:
    return Terms(actor, NOON, Policy())


def seen(*claims: Claim) -> list[tuple[int, int]]:
    return [(claim.id, claim.edit_number) for claim in claims]


def results(made: BulkMove) -> list[tuple[Outcome, str]]:
    return [(row.outcome, row.reason) for row in made.rows]


def events_of(session: Session, made: BulkMove) -> list[Event]:
    events = session.scalars(select(Event).order_by(Event.id)).all()
    return [one for one in events if one.changes.get("operation") == [None, made.id]]


def test_each_claim_is_moved_or_refused_by_its_own_rules(session: Session, terms: Terms) -> None:
    proposed, accepted = make_claim(session), make_claim(session, stage=Stage.NEW)
    made = bulk.run(session, seen(proposed, accepted), Order(Deed.ACCEPT), terms)
    assert results(made) == [
        (Outcome.DONE, ""),
        (Outcome.REFUSED, "it is accepted; this works on what is proposed"),
    ]
    assert proposed.stage is Stage.NEW
    assert [one.subject_id for one in events_of(session, made)] == [proposed.id]


def test_the_preview_says_the_same_and_changes_nothing(session: Session, terms: Terms) -> None:
    proposed, published = make_claim(session), make_claim(session, stage=Stage.PUBLISHED)
    before = history.of(session, "claim", proposed.id)
    rows = bulk.preview(session, [proposed.id, published.id], DECLINE, terms)
    assert [list(row.obstacles) for row in rows] == [
        [],
        ["a claim that is published cannot become declined"],
    ]
    assert proposed.stage is Stage.PROPOSED
    assert history.of(session, "claim", proposed.id) == before


def test_no_guard_is_skipped(session: Session) -> None:
    checker = make_account(session, role=Role.REVIEWER, name="Omar Haddad")
    own = make_claim(session, stage=Stage.IN_REVIEW, assignee=checker)
    reviewer = Actor(checker.id, checker.name, checker.role)
    order = Order(Deed.APPROVE)
    (expected,) = bulk.preview(session, [own.id], order, terms_of(reviewer))
    (row,) = bulk.run(session, seen(own), order, terms_of(reviewer)).rows
    assert row.outcome is Outcome.REFUSED
    assert "ask somebody who has not worked on it" in expected.obstacles
    assert "ask somebody who has not worked on it" in row.reason
    assert own.stage is Stage.IN_REVIEW


def test_a_role_that_may_not_is_refused_claim_by_claim(session: Session) -> None:
    actor = make_actor(session, Role.CONTRIBUTOR)
    claim = make_claim(session, stage=Stage.NEW)
    order = Order(Deed.TRIAGE, checkability=Checkability.CHECKABLE)
    (expected,) = bulk.preview(session, [claim.id], order, terms_of(actor))
    (row,) = bulk.run(session, seen(claim), order, terms_of(actor)).rows
    assert expected.obstacles == ["this needs the role fact-checker"]
    assert row.outcome is Outcome.REFUSED


def test_a_viewer_moves_nothing(session: Session) -> None:
    viewer = make_actor(session, Role.VIEWER)
    with pytest.raises(PermissionRefused):
        bulk.run(session, seen(make_claim(session)), DECLINE, terms_of(viewer))


def test_what_was_changed_since_the_preview_is_left_alone(session: Session, terms: Terms) -> None:
    claim = make_claim(session)
    made = bulk.run(session, [(claim.id, claim.edit_number + 1)], DECLINE, terms)
    assert results(made) == [(Outcome.REFUSED, "somebody has changed it since")]


@pytest.mark.parametrize(
    ("order", "field"),
    [
        (Order(Deed.DECLINE), "checkability"),
        (Order(Deed.RELEASE), "note"),
        (Order(Deed.UNDO), "deed"),
    ],
)
def test_what_a_deed_needs_for_all_is_asked_before_any(
    session: Session, terms: Terms, order: Order, field: str
) -> None:
    claim = make_claim(session)
    with pytest.raises(InvalidEdit) as refused:
        bulk.run(session, seen(claim), order, terms)
    assert refused.value.field == field


def test_more_than_five_hundred_are_too_many(session: Session, terms: Terms) -> None:
    with pytest.raises(InvalidEdit, match="501 claims are too many; 500 at a time"):
        bulk.run(session, [(number, 1) for number in range(501)], DECLINE, terms)


def test_fields_are_set_for_many(session: Session, terms: Terms) -> None:
    omar = make_account(session, role=Role.FACT_CHECKER, name="Omar Haddad")
    claims = [make_claim(session, stage=Stage.NEW), make_claim(session, stage=Stage.TRIAGED)]
    day = NOON.date() + timedelta(days=3)
    for order in (
        Order(Deed.ASSIGN, assignee_id=omar.id),
        Order(Deed.SET_DUE, due_on=day),
        Order(Deed.SET_PRIORITY, priority=Priority.URGENT),
    ):
        made = bulk.run(session, seen(*claims), order, terms)
        assert [row.outcome for row in made.rows] == [Outcome.DONE, Outcome.DONE]
    for claim in claims:
        assert (claim.assignee_id, claim.due_on, claim.priority) == (omar.id, day, Priority.URGENT)


def test_what_is_so_already_is_said(session: Session, terms: Terms) -> None:
    claim = make_claim(session)
    made = bulk.run(session, seen(claim), Order(Deed.SET_PRIORITY), terms)
    assert results(made) == [(Outcome.REFUSED, "it is so already")]


def test_the_undo_gives_back_the_old_value(session: Session, terms: Terms) -> None:
    omar, ben = (
        make_account(session, role=Role.FACT_CHECKER, name=name) for name in ("Omar", "Ben")
    )
    claim = make_claim(session, stage=Stage.TRIAGED, assignee=ben, due_on=NOON.date())
    made = bulk.run(session, seen(claim), Order(Deed.ASSIGN, assignee_id=omar.id), terms)
    assert claim.assignee_id == omar.id
    undone = bulk.undo(session, made.id, terms)
    assert results(undone) == [(Outcome.DONE, "")]
    assert claim.assignee_id == ben.id
    assert [one.action for one in events_of(session, undone)] == ["claim.revised"]


def test_the_undo_of_a_decline_takes_the_claims_up_again(session: Session, terms: Terms) -> None:
    claim = make_claim(session)
    made = bulk.run(session, seen(claim), DECLINE, terms)
    bulk.undo(session, made.id, terms)
    assert claim.stage is Stage.NEW


def test_an_archive_is_undone_to_where_each_claim_was(session: Session, terms: Terms) -> None:
    claims = [make_claim(session), make_claim(session, stage=Stage.TRIAGED)]
    made = bulk.run(session, seen(*claims), Order(Deed.ARCHIVE), terms)
    assert {claim.stage for claim in claims} == {Stage.ARCHIVED}
    bulk.undo(session, made.id, terms)
    assert [claim.stage for claim in claims] == [Stage.PROPOSED, Stage.TRIAGED]


def test_the_undo_leaves_alone_what_was_touched_since_and_names_it(
    session: Session, terms: Terms
) -> None:
    kept, touched = make_claim(session), make_claim(session)
    made = bulk.run(session, seen(kept, touched), DECLINE, terms)
    again = bulk.run(session, seen(touched), Order(Deed.TAKE_UP, note="It counts."), terms)
    assert results(again) == [(Outcome.DONE, "")]
    undone = bulk.undo(session, made.id, terms)
    assert [(row.claim_id, row.reason) for row in undone.rows] == [
        (kept.id, ""),
        (touched.id, "somebody has changed it since"),
    ]


def test_where_no_move_leads_back_the_undo_says_so(session: Session, terms: Terms) -> None:
    claim = make_claim(session)
    made = bulk.run(session, seen(claim), Order(Deed.ACCEPT), terms)
    (row,) = bulk.undo(session, made.id, terms).rows
    assert row.reason == "a claim that is accepted cannot become proposed"


def test_an_operation_is_undone_once_and_by_its_maker_or_an_editor(
    session: Session, terms: Terms
) -> None:
    claim = make_claim(session)
    made = bulk.run(session, seen(claim), DECLINE, terms)
    with pytest.raises(PermissionRefused):
        bulk.undo(session, made.id, terms_of(make_actor(session, Role.REVIEWER)))
    undone = bulk.undo(session, made.id, terms)
    for number in (made.id, undone.id):
        with pytest.raises(TransitionRefused, match="taken back"):
            bulk.undo(session, number, terms)
