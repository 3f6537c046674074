"""Imports: shown first, idempotent, never over somebody's work, and taken back."""

import io
import json
from dataclasses import replace

import pytest
from sqlalchemy import event, func, select

from tests.builders import NOON, TEXT, make_actor, make_article, make_claim, make_speaker
from tests.export_records import CONTEXT
from tests.unit.test_imports_claim_review import CHECK
from tracker import exports
from tracker.domain.commands import ClaimEdit, Selection
from tracker.domain.errors import InvalidEdit, PermissionRefused
from tracker.domain.vocabulary import ContentVerdict, Role, Stage
from tracker.imports import read, recognise
from tracker.models import Claim, Event, ExternalReview, ImportRun, Webhook, WebhookDelivery
from tracker.services.editing import claim_fields, claims
from tracker.services.file_imports import importing, importing_parts
from tracker.services.file_imports.importing import ImportedFile, Outcome
from tracker.services.reporting import publishing
from tracker.services.trail import history

SITE = "https://checks.example"
FILE = ImportedFile("checks.json", "ab" * 32)


def reading(document: object):
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    return read(recognise(content), content)


def plan(session, document, actor, **options):
    return importing.plan(session, reading(document), site=SITE, actor=actor, **options)


def carry_out(session, document, actor, **options):
    return importing.carry_out(
        session, reading(document), file=FILE, site=SITE, actor=actor, at=NOON, **options
    )


def exported(session, name: str = "csv") -> bytes:
    out = io.BytesIO()
    records = publishing.records(session, Selection())
    exports.get(name).write(records, out, context=replace(CONTEXT, internal=True))
    return out.getvalue()


def outcomes(plan) -> list[Outcome]:
    return [row.outcome for row in plan.rows]


@pytest.fixture
def editor(session):
    return make_actor(session)


def test_a_plan_writes_nothing(session, editor) -> None:
    assert outcomes(plan(session, CHECK, editor)) == [Outcome.ADD]
    assert session.scalar(select(func.count(ExternalReview.id))) == 0


def test_a_foreign_check_is_kept_beside_our_claims_and_published_nowhere(session, editor) -> None:
    run = carry_out(session, CHECK, editor)
    check = session.scalars(select(ExternalReview)).one()
    assert (check.publisher, check.rating_label, check.verdict) == (
        "The Example Checker",
        "False",
        ContentVerdict.FALSE,
    )
    assert session.scalar(select(func.count(Claim.id))) == 0
    assert run.counts == {"add": 1}
    told = session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
    assert (told.action, told.subject_id) == ("import.made", run.id)


def test_the_same_file_twice_changes_nothing(session, editor) -> None:
    carry_out(session, [CHECK], editor)
    assert carry_out(session, [CHECK], editor).counts == {"skip": 1}
    again = plan(session, [CHECK], editor, sha256=FILE.sha256)
    assert any("imported before" in remark for remark in again.remarks)


def test_a_changed_check_is_updated_where_nobody_has_touched_it(session, editor) -> None:
    carry_out(session, CHECK, editor)
    changed = CHECK | {"reviewRating": {"alternateName": "Mostly true"}}
    assert outcomes(plan(session, changed, editor)) == [Outcome.UPDATE]
    carry_out(session, changed, editor)
    check = session.scalars(select(ExternalReview)).one()
    assert (check.rating_label, check.verdict) == ("Mostly true", ContentVerdict.MOSTLY_TRUE)


def test_a_changed_check_that_somebody_rated_here_is_a_conflict(session, editor) -> None:
    carry_out(session, CHECK, editor)
    session.scalars(select(ExternalReview)).one().edited_by_id = editor.account_id
    session.flush()
    changed = CHECK | {"reviewRating": {"alternateName": "Mostly true"}}
    (row,) = plan(session, changed, editor).rows
    assert row.outcome is Outcome.CONFLICT
    assert any("False" in told and "Mostly true" in told for told in row.messages)


def test_what_somebody_says_a_rating_means_is_remembered(session, editor) -> None:
    odd = CHECK | {"reviewRating": {"alternateName": "Três Nuvens"}}
    (rating,) = plan(session, odd, editor).ratings
    assert rating.meaning is ContentVerdict.NOT_RATED
    carry_out(session, odd, editor, meanings={rating.key: ContentVerdict.MIXED})
    assert session.scalars(select(ExternalReview)).one().verdict is ContentVerdict.MIXED
    (known,) = plan(session, odd | {"url": "https://www.checks.example/2"}, editor).ratings
    assert (known.meaning, known.is_decided) == (ContentVerdict.MIXED, True)


