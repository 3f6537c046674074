"""The lies about comments, second verdicts, drafts and scales that the database refuses."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor, make_claim
from tracker.domain.conversation import CommentDraft
from tracker.domain.vocabulary import AttributionVerdict, ContentVerdict
from tracker.models import Draft, SecondVerdict, VerdictLabel, VerdictScale
from tracker.services.reviewing import comments


def a_comment(session: Session) -> Any:
    actor, claim = make_actor(session), make_claim(session)
    draft = CommentDraft("Which tonnes?", quote="nine million tonnes")
    head = comments.add(session, claim.id, draft, actor=actor, at=NOON)
    comments.reply(session, claim.id, head.id, "Metric ones.", actor=actor, at=NOON)


def a_second_verdict(session: Session) -> Any:
    first, second = make_actor(session), make_actor(session)
    session.add(
        SecondVerdict(
            claim_id=make_claim(session).id,
            revision=0,
            content_verdict=ContentVerdict.TRUE,
            attribution_verdict=AttributionVerdict.ACCURATE_QUOTE,
            reason="The register says so.",
            first_content_verdict=ContentVerdict.MIXED,
            first_attribution_verdict=AttributionVerdict.ACCURATE_QUOTE,
            first_reader_id=first.account_id,
            given_at=NOON,
            given_by_id=second.account_id,
        )
    )
    session.flush()


def a_draft(session: Session) -> Any:
    account_id = make_actor(session).account_id
    session.add(Draft(account_id=account_id, form="/claims/1", fields={}, saved_at=NOON))
    session.flush()


def a_scale(session: Session) -> Any:
    label = VerdictLabel(position=1, name="Right", verdict=ContentVerdict.TRUE)
    session.add(VerdictScale(name="House scale", created_at=NOON, labels=[label]))
    session.flush()


LIES: dict[str, tuple[Callable[[Session], Any], str]] = {
    "ck_claim_priority": (make_claim, "UPDATE claim SET priority = 'soon'"),
    "ck_comment_one_place": (
        a_comment,
        "UPDATE comment SET field = 'wording' WHERE thread_id IS NULL",
    ),
    "ck_comment_place_has_both_ends": (
        a_comment,
        "UPDATE comment SET article_version_id = NULL WHERE thread_id IS NULL",
    ),
    "ck_comment_quote_fills_place": (
        a_comment,
        "UPDATE comment SET quote = 'nine' WHERE thread_id IS NULL",
    ),
    "ck_comment_reply_follows_thread": (
        a_comment,
        "UPDATE comment SET field = 'wording' WHERE thread_id IS NOT NULL",
    ),
    "ck_comment_resolved_by_somebody": (
        a_comment,
        "UPDATE comment SET resolved_at = created_at WHERE thread_id IS NULL",
    ),
    "ck_comment_words_not_empty": (a_comment, "UPDATE comment SET words = ''"),
    "ck_draft_form_not_empty": (a_draft, "UPDATE draft SET form = ''"),
    "ck_second_verdict_attributionverdict": (
        a_second_verdict,
        "UPDATE second_verdict SET attribution_verdict = 'x'",
    ),
    "ck_second_verdict_by_another": (
        a_second_verdict,
        "UPDATE second_verdict SET first_reader_id = given_by_id",
    ),
    "ck_second_verdict_contentverdict": (
        a_second_verdict,
        "UPDATE second_verdict SET content_verdict = 'x'",
    ),
    "ck_second_verdict_first_attribution_verdict": (
        a_second_verdict,
        "UPDATE second_verdict SET first_attribution_verdict = 'x'",
    ),
    "ck_second_verdict_first_content_verdict": (
        a_second_verdict,
        "UPDATE second_verdict SET first_content_verdict = 'x'",
    ),
    "ck_second_verdict_is_rated": (
        a_second_verdict,
        "UPDATE second_verdict SET content_verdict = 'not_rated'",
    ),
    "ck_second_verdict_reason_not_empty": (
        a_second_verdict,
        "UPDATE second_verdict SET reason = ''",
    ),
    "ck_verdict_label_until_after_from": (
        a_scale,
        "UPDATE verdict_label SET until_version = from_version",
    ),
    "ck_verdict_scale_scaledirection": (a_scale, "UPDATE verdict_scale SET direction = 'x'"),
}
