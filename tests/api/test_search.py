"""Published checks for everybody, as Google's interface has them."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.builders import make_article, make_claim, make_speaker
from tracker.domain.clock import now
from tracker.domain.vocabulary import ContentVerdict, Stage, Visibility
from tracker.services.reporting import report_search
from tracker.web.gates.limits import limiter

SEARCH = "/api/v1/claims:search"


def publish(session: Session, *, days_ago: int = 1, **values: Any) -> int:
    """Return the number of a claim whose report went out so many days ago."""
    limiter.forget()
    at = now() - timedelta(days=days_ago)
    facts = {
        "stage": Stage.PUBLISHED,
        "first_published_at": at,
        "last_modified_at": at,
        "content_verdict": ContentVerdict.MOSTLY_FALSE,
        "speaker": make_speaker(session),
    }
    number: int = make_claim(session, **facts | values).id
    session.commit()
    return number


def test_a_check_is_found_by_its_words(client: FlaskClient, session: Session) -> None:
    number = publish(session)
    answer = client.get(f"{SEARCH}?query=varna+tonnes&languageCode=en-US")
    assert answer.status_code == 200
    (claim,) = answer.json["claims"]
    assert claim["claimant"] == "Ana Silva"
    (review,) = claim["claimReview"]
    assert review["publisher"] == {"name": "Claim Tracker", "site": "127.0.0.1"}
    assert review["url"].endswith(f"/reports/{number}")
    assert review["textualRating"] == "Mostly false"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "query",
    ["query=zebra", "query=varna&languageCode=fr", "query=varna&maxAgeDays=3"],
)
def test_what_does_not_fit_is_not_found(client: FlaskClient, session: Session, query: str) -> None:
    publish(session, days_ago=30)
    assert client.get(f"{SEARCH}?{query}").json == {"claims": []}


def test_what_is_not_public_is_not_found(client: FlaskClient, session: Session) -> None:
    until = now() + timedelta(days=1)
    publish(session, visibility=Visibility.EMBARGO, embargo_until=until)
    publish(session, stage=Stage.RETRACTED)
    publish(session, stage=Stage.NEW, first_published_at=None, last_modified_at=None)
    assert client.get(f"{SEARCH}?query=varna").json["claims"] == []


def test_pages_hold_each_check_once(client: FlaskClient, session: Session) -> None:
    numbers = [publish(session, days_ago=days) for days in (3, 2, 1)]
    first = client.get(f"{SEARCH}?query=varna&pageSize=2").json
    token = first["nextPageToken"]
    second = client.get(f"{SEARCH}?query=varna&pageSize=2&pageToken={token}").json
    found = [one["claimReview"][0]["url"] for one in first["claims"] + second["claims"]]
    assert [int(url.rpartition("/")[2]) for url in found] == numbers[::-1]
    assert "nextPageToken" not in second
    skipped = client.get(f"{SEARCH}?query=varna&offset=2").json
    assert len(skipped["claims"]) == 1
    both = client.get(f"{SEARCH}?query=varna&pageSize=2&pageToken={token}&offset=2").json
    assert both == second


def test_a_search_that_looked_at_enough_goes_on_from_there(
    client: FlaskClient, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_search, "MOST_LOOKED_AT", 2)
    first = publish(session, days_ago=9)
    for days in (2, 1):
        publish(session, days_ago=days, article=make_article(session, language="fr"))
    none = client.get(f"{SEARCH}?query=varna&languageCode=en").json
    assert none["claims"] == []
    found = client.get(f"{SEARCH}?query=varna&languageCode=en&pageToken={none['nextPageToken']}")
    (claim,) = found.json["claims"]
    assert claim["claimReview"][0]["url"].endswith(f"/{first}")


def test_what_is_not_known_is_left_out_as_google_does(
    client: FlaskClient, session: Session
) -> None:
    publish(session, speaker=None, said_on=None)
    (claim,) = client.get(f"{SEARCH}?query=varna&key=AIza").json["claims"]
    assert claim.keys() == {"text", "claimReview"}
    (review,) = claim["claimReview"]
    assert review.keys() == {
        "publisher",
        "url",
        "title",
        "reviewDate",
        "textualRating",
        "languageCode",
    }


def test_another_publisher_has_no_checks_here(client: FlaskClient, session: Session) -> None:
    publish(session)
    ours = client.get(f"{SEARCH}?reviewPublisherSiteFilter=127.0.0.1")
    assert len(ours.json["claims"]) == 1
    other = client.get(f"{SEARCH}?reviewPublisherSiteFilter=other.example")
    assert other.json["claims"] == []


@pytest.mark.parametrize("query", ["", "query=", "query=a&pageToken=x", "query=a&colour=1"])
def test_a_search_for_nothing_is_refused(client: FlaskClient, session: Session, query: str) -> None:
    limiter.forget()
    answer = client.get(f"{SEARCH}?{query}")
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
