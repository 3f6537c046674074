"""One administrator asks for an erasure, another carries it out; nobody else has a say."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import NOON, make_article, make_ready_claim, make_speaker
from tests.web.browser import Browser
from tests.web.conftest import give_sign_in
from tracker.domain.actors import MACHINE
from tracker.domain.vocabulary import Role, Stage
from tracker.models import Account, Claim, Redaction
from tracker.services.trail import history

TEXT = "The mayor sold the old harbour crane, said Zoë Quimby.\n\nThe port did not answer."
SAID = "The mayor sold the old harbour crane"

MakeMember = Callable[..., Account]


@pytest.fixture
def claim(session: Session) -> Claim:
    claim = make_ready_claim(
        session,
        stage=Stage.PUBLISHED,
        article=make_article(session, text=TEXT, title="A crane is sold"),
        content=((0, 36),),
        wording=f"{SAID}.",
        speaker=make_speaker(session, name="Zoë Quimby"),
    )
    subject, changes = ("claim", claim.id), {"wording": ("", f"{SAID}.")}
    history.record(session, "claim.revised", subject, changes, actor=MACHINE, at=NOON)
    session.commit()
    return claim


def test_a_claim_is_asked_for_and_erased_by_two(
    client: Browser, sign_in: MakeMember, member: MakeMember, session: Session, claim: Claim
) -> None:
    sign_in(Role.ADMIN)
    address = f"/claims/{claim.id}/erasure"
    assert address in client.get(f"/claims/{claim.id}").text
    page = client.get(address)
    assert SAID in page.text
    again = client.fill(page, address, {"reason": f"{SAID}, they said"})
    assert again.status_code == 422
    asked = client.fill(page, address, {"reason": "Asked by letter."})
    assert asked.location == "/erasures"
    wish = session.scalars(select(Redaction)).one()
    waiting = client.get("/erasures").text
    assert "Another administrator must agree." in waiting
    assert f"/erasures/{wish.id}/agree" not in waiting
    assert client.submit(f"/erasures/{wish.id}/agree").status_code == 403
    give_sign_in(client, session, member(Role.ADMIN, "Bela Roth"))
    assert SAID in client.get("/erasures").text
    done = client.submit(f"/erasures/{wish.id}/agree", follow_redirects=True)
    assert "It is erased." in done.text
    article = claim.article_version.article_id
    for place in (
        f"/claims/{claim.id}",
        f"/claims/{claim.id}/history",
        f"/articles/{article}",
        f"/articles/{article}/sentences",
        "/claims",
        "/claims?stage=archived",
        "/history",
        "/erasures",
        f"/reports/{claim.id}",
        "/reports",
        "/reports/corrections",
        "/exports/csv",
        "/exports/datacommons",
    ):
        with client.get(place) as answer:
            assert answer.status_code == 200, place
            assert "harbour crane" not in answer.text, place
    assert "were erased on request" in client.get(f"/claims/{claim.id}").text
    assert "What it said was erased on request." in client.get(f"/claims/{claim.id}/history").text
    assert "took this report back on request" in client.get(f"/reports/{claim.id}").text
    with client.get("/exports/datacommons") as answer:
        assert '"dateDeleted"' in answer.text
    assert history.verify(session)[1] is None


def test_a_speaker_is_named_in_advance_and_nothing_is_erased_when_refused(
    client: Browser, sign_in: MakeMember, session: Session, claim: Claim
) -> None:
    sign_in(Role.ADMIN)
    address = f"/speakers/{claim.speaker_id}/erasure"
    assert address in client.get(f"/speakers/{claim.speaker_id}").text
    page = client.get(address)
    assert "Zoë Quimby\nQuimby" in page.text.replace("\r\n", "\n")
    assert client.fill(page, address, {"reason": "Asked by letter."}).location == "/erasures"
    assert "asked for already" in client.get(address).text
    wish = session.scalars(select(Redaction)).one()
    client.submit(f"/erasures/{wish.id}/withdraw")
    session.expire_all()
    assert (wish.words, claim.speaker.name) == ("", "Zoë Quimby")
    assert "Not erased" in client.get("/erasures").text


@pytest.mark.parametrize("role", [Role.EDITOR, Role.AUDITOR])
def test_only_administrators_erase(
    client: Browser, sign_in: MakeMember, claim: Claim, role: Role
) -> None:
    sign_in(role)
    assert "/erasure" not in client.get(f"/claims/{claim.id}").text
    for address in (f"/claims/{claim.id}/erasure", f"/speakers/{claim.speaker_id}/erasure"):
        assert client.get(address).status_code == 403
    assert client.get("/erasures").status_code == 403