def test_a_tombstone_marks_the_check_as_taken_back(session, editor) -> None:
    carry_out(session, CHECK, editor)
    feed = {"dataFeedElement": [{"url": CHECK["url"], "dateDeleted": "2026-03-01", "item": CHECK}]}
    carry_out(session, feed, editor)
    assert session.scalars(select(ExternalReview)).one().is_withdrawn


def test_all_or_nothing_means_nothing(session, editor) -> None:
    with pytest.raises(InvalidEdit, match="1 row cannot"):
        carry_out(session, [CHECK, {"@type": "ClaimReview"}], editor)
    run = carry_out(session, [CHECK, {"@type": "ClaimReview"}], editor, good_rows_only=True)
    assert run.counts == {"add": 1, "refuse": 1}


def test_a_viewer_imports_nothing(session) -> None:
    with pytest.raises(PermissionRefused):
        plan(session, CHECK, make_actor(session, Role.VIEWER))


@pytest.mark.parametrize("name", ["csv", "xlsx", "jsonl", "json"])
def test_our_own_file_comes_back_unchanged(session, editor, name) -> None:
    make_claim(session, stage=Stage.NEW, wording="=1+1 is what he said")
    make_claim(session, stage=Stage.TRIAGED)
    content = exported(session, name)
    assert outcomes(plan(session, content, editor)) == [Outcome.SKIP, Outcome.SKIP]


def test_an_edit_in_a_spreadsheet_comes_back_as_an_edit(session, editor) -> None:
    claim = make_claim(session, stage=Stage.NEW)
    speaker = make_speaker(session, name="Ana Silva")
    claim.speaker = speaker
    session.flush()
    content = exported(session).replace(b"nine million tonnes last year.,", b"less.,", 1)
    run = carry_out(session, content, editor)
    session.refresh(claim)
    assert run.counts == {"update": 1}
    assert claim.wording == "The port of Varna moved less."
    told = session.scalars(select(Event).where(Event.action == "claim.revised")).one()
    assert told.actor_name == "Mira Koch (import)"
    assert carry_out(session, exported(session), editor).counts == {"skip": 1}


def test_a_stale_row_is_a_conflict_that_names_both_versions(session, editor) -> None:
    claim = make_claim(session, stage=Stage.NEW)
    content = exported(session).replace(b"nine million tonnes last year.,", b"less.,", 1)
    values = claim_fields.values(claim) | {"wording": "The port moved more."}
    edit = ClaimEdit(edit_number=claim.edit_number, **values)
    later = NOON.replace(hour=13)
    claims.revise(session, claim.id, edit, actor=editor, at=later)
    (row,) = plan(session, content, editor).rows
    assert row.outcome is Outcome.CONFLICT
    assert any("moved more" in told and "moved less" in told for told in row.messages)


def test_a_column_that_is_only_shown_is_named_and_left_alone(session, editor) -> None:
    make_claim(session, stage=Stage.NEW)
    content = exported(session).replace(b",new,", b",published,", 1)
    (row,) = plan(session, content, editor).rows
    assert row.outcome is Outcome.SKIP
    assert "stage" in row.messages[0]


def test_a_field_that_its_stage_has_closed_is_refused(session, editor) -> None:
    make_claim(session, stage=Stage.PUBLISHED)
    content = exported(session).replace(b",not_rated,", b",false,", 1)
    (row,) = plan(session, content, editor).rows
    assert row.outcome is Outcome.REFUSE
    assert "closed while" in row.messages[0]


def test_a_file_of_another_newsroom_touches_no_claim_of_ours(session, editor) -> None:
    claim = make_claim(session, stage=Stage.NEW)
    ours = claim.article_version.text_sha256.encode()
    (row,) = plan(session, exported(session).replace(ours, b"cd" * 32), editor).rows
    assert row.outcome is Outcome.REFUSE


def annotation(words: str, **selector: object) -> dict[str, object]:
    return {
        "id": f"https://notes.example/{words[:5]}",
        "type": "Annotation",
        "body": {"purpose": "describing", "value": words},
        "target": {
            "source": "https://news.example/port",
            "selector": {"type": "TextQuoteSelector", "exact": words} | selector,
        },
    }


def test_an_annotation_becomes_a_claim_and_one_without_a_place_an_orphan(session, editor) -> None:
    article = make_article(session, text=TEXT, canonical_url="https://news.example/port")
    document = [annotation("We will grow again"), annotation("They closed the harbour for good")]
    assert outcomes(plan(session, document, editor)) == [Outcome.ADD, Outcome.ORPHAN]
    carry_out(session, document, editor, good_rows_only=True)
    claim = session.scalars(select(Claim)).one()
    assert claim.article_version_id == article.current.id
    assert claim.stage is Stage.NEW
    assert outcomes(plan(session, document, editor)) == [Outcome.SKIP, Outcome.ORPHAN]


