"""A source that is read again is unchanged, changed, gone or out of reach; nobody has to guess."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_article, make_claim, make_evidence, make_snapshot
from tests.statements import statements
from tracker.domain.actors import Actor
from tracker.domain.evidence import Capture
from tracker.domain.evidence_words import DriftState, SnapshotOrigin
from tracker.domain.vocabulary import Stage
from tracker.models import Claim, Evidence
from tracker.services.sourcing import drift
from tracker.services.sourcing.drift import Seen
from tracker.services.trail import history

KEPT = "Sum nine million tonnes."


def page(text: str, frame: str = "<p>{}</p>") -> Seen:
    content = frame.format(text).encode()
    return Seen(Capture(SnapshotOrigin.FETCHED, content, "text/html", text=text))


@pytest.fixture
def held(session: Session, claim: Claim) -> Evidence:
    return make_evidence(session, claim)


def look(session: Session, claim: Claim, seen: Seen, checker: Actor):
    (source,) = drift.due(session, claim.id)
    return drift.record(session, source, seen, actor=checker, at=NOON)


def test_the_same_bytes_are_unchanged(session, claim, held, checker):
    check = look(session, claim, page(KEPT), checker)
    assert (check.state, check.found_sha256) == (DriftState.UNCHANGED, held.snapshot.sha256)
    assert drift.drifted_claims(session) == frozenset()


def test_a_new_frame_around_the_same_words_is_no_change(session, claim, held, checker):
    check = look(session, claim, page(KEPT, "<div>{}</div>"), checker)
    assert check.state is DriftState.UNCHANGED
    assert check.found_sha256 != check.kept_sha256
    assert check.found_text_sha256 == check.kept_text_sha256


def test_a_changed_page_says_whether_the_passage_still_stands(session, claim, held, checker):
    there = look(session, claim, page("In all nine  million tonnes, the office says."), checker)
    assert (there.state, there.passage_found) == (DriftState.CHANGED, True)
    lost = look(session, claim, page("In all eight million tonnes."), checker)
    assert (lost.state, lost.passage_found) == (DriftState.CHANGED, False)
    assert drift.drifted_claims(session) == {claim.id}


def test_what_is_gone_is_drifted_and_what_cannot_be_reached_is_not(session, claim, held, checker):
    check = look(session, claim, Seen(reason="no way to reach it"), checker)
    assert (check.state, check.reason) == (DriftState.UNREACHABLE, "no way to reach it")
    assert drift.drifted_claims(session) == frozenset()
    check = look(session, claim, Seen(is_gone=True, reason="answered 404"), checker)
    assert check.state is DriftState.GONE
    assert drift.drifted_claims(session) == {claim.id}


def test_a_newer_snapshot_settles_the_drift(session, claim, held, checker):
    look(session, claim, page("Eight."), checker)
    held.snapshots.append(make_snapshot(text="Eight.", source_url=held.url))
    session.flush()
    assert drift.drifted_claims(session) == frozenset()
    assert drift.latest(session, claim) == {}


def test_withdrawn_evidence_makes_no_claim_stale(session, claim, held, checker):
    look(session, claim, page("Eight."), checker)
    held.withdrawn_at, held.withdrawal_reason = NOON, "A copy"
    session.flush()
    assert drift.drifted_claims(session) == frozenset()
    assert drift.due(session, claim.id) == []


def test_the_history_tells_only_a_new_state(session, claim, held, checker):
    look(session, claim, page(KEPT), checker)
    look(session, claim, page(KEPT), checker)
    look(session, claim, page("Eight."), checker)
    told = [one.changes["source_drift"] for one in history.of(session, "claim", claim.id)]
    assert told == [["unchanged", "changed"], [None, "unchanged"]]


def test_the_last_look_stands_beside_its_evidence(session, claim, held, checker):
    look(session, claim, page(KEPT), checker)
    last = look(session, claim, page("Eight."), checker)
    assert drift.latest(session, claim) == {held.id: last}


def test_a_source_without_a_fetched_snapshot_is_not_checked(session, claim):
    make_evidence(session, claim, has_snapshot=False)
    assert drift.due(session, claim.id) == []


def test_an_article_that_was_typed_in_is_checked_by_its_quotations(session, checker):
    article = make_article(session, canonical_url="https://harbour.example/port")
    claim = make_claim(session, stage=Stage.PUBLISHED, article=article)
    quoted = article.current.text[:53]
    check = look(session, claim, page(f"Port news. {quoted} More."), checker)
    assert (check.state, check.passage_found) == (DriftState.UNCHANGED, True)
    check = look(session, claim, page("Corrected: eight million tonnes."), checker)
    assert (check.state, check.passage_found) == (DriftState.CHANGED, False)
    assert drift.drifted_claims(session) == {claim.id}
    assert drift.latest(session, claim) == {None: check}


def test_all_published_claims_and_all_evidence_are_due(session, claim, held):
    article = make_article(session, canonical_url="https://harbour.example/port")
    make_claim(session, stage=Stage.PUBLISHED, article=article)
    make_claim(
        session,
        stage=Stage.PROPOSED,
        article=make_article(session, canonical_url="https://harbour.example/other"),
    )
    urls = {source.url for source in drift.due(session)}
    assert urls == {held.url, "https://harbour.example/port"}


def test_the_sources_of_a_declined_claim_are_left_alone_and_those_of_an_old_report_are_not(session):
    declined = make_claim(session, stage=Stage.DECLINED)
    make_evidence(session, declined, url="https://office.example/declined")
    report = make_claim(
        session,
        stage=Stage.ARCHIVED,
        stage_before_archive=Stage.PUBLISHED,
        first_published_at=NOON,
    )
    make_evidence(session, report, url="https://office.example/report")
    assert [source.claim_id for source in drift.due(session)] == [report.id]


def test_many_articles_need_no_more_statements_than_one(session):
    def publish(number: int) -> None:
        url = f"https://harbour.example/{number}"
        make_claim(session, stage=Stage.PUBLISHED, article=make_article(session, canonical_url=url))

    publish(1)
    session.expire_all()
    with statements(session) as for_one:
        assert len(drift.due(session)) == 1
    for number in range(2, 5):
        publish(number)
    session.expire_all()
    with statements(session) as for_four:
        assert len(drift.due(session)) == 4
    assert len(for_four) == len(for_one)
