"""The demonstration shows a newsroom at work, and goes without taking a person's work along."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor
from tracker.domain.actors import MACHINE
from tracker.domain.commands import ClaimDraft, SpeakerEdit
from tracker.domain.vocabulary import ContentVerdict, Role, SpanPart, SpeakerKind, Stage
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
from tracker.services.demo import seeding
from tracker.services.demo.demonstration import read_plan
from tracker.services.editing import claims
from tracker.services.speaking import speakers
from tracker.services.trail import history

PLAN = read_plan()


@pytest.fixture(scope="module")
def played(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    """Load the demonstration once, in a transaction that is rolled back after the last test."""
    with engine.connect() as connection:
        outer = connection.begin()
        with joined(connection) as session:
            seeding.load(session, originals_dir=tmp_path_factory.mktemp("originals"), at=NOON)
            session.commit()
        yield connection
        outer.rollback()


@pytest.fixture
def session(played: Connection) -> Iterator[Session]:
    """Return a session that sees the demonstration, and whose work is taken back."""
    savepoint = played.begin_nested()
    with joined(played) as session:
        yield session
    savepoint.rollback()


def joined(connection: Connection) -> Session:
    return Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False)


def number(session: Session, kind: type) -> int:
    return session.scalar(select(func.count()).select_from(kind)) or 0


def test_a_new_user_sees_claims_in_every_stage_of_the_work(session: Session) -> None:
    stages = Counter(session.scalars(select(Claim.stage)))
    assert number(session, Article) == len(PLAN.reports) == 8
    unseen = {Stage.ARCHIVED}
    assert set(stages) == set(Stage) - unseen
    assert stages[Stage.PUBLISHED] >= 5
    assert history.verify(session) == (number(session, Event), None)


def test_loading_again_changes_nothing(session: Session, tmp_path: Path) -> None:
    events = number(session, Event)
    assert seeding.load(session, originals_dir=tmp_path, at=NOON) == seeding.Loaded(0, 0)
    assert number(session, Event) == events


def test_every_claim_that_is_worked_on_was_moved_by_members(session: Session) -> None:
    movers = set(session.scalars(select(Event.actor_name).where(Event.action == "claim.moved")))
    assert movers == {member.name for member in PLAN.members}


def test_published_claims_carry_the_newsrooms_own_labels(session: Session) -> None:
    rows = session.execute(
        select(Claim.content_verdict, VerdictLabel.verdict)
        .outerjoin(VerdictLabel, Claim.verdict_label_id == VerdictLabel.id)
        .where(Claim.stage == Stage.PUBLISHED)
    ).all()
    assert rows
    assert all(verdict is label for verdict, label in rows)


def test_nothing_that_a_real_person_said_is_rated(session: Session) -> None:
    real = select(Speaker.id).where(
        Speaker.name.in_(["Kristi Noem", "Gustavo Petro", "Donald Trump", "Colombian Presidency"])
    )
    verdicts = session.scalars(select(Claim.content_verdict).where(Claim.speaker_id.in_(real)))
    assert set(verdicts) == {ContentVerdict.NOT_RATED}


def test_no_act_lies_in_the_future(session: Session) -> None:
    assert session.scalar(select(func.max(Event.at))) == NOON


def test_removing_leaves_the_history_and_the_scale_alone(session: Session) -> None:
    events = number(session, Event)
    removed = seeding.remove(session, actor=MACHINE, at=NOON)
    assert (removed.articles, removed.outlets, removed.kept) == (8, 4, 0)
    for kind in (Article, ArticleVersion, Claim, ClaimSpan, Speaker, Outlet):
        assert number(session, kind) == 0
    assert number(session, VerdictLabel) == len(PLAN.labels)
    assert number(session, Event) > events
    assert history.verify(session) == (number(session, Event), None)


def test_removing_dismisses_the_members_and_keeps_their_names(session: Session) -> None:
    seeding.remove(session, actor=MACHINE, at=NOON)
    members = session.execute(select(Account.name, Account.is_active)).all()
    assert dict(members) == {member.name: False for member in PLAN.members}


def test_a_claim_that_a_person_added_stays_with_its_article_and_outlet(session: Session) -> None:
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


def test_a_speaker_whom_a_person_worked_on_stays_with_those_merged_in(session: Session) -> None:
    person = make_actor(session, Role.EDITOR)
    edit = SpeakerEdit(name="Mayor Lindqvist", kind=SpeakerKind.PERSON)
    added = speakers.create(session, edit, actor=person, at=NOON)
    (mayor,) = speakers.search(session, "Ada Lindqvist")
    speakers.merge(session, added.id, mayor.id, actor=person, at=NOON)
    seeding.remove(session, actor=MACHINE, at=NOON)
    assert set(session.scalars(select(Speaker.id))) == {added.id, mayor.id}
    assert set(session.scalars(select(Speaker.canonical_id))) == {mayor.id}
