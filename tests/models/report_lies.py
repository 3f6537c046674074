"""The lies about reports and what is proposed for them that the database refuses."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import NOON, make_claim
from tracker.domain.report_words import AmendmentKind, CorrectionKind
from tracker.domain.vocabulary import Stage
from tracker.models import Amendment, Publication


def a_publication(session: Session) -> Any:
    make_claim(session, stage=Stage.PUBLISHED)


def an_amendment(session: Session) -> Any:
    claim = make_claim(session, stage=Stage.PUBLISHED)
    amendment = Amendment(
        claim_id=claim.id,
        kind=AmendmentKind.CORRECTION,
        correction=CorrectionKind.UPDATE,
        public_note="A slip.",
        proposed_at=NOON,
    )
    session.add(amendment)
    session.flush()


def another_version(**lies: str) -> str:
    """Return a statement that adds a version like the one there is, but for the lie.

    No version is ever changed, so a lie can only come in with a new one.
    """
    columns = [column.name for column in Publication.__table__.columns if column.name != "id"]
    told = {"number": "number + 1"} | lies
    values = ", ".join(told.get(name, name) for name in columns)
    names = ", ".join(columns)
    return " ".join(("INSERT INTO publication", f"({names})", "SELECT", values, "FROM publication"))


LIES: dict[str, tuple[Callable[[Session], Any], str]] = {
    "ck_publication_stage": (a_publication, another_version(stage="'asleep'")),
    "ck_publication_correctionkind": (
        a_publication,
        another_version(stage="'corrected'", correction="'whim'"),
    ),
    "ck_publication_contentverdict": (a_publication, another_version(content_verdict="'maybe'")),
    "ck_publication_readers": (a_publication, another_version(readers="'nobody'")),
    "ck_publication_number_from_one": (a_publication, another_version(number="0")),
    "ck_publication_stage_is_public": (a_publication, another_version(stage="'approved'")),
    "ck_publication_correction_kind": (a_publication, another_version(stage="'corrected'")),
    "ck_publication_record_sha256_is_hex": (a_publication, another_version(record_sha256="'x'")),
    "ck_amendment_amendmentkind": (
        an_amendment,
        "UPDATE amendment SET kind = 'whim', correction = NULL",
    ),
    "ck_amendment_amendmentstate": (
        an_amendment,
        "UPDATE amendment SET state = 'asleep', decided_at = proposed_at",
    ),
    "ck_amendment_correctionkind": (an_amendment, "UPDATE amendment SET correction = 'whim'"),
    "ck_amendment_correction_kind": (an_amendment, "UPDATE amendment SET correction = NULL"),
    "ck_amendment_public_note_not_empty": (an_amendment, "UPDATE amendment SET public_note = ''"),
    "ck_amendment_decided_unless_proposed": (an_amendment, "UPDATE amendment SET state = 'done'"),
}
