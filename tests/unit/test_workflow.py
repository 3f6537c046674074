"""The table of moves is what the newsroom's handbook says, for every stage and every role."""

from itertools import product

import pytest

from tests.unit.claim_facts import NOBODY, Facts, actor
from tracker.domain import workflow
from tracker.domain.actors import EDITORIAL_LADDER
from tracker.domain.errors import PermissionRefused, TransitionRefused
from tracker.domain.readiness import Policy, Readiness
from tracker.domain.vocabulary import Role, Stage
from tracker.domain.workflow import ENTRIES, STEPS, Guard

#: The handbook: from where, to where, number, who. Written out here by hand, and nowhere else.
HANDBOOK = """
    proposed     new          2   contributor
    proposed     declined     3   contributor
    new          declined     3   contributor
    new          triaged      5   fact_checker
    triaged      in_progress  6   fact_checker
    in_progress  triaged      7   fact_checker
    in_progress  in_review    8   fact_checker
    in_review    in_progress  9   reviewer
    in_review    approved     10  reviewer
    approved     published    11  editor
    approved     in_progress  12  editor
    published    in_progress  13  editor+reviewer
    corrected    in_progress  13  editor+reviewer
    approved     corrected    13  editor
    in_progress  published    13  editor
    in_progress  corrected    13  editor
    published    retracted    14  editor+editor,admin
    corrected    retracted    14  editor+editor,admin
    triaged      retracted    14  editor+editor,admin
    in_progress  retracted    14  editor+editor,admin
    in_review    retracted    14  editor+editor,admin
    approved     retracted    14  editor+editor,admin
    retracted    in_progress  15  editor
    declined     new          16  fact_checker
    proposed     archived     17  editor
    new          archived     17  editor
    triaged      archived     17  editor
    in_progress  archived     17  editor
    in_review    archived     17  editor
    approved     archived     17  editor
    retracted    archived     17  editor
    declined     archived     17  editor
    archived     proposed     17  editor
    archived     new          17  editor
    archived     triaged      17  editor
    archived     in_progress  17  editor
    archived     in_review    17  editor
    archived     approved     17  editor
    archived     retracted    17  editor
    archived     declined     17  editor
"""
ROWS = {
    (Stage(row[0]), Stage(row[1])): (int(row[2]), row[3])
    for row in map(str.split, HANDBOOK.strip().splitlines())
}
#: Where a report may be in force while the claim is worked on.
OVER_A_REPORT = {(start, to) for (start, to), (number, _who) in ROWS.items() if number in {13, 14}}
GIVEN_UP = {(Stage.IN_PROGRESS, Stage.PUBLISHED), (Stage.IN_PROGRESS, Stage.CORRECTED)}
READY = Readiness(independent_sources=2, is_reply_settled=True)


def movers(start: Stage, to: Stage) -> set[Role]:
    """Return who may make a move, by the handbook."""
    row = ROWS.get((start, to))
    if row is None:
        return set()
    lowest = EDITORIAL_LADDER.index(Role(row[1].partition("+")[0]))
    return set(EDITORIAL_LADDER[lowest:])


def may_move(claim: Facts, to: Stage, role: Role) -> bool:
    try:
        step = workflow.step_between(claim.stage, to)
        workflow.check(step, claim, actor=actor(role), note="because", readiness=READY)
    except (TransitionRefused, PermissionRefused):
        return False
    return True


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("start", Stage)
def test_every_pair_of_stages_and_every_role_is_as_the_handbook_says(
    start: Stage, role: Role
) -> None:
    for to in Stage:
        over = Stage.PUBLISHED if (start, to) in OVER_A_REPORT else None
        # Whoever gives up a correction goes back to where the report stands.
        over = to if (start, to) in GIVEN_UP else over
        worker = NOBODY if start is Stage.IN_REVIEW else 1
        claim = Facts(stage=start, report_stage=over, stage_before_archive=to, assignee_id=worker)
        assert may_move(claim, to, role) == (role in movers(start, to)), (start, to, role)


def test_the_table_holds_no_other_row() -> None:
    assert {(step.start, step.to): step.number for step in STEPS} == {
        pair: number for pair, (number, _who) in ROWS.items()
    }
    assert len(STEPS) == len(ROWS)


def test_there_are_seventeen_moves() -> None:
    numbers = {step.number for step in STEPS} | {entry.number for entry in ENTRIES}
    assert numbers == set(range(1, 18))


