"""The lies about the work of the desk that the database refuses."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import NOON, make_account, make_article
from tracker.domain.coverage import SentenceReason
from tracker.domain.vocabulary import Deed, Outcome
from tracker.models import BulkMove, BulkRow, SavedFilter, SentenceDecision


def a_decision(session: Session) -> Any:
    version = make_article(session).current
    session.add(
        SentenceDecision(
            article_version_id=version.id,
            start=0,
            end=5,
            reason=SentenceReason.BACKGROUND,
            decided_at=NOON,
        )
    )
    session.flush()


def a_list(session: Session) -> Any:
    owner = make_account(session)
    session.add(SavedFilter(owner_id=owner.id, name="Fresh", query="", created_at=NOON))
    session.flush()


def a_bulk_move(session: Session) -> Any:
    row = BulkRow(claim_id=1, wording="It grew.", outcome=Outcome.DONE, edit_number=2)
    maker = make_account(session)
    session.add(BulkMove(deed=Deed.ACCEPT, made_at=NOON, made_by_id=maker.id, rows=[row]))
    session.flush()


LIES: dict[str, tuple[Callable[[Session], Any], str]] = {
    "ck_sentence_decision_start_before_end": (
        a_decision,
        'UPDATE sentence_decision SET "start" = 5',
    ),
    "ck_sentence_decision_sentencereason": (
        a_decision,
        "UPDATE sentence_decision SET reason = 'boredom'",
    ),
    "ck_saved_filter_name_not_empty": (a_list, "UPDATE saved_filter SET name = ''"),
    "ck_bulk_move_undo_names_what": (a_bulk_move, "UPDATE bulk_move SET deed = 'undo'"),
    "ck_bulk_move_deed": (a_bulk_move, "UPDATE bulk_move SET deed = 'burn'"),
    "ck_bulk_row_refusal_says_why": (a_bulk_move, "UPDATE bulk_row SET outcome = 'refused'"),
    "ck_bulk_row_outcome": (a_bulk_move, "UPDATE bulk_row SET outcome = 'perhaps'"),
}
