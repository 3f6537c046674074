"""No text that PostgreSQL cannot hold gets in: a zero byte in a form or an address is left out."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import make_article, make_claim
from tests.web.browser import Browser
from tracker.domain.vocabulary import Role, Stage
from tracker.models import Account, Draft, Speaker

FAILED = 500


@pytest.fixture(autouse=True)
def editor(sign_in: Callable[..., Account]) -> Account:
    return sign_in(Role.EDITOR, "Ana Novak")


@pytest.mark.parametrize(
    "address",
    [
        "/claims?q=%00port",
        "/speakers?q=%00",
        "/speakers/suggest?q=%00",
        "/articles?q=a%00b",
        "/imports/checks?q=%00",
        "/drafts?form=%00",
        "/reports?q=%00",
    ],
)
def test_an_address_with_a_zero_byte_shows_a_page(client: Browser, address: str) -> None:
    assert client.get(address).status_code < FAILED


def test_a_form_with_a_zero_byte_is_kept_without_it(client: Browser, session: Session) -> None:
    claim = make_claim(session, article=make_article(session), stage=Stage.IN_PROGRESS)
    session.commit()
    added = client.submit("/speakers/new", {"name": "A\0na Bell", "kind": "person"})
    assert added.status_code < FAILED
    assert session.scalar(select(Speaker.name).order_by(Speaker.id.desc())) == "Ana Bell"
    for address, fields in (
        (f"/claims/{claim.id}/comments/new", {"words": "Which\0 year?"}),
        ("/drafts", {"form": "/claims/1", "fields": '{"note": ["a\\u0000b"]}'}),
        ("/claims/lists", {"name": "Mi\0ne", "query": "q=%00"}),
        ("/members/desks", {"name": "Po\0rt"}),
    ):
        assert client.submit(address, fields).status_code < FAILED, address
    session.expire_all()
    assert "\0" not in str(session.scalar(select(Draft.fields)))