@pytest.mark.parametrize(("start", "to"), [pair for pair in ROWS if "+" in ROWS[pair][1]])
@pytest.mark.parametrize("role", Role)
def test_who_may_confirm_is_as_the_handbook_says(start: Stage, to: Stage, role: Role) -> None:
    named = {Role(word) for word in ROWS[start, to][1].partition("+")[2].split(",")}
    allowed = role in named or any(
        role in EDITORIAL_LADDER[EDITORIAL_LADDER.index(one) :]
        for one in named
        if one in EDITORIAL_LADDER
    )
    claim = Facts(stage=start, report_stage=Stage.PUBLISHED)
    step = workflow.step_between(start, to)
    try:
        workflow.check_second(step, claim, first_id=NOBODY, actor=actor(role), note="because")
    except PermissionRefused:
        assert not allowed
    else:
        assert allowed


@pytest.mark.parametrize(
    ("guard", "claim", "readiness", "policy"),
    [
        (Guard.SOURCES, {}, {"independent_sources": 1}, {}),
        (Guard.SNAPSHOTS, {}, {"without_snapshot": 1}, {}),
        (Guard.REPLY, {}, {"is_reply_settled": False}, {}),
        (Guard.COMMENTS, {}, {"open_comments": 1}, {}),
        (Guard.SECOND_VERDICT, {}, {}, {"blind_verdicts": True}),
        (Guard.AGREEMENT, {}, {"verdict_gap": 2}, {"blind_verdicts": True}),
        (Guard.SECOND_PERSON, {"assignee_id": 1}, {}, {}),
        (Guard.SECOND_PERSON, {"created_by_id": 1}, {}, {}),
        (Guard.SECOND_PERSON, {"edited_by_id": 1}, {}, {}),
        (Guard.SPEAKER, {"speaker_id": None}, {}, {}),
        (Guard.EXPLANATION, {"explanation": " "}, {}, {}),
    ],
)
def test_a_condition_that_does_not_hold_keeps_a_claim_from_being_approved(
    guard: Guard, claim: dict, readiness: dict, policy: dict
) -> None:
    facts = {"independent_sources": 2, "is_reply_settled": True} | readiness
    step = workflow.step_between(Stage.IN_REVIEW, Stage.APPROVED)
    failing = list(
        workflow.missing(
            step,
            Facts(stage=Stage.IN_REVIEW, **({"assignee_id": NOBODY} | claim)),
            actor=actor(Role.REVIEWER),
            readiness=Readiness(**facts),
            policy=Policy(**policy),
        )
    )
    assert failing == [workflow.guards.advice(guard)]


def test_a_newsroom_may_ask_for_less() -> None:
    step = workflow.step_between(Stage.IN_REVIEW, Stage.APPROVED)
    lax = Policy(minimum_sources=0, reply_required=False, single_reader=True)
    claim = Facts(stage=Stage.IN_REVIEW, assignee_id=1)
    workflow.check(step, claim, actor=actor(Role.REVIEWER), readiness=Readiness(), policy=lax)


def test_nobody_approves_their_own_work_not_even_an_editor() -> None:
    step = workflow.step_between(Stage.IN_REVIEW, Stage.APPROVED)
    claim = Facts(stage=Stage.IN_REVIEW, assignee_id=1)
    with pytest.raises(TransitionRefused, match="has not worked on it"):
        workflow.check(step, claim, actor=actor(Role.EDITOR), readiness=READY)


@pytest.mark.parametrize("start", [Stage.TRIAGED, Stage.IN_PROGRESS])
def test_a_claim_whose_report_is_in_force_is_not_put_away(start: Stage) -> None:
    claim = Facts(stage=start, report_stage=Stage.CORRECTED)
    offered = {step.to for step in workflow.steps_from(claim, actor(Role.EDITOR))}
    assert Stage.ARCHIVED not in offered
    assert not may_move(claim, Stage.ARCHIVED, Role.EDITOR)


def test_an_approved_claim_is_offered_publication_or_correction_and_never_both() -> None:
    for report, to in ((None, Stage.PUBLISHED), (Stage.RETRACTED, Stage.PUBLISHED)):
        assert out_of(report) == {to}
    for report in (Stage.PUBLISHED, Stage.CORRECTED):
        assert out_of(report) == {Stage.CORRECTED}


def out_of(report: Stage | None) -> set[Stage]:
    claim = Facts(stage=Stage.APPROVED, report_stage=report)
    offered = {step.to for step in workflow.steps_from(claim, actor(Role.EDITOR))}
    return offered & {Stage.PUBLISHED, Stage.CORRECTED}


def test_every_guard_of_the_table_has_a_condition_and_advice() -> None:
    named = {guard for step in STEPS for guard in step.guards}
    assert named == set(Guard)
    for guard, start in product(Guard, Stage):
        case = workflow.guards.Case(
            Facts(stage=start), start, actor(Role.EDITOR), "", Readiness(), Policy()
        )
        assert isinstance(workflow.guards.holds(guard, case), bool)
        assert workflow.guards.advice(guard)
