"""What is typed is kept for whoever typed it, until it is sent or thrown away."""

import json
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor, make_claim
from tests.web.conftest import give_sign_in
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import Role
from tracker.models import Claim
from tracker.services.editing import drafts

FIELDS = {"words": ["Half a thou"], "field": ["wording"]}


@pytest.fixture
def claim(session: Session) -> Claim:
    claim = make_claim(session)
    session.commit()
    return claim


def keep(client, form: str, fields=FIELDS):
    return client.submit("/drafts", {"form": form, "fields": json.dumps(fields)})


def held(client, form: str):
    return client.get("/drafts", query_string={"form": form}).json["drafts"]


def test_a_draft_comes_back_to_whoever_typed_it_after_a_new_sign_in(client, session, sign_in):
    ada = sign_in(Role.CONTRIBUTOR)
    assert keep(client, "/claims/1/comments/new").status_code == 200
    client.submit("/sign-out")
    assert client.get("/drafts?form=/claims/1/comments/new").status_code == 302
    give_sign_in(client, session, ada)
    [draft] = held(client, "/claims/1/comments/new")
    assert draft["fields"] == FIELDS


def test_nobody_sees_the_draft_of_another(client, sign_in):
    sign_in(Role.CONTRIBUTOR)
    keep(client, "/claims/1")
    sign_in(Role.EDITOR, "Eve Moss")
    assert held(client, "/claims/1") == []


def test_a_form_that_was_sent_leaves_no_draft(client, sign_in, claim):
    sign_in(Role.CONTRIBUTOR)
    form = f"/claims/{claim.id}/comments/new"
    keep(client, form)
    assert client.submit(form, {"words": "Half a thought."}).status_code == 303
    assert held(client, form) == []


def test_a_form_that_was_refused_keeps_its_draft(client, sign_in, claim):
    sign_in(Role.CONTRIBUTOR)
    form = f"/claims/{claim.id}/comments/new"
    keep(client, form)
    assert client.submit(form, {"words": ""}).status_code == 422
    assert len(held(client, form)) == 1


def test_an_article_that_came_in_ends_the_draft_it_came_from(client, sign_in):
    sign_in(Role.CONTRIBUTOR)
    keep(client, "/articles/preview", {"text": ["“We will grow,” Silva said."]})
    text = "“We will grow,” said Ana Silva, the director of the port, on Monday in Varna."
    sent = client.submit("/articles", {"title": "Port", "text": text, "language": "en"})
    assert sent.status_code == 303
    assert held(client, "/articles/preview") == []


def test_a_draft_is_thrown_away_on_request(client, sign_in):
    sign_in(Role.CONTRIBUTOR)
    keep(client, "/claims/1")
    client.submit("/drafts/discard", {"form": "/claims/1"})
    assert held(client, "/claims/1") == []


def test_an_emptied_form_leaves_no_draft(client, sign_in):
    sign_in(Role.CONTRIBUTOR)
    keep(client, "/claims/1")
    keep(client, "/claims/1", {"words": [" "]})
    assert held(client, "/claims/1") == []


def test_passwords_and_tokens_are_never_kept(client, sign_in):
    sign_in(Role.CONTRIBUTOR)
    keep(client, "/claims/1", {"csrf_token": ["x"], "password": ["y"], "note": ["z"]})
    assert held(client, "/claims/1")[0]["fields"] == {"note": ["z"]}


@pytest.mark.parametrize("fields", ["", "[]", "{", '{"words": 3}', "null"])
def test_a_draft_that_cannot_be_read_is_refused(client, sign_in, fields):
    sign_in(Role.CONTRIBUTOR)
    assert client.submit("/drafts", {"form": "/x", "fields": fields}).status_code == 400


@pytest.mark.parametrize(
    ("form", "fields"),
    [("https://x.example/", FIELDS), ("/" + "x" * 300, FIELDS), ("/x", {"t": ["x" * 2_000_001]})],
)
def test_what_is_no_form_of_ours_or_too_large_is_refused(session, form, fields):
    with pytest.raises(InvalidEdit):
        drafts.save(session, form, fields, actor=make_actor(session), at=NOON)


def test_the_oldest_drafts_make_room(session):
    actor = make_actor(session)
    for number in range(drafts.MOST + 2):
        at = NOON + timedelta(minutes=number)
        drafts.save(session, f"/claims/{number}", FIELDS, actor=actor, at=at)
    kept = [drafts.exists(session, f"/claims/{number}", actor=actor) for number in range(3)]
    assert kept == [False, False, True]


def test_a_save_that_the_ended_sign_in_refuses_says_so(client, sign_in):
    sign_in(Role.CONTRIBUTOR)
    client.submit("/sign-out")
    assert keep(client, "/claims/1").status_code == 401
