"""The lies about evidence, replies and drift that the database refuses."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import make_claim, make_drift_check, make_evidence, make_media, make_reply


def a_drift_check(session: Session) -> Any:
    make_drift_check(session, make_evidence(session, make_claim(session)))


def a_medium(session: Session) -> Any:
    make_media(session, make_claim(session))


def a_reply(session: Session) -> Any:
    make_reply(session, make_claim(session))


def evidence(session: Session) -> Any:
    make_evidence(session, make_claim(session))


LIES: dict[str, tuple[Callable[[Session], Any], str]] = {
    "ck_claim_media_content_url_not_empty": (a_medium, "UPDATE claim_media SET content_url = ''"),
    "ck_claim_media_mediakind": (a_medium, "UPDATE claim_media SET kind = 'smell'"),
    "ck_claim_media_withdrawn_for_a_reason": (
        a_medium,
        "UPDATE claim_media SET withdrawal_reason = 'Twice'",
    ),
    "ck_drift_check_driftstate": (
        a_drift_check,
        "UPDATE drift_check SET state = 'x', found_sha256 = NULL",
    ),
    "ck_drift_check_found_what_it_compares": (
        a_drift_check,
        "UPDATE drift_check SET found_sha256 = NULL",
    ),
    "ck_drift_check_of_one_source": (a_drift_check, "UPDATE drift_check SET snapshot_id = NULL"),
    "ck_evidence_evidencekind": (evidence, "UPDATE evidence SET kind = 'hearsay'"),
    "ck_evidence_passage_fills_place": (
        evidence,
        "UPDATE evidence SET passage = 'two', passage_start = 0, passage_end = 9",
    ),
    "ck_evidence_passage_has_both_ends": (evidence, "UPDATE evidence SET passage_end = NULL"),
    "ck_evidence_position_from_one": (evidence, "UPDATE evidence SET position = 0"),
    "ck_evidence_snapshot_fetched_from_somewhere": (
        evidence,
        "UPDATE evidence_snapshot SET source_url = NULL",
    ),
    "ck_evidence_snapshot_sha256_is_hex": (evidence, "UPDATE evidence_snapshot SET sha256 = 'x'"),
    "ck_evidence_snapshot_size_positive": (evidence, "UPDATE evidence_snapshot SET size = 0"),
    "ck_evidence_snapshot_snapshotorigin": (
        evidence,
        "UPDATE evidence_snapshot SET origin = 'found', source_url = NULL",
    ),
    "ck_evidence_snapshot_text_has_hash": (
        evidence,
        "UPDATE evidence_snapshot SET text_sha256 = NULL",
    ),
    "ck_evidence_stance": (evidence, "UPDATE evidence SET stance = 'likes'"),
    "ck_evidence_title_not_empty": (evidence, "UPDATE evidence SET title = ''"),
    "ck_evidence_withdrawn_for_a_reason": (
        evidence,
        "UPDATE evidence SET withdrawn_at = created_at",
    ),
    "ck_reply_answered_on_a_day": (a_reply, "UPDATE reply SET answered_on = NULL"),
    "ck_reply_asked_somebody": (a_reply, "UPDATE reply SET asked_whom = ''"),
    "ck_reply_quoted_only_if_answered": (
        a_reply,
        "UPDATE reply SET outcome = 'no_answer', answered_on = NULL",
    ),
    "ck_reply_replychannel": (a_reply, "UPDATE reply SET channel = 'pigeon'"),
    "ck_reply_replyoutcome": (
        a_reply,
        "UPDATE reply SET outcome = 'x', answered_on = NULL, public_answer = ''",
    ),
    "ck_reply_waived_for_a_reason": (
        a_reply,
        "UPDATE reply SET outcome = 'waived', answered_on = NULL, public_answer = ''",
    ),
    "ck_reply_withdrawn_for_a_reason": (a_reply, "UPDATE reply SET withdrawn_at = created_at"),
}
