"""The lies about imports, feeds and checks of others that the database refuses."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import NOON
from tracker.domain.vocabulary import ContentVerdict, EntryState
from tracker.models import ExternalReview, Feed, FeedEntry, ImportRun, RatingMapping


def a_check(session: Session) -> Any:
    session.add(
        ExternalReview(
            source="checks.example",
            external_id="1",
            claim_text="The port grew.",
            publisher="Checks",
            rating_label="False",
            verdict=ContentVerdict.FALSE,
            search_text="the port grew.",
            created_at=NOON,
            updated_at=NOON,
        )
    )
    session.flush()


def a_feed(session: Session) -> Any:
    entry = FeedEntry(key="1", title="First", state=EntryState.FAILED, seen_at=NOON)
    session.add(
        Feed(
            url="https://news.example/feed",
            interval_minutes=60,
            created_at=NOON,
            entries=[entry],
        )
    )
    session.flush()


def a_run(session: Session) -> Any:
    session.add(
        ImportRun(
            format_name="csv", filename="a.csv", file_sha256="0" * 64, counts={}, created_at=NOON
        )
    )
    session.flush()


def a_mapping(session: Session) -> Any:
    session.add(RatingMapping(publisher="Checks", label="false", verdict=ContentVerdict.FALSE))
    session.flush()


LIES: dict[str, tuple[Callable[[Session], Any], str]] = {
    "ck_external_review_claim_text_not_empty": (
        a_check,
        "UPDATE external_review SET claim_text = ''",
    ),
    "ck_external_review_contentverdict": (a_check, "UPDATE external_review SET verdict = 'x'"),
    "ck_feed_entry_entrystate": (a_feed, "UPDATE feed_entry SET state = 'lost'"),
    "ck_feed_interval_is_polite": (a_feed, "UPDATE feed SET interval_minutes = 4"),
    "ck_import_run_file_sha256_is_hex": (a_run, "UPDATE import_run SET file_sha256 = 'short'"),
    "ck_rating_mapping_contentverdict": (a_mapping, "UPDATE rating_mapping SET verdict = 'x'"),
}
