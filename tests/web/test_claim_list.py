"""The claim list over HTTP: filters in the address, chips, pages, and the way to the exports."""

import csv
import io
import json
from collections.abc import Callable

import lxml.html
import pytest
from sqlalchemy.orm import Session

from tests.builders import make_article, make_claim, make_speaker
from tests.web.conftest import Browser
from tracker.domain.vocabulary import ClaimKind, ContentVerdict, Role, Stage


@pytest.fixture
def newsroom(session: Session, sign_in: Callable[..., object]) -> dict[str, int]:
    """Sign a viewer in; three claims of two speakers stand in one article."""
    sign_in(Role.VIEWER)
    article = make_article(session, title="The port grows", outlet="The Harbour Post")
    ana, ben = make_speaker(session, name="Ana Silva"), make_speaker(session, name="Ben <b>Okoro")
    made = make_claim(
        session, article=article, speaker=ana, wording="Ana says the port grew", stage=Stage.NEW
    )
    make_claim(session, article=article, speaker=ben, wording="Ben says it shrank")
    make_claim(
        session,
        article=article,
        speaker=ana,
        wording="Ana says it will grow",
        kind=ClaimKind.DIRECT,
        content_verdict=ContentVerdict.MIXED,
        stage=Stage.PUBLISHED,
    )
    session.commit()
    return {"ana": ana.id, "ben": ben.id, "article": article.id, "claim": made.id}


def text(node: lxml.html.HtmlElement) -> str:
    return " ".join(node.text_content().split())


def shown(client: Browser, address: str) -> tuple[str, list[str], list[str]]:
    """Return the heading, the lines and the chips of the list at an address."""
    answer = client.get(address)
    assert answer.status_code == 200
    page = lxml.html.document_fromstring(answer.text)
    return (
        text(page.get_element_by_id("found-head")),
        [text(line) for line in page.find_class("claim-line")],
        [text(chip) for chip in page.find_class("chip")],
    )


def test_without_filters_every_claim_stands_there_newest_first(
    client: Browser, newsroom: dict[str, int]
) -> None:
    head, lines, chips = shown(client, "/claims")
    assert head.startswith("3 claims")
    assert "will grow" in lines[0]
    assert "the port grew" in lines[2]
    assert chips == []


def test_filters_stand_in_the_address_and_as_chips_that_take_themselves_away(
    client: Browser, newsroom: dict[str, int]
) -> None:
    address = f"/claims?stage=new&stage=published&speaker={newsroom['ana']}&q=grew"
    head, lines, chips = shown(client, address)
    assert head.startswith("1 claim ")
    assert "the port grew" in lines[0]
    assert [chip.rstrip(" ×") for chip in chips] == [
        "Words grew",
        "Stage Accepted",
        "Stage Published",
        "Speaker Ana Silva",
    ]
    page = lxml.html.document_fromstring(client.get(address).text)
    fewer = page.find_class("chip-remove")[0].get("href")
    assert shown(client, fewer)[0].startswith("2 claims")


def test_a_filter_in_the_address_that_nobody_knows_is_named_and_the_rest_is_shown(
    client: Browser, newsroom: dict[str, int]
) -> None:
    answer = client.get("/claims?stage=asleep&from=yesterday&speaker=x&kind=direct")
    assert answer.status_code == 200
    assert "Not understood in the address" in answer.text
    assert shown(client, "/claims?stage=asleep&from=yesterday&kind=direct")[0].startswith("1 claim")


def test_a_number_that_belongs_to_nobody_finds_nothing_and_says_so(
    client: Browser, newsroom: dict[str, int]
) -> None:
    answer = client.get(f"/claims?speaker={2**31 - 1}")
    assert answer.status_code == 200
    assert "No claim fits all of these filters" in answer.text


def test_a_page_mark_that_is_not_ours_is_refused_kindly(
    client: Browser, newsroom: dict[str, int]
) -> None:
    answer = client.get("/claims?after=zzz")
    assert answer.status_code == 422
    assert "page one" in answer.text


def test_names_of_speakers_are_text_and_never_markup(
    client: Browser, newsroom: dict[str, int]
) -> None:
    assert "<b>Okoro" not in client.get("/claims").text
    assert "Ben &lt;b&gt;Okoro" in client.get("/claims").text


def test_pages_lead_on_and_back_with_their_filters(
    client: Browser, session: Session, newsroom: dict[str, int]
) -> None:
    article = make_article(session)
    for number in range(60):
        make_claim(session, article=article, wording=f"Claim number {number}")
    session.commit()
    page = lxml.html.document_fromstring(client.get("/claims?stage=proposed").text)
    onward = page.xpath("//a[@rel='next']")[0].get("href")
    assert "stage=proposed" in onward
    assert len(shown(client, onward)[1]) == 11
    page = lxml.html.document_fromstring(client.get(onward).text)
    assert len(shown(client, page.xpath("//a[@rel='prev']")[0].get("href"))[1]) == 50


def test_the_exports_offer_what_the_list_shows(client: Browser, newsroom: dict[str, int]) -> None:
    page = lxml.html.document_fromstring(client.get("/claims?stage=new").text)
    exports = next(
        a.get("href")
        for a in page.iter("a")
        if "/exports" in a.get("href", "") and "stage" in a.get("href")
    )
    answer = client.get(exports)
    assert answer.status_code == 200
    assert "/exports/csv?stage=new" in answer.text


def test_the_csv_holds_the_claims_of_the_filters(client: Browser, newsroom: dict[str, int]) -> None:
    with client.get(f"/exports/csv?speaker={newsroom['ana']}") as answer:
        rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [row["wording"] for row in rows] == ["Ana says the port grew", "Ana says it will grow"]
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.mimetype == "text/csv"


def test_json_lines_hold_one_article(client: Browser, newsroom: dict[str, int]) -> None:
    with client.get(f"/exports/jsonl?article={newsroom['article']}") as answer:
        rows = [json.loads(line) for line in answer.get_data().decode().splitlines()]
    assert [row["stage"] for row in rows] == ["new", "proposed", "published"]


def test_claimreview_holds_published_claims_only(client: Browser, newsroom: dict[str, int]) -> None:
    with client.get("/exports/claimreview") as answer:
        graph = json.loads(answer.get_data())
    assert graph["@context"] == "https://schema.org"
    assert len(graph["@graph"]) <= 1


def test_a_format_that_is_not_there_is_a_page_that_names_those_that_are(
    client: Browser, newsroom: dict[str, int]
) -> None:
    answer = client.get("/exports/papyrus")
    assert answer.status_code == 404
    assert "csv" in answer.text
