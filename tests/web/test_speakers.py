"""Speakers over HTTP: add, correct, give roles, merge and take a merge back."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from tests.builders import make_claim, make_speaker
from tests.web.conftest import Browser
from tracker.domain.vocabulary import Role, SpeakerKind
from tracker.models import Speaker

pytestmark = pytest.mark.usefixtures("every_change_is_told")


@pytest.fixture
def checker(sign_in: Callable[..., object]) -> object:
    return sign_in(Role.FACT_CHECKER)


def test_a_speaker_is_added_and_shown(client: Browser, session: Session, checker: object) -> None:
    answer = client.fill(
        client.get("/speakers/new"),
        "/speakers/new",
        {"name": " Ana  Silva ", "kind": "person", "aliases": "A. Silva\n\nA. Silva\nSilva"},
        follow_redirects=True,
    )
    assert answer.status_code == 200
    speaker = session.query(Speaker).filter_by(name="Ana Silva").one()
    assert [alias.name for alias in speaker.aliases] == ["A. Silva", "Silva"]
    assert "Ana Silva" in answer.text


def test_a_form_with_errors_keeps_what_was_typed(
    client: Browser, session: Session, checker: object
) -> None:
    answer = client.submit(
        "/speakers/new", {"name": "", "kind": "person", "description": "The one from the port"}
    )
    assert answer.status_code == 422
    assert "The one from the port" in answer.text
    assert session.query(Speaker).count() == 0


def test_a_speaker_is_corrected(client: Browser, session: Session, checker: object) -> None:
    speaker = make_speaker(session, name="Ana Sylva")
    session.commit()
    address = f"/speakers/{speaker.id}/edit"
    answer = client.fill(client.get(address), address, {"name": "Ana Silva"}, follow_redirects=True)
    assert answer.status_code == 200
    session.expire_all()
    assert speaker.name == "Ana Silva"
    assert "Ana Sylva" in answer.text  # the history says what it was


def test_the_second_of_two_editors_loses_nothing(
    client: Browser, session: Session, checker: object
) -> None:
    speaker = make_speaker(session, name="Ana Sylva")
    session.commit()
    address = f"/speakers/{speaker.id}/edit"
    first, second = client.get(address), client.get(address)
    client.fill(first, address, {"name": "Ana Silva"})
    answer = client.fill(second, address, {"name": "Anna Sylva", "description": "Of the port"})
    assert answer.status_code == 409
    for words in ("Ana Silva", "Anna Sylva", "Of the port"):
        assert words in answer.text
    session.expire_all()
    assert speaker.name == "Ana Silva"


def test_a_role_cannot_end_before_it_begins(
    client: Browser, session: Session, checker: object
) -> None:
    speaker = make_speaker(session)
    session.commit()
    address = f"/speakers/{speaker.id}/roles"
    wrong = {"title": "Director", "starts_on": "2026-03-02", "ends_on": "2025-03-02"}
    answer = client.submit(address, wrong)
    assert answer.status_code == 422
    assert "before it begins" in answer.text
    right = wrong | {"ends_on": ""}
    assert "Director" in client.submit(address, right, follow_redirects=True).text


def test_a_merge_moves_no_claim_and_comes_back(
    client: Browser, session: Session, checker: object
) -> None:
    kept, other = make_speaker(session, name="Ana Silva"), make_speaker(session, name="A. Silva")
    make_claim(session, speaker=other, wording="The port grew, said A. Silva")
    session.commit()
    address = f"/speakers/{other.id}/merge"
    assert "Ana Silva" in client.get(f"{address}?q=silva").text
    page = client.submit(address, {"into": kept.id}, follow_redirects=True)
    assert "The port grew, said A. Silva" in page.text
    page = client.submit(f"/speakers/{other.id}/unmerge", follow_redirects=True)
    assert "The port grew, said A. Silva" in page.text
    assert "The port grew" not in client.get(f"/speakers/{kept.id}").text


def test_the_list_finds_by_name_and_kind(
    client: Browser, session: Session, checker: object
) -> None:
    make_speaker(session, name="Ana Silva")
    make_speaker(session, name="Silva Lines", kind=SpeakerKind.ORGANISATION)
    session.commit()
    page = client.get("/speakers?q=silva&kind=organisation").text
    assert "Silva Lines" in page
    assert "Ana Silva" not in page
    assert "Nobody of that name" in client.get("/speakers?q=zebra").text
    assert client.get("/speakers?kind=gnome&after=zz").status_code == 422


def test_a_viewer_reads_but_does_not_write(
    client: Browser, session: Session, sign_in: Callable[..., object]
) -> None:
    sign_in(Role.VIEWER)
    speaker = make_speaker(session)
    session.commit()
    assert client.get(f"/speakers/{speaker.id}").status_code == 200
    assert client.get("/speakers/new").status_code == 403
    assert client.submit(f"/speakers/{speaker.id}/unmerge").status_code == 403


def test_suggestions_are_options(client: Browser, session: Session, checker: object) -> None:
    speaker = make_speaker(session, name="Ana Silva")
    session.commit()
    answer = client.get("/speakers/suggest?q=ana")
    assert f'data-speaker="{speaker.id}"' in answer.text
