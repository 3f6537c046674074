"""A second reader gives a verdict blind; the distance and the agreement are counted from it."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_account, make_actor, make_claim
from tracker.domain.actors import Actor
from tracker.domain.agreement import Reading
from tracker.domain.errors import InvalidEdit, PermissionRefused, TransitionRefused
from tracker.domain.vocabulary import AttributionVerdict, ContentVerdict, Role, Stage
from tracker.models import Account, Claim
from tracker.services.reviewing import agreement, second_verdicts
from tracker.services.reviewing.second_verdicts import VerdictDraft
from tracker.services.trail import history

QUOTED = AttributionVerdict.ACCURATE_QUOTE


@pytest.fixture
def checker(session: Session) -> Account:
    return make_account(session, role=Role.FACT_CHECKER, name="Ben Okri")


@pytest.fixture
def second(session: Session) -> Actor:
    return make_actor(session, Role.REVIEWER, name="Ana Novak")


@pytest.fixture
def claim(session: Session, checker: Account) -> Claim:
    return in_review(session, checker, ContentVerdict.MOSTLY_FALSE)


def in_review(session: Session, checker: Account, verdict: ContentVerdict) -> Claim:
    return make_claim(
        session,
        stage=Stage.IN_REVIEW,
        assignee_id=checker.id,
        edited_by_id=checker.id,
        content_verdict=verdict,
        attribution_verdict=QUOTED,
    )


def draft(verdict: ContentVerdict = ContentVerdict.FALSE) -> VerdictDraft:
    return VerdictDraft(verdict, QUOTED, "The register gives another figure.")


def test_without_a_second_verdict_there_is_no_gap(session, claim):
    assert second_verdicts.gap(session, claim.id) is None


@pytest.mark.parametrize(
    ("verdict", "steps"),
    [
        (ContentVerdict.MOSTLY_FALSE, 0),
        (ContentVerdict.FALSE, 1),
        (ContentVerdict.TRUE, 3),
        (ContentVerdict.UNPROVEN, 4),
    ],
)
def test_the_gap_counts_the_steps_of_the_scale(session, claim, second, verdict, steps):
    second_verdicts.give(session, claim.id, draft(verdict), actor=second, at=NOON)
    assert second_verdicts.gap(session, claim.id) == steps


def test_a_first_verdict_that_is_mended_closes_the_gap(session, claim, second):
    second_verdicts.give(session, claim.id, draft(ContentVerdict.TRUE), actor=second, at=NOON)
    claim.content_verdict = ContentVerdict.TRUE
    session.flush()
    assert second_verdicts.gap(session, claim.id) == 0


def test_a_new_revision_is_read_anew(session, claim, second):
    second_verdicts.give(session, claim.id, draft(), actor=second, at=NOON)
    claim.revision = 1
    session.flush()
    assert second_verdicts.gap(session, claim.id) is None


def test_the_second_reader_is_blind_until_they_have_given_their_verdict(session, claim, second):
    assert claim.id in second_verdicts.blind_to(session, second)
    second_verdicts.give(session, claim.id, draft(), actor=second, at=NOON)
    assert claim.id not in second_verdicts.blind_to(session, second)


def test_whoever_worked_on_it_is_not_blind(session, claim, checker):
    own = Actor(checker.id, checker.name, checker.role)
    assert claim.id not in second_verdicts.blind_to(session, own)
    with pytest.raises(PermissionRefused, match="not worked"):
        second_verdicts.give(session, claim.id, draft(), actor=own, at=NOON)


def test_a_close_second_verdict_is_enough_and_a_distant_one_asks_for_a_third(
    session, claim, second
):
    third = make_actor(session, Role.REVIEWER)
    second_verdicts.give(session, claim.id, draft(ContentVerdict.TRUE), actor=second, at=NOON)
    assert claim.id in second_verdicts.blind_to(session, third)
    second_verdicts.give(session, claim.id, draft(ContentVerdict.FALSE), actor=third, at=NOON)
    assert second_verdicts.gap(session, claim.id) == 1
    fourth = make_actor(session, Role.REVIEWER)
    assert claim.id not in second_verdicts.blind_to(session, fourth)


def test_nobody_gives_two_verdicts_on_one_revision(session, claim, second):
    second_verdicts.give(session, claim.id, draft(ContentVerdict.TRUE), actor=second, at=NOON)
    with pytest.raises(TransitionRefused, match="no second verdict of yours"):
        second_verdicts.give(session, claim.id, draft(), actor=second, at=NOON)


def test_a_second_verdict_is_given_in_review_only(session, second):
    claim = make_claim(session, stage=Stage.IN_PROGRESS)
    with pytest.raises(TransitionRefused, match="in review"):
        second_verdicts.give(session, claim.id, draft(), actor=second, at=NOON)


@pytest.mark.parametrize(
    "bad",
    [
        VerdictDraft(ContentVerdict.NOT_RATED, QUOTED, "So."),
        VerdictDraft(ContentVerdict.TRUE, AttributionVerdict.UNVERIFIED, "So."),
        VerdictDraft(ContentVerdict.TRUE, QUOTED, " "),
    ],
)
def test_a_second_verdict_is_whole(session, claim, second, bad):
    with pytest.raises(InvalidEdit):
        second_verdicts.give(session, claim.id, bad, actor=second, at=NOON)


def test_contributors_give_no_second_verdict(session, claim):
    contributor = make_actor(session, Role.CONTRIBUTOR)
    with pytest.raises(PermissionRefused):
        second_verdicts.give(session, claim.id, draft(), actor=contributor, at=NOON)


def test_the_history_tells_it_with_the_reason(session, claim, second):
    second_verdicts.give(session, claim.id, draft(), actor=second, at=NOON)
    event = history.of(session, "claim", claim.id)[0]
    assert (event.action, event.note) == ("claim.read_again", draft().reason)
    assert event.changes["second_content_verdict"] == [None, "false"]


def read_twice(session: Session, checker: Account, first: ContentVerdict, then: ContentVerdict):
    claim = in_review(session, checker, first)
    reader = make_actor(session, Role.REVIEWER)
    second_verdicts.give(session, claim.id, draft(then), actor=reader, at=NOON)
    return claim


def test_agreement_is_measured_on_the_verdicts_as_they_stood(session, checker):
    false, true, mixed = ContentVerdict.FALSE, ContentVerdict.TRUE, ContentVerdict.MIXED
    for first, then in [(false, false), (true, true), (false, mixed)]:
        claim = read_twice(session, checker, first, then)
    claim.content_verdict = mixed
    session.flush()
    found = agreement.measure(session)
    assert (found.whole.same.part, found.whole.same.whole) == (2, 3)
    assert found.whole.reading is Reading.TOO_FEW
    # One miss of two steps in three pairs, where chance gives half the width of the scale.
    assert found.whole.kappa == pytest.approx(1 - (0.5 / 3) / 0.5)
    steps = {step.verdict: (step.same.part, step.same.whole) for step in found.steps}
    assert steps == {true: (1, 1), false: (1, 2)}
    assert [(desk.name, desk.counted) for desk in found.desks] == [("Newsroom", 3)]


def test_answers_beside_the_scale_count_as_agreement_but_have_no_place_in_the_order(
    session, checker
):
    read_twice(session, checker, ContentVerdict.UNPROVEN, ContentVerdict.UNPROVEN)
    read_twice(session, checker, ContentVerdict.TRUE, ContentVerdict.UNPROVEN)
    found = agreement.measure(session)
    assert (found.whole.same.part, found.pairs, found.whole.counted) == (1, 2, 0)
    assert found.whole.kappa is found.whole.alpha is None


def test_without_second_verdicts_there_is_nothing_to_measure(session):
    assert agreement.measure(session).pairs == 0
