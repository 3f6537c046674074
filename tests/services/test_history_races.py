"""Several people at once: nothing is lost, nothing is stored twice, nobody waits for ever."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from tests.builders import NOON, TEXT, make_actor, make_article, make_claim, make_speaker
from tracker.domain.actors import Actor
from tracker.domain.commands import ArticleDraft, ClaimEdit
from tracker.domain.errors import DuplicateArticle, StaleEdit, TransitionRefused
from tracker.domain.vocabulary import Stage
from tracker.extraction import Attribution
from tracker.models import Article, Claim, Draft, Event, Presence
from tracker.models.engine import write_sessions
from tracker.services import schema
from tracker.services.articles import intake
from tracker.services.editing import claim_fields, claims, drafts, presence
from tracker.services.reviewing import review
from tracker.services.speaking import speakers
from tracker.services.trail import history

PEOPLE = 4


@pytest.fixture
def shared_engine(empty_engine: Engine) -> Engine:
    """Return an engine on a database of the test's own, since races need real commits."""
    schema.upgrade(empty_engine)
    return empty_engine


@pytest.fixture
def desk(shared_engine: Engine) -> Callable[[], Session]:
    return write_sessions(shared_engine)


@pytest.fixture
def actor(desk: Callable[[], Session]) -> Actor:
    with desk() as session:
        actor = make_actor(session)
        session.commit()
    return actor


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """Let every person act at the same time, and return what came of it, by person."""
    with ThreadPoolExecutor(PEOPLE) as people:
        return list(people.map(act, range(PEOPLE)))


def test_everybodys_words_arrive_when_all_write_to_one_claim(
    desk: Callable[[], Session], actor: Actor
) -> None:
    with desk() as session:
        claim_id = make_claim(session).id
        session.commit()

    def write(person: int) -> None:
        for line in range(5):
            add_line(desk, actor, claim_id, f"{person}-{line}")

    at_once(write)
    with desk() as session:
        claim = claims.get(session, claim_id)
        wanted = sorted(f"{person}-{line}" for person in range(PEOPLE) for line in range(5))
        assert sorted(claim.note.split()) == wanted
        assert claim.edit_number == 1 + len(wanted)
        assert len(history.of(session, "claim", claim_id)) == len(wanted)
        assert history.verify(session)[1] is None


def add_line(desk: Callable[[], Session], actor: Actor, claim_id: int, line: str) -> None:
    """Add a line to the note as a person does who opens the form again until it is saved."""
    for _attempt in range(200):
        with desk() as session:
            claim = claims.get(session, claim_id)
            edit = ClaimEdit(edit_number=claim.edit_number, **claim_fields.values(claim))
            session.rollback()
            try:
                edit = replace(edit, note=f"{edit.note} {line}")
                claims.revise(session, claim_id, edit, actor=actor, at=NOON)
            except StaleEdit:
                continue
            session.commit()
            return
    raise AssertionError("never saved")


def nothing(text: str, *, language: str) -> list[Attribution]:
    return []


def test_an_article_that_arrives_several_times_at_once_is_stored_once(
    desk: Callable[[], Session], actor: Actor, tmp_path: Path
) -> None:
    draft = ArticleDraft(text=TEXT, title="The port grows", outlet="The Harbour Post")

    def bring(_person: int) -> int:
        with desk() as session:
            try:
                article = intake.ingest(
                    session,
                    draft,
                    actor=actor,
                    at=NOON,
                    originals_dir=tmp_path,
                    extract=nothing,
                )
            except DuplicateArticle as duplicate:
                return duplicate.article_id
            session.commit()
            return article.id

    numbers = at_once(bring)
    assert len(set(numbers)) == 1
    with desk() as session:
        assert session.scalar(select(func.count(Article.id))) == 1


def test_a_claim_is_accepted_once(desk: Callable[[], Session], actor: Actor) -> None:
    with desk() as session:
        claim_id = make_claim(session).id
        session.commit()

    def accept(_person: int) -> bool:
        with desk() as session:
            claim = session.get_one(Claim, claim_id)
            try:
                review.advance(session, claim, Stage.NEW, actor=actor, at=NOON)
            except TransitionRefused:
                return False
            session.commit()
            return True

    assert sorted(at_once(accept)) == [False, False, False, True]
    with desk() as session:
        assert [event.action for event in history.of(session, "claim", claim_id)] == ["claim.moved"]


def test_two_who_work_on_the_same_records_in_opposite_order_do_not_block_each_other(
    desk: Callable[[], Session], actor: Actor
) -> None:
    with desk() as session:
        article = make_article(session)
        numbers = [make_claim(session, article=article).id for _ in range(2)]
        names = [make_speaker(session, name=name).id for name in "AB"]
        session.commit()

    def work(person: int) -> None:
        order = 1 if person % 2 else -1
        for _ in range(5):
            with desk() as session:
                for claim_id in numbers[::order]:
                    claim = claims.get(session, claim_id)
                    edit = ClaimEdit(edit_number=claim.edit_number, **claim_fields.values(claim))
                    changed = replace(edit, note=f"{edit.note}.")
                    try:
                        claims.revise(session, claim_id, changed, actor=actor, at=NOON)
                    except StaleEdit:
                        session.rollback()
                        break
                else:
                    one, into = names[::order]
                    speakers.merge(session, one, into, actor=actor, at=NOON)
                    speakers.unmerge(session, one, actor=actor, at=NOON)
                    session.commit()

    at_once(work)
    with desk() as session:
        notes = set(session.scalars(select(Claim.note)))
        assert len(notes) == 1
        count, broken = history.verify(session)
        assert broken is None
        assert count == session.scalar(select(func.count(Event.id)))
        assert count == len(notes.pop()) * 6


def test_a_form_that_is_open_in_several_tabs_has_one_draft(
    desk: Callable[[], Session], actor: Actor
) -> None:
    def save(number: int) -> None:
        with desk() as session:
            fields = {"note": [f"tab {number}"]}
            drafts.save(session, "/claims/1", fields, actor=actor, at=NOON)
            session.commit()

    at_once(save)
    with desk() as session:
        assert session.scalar(select(func.count(Draft.id))) == 1


def test_a_member_who_looks_in_several_tabs_is_seen_once(
    desk: Callable[[], Session], actor: Actor
) -> None:
    def look(_number: int) -> None:
        with desk() as session:
            presence.note(session, "claim", 1, actor=actor, at=NOON)
            session.commit()

    at_once(look)
    with desk() as session:
        assert session.scalar(select(func.count()).select_from(Presence)) == 1
