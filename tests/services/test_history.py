"""The history cannot be changed, shows when somebody did it anyway, and misses nothing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.builders import NOON, TEXT, make_actor, make_article, make_claim, make_speaker
from tracker.domain.actors import MACHINE, Actor
from tracker.domain.commands import (
    ArticleDraft,
    ArticleEdit,
    ClaimDraft,
    ClaimEdit,
    RoleEdit,
    SpeakerEdit,
)
from tracker.domain.vocabulary import Certainty, Role, SpanPart, SpeakerKind, Stage
from tracker.models import Event, Speaker
from tracker.services.articles import intake
from tracker.services.editing import claim_fields, claims
from tracker.services.reviewing import boundaries, review
from tracker.services.speaking import speakers
from tracker.services.trail import history


@pytest.fixture
def actor(session: Session) -> Actor:
    return make_actor(session, Role.EDITOR)


@pytest.fixture
def three(session: Session, actor: Actor) -> list[int]:
    """Return the numbers of three events."""
    return [
        history.record(
            session, "claim.revised", ("claim", n), {"note": ("", str(n))}, actor=actor, at=NOON
        ).id
        for n in (1, 2, 3)
    ]


def test_values_of_every_kind_are_told_in_json(session: Session) -> None:
    values = {
        "stage": (Stage.NEW, None),
        "day": (date(2026, 3, 2), NOON),
        "share": (0.25, 1),
        "certainty": ([Certainty.LOW], ((1, 2),)),
        "open": (True, {"a": Certainty.HIGH}),
    }
    history.record(session, "claim.revised", ("claim", 1), values, actor=MACHINE, at=NOON)
    session.expire_all()
    (told,) = history.of(session, "claim", 1)
    assert told.changes == {
        "stage": ["new", None],
        "day": ["2026-03-02", "2026-03-02T12:00:00+00:00"],
        "share": ["0.2500", 1],
        "certainty": [["low"], [[1, 2]]],
        "open": [True, {"a": "high"}],
    }
    assert (told.actor_id, told.actor_name) == (None, "Claim Tracker")
    assert history.verify(session) == (1, None)


def test_the_events_of_a_record_come_newest_first_and_alone(
    session: Session, actor: Actor, three: list[int]
) -> None:
    history.record(session, "claim.moved", ("claim", 2), {}, actor=actor, at=NOON)
    history.record(session, "speaker.added", ("speaker", 2), {}, actor=actor, at=NOON)
    assert [e.action for e in history.of(session, "claim", 2)] == ["claim.moved", "claim.revised"]


def test_a_history_that_nobody_touched_holds(session: Session, three: list[int]) -> None:
    assert history.verify(session) == (3, None)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET note = 'x'",
        "DELETE FROM event",
        "UPDATE article_version SET text = 'x'",
        "UPDATE article_version SET text_sha256 = text_sha256",
        "UPDATE article_version SET number = 2",
    ],
)
def test_the_database_refuses_to_change_the_past(
    session: Session, three: list[int], statement: str
) -> None:
    make_article(session)
    with pytest.raises(DBAPIError, match=r"cannot be (changed|deleted)"):
        session.execute(text(statement))


def test_postgresql_refuses_to_empty_the_history(session: Session, three: list[int]) -> None:
    if session.get_bind().dialect.name != "postgresql":
        pytest.skip("SQLite has no TRUNCATE")
    with pytest.raises(DBAPIError, match="cannot be deleted"):
        session.execute(text("TRUNCATE event CASCADE"))


def without_triggers(session: Session) -> None:
    """Do what somebody with the database's password could do."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("ALTER TABLE event DISABLE TRIGGER USER"))
    else:
        session.execute(text("DROP TRIGGER event_refuses_update"))
        session.execute(text("DROP TRIGGER event_refuses_delete"))


@pytest.mark.parametrize(
    ("column", "lie"),
    [
        ("note", "forged"),
        ("actor_name", "Somebody else"),
        ("actor_id", None),
        ("action", "claim.moved"),
        ("subject", "speaker"),
        ("subject_id", 99),
        ("changes", {}),
        ("at", NOON.replace(year=2020)),
        ("hash", "f" * 64),
    ],
)
def test_an_event_that_was_altered_is_found(
    session: Session, three: list[int], column: str, lie: Any
) -> None:
    without_triggers(session)
    session.execute(update(Event).where(Event.id == three[1]).values({column: lie}))
    session.expire_all()
    count, broken = history.verify(session)
    assert broken is not None
    assert (count, broken.event_id) == (1, three[1])


def test_an_event_that_was_removed_is_missed(session: Session, three: list[int]) -> None:
    without_triggers(session)
    session.execute(text("DELETE FROM event WHERE id = :id"), {"id": three[1]})
    session.expire_all()
    count, broken = history.verify(session)
    assert broken is not None
    assert (count, broken.event_id) == (1, three[2])
    assert "missing" in broken.reason


