"""Speakers whom articles name are matched to records: the same person, and nobody else."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor, make_article, make_claim, make_speaker
from tracker.domain.actors import Actor
from tracker.domain.commands import RoleEdit, SpeakerEdit
from tracker.domain.vocabulary import SpeakerKind
from tracker.models import Speaker
from tracker.services.speaking import speakers
from tracker.services.trail import history

PERSON = SpeakerKind.PERSON
MARCH = date(2026, 3, 1)


@pytest.fixture
def actor(session: Session) -> Actor:
    return make_actor(session)


def match(
    session: Session, actor: Actor, name: str, kind: SpeakerKind = PERSON, **options: Any
) -> Speaker:
    return speakers.match(session, name, kind, actor=actor, at=NOON, **options)


@pytest.mark.parametrize(
    "name", ["José Díaz", "JOSE DIAZ", "  josé   Diaz ", "Jose\u0301 Di\u0301az"]
)
def test_a_name_matches_without_case_accents_and_loose_space(
    session: Session, actor: Actor, name: str
) -> None:
    known = make_speaker(session, name="José Díaz")
    assert match(session, actor, name) is known


def test_a_name_matches_another_name(session: Session, actor: Actor) -> None:
    edit = SpeakerEdit("Kristi Noem", PERSON, aliases=("Secretary Noem",))
    known = speakers.create(session, edit, actor=actor, at=NOON)
    assert match(session, actor, "SECRETARY NOEM") is known


@pytest.mark.parametrize("name", ["Ana", "Silva", "Ana Silva Jr", "Ana Silv"])
def test_part_of_a_name_matches_nobody(session: Session, actor: Actor, name: str) -> None:
    known = make_speaker(session)
    assert match(session, actor, name) is not known


def test_merges_are_followed(session: Session, actor: Actor) -> None:
    short, ana = make_speaker(session, name="A. Silva"), make_speaker(session)
    speakers.merge(session, short.id, ana.id, actor=actor, at=NOON)
    session.expire_all()
    assert match(session, actor, "A. Silva") is ana


def test_two_kinds_of_the_same_name_stay_two(session: Session, actor: Actor) -> None:
    person = make_speaker(session, name="Jordan")
    state = match(session, actor, "Jordan", SpeakerKind.ORGANISATION)
    assert state is not person
    assert state.kind is SpeakerKind.ORGANISATION


def test_a_speaker_who_is_not_known_gets_a_record_and_an_event(
    session: Session, actor: Actor
) -> None:
    speaker = match(session, actor, "Ben Okoro")
    assert (speaker.name, speaker.kind, speaker.canonical_id) == ("Ben Okoro", PERSON, speaker.id)
    assert history.of(session, "speaker", speaker.id)[0].action == "speaker.added"
    assert match(session, actor, "Ben Okoro") is speaker


def test_the_stated_role_decides_between_two_of_the_same_name(
    session: Session, actor: Actor
) -> None:
    baker, mayor = (
        make_speaker(session, name="John Smith"),
        make_speaker(session, name="John Smith"),
    )
    for who, title in ((baker, "Baker"), (mayor, "Mayor")):
        speakers.add_role(session, who.id, RoleEdit(title), actor=actor, at=NOON)
    assert match(session, actor, "John Smith", role="MAYOR") is mayor


@pytest.mark.parametrize("role", [None, "Sailor"])
def test_where_nothing_decides_between_two_a_third_record_is_made(
    session: Session, actor: Actor, role: str | None
) -> None:
    both = [make_speaker(session, name="John Smith") for _ in range(2)]
    assert match(session, actor, "John Smith", role=role) not in both


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("A senior official", SpeakerKind.ANONYMOUS),
        ("residents", SpeakerKind.GROUP),
        ("the ministry", SpeakerKind.ORGANISATION),
    ],
)
def test_words_without_a_name_stand_for_somebody_else_in_every_article(
    session: Session, actor: Actor, words: str, kind: SpeakerKind
) -> None:
    first = make_article(session, outlet="The Harbour Post", published_on=MARCH)
    second = make_article(session, outlet="The Harbour Post", published_on=MARCH)
    one = match(session, actor, words, kind, article=first)
    make_claim(session, article=first, speaker=one)
    other = match(session, actor, words, kind, article=second)
    assert one is not other
    assert one.name == f"{words} (The Harbour Post, 2026-03-01)"
    assert match(session, actor, words, kind, article=first) is one


def test_words_without_a_name_and_without_an_article_stand_for_somebody_new(
    session: Session, actor: Actor
) -> None:
    one = match(session, actor, "an aide", SpeakerKind.ANONYMOUS)
    assert match(session, actor, "an aide", SpeakerKind.ANONYMOUS) is not one
    assert one.name == "an aide"


def test_an_anonymous_source_of_an_article_without_outlet_and_day_is_named_with_its_title(
    session: Session, actor: Actor
) -> None:
    article = make_article(session, title="The port grows")
    speaker = match(session, actor, "an aide", SpeakerKind.ANONYMOUS, article=article)
    assert speaker.name == "an aide (“The port grows”)"


def test_a_stated_role_is_added_from_the_day_of_the_article(session: Session, actor: Actor) -> None:
    article = make_article(session, published_on=MARCH)
    speaker = match(session, actor, "Ana Silva", role="director", article=article)
    assert [(role.title, role.starts_on) for role in speaker.roles] == [("director", MARCH)]
    assert history.of(session, "speaker", speaker.id)[0].action == "speaker.role_added"


def test_a_role_that_is_known_is_not_added_again(session: Session, actor: Actor) -> None:
    ana = make_speaker(session)
    speakers.add_role(session, ana.id, RoleEdit("Director"), actor=actor, at=NOON)
    article = make_article(session, published_on=MARCH)
    match(session, actor, "Ana Silva", role="DIRECTOR", article=article)
    assert [role.title for role in ana.roles] == ["Director"]


def test_a_role_whose_day_is_not_known_stays_with_the_claim(session: Session, actor: Actor) -> None:
    article = make_article(session, published_on=None)
    assert match(session, actor, "Ana Silva", role="director", article=article).roles == []


def test_speakers_of_a_demonstration_are_marked(session: Session, actor: Actor) -> None:
    assert match(session, actor, "Ben Okoro", is_demonstration=True).is_demonstration
