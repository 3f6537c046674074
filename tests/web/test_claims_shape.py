"""Where a claim begins and ends, over HTTP: boundaries, splitting, merging, adding by hand."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import TEXT, make_article, make_claim, make_speaker
from tests.web.browser import form_fields
from tests.web.conftest import Browser
from tracker.domain.vocabulary import Checkability, Origin, Role, SpanPart, Stage
from tracker.models import Claim
from tracker.services.editing import spans

SAID = "“We will grow again,”"
TWICE = "No, the mayor said.\nNobody moved. No, the mayor said."


@pytest.fixture
def contributor(sign_in: Callable[..., object]) -> object:
    return sign_in(Role.CONTRIBUTOR)


@pytest.fixture
def claim(session: Session) -> Claim:
    made = make_claim(
        session,
        article=make_article(session, text=TEXT),
        speaker=make_speaker(session),
        spans=spans.make(TEXT, {SpanPart.CONTENT: ((4, 28),), SpanPart.CUE: ((55, 59),)}),
    )
    session.commit()
    return made


def words(claim: Claim, part: SpanPart = SpanPart.CONTENT) -> str:
    return claim.words(part)


def adjust(client: Browser, claim: Claim, **args: str) -> Any:
    return client.get(f"/claims/{claim.id}/boundaries", query_string=args)


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        ("content.0.start.-1", "0-28"),
        ("content.0.start.1", "9-28"),
        ("content.0.end.-1", "4-23"),
        ("content.0.end.1", "4-36"),
        ("content.0.end.7", "4-36"),
        ("content.7.end.1", "4-28"),
        ("nothing", "4-28"),
        ("content.0.middle.1", "4-28"),
    ],
)
def test_an_end_moves_word_by_word_and_nothing_is_saved(
    client: Browser, session: Session, claim: Claim, contributor: object, step: str, expected: str
) -> None:
    answer = adjust(client, claim, step=step)
    assert answer.status_code == 200
    assert form_fields(answer, f"/claims/{claim.id}/boundaries")["content"] == expected
    session.expire_all()
    assert claim.stretches(SpanPart.CONTENT) == ((4, 28),)


def test_steps_add_up_and_are_saved_together(
    client: Browser, session: Session, claim: Claim, contributor: object
) -> None:
    answer = adjust(client, claim, step="content.0.start.-1")
    here = form_fields(answer, f"/claims/{claim.id}/boundaries")
    answer = adjust(client, claim, content=here["content"], cue="", step="content.0.end.1")
    saved = client.fill(answer, f"/claims/{claim.id}/boundaries", {})
    assert saved.status_code == 303
    session.expire_all()
    assert words(claim) == TEXT[0:36]
    assert words(claim, SpanPart.CUE) == ""


def test_a_piece_can_be_left_out(
    client: Browser, session: Session, claim: Claim, contributor: object
) -> None:
    answer = adjust(client, claim, step="cue.0.gone.0")
    client.fill(answer, f"/claims/{claim.id}/boundaries", {})
    session.expire_all()
    assert words(claim, SpanPart.CUE) == ""


def test_boundaries_outside_the_text_are_refused_and_shown(
    client: Browser, session: Session, claim: Claim, contributor: object
) -> None:
    answer = client.fill(
        adjust(client, claim), f"/claims/{claim.id}/boundaries", {"content": "4-99999"}
    )
    assert answer.status_code == 422
    assert "is not in this text" in answer.text
    session.expire_all()
    assert claim.stretches(SpanPart.CONTENT) == ((4, 28),)


def test_the_second_to_move_boundaries_gets_both_versions(
    client: Browser, claim: Claim, contributor: object
) -> None:
    address = f"/claims/{claim.id}/boundaries"
    mine = adjust(client, claim, step="content.0.end.1")
    client.fill(adjust(client, claim, step="content.0.end.-1"), address, {})
    assert client.fill(mine, address, {}).status_code == 409


def test_steps_after_somebody_else_saved_are_not_saved_over_it(
    client: Browser, session: Session, claim: Claim, contributor: object
) -> None:
    address = f"/claims/{claim.id}/boundaries"
    begun = form_fields(adjust(client, claim, step="content.0.end.1"), address)
    client.fill(adjust(client, claim, step="content.0.end.-1"), address, {})
    mine = adjust(client, claim, **begun, step="content.0.start.1")
    assert client.fill(mine, address, {}).status_code == 409
    session.expire_all()
    assert claim.stretches(SpanPart.CONTENT) == ((4, 23),)


def test_a_claim_is_split_where_one_chooses(
    client: Browser, session: Session, claim: Claim, contributor: object
) -> None:
    address = f"/claims/{claim.id}/split"
    page = client.get(address)
    offset = TEXT.index("Varna")
    assert f'value="{offset}"' in page.text
    answer = client.fill(page, address, {"offset": str(offset)})
    assert answer.status_code == 303
    session.expire_all()
    behind = session.scalars(select(Claim).where(Claim.split_from_id == claim.id)).one()
    assert (words(claim), words(behind)) == (TEXT[4:offset].strip(), TEXT[offset:28])
    assert answer.location == f"/claims/{behind.id}"


def test_splitting_nowhere_says_so(client: Browser, claim: Claim, contributor: object) -> None:
    address = f"/claims/{claim.id}/split"
    answer = client.fill(client.get(address), address, {})
    assert answer.status_code == 422
    assert "Choose where to cut." in answer.text
    answer = client.fill(client.get(address), address, {"offset": "1"})
    assert answer.status_code == 422
    assert "with words on both sides" in answer.text


def test_two_claims_become_one_and_the_other_points_to_it(
    client: Browser, session: Session, claim: Claim, contributor: object
) -> None:
    other = make_claim(session, article=claim.article_version.article, content=((34, 53),))
    session.commit()
    address = f"/claims/{claim.id}/merge"
    answer = client.fill(client.get(address), address, {"other": str(other.id)})
    assert answer.status_code == 303
    session.expire_all()
    assert claim.stretches(SpanPart.CONTENT) == ((4, 28), (34, 53))
    assert (other.stage, other.checkability) == (Stage.DECLINED, Checkability.DUPLICATE)
    assert other.merged_into_id == claim.id
    assert f'href="/claims/{claim.id}"' in client.get(f"/claims/{other.id}").text


def test_a_lonely_claim_has_nothing_to_merge_with(
    client: Browser, claim: Claim, contributor: object
) -> None:
    assert "no other claim" in client.get(f"/claims/{claim.id}/merge").text


def test_a_claim_is_added_by_pasting_its_words(
    client: Browser, session: Session, claim: Claim, contributor: object
) -> None:
    article = claim.article_version.article
    address = f"/articles/{article.id}/claims/new"
    answer = client.fill(
        client.get(address),
        address,
        {
            "passage": '"We will  grow again,"',
            "source_words": "Silva",
            "cue_words": "added",
            "speaker": "Ana Silva",
        },
    )
    assert answer.status_code == 303
    added = session.scalars(select(Claim).where(Claim.origin == Origin.HUMAN)).one()
    assert (words(added), words(added, SpanPart.SOURCE)) == (SAID, "Silva")
    assert (added.stage, added.speaker_id) == (Stage.NEW, claim.speaker_id)
    assert answer.location.endswith(f"?claim={added.id}#claim-{added.id}")


def test_a_claim_is_added_on_the_words_that_were_selected(
    client: Browser, session: Session, claim: Claim, contributor: object
) -> None:
    article = claim.article_version.article
    start = TEXT.index(SAID)
    address = f"/articles/{article.id}/claims/new"
    page = client.get(f"{address}?start={start}&end={start + len(SAID)}")
    assert form_fields(page, address)["passage"] == SAID
    assert client.fill(page, address, {}).status_code == 303
    added = session.scalars(select(Claim).where(Claim.origin == Origin.HUMAN)).one()
    assert added.stretches(SpanPart.CONTENT) == ((start, start + len(SAID)),)


def test_words_that_stand_twice_are_asked_about(
    client: Browser, session: Session, contributor: object
) -> None:
    article = make_article(session, text=TWICE)
    session.commit()
    address = f"/articles/{article.id}/claims/new"
    asked = client.fill(client.get(address), address, {"passage": "No,"})
    assert asked.status_code == 422
    assert "more than once" in asked.text
    second = TWICE.rindex("No,")
    answer = client.fill(asked, address, {"place": f"{second}-{second + 3}", "cue_words": "said"})
    assert answer.status_code == 303
    added = session.scalars(select(Claim)).one()
    assert added.stretches(SpanPart.CONTENT) == ((second, second + 3),)
    assert added.stretches(SpanPart.CUE) == ((TWICE.rindex("said"), TWICE.rindex("said") + 4),)


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("passage", "Nobody wrote this", "These words do not stand in the article."),
        ("passage", "  ", "Paste the words of the article."),
        ("source_words", "the duchess", "These words do not stand in the article."),
    ],
)
def test_words_that_are_not_there_are_said_beside_their_field_and_kept(
    client: Browser, claim: Claim, contributor: object, field: str, typed: str, message: str
) -> None:
    address = f"/articles/{claim.article_version.article_id}/claims/new"
    answer = client.fill(
        client.get(address), address, {"passage": SAID, "note": "Keep me"} | {field: typed}
    )
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert message in answer.text
    assert "Keep me" in answer.text


@pytest.mark.parametrize("query", ["start=5&end=5", "start=9&end=4", "start=x&end=-1", "end=1e9"])
def test_a_selection_that_is_none_opens_an_empty_form(
    client: Browser, claim: Claim, contributor: object, query: str
) -> None:
    address = f"/articles/{claim.article_version.article_id}/claims/new"
    page = client.get(f"{address}?{query}")
    assert page.status_code == 200
    assert form_fields(page, address)["passage"] == ""


def test_a_viewer_changes_no_boundaries(
    client: Browser, claim: Claim, sign_in: Callable[..., object]
) -> None:
    sign_in(Role.VIEWER)
    for verb in ("boundaries", "split", "merge"):
        assert client.get(f"/claims/{claim.id}/{verb}").status_code == 403
