"""Every format over HTTP: the page offers it, and the file is what it says it is."""

import json
import zipfile
from io import BytesIO

import pytest

from tests.builders import make_article, make_claim
from tests.web.conftest import Browser
from tracker.domain.vocabulary import ClaimKind, Role, Stage
from tracker.exports import ExportFormat, all_formats


@pytest.fixture
def _newsroom(session, sign_in) -> None:
    sign_in(Role.VIEWER)
    article = make_article(session, title="The port grows", outlet="The Harbour Post")
    make_claim(session, article=article, wording="The port grew", stage=Stage.NEW)
    session.commit()


@pytest.mark.usefixtures("_newsroom")
def test_the_page_offers_every_format(client: Browser) -> None:
    page = client.get("/exports").text
    for export in all_formats():
        assert f">{export.label}</h2>" in page
        assert f"/exports/{export.name}" in page


@pytest.mark.usefixtures("_newsroom")
@pytest.mark.parametrize("export", all_formats(), ids=lambda export: export.name)
def test_a_file_says_what_it_is(client: Browser, export: ExportFormat) -> None:
    with client.get(f"/exports/{export.name}") as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == export.media_type
        assert f"filename=claims.{export.extension}" in answer.headers["Content-Disposition"]
        assert answer.get_data()


@pytest.mark.usefixtures("_newsroom")
def test_the_page_says_which_files_would_be_empty(client: Browser) -> None:
    page = client.get("/exports").text
    public = [one for one in all_formats() if one.published_only]
    assert page.count("so the file would be empty") == len(public)


@pytest.mark.usefixtures("_newsroom")
def test_a_retracted_report_fills_the_formats_that_can_say_so(client: Browser, session) -> None:
    make_claim(session, stage=Stage.RETRACTED)
    session.commit()
    page = client.get("/exports?stage=retracted").text
    silent = [one for one in all_formats() if one.published_only and not one.tells_retractions]
    assert page.count("so the file would be empty") == len(silent)
    assert "1 retracted report is marked as taken back." in page


@pytest.mark.usefixtures("_newsroom")
@pytest.mark.parametrize(("query", "number"), [("", 1), ("?kind=indirect", 1), ("?kind=direct", 0)])
def test_the_page_counts_what_is_out_while_it_is_worked_on_again(
    client: Browser, session, query, number
) -> None:
    claim = make_claim(session, stage=Stage.PUBLISHED)
    claim.stage = Stage.NEW
    make_claim(session, content=((60, 70),), kind=ClaimKind.DIRECT)
    session.commit()
    page = client.get(f"/exports{query}").text
    assert ("1 of these claims is published." in page) == bool(number)


@pytest.mark.usefixtures("_newsroom")
def test_one_claim_can_be_exported_alone(client: Browser, session) -> None:
    claim = make_claim(session, wording="The only one")
    session.commit()
    with client.get(f"/exports/jsonl?claim={claim.id}") as answer:
        assert [line["wording"] for line in map(json.loads, answer.get_data().splitlines())] == [
            "The only one"
        ]


@pytest.mark.parametrize(("role", "status"), [(Role.CONTRIBUTOR, 403), (Role.FACT_CHECKER, 200)])
def test_notes_leave_only_with_members_who_check(client, sign_in, session, role, status) -> None:
    make_claim(session, note="Between us")
    sign_in(role)
    with client.get("/exports/csv?internal=yes") as answer:
        assert answer.status_code == status
        assert (b"Between us" in answer.get_data()) == (status == 200)
    assert ("with notes and assignees" in client.get("/exports").text) == (status == 200)


@pytest.mark.parametrize("place", ["claims", "articles"])
def test_a_dossier_is_sent_as_a_package(client, sign_in, session, place) -> None:
    sign_in(Role.VIEWER)
    claim = make_claim(session)
    session.commit()
    number = claim.id if place == "claims" else claim.article_version.article_id
    with client.get(f"/{place}/{number}/dossier") as answer:
        assert answer.content_type == "application/zip"
        names = zipfile.ZipFile(BytesIO(answer.get_data())).namelist()
    assert names[-1] == "manifest.json"


@pytest.mark.parametrize(("role", "status"), [(Role.CONTRIBUTOR, 403), (Role.FACT_CHECKER, 200)])
@pytest.mark.parametrize("place", ["claims", "articles"])
def test_notes_are_in_a_dossier_for_members_who_check(
    client, sign_in, session, place, role, status
) -> None:
    claim = make_claim(session, note="Between us")
    session.commit()
    number = claim.id if place == "claims" else claim.article_version.article_id
    sign_in(role)
    address = f"/{place}/{number}/dossier?internal=yes"
    with client.get(address) as answer:
        assert answer.status_code == status
        if status == 200:
            packed = zipfile.ZipFile(BytesIO(answer.get_data()))
            assert b"Between us" in packed.read("claims.csv")
    page = client.get(f"/exports?{place.removesuffix('s')}={number}").text
    assert (f'href="{address}"' in page) == (status == 200)


def test_there_is_no_dossier_of_a_claim_that_there_is_not(client, sign_in) -> None:
    sign_in(Role.VIEWER)
    assert client.get("/claims/99999/dossier").status_code == 404


@pytest.mark.usefixtures("_newsroom")
def test_the_page_of_one_claim_or_article_offers_its_dossier(client: Browser, session) -> None:
    claim = make_claim(session)
    session.commit()
    assert f'href="/claims/{claim.id}/dossier"' in client.get(f"/exports?claim={claim.id}").text
    number = claim.article_version.article_id
    assert f'href="/articles/{number}/dossier"' in client.get(f"/exports?article={number}").text
    assert "dossier" not in client.get("/exports").text