def test_two_events_that_changed_places_are_found(session: Session, three: list[int]) -> None:
    without_triggers(session)
    for old, new in ((three[1], -1), (three[2], three[1]), (-1, three[2])):
        session.execute(
            text("UPDATE event SET id = :new WHERE id = :old"), {"old": old, "new": new}
        )
    session.expire_all()
    assert history.verify(session)[1] is not None


def test_a_history_that_lost_its_end_says_so(session: Session, three: list[int]) -> None:
    if session.get_bind().dialect.name == "postgresql":
        pytest.skip("PostgreSQL does not remember it; the seal kept elsewhere does")
    without_triggers(session)
    session.execute(text("DELETE FROM event WHERE id = :id"), {"id": three[2]})
    count, broken = history.verify(session)
    assert broken is not None
    assert (count, broken.event_id) == (2, three[2])


def test_words_behind_a_zero_sign_are_found(session: Session, three: list[int]) -> None:
    if session.get_bind().dialect.name == "postgresql":
        pytest.skip("PostgreSQL stores no zero signs")
    without_triggers(session)
    longer = "UPDATE event SET note = note || char(0) || 'forged' WHERE id = :id"
    session.execute(text(longer), {"id": three[1]})
    broken = history.verify(session)[1]
    assert broken is not None
    assert broken.event_id == three[1]


@pytest.mark.parametrize("column", ["name_digest", "words_digest", "name_salt", "words_salt"])
@pytest.mark.parametrize("lie", ["f" * 64, None])
def test_a_digest_or_a_salt_that_was_altered_is_found(
    session: Session, three: list[int], column: str, lie: str | None
) -> None:
    without_triggers(session)
    session.execute(update(Event).where(Event.id == three[1]).values({column: lie}))
    broken = history.verify(session)[1]
    assert broken is not None
    assert broken.event_id == three[1]


def ingest(session: Session, actor: Actor, folder: Path) -> Any:
    draft = ArticleDraft(text=TEXT, title="The port grows")
    return intake.ingest(
        session, draft, actor=actor, at=NOON, originals_dir=folder, extract=_nothing
    )


def _nothing(text: str, *, language: str) -> list[Any]:
    return []


def revise_article(session: Session, actor: Actor, _folder: Path) -> Any:
    article = make_article(session)
    edit = ArticleEdit("Another title", None, None, None, "en", None, article.edit_number)
    return intake.revise_article(session, article.id, edit, actor=actor, at=NOON)


def reextract(session: Session, actor: Actor, _folder: Path) -> Any:
    return intake.reextract(
        session, make_article(session).id, actor=actor, at=NOON, extract=_nothing
    )


def revise_claim(session: Session, actor: Actor, _folder: Path) -> Any:
    claim = make_claim(session)
    fields = claim_fields.values(claim) | {"note": "Look again."}
    edit = ClaimEdit(edit_number=claim.edit_number, **fields)
    return claims.revise(session, claim.id, edit, actor=actor, at=NOON)


def add_claim(session: Session, actor: Actor, _folder: Path) -> Any:
    draft = ClaimDraft(make_article(session).current.id, {SpanPart.CONTENT: ((0, 53),)})
    return claims.add(session, draft, actor=actor, at=NOON)


def move_boundaries(session: Session, actor: Actor, _folder: Path) -> Any:
    claim = make_claim(session)
    where = {SpanPart.CONTENT: ((4, 53),)}
    number = claim.edit_number
    return boundaries.move_boundaries(
        session, claim.id, where, edit_number=number, actor=actor, at=NOON
    )


def split_claim(session: Session, actor: Actor, _folder: Path) -> Any:
    claim = make_claim(session)
    return boundaries.split(
        session, claim.id, 17, edit_number=claim.edit_number, actor=actor, at=NOON
    )


def merge_claims(session: Session, actor: Actor, _folder: Path) -> Any:
    claim = make_claim(session)
    other = make_claim(session, article=claim.article_version.article)
    return boundaries.merge(
        session, claim.id, other.id, edit_number=claim.edit_number, actor=actor, at=NOON
    )


def move_claim(session: Session, actor: Actor, _folder: Path) -> Any:
    return review.advance(session, make_claim(session), Stage.NEW, actor=actor, at=NOON)


def create_speaker(session: Session, actor: Actor, _folder: Path) -> Any:
    edit = SpeakerEdit("Ana Silva", SpeakerKind.PERSON)
    return speakers.create(session, edit, actor=actor, at=NOON)


def match_speaker(session: Session, actor: Actor, _folder: Path) -> Any:
    return speakers.match(session, "Ana Silva", SpeakerKind.PERSON, actor=actor, at=NOON)


