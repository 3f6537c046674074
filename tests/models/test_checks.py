"""The database refuses every lie that a CHECK names: each one is violated once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import CheckConstraint, Enum, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from tests.builders import (
    NOON,
    make_account,
    make_actor,
    make_article,
    make_claim,
    make_speaker,
)
from tests.models.conversation_lies import LIES as CONVERSATION_LIES
from tests.models.desk_lies import LIES as DESK_LIES
from tests.models.evidence_lies import LIES as EVIDENCE_LIES
from tests.models.import_lies import LIES as IMPORT_LIES
from tests.models.job_lies import LIES as JOB_LIES
from tests.models.people_lies import LIES as PEOPLE_LIES
from tests.models.program_lies import LIES as PROGRAM_LIES
from tests.models.report_lies import LIES as REPORT_LIES
from tracker.domain.commands import RoleEdit, SpeakerEdit
from tracker.domain.vocabulary import ContentVerdict, SpeakerKind
from tracker.models import Base, Outlet, StoredOriginal, VerdictLabel, VerdictScale
from tracker.services.speaking import speakers
from tracker.services.trail import history

#: A row like one that is there, but for one lie.
VERSION = (
    "INSERT INTO article_version (article_id, number, text, text_sha256, created_at)"
    " SELECT id, {number}, '{text}', '{hash}', created_at FROM article"
)
EVENT = (
    "INSERT INTO event (at, actor_name, action, subject, subject_id, changes, note,"
    " previous_hash, hash) SELECT at, actor_name, action, subject, subject_id, changes, note,"
    " '{previous}', '{hash}' FROM event"
)
ZEROES = "0" * 64


def an_outlet(session: Session) -> Any:
    session.add(Outlet(name="The Harbour Post", domain="harbour.example", created_at=NOON))
    session.flush()


def an_original(session: Session) -> Any:
    session.add(StoredOriginal(sha256=ZEROES, size=3, media_type="text/plain", stored_at=NOON))
    session.flush()


def a_scale(session: Session) -> Any:
    label = VerdictLabel(position=1, name="Right", verdict=ContentVerdict.TRUE)
    session.add(VerdictScale(name="House scale", created_at=NOON, labels=[label]))
    session.flush()


def a_named_speaker(session: Session) -> Any:
    actor = make_actor(session)
    edit = SpeakerEdit(name="Ana Silva", kind=SpeakerKind.PERSON, aliases=("A. Silva",))
    speaker = speakers.create(session, edit, actor=actor, at=NOON)
    role = RoleEdit(title="Director", starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1))
    speakers.add_role(session, speaker.id, role, actor=actor, at=NOON)


def an_event(session: Session) -> Any:
    history.record(session, "claim.revised", ("claim", 1), {}, actor=make_actor(session), at=NOON)


#: Each CHECK: what must be there, and the change that it refuses.
LIES: dict[str, tuple[Callable[[Session], Any], str]] = {
    "ck_account_email_in_lower_case": (make_account, "UPDATE account SET email = 'A@b.example'"),
    "ck_account_name_not_empty": (make_account, "UPDATE account SET name = ''"),
    "ck_account_role": (make_account, "UPDATE account SET role = 'owner'"),
    "ck_article_title_not_empty": (make_article, "UPDATE article SET title = ''"),
    "ck_article_version_number_from_one": (
        make_article,
        VERSION.format(number=0, text="x", hash=ZEROES),
    ),
    "ck_article_version_text_sha256_is_hex": (
        make_article,
        VERSION.format(number=2, text="x", hash="short"),
    ),
    "ck_article_version_text_not_empty": (
        make_article,
        VERSION.format(number=2, text="", hash=ZEROES),
    ),
    "ck_claim_checkability_once_triaged": (make_claim, "UPDATE claim SET stage = 'triaged'"),
    "ck_claim_assignee_while_checked": (
        make_claim,
        "UPDATE claim SET stage = 'in_review', checkability = 'checkable'",
    ),
    "ck_claim_published_has_day": (
        make_claim,
        "UPDATE claim SET stage = 'published', visibility = 'public'",
    ),
    "ck_claim_published_is_visible": (
        make_claim,
        "UPDATE claim SET stage = 'published', first_published_at = created_at",
    ),
    "ck_claim_embargo_has_end": (make_claim, "UPDATE claim SET visibility = 'embargo'"),
    "ck_claim_archived_knows_way_back": (make_claim, "UPDATE claim SET stage = 'archived'"),
    "ck_claim_machine_has_version": (make_claim, "UPDATE claim SET extractor_version = NULL"),
    "ck_claim_confidence_is_share": (make_claim, "UPDATE claim SET confidence = 1.5"),
    "ck_claim_revision_not_negative": (make_claim, "UPDATE claim SET revision = -1"),
    "ck_claim_position_not_negative": (make_claim, "UPDATE claim SET position = -1"),
    "ck_claim_wording_not_empty": (make_claim, "UPDATE claim SET wording = ''"),
    "ck_claim_claimkind": (make_claim, "UPDATE claim SET kind = 'shouted'"),
    "ck_claim_speechact": (make_claim, "UPDATE claim SET speech_act = 'sings'"),
    "ck_claim_origin": (make_claim, "UPDATE claim SET origin = 'x', extractor_version = NULL"),
    "ck_claim_stage": (make_claim, "UPDATE claim SET stage = 'lost'"),
    "ck_claim_stage_before_archive": (
        make_claim,
        "UPDATE claim SET stage = 'archived', stage_before_archive = 'lost'",
    ),
    "ck_claim_checkability": (make_claim, "UPDATE claim SET checkability = 'perhaps'"),
    "ck_claim_attributionverdict": (make_claim, "UPDATE claim SET attribution_verdict = 'x'"),
    "ck_claim_contentverdict": (make_claim, "UPDATE claim SET content_verdict = 'x'"),
    "ck_claim_certainty": (make_claim, "UPDATE claim SET verdict_certainty = 'x'"),
    "ck_claim_visibility": (make_claim, "UPDATE claim SET visibility = 'x'"),
    "ck_claim_span_spanpart": (make_claim, "UPDATE claim_span SET part = 'tone'"),
    "ck_claim_span_start_before_end": (
        make_claim,
        'UPDATE claim_span SET "start" = 5, "end" = 5, quote = \'\'',
    ),
    "ck_claim_span_quote_fills_span": (make_claim, "UPDATE claim_span SET quote = 'The'"),
    "ck_event_hash_is_hex": (
        an_event,
        EVENT.format(previous=ZEROES, hash="short"),
    ),
    "ck_event_previous_hash_is_hex": (
        an_event,
        EVENT.format(previous="short", hash=ZEROES),
    ),
    "ck_outlet_name_not_empty": (an_outlet, "UPDATE outlet SET name = ''"),
    "ck_outlet_domain_in_lower_case": (an_outlet, "UPDATE outlet SET domain = 'H.example'"),
    "ck_speaker_name_not_empty": (make_speaker, "UPDATE speaker SET name = ''"),
    "ck_speaker_not_into_itself": (make_speaker, "UPDATE speaker SET merged_into_id = id"),
    "ck_speaker_speakerkind": (make_speaker, "UPDATE speaker SET kind = 'ghost'"),
    "ck_speaker_alias_name_not_empty": (a_named_speaker, "UPDATE speaker_alias SET name = ''"),
    "ck_speaker_role_title_not_empty": (a_named_speaker, "UPDATE speaker_role SET title = ''"),
    "ck_speaker_role_ends_after_start": (
        a_named_speaker,
        "UPDATE speaker_role SET ends_on = '2019-12-31'",
    ),
    "ck_stored_original_sha256_is_hex": (
        an_original,
        "UPDATE stored_original SET sha256 = 'short'",
    ),
    "ck_stored_original_size_not_negative": (an_original, "UPDATE stored_original SET size = -1"),
    "ck_verdict_label_name_not_empty": (a_scale, "UPDATE verdict_label SET name = ''"),
    "ck_verdict_label_contentverdict": (a_scale, "UPDATE verdict_label SET verdict = 'x'"),
    "ck_verdict_scale_name_not_empty": (a_scale, "UPDATE verdict_scale SET name = ''"),
}

LIES |= CONVERSATION_LIES | DESK_LIES | EVIDENCE_LIES | JOB_LIES | PROGRAM_LIES | PEOPLE_LIES
LIES |= REPORT_LIES | IMPORT_LIES


def check_names() -> set[str]:
    return {
        str(check.name)
        for table in Base.metadata.tables.values()
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }


def test_every_check_of_the_models_is_violated_here() -> None:
    assert set(LIES) == check_names()


def test_every_vocabulary_column_has_a_check() -> None:
    columns = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Enum)
    }
    checked = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if f"ck_{table.name}_{getattr(column.type, 'name', None)}" in LIES
    }
    assert columns == checked


@pytest.mark.parametrize("name", sorted(LIES))
def test_the_database_refuses(session: Session, name: str) -> None:
    make, lie = LIES[name]
    make(session)
    with pytest.raises(IntegrityError, match=rf"{name}\b"):
        session.execute(text(lie))
