"""One record a speaker: corrected, given roles, searched, merged and parted without loss."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor, make_claim, make_speaker
from tracker.domain.actors import Actor
from tracker.domain.commands import RoleEdit, Selection, SpeakerEdit
from tracker.domain.errors import (
    InvalidEdit,
    MergeRefused,
    NotFound,
    PermissionRefused,
    StaleEdit,
)
from tracker.domain.vocabulary import Role, SpeakerKind
from tracker.models import Speaker
from tracker.services.listing import finding
from tracker.services.speaking import speakers
from tracker.services.trail import history

ANA = SpeakerEdit(
    name="Ana Silva",
    kind=SpeakerKind.PERSON,
    description="Director of the port of Varna",
    same_as="https://www.wikidata.org/wiki/Q1",
    aliases=("A. Silva",),
)


@pytest.fixture
def actor(session: Session) -> Actor:
    return make_actor(session, Role.FACT_CHECKER)


def actions(session: Session, speaker: Speaker) -> list[str]:
    return [event.action for event in history.of(session, "speaker", speaker.id)]


def test_a_speaker_is_made_with_other_names_and_stands_alone(
    session: Session, actor: Actor
) -> None:
    edit = replace(ANA, name=" Ana  Silva ", aliases=("A. Silva", "", "A. Silva", "Ana Silva"))
    speaker = speakers.create(session, edit, actor=actor, at=NOON)
    session.expire_all()
    assert (speaker.name, speaker.folded_name) == ("Ana Silva", "ana silva")
    assert [alias.name for alias in speaker.aliases] == ["A. Silva"]
    assert speaker.canonical_id == speaker.id
    assert actions(session, speaker) == ["speaker.added"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "  "}, "name"),
        ({"same_as": "Q1"}, "same_as"),
        ({"same_as": "javascript:alert(1)"}, "same_as"),
    ],
)
def test_a_speaker_that_cannot_be_stored_is_refused_by_field(
    session: Session, actor: Actor, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidEdit) as refused:
        speakers.create(session, replace(ANA, **change), actor=actor, at=NOON)
    assert refused.value.field == field


def test_a_correction_tells_from_what_to_what(session: Session, actor: Actor) -> None:
    speaker = speakers.create(session, ANA, actor=actor, at=NOON)
    edit = replace(ANA, name="Ana Sílva", aliases=("Silva",), edit_number=speaker.edit_number)
    changes = speakers.revise(session, speaker.id, edit, actor=actor, at=NOON)
    assert changes == {"name": ("Ana Silva", "Ana Sílva"), "aliases": (("A. Silva",), ("Silva",))}
    assert actions(session, speaker)[0] == "speaker.revised"


def test_a_correction_that_changes_nothing_writes_nothing(session: Session, actor: Actor) -> None:
    speaker = speakers.create(session, ANA, actor=actor, at=NOON)
    edit = replace(ANA, edit_number=speaker.edit_number)
    assert not speakers.revise(session, speaker.id, edit, actor=actor, at=NOON)
    assert actions(session, speaker) == ["speaker.added"]


def test_the_second_of_two_editors_sees_both_versions_of_a_speaker(
    session: Session, actor: Actor
) -> None:
    speaker = speakers.create(session, ANA, actor=actor, at=NOON)
    number = speaker.edit_number
    theirs = replace(ANA, aliases=("Silva",), edit_number=number)
    mine = replace(ANA, kind=SpeakerKind.GROUP, edit_number=number)
    speakers.revise(session, speaker.id, theirs, actor=actor, at=NOON)
    with pytest.raises(StaleEdit) as refused:
        speakers.revise(session, speaker.id, mine, actor=actor, at=NOON)
    current, attempted = refused.value.current, refused.value.attempted
    assert (current["aliases"], attempted["aliases"]) == ("Silva", "A. Silva")
    assert (current["kind"], attempted["kind"]) == ("Person", "Group")
    assert current.keys() == attempted.keys()


def test_claims_are_found_by_the_new_name_of_their_speaker(session: Session, actor: Actor) -> None:
    speaker = speakers.create(session, ANA, actor=actor, at=NOON)
    claim = make_claim(session, speaker=speaker)
    number = claim.edit_number
    edit = replace(ANA, name="Ana Köhler", edit_number=speaker.edit_number)
    speakers.revise(session, speaker.id, edit, actor=actor, at=NOON)
    assert [row.id for row in finding.find(session, Selection(text="kohler")).rows] == [claim.id]
    # An editor who has the claim's form open is not out of date because of it.
    assert claim.edit_number == number


def test_a_role_is_added_and_taken_away(session: Session, actor: Actor) -> None:
    speaker = make_speaker(session)
    edit = RoleEdit(" Director ", "Port of Varna", date(2020, 1, 1), None)
    role = speakers.add_role(session, speaker.id, edit, actor=actor, at=NOON)
    assert [held.title for held in speaker.roles] == ["Director"]
    event = history.of(session, "speaker", speaker.id)[0]
    assert event.changes["role"] == [None, "Director, Port of Varna (2020-01-01 – )"]
    speakers.remove_role(session, speaker.id, role.id, actor=actor, at=NOON)
    session.expire_all()
    assert speaker.roles == []
    assert actions(session, speaker) == ["speaker.role_removed", "speaker.role_added"]


@pytest.mark.parametrize(
    ("edit", "field"),
    [
        (RoleEdit("  "), "title"),
        (RoleEdit("Director", None, date(2021, 1, 1), date(2020, 1, 1)), "ends_on"),
    ],
)
def test_a_role_that_cannot_be_is_refused(
    session: Session, actor: Actor, edit: RoleEdit, field: str
) -> None:
    with pytest.raises(InvalidEdit) as refused:
        speakers.add_role(session, make_speaker(session).id, edit, actor=actor, at=NOON)
    assert refused.value.field == field


def test_a_role_of_somebody_else_is_not_taken_away(session: Session, actor: Actor) -> None:
    ana, ben = make_speaker(session), make_speaker(session, name="Ben Okoro")
    role = speakers.add_role(session, ben.id, RoleEdit("Minister"), actor=actor, at=NOON)
    with pytest.raises(NotFound, match="no role"):
        speakers.remove_role(session, ana.id, role.id, actor=actor, at=NOON)


def merge(session: Session, actor: Actor, one: Speaker, into: Speaker) -> Speaker:
    return speakers.merge(session, one.id, into.id, actor=actor, at=NOON)


def ends(session: Session, *records: Speaker) -> list[int | None]:
    session.expire_all()
    return [record.canonical_id for record in records]


def test_a_merge_points_and_moves_no_claim(session: Session, actor: Actor) -> None:
    short, ana = make_speaker(session, name="A. Silva"), make_speaker(session)
    claim = make_claim(session, speaker=short)
    assert merge(session, actor, short, ana) is ana
    assert ends(session, short, ana) == [ana.id, ana.id]
    assert claim.speaker_id == short.id
    page = finding.find(session, Selection(speaker_id=ana.id))
    assert [(row.id, row.speaker) for row in page.rows] == [(claim.id, "Ana Silva")]


def test_a_merge_stands_in_both_histories(session: Session, actor: Actor) -> None:
    short, ana = make_speaker(session, name="A. Silva"), make_speaker(session)
    merge(session, actor, short, ana)
    assert history.of(session, "speaker", short.id)[0].changes == {
        "merged_into": [None, f"Ana Silva (person, no. {ana.id})"]
    }
    assert history.of(session, "speaker", ana.id)[0].changes == {
        "merged_from": [None, f"A. Silva (person, no. {short.id})"]
    }


def test_a_chain_of_merges_ends_in_one_record_and_comes_apart_link_by_link(
    session: Session, actor: Actor
) -> None:
    a, b, c, d = (make_speaker(session, name=name) for name in "ABCD")
    merge(session, actor, a, b)
    merge(session, actor, d, b)
    assert merge(session, actor, b, c) is c
    assert ends(session, a, b, c, d) == [c.id] * 4
    speakers.unmerge(session, a.id, actor=actor, at=NOON)
    assert ends(session, a, b, c, d) == [a.id, c.id, c.id, c.id]
    speakers.unmerge(session, b.id, actor=actor, at=NOON)
    assert ends(session, a, b, c, d) == [a.id, b.id, c.id, b.id]


def test_merging_into_a_merged_record_follows_it_and_remembers_which(
    session: Session, actor: Actor
) -> None:
    a, b, c = (make_speaker(session, name=name) for name in "ABC")
    merge(session, actor, b, c)
    assert merge(session, actor, a, b) is c
    assert a.merged_into_id == b.id
    speakers.unmerge(session, b.id, actor=actor, at=NOON)
    assert ends(session, a, b, c) == [b.id, b.id, c.id]


def test_taking_a_merge_back_restores_every_pointer(session: Session, actor: Actor) -> None:
    a, b, c = (make_speaker(session, name=name) for name in "ABC")
    merge(session, actor, a, b)
    before = [(x.id, x.merged_into_id, x.canonical_id) for x in (a, b, c)]
    merge(session, actor, b, c)
    speakers.unmerge(session, b.id, actor=actor, at=NOON)
    session.expire_all()
    assert [(x.id, x.merged_into_id, x.canonical_id) for x in (a, b, c)] == before
    assert actions(session, b)[0] == actions(session, c)[0] == "speaker.unmerged"


def test_claims_are_found_by_the_name_of_the_merged_and_of_the_kept(
    session: Session, actor: Actor
) -> None:
    short, ana = make_speaker(session, name="A. Silva"), make_speaker(session, name="Ana Köhler")
    claim = make_claim(session, speaker=short)
    found = Selection(text="kohler")
    merge(session, actor, short, ana)
    assert [row.id for row in finding.find(session, found).rows] == [claim.id]
    speakers.unmerge(session, short.id, actor=actor, at=NOON)
    assert not finding.find(session, found).rows


def test_a_circle_is_refused(session: Session, actor: Actor) -> None:
    a, b, c = (make_speaker(session, name=name) for name in "ABC")
    merge(session, actor, a, b)
    merge(session, actor, b, c)
    for into in (a, b, c):
        with pytest.raises(MergeRefused, match="already"):
            merge(session, actor, c, into)


def test_a_merged_record_is_not_merged_again(session: Session, actor: Actor) -> None:
    a, b, c = (make_speaker(session, name=name) for name in "ABC")
    merge(session, actor, a, b)
    with pytest.raises(MergeRefused, match="take that merge back first"):
        merge(session, actor, a, c)


def test_only_a_merge_is_taken_back(session: Session, actor: Actor) -> None:
    with pytest.raises(MergeRefused, match="not merged"):
        speakers.unmerge(session, make_speaker(session).id, actor=actor, at=NOON)


def test_a_contributor_does_not_merge(session: Session) -> None:
    contributor = make_actor(session, Role.CONTRIBUTOR)
    with pytest.raises(PermissionRefused):
        merge(session, contributor, make_speaker(session), make_speaker(session, name="B"))


def test_search_finds_names_and_other_names_the_nearest_first(
    session: Session, actor: Actor
) -> None:
    within = make_speaker(session, name="Ministry of Silva")
    other = speakers.create(
        session, replace(ANA, name="The Director", aliases=("Silva",)), actor=actor, at=NOON
    )
    begins = make_speaker(session, name="Sílva, Ana")
    merged = make_speaker(session, name="Silva A.")
    merge(session, actor, merged, begins)
    make_speaker(session, name="Ben Okoro")
    found = speakers.search(session, " SILVA ")
    assert [who.name for who in found] == [
        begins.name,
        within.name,
        other.name,
        merged.name,
    ]


@pytest.mark.parametrize("text", ["", "  ", "%", "_", "nobody"])
def test_search_for_nothing_finds_nobody(session: Session, text: str) -> None:
    make_speaker(session)
    assert not speakers.search(session, text)


def test_search_offers_no_more_than_asked_for(session: Session) -> None:
    for number in range(5):
        make_speaker(session, name=f"Silva {number}")
    assert len(speakers.search(session, "silva", limit=3)) == 3
