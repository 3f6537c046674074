"""A claim or a speaker is erased: the words are nowhere, the number stays, every seal holds."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.builders import (
    NOON,
    make_actor,
    make_article,
    make_claim,
    make_drift_check,
    make_evidence,
    make_media,
    make_ready_claim,
    make_speaker,
)
from tests.services.test_erasure import every_text
from tracker.domain.actors import MACHINE, Actor
from tracker.domain.commands import Selection
from tracker.domain.conversation import CommentDraft
from tracker.domain.errors import InvalidEdit, PermissionRefused, TransitionRefused
from tracker.domain.hashing import text_sha256
from tracker.domain.vocabulary import Deed, Role, SpanPart, Stage
from tracker.models import (
    Base,
    BulkMove,
    BulkRow,
    Claim,
    Event,
    Publication,
    SpeakerAlias,
    SpeakerRole,
    StoredOriginal,
)
from tracker.services import originals
from tracker.services.covering import coverage
from tracker.services.editing import claim_fields, claims, drafts, search_text
from tracker.services.erasing import redacting, redactions
from tracker.services.erasing.redactions import RedactionDraft
from tracker.services.listing import finding
from tracker.services.reporting import publishing, reports
from tracker.services.reporting.reports import Tombstone
from tracker.services.reviewing import comments, review
from tracker.services.speaking import speakers
from tracker.services.trail import history

SITE = "https://newsroom.example"
DAY = timedelta(days=1)
TEXT = (
    "The mayor will sell the old harbour crane to her cousin, said Zoë Quimby on Monday.\n\n"
    "“We will grow again,” Ana Silva added. Quimby’s office did not answer."
)
SAID = TEXT[:55]
WORDS = ("old harbour crane", "Quimby")
TRACES = ("harbour crane", "Quimby", "quimby", "cousin", "Zo\\u00eb")


@pytest.fixture
def admins(session: Session) -> tuple[Actor, Actor]:
    return (
        make_actor(session, Role.ADMIN, name="Ada Martin"),
        make_actor(session, Role.ADMIN, name="Bela Roth"),
    )


def work_on(session: Session, claim: Claim, editor: Actor) -> None:
    """Leave the words of the claim in every place where people leave them."""
    source = make_evidence(session, claim, title=f"Minutes: {SAID}", url="https://x.example/quimby")
    source.snapshots[-1].text = f"Sum nine million tonnes. {TEXT}"
    source.snapshots[-1].text_sha256 = text_sha256(source.snapshots[-1].text)
    make_drift_check(session, source)
    make_media(session, claim, description="Zoë Quimby before the crane")
    talk = CommentDraft("Did Quimby say that?", quote="old harbour crane")
    comments.add(session, claim.id, talk, actor=editor, at=NOON)
    drafts.save(session, f"/claims/{claim.id}", {"note": [SAID]}, actor=editor, at=NOON)
    drafts.save(session, "/claims/new", {"note": [f"Quimby: {SAID}"]}, actor=editor, at=NOON)
    move = BulkMove(deed=Deed.ASSIGN, made_at=NOON, made_by_id=editor.account_id)
    move.rows.append(
        BulkRow(
            claim_id=claim.id,
            wording=SAID,
            outcome="done",
            before={"note": SAID},
            edit_number=1,
        )
    )
    session.add(move)
    session.flush()


@pytest.fixture
def claim(session: Session, tmp_path: Path, editor: Actor) -> Claim:
    """Return a claim that is out, in an article that came as a file, with all that is around it."""
    file = originals.store(tmp_path, TEXT.encode())
    session.add(
        StoredOriginal(sha256=file, size=len(TEXT), media_type="text/plain", stored_at=NOON)
    )
    session.flush()
    article = make_article(session, text=TEXT, title="Quimby sells the old harbour crane")
    article.current.original_sha256 = file
    who = make_speaker(session, name="Zoë Quimby", description="Mayor")
    claim = make_ready_claim(
        session,
        stage=Stage.PUBLISHED,
        article=article,
        content=((0, 55),),
        wording=SAID,
        speaker=who,
        role_as_stated="Mayor Quimby",
        origin="human",
    )
    make_claim(session, article=article, content=((14, 55),), wording="The old harbour crane …")
    work_on(session, claim, editor)
    edit = replace(claim_fields.edit_of(claim), note=f"Ask Quimby about: {SAID}")
    claims.revise(session, claim.id, edit, actor=editor, at=NOON)
    return claim


def erase(session: Session, claim: Any, folder: Path, **options: Any) -> redacting.Traces:
    draft = RedactionDraft("asked by letter", WORDS, "Taken back.")
    facts = {"folder": folder, "actor": MACHINE, "at": NOON + DAY} | options
    return redactions.erase_at_once(session, claim, draft, **facts)


def test_the_words_are_gone_from_every_row_and_every_seal_holds(session, claim, tmp_path):
    held = every_text(session)
    assert all(trace in held for trace in TRACES[:4])
    count, broken = history.verify(session)
    assert broken is None
    seals = session.scalars(select(Event.hash).order_by(Event.id)).all()
    words = (*redactions.suggest(session, claim), *WORDS, "Zoë Quimby")
    # The speaker's own record and name go with the speaker, below.
    redactions.erase_at_once(
        session,
        claim.speaker,
        RedactionDraft("asked by letter", words),
        folder=tmp_path,
        actor=MACHINE,
        at=NOON + DAY,
    )
    erase(session, claim, tmp_path)
    session.expire_all()
    left = every_text(session)
    for trace in TRACES:
        assert trace not in left, trace
    assert history.verify(session) == (count + 2, None)
    assert session.scalars(select(Event.hash).order_by(Event.id)).all()[:count] == seals


def test_no_index_and_no_export_holds_them(session, claim, tmp_path):
    erase(session, claim, tmp_path)
    for word in ("crane", "quimby", "cousin"):
        assert finding.find(session, Selection(text=word)).rows == []
    left = [
        *publishing.records(session, Selection()),
        *publishing.published(session, Selection(), site=SITE, at=NOON + DAY),
    ]
    assert not [one for one in left if "crane" in repr(one) or "Quimby" in one.wording]


def test_the_text_keeps_its_places_and_other_claims_their_own(session, claim, tmp_path):
    other = make_claim(
        session,
        article=claim.article_version.article,
        content=((86, 106),),
        wording="We will grow again.",
    )
    erase(session, claim, tmp_path)
    version = claim.article_version
    assert len(version.text) == len(TEXT)
    assert version.text[86:106] == TEXT[86:106]
    assert other.words(SpanPart.CONTENT) == TEXT[86:106]
    assert claim.words(SpanPart.CONTENT) == "█" * 55
    assert version.text_sha256 == text_sha256(version.text)
    assert "said Zoë ██████ on Monday" in version.text
    assert search_text.of(other) == other.search_text


def test_the_public_keeps_a_tombstone_and_the_feeds_too(session, claim, tmp_path):
    erase(session, claim, tmp_path)
    left = reports.find(session, claim.id, site=SITE, at=NOON + 2 * DAY)
    assert left == Tombstone(claim.id, NOON, NOON + DAY, "Taken back.")
    gone = reports.corrections(session, site=SITE, at=NOON + 2 * DAY).entries
    assert list(gone) == [left]
    assert claim.stage is Stage.ARCHIVED


def test_what_was_never_seen_leaves_no_tombstone(session, tmp_path):
    claim = make_ready_claim(
        session,
        stage=Stage.PUBLISHED,
        visibility="embargo",
        embargo_until=NOON + 9 * DAY,
    )
    erase(session, claim, tmp_path)
    assert session.scalar(select(func.count(Publication.id))) == 0
    assert reports.corrections(session, site=SITE, at=NOON + 10 * DAY).entries == []


def test_the_files_go_after_the_commit_unless_something_else_names_them(session, claim, tmp_path):
    file = claim.article_version.original_sha256
    traces = erase(session, claim, tmp_path)
    assert claim.article_version.original_sha256 is None
    assert originals.path_of(tmp_path, file).exists()
    redacting.remove_files(session, traces.files, folder=tmp_path)
    assert not originals.path_of(tmp_path, file).exists()


def test_a_copy_that_held_the_words_is_kept_as_text_with_blocks(session, claim, tmp_path, editor):
    other = make_claim(session)
    source = make_evidence(session, other)
    source.snapshots[-1].text = "Sum nine million tonnes. Zoë Quimby signed it."
    session.flush()
    before = source.snapshots[-1].sha256
    traces = erase(session, claim, tmp_path)
    session.expire_all()
    kept = source.snapshots[-1]
    assert kept.text == "Sum nine million tonnes. Zoë ██████ signed it."
    assert originals.load(tmp_path, kept.sha256).decode() == kept.text
    assert (kept.media_type, kept.text_sha256) == ("text/plain", kept.sha256)
    assert before in traces.files
    assert kept.text[source.passage_start : source.passage_end] == source.passage


def test_an_erased_claim_takes_nothing_on_and_no_way_leads_back(session, claim, tmp_path, editor):
    erase(session, claim, tmp_path)
    for stage in Stage:
        with pytest.raises(TransitionRefused):
            review.advance(session, claim, stage, actor=editor, at=NOON, note="Back.")
    edit = replace(claim_fields.edit_of(claim), note="Quimby")
    with pytest.raises(TransitionRefused, match="erased"):
        claims.revise(session, claim.id, edit, actor=editor, at=NOON)
    with pytest.raises(TransitionRefused, match="erased"):
        comments.add(session, claim.id, CommentDraft("Who?"), actor=editor, at=NOON)
    with pytest.raises(InvalidEdit, match="already"):
        erase(session, claim, tmp_path)


def test_the_article_stays_as_decided_as_it_was(session, claim, tmp_path):
    version = claim.article_version
    before = [(one.start, one.end) for one in coverage.ledger(session, version).sentences]
    erase(session, claim, tmp_path)
    after = coverage.ledger(session, version).sentences
    assert [(one.start, one.end) for one in after] == before


def test_a_speaker_leaves_the_claims_without_a_name(session, claim, tmp_path, editor, admins):
    who = claim.speaker
    merged = make_speaker(session, name="Z. Quimby")
    session.add(SpeakerAlias(speaker_id=merged.id, name="Mayor Quimby", folded_name=""))
    session.add(SpeakerRole(speaker_id=who.id, title="Mayor"))
    session.flush()
    speakers.merge(session, merged.id, who.id, actor=editor, at=NOON)
    session.expire_all()
    words = redactions.suggest(session, who)
    assert {"Zoë Quimby", "Quimby", "Z. Quimby", "Mayor Quimby"} <= set(words)
    wish = redactions.request(
        session, who, RedactionDraft("asked by letter", words), actor=admins[0], at=NOON
    )
    redactions.agree(session, wish.id, folder=tmp_path, actor=admins[1], at=NOON + DAY)
    session.expire_all()
    left = every_text(session)
    for trace in ("Quimby", "quimby", "Zoë", "zoe"):
        assert trace not in left, trace
    assert (who.name, who.aliases, who.roles) == ("Erased person", [], [])
    assert (claim.speaker, claim.stage, claim.role_as_stated) == (who, Stage.PUBLISHED, None)
    report = reports.find(session, claim.id, site=SITE, at=NOON + 2 * DAY)
    assert report.record.speaker == "Erased person"
    assert "harbour crane" in report.record.wording
    assert history.verify(session)[1] is None
    assert text_sha256(session.scalars(select(Publication.record)).one()) == session.scalar(
        select(Publication.record_sha256)
    )


def test_two_administrators_must_agree_and_a_reason_names_nobody(
    session, claim, admins, editor, tmp_path
):
    draft = RedactionDraft("asked by letter", WORDS)
    with pytest.raises(PermissionRefused):
        redactions.request(session, claim, draft, actor=editor, at=NOON)
    for bad, field in (
        (replace(draft, reason=" "), "reason"),
        (replace(draft, reason="Quimby asked"), "reason"),
        (replace(draft, words=("a",)), "words"),
        (replace(draft, words=("word " * 900,)), "words"),
    ):
        with pytest.raises(InvalidEdit) as refused:
            redactions.request(session, claim, bad, actor=admins[0], at=NOON)
        assert refused.value.field == field
    wish = redactions.request(session, claim, draft, actor=admins[0], at=NOON)
    assert redactions.pending_for(session, claim) is wish
    act: dict[str, Any] = {"folder": tmp_path, "at": NOON}
    with pytest.raises(PermissionRefused, match="another administrator"):
        redactions.agree(session, wish.id, actor=admins[0], **act)
    with pytest.raises(InvalidEdit, match="asked for already"):
        redactions.request(session, claim, draft, actor=admins[1], at=NOON)
    with pytest.raises(PermissionRefused, match="another administrator"):
        redactions.erase_at_once(session, claim, draft, actor=admins[0], **act)
    redactions.withdraw(session, wish.id, actor=admins[1], at=NOON)
    assert (wish.words, claim.erased_at) == ("", None)
    with pytest.raises(InvalidEdit, match="decided"):
        redactions.agree(session, wish.id, actor=admins[1], **act)
    assert redactions.every(session) == [wish]


def test_every_column_of_text_is_searched_or_known_to_hold_none(session):
    searched = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        if table.name not in redacting._OTHERS
        for column in redacting._searched(table)
    }
    for name in (
        "claim.wording",
        "claim.reasons",
        "claim_span.prefix",
        "bulk_row.reason",
        "bulk_row.before",
        "import_row.messages",
        "publication.record",
        "evidence_snapshot.text",
        "external_review.claimant",
        "job.query",
        "saved_filter.query",
        "sentence_decision.reason",
    ):
        assert (name in searched) is not name.startswith("sentence_decision")


@pytest.mark.parametrize(
    "change",
    [
        "text = upper(text)",
        "text = replace(text, 'The mayor', '█████████')",
        "text = replace(text, 'The mayor', '███'), redacted_at = created_at",
        "text = replace(text, 'The mayor', 'Her mayor'), redacted_at = created_at",
        "number = 9, redacted_at = created_at",
    ],
)
def test_the_database_lets_no_text_through_that_is_not_blacked_out(session, claim, change):
    with pytest.raises(DBAPIError, match="cannot be changed"):
        session.execute(text(f"UPDATE article_version SET {change}"))


@pytest.mark.parametrize("change", ["stage = 'retracted'", "public_note = 'x'", "number = 9"])
def test_the_database_lets_no_other_change_of_a_report_through(session, claim, change):
    with pytest.raises(DBAPIError, match="cannot be changed"):
        session.execute(text(f"UPDATE publication SET {change}"))


def test_a_short_quotation_goes_from_its_place_alone(session, tmp_path):
    article = make_article(session, text="“Yes,” said Bo Lind. “Yes,” said the port.")
    claim = make_claim(session, article=article, content=((1, 4),), wording="Yes.")
    elsewhere = make_claim(session, wording="Yes, the port grows.")
    assert redactions.suggest(session, claim) == []
    draft = RedactionDraft("asked by letter")
    redactions.erase_at_once(session, claim, draft, folder=tmp_path, actor=MACHINE, at=NOON)
    session.expire_all()
    assert article.current.text == "“███,” said Bo Lind. “Yes,” said the port."
    assert elsewhere.wording == "Yes, the port grows."
