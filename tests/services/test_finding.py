"""The claim list finds what its filters say, in order, a page at a time, on both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_article, make_claim, make_speaker
from tracker.domain.commands import Selection
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import ClaimKind, ContentVerdict, Stage
from tracker.services.listing import finding, tallies
from tracker.services.listing.orders import Sort


@pytest.fixture
def seven(session: Session) -> list[int]:
    """Seven claims of one article: two speakers, said on different days, one thought."""
    article = make_article(session, title="Harbour", outlet="The Harbour Post")
    ana, ben = make_speaker(session, name="Ana Díaz"), make_speaker(session, name="Ben Okoro")
    claims = [
        make_claim(
            session,
            article=article,
            speaker=ana if number % 2 else ben,
            wording=f"The port moved {number} million tonnes",
            said_on=date(2026, 3, number) if number != 3 else None,
            kind=ClaimKind.DIRECT if number < 4 else ClaimKind.INDIRECT,
            stage=Stage.NEW if number < 6 else Stage.PROPOSED,
            updated_at=NOON + timedelta(minutes=number % 3),
        )
        for number in range(1, 8)
    ]
    make_claim(session, article=article, is_statement=False, wording="He hopes so")
    return [claim.id for claim in claims]


def ids(page: finding.Page) -> list[int]:
    return [row.id for row in page.rows]


def test_an_empty_selection_holds_every_statement_and_no_thought(
    session: Session, seven: list[int]
) -> None:
    page = finding.find(session, Selection())
    assert ids(page) == seven[::-1]
    assert (page.total, page.total_is_capped) == (7, False)


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_forward_and_back_show_each_claim_once_in_every_order(
    session: Session, seven: list[int], sort: Sort
) -> None:
    whole = ids(finding.find(session, Selection(), sort=sort))
    assert sorted(whole) == seven
    first = finding.find(session, Selection(), sort=sort, limit=3)
    second = finding.find(session, Selection(), sort=sort, limit=3, after=first.next)
    third = finding.find(session, Selection(), sort=sort, limit=3, after=second.next)
    assert ids(first) + ids(second) + ids(third) == whole
    assert first.previous is None
    assert third.next is None
    back = finding.find(session, Selection(), sort=sort, limit=3, before=third.previous)
    assert ids(back) == ids(second)
    start = finding.find(session, Selection(), sort=sort, limit=3, before=back.previous)
    assert ids(start) == ids(first)
    assert start.previous is None


@pytest.mark.parametrize("mark", ["x", "W10", "WyJhIl0", "bnVsbA", "WzEsMl0", "é"])
def test_a_page_mark_that_is_not_ours_is_refused(session: Session, mark: str) -> None:
    with pytest.raises(InvalidEdit, match="page mark"):
        finding.find(session, Selection(), after=mark)


def test_filters_narrow_together(session: Session, seven: list[int]) -> None:
    selection = Selection(kinds=(ClaimKind.INDIRECT,), stages=(Stage.NEW,))
    assert ids(finding.find(session, selection, sort=Sort.OLDEST)) == seven[3:5]


def test_the_days_count_the_day_of_the_article_where_the_claim_has_none(
    session: Session, seven: list[int]
) -> None:
    selection = Selection(said_from=date(2026, 3, 5), said_to=date(2026, 3, 6))
    assert ids(finding.find(session, selection, sort=Sort.OLDEST)) == seven[4:6]


@pytest.mark.parametrize("text", ["DIAZ tonnes", "díaz", "  Diaz   TONNES "])
def test_words_are_found_without_case_and_accents(
    session: Session, seven: list[int], text: str
) -> None:
    assert ids(finding.find(session, Selection(text=text), sort=Sort.OLDEST)) == seven[::2]


@pytest.mark.parametrize("text", ["%", "_", "100%", "\\", "'"])
def test_signs_of_the_database_are_plain_signs(
    session: Session, seven: list[int], text: str
) -> None:
    assert ids(finding.find(session, Selection(text=text))) == []


def test_counts_leave_their_own_filter_out(session: Session, seven: list[int]) -> None:
    selection = Selection(stages=(Stage.NEW,))
    counts = tallies.counts(session, selection)
    assert counts["stages"] == {Stage.NEW: 5, Stage.PROPOSED: 2}
    assert counts["kinds"] == {ClaimKind.DIRECT: 3, ClaimKind.INDIRECT: 2}
    assert counts["content_verdicts"] == {ContentVerdict.NOT_RATED: 5}
    assert {name: number for (_id, name), number in counts["speakers"].items()} == {
        "Ana Díaz": 3,
        "Ben Okoro": 2,
    }


def test_a_merged_speaker_counts_under_the_one_it_is_part_of(
    session: Session, seven: list[int]
) -> None:
    row = finding.find(session, Selection(), limit=1).rows[0]
    everyone = finding.find(session, replace(Selection(), speaker_id=row.speaker_id))
    assert {line.speaker for line in everyone.rows} == {row.speaker}
