"""Many claims over HTTP: ticked, previewed, run, undone; queues and saved lists beside them."""

from collections.abc import Callable

import lxml.html
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import make_account, make_article, make_claim
from tests.web.browser import Browser
from tracker.domain.vocabulary import Queue, Role, Stage
from tracker.models import Account, Claim, SavedFilter
from tracker.services.reviewing import bulk

pytestmark = pytest.mark.usefixtures("every_change_is_told")


@pytest.fixture
def editor(sign_in: Callable[..., Account]) -> Account:
    return sign_in(Role.EDITOR, "Ana Novak")


@pytest.fixture
def claims(session: Session, editor: Account) -> list[Claim]:
    article = make_article(session)
    stages = (Stage.PROPOSED, Stage.PROPOSED, Stage.NEW)
    made = [
        make_claim(session, article=article, stage=stage, wording=f"Claim {number}")
        for number, stage in enumerate(stages)
    ]
    session.commit()
    return made


def rows(*claims: Claim) -> str:
    return "&".join(f"row={claim.id}" for claim in claims)


def test_each_line_has_a_box_that_belongs_to_the_bulk_form(
    client: Browser, claims: list[Claim]
) -> None:
    page = lxml.html.document_fromstring(client.get("/claims?stage=proposed").text)
    boxes = page.xpath("//input[@name='row']")
    assert {box.get("form") for box in boxes} == {"bulk"}
    assert [int(box.get("value")) for box in boxes] == [claims[1].id, claims[0].id]
    kept = page.xpath("//form[@id='bulk']//input[@name='stage']/@value")
    assert kept == ["proposed"]


def test_the_preview_says_what_happens_to_each_and_why_not_to_some(
    client: Browser, claims: list[Claim]
) -> None:
    page = client.get(f"/claims/bulk?deed=accept&{rows(*claims)}").text
    assert "Accept: 2 claims" in page
    assert "1 claim stays as it is" in page
    assert "It is accepted; this works on what is proposed" in page


def test_a_run_gives_a_result_a_row_and_can_be_undone(
    client: Browser, session: Session, claims: list[Claim]
) -> None:
    preview = client.get(f"/claims/bulk?deed=decline&{rows(*claims)}")
    answer = client.fill(
        preview, "/claims/bulk", {"checkability": "opinion"}, follow_redirects=True
    )
    assert "Decline: 3 done, 0 left as they were" in " ".join(answer.text.split())
    session.expire_all()
    assert {claim.stage for claim in claims} == {Stage.DECLINED}
    assert 'data-key="z"' in answer.text
    number = int(answer.request.path.rpartition("/")[2])
    undone = client.submit(f"/claims/bulk/{number}/undo", follow_redirects=True)
    assert "Undo: 3 done, 0 left as they were" in undone.text
    session.expire_all()
    assert {claim.stage for claim in claims} == {Stage.NEW}
    again = client.submit(f"/claims/bulk/{number}/undo", follow_redirects=True)
    assert "This bulk move is taken back already." in again.text


def test_a_decline_without_a_kind_is_asked_for_and_loses_nothing(
    client: Browser, claims: list[Claim]
) -> None:
    preview = client.get(f"/claims/bulk?deed=decline&{rows(*claims)}")
    answer = client.fill(preview, "/claims/bulk", {"note": "All of them are views."})
    assert answer.status_code == 422
    assert "Say what kind of statement it is." in answer.text
    assert "All of them are views." in answer.text
    assert "Decline: 3 claims" in answer.text


def test_all_that_the_filters_hold_can_be_chosen_at_once(
    client: Browser, claims: list[Claim]
) -> None:
    page = client.get("/claims/bulk?deed=archive&scope=found&stage=proposed").text
    assert "Archive: 2 claims" in page


