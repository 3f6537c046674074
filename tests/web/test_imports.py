"""Files over HTTP: shown first, imported, listed, taken back; foreign checks beside our claims."""

import io
import json

import pytest
from sqlalchemy import func, select

from tests.builders import make_claim
from tests.unit.test_imports_claim_review import CHECK
from tests.web.conftest import Browser
from tracker.domain.vocabulary import ContentVerdict, Role, Stage
from tracker.models import ExternalReview, ImportRun
from tracker.services.file_imports import importing
from tracker.web.pages import import_pages

pytestmark = pytest.mark.usefixtures("every_change_is_told")


def upload(client: Browser, content: bytes, name: str = "checks.json", **fields: str):
    return client.submit(
        "/imports/preview",
        {"upload": (io.BytesIO(content), name), **fields},
        content_type="multipart/form-data",
    )


def checks(*documents: object) -> bytes:
    return json.dumps(list(documents)).encode()


def test_a_file_is_shown_imported_and_taken_back(client: Browser, session, sign_in) -> None:
    sign_in(Role.EDITOR)
    shown = upload(client, checks(CHECK))
    assert shown.status_code == 200
    assert "Import 1 row" in shown.text
    assert session.scalar(select(func.count(ImportRun.id))) == 0
    done = client.fill(shown, "/imports", {})
    assert done.status_code == 303
    run = session.scalars(select(ImportRun)).one()
    assert run.filename == "checks.json"
    assert "Rents in Norbury" in client.get(done.location).text
    assert "checks.json" in client.get("/imports").text
    client.submit(f"/imports/{run.id}/undo")
    assert session.scalar(select(func.count(ExternalReview.id))) == 0


def test_what_a_rating_means_is_chosen_on_the_page(client: Browser, session, sign_in) -> None:
    sign_in(Role.CONTRIBUTOR)
    shown = upload(client, checks(CHECK | {"reviewRating": "Three Clouds"}))
    field = shown.text.partition('name="meaning-')[2].partition('"')[0]
    client.fill(shown, "/imports", {f"meaning-{field}": "mixed"})
    check = session.scalars(select(ExternalReview)).one()
    assert (check.rating_label, check.verdict) == ("Three Clouds", ContentVerdict.MIXED)


def test_bad_rows_are_named_and_left_out_only_if_somebody_says_so(
    client: Browser, session, sign_in
) -> None:
    sign_in(Role.CONTRIBUTOR)
    shown = upload(client, checks(CHECK, {"@type": "ClaimReview"}))
    assert "ClaimReviewed is missing" in shown.text
    refused = client.fill(shown, "/imports", {})
    assert refused.status_code == 422
    assert session.scalar(select(func.count(ExternalReview.id))) == 0
    assert client.fill(refused, "/imports", {"good_rows_only": "y"}).status_code == 303
    assert session.scalar(select(func.count(ExternalReview.id))) == 1


def test_an_imports_page_names_failed_rows_first(
    client: Browser, session, sign_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "MOST_LISTED", 1)
    sign_in(Role.CONTRIBUTOR)
    shown = upload(
        client, checks(CHECK, CHECK | {"url": "https://c.example/2"}, {"@type": "ClaimReview"})
    )
    done = client.fill(shown, "/imports", {"good_rows_only": "y"})
    page = client.get(done.location).text
    assert page.index("ClaimReviewed is missing") < page.index("Rents in Norbury")
    assert page.count("Rents in Norbury") == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        (checks(CHECK)[:-9], "cut off"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "no text file"),
        (b"[" * 100_000, "none that can be imported"),
        (b"one,two\r\n1,2\r\n", "no reader knows"),
    ],
)
def test_an_ugly_file_gets_a_clear_message(client: Browser, sign_in, content, message) -> None:
    sign_in(Role.CONTRIBUTOR)
    answer = upload(client, content)
    assert answer.status_code == 422
    assert message in answer.text.lower() or message in answer.text


def test_a_file_that_was_swept_away_is_asked_for_again(client: Browser, sign_in) -> None:
    sign_in(Role.CONTRIBUTOR)
    assert client.submit("/imports", {"sha256": "ab" * 32}).status_code == 422


def test_a_claims_page_shows_who_has_checked_it(client: Browser, session, sign_in) -> None:
    sign_in(Role.EDITOR)
    claim = make_claim(session, stage=Stage.NEW, wording="Rents in Norbury fell by 12 percent.")
    session.commit()
    client.fill(upload(client, checks(CHECK)), "/imports", {})
    page = client.get(f"/claims/{claim.id}").text
    assert "Perhaps the same claim" in page
    check = session.scalars(select(ExternalReview)).one()
    fields = {"claim_id": str(claim.id), "verdict": "false"}
    laid = client.submit(f"/imports/checks/{check.id}", fields)
    assert laid.status_code == 303, laid.text
    page = client.get(f"/claims/{claim.id}").text
    assert "Perhaps the same claim" not in page
    assert "The Example Checker" in page
    assert "The Example Checker" in client.get("/imports/checks?q=norbury").text


def test_a_check_cannot_be_laid_beside_a_claim_that_is_not_here(
    client: Browser, session, sign_in
) -> None:
    sign_in(Role.EDITOR)
    client.fill(upload(client, checks(CHECK)), "/imports", {})
    check = session.scalars(select(ExternalReview)).one()
    answer = client.submit(f"/imports/checks/{check.id}", {"claim_id": "999", "verdict": "false"})
    assert answer.status_code == 404


def test_more_edits_than_one_request_may_make_are_left_to_the_command_line(
    client: Browser, session, sign_in, monkeypatch: pytest.MonkeyPatch
) -> None:
    claim = make_claim(session, stage=Stage.NEW)
    session.commit()
    monkeypatch.setattr(import_pages, "MOST_EDITS", 0)
    sign_in(Role.EDITOR)
    at = claim.updated_at.isoformat()
    table = f"claim_id,updated_at,note\n{claim.id},{at},Ask the port\n".encode()
    refused = client.fill(upload(client, table, "claims.csv"), "/imports", {})
    assert refused.status_code == 422
    assert "change 0 at once" in refused.text
    assert "tracker import" in refused.text
    assert session.scalar(select(func.count(ImportRun.id))) == 0
