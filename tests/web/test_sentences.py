"""The sentences of an article over HTTP: declined, opened again, closed; least sure first."""

from collections.abc import Callable

import lxml.html
import pytest
from sqlalchemy.orm import Session

from tests.builders import make_article, make_claim
from tests.web.browser import Browser
from tracker.domain.vocabulary import Role, Stage
from tracker.models import Account, Article
from tracker.services.covering import coverage

TEXT = "The port grew, Silva said. It lies in the bay. Ships come and go."


@pytest.fixture
def article(session: Session, sign_in: Callable[..., Account]) -> Article:
    sign_in(Role.CONTRIBUTOR, "Ana Novak")
    article = make_article(session, text=TEXT)
    make_claim(session, article=article, stage=Stage.NEW, content=((0, 13),))
    session.commit()
    return article


def decline(client: Browser, article: Article, *starts: int, **fields: str) -> str:
    address = f"/articles/{article.id}/sentences/decline"
    answer = client.submit(address, {"sentence": list(starts), **fields}, follow_redirects=True)
    return str(answer.text)


def test_every_sentence_stands_on_the_page_with_what_became_of_it(
    client: Browser, article: Article
) -> None:
    page = lxml.html.document_fromstring(client.get(f"/articles/{article.id}/sentences").text)
    lines = page.find_class("sentence-line")
    assert [line.get("class").split()[1] for line in lines] == [
        "is-claim",
        "is-unseen",
        "is-unseen",
    ]
    assert [box.get("value") for box in page.xpath("//input[@name='sentence']")] == ["27", "47"]


def test_ticked_sentences_are_declined_and_the_undo_opens_them(
    client: Browser, session: Session, article: Article
) -> None:
    page = decline(client, article, 27, 47, reason="background")
    assert "2 sentences are declined." in page
    assert "100 % of the sentences are decided" in page
    undo = client.get(f"/articles/{article.id}/sentences")
    event = coverage.history.of(session, "article", article.id)[0]
    answer = client.submit(
        f"/articles/{article.id}/sentences/open", {"event": event.id}, follow_redirects=True
    )
    assert undo.status_code == 200
    assert "2 sentences are open." in answer.text


@pytest.mark.parametrize(
    ("starts", "reason", "told"),
    [
        ((), "background", "Tick sentences that are not decided yet."),
        ((27,), "", "Choose a reason and tick the sentences."),
        ((27,), "boredom", "Choose a reason and tick the sentences."),
        ((0,), "author", "Decide on the claims in sentence 1 instead."),
    ],
)
def test_a_decline_that_cannot_be_says_why(
    client: Browser, article: Article, starts: tuple[int, ...], reason: str, told: str
) -> None:
    assert told in decline(client, article, *starts, reason=reason)


def test_the_article_offers_to_decline_the_rest_and_then_to_close(
    client: Browser, session: Session, article: Article
) -> None:
    address = f"/articles/{article.id}"
    rest = f"{address}/sentences/decline"
    answer = client.fill(client.get(address), rest, {"reason": "author"}, follow_redirects=True)
    assert "Close the article" in answer.text
    answer = client.submit(f"{address}/close", follow_redirects=True)
    assert "The article is closed." in answer.text
    assert "by Ana Novak" in answer.text
    answer = client.submit(f"{address}/reopen", follow_redirects=True)
    assert "The article is open again." in answer.text


def test_an_article_with_open_sentences_does_not_close(client: Browser, article: Article) -> None:
    answer = client.submit(f"/articles/{article.id}/close", follow_redirects=True)
    assert "Decide on every sentence first: 2 of 3 are open." in answer.text


def test_least_sure_first_opens_the_proposal_that_is_least_sure(
    client: Browser, session: Session, article: Article
) -> None:
    sure = make_claim(session, article=article, content=((27, 40),), confidence=0.95)
    unsure = make_claim(
        session,
        article=article,
        content=((47, 60),),
        confidence=0.41,
        reasons=["cue|0.97|noted", "source|0.92|Kristi Noem", "in plain words"],
    )
    session.commit()
    answer = client.get(f"/articles/{article.id}?order=least-sure")
    page = lxml.html.document_fromstring(answer.text)
    cards = page.find_class("card-list")[0].findall("li")
    assert [card.get("id") for card in cards[:2]] == [f"claim-{unsure.id}", f"claim-{sure.id}"]
    assert "is-current" in cards[0].get("class")
    words = " ".join(cards[0].text_content().split())
    assert "found: unsure, 41 %" in words
    assert "The cue “noted” was recognised (97 %)." in words
    assert "It was linked to “Kristi Noem” (92 %)." in words
    assert "in plain words" in words
    kept = cards[0].xpath(".//input[@name='next']/@value")[0]
    assert "order=least-sure" in kept
