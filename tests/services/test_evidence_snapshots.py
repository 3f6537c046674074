"""A snapshot is kept by its hash, never replaced, and passages are found in it."""

import stat

import pytest

from tests.builders import NOON, make_claim, make_evidence
from tracker.domain.errors import NotFound, TransitionRefused
from tracker.domain.evidence import Capture, EvidenceEdit
from tracker.domain.evidence_words import SnapshotOrigin
from tracker.domain.vocabulary import Stage
from tracker.services import originals
from tracker.services.sourcing import evidence, evidence_snapshots
from tracker.services.trail import history

PAGE = Capture(
    SnapshotOrigin.FETCHED,
    b"<p>It was nine million tonnes in all.</p>",
    "text/html",
    source_url="https://statistics.example/ports",
    text="It was nine million tonnes in all.",
)
FILE = Capture(SnapshotOrigin.UPLOADED, b"\x89PNG", "image/png", filename="table.png")


@pytest.fixture
def keep(session, tmp_path, checker):
    def keep(held, capture):
        return evidence_snapshots.keep(
            session,
            held.claim_id,
            held.id,
            capture,
            originals_dir=tmp_path,
            actor=checker,
            at=NOON,
        )

    return keep


@pytest.fixture
def held(session):
    return make_evidence(session, make_claim(session, stage=Stage.IN_PROGRESS), has_snapshot=False)


def test_the_bytes_are_kept_readable_by_the_owner_alone(held, keep, tmp_path):
    kept = keep(held, PAGE)
    assert originals.load(tmp_path, kept.sha256) == PAGE.content
    assert stat.S_IMODE(originals.path_of(tmp_path, kept.sha256).stat().st_mode) == 0o600


def test_the_passage_is_found_in_it(session, held, keep):
    keep(held, PAGE)
    assert (held.passage_start, held.passage_end) == (7, 26)
    assert held.passage_prefix == "It was "
    assert held.accessed_on == NOON.date()


def test_a_newer_one_stands_beside_the_older(session, held, keep):
    first = keep(held, PAGE)
    second = keep(held, FILE)
    assert held.snapshots == [first, second]
    assert held.snapshot is second
    assert held.passage_start is None
    event = history.of(session, "claim", held.claim_id)[0]
    assert event.action == "evidence.snapshot_taken"
    assert event.changes["evidence_snapshot_sha256"] == [first.sha256, second.sha256]


def test_the_same_bytes_make_no_second_snapshot(session, held, keep):
    first = keep(held, PAGE)
    assert keep(held, PAGE) is first
    assert len(history.of(session, "claim", held.claim_id)) == 1


def test_a_page_is_fetched_at_any_stage_but_a_file_changes_no_settled_claim(session, keep):
    published = make_evidence(session, make_claim(session, stage=Stage.PUBLISHED))
    keep(published, PAGE)
    with pytest.raises(TransitionRefused):
        keep(published, FILE)


def test_a_snapshot_of_other_evidence_is_not_found(session, held, keep):
    other = make_evidence(session, make_claim(session))
    with pytest.raises(NotFound):
        evidence_snapshots.get(session, held.claim_id, held.id, other.snapshot.id)


def test_the_history_tells_what_a_snapshot_filled_in(session, held, keep, checker):
    held.accessed_on, held.passage = None, "nine  million tonnes"
    session.flush()
    keep(held, PAGE)
    told = history.of(session, "claim", held.claim_id)[0].changes
    assert told["evidence_accessed_on"] == [None, NOON.date().isoformat()]
    assert told["evidence_passage"] == ["nine  million tonnes", held.passage]
    assert held.passage == "nine million tonnes"
    assert held.edited_by_id == checker.account_id


def test_a_corrected_passage_is_told_as_it_stands_in_the_snapshot(session, held, keep, checker):
    keep(held, PAGE)
    edit = EvidenceEdit(
        kind=held.kind,
        stance=held.stance,
        title=held.title,
        passage="million  tonnes",
        edit_number=held.edit_number,
    )
    changes = evidence.revise(session, held.claim_id, held.id, edit, actor=checker, at=NOON)
    assert changes["passage"] == ("nine million tonnes", "million tonnes")
    assert held.passage == "million tonnes"
