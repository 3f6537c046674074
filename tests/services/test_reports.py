"""What the public may read of a claim, and what it may not."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, TEXT, make_account, make_article, make_claim, make_speaker
from tracker.domain.errors import NotFound
from tracker.domain.vocabulary import ContentVerdict, Stage, Visibility
from tracker.services.reporting import reports
from tracker.services.reporting.excerpts import GAP, MOST_AROUND, Piece, excerpt
from tracker.services.reporting.reports import Report, Tombstone

SITE = "https://newsroom.example"
#: Long after all that is published here.
LATER = NOON + timedelta(days=30)
HIDDEN = [stage for stage in Stage if stage not in {Stage.PUBLISHED, Stage.CORRECTED}]


def published(session: Session, *, days: int = 0, **values) -> int:
    """Return the number of a claim that was published so many days after the first."""
    at = NOON + timedelta(days=days)
    facts = {"stage": Stage.PUBLISHED, "first_published_at": at, "last_modified_at": at} | values
    return make_claim(session, **facts).id


def numbers(page: reports.ReportPage) -> list[int]:
    return [entry.record.claim_id for entry in page.entries if isinstance(entry, Report)]


def test_a_report_holds_nothing_of_the_newsroom_alone(session: Session) -> None:
    checker = make_account(session, name="Omar Haddad")
    number = published(session, note="ask the lawyer", assignee=checker)
    report = reports.find(session, number, site=SITE, at=LATER)
    assert isinstance(report, Report)
    assert (report.record.note, report.record.assignee) == ("", None)
    assert report.record.public_url == f"{SITE}/reports/{number}"


@pytest.mark.parametrize("stage", [one for one in HIDDEN if one is not Stage.RETRACTED])
def test_a_claim_that_is_not_published_has_no_report(session: Session, stage: Stage) -> None:
    claim = make_claim(session, stage=stage)
    with pytest.raises(NotFound) as refused:
        reports.find(session, claim.id, site=SITE, at=LATER)
    with pytest.raises(NotFound) as absent:
        reports.find(session, 999_999, site=SITE, at=LATER)
    assert str(refused.value).replace(str(claim.id), "N") == str(absent.value).replace(
        "999999", "N"
    )


def test_a_claim_under_embargo_has_no_report(session: Session) -> None:
    until = LATER + timedelta(days=3)
    number = published(session, visibility=Visibility.EMBARGO, embargo_until=until)
    with pytest.raises(NotFound):
        reports.find(session, number, site=SITE, at=LATER)
    assert numbers(reports.newest(session, site=SITE, at=LATER)) == []
    assert list(reports.addresses(session, site=SITE, at=LATER)) == []


def test_of_a_retracted_report_only_days_and_reason_are_left(session: Session) -> None:
    number = published(session, stage=Stage.RETRACTED, public_note="The minutes were another's.")
    tombstone = reports.find(session, number, site=SITE, at=LATER)
    assert tombstone == Tombstone(number, NOON, NOON, "The minutes were another's.")


def test_the_archive_takes_no_retraction_back(session: Session) -> None:
    number = published(
        session,
        stage=Stage.ARCHIVED,
        stage_before_archive=Stage.RETRACTED,
        visibility=Visibility.PUBLIC,
        public_note="Withdrawn.",
    )
    assert isinstance(reports.find(session, number, site=SITE, at=LATER), Tombstone)
    assert len(reports.corrections(session, site=SITE, at=LATER).entries) == 1


def test_pages_of_reports_hold_each_once_the_newest_first(session: Session) -> None:
    article = make_article(session)
    made = [published(session, article=article, days=day) for day in (2, 0, 1, 1, 4)]
    made.append(published(session, article=article, days=9, stage=Stage.CORRECTED))
    first, third, second, twin, newest, last = made
    pages, after = [], None
    while page := reports.newest(session, site=SITE, at=LATER, after=after, limit=2):
        pages.append(numbers(page))
        after = page.next
        if after is None:
            break
    assert pages == [[last, newest], [first, twin], [second, third]]


def test_a_retraction_does_not_break_the_way_to_the_next_page(session: Session) -> None:
    article = make_article(session)
    old = published(session, article=article)
    gone = published(session, article=article, days=1, stage=Stage.RETRACTED)
    assert numbers(reports.newest(session, site=SITE, at=LATER, after=gone)) == [old]


def test_no_page_begins_behind_a_claim_that_is_not_public(session: Session) -> None:
    hidden = make_claim(session, stage=Stage.APPROVED)
    with pytest.raises(NotFound):
        reports.newest(session, site=SITE, at=LATER, after=hidden.id)


def test_reports_are_found_by_verdict_and_by_the_speaker_after_merges(session: Session) -> None:
    article = make_article(session)
    ana = make_speaker(session)
    alias = make_speaker(session, name="A. Silva", merged_into_id=ana.id, canonical_id=ana.id)
    other = make_speaker(session, name="Béla Novák")
    false = published(session, article=article, speaker=alias, content_verdict=ContentVerdict.FALSE)
    published(session, article=article, speaker=other, content_verdict=ContentVerdict.FALSE)
    published(session, article=article, speaker=ana, content_verdict=ContentVerdict.TRUE)
    make_claim(session, article=article, speaker=ana, content_verdict=ContentVerdict.FALSE)
    found = reports.newest(
        session, site=SITE, at=LATER, verdict=ContentVerdict.FALSE, speaker_id=ana.id, limit=5
    )
    assert numbers(found) == [false]
    assert reports.speakers(session, at=LATER) == [
        (ana.id, "Ana Silva", 2),
        (other.id, "Béla Novák", 1),
    ]


def test_the_reports_on_an_article_stand_in_reading_order(session: Session) -> None:
    article = make_article(session, text=TEXT)
    late = published(session, article=article, content=((88, 105),))
    early = published(session, article=article, days=1)
    make_claim(session, article=article, content=((60, 70),))
    found = reports.of_article(session, article.id, site=SITE, at=LATER)
    assert [one.record.claim_id for one in found] == [early, late]


def test_an_article_without_a_report_is_not_there(session: Session) -> None:
    article = make_article(session)
    make_claim(session, article=article, stage=Stage.APPROVED)
    with pytest.raises(NotFound):
        reports.of_article(session, article.id, site=SITE, at=LATER)


def test_corrections_are_what_was_corrected_and_retracted_the_newest_first(
    session: Session,
) -> None:
    article = make_article(session)
    published(session, article=article, days=9)
    retracted = published(session, article=article, days=1, stage=Stage.RETRACTED)
    corrected = published(session, article=article, days=2, stage=Stage.CORRECTED)
    first, second = reports.corrections(session, site=SITE, at=LATER).entries
    assert isinstance(first, Report)
    assert first.record.claim_id == corrected
    assert isinstance(second, Tombstone)
    assert second.claim_id == retracted


def test_the_passage_is_the_sentence_and_no_more(session: Session) -> None:
    article = make_article(session, text=TEXT)
    report = reports.find(session, published(session, article=article), site=SITE, at=LATER)
    assert isinstance(report, Report)
    assert reports.passage(session, report) == [
        Piece("The port of Varna moved nine million tonnes last year", is_claim=True),
        Piece(", said Ana Silva, its director.", is_claim=False),
    ]


def test_an_excerpt_leaves_out_the_sentences_between_two_pieces() -> None:
    text = "We go on, she said. It rained. Nobody came. And we will win."
    stretches = ((0, 8), (text.index("we will"), len(text) - 1))
    words = [piece.words for piece in excerpt(text, stretches)]
    assert words == ["We go on", ", she said.", GAP, "And ", "we will win", "."]


def test_neighbouring_sentences_of_an_excerpt_run_together() -> None:
    text = "Before. We go on. We will win. After."
    pieces = excerpt(text, ((8, 30),))
    assert pieces == [Piece("We go on. We will win.", is_claim=True)]


def test_an_excerpt_of_a_text_without_full_stops_stays_short() -> None:
    text = "word " * 200 + "the claim" + " word" * 200
    pieces = excerpt(text, ((1000, 1009),))
    assert [piece.words for piece in pieces if piece.is_claim] == ["the claim"]
    shown = "".join(piece.words for piece in pieces)
    assert len(shown) <= 9 + 2 * MOST_AROUND
    assert set(shown.split()) == {"word", "the", "claim"}
