"""Editors correct claims and add their own; nobody overwrites another, nothing goes unrecorded."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_account, make_actor, make_article, make_claim, make_speaker
from tracker.domain.actors import Actor
from tracker.domain.commands import ClaimDraft, ClaimEdit
from tracker.domain.errors import InvalidEdit, NotFound, PermissionRefused, StaleEdit
from tracker.domain.vocabulary import (
    AttributionVerdict,
    Certainty,
    Checkability,
    ClaimKind,
    ContentVerdict,
    Origin,
    Qualifier,
    Role,
    SpanPart,
    SpeechAct,
    Stage,
)
from tracker.models import Claim, VerdictLabel, VerdictScale
from tracker.services.editing import claim_fields, claims
from tracker.services.speaking import speakers
from tracker.services.trail import history

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def actor(session: Session) -> Actor:
    return make_actor(session, Role.FACT_CHECKER, name="Omar Haddad")


def edit_of(claim: Claim, **changes: Any) -> ClaimEdit:
    edit = ClaimEdit(edit_number=claim.edit_number, **claim_fields.values(claim))
    return replace(edit, **changes)


def test_every_field_of_the_form_is_written(session: Session, actor: Actor) -> None:
    claim, ana = make_claim(session), make_speaker(session)
    wanted = edit_of(
        claim,
        wording="Varna's port moved  nine million tonnes in 2025.",
        kind=ClaimKind.MIXED,
        speech_act=SpeechAct.CONFIRMS,
        speaker_id=ana.id,
        role_as_stated="director",
        medium="X",
        said_on=date(2026, 3, 1),
        note="Ask the ministry.",
        checkability=Checkability.CHECKABLE,
        attribution_verdict=AttributionVerdict.ACCURATE_QUOTE,
        content_verdict=ContentVerdict.MOSTLY_TRUE,
        qualifiers=(Qualifier.OUTDATED, Qualifier.EXAGGERATED),
        verdict_as_of=date(2026, 3, 2),
        verdict_certainty=Certainty.HIGH,
        explanation="The port authority's figures say so.",
        assignee_id=actor.account_id,
        due_on=date(2026, 4, 1),
    )
    claims.revise(session, claim.id, wanted, actor=actor, at=LATER)
    session.expire_all()
    written = edit_of(claims.get(session, claim.id))
    tidy = replace(
        wanted,
        edit_number=claim.edit_number,
        wording="Varna's port moved nine million tonnes in 2025.",
        qualifiers=(Qualifier.EXAGGERATED, Qualifier.OUTDATED),
    )
    assert written == tidy
    assert (claim.edited_by_id, claim.updated_at) == (actor.account_id, LATER)


def test_the_history_names_people_and_tells_from_what_to_what(
    session: Session, actor: Actor
) -> None:
    ana, ben = make_speaker(session), make_speaker(session, name="Ben Okoro")
    claim = make_claim(session, speaker=ana)
    changes = claims.revise(
        session,
        claim.id,
        edit_of(claim, speaker_id=ben.id, kind=ClaimKind.MIXED),
        actor=actor,
        at=LATER,
    )
    assert changes == {
        "speaker": (f"Ana Silva (no. {ana.id})", f"Ben Okoro (no. {ben.id})"),
        "kind": (ClaimKind.INDIRECT, ClaimKind.MIXED),
    }
    (event,) = history.of(session, "claim", claim.id)
    assert (event.action, event.actor_name, event.at) == ("claim.revised", actor.name, LATER)
    assert event.changes["kind"] == ["indirect", "mixed"]


def test_an_edit_that_changes_nothing_writes_nothing(session: Session, actor: Actor) -> None:
    claim = make_claim(session)
    number = claim.edit_number
    assert not claims.revise(session, claim.id, edit_of(claim), actor=actor, at=LATER)
    assert (claim.edit_number, claim.edited_by_id) == (number, None)
    assert not history.of(session, "claim", claim.id)


def test_one_edit_raises_the_edit_number_by_one(session: Session, actor: Actor) -> None:
    claim = make_claim(session)
    number = claim.edit_number
    verdict = edit_of(
        claim, content_verdict=ContentVerdict.TRUE, speaker_id=make_speaker(session).id
    )
    claims.revise(session, claim.id, verdict, actor=actor, at=NOON)
    assert claim.edit_number == number + 1


def test_the_second_of_two_editors_sees_both_versions_in_words(
    session: Session, actor: Actor
) -> None:
    ana, ben = make_speaker(session), make_speaker(session, name="Ben Okoro")
    claim = make_claim(session, speaker=ana)
    mine = edit_of(claim, wording="Mine.", speaker_id=ben.id, qualifiers=(Qualifier.OUTDATED,))
    theirs = edit_of(claim, wording="Theirs.", kind=ClaimKind.MIXED)
    claims.revise(session, claim.id, theirs, actor=actor, at=LATER)
    with pytest.raises(StaleEdit) as refused:
        claims.revise(session, claim.id, mine, actor=actor, at=LATER)
    current, attempted = refused.value.current, refused.value.attempted
    assert (current["wording"], attempted["wording"]) == ("Theirs.", "Mine.")
    assert (current["speaker_id"], attempted["speaker_id"]) == ("Ana Silva", "Ben Okoro")
    assert (current["kind"], attempted["kind"]) == ("Mixed", "Indirect speech")
    assert attempted["qualifiers"] == "Outdated"
    assert set(attempted) == set(claim_fields.FIELDS)
    assert set(attempted) <= set(current)
    assert claim.wording == "Theirs."


def test_a_wording_of_our_own_follows_the_speaker(session: Session, actor: Actor) -> None:
    ana, ben = make_speaker(session), make_speaker(session, name="Ben Okoro")
    article = make_article(session)
    draft = ClaimDraft(article.current.id, {SpanPart.CONTENT: ((0, 53),)}, speaker_id=ana.id)
    claim = claims.add(session, draft, actor=actor, at=NOON)
    assert claim.wording.startswith("Ana Silva said that the port")
    changes = claims.revise(
        session, claim.id, edit_of(claim, speaker_id=ben.id), actor=actor, at=LATER
    )
    assert claim.wording.startswith("Ben Okoro said that the port")
    assert changes["wording"][1] == claim.wording


def test_a_wording_that_a_person_wrote_stays_with_another_speaker(
    session: Session, actor: Actor
) -> None:
    claim = make_claim(session, wording="Varna is busy.", speaker=make_speaker(session))
    ben = make_speaker(session, name="Ben Okoro")
    claims.revise(session, claim.id, edit_of(claim, speaker_id=ben.id), actor=actor, at=LATER)
    assert claim.wording == "Varna is busy."
    assert "ben okoro" in claim.search_text


def test_saving_a_form_does_not_move_a_claim_to_the_speaker_its_own_is_merged_into(
    session: Session, actor: Actor
) -> None:
    short, ana = make_speaker(session, name="A. Silva"), make_speaker(session)
    claim = make_claim(session, speaker=short)
    speakers.merge(session, short.id, ana.id, actor=actor, at=NOON)
    claims.revise(
        session, claim.id, edit_of(claim, speaker_id=ana.id, note="Yes"), actor=actor, at=LATER
    )
    assert claim.speaker_id == short.id


def test_a_rating_takes_the_label_of_the_newsroom(session: Session, actor: Actor) -> None:
    labels = [
        VerdictLabel(position=number, name=name, verdict=verdict)
        for number, (name, verdict) in enumerate(
            [("Right", ContentVerdict.TRUE), ("Plain wrong", ContentVerdict.FALSE)]
        )
    ]
    scale = VerdictScale(name="House scale", is_default=True, created_at=NOON, labels=labels)
    session.add(scale)
    claim = make_claim(session)
    rated = edit_of(claim, content_verdict=ContentVerdict.FALSE)
    claims.revise(session, claim.id, rated, actor=actor, at=LATER)
    assert claim.verdict_label is labels[1]
    unlabelled = edit_of(claim, content_verdict=ContentVerdict.MIXED)
    claims.revise(session, claim.id, unlabelled, actor=actor, at=LATER)
    assert claim.verdict_label is None


@pytest.mark.parametrize("stage", [Stage.IN_REVIEW, Stage.APPROVED, Stage.PUBLISHED])
@pytest.mark.parametrize(
    "change",
    [
        {"content_verdict": ContentVerdict.TRUE},
        {"attribution_verdict": AttributionVerdict.FABRICATED},
        {"qualifiers": (Qualifier.SATIRE,)},
        {"verdict_as_of": date(2026, 1, 1)},
        {"verdict_certainty": Certainty.LOW},
        {"explanation": "Because."},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_verdict_is_closed_once_the_claim_is_in_review(
    session: Session, actor: Actor, stage: Stage, change: dict[str, Any]
) -> None:
    claim = make_claim(session, stage=stage)
    with pytest.raises(InvalidEdit, match="closed") as refused:
        claims.revise(session, claim.id, edit_of(claim, **change), actor=actor, at=LATER)
    assert refused.value.field == next(iter(change))


@pytest.mark.parametrize("stage", sorted(claim_fields.SETTLED))
def test_a_settled_claim_keeps_its_words_but_takes_a_note(
    session: Session, actor: Actor, stage: Stage
) -> None:
    claim = make_claim(session, stage=stage)
    claims.revise(session, claim.id, edit_of(claim, note="Watch this."), actor=actor, at=LATER)
    assert claim.note == "Watch this."
    with pytest.raises(InvalidEdit, match="closed"):
        claims.revise(session, claim.id, edit_of(claim, wording="Else."), actor=actor, at=LATER)


@pytest.mark.parametrize(
    ("stage", "change", "message"),
    [
        (Stage.NEW, {"wording": "  "}, "one sentence"),
        (Stage.NEW, {"speaker_id": 999}, "no speaker with the number 999"),
        (Stage.NEW, {"speaker_id": 2**70}, "no speaker"),
        (Stage.NEW, {"said_on": date(2026, 3, 4)}, "has not come"),
        (Stage.NEW, {"verdict_as_of": date(2027, 1, 1)}, "has not come"),
        (Stage.TRIAGED, {"checkability": None}, "kind of statement"),
        (Stage.IN_PROGRESS, {"assignee_id": None}, "somebody who checks"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_beside_its_field(
    session: Session, actor: Actor, stage: Stage, change: dict[str, Any], message: str
) -> None:
    claim = make_claim(session, stage=stage)
    with pytest.raises(InvalidEdit, match=message) as refused:
        claims.revise(session, claim.id, edit_of(claim, **change), actor=actor, at=NOON)
    assert refused.value.field == next(iter(change))


@pytest.mark.parametrize(
    "facts",
    [{"role": Role.CONTRIBUTOR}, {"role": Role.ADMIN}, {"role": Role.EDITOR, "is_active": False}],
)
def test_only_an_active_checker_is_given_a_claim(
    session: Session, actor: Actor, facts: dict[str, Any]
) -> None:
    claim, member = make_claim(session), make_account(session, **facts)
    with pytest.raises(InvalidEdit, match="may check claims"):
        claims.revise(
            session, claim.id, edit_of(claim, assignee_id=member.id), actor=actor, at=LATER
        )


@pytest.mark.parametrize(
    ("stage", "change"),
    [
        (Stage.NEW, {"content_verdict": ContentVerdict.TRUE}),
        (Stage.NEW, {"due_on": date(2026, 5, 1)}),
        (Stage.TRIAGED, {"wording": "Else."}),
        (Stage.DECLINED, {"wording": "Else."}),
    ],
)
def test_a_contributor_neither_rates_nor_changes_what_is_being_checked(
    session: Session, stage: Stage, change: dict[str, Any]
) -> None:
    claim, contributor = make_claim(session, stage=stage), make_actor(session, Role.CONTRIBUTOR)
    with pytest.raises(PermissionRefused):
        claims.revise(session, claim.id, edit_of(claim, **change), actor=contributor, at=LATER)


def test_a_contributor_corrects_a_proposal(session: Session) -> None:
    claim, contributor = make_claim(session), make_actor(session, Role.CONTRIBUTOR)
    claims.revise(session, claim.id, edit_of(claim, wording="So."), actor=contributor, at=LATER)
    assert claim.wording == "So."
    assert claim.is_touched


def test_marks_that_a_database_cannot_hold_are_dropped(session: Session, actor: Actor) -> None:
    claim = make_claim(session)
    edit = edit_of(claim, note="a\x00b\ud800", wording="So\x00.")
    claims.revise(session, claim.id, edit, actor=actor, at=LATER)
    session.expire_all()
    assert (claim.note, claim.wording) == ("ab", "So.")


@pytest.mark.parametrize("number", [0, -5, 2**40, 2**70])
def test_a_claim_that_does_not_exist_is_not_found(session: Session, number: int) -> None:
    with pytest.raises(NotFound, match="no claim"):
        claims.get(session, number)


def test_a_claim_added_by_hand_is_accepted_and_knows_its_place(
    session: Session, actor: Actor
) -> None:
    article, ana = make_article(session), make_speaker(session)
    draft = ClaimDraft(
        article_version_id=article.current.id,
        spans={SpanPart.CONTENT: ((85, 107),), SpanPart.CUE: ((114, 119),)},
        speaker_id=ana.id,
        role_as_stated=" director ",
        note="Missed by the extractor.",
    )
    claim = claims.add(session, draft, actor=actor, at=NOON)
    assert (claim.stage, claim.origin, claim.kind) == (Stage.NEW, Origin.HUMAN, ClaimKind.DIRECT)
    # The stretch began at the line break; pieces are kept without space at their ends.
    assert claim.words(SpanPart.CONTENT) == "“We will grow again,”"
    assert claim.wording == "Ana Silva (director): “We will grow again.”"
    assert (claim.created_by_id, claim.edited_by_id) == (actor.account_id, actor.account_id)
    (event,) = history.of(session, "claim", claim.id)
    assert (event.action, event.changes["quote"]) == (
        "claim.added",
        [None, "“We will grow again,”"],
    )


def test_a_claim_needs_words_of_its_article(session: Session, actor: Actor) -> None:
    version = make_article(session).current
    for spans in ({}, {SpanPart.CONTENT: ()}, {SpanPart.CUE: ((0, 3),)}):
        with pytest.raises(InvalidEdit, match="select the words") as refused:
            claims.add(session, ClaimDraft(version.id, spans), actor=actor, at=NOON)
        assert refused.value.field == "content"


def test_a_claim_needs_an_article(session: Session, actor: Actor) -> None:
    draft = ClaimDraft(999, {SpanPart.CONTENT: ((0, 3),)})
    with pytest.raises(NotFound):
        claims.add(session, draft, actor=actor, at=NOON)
