"""Editors change the newsroom's scale, and no old rating says anything else afterwards."""

from datetime import date

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor, make_claim, make_speaker
from tests.export_records import CONTEXT
from tracker.domain.actors import Actor
from tracker.domain.commands import ClaimEdit, LabelEdit, Selection
from tracker.domain.errors import InvalidEdit, NotFound, PermissionRefused, TransitionRefused
from tracker.domain.vocabulary import AttributionVerdict, ContentVerdict, Role, Stage
from tracker.exports.formats import claim_review
from tracker.models import Claim, VerdictLabel
from tracker.services.editing import claim_fields, claims, labels
from tracker.services.reporting import publishing
from tracker.services.reviewing import scales
from tracker.services.trail import history

RIGHT = LabelEdit("Right", ContentVerdict.TRUE)
PANTS = LabelEdit("Pants on fire", ContentVerdict.FALSE, "False, and ridiculous.")


@pytest.fixture
def editor(session: Session) -> Actor:
    return make_actor(session)


@pytest.fixture(autouse=True)
def scale(session: Session, editor: Actor) -> None:
    scales.begin(session, actor=editor, at=NOON)


def names(session: Session) -> list[str]:
    return [one.name for one in labels.in_force(session)]


def named(session: Session, name: str) -> VerdictLabel:
    scale = labels.current(session)
    assert scale is not None
    return next(one for one in scale.labels if one.name == name)


def rate(
    session: Session, claim: Claim, verdict: ContentVerdict, actor: Actor, label: int | None = None
) -> None:
    values = {name: getattr(claim, name) for name in claim_fields.FIELDS}
    values |= {"qualifiers": (), "content_verdict": verdict, "verdict_label_id": label}
    edit = ClaimEdit(edit_number=claim.edit_number, **values)
    claims.revise(session, claim.id, edit, actor=actor, at=NOON)


def test_a_newsroom_begins_with_the_common_scale(session):
    assert names(session)[:5] == ["True", "Mostly true", "Mixed", "Mostly false", "False"]


def test_a_newsroom_has_one_scale(session, editor):
    with pytest.raises(TransitionRefused, match="already"):
        scales.begin(session, actor=editor, at=NOON)


def test_a_new_label_stands_at_its_step(session, editor):
    scales.add(session, PANTS, actor=editor, at=NOON)
    assert names(session)[4:6] == ["False", "Pants on fire"]


def test_a_rename_leaves_old_ratings_as_they_were(session, editor):
    claim = make_claim(session, stage=Stage.IN_PROGRESS)
    rate(session, claim, ContentVerdict.TRUE, editor)
    assert (claim.verdict_label.name, claim.scale_version) == ("True", 1)
    scales.revise(session, named(session, "True").id, RIGHT, actor=editor, at=NOON)
    session.expire_all()
    assert (claim.verdict_label.name, claim.scale_version) == ("True", 1)
    assert names(session)[0] == "Right"
    other = make_claim(session, stage=Stage.IN_PROGRESS)
    rate(session, other, ContentVerdict.TRUE, editor)
    assert (other.verdict_label.name, other.scale_version) == ("Right", 2)


def test_editing_something_else_keeps_a_retired_label(session, editor):
    claim = make_claim(session, stage=Stage.IN_PROGRESS)
    rate(session, claim, ContentVerdict.TRUE, editor)
    scales.retire(session, named(session, "True").id, actor=editor, at=NOON)
    claim.note = ""
    rate(session, claim, ContentVerdict.TRUE, editor)
    assert claim.verdict_label.name == "True"


def test_a_retired_label_is_given_to_no_other_claim(session, editor):
    label = named(session, "True")
    scales.retire(session, label.id, actor=editor, at=NOON)
    claim = make_claim(session, stage=Stage.IN_PROGRESS)
    with pytest.raises(InvalidEdit, match="label"):
        rate(session, claim, ContentVerdict.TRUE, editor, label.id)


def test_of_two_labels_for_one_verdict_the_chosen_one_is_given_and_told(session, editor):
    pants = scales.add(session, PANTS, actor=editor, at=NOON)
    claim = make_claim(session, stage=Stage.IN_PROGRESS)
    rate(session, claim, ContentVerdict.FALSE, editor)
    assert claim.verdict_label.name == "False"
    rate(session, claim, ContentVerdict.FALSE, editor, pants.id)
    assert (claim.verdict_label.name, claim.content_verdict) == ("Pants on fire", "false")
    event = history.of(session, "claim", claim.id)[0]
    assert event.changes == {"verdict_label": ["False", "Pants on fire"]}


def test_another_label_needs_a_stage_that_takes_verdicts(session, editor):
    pants = scales.add(session, PANTS, actor=editor, at=NOON)
    claim = make_claim(session, stage=Stage.IN_REVIEW, content_verdict=ContentVerdict.FALSE)
    with pytest.raises(InvalidEdit, match="closed"):
        rate(session, claim, ContentVerdict.FALSE, editor, pants.id)