def revise_speaker(session: Session, actor: Actor, _folder: Path) -> Any:
    speaker = make_speaker(session)
    edit = SpeakerEdit("Ana", SpeakerKind.PERSON, edit_number=speaker.edit_number)
    return speakers.revise(session, speaker.id, edit, actor=actor, at=NOON)


def add_role(session: Session, actor: Actor, _folder: Path) -> Any:
    speaker = make_speaker(session)
    return speakers.add_role(session, speaker.id, RoleEdit("Director"), actor=actor, at=NOON)


def remove_role(session: Session, actor: Actor, folder: Path) -> Any:
    role = add_role(session, actor, folder)
    return speakers.remove_role(session, role.speaker_id, role.id, actor=actor, at=NOON)


def merge_speakers(session: Session, actor: Actor, _folder: Path) -> Speaker:
    one, into = make_speaker(session, name="A. Silva"), make_speaker(session)
    speakers.merge(session, one.id, into.id, actor=actor, at=NOON)
    return one


def unmerge_speakers(session: Session, actor: Actor, folder: Path) -> Any:
    one = merge_speakers(session, actor, folder)
    return speakers.unmerge(session, one.id, actor=actor, at=NOON)


#: Every verb that writes, and the events it leaves; verbs that need another verb first leave
#: that one's, too.
VERBS: dict[Callable[[Session, Actor, Path], Any], list[str]] = {
    ingest: ["article.ingested"],
    revise_article: ["article.revised"],
    reextract: ["article.read_again"],
    revise_claim: ["claim.revised"],
    add_claim: ["claim.added"],
    move_boundaries: ["claim.boundaries_moved"],
    split_claim: ["claim.split", "claim.added"],
    merge_claims: ["claim.moved", "claim.merged"],
    move_claim: ["claim.moved"],
    create_speaker: ["speaker.added"],
    match_speaker: ["speaker.added"],
    revise_speaker: ["speaker.revised"],
    add_role: ["speaker.role_added"],
    remove_role: ["speaker.role_added", "speaker.role_removed"],
    merge_speakers: ["speaker.merged", "speaker.merged"],
    unmerge_speakers: ["speaker.merged"] * 2 + ["speaker.unmerged"] * 2,
}


@pytest.mark.parametrize("verb", list(VERBS), ids=lambda verb: verb.__name__)
def test_every_verb_leaves_its_events_by_its_actor(
    session: Session, actor: Actor, tmp_path: Path, verb: Callable[..., Any]
) -> None:
    verb(session, actor, tmp_path)
    events = session.scalars(select(Event).order_by(Event.id)).all()
    assert [told.action for told in events] == VERBS[verb]
    assert {(told.actor_id, told.actor_name) for told in events} == {(actor.account_id, actor.name)}
    assert history.verify(session) == (len(events), None)


@pytest.mark.parametrize("verb", list(VERBS), ids=lambda verb: verb.__name__)
def test_a_change_that_is_rolled_back_leaves_no_event(
    session: Session, actor: Actor, tmp_path: Path, verb: Callable[..., Any]
) -> None:
    with session.begin_nested() as change:
        verb(session, actor, tmp_path)
        change.rollback()
    assert session.scalar(select(func.count(Event.id))) == 0


@pytest.mark.parametrize("verb", list(VERBS), ids=lambda verb: verb.__name__)
def test_no_verb_commits(
    session: Session, actor: Actor, tmp_path: Path, verb: Callable[..., Any]
) -> None:
    commits: list[Session] = []
    event.listen(session, "after_commit", commits.append)
    verb(session, actor, tmp_path)
    assert commits == []


def test_every_verb_of_the_services_stands_in_the_list() -> None:
    """Whoever adds a verb shows above which events it leaves."""
    public = {
        name
        for module in (intake, claims, boundaries, review, speakers)
        for name in getattr(module, "__all__", [name for name in vars(module) if name[0] != "_"])
        if "actor" in getattr(vars(module)[name], "__annotations__", {})
    }
    assert public == {
        "ingest",
        "revise_article",
        "reextract",
        "revise",
        "add",
        "move_boundaries",
        "split",
        "merge",
        "advance",
        "confirm",
        "publish",
        "create",
        "give_up",
        "lay_down",
        "match",
        "add_role",
        "remove_role",
        "unmerge",
    }


def test_writers_take_turns(engine: Engine) -> None:
    """On PostgreSQL a second writer waits for the first; on SQLite BEGIN does the same."""
    if engine.dialect.name != "postgresql":
        pytest.skip("SQLite has one writer anyway")
    with Session(engine) as first, Session(engine) as second:
        history.take_turn(first)
        waits = text("SELECT pg_try_advisory_xact_lock(hashtext('tracker.history'))")
        assert second.scalar(waits) is False
        first.rollback()
        assert second.scalar(waits) is True
