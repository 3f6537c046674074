"""The second reader sees no first verdict anywhere until theirs is given."""

import re
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.builders import make_account, make_claim
from tracker.domain.vocabulary import AttributionVerdict, ContentVerdict, Role, Stage
from tracker.models import Claim
from tracker.web.background import worker

WHY = "The ledger of the harbour says seven million."
MINE = {
    "attribution_verdict": "accurate_quote",
    "content_verdict": "false",
    "reason": "The customs register gives six.",
}


@pytest.fixture
def blind(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = replace(app.config["SETTINGS"], blind_verdicts=True)
    monkeypatch.setitem(app.config, "SETTINGS", asking)


@pytest.fixture
def claim(session: Session) -> Claim:
    checker = make_account(session, role=Role.FACT_CHECKER, name="Ben Okri")
    claim = make_claim(
        session,
        stage=Stage.IN_REVIEW,
        assignee_id=checker.id,
        edited_by_id=checker.id,
        content_verdict=ContentVerdict.MOSTLY_FALSE,
        attribution_verdict=AttributionVerdict.ALTERED_WORDING,
        explanation=WHY,
    )
    session.commit()
    return claim


def pages(claim: Claim) -> list[str]:
    article = claim.article_version.article_id
    return [
        f"/claims/{claim.id}",
        f"/claims/{claim.id}/history",
        f"/claims/{claim.id}/second-verdict",
        f"/articles/{article}",
        "/claims?stage=in_review",
    ]


def test_the_second_reader_sees_no_first_verdict(client, sign_in, claim, blind):
    sign_in(Role.REVIEWER)
    for address in pages(claim):
        page = client.get(address)
        assert page.status_code == 200, address
        assert 'class="badge verdict verdict-mostly-false"' not in page.text, address
        assert "attribution-altered-wording" not in page.text, address
        assert WHY not in page.text, address


def listed(client, filters: str) -> bool:
    return 'class="claim-line' in client.get(f"/claims?stage=in_review&{filters}").text


@pytest.mark.parametrize(
    "filters", ["verdict=mostly_false", "said=altered_wording", "verdict=mostly_false&queue=review"]
)
def test_no_filter_gives_the_first_verdict_away(client, sign_in, claim, blind, filters):
    account = sign_in(Role.REVIEWER)
    assert account.id != claim.assignee_id
    assert not listed(client, filters)
    assert listed(client, "verdict=not_rated")
    assert listed(client, "said=unverified")


def test_whoever_may_know_the_verdict_filters_by_it(client, sign_in, claim, blind):
    sign_in(Role.VIEWER)
    assert listed(client, "verdict=mostly_false")
    assert not listed(client, "verdict=not_rated")


def test_the_numbers_beside_the_filters_count_it_as_not_rated(client, sign_in, claim, blind):
    sign_in(Role.REVIEWER)
    form = client.get("/claims?stage=in_review").text
    assert re.search(r'value="not_rated".{0,200}?>1<', form, re.DOTALL)
    assert not re.search(r'value="mostly_false".{0,200}?>1<', form, re.DOTALL)


@pytest.mark.parametrize("name", ["csv", "jsonl", "json"])
def test_no_export_tells_the_first_verdict(client, sign_in, claim, blind, name):
    sign_in(Role.REVIEWER)
    with client.get(f"/exports/{name}?stage=in_review") as answer:
        assert answer.status_code == 200
        told = answer.data
    assert claim.wording.encode() in told
    for word in (b"mostly_false", b"Mostly false", b"altered_wording", WHY.encode()):
        assert word not in told, word


def test_no_export_that_is_written_later_tells_it(client, app, sign_in, claim, blind, monkeypatch):
    monkeypatch.setattr(worker, "wake", lambda _app: None)
    sign_in(Role.REVIEWER)
    job = client.submit("/exports/jobs/csv?stage=in_review", {}).location
    assert worker.work_once(app)
    with client.get(f"{job}/file") as answer:
        told = answer.data
    assert claim.wording.encode() in told
    assert b"mostly_false" not in told
    assert WHY.encode() not in told


def test_no_dossier_tells_the_first_verdict(client, sign_in, claim, blind):
    sign_in(Role.REVIEWER)
    article = claim.article_version.article_id
    for address in (f"/claims/{claim.id}/dossier", f"/articles/{article}/dossier"):
        assert client.get(address).status_code == 403, address


def test_everything_is_shown_once_the_second_verdict_is_given(client, sign_in, claim, blind):
    sign_in(Role.REVIEWER)
    answer = client.submit(f"/claims/{claim.id}/second-verdict", MINE, follow_redirects=True)
    assert answer.status_code == 200
    assert 'class="badge verdict verdict-mostly-false"' in answer.text
    assert WHY in answer.text
    assert MINE["reason"] in answer.text
    assert "gave a second verdict on this claim" in answer.text


@pytest.mark.parametrize("lack", ["reason", "content_verdict"])
def test_a_verdict_that_is_not_whole_loses_nothing(client, sign_in, claim, blind, lack):
    sign_in(Role.REVIEWER)
    empty = {"reason": "", "content_verdict": "not_rated"}
    answer = client.submit(f"/claims/{claim.id}/second-verdict", MINE | {lack: empty[lack]})
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert 'value="accurate_quote"' in answer.text
    assert WHY not in answer.text


def test_without_the_rule_nobody_is_asked_to_read_blind(client, sign_in, claim):
    sign_in(Role.REVIEWER)
    assert WHY in client.get(f"/claims/{claim.id}").text
    assert client.get(f"/claims/{claim.id}/second-verdict").status_code == 409


def test_a_viewer_is_no_second_reader(client, sign_in, claim, blind):
    sign_in(Role.VIEWER)
    assert WHY in client.get(f"/claims/{claim.id}").text


def test_the_page_on_agreement_counts_the_pair(client, sign_in, claim, blind):
    sign_in(Role.REVIEWER)
    assert "No claim has been read twice yet" in client.get("/agreement").text
    client.submit(f"/claims/{claim.id}/second-verdict", MINE)
    page = client.get("/agreement").text
    assert "Too few pairs to say anything" in page
    assert "Krippendorff’s alpha" in page
    assert "/agreement" in client.get("/quality").text
