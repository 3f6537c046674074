"""Older values come back from the history, by the same door as any other edit."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import lxml.html
import pytest
from sqlalchemy.orm import Session

from tests.builders import NOON, make_account, make_article, make_claim, make_speaker
from tests.web.browser import Browser
from tracker.domain.commands import ClaimEdit
from tracker.domain.vocabulary import ContentVerdict, Qualifier, Role, Stage
from tracker.models import Account, Claim
from tracker.services.editing import claim_fields, claims
from tracker.services.members import accounts
from tracker.services.trail import history


@pytest.fixture
def checker(sign_in: Callable[..., Account]) -> Account:
    return sign_in(Role.FACT_CHECKER, "Omar Haddad")


@pytest.fixture
def claim(session: Session, checker: Account) -> Claim:
    claim = make_claim(session, article=make_article(session), stage=Stage.NEW, wording="It grew.")
    session.commit()
    return claim


def change(session: Session, claim: Claim, account: Account, **fields: Any) -> int:
    """Edit the claim, and return the number of the event."""
    edit = ClaimEdit(edit_number=claim.edit_number, **claim_fields.values(claim))
    actor = accounts.as_actor(account)
    claims.revise(session, claim.id, replace(edit, **fields), actor=actor, at=NOON)
    session.commit()
    return history.of(session, "claim", claim.id)[0].id


def restore(client: Browser, claim: Claim, event: int, name: str, edit_number: int) -> Any:
    fields = {"event": event, "name": name, "edit_number": edit_number}
    return client.submit(f"/claims/{claim.id}/restore", fields, follow_redirects=True)


def test_each_older_value_has_a_button_that_brings_it_back(
    client: Browser, session: Session, claim: Claim, checker: Account
) -> None:
    change(session, claim, checker, wording="It shrank.", note="Called them.")
    page = client.get(f"/claims/{claim.id}/history")
    found = lxml.html.document_fromstring(page.text).xpath("//form[contains(@action, '/restore')]")
    names = [form.fields["name"] for form in found]
    assert names == ["wording", "note"]
    fields = dict(found[0].form_values())
    answer = client.submit(f"/claims/{claim.id}/restore", fields, follow_redirects=True)
    assert "The older value is back." in answer.text
    session.expire_all()
    assert (claim.wording, claim.note) == ("It grew.", "Called them.")
    newest = history.of(session, "claim", claim.id)[0]
    assert newest.changes["wording"] == ["It shrank.", "It grew."]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("content_verdict", ContentVerdict.MIXED, ContentVerdict.FALSE),
        ("qualifiers", (Qualifier.OUTDATED,), ()),
        ("said_on", NOON.date(), None),
    ],
)
def test_values_of_every_kind_come_back_as_they_were(
    client: Browser,
    session: Session,
    claim: Claim,
    checker: Account,
    name: str,
    before: Any,
    after: Any,
) -> None:
    change(session, claim, checker, **{name: before})
    event = change(session, claim, checker, **{name: after})
    restore(client, claim, event, name, claim.edit_number)
    session.expire_all()
    assert claim_fields.values(claim)[name] == before


def test_people_come_back_by_their_number(
    client: Browser, session: Session, claim: Claim, checker: Account
) -> None:
    ana = make_speaker(session, name="Ana (Varna) Silva")
    other = make_account(session, role=Role.FACT_CHECKER, name="Ben Okoro")
    change(session, claim, checker, speaker_id=ana.id, assignee_id=other.id)
    event = change(session, claim, checker, speaker_id=None, assignee_id=checker.id)
    restore(client, claim, event, "speaker", claim.edit_number)
    session.expire_all()
    restore(client, claim, event, "assignee", claim.edit_number)
    session.expire_all()
    assert (claim.speaker_id, claim.assignee_id) == (ana.id, other.id)


def test_a_stale_history_gives_the_page_of_two_editors(
    client: Browser, session: Session, claim: Claim, checker: Account
) -> None:
    event = change(session, claim, checker, wording="It shrank.")
    seen = claim.edit_number
    change(session, claim, checker, wording="It fell by half.")
    answer = restore(client, claim, event, "wording", seen)
    assert answer.status_code == 409
    assert "It fell by half." in answer.text
    assert "It grew." in answer.text
    session.expire_all()
    assert claim.wording == "It fell by half."


@pytest.mark.parametrize("name", ["stage", "colour", "note"])
def test_what_the_history_does_not_tell_is_refused(
    client: Browser, session: Session, claim: Claim, checker: Account, name: str
) -> None:
    event = change(session, claim, checker, wording="It shrank.")
    answer = restore(client, claim, event, name, claim.edit_number)
    assert "The history does not tell an older value of this." in answer.text


def test_an_event_of_another_claim_is_not_found(
    client: Browser, session: Session, claim: Claim, checker: Account
) -> None:
    other = make_claim(session, stage=Stage.NEW)
    event = change(session, other, checker, wording="It shrank.")
    assert restore(client, claim, event, "wording", claim.edit_number).status_code == 404
