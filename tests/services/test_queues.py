"""Each queue holds the work that waits, and nothing else."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_account, make_claim, make_drift_check, make_evidence
from tracker.domain.commands import Selection
from tracker.domain.evidence_words import DriftState
from tracker.domain.vocabulary import Priority, Queue, Role, Stage
from tracker.models import Account
from tracker.services.listing import finding, queues
from tracker.services.listing.orders import Sort
from tracker.services.listing.queues import Viewpoint

TODAY = NOON.date()


@pytest.fixture
def omar(session: Session) -> Account:
    return make_account(session, role=Role.FACT_CHECKER, name="Omar Haddad")


def seen_by(account: Account, **rules: bool | int) -> Viewpoint:
    return Viewpoint(account.id, TODAY, **rules)


def held(session: Session, queue: Queue, seen: Viewpoint) -> list[int]:
    found = finding.find(session, queues.selection(queue, seen), sort=queues.ORDERS[queue])
    return [row.id for row in found.rows]


def test_my_work_is_what_i_check_by_the_day_it_is_due(session: Session, omar: Account) -> None:
    later = make_claim(session, stage=Stage.TRIAGED, assignee=omar, due_on=TODAY)
    undated = make_claim(session, stage=Stage.IN_REVIEW, assignee=omar)
    soon = make_claim(
        session, stage=Stage.IN_PROGRESS, assignee=omar, due_on=TODAY - timedelta(days=2)
    )
    make_claim(session, stage=Stage.PUBLISHED, assignee=omar)
    make_claim(session, stage=Stage.IN_PROGRESS)
    assert held(session, Queue.MINE, seen_by(omar)) == [soon.id, later.id, undated.id]


def test_what_i_worked_on_myself_is_not_mine_to_review(session: Session, omar: Account) -> None:
    others = make_claim(session, stage=Stage.IN_REVIEW)
    mine = make_claim(session, stage=Stage.IN_REVIEW, assignee=omar)
    edited = make_claim(session, stage=Stage.IN_REVIEW, edited_by=omar)
    assert held(session, Queue.REVIEW, seen_by(omar)) == [others.id]
    alone = seen_by(omar, single_reader=True)
    assert sorted(held(session, Queue.REVIEW, alone)) == [others.id, mine.id, edited.id]


def test_low_confidence_holds_unsure_proposals_the_least_sure_first(
    session: Session, omar: Account
) -> None:
    rather = make_claim(session, confidence=0.5)
    least = make_claim(session, confidence=0.36)
    make_claim(session, confidence=0.61)
    make_claim(session, confidence=0.4, stage=Stage.NEW)
    assert held(session, Queue.UNSURE, seen_by(omar)) == [least.id, rather.id]


def test_a_report_is_stale_once_its_evidence_is_older_than_the_interval(
    session: Session, omar: Account
) -> None:
    old = make_claim(session, stage=Stage.PUBLISHED, verdict_as_of=TODAY - timedelta(days=31))
    make_claim(session, stage=Stage.PUBLISHED, verdict_as_of=TODAY - timedelta(days=30))
    make_claim(session, stage=Stage.NEW, verdict_as_of=date(2020, 1, 1))
    assert held(session, Queue.STALE, seen_by(omar, review_days=30)) == [old.id]


def test_a_report_is_stale_once_a_source_of_it_is_gone(session: Session, omar: Account) -> None:
    claim, other = (make_claim(session, stage=Stage.PUBLISHED) for _time in range(2))
    for one, state in ((claim, DriftState.GONE), (other, DriftState.UNREACHABLE)):
        make_drift_check(session, make_evidence(session, one), state=state, found_sha256=None)
    assert held(session, Queue.STALE, seen_by(omar)) == [claim.id]


def test_overdue_is_what_should_have_been_done_yesterday(session: Session, omar: Account) -> None:
    late = make_claim(session, stage=Stage.NEW, due_on=TODAY - timedelta(days=1))
    make_claim(session, stage=Stage.NEW, due_on=TODAY)
    make_claim(session, stage=Stage.DECLINED, due_on=TODAY - timedelta(days=9))
    assert held(session, Queue.OVERDUE, seen_by(omar)) == [late.id]


def test_unassigned_holds_accepted_claims_of_nobody_the_most_urgent_first(
    session: Session, omar: Account
) -> None:
    normal = make_claim(session, stage=Stage.NEW)
    urgent = make_claim(session, stage=Stage.TRIAGED, priority=Priority.URGENT)
    make_claim(session, stage=Stage.TRIAGED, assignee=omar)
    assert held(session, Queue.UNASSIGNED, seen_by(omar)) == [urgent.id, normal.id]


def test_a_queue_and_filters_hold_together(session: Session, omar: Account) -> None:
    make_claim(session, confidence=0.4, wording="The port grew")
    river = make_claim(session, confidence=0.4, wording="The river rose")
    asked = queues.narrowed(Selection(text="river"), Queue.UNSURE, seen_by(omar))
    assert [row.id for row in finding.find(session, asked, sort=Sort.NEWEST).rows] == [river.id]


def test_every_queue_is_counted(session: Session, omar: Account) -> None:
    make_claim(session, confidence=0.4)
    assert queues.counts(session, seen_by(omar)) == {
        Queue.MINE: 0,
        Queue.REVIEW: 0,
        Queue.UNSURE: 1,
        Queue.STALE: 0,
        Queue.OVERDUE: 0,
        Queue.UNASSIGNED: 0,
    }
