"""Reading an article again adds what is new and never touches what a person has touched."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, TEXT, make_actor, make_attribution
from tracker.domain.actors import Actor
from tracker.domain.commands import ArticleDraft
from tracker.domain.vocabulary import Checkability, Role, SpanPart, Stage
from tracker.extraction import Attribution, Span
from tracker.models import Article, Claim
from tracker.services import queries
from tracker.services.articles import intake
from tracker.services.reviewing import boundaries, review
from tracker.services.trail import history

LATER = NOON + timedelta(days=1)
MOVED = "The port of Varna moved nine million tonnes last year"
GROW = "“We will grow again,”"
Reader = Callable[..., Sequence[Attribution]]


def finding(*words: str, name: str = "Ana Silva") -> Reader:
    def read(text: str, *, language: str) -> Sequence[Attribution]:
        return [make_attribution(text, part, name=name) for part in words]

    return read


@pytest.fixture
def actor(session: Session) -> Actor:
    return make_actor(session, Role.FACT_CHECKER)


@pytest.fixture
def article(session: Session, actor: Actor, tmp_path: Path) -> Article:
    draft = ArticleDraft(text=TEXT, title="The port grows")
    reader = finding(MOVED, GROW)
    return intake.ingest(
        session, draft, actor=actor, at=NOON, originals_dir=tmp_path, extract=reader
    )


def reread(session: Session, article: Article, actor: Actor, reader: Reader) -> intake.Outcome:
    return intake.reextract(session, article.id, actor=actor, at=LATER, extract=reader)


def claims_of(session: Session, article: Article) -> Sequence[Claim]:
    return queries.claims_of(session, article.current)


def test_the_same_reading_changes_nothing(session: Session, actor: Actor, article: Article) -> None:
    before = [(c.id, c.wording, c.updated_at) for c in claims_of(session, article)]
    outcome = reread(session, article, actor, finding(MOVED, GROW))
    assert outcome == intake.Outcome(added=0, kept=2, withdrawn=0)
    assert [(c.id, c.wording, c.updated_at) for c in claims_of(session, article)] == before


def test_what_is_new_is_proposed(session: Session, actor: Actor, article: Article) -> None:
    outcome = reread(session, article, actor, finding(MOVED, GROW, "Silva added"))
    assert outcome == intake.Outcome(added=1, kept=2, withdrawn=0)
    assert claims_of(session, article)[-1].stage is Stage.PROPOSED


def test_an_untouched_proposal_follows_the_new_reading(
    session: Session, actor: Actor, article: Article
) -> None:
    reread(session, article, actor, finding(MOVED, GROW, name="Ben Okoro"))
    claim = claims_of(session, article)[0]
    assert claim.speaker is not None
    assert claim.speaker.name == "Ben Okoro"
    assert claim.wording.startswith("Ben Okoro said that")
    assert "ben okoro" in claim.search_text
    event = history.of(session, "claim", claim.id)[0]
    assert (event.action, event.changes["speaker"]) == (
        "claim.reread",
        ["Ana Silva", "Ben Okoro"],
    )


def test_a_cue_that_is_found_elsewhere_moves_with_the_new_reading(
    session: Session, actor: Actor, article: Article
) -> None:
    def read(text: str, *, language: str) -> Sequence[Attribution]:
        cue = text.index("said")
        moved = make_attribution(text, MOVED, cue=(Span(cue, cue + 4),))
        return [moved, make_attribution(text, GROW)]

    assert reread(session, article, actor, read).kept == 2
    session.expire_all()
    claim = claims_of(session, article)[0]
    assert (claim.words(SpanPart.CONTENT), claim.words(SpanPart.CUE)) == (MOVED, "said")


def test_a_proposal_that_is_no_longer_found_is_declined_and_stays_as_evidence(
    session: Session, actor: Actor, article: Article
) -> None:
    outcome = reread(session, article, actor, finding(MOVED))
    assert outcome == intake.Outcome(added=0, kept=1, withdrawn=1)
    kept, gone = claims_of(session, article)
    assert kept.stage is Stage.PROPOSED
    assert (gone.stage, gone.checkability) == (Stage.DECLINED, Checkability.NOT_A_STATEMENT)
    event = history.of(session, "claim", gone.id)[0]
    assert event.actor_id is None
    assert actor.name in event.note


def test_what_the_machine_withdrew_is_proposed_anew_when_it_is_found_again(
    session: Session, actor: Actor, article: Article
) -> None:
    reread(session, article, actor, finding(MOVED))
    outcome = reread(session, article, actor, finding(MOVED, GROW))
    assert outcome == intake.Outcome(added=1, kept=1, withdrawn=0)
    stages = [claim.stage for claim in claims_of(session, article)]
    assert stages == [Stage.PROPOSED, Stage.DECLINED, Stage.PROPOSED]


def test_what_a_person_declined_is_not_proposed_again(
    session: Session, actor: Actor, article: Article
) -> None:
    claim = claims_of(session, article)[1]
    opinion = Checkability.OPINION
    review.advance(session, claim, Stage.DECLINED, actor=actor, at=NOON, checkability=opinion)
    outcome = reread(session, article, actor, finding(MOVED, GROW))
    assert outcome == intake.Outcome(added=0, kept=2, withdrawn=0)
    assert claim.checkability is opinion


@pytest.mark.parametrize("found", [(), (MOVED, GROW)], ids=["nothing found", "found again"])
def test_an_accepted_claim_stays_exactly_as_it_is(
    session: Session, actor: Actor, article: Article, found: tuple[str, ...]
) -> None:
    claim = claims_of(session, article)[0]
    review.advance(session, claim, Stage.NEW, actor=actor, at=NOON)
    before = (claim.edit_number, claim.wording, claim.speaker_id)
    reread(session, article, actor, finding(*found, name="Ben Okoro"))
    assert (claim.edit_number, claim.wording, claim.speaker_id) == before


def test_words_whose_boundaries_a_person_moved_are_not_proposed_beside_them(
    session: Session, actor: Actor, article: Article
) -> None:
    claim = claims_of(session, article)[0]
    boundaries.move_boundaries(
        session,
        claim.id,
        {SpanPart.CONTENT: ((4, len(MOVED)),)},
        edit_number=claim.edit_number,
        actor=actor,
        at=NOON,
    )
    outcome = reread(session, article, actor, finding(MOVED, GROW))
    assert outcome == intake.Outcome(added=0, kept=2, withdrawn=0)
    assert claim.stretches(SpanPart.CONTENT) == ((4, len(MOVED)),)


def test_a_caller_may_hand_in_what_was_found_before(
    session: Session, actor: Actor, article: Article
) -> None:
    def never(text: str, *, language: str) -> Sequence[Attribution]:
        raise AssertionError("it was read already")

    found = finding(MOVED, GROW, "Silva added")(TEXT, language="en")
    outcome = intake.reextract(
        session, article.id, actor=actor, at=LATER, found=found, extract=never
    )
    assert outcome.added == 1


def test_the_article_tells_that_it_was_read_again(
    session: Session, actor: Actor, article: Article
) -> None:
    reread(session, article, actor, finding(GROW, "Silva added"))
    event = history.of(session, "article", article.id)[0]
    assert event.action == "article.read_again"
    figures = {name: new for name, (_old, new) in event.changes.items()}
    assert figures | {"added": 1, "kept": 1, "withdrawn": 1} == figures


def test_a_thought_found_again_stays_a_thought_until_it_is_accepted(
    session: Session, actor: Actor, article: Article
) -> None:
    def thoughts(text: str, *, language: str) -> Sequence[Attribution]:
        return [replace(make_attribution(text, MOVED), statement=False)]

    reread(session, article, actor, thoughts)
    claim = claims_of(session, article)[0]
    assert not claim.is_statement
    review.advance(session, claim, Stage.NEW, actor=actor, at=LATER)
    assert claim.is_statement
