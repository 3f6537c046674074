"""The page that says how well claims are found."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor, make_article, make_claim
from tests.web.browser import Browser
from tracker.domain.vocabulary import Checkability, Role, Stage
from tracker.services.reviewing import review

LATER = NOON + timedelta(hours=1)


def decide(session: Session, *, accepted: int, declined: int, **facts: bool) -> None:
    """Let an editor decide on so many proposals of one article."""
    editor, article = make_actor(session), make_article(session, **facts)
    for number in range(accepted + declined):
        claim = make_claim(session, article=article)
        if number < accepted:
            review.advance(session, claim, Stage.NEW, actor=editor, at=LATER)
        else:
            review.advance(
                session,
                claim,
                Stage.DECLINED,
                actor=editor,
                at=LATER,
                note="read",
                checkability=Checkability.NOT_A_STATEMENT,
            )
    session.commit()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR])
def test_without_decisions_the_page_says_what_it_is_for(
    client: Browser, sign_in: Callable[..., object], role: Role
) -> None:
    sign_in(role)
    page = client.get("/quality")
    assert page.status_code == 200
    assert "No decisions yet" in page.text
    assert "<table" not in page.text


def test_figures_stand_with_their_range_and_what_they_rest_on(
    client: Browser, sign_in: Callable[..., object], session: Session
) -> None:
    sign_in(Role.VIEWER)
    decide(session, accepted=3, declined=1)
    page = client.get("/quality").text
    assert "All this rests on 4 decisions." in page
    assert "75 %" in page
    assert "30–95 %" in page
    assert "3 of 4" in page
    for heading in ("By kind of quotation", "By version of the extractor", "By week"):
        assert heading in page
    assert "fixed 1" in page
    assert "Indirect speech" in page
    assert 'id="quality-week"' in page


def test_the_demonstration_stands_in_and_says_so_until_there_are_own_decisions(
    client: Browser, sign_in: Callable[..., object], session: Session
) -> None:
    sign_in(Role.VIEWER)
    decide(session, accepted=2, declined=0, is_demonstration=True)
    assert "These figures come from the demonstration." in client.get("/quality").text
    decide(session, accepted=1, declined=0)
    page = client.get("/quality").text
    assert "demonstration" not in page
    assert "All this rests on 1 decision." in page


def test_every_page_leads_there_quietly(client: Browser, sign_in: Callable[..., object]) -> None:
    sign_in(Role.VIEWER)
    assert 'href="/quality"' in client.get("/").text.split("<main")[0]
