"""Media of a claim say what was done to them, without contradicting themselves."""

from dataclasses import replace

import pytest

from tests.builders import NOON, make_actor, make_claim
from tracker.domain.errors import InvalidEdit, PermissionRefused, StaleEdit, TransitionRefused
from tracker.domain.evidence import MediaEdit
from tracker.domain.evidence_words import ALTERED, Authenticity, MediaKind
from tracker.domain.vocabulary import Role, Stage
from tracker.services.sourcing import evidence_media
from tracker.services.trail import history

EDIT = MediaEdit(
    kind=MediaKind.VIDEO,
    content_url="https://films.example/1",
    authenticity=(Authenticity.STAGED, Authenticity.DECONTEXTUALIZED),
)


def test_a_medium_is_added_corrected_and_told(session, claim, checker):
    added = evidence_media.add(session, claim.id, EDIT, actor=checker, at=NOON)
    assert added.authenticity == [Authenticity.DECONTEXTUALIZED, Authenticity.STAGED]
    edit = replace(EDIT, authenticity=(Authenticity.SATIRE,), edit_number=added.edit_number)
    changes = evidence_media.revise(session, claim.id, added.id, edit, actor=checker, at=NOON)
    assert set(changes) == {"authenticity"}
    told = [one.action for one in history.of(session, "claim", claim.id)]
    assert told == ["media.revised", "media.added"]
    with pytest.raises(StaleEdit):
        evidence_media.revise(session, claim.id, added.id, edit, actor=checker, at=NOON)


@pytest.mark.parametrize("word", sorted(ALTERED))
def test_what_was_altered_is_no_original(session, claim, checker, word):
    edit = replace(EDIT, authenticity=(Authenticity.ORIGINAL, word))
    with pytest.raises(InvalidEdit, match="no original") as refused:
        evidence_media.add(session, claim.id, edit, actor=checker, at=NOON)
    assert refused.value.field == "authenticity"


@pytest.mark.parametrize("word", sorted(set(Authenticity) - ALTERED - {Authenticity.ORIGINAL}))
def test_an_original_may_be_shown_out_of_context_or_as_satire(session, claim, checker, word):
    edit = replace(EDIT, authenticity=(Authenticity.ORIGINAL, word))
    assert evidence_media.add(session, claim.id, edit, actor=checker, at=NOON).id


def test_a_medium_has_an_address_on_the_web(session, claim, checker):
    for address in ("", "file:///etc/passwd"):
        edit = replace(EDIT, content_url=address)
        with pytest.raises(InvalidEdit):
            evidence_media.add(session, claim.id, edit, actor=checker, at=NOON)


def test_a_medium_is_withdrawn_once_and_for_a_reason(session, claim, checker):
    added = evidence_media.add(session, claim.id, EDIT, actor=checker, at=NOON)
    act = {"actor": checker, "at": NOON}
    with pytest.raises(InvalidEdit):
        evidence_media.withdraw(session, claim.id, added.id, reason="", **act)
    evidence_media.withdraw(session, claim.id, added.id, reason="Another claim", **act)
    assert evidence_media.of_claim(session, claim.id) == []
    with pytest.raises(TransitionRefused):
        evidence_media.withdraw(session, claim.id, added.id, reason="Again", **act)


def test_media_are_for_those_who_check_and_closed_from_review_on(session, claim, checker):
    contributor = make_actor(session, Role.CONTRIBUTOR)
    with pytest.raises(PermissionRefused):
        evidence_media.add(session, claim.id, EDIT, actor=contributor, at=NOON)
    published = make_claim(session, stage=Stage.PUBLISHED)
    with pytest.raises(TransitionRefused):
        evidence_media.add(session, published.id, EDIT, actor=checker, at=NOON)
