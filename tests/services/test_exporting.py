"""What leaves for the public while a published report is being worked on again."""

import io
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, TEXT, make_article, make_claim
from tests.export_records import CONTEXT
from tracker.domain.commands import Selection
from tracker.domain.vocabulary import ContentVerdict, Stage, Visibility
from tracker.exports import ExportSummary, get
from tracker.models import Claim
from tracker.services.reporting import dossiers, exporting, publishing

SITE = CONTEXT.base_url
LATER = NOON + timedelta(days=1)


@pytest.fixture
def reopened(session: Session) -> Claim:
    """Return a claim that is out as false, and is worked on again as true."""
    claim = make_claim(session, stage=Stage.PUBLISHED, content_verdict=ContentVerdict.FALSE)
    claim.stage, claim.content_verdict = Stage.NEW, ContentVerdict.TRUE
    claim.note = "Call the harbour master"
    session.flush()
    return claim


def summary(session: Session, selection: Selection) -> ExportSummary:
    return exporting.write(
        session, get("claimreview"), selection, io.BytesIO(), context=CONTEXT, at=LATER
    )


def test_a_report_that_is_worked_on_again_is_not_counted_as_unpublished(
    session: Session, reopened: Claim
) -> None:
    make_claim(session, stage=Stage.PROPOSED, article=reopened.article_version.article)
    told = summary(session, Selection())
    assert (told.written, told.left_out) == (1, {exporting.NOT_PUBLISHED: 1})


@pytest.mark.usefixtures("reopened")
def test_a_report_from_beside_the_list_makes_up_for_none_that_is_left_out(
    session: Session,
) -> None:
    until = LATER + timedelta(days=3)
    make_claim(session, stage=Stage.PUBLISHED, visibility=Visibility.EMBARGO, embargo_until=until)
    told = summary(session, Selection(stages=(Stage.PUBLISHED,)))
    assert (told.written, told.left_out) == (1, {exporting.NOT_PUBLISHED: 1})


def test_a_verdict_that_is_not_out_yet_is_counted_as_unpublished(
    session: Session, reopened: Claim
) -> None:
    told = summary(session, Selection(content_verdicts=(ContentVerdict.TRUE,)))
    assert reopened.content_verdict is ContentVerdict.TRUE
    assert (told.written, told.left_out) == (0, {exporting.NOT_PUBLISHED: 1})


def test_a_claim_stands_as_it_is_out_and_else_as_work_stands(
    session: Session, reopened: Claim
) -> None:
    other = make_claim(session, article=make_article(session, text=TEXT, title="Another"))
    found = list(publishing.standing(session, Selection(), site=SITE, at=LATER))
    assert [(one.claim_id, one.stage) for one in found] == [
        (reopened.id, Stage.PUBLISHED),
        (other.id, Stage.PROPOSED),
    ]


def test_a_stranger_gets_what_is_out_and_the_newsroom_its_work(
    session: Session, reopened: Claim, tmp_path
) -> None:
    def packed(*, internal: bool):
        return dossiers.of_claim(
            session, reopened.id, site=SITE, originals_dir=tmp_path, at=LATER, internal=internal
        )

    stranger, newsroom = packed(internal=False), packed(internal=True)
    assert [one.content_verdict for one in stranger.records] == [ContentVerdict.FALSE]
    assert [one.note for one in newsroom.records] == ["Call the harbour master"]
    assert [one.content_verdict for one in newsroom.records] == [ContentVerdict.TRUE]
    assert newsroom.published == stranger.published == stranger.records
