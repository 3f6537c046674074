"""Pages say who else is looking, for a minute, and write no history of it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor, make_claim
from tests.web.conftest import give_sign_in
from tracker.domain.vocabulary import Role
from tracker.models import Event, Presence
from tracker.services.editing import presence
from tracker.web.views.presence import sentence


def test_two_members_on_one_claim_see_one_another(client, session, sign_in):
    claim = make_claim(session)
    session.commit()
    ada = sign_in(Role.EDITOR)
    address = f"/presence/claim/{claim.id}"
    assert client.submit(address).json == {"sentence": ""}
    sign_in(Role.REVIEWER, "Ben Okri")
    assert client.submit(address).json == {"sentence": "Ada Martin is looking at this"}
    give_sign_in(client, session, ada)
    assert "Ben Okri is looking at this" in client.get(f"/claims/{claim.id}").text


def test_whoever_is_silent_has_left(session: Session):
    ada, ben = make_actor(session, name="Ada"), make_actor(session, name="Ben")
    presence.note(session, "claim", 1, actor=ada, at=NOON)
    soon, late = NOON + timedelta(seconds=59), NOON + timedelta(seconds=61)
    assert presence.others(session, "claim", 1, actor=ben, at=soon) == ["Ada"]
    assert presence.others(session, "claim", 1, actor=ben, at=late) == []
    presence.note(session, "claim", 1, actor=ben, at=late)
    assert session.scalar(select(func.count(Presence.account_id))) == 1


def test_looking_leaves_no_event(session: Session):
    presence.note(session, "claim", 1, actor=make_actor(session), at=NOON)
    assert session.scalar(select(func.count(Event.id))) == 0


def test_only_claims_and_articles_are_looked_at_together(client, sign_in):
    sign_in(Role.EDITOR)
    assert client.submit("/presence/account/1").status_code == 404


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ([], ""),
        (["Ana"], "Ana is looking at this"),
        (["Ana", "Ben"], "Ana and Ben are looking at this"),
        (["Ana", "Ben", "Cara"], "Ana and 2 others are looking at this"),
    ],
)
def test_who_looks_is_said_in_a_sentence(app, names, said):
    with app.test_request_context():
        assert sentence(names) == said
