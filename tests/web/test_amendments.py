"""Corrections on the claim page: proposed, seen, confirmed, declined; what keeps a claim in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from tests.builders import make_claim, make_evidence, make_ready_claim
from tests.web.browser import Browser
from tests.web.conftest import give_sign_in
from tracker.domain.clock import now
from tracker.domain.vocabulary import Role, Stage
from tracker.models import Account, Claim
from tracker.services.reviewing import amendment_log
from tracker.services.trail import history
from tracker.web.api.resources.amendments import AmendmentTold

SignIn = Callable[..., Account]


@pytest.fixture
def claim(session: Session) -> Claim:
    made = make_ready_claim(session, stage=Stage.PUBLISHED)
    session.commit()
    return made


def change_hands(client: Browser, session: Session, account: Account) -> None:
    """Let another member sit down at the browser."""
    client.delete_cookie("session")
    give_sign_in(client, session, account)


def exported(client: Browser, name: str) -> str:
    with client.get(f"/exports/{name}") as answer:
        return answer.text


def propose(client: Browser, claim: Claim, note: str = "We mistook the year.", **values):
    page = f"/claims/{claim.id}"
    data = {"kind": "correction", "correction": "update", "public_note": note} | values
    return client.submit(f"{page}/proposals", data)


def test_one_editor_proposes_and_another_confirms(
    session: Session, client: Browser, sign_in: SignIn, member: Callable[..., Account], claim: Claim
) -> None:
    sign_in(Role.EDITOR, "Ana Novak")
    assert propose(client, claim).status_code == 303
    own = client.get(f"/claims/{claim.id}").text
    assert "Ana Novak proposes to correct this report." in own
    assert "/confirm" not in own
    change_hands(client, session, member(Role.EDITOR, "Ben Ode"))
    page = client.get(f"/claims/{claim.id}").text
    assert "We mistook the year." in page
    number = amendment_log.waiting(session, claim.id).id
    action = f"/claims/{claim.id}/proposals/{number}/confirm"
    assert action in page
    assert client.submit(action).status_code == 303
    session.expire_all()
    assert claim.stage is Stage.IN_PROGRESS
    assert "A new version is being worked on" in client.get(f"/claims/{claim.id}").text
    assert client.get(f"/reports/{claim.id}").status_code == 200


def test_what_was_typed_is_kept_where_a_proposal_is_refused(
    session: Session, client: Browser, sign_in: SignIn, claim: Claim
) -> None:
    sign_in(Role.EDITOR)
    propose(client, claim)
    again = propose(client, claim, "Another thought.")
    assert again.status_code == 409
    assert "decide that first" in again.text
    assert propose(client, claim, "").status_code == 409


def test_a_proposal_is_declined_with_a_reason(
    session: Session, client: Browser, sign_in: SignIn, claim: Claim
) -> None:
    sign_in(Role.EDITOR)
    propose(client, claim)
    number = amendment_log.waiting(session, claim.id).id
    action = f"/claims/{claim.id}/proposals/{number}/decline"
    assert client.submit(action, {"note": ""}).status_code == 409
    assert client.submit(action, {"note": "It is right."}).status_code == 303
    session.expire_all()
    assert amendment_log.waiting(session, claim.id) is None


def test_a_retraction_beside_a_correction_tells_the_state_of_both(
    session: Session, client: Browser, sign_in: SignIn, member: Callable[..., Account], claim: Claim
) -> None:
    ana, ben = sign_in(Role.EDITOR, "Ana Novak"), member(Role.EDITOR, "Ben Ode")
    page = f"/claims/{claim.id}"
    propose(client, claim, "We mistook the year.")
    first = amendment_log.waiting(session, claim.id).id
    change_hands(client, session, ben)
    client.submit(f"{page}/proposals/{first}/confirm")
    assert "ends the correction" not in client.get(page).text
    propose(client, claim, "We were wrong.", kind="retraction")
    second = amendment_log.waiting(session, claim.id).id
    both = client.get(page).text
    for told in (
        "A new version is being worked on",
        "We mistook the year.",
        "Ben Ode proposes to retract this report.",
        "We were wrong.",
        "ends the correction that is under way",
    ):
        assert told in both
    assert states(session, claim) == {first: "under_way", second: "proposed"}
    change_hands(client, session, ana)
    assert client.submit(f"{page}/proposals/{second}/confirm").status_code == 303
    session.expire_all()
    assert states(session, claim) == {first: "declined", second: "done"}
    after = client.get(page).text
    assert "A new version is being worked on" not in after
    assert "proposes to retract" not in after
    newest = history.of(session, "claim", claim.id)[0]
    assert newest.changes["stage"] == ["in_progress", "retracted"]


def states(session: Session, claim: Claim) -> dict[int, str]:
    """Return how far each proposal has come, as programs are told it."""
    told = map(AmendmentTold.model_validate, amendment_log.of_claim(session, claim.id))
    return {one.id: one.state.value for one in told}


def test_an_editor_gives_up_the_correction_that_is_under_way(
    session: Session, client: Browser, sign_in: SignIn, member: Callable[..., Account], claim: Claim
) -> None:
    sign_in(Role.EDITOR, "Ana Novak")
    propose(client, claim)
    number = amendment_log.waiting(session, claim.id).id
    change_hands(client, session, member(Role.EDITOR, "Ben Ode"))
    action = f"/claims/{claim.id}/proposals/{number}"
    client.submit(f"{action}/confirm")
    assert f"{action}/decline" in client.get(f"/claims/{claim.id}").text
    refused = client.submit(f"{action}/decline", {"note": ""})
    assert refused.status_code == 409
    assert "say why" in refused.text
    given_up = client.submit(f"{action}/decline", {"note": "It was right."})
    assert given_up.status_code == 303
    session.expire_all()
    assert claim.stage is Stage.PUBLISHED
    page = client.get(f"/claims/{claim.id}").text
    assert "It was right." in page
    assert "A new version is being worked on" not in page


def test_the_page_says_what_keeps_the_claim_in_and_where_to_mend_it(
    session: Session, client: Browser, sign_in: SignIn
) -> None:
    account = sign_in(Role.FACT_CHECKER)
    claim = make_claim(session, stage=Stage.IN_PROGRESS, assignee_id=account.id)
    make_evidence(session, claim, has_snapshot=False)
    session.commit()
    page = client.get(f"/claims/{claim.id}").text
    assert "Independent sources: 1 of 2" in page
    assert "1 source without a copy" in page
    assert 'href="#content_verdict"' in page
    assert 'id="content_verdict"' in page


def test_a_report_is_held_back_until_its_moment(
    session: Session, client: Browser, sign_in: SignIn
) -> None:
    sign_in(Role.EDITOR)
    claim = make_ready_claim(session, stage=Stage.APPROVED)
    session.commit()
    page = f"/claims/{claim.id}"
    until = (now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    data = {"to": "published", "edit_number": str(claim.edit_number), "embargo_until": until}
    assert client.submit(f"{page}/moves", data).status_code == 303
    assert "Under embargo" in client.get(page).text
    assert client.get(f"/reports/{claim.id}").status_code == 404
    assert f"/reports/{claim.id}" not in client.get("/sitemap.xml").text
    for name in ("claimreview", "datacommons", "atom"):
        assert f"/reports/{claim.id}" not in exported(client, name), name


def test_an_embargo_in_the_past_is_refused_and_kept_in_the_form(
    session: Session, client: Browser, sign_in: SignIn
) -> None:
    sign_in(Role.EDITOR)
    claim = make_ready_claim(session, stage=Stage.APPROVED)
    session.commit()
    page = f"/claims/{claim.id}"
    past = {"to": "published", "edit_number": "1", "embargo_until": "2001-01-01T00:00"}
    answer = client.submit(f"{page}/moves", past)
    assert answer.status_code == 409
    assert "still to come" in answer.text
    assert "2001-01-01T00:00" in answer.text


def test_exports_for_the_public_hold_what_is_out_and_not_the_draft(
    session: Session, client: Browser, sign_in: SignIn, claim: Claim
) -> None:
    sign_in(Role.EDITOR)
    claim.assignee = session.query(Account).first()
    claim.stage, claim.explanation = Stage.IN_PROGRESS, "CANARY-DRAFT"
    session.commit()
    for name in ("claimreview", "datacommons", "atom", "turtle"):
        text = exported(client, name)
        assert f"/reports/{claim.id}" in text, name
        assert "CANARY" not in text, name
