"""The figures of the dashboard, of a small newsroom in which every answer is known."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_article, make_claim, make_speaker
from tracker.domain.actors import Actor
from tracker.domain.shares import Share
from tracker.domain.vocabulary import Checkability, ContentVerdict, Origin, Stage
from tracker.models import Claim, Desk
from tracker.services.figures import (
    statistics,
    statistics_quality,
    statistics_repeats,
    statistics_sources,
    statistics_time,
)
from tracker.services.figures.statistics import Scope, Tally
from tracker.services.reviewing import review

DAY = timedelta(days=1)
TODAY = NOON.date()
#: From the day before NOON to ten days after it.
SCOPE = Scope(TODAY - DAY, TODAY + 10 * DAY)


def accept(session: Session, claim: Claim, editor: Actor, at: datetime) -> Claim:
    review.advance(session, claim, Stage.NEW, actor=editor, at=at)
    return claim


def decline(session: Session, claim: Claim, editor: Actor, at: datetime) -> None:
    reason = Checkability.NOT_A_STATEMENT
    review.advance(
        session, claim, Stage.DECLINED, actor=editor, at=at, note="read", checkability=reason
    )


def test_the_throughput_tells_what_came_in_and_what_was_decided_each_day(
    session: Session, editor: Actor
) -> None:
    accept(session, make_claim(session), editor, NOON + DAY)
    decline(session, make_claim(session), editor, NOON + 2 * DAY)
    make_claim(session, stage=Stage.NEW, origin=Origin.HUMAN, created_at=NOON + DAY)
    tallies = {one.start: one for one in statistics.throughput(session, SCOPE)}
    assert list(tallies) == [SCOPE.since + number * DAY for number in range(12)]
    assert tallies[TODAY] == Tally(TODAY, 2, 0, 0, 0, 0, 0)
    assert tallies[TODAY + DAY] == Tally(TODAY + DAY, 0, 2, 0, 0, 0, 0)
    assert tallies[TODAY + 2 * DAY] == Tally(TODAY + 2 * DAY, 0, 0, 1, 0, 0, 0)


def test_a_declined_claim_that_is_taken_up_again_is_not_accepted_twice(
    session: Session, editor: Actor
) -> None:
    claim = make_claim(session)
    decline(session, claim, editor, NOON + DAY)
    review.advance(session, claim, Stage.NEW, actor=editor, at=NOON + DAY, note="after all")
    assert sum(one.accepted for one in statistics.throughput(session, SCOPE)) == 0


def test_a_day_ends_at_midnight_in_utc(session: Session) -> None:
    midnight = datetime.combine(TODAY + DAY, datetime.min.time(), NOON.tzinfo)
    make_claim(session, created_at=midnight - timedelta(microseconds=1))
    make_claim(session, created_at=midnight)
    today = Scope(TODAY, TODAY)
    assert [one.proposed for one in statistics.throughput(session, today)] == [1]


@pytest.mark.parametrize(
    ("days", "starts"),
    [
        (31, [date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)]),
        (90, [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 16)]),
        (900, [date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1)]),
    ],
)
def test_long_spans_are_told_by_weeks_and_months(days: int, starts: list[date]) -> None:
    scope = Scope(TODAY, TODAY + (days - 1) * DAY)
    assert list(statistics.units(scope))[:3] == starts


def test_the_backlog_is_told_by_stage_and_age(session: Session) -> None:
    for hours in (1, 23, 25, 24 * 8, 24 * 31, 24 * 91):
        make_claim(session, created_at=NOON - timedelta(hours=hours))
    make_claim(session, stage=Stage.TRIAGED, created_at=NOON)
    make_claim(session, stage=Stage.PUBLISHED, created_at=NOON)
    found = {one.stage: one.by_age for one in statistics.backlog(session, SCOPE, at=NOON)}
    assert found[Stage.PROPOSED] == (2, 1, 1, 1, 1)
    assert found[Stage.TRIAGED] == (1, 0, 0, 0, 0)
    assert Stage.PUBLISHED not in found


def test_the_time_at_a_stage_runs_from_the_move_before(session: Session, editor: Actor) -> None:
    for days in (1, 2, 9):
        claim = accept(session, make_claim(session), editor, NOON + days * DAY)
        review.advance(
            session,
            claim,
            Stage.TRIAGED,
            actor=editor,
            at=NOON + (days + 1) * DAY,
            checkability=Checkability.CHECKABLE,
        )
    proposed, new = statistics_time.time_in_stages(session, SCOPE)
    assert (proposed.stage, proposed.moves) == (Stage.PROPOSED, 3)
    assert (proposed.median, proposed.ninth_tenth) == (2.0, 9.0)
    assert (new.stage, new.median, new.ninth_tenth) == (Stage.NEW, 1.0, 1.0)


def test_a_quantile_is_one_of_the_values() -> None:
    values = [5.0, 1.0, 4.0, 2.0, 3.0]
    assert statistics_time.quantile(values, 0.5) == 3.0
    assert statistics_time.quantile(values, 0.9) == 5.0
    assert statistics_time.quantile([7.0], 0.5) == 7.0


def test_the_mix_counts_verdicts_and_what_is_not_rated_yet(session: Session) -> None:
    for verdict in (ContentVerdict.FALSE, ContentVerdict.FALSE, ContentVerdict.UNPROVEN):
        make_claim(session, stage=Stage.TRIAGED, content_verdict=verdict)
    make_claim(session, stage=Stage.NEW)
    make_claim(session, stage=Stage.PROPOSED)
    mix = statistics.verdict_mix(session, SCOPE)
    assert mix.counts == {ContentVerdict.FALSE: 2, ContentVerdict.UNPROVEN: 1}
    assert mix.unrated == 1


def test_claims_in_the_same_words_or_nearly_so_are_repeated(session: Session) -> None:
    first, second = make_speaker(session), make_speaker(session, name="Omar Haddad")
    make_claim(session, wording="The harbour moved nine million tonnes.", speaker=first)
    make_claim(session, wording="THE HARBOUR  moved nine million tonnes.", speaker=second)
    newest = make_claim(session, wording="The harbour moved nine million tonnes", speaker=first)
    make_claim(session, wording="The bridge will be closed for a year.")
    (repeat,) = statistics_repeats.most_repeated(session, SCOPE)
    assert (repeat.claim_id, repeat.wording) == (newest.id, newest.wording)
    assert (repeat.times, repeat.articles, repeat.speakers) == (3, 3, 2)


def test_speakers_and_outlets_are_counted_merged_records_as_one(session: Session) -> None:
    ana = make_speaker(session)
    again = make_speaker(session, name="A. Silva", canonical_id=ana.id, merged_into_id=ana.id)
    article = make_article(session, outlet="The Harbour Post")
    make_claim(session, article=article, speaker=ana, stage=Stage.PUBLISHED)
    make_claim(session, article=article, speaker=again)
    make_claim(session, article=article, speaker=again, stage=Stage.DECLINED)
    (speaker,) = statistics_sources.speakers(session, SCOPE)
    (outlet,) = statistics_sources.outlets(session, SCOPE)
    assert (speaker.id, speaker.name, speaker.claims, speaker.published) == (ana.id, ana.name, 2, 1)
    assert (outlet.name, outlet.claims, outlet.rated) == ("The Harbour Post", 2, 0)


def test_the_quality_is_told_for_each_day_and_version(session: Session, editor: Actor) -> None:
    accept(session, make_claim(session), editor, NOON)
    decline(session, make_claim(session), editor, NOON + DAY)
    accept(session, make_claim(session), editor, NOON - 30 * DAY)
    course = statistics_quality.course(session, SCOPE)
    assert course.by_unit[TODAY].precision == Share(1, 1)
    assert course.by_unit[TODAY + DAY].precision == Share(0, 1)
    assert course.by_version["fixed 1"].precision == Share(1, 2)


def test_only_the_desk_that_is_asked_for_counts(session: Session, editor: Actor) -> None:
    desk = Desk(name="Science", slug="science", created_at=NOON)
    session.add(desk)
    session.flush()
    accept(session, make_claim(session), editor, NOON)
    claim = make_claim(session, article=make_article(session, desk_id=desk.id))
    accept(session, claim, editor, NOON)
    scope = Scope(TODAY, TODAY, desk.id)
    (tally,) = statistics.throughput(session, scope)
    assert (tally.proposed, tally.accepted) == (1, 1)
    assert statistics_quality.course(session, scope).by_unit[TODAY].precision == Share(1, 1)


def test_the_demonstration_counts_only_where_it_is_asked_for(session: Session) -> None:
    make_claim(session, article=make_article(session, is_demonstration=True))
    shown = Scope(TODAY, TODAY, is_demonstration=True)
    assert [one.proposed for one in statistics.throughput(session, shown)] == [1]
    assert [one.proposed for one in statistics.throughput(session, Scope(TODAY, TODAY))] == [0]
    assert statistics.has_claims(session, demonstration=True)
    assert not statistics.has_claims(session, demonstration=False)