def test_our_own_annotations_lead_back_to_their_claims(session, editor) -> None:
    make_claim(session, stage=Stage.NEW)
    assert outcomes(plan(session, exported(session, "annotations"), editor)) == [Outcome.SKIP]


def test_an_import_is_taken_back(session, editor) -> None:
    make_article(session, text=TEXT, canonical_url="https://news.example/port")
    first = carry_out(session, CHECK, editor)
    second = carry_out(session, [annotation("We will grow again")], editor)
    assert importing.undo(session, first.id, actor=editor, at=NOON) == (1, 0)
    assert importing.undo(session, second.id, actor=editor, at=NOON) == (1, 0)
    assert session.scalar(select(func.count(ExternalReview.id))) == 0
    assert session.scalars(select(Claim)).one().stage is Stage.ARCHIVED


def test_an_update_is_taken_back_to_the_values_before(session, editor) -> None:
    claim = make_claim(session, stage=Stage.NEW)
    content = exported(session).replace(b"nine million tonnes last year.,", b"less.,", 1)
    run = carry_out(session, content, editor)
    assert importing.undo(session, run.id, actor=editor, at=NOON) == (1, 0)
    session.refresh(claim)
    assert "nine million" in claim.wording


def test_what_somebody_touched_since_stays(session, editor) -> None:
    run = carry_out(session, CHECK, editor)
    check = session.scalars(select(ExternalReview)).one()
    check.edited_by_id = editor.account_id
    session.flush()
    assert importing.undo(session, run.id, actor=editor, at=NOON) == (0, 1)
    assert session.get(ImportRun, run.id).undone_at == NOON


def noted(session, count: int, *, at: str = "") -> bytes:
    """Return a file that gives so many new claims a note each, the second said on a day ahead."""
    made = [make_claim(session, stage=Stage.NEW) for _ in range(count)]
    session.flush()
    rows = [
        f"{claim.id},{claim.updated_at.isoformat()},Noted {claim.id},{at if n == 1 else ''}"
        for n, claim in enumerate(made)
    ]
    return "\r\n".join(["claim_id,updated_at,note,said_on", *rows, ""]).encode()


def test_a_row_that_is_refused_after_all_leaves_the_others_of_its_part(session, editor) -> None:
    content = noted(session, 5, at="2999-01-01")
    run = carry_out(session, content, editor, good_rows_only=True)
    assert run.counts == {"update": 4, "refuse": 1}
    (refused,) = [row for row in run.rows if row.outcome == "refuse"]
    assert (refused.line, refused.subject_id) == (3, None)
    notes = session.scalars(select(Claim.note).order_by(Claim.id)).all()
    assert [bool(note) for note in notes] == [True, False, True, True, True]
    assert session.scalar(select(func.count(Event.id)).where(Event.action == "claim.revised")) == 4
    assert history.verify(session) == (5, None)
    with pytest.raises(InvalidEdit, match="row 3"):
        carry_out(session, content.replace(b"Noted", b"Seen"), editor)


def test_every_claim_of_a_long_file_has_its_event_and_its_message(session, editor) -> None:
    session.add(
        Webhook(
            owner_id=editor.account_id,
            name="Site",
            url="https://site.example/hook",
            events=["claim.revised"],
            salt="0" * 32,
            created_at=NOON,
        )
    )
    session.flush()
    carry_out(session, noted(session, importing_parts.AT_ONCE + 5), editor)
    events = session.scalars(
        select(Event.id).where(Event.action == "claim.revised").order_by(Event.id)
    ).all()
    assert len(events) == importing_parts.AT_ONCE + 5
    told = session.scalars(select(WebhookDelivery.event_id).order_by(WebhookDelivery.id)).all()
    assert told == events
    assert history.verify(session)[1] is None
    assert {claim.edit_number for claim in session.scalars(select(Claim))} == {2}


def test_no_row_of_a_long_file_costs_more_than_two_statements(session, editor) -> None:
    asked: list[str] = []
    engine = session.get_bind().engine

    def listener(_connection, _cursor, statement, *_others) -> None:
        asked.append(statement)

    counts = []
    event.listen(engine, "before_cursor_execute", listener)
    for rows in (10, 60):
        content = noted(session, rows)
        asked.clear()
        carry_out(session, content, editor)
        counts.append(len(asked))
    event.remove(engine, "before_cursor_execute", listener)
    assert counts[1] - counts[0] <= 2 * 50 + 20