def test_more_than_one_step_takes_are_named(
    client: Browser, claims: list[Claim], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.web.pages.bulk_pages.MOST", 2)
    page = client.get("/claims/bulk?deed=archive&scope=found").text
    assert "The list holds 3 claims; here are the first 2." in page


@pytest.mark.parametrize("query", ["", "deed=undo", "deed=burn"])
def test_a_deed_that_is_none_leads_back(client: Browser, claims: list[Claim], query: str) -> None:
    answer = client.get(f"/claims/bulk?{query}&{rows(*claims)}", follow_redirects=True)
    assert "Choose what to do with the claims." in answer.text


def test_nothing_ticked_is_said(client: Browser, claims: list[Claim]) -> None:
    assert "Tick the claims first." in client.get("/claims/bulk?deed=accept").text


def test_claims_are_given_to_a_member(
    client: Browser, session: Session, claims: list[Claim]
) -> None:
    omar = make_account(session, role=Role.FACT_CHECKER, name="Omar Haddad")
    session.commit()
    preview = client.get(f"/claims/bulk?deed=assign&{rows(claims[2])}")
    answer = client.fill(preview, "/claims/bulk", {"assignee_id": omar.id}, follow_redirects=True)
    assert "1 done, 0 left" in answer.text
    session.expire_all()
    assert claims[2].assignee_id == omar.id
    number = int(answer.request.path.rpartition("/")[2])
    assert bulk.get(session, number).rows[0].before == {"assignee_id": None}


@pytest.mark.parametrize(
    ("deed", "field", "value"),
    [("set_due", "due_on", "2026-12-24"), ("set_priority", "priority", "high")],
)
def test_a_preview_asks_for_a_value_and_presumes_none(
    client: Browser, session: Session, claims: list[Claim], deed: str, field: str, value: str
) -> None:
    """Claims without a day, and of normal priority, must not count as done already."""
    preview = client.get(f"/claims/bulk?deed={deed}&{rows(*claims[:2])}")
    answer = client.fill(preview, "/claims/bulk", {field: value}, follow_redirects=True)
    assert "2 done, 0 left" in answer.text
    session.expire_all()
    assert {str(getattr(claim, field)) for claim in claims[:2]} == {value}


def test_claims_under_way_go_from_one_member_to_another(
    client: Browser, session: Session, editor: Account
) -> None:
    away = make_account(session, role=Role.FACT_CHECKER, name="Omar Haddad")
    here = make_account(session, role=Role.FACT_CHECKER, name="Lea Brandt")
    claim = make_claim(session, stage=Stage.IN_PROGRESS, assignee=away, assignee_id=away.id)
    session.commit()
    preview = client.get(f"/claims/bulk?deed=assign&{rows(claim)}")
    assert "1 claim goes on" in preview.text
    answer = client.fill(preview, "/claims/bulk", {"assignee_id": here.id}, follow_redirects=True)
    assert "1 done, 0 left" in answer.text
    session.expire_all()
    assert claim.assignee_id == here.id


def test_the_queues_stand_above_the_list_with_their_counts(
    client: Browser, session: Session, claims: list[Claim], editor: Account
) -> None:
    make_claim(session, stage=Stage.TRIAGED, assignee=editor, wording="Mine")
    session.commit()
    page = lxml.html.document_fromstring(client.get("/claims?queue=mine").text)
    tabs = [" ".join(tab.text_content().split()) for tab in page.xpath("//nav[@class='queues']//a")]
    assert tabs == [
        "All claims",
        "My work 1",
        "To review 0",
        "Low confidence 0",
        "Stale 0",
        "Overdue 0",
        "Unassigned 1",
    ]
    assert [line.text_content() for line in page.xpath("//a[@data-open]/bdi")] == ["Mine"]
    assert "Queue" in page.find_class("chip")[0].text_content()


def saved(session: Session) -> list[SavedFilter]:
    return list(session.scalars(select(SavedFilter)))


@pytest.mark.parametrize("queue", list(Queue))
def test_an_empty_queue_says_what_it_is_for(client: Browser, editor: Account, queue: Queue) -> None:
    page = client.get(f"/claims?queue={queue.value}").text
    assert "Nothing waits here" in page
    assert "No claim fits" not in page
    assert "No claim fits" in client.get(f"/claims?queue={queue.value}&q=ferry").text


def test_the_filters_in_force_are_saved_under_a_name_and_shown_with_their_count(
    client: Browser, session: Session, claims: list[Claim]
) -> None:
    fields = {"name": " Fresh  ones ", "query": "stage=proposed&after=zz&colour=red"}
    answer = client.submit("/claims/lists", fields, follow_redirects=True)
    assert "The list “Fresh ones” is saved." in answer.text
    (kept,) = saved(session)
    assert (kept.name, kept.query, kept.is_shared) == ("Fresh ones", "stage=proposed", False)
    page = lxml.html.document_fromstring(answer.text)
    (tab,) = page.xpath("//ul[contains(@class, 'saved')]//a[@aria-current]")
    assert " ".join(tab.text_content().split()) == "Fresh ones 2"
    assert client.get(f"/claims/lists/{kept.id}").location == "/claims?stage=proposed"


def test_a_name_is_taken_once(client: Browser, session: Session, claims: list[Claim]) -> None:
    for _time in range(2):
        answer = client.submit("/claims/lists", {"name": "Fresh"}, follow_redirects=True)
    assert "You keep a list called Fresh already." in answer.text


def test_a_list_is_renamed_shared_removed_and_kept_again(
    client: Browser, session: Session, claims: list[Claim]
) -> None:
    client.submit("/claims/lists", {"name": "Fresh", "query": "stage=proposed"})
    (kept,) = saved(session)
    address = f"/claims/lists/{kept.id}"
    client.submit(address, {"name": "Fresher", "is_shared": "y"})
    session.expire_all()
    assert (kept.name, kept.is_shared) == ("Fresher", True)
    answer = client.submit(f"{address}/remove", follow_redirects=True)
    assert "The list “Fresher” is removed." in answer.text
    assert saved(session) == []
    client.fill(answer, "/claims/lists", {})
    (again,) = saved(session)
    assert (again.name, again.query, again.is_shared) == ("Fresher", "stage=proposed", True)


def test_a_private_list_of_somebody_else_does_not_exist(
    client: Browser, session: Session, claims: list[Claim], sign_in: Callable[..., Account]
) -> None:
    client.submit("/claims/lists", {"name": "Fresh", "query": "stage=proposed"})
    (kept,) = saved(session)
    sign_in(Role.CONTRIBUTOR, "Ben Okoro")
    assert client.get(f"/claims/lists/{kept.id}").status_code == 404
    assert client.submit(f"/claims/lists/{kept.id}/remove").status_code == 404
    assert "Fresh" not in client.get("/claims").text


def test_a_shared_list_is_changed_by_its_owner_or_an_editor(
    client: Browser, session: Session, claims: list[Claim], sign_in: Callable[..., Account]
) -> None:
    client.submit("/claims/lists", {"name": "Fresh", "query": "", "is_shared": "y"})
    (kept,) = saved(session)
    sign_in(Role.CONTRIBUTOR, "Ben Okoro")
    assert "Fresh" in client.get("/claims").text
    assert client.submit(f"/claims/lists/{kept.id}", {"name": "Mine"}).status_code == 403
