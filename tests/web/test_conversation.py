"""People talk about a claim on its page, and find what names them."""

import re

import pytest
from sqlalchemy.orm import Session

from tests.builders import make_claim
from tests.web.browser import Browser
from tests.web.conftest import give_sign_in
from tracker.domain.vocabulary import Role
from tracker.models import Claim, Comment
from tracker.services.reviewing import comments

pytestmark = pytest.mark.usefixtures("every_change_is_told")


@pytest.fixture
def claim(session: Session) -> Claim:
    claim = make_claim(session)
    session.commit()
    return claim


def say(client: Browser, claim: Claim, words: str, **fields: str) -> Comment:
    answer = client.submit(f"/claims/{claim.id}/comments/new", {"words": words, **fields})
    assert answer.status_code == 303, answer.text
    return comments.threads(claim_session(claim), claim.id)[-1].first


def claim_session(claim: Claim) -> Session:
    session = Session.object_session(claim)
    assert session is not None
    session.expire_all()
    return session


def test_a_thread_stands_on_the_claims_page_until_it_is_resolved(client, sign_in, claim):
    sign_in(Role.FACT_CHECKER)
    comment = say(client, claim, "Is that a calendar year?", field="wording")
    page = client.get(f"/claims/{claim.id}").text
    assert "Is that a calendar year?" in page
    assert "About the field “Claim”" in page
    assert "1 thread is open" in page
    done = client.submit(f"/claims/{claim.id}/comments/{comment.id}/resolve", follow_redirects=True)
    assert "1 resolved thread" in done.text
    assert "Resolved by Ada Martin" in done.text


def test_words_of_the_article_are_quoted_in_the_thread(client, sign_in, claim):
    sign_in(Role.CONTRIBUTOR)
    comment = say(client, claim, "Metric?", quote="nine million tonnes")
    assert comment.quote == "nine million tonnes"
    assert "<q><bdi>nine million tonnes</bdi></q>" in client.get(f"/claims/{claim.id}").text


def test_a_comment_that_cannot_be_placed_loses_nothing(client, sign_in, claim):
    sign_in(Role.CONTRIBUTOR)
    fields = {"words": "Which year is meant?", "quote": "these words are not there"}
    answer = client.submit(f"/claims/{claim.id}/comments/new", fields)
    assert answer.status_code == 422
    assert "Which year is meant?" in answer.text
    assert "do not stand in the article" in answer.text


@pytest.mark.parametrize("words", ["", "x" * 10_001])
def test_an_empty_or_endless_comment_gets_a_message(client, sign_in, claim, words):
    sign_in(Role.CONTRIBUTOR)
    answer = client.submit(f"/claims/{claim.id}/comments/new", {"words": words})
    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_one_answers_and_changes_ones_own_words(client, sign_in, claim):
    sign_in(Role.CONTRIBUTOR)
    comment = say(client, claim, "Is that so?")
    base = f"/claims/{claim.id}/comments/{comment.id}"
    assert client.submit(f"{base}/reply", {"words": "It is."}).status_code == 303
    assert "Is that so?" in client.get(f"{base}/edit").text
    assert client.submit(f"{base}/edit", {"words": "Is it?"}).status_code == 303
    page = client.get(f"/claims/{claim.id}").text
    assert "It is." in page
    assert "Is it?" in page


def test_the_words_of_others_stay_as_they_are(client, sign_in, claim):
    sign_in(Role.CONTRIBUTOR)
    comment = say(client, claim, "Is that so?")
    sign_in(Role.EDITOR, "Eve Moss")
    answer = client.submit(f"/claims/{claim.id}/comments/{comment.id}/edit", {"words": "No."})
    assert answer.status_code == 403


def test_viewers_read_and_do_not_write(client, sign_in, claim):
    sign_in(Role.CONTRIBUTOR)
    say(client, claim, "Is that so?")
    sign_in(Role.VIEWER, "Vic Read")
    page = client.get(f"/claims/{claim.id}").text
    assert "Is that so?" in page
    assert "comments/new" not in page


def test_nobody_is_told_of_what_names_somebody_else(client, sign_in, member, claim):
    member(Role.FACT_CHECKER, "Ben Okri")
    sign_in(Role.REVIEWER)
    say(client, claim, "@Ben Okri, where is the table?")
    assert "0 unread mentions" in client.get("/").text
    assert "Nobody has mentioned you yet" in client.get("/mentions").text


def test_reading_a_mention_leads_to_the_comment(client, session, sign_in, member, claim):
    cara = sign_in(Role.CONTRIBUTOR, "Cara Lund")
    sign_in(Role.REVIEWER)
    comment = say(client, claim, "@Cara Lund, where is the table?")
    give_sign_in(client, session, cara)
    assert "1 unread mention" in client.get("/").text
    inbox = client.get("/mentions").text
    assert "where is the table?" in inbox
    [address] = re.findall(r"/mentions/\d+/read", inbox)
    answer = client.submit(address)
    assert answer.location.endswith(f"/claims/{claim.id}#comment-{comment.id}")
    assert "0 unread mentions" in client.get("/").text
