"""The demonstration shows a newsroom at work, comes once, and goes without a person's work."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor, make_article, make_claim
from tracker.domain.actors import MACHINE
from tracker.domain.commands import ClaimDraft, SpeakerEdit
from tracker.domain.vocabulary import ContentVerdict, Role, SpanPart, SpeakerKind, Stage
from tracker.extraction import extract
from tracker.models import (
    Account,
    Article,
    ArticleVersion,
    Claim,
    ClaimSpan,
    Event,
    Outlet,
    Speaker,
    VerdictLabel,
)
from tracker.services import claims, enactment, history, seeding, speakers
from tracker.services.demonstration import Deed, read_plan

PLAN = read_plan()
#: Reading the eight reports once is enough for all tests.
read_once = cache(extract)


@pytest.fixture(autouse=True)
def _read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeding, "extract", read_once)


def load(session: Session, folder: Path) -> seeding.Loaded:
    return seeding.load(session, originals_dir=folder, at=NOON)


def number(session: Session, kind: type) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def test_a_new_user_sees_claims_in_every_stage_of_the_work(
    session: Session, tmp_path: Path
) -> None:
    loaded = load(session, tmp_path)
    stages = Counter(session.scalars(select(Claim.stage)))
    assert loaded.articles == len(PLAN.reports) == 8
    assert loaded.claims == stages.total()
    unseen = {Stage.CORRECTED, Stage.ARCHIVED}
    assert set(stages) == set(Stage) - unseen
    assert stages[Stage.PUBLISHED] >= 5
    assert history.verify(session) == (number(session, Event), None)


def test_loading_again_changes_nothing(session: Session, tmp_path: Path) -> None:
    load(session, tmp_path)
    events = number(session, Event)
    assert load(session, tmp_path) == seeding.Loaded(0, 0)
    assert number(session, Event) == events


def test_every_claim_that_is_worked_on_was_moved_by_members(
    session: Session, tmp_path: Path
) -> None:
    load(session, tmp_path)
    movers = set(session.scalars(select(Event.actor_name).where(Event.action == "claim.moved")))
    assert movers == {member.name for member in PLAN.members}


def test_published_claims_carry_the_newsrooms_own_labels(session: Session, tmp_path: Path) -> None:
    load(session, tmp_path)
    rows = session.execute(
        select(Claim.content_verdict, VerdictLabel.verdict)
        .outerjoin(VerdictLabel, Claim.verdict_label_id == VerdictLabel.id)
        .where(Claim.stage == Stage.PUBLISHED)
    ).all()
    assert rows
    assert all(verdict is label for verdict, label in rows)


def test_nothing_that_a_real_person_said_is_rated(session: Session, tmp_path: Path) -> None:
    load(session, tmp_path)
    real = select(Speaker.id).where(
        Speaker.name.in_(["Kristi Noem", "Gustavo Petro", "Donald Trump", "Colombian Presidency"])
    )
    verdicts = session.scalars(select(Claim.content_verdict).where(Claim.speaker_id.in_(real)))
    assert Counter(verdicts) == {ContentVerdict.NOT_RATED: 6}


def test_no_act_lies_in_the_future(session: Session, tmp_path: Path) -> None:
    load(session, tmp_path)
    assert session.scalar(select(func.max(Event.at))) == NOON


def test_a_plan_that_names_a_claim_that_is_not_found_fails_loudly(session: Session) -> None:
    claim = make_claim(session)
    deed = Deed(words="words that nobody said", stage=Stage.NEW)
    with pytest.raises(seeding.OutOfStep, match="words that nobody said"):
        enactment.named([claim], deed, PLAN.reports[0])


def test_removing_leaves_the_history_and_the_scale_alone(session: Session, tmp_path: Path) -> None:
    load(session, tmp_path)
    events = number(session, Event)
    removed = seeding.remove(session, actor=MACHINE, at=NOON)
    assert (removed.articles, removed.outlets, removed.kept) == (8, 4, 0)
    for kind in (Article, ArticleVersion, Claim, ClaimSpan, Speaker, Outlet):
        assert number(session, kind) == 0
    assert number(session, VerdictLabel) == len(PLAN.labels)
    assert number(session, Event) > events
    assert history.verify(session) == (number(session, Event), None)


def test_removing_dismisses_the_members_and_keeps_their_names(
    session: Session, tmp_path: Path
) -> None:
    load(session, tmp_path)
    seeding.remove(session, actor=MACHINE, at=NOON)
    members = session.execute(select(Account.name, Account.is_active)).tuples().all()
    assert dict(members) == {member.name: False for member in PLAN.members}


def test_removing_what_is_not_there_changes_nothing(session: Session) -> None:
    article = make_article(session)
    make_claim(session, article=article)
    assert not seeding.remove(session, actor=MACHINE, at=NOON).is_anything
    assert (number(session, Claim), number(session, Event)) == (1, 0)


def test_a_claim_that_a_person_added_stays_with_its_article_and_outlet(
    session: Session, tmp_path: Path
) -> None:
    load(session, tmp_path)
    article = session.scalars(select(Article).order_by(Article.id)).first()
    assert article is not None
    person = make_actor(session, Role.EDITOR)
    draft = ClaimDraft(article.current.id, {SpanPart.CONTENT: ((0, 30),)}, wording="I saw this.")
    added = claims.add(session, draft, actor=person, at=NOON)
    removed = seeding.remove(session, actor=MACHINE, at=NOON)
    assert (removed.articles, removed.kept, removed.outlets) == (7, 1, 3)
    assert session.scalars(select(Claim.id)).all() == [added.id]
    assert session.scalars(select(Article.is_demonstration)).all() == [False]
    assert not seeding.remove(session, actor=MACHINE, at=NOON).is_anything


def test_a_speaker_whom_a_person_worked_on_stays_with_those_merged_in(
    session: Session, tmp_path: Path
) -> None:
    load(session, tmp_path)
    person = make_actor(session, Role.EDITOR)
    edit = SpeakerEdit(name="Mayor Lindqvist", kind=SpeakerKind.PERSON)
    added = speakers.create(session, edit, actor=person, at=NOON)
    (mayor,) = speakers.search(session, "Ada Lindqvist")
    speakers.merge(session, added.id, mayor.id, actor=person, at=NOON)
    seeding.remove(session, actor=MACHINE, at=NOON)
    assert set(session.scalars(select(Speaker.id))) == {added.id, mayor.id}
    assert set(session.scalars(select(Speaker.canonical_id))) == {mayor.id}


def test_the_demonstration_can_come_back_and_is_remembered(
    session: Session, tmp_path: Path
) -> None:
    assert not seeding.was_ever_loaded(session)
    first = load(session, tmp_path)
    seeding.remove(session, actor=MACHINE, at=NOON)
    assert seeding.was_ever_loaded(session)
    assert load(session, tmp_path) == first
    assert all(session.scalars(select(Account.is_active)))


def test_the_report_of_the_real_event_quotes_word_for_word() -> None:
    text = PLAN.reports[0].text
    assert (
        '"We will assist the Colombian people in detecting and preventing criminals and terrorists'
        " from attempting to cross its borders. Through this collaboration, the Colombian people"
        ' will be safer, have opportunities to prosper, and its economy will improve,"'
    ) in text
    assert '"We talked about security at length. I think she\'s charmed by Colombia,"' in text
