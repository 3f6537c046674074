"""The pages are handed whole records, and told plainly where there is none."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_account, make_article, make_claim, make_speaker
from tracker.domain.errors import InvalidEdit, NotFound
from tracker.domain.vocabulary import Role, SpeakerKind, Stage
from tracker.models import SpeakerAlias
from tracker.services import queries
from tracker.services.figures import newsroom
from tracker.services.speaking import speaker_list


@pytest.mark.parametrize("look_up", ["article", "claim", "speaker", "outlet", "account"])
def test_a_record_that_is_not_there_is_named(session: Session, look_up: str) -> None:
    with pytest.raises(NotFound, match="987654"):
        getattr(queries, look_up)(session, 987654)


def test_claims_follow_the_text(session: Session) -> None:
    article = make_article(session)
    late = make_claim(session, article=article, content=((20, 30),))
    early = make_claim(session, article=article, content=((2, 9),))
    assert list(queries.claims_of(session, article.current)) == [early, late]


def test_articles_come_newest_first_a_page_at_a_time(session: Session) -> None:
    articles = [make_article(session, title=f"Port {n}") for n in range(5)]
    make_claim(session, article=articles[4], stage=Stage.NEW)
    first = queries.articles(session, limit=3)
    assert [line.article.title for line in first.lines] == ["Port 4", "Port 3", "Port 2"]
    assert first.lines[0].stages == {Stage.NEW: 1}
    assert first.lines[0].claims == 1
    second = queries.articles(session, limit=3, before=first.next)
    assert [line.article.title for line in second.lines] == ["Port 1", "Port 0"]
    assert second.next is None


def test_speakers_are_found_by_other_names_and_kind(session: Session) -> None:
    ana = make_speaker(session, name="Ana Silva")
    ana.aliases.append(SpeakerAlias(name="The harbour director"))
    make_speaker(session, name="Silva Lines", kind=SpeakerKind.ORGANISATION)
    merged = make_speaker(session, name="A. Silva", merged_into_id=ana.id, canonical_id=ana.id)
    make_claim(session, speaker=merged)
    session.flush()
    found = speaker_list.speakers(session, text="SÍLVA")
    assert [(speaker.name, number) for speaker, number in found.lines] == [
        ("Ana Silva", 1),
        ("Silva Lines", 0),
    ]
    assert [s.name for s, _ in speaker_list.speakers(session, text="harbour").lines] == [
        "Ana Silva"
    ]
    kind = SpeakerKind.ORGANISATION
    assert [s.name for s, _ in speaker_list.speakers(session, kind=kind).lines] == ["Silva Lines"]


def test_speakers_are_paged_by_name(session: Session) -> None:
    """Capitals and small letters stand together, as in an index."""
    for name in ("cem", "Ana", "Bo", "Bo", "Dora"):
        make_speaker(session, name=name)
    first = speaker_list.speakers(session, limit=2)
    second = speaker_list.speakers(session, limit=2, after=first.next or "")
    assert [s.name for s, _ in first.lines] == ["Ana", "Bo"]
    assert [s.name for s, _ in second.lines] == ["Bo", "cem"]
    with pytest.raises(InvalidEdit, match="page mark"):
        speaker_list.speakers(session, after="nonsense")


def test_the_home_page_counts_what_waits(session: Session) -> None:
    checker = make_account(session, role=Role.FACT_CHECKER)
    make_claim(session, stage=Stage.IN_PROGRESS, assignee=checker, due_on=NOON.date())
    make_claim(session, stage=Stage.PROPOSED)
    tomorrow = NOON.date().replace(day=NOON.day + 1)
    figures = newsroom.newsroom(session, account_id=checker.id, today=tomorrow)
    assert figures.stages == {Stage.IN_PROGRESS: 1, Stage.PROPOSED: 1}
    assert (figures.articles, figures.mine, figures.overdue) == (2, 1, 1)
