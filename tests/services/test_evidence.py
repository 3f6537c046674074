"""Evidence is added while a claim is worked on, told in the history, counted by independence."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.builders import (
    NOON,
    make_actor,
    make_claim,
    make_evidence,
    make_media,
    make_reply,
    make_snapshot,
)
from tracker.domain.commands import Selection
from tracker.domain.errors import (
    InvalidEdit,
    NotFound,
    PermissionRefused,
    StaleEdit,
    TransitionRefused,
)
from tracker.domain.evidence import EvidenceEdit
from tracker.domain.evidence_words import Authenticity, EvidenceKind, Stance
from tracker.domain.vocabulary import Role, Stage
from tracker.services.reporting import publishing
from tracker.services.sourcing import evidence, independence
from tracker.services.trail import history

EDIT = EvidenceEdit(
    kind=EvidenceKind.STATISTICS,
    stance=Stance.CONTRADICTS,
    title="  Annual volume of   the port ",
    publisher="Statistics office",
    url="https://statistics.example/ports#table-3",
    passage="eight million tonnes",
    accessed_on=date(2026, 3, 1),
)


def test_added_evidence_comes_last_and_is_tidied(session, claim, checker):
    first = evidence.add(session, claim.id, EDIT, actor=checker, at=NOON)
    second = evidence.add(session, claim.id, EDIT, actor=checker, at=NOON)
    assert (first.position, second.position) == (1, 2)
    assert first.title == "Annual volume of the port"
    assert first.url == "https://statistics.example/ports#table-3"
    assert evidence.of_claim(session, claim.id) == [first, second]


def test_the_history_of_the_claim_tells_what_was_added(session, claim, checker):
    added = evidence.add(session, claim.id, EDIT, actor=checker, at=NOON)
    event = history.of(session, "claim", claim.id)[0]
    assert event.action == "evidence.added"
    assert event.changes["evidence"] == [None, f"Annual volume of the port (no. {added.id})"]
    assert event.changes["evidence_stance"] == [None, "contradicts"]
    assert "note" not in event.changes


def test_an_edit_tells_what_changed_and_counts_up(session, claim, checker):
    added = evidence.add(session, claim.id, EDIT, actor=checker, at=NOON)
    edit = replace(EDIT, stance=Stance.CONTEXT, edit_number=added.edit_number)
    changes = evidence.revise(session, claim.id, added.id, edit, actor=checker, at=NOON)
    assert changes == {"stance": (Stance.CONTRADICTS, Stance.CONTEXT)}
    assert history.of(session, "claim", claim.id)[0].changes["evidence_stance"] == [
        "contradicts",
        "context",
    ]
    assert added.edit_number == edit.edit_number + 1


def test_the_second_of_two_editors_gets_both_versions(session, claim, checker):
    added = evidence.add(session, claim.id, EDIT, actor=checker, at=NOON)
    seen = added.edit_number
    first = replace(EDIT, title="The first", edit_number=seen)
    evidence.revise(session, claim.id, added.id, first, actor=checker, at=NOON)
    second = replace(EDIT, title="The second", edit_number=seen)
    with pytest.raises(StaleEdit) as stale:
        evidence.revise(session, claim.id, added.id, second, actor=checker, at=NOON)
    assert (stale.value.current["title"], stale.value.attempted["title"]) == (
        "The first",
        "The second",
    )


def test_an_edit_that_changes_nothing_writes_nothing(session, claim, checker):
    added = evidence.add(session, claim.id, EDIT, actor=checker, at=NOON)
    before = len(history.of(session, "claim", claim.id))
    same = replace(EDIT, edit_number=added.edit_number)
    assert evidence.revise(session, claim.id, added.id, same, actor=checker, at=NOON) == {}
    assert len(history.of(session, "claim", claim.id)) == before


def test_withdrawing_needs_a_reason_and_keeps_the_row(session, claim, checker):
    added = evidence.add(session, claim.id, EDIT, actor=checker, at=NOON)
    with pytest.raises(InvalidEdit, match="say why"):
        evidence.withdraw(session, claim.id, added.id, reason=" ", actor=checker, at=NOON)
    evidence.withdraw(session, claim.id, added.id, reason="A copy", actor=checker, at=NOON)
    assert added.is_withdrawn
    assert evidence.of_claim(session, claim.id) == [added]
    assert independence.support(session, claim.id).independent == 0
    event = history.of(session, "claim", claim.id)[0]
    assert (event.action, event.note) == ("evidence.withdrawn", "A copy")


def test_what_was_withdrawn_can_be_brought_back(session, claim, checker):
    added = evidence.add(session, claim.id, EDIT, actor=checker, at=NOON)
    evidence.withdraw(session, claim.id, added.id, reason="A copy", actor=checker, at=NOON)
    edit = replace(EDIT, title="New", edit_number=added.edit_number)
    with pytest.raises(TransitionRefused, match="bring it back"):
        evidence.revise(session, claim.id, added.id, edit, actor=checker, at=NOON)
    evidence.bring_back(session, claim.id, added.id, actor=checker, at=NOON)
    assert independence.support(session, claim.id).independent == 1


@pytest.mark.parametrize(
    "stage", [s for s in Stage if s not in {Stage.NEW, Stage.TRIAGED, Stage.IN_PROGRESS}]
)
def test_evidence_is_closed_where_nobody_works_on_the_claim(session, checker, stage):
    claim = make_claim(session, stage=stage)
    with pytest.raises(TransitionRefused):
        evidence.add(session, claim.id, EDIT, actor=checker, at=NOON)


def test_a_contributor_adds_no_evidence(session, claim):
    contributor = make_actor(session, Role.CONTRIBUTOR)
    with pytest.raises(PermissionRefused):
        evidence.add(session, claim.id, EDIT, actor=contributor, at=NOON)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "  "),
        ("url", "ftp://statistics.example"),
        ("archive_url", "javascript:alert(1)"),
        ("passage", "x" * 2001),
        ("accessed_on", (NOON + timedelta(days=3)).date()),
        ("valid_until", date(2020, 1, 1)),
        ("position", 0),
    ],
)
def test_a_value_that_does_not_fit_is_refused_beside_its_field(
    session, claim, checker, field, value
):
    edit = replace(EDIT, **{field: value})
    with pytest.raises(InvalidEdit) as refused:
        evidence.add(session, claim.id, edit, actor=checker, at=NOON)
    assert refused.value.field == field


def test_evidence_of_another_claim_is_not_found(session, claim, checker):
    other = make_claim(session, stage=Stage.IN_PROGRESS)
    added = evidence.add(session, other.id, EDIT, actor=checker, at=NOON)
    with pytest.raises(NotFound):
        evidence.get(session, claim.id, added.id)


def test_sources_of_one_publisher_count_once(session, claim):
    make_evidence(session, claim, publisher="Statistics Office")
    make_evidence(session, claim, publisher="statistics  office")
    make_evidence(session, claim, publisher="The Harbour Post")
    assert independence.support(session, claim.id).independent == 2


def test_a_group_makes_two_publishers_one_source(session, claim):
    make_evidence(session, claim, independence_group="Agency")
    make_evidence(session, claim, independence_group="agency")
    assert independence.support(session, claim.id).independent == 1


def test_without_a_publisher_the_site_is_the_source(session, claim):
    make_evidence(session, claim, publisher=None, url="https://www.statistics.example/a")
    make_evidence(session, claim, publisher=None, url="https://statistics.example/b")
    make_evidence(session, claim, publisher=None, url=None)
    make_evidence(session, claim, publisher=None, url=None)
    assert independence.support(session, claim.id).independent == 3


def test_sources_without_a_snapshot_are_counted(session, claim):
    make_evidence(session, claim)
    make_evidence(session, claim, has_snapshot=False)
    assert independence.support(session, claim.id).without_snapshot == 1


def test_a_passage_is_found_in_the_snapshot_with_its_surroundings(session, claim, checker):
    held = make_evidence(session, claim, passage="", passage_start=None, passage_end=None)
    held.snapshots.append(make_snapshot(text="In all, “eight million\ntonnes” were moved."))
    edit = replace(EDIT, passage='"eight million tonnes"', edit_number=held.edit_number)
    session.flush()
    evidence.revise(session, claim.id, held.id, edit, actor=checker, at=NOON)
    assert held.passage == "“eight million\ntonnes”"
    assert (held.passage_start, held.passage_end) == (8, 30)
    assert (held.passage_prefix, held.passage_suffix) == ("In all, ", " were moved.")


def test_a_passage_that_is_not_in_the_snapshot_has_no_place(session, claim, checker):
    held = make_evidence(session, claim)
    edit = replace(EDIT, passage="seven", edit_number=held.edit_number)
    evidence.revise(session, claim.id, held.id, edit, actor=checker, at=NOON)
    assert (held.passage, held.passage_start) == ("seven", None)


def test_a_record_holds_what_stands_behind_the_claim(session, claim):
    first = make_evidence(session, claim, publisher="The Harbour Post", note="Ask Kim")
    make_evidence(session, claim, publisher="the harbour post", has_snapshot=False)
    make_evidence(session, claim, withdrawn_at=NOON, withdrawal_reason="A copy")
    make_reply(session, claim, answer="Dear colleagues, we stand by our figures.")
    make_media(session, claim)
    selection = Selection(claim_ids=(claim.id,))
    (record,) = publishing.records(session, selection)
    assert (record.sources, record.independent_sources) == (2, 1)
    assert [one.number for one in record.evidence] == [1, 2]
    assert record.evidence[0].snapshot_sha256 == first.snapshot.sha256
    assert record.evidence[1].snapshot_sha256 is None
    assert "Ask Kim" not in repr(record)
    assert record.replies[0].answer == "We stand by our figures."
    assert "Dear colleagues" not in repr(record)
    assert record.media[0].authenticity == (Authenticity.DECONTEXTUALIZED,)