def test_a_name_has_one_meaning_for_good(session, editor):
    scales.retire(session, named(session, "Mixed").id, actor=editor, at=NOON)
    with pytest.raises(InvalidEdit, match="old ratings"):
        scales.add(session, LabelEdit("Mixed", ContentVerdict.UNPROVEN), actor=editor, at=NOON)


def test_a_retired_label_comes_back_as_it_was(session, editor):
    label = named(session, "Mixed")
    scales.retire(session, label.id, actor=editor, at=NOON)
    assert "Mixed" not in names(session)
    scales.restore(session, label.id, actor=editor, at=NOON)
    assert names(session)[2] == "Mixed"


def test_the_last_label_stays(session, editor):
    for label in labels.in_force(session)[1:]:
        scales.retire(session, label.id, actor=editor, at=NOON)
    with pytest.raises(TransitionRefused, match="last"):
        scales.retire(session, named(session, "True").id, actor=editor, at=NOON)


def test_steps_of_different_worth_do_not_change_places(session, editor):
    with pytest.raises(TransitionRefused, match="different steps"):
        scales.move(session, named(session, "True").id, up=False, actor=editor, at=NOON)


def test_labels_of_one_step_change_places(session, editor):
    pants = scales.add(session, PANTS, actor=editor, at=NOON)
    scales.move(session, pants.id, up=True, actor=editor, at=NOON)
    assert names(session)[4:6] == ["Pants on fire", "False"]


def test_turning_the_scale_shows_the_other_end_first_and_changes_no_meaning(session, editor):
    scales.turn(session, actor=editor, at=NOON)
    assert names(session)[:5] == ["False", "Mostly false", "Mixed", "Mostly true", "True"]
    assert named(session, "True").verdict.score == 5


def test_an_explanation_is_written_in_place(session, editor):
    label = named(session, "True")
    edit = LabelEdit("True", ContentVerdict.TRUE, "Nothing that matters is left out.")
    assert scales.revise(session, label.id, edit, actor=editor, at=NOON) is label
    assert label.meaning == "Nothing that matters is left out."


@pytest.mark.parametrize(
    "edit",
    [
        LabelEdit("", ContentVerdict.TRUE),
        LabelEdit("x" * 61, ContentVerdict.TRUE),
        LabelEdit("true", ContentVerdict.TRUE),
        LabelEdit("Later", ContentVerdict.NOT_RATED),
    ],
)
def test_a_label_that_does_not_fit_is_refused(session, editor, edit):
    with pytest.raises(InvalidEdit):
        scales.add(session, edit, actor=editor, at=NOON)


def test_only_editors_change_the_scale(session):
    reviewer = make_actor(session, Role.REVIEWER)
    with pytest.raises(PermissionRefused):
        scales.add(session, PANTS, actor=reviewer, at=NOON)


def test_a_label_that_is_not_there_is_not_found(session, editor):
    with pytest.raises(NotFound):
        scales.retire(session, 999_999, actor=editor, at=NOON)


def test_every_change_counts_the_version_up_and_is_told(session, editor):
    scale = labels.current(session)
    pants = scales.add(session, PANTS, actor=editor, at=NOON)
    scales.move(session, pants.id, up=True, actor=editor, at=NOON)
    scales.turn(session, actor=editor, at=NOON)
    scales.retire(session, pants.id, actor=editor, at=NOON)
    scales.restore(session, pants.id, actor=editor, at=NOON)
    assert scale.version == 6
    assert [event.action for event in history.of(session, "verdict_scale", scale.id)] == [
        "verdict_scale.label_restored",
        "verdict_scale.label_retired",
        "verdict_scale.turned",
        "verdict_scale.reordered",
        "verdict_scale.label_added",
        "verdict_scale.added",
    ]


@pytest.mark.parametrize(
    ("verdict", "value"),
    [(ContentVerdict.TRUE, 5), (ContentVerdict.FALSE, 1), (ContentVerdict.UNPROVEN, None)],
)
def test_exports_give_the_label_its_number_on_the_common_scale(session, editor, verdict, value):
    scales.turn(session, actor=editor, at=NOON)
    claim = make_claim(
        session,
        stage=Stage.IN_PROGRESS,
        speaker=make_speaker(session),
        attribution_verdict=AttributionVerdict.ACCURATE_QUOTE,
        verdict_as_of=date(2026, 3, 1),
    )
    rate(session, claim, verdict, editor)
    [record] = publishing.records(session, Selection(claim_ids=(claim.id,)))
    rating = claim_review.review(record, CONTEXT)["reviewRating"]
    assert rating["alternateName"] == verdict.label
    assert rating.get("ratingValue") == value
    assert (rating["worstRating"], rating["bestRating"]) == (1, 5)
