"""Numbers that no database holds, and texts that are none, are answered and break nothing."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from tests.builders import make_article, make_claim, make_speaker
from tests.web.browser import Browser
from tracker.domain.commands import LARGEST_NUMBER
from tracker.domain.vocabulary import Role, Stage
from tracker.models import Account
from tracker.web.converters import whole_number

#: More than a key holds, more than SQLite compares, more than Python reads; other digits; none.
WRONG = ("2147483648", "9" * 30, "9" * 5000, "٣", "-1", "x", "")
FAILED = 500


@pytest.fixture(autouse=True)
def editor(sign_in: Callable[..., Account]) -> Account:
    return sign_in(Role.EDITOR, "Ana Novak")


@pytest.mark.parametrize("written", WRONG)
def test_what_no_database_holds_is_no_number(written: str) -> None:
    with pytest.raises(ValueError, match="no number of a record"):
        whole_number(written)


def test_the_largest_number_that_a_database_holds_is_read() -> None:
    assert whole_number(str(LARGEST_NUMBER)) == LARGEST_NUMBER
    assert whole_number("0012") == 12


@pytest.mark.parametrize("written", WRONG)
@pytest.mark.parametrize(
    "address",
    [
        "/imports/checks?before={}",
        "/articles/{article}?claim={}",
        "/articles/{article}/claims/new?start={}&end={}",
        "/claims/bulk?deed=archive&row={}",
        "/articles?before={}",
        "/claims?speaker={}",
    ],
)
def test_an_address_with_a_wrong_number_shows_a_page(
    client: Browser, session: Session, address: str, written: str
) -> None:
    article = make_article(session)
    session.commit()
    place = address.replace("{article}", str(article.id)).replace("{}", written)
    assert client.get(place).status_code < FAILED


@pytest.mark.parametrize("written", WRONG)
def test_a_form_with_a_wrong_number_is_answered(
    client: Browser, session: Session, written: str
) -> None:
    article, speaker = make_article(session), make_speaker(session)
    claim = make_claim(session, article=article, stage=Stage.NEW)
    session.commit()
    for address, fields in (
        (f"/articles/{article.id}/sentences/open", {"event": written, "sentence": written}),
        (f"/articles/{article.id}/sentences/decline", {"reason": "author", "sentence": written}),
        (f"/articles/{article.id}/desk", {"desk": written}),
        (f"/speakers/{speaker.id}/edit", {"name": "X", "kind": "person", "edit_number": written}),
        (f"/speakers/{speaker.id}/merge", {"into": written}),
        (f"/claims/{claim.id}/restore", {"event": written, "edit_number": 1, "name": "note"}),
        (f"/claims/{claim.id}/merge", {"other": written, "edit_number": written}),
    ):
        assert client.submit(address, fields).status_code < FAILED, address
