"""Evidence on the claim's page: added, corrected, withdrawn, kept and looked at again."""

from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

import pytest

from tests.builders import NOON, make_claim, make_evidence, make_media, make_reply, make_snapshot
from tests.unit.test_captures import png
from tracker.domain.vocabulary import Role, Stage
from tracker.models import ClaimMedia, Evidence, Reply
from tracker.readers import captures
from tracker.readers.fetching import Fetched
from tracker.readers.policy import FetchFailed

pytestmark = pytest.mark.usefixtures("every_change_is_told")

SOURCE = {
    "title": "Annual volume",
    "kind": "statistics",
    "stance": "contradicts",
    "publisher": "Statistics office",
    "url": "https://statistics.example/ports",
    "passage": "eight million tonnes",
}
PAGE = (
    "<!doctype html><title>Ports</title><article><p>Last year eight million tonnes went through "
    "the port, the office of statistics said on Monday in its yearly report.</p></article>"
)


@pytest.fixture
def claim(session):
    claim = make_claim(session, stage=Stage.IN_PROGRESS)
    session.commit()
    return claim


@pytest.fixture
def web(app, monkeypatch):
    """Answer every fetch with a page, or with what the test puts in its place."""
    fetching = replace(app.config["SETTINGS"], fetch=True)
    monkeypatch.setitem(app.config, "SETTINGS", fetching)
    answers = {"page": PAGE}

    def fetch(url, **_wishes):
        if isinstance(answers["page"], Exception):
            raise answers["page"]
        content = answers["page"].encode()
        moment = datetime(2026, 3, 2, tzinfo=UTC)
        return Fetched(url, url, content, "text/html", (), moment, "192.0.2.1", (url,))

    monkeypatch.setattr(captures, "fetch", fetch)
    return answers


def test_a_source_is_added_and_stands_on_the_page(client, sign_in, session, claim):
    sign_in(Role.FACT_CHECKER)
    answer = client.submit(f"/claims/{claim.id}/evidence/new", SOURCE)
    assert answer.status_code == 303
    page = client.get(f"/claims/{claim.id}").text
    assert "2 independent sources needed:" in page
    assert "1 so far" in page
    assert "eight million tonnes" in page
    assert "no snapshot" in page


def test_a_snapshot_is_fetched_with_the_source(client, sign_in, session, claim, web):
    sign_in(Role.FACT_CHECKER)
    client.submit(f"/claims/{claim.id}/evidence/new", SOURCE | {"fetches": "y"})
    held = session.query(Evidence).one()
    assert held.snapshot.media_type == "text/html"
    assert held.passage_start is not None


def test_a_page_that_cannot_be_fetched_loses_nothing(client, sign_in, session, claim, web):
    sign_in(Role.FACT_CHECKER)
    web["page"] = FetchFailed("statistics.example answered 500 Oops; upload it", status=500)
    answer = client.submit(f"/claims/{claim.id}/evidence/new", SOURCE | {"fetches": "y"})
    assert answer.status_code == 422
    assert "answered 500" in answer.text
    assert "eight million tonnes" in answer.text
    assert session.query(Evidence).count() == 0


def test_a_bad_upload_gets_a_message_and_loses_nothing(client, sign_in, session, claim):
    sign_in(Role.FACT_CHECKER)
    upload = (BytesIO(b"MZ\x90\x00 a program"), "table.pdf")
    answer = client.submit(f"/claims/{claim.id}/evidence/new", SOURCE | {"upload": upload})
    assert answer.status_code == 422
    assert "It is a program" in answer.text
    assert 'value="Annual volume"' in answer.text
    assert session.query(Evidence).count() == 0


def test_an_uploaded_picture_is_shown_and_handed_out_sealed(client, sign_in, session, claim):
    sign_in(Role.FACT_CHECKER)
    upload = (BytesIO(png()), "table.png")
    client.submit(f"/claims/{claim.id}/evidence/new", SOURCE | {"upload": upload})
    held = session.query(Evidence).one()
    address = f"/claims/{claim.id}/evidence/{held.id}/snapshots/{held.snapshot.id}"
    assert f'src="{address}/picture"' in client.get(f"/claims/{claim.id}").text
    shown = client.get(f"{address}/picture")
    assert (shown.mimetype, shown.data) == ("image/png", png())
    kept = client.get(address)
    assert kept.mimetype == "application/octet-stream"
    assert kept.headers["Content-Disposition"].startswith("attachment")
    for answer in (shown, kept):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_page_is_never_shown_as_a_page(client, sign_in, session, claim):
    sign_in(Role.FACT_CHECKER)
    upload = (BytesIO(PAGE.encode()), "table.html")
    client.submit(f"/claims/{claim.id}/evidence/new", SOURCE | {"upload": upload})
    held = session.query(Evidence).one()
    address = f"/claims/{claim.id}/evidence/{held.id}/snapshots/{held.snapshot.id}"
    assert client.get(address).mimetype == "application/octet-stream"
    assert client.get(f"{address}/picture").status_code == 404


def test_a_source_is_corrected_and_the_slower_of_two_sees_both(client, sign_in, session, claim):
    sign_in(Role.FACT_CHECKER)
    held = make_evidence(session, claim)
    session.commit()
    address = f"/claims/{claim.id}/evidence/{held.id}/edit"
    page = client.get(address)
    first = client.fill(page, address, {"title": "Faster"})
    second = client.fill(page, address, {"title": "Slower"})
    assert (first.status_code, second.status_code) == (303, 409)
    assert "Faster" in second.text
    assert "Slower" in second.text


def test_withdrawing_asks_why_and_can_be_undone(client, sign_in, session, claim):
    sign_in(Role.FACT_CHECKER)
    held = make_evidence(session, claim)
    session.commit()
    address = f"/claims/{claim.id}/evidence/{held.id}"
    client.submit(f"{address}/withdraw", {"reason": " "})
    session.expire_all()
    assert not held.is_withdrawn
    client.submit(f"{address}/withdraw", {"reason": "A copy of the other"})
    session.expire_all()
    assert held.is_withdrawn
    assert "1 withdrawn source" in client.get(f"/claims/{claim.id}").text
    client.submit(f"{address}/bring-back", {})
    session.expire_all()
    assert not held.is_withdrawn


def test_sources_are_looked_at_again(client, sign_in, session, claim, web):
    sign_in(Role.FACT_CHECKER)
    make_evidence(session, claim, passage="eight million tonnes", passage_end=24)
    session.commit()
    client.submit(f"/claims/{claim.id}/evidence/checks", {})
    page = client.get(f"/claims/{claim.id}").text
    assert "Changed" in page
    assert "the passage still stands there" in page
    web["page"] = FetchFailed("it answered 404 Not Found", status=404)
    client.submit(f"/claims/{claim.id}/evidence/checks", {})
    assert "Gone" in client.get(f"/claims/{claim.id}").text


def test_a_snapshot_is_fetched_for_a_source_that_has_none(client, sign_in, session, claim, web):
    sign_in(Role.FACT_CHECKER)
    held = make_evidence(session, claim, has_snapshot=False)
    session.commit()
    client.submit(f"/claims/{claim.id}/evidence/{held.id}/snapshots", {})
    session.expire_all()
    assert held.snapshot.source_url == held.url


def test_a_reply_is_logged_and_corrected(client, sign_in, session, claim):
    sign_in(Role.FACT_CHECKER)
    answer = client.submit(f"/claims/{claim.id}/replies/new", {"outcome": "waiting"})
    assert answer.status_code == 422
    assert "Say who was asked" in answer.text
    asked = {"outcome": "waiting", "asked_whom": "The port", "channel": "email"}
    client.submit(f"/claims/{claim.id}/replies/new", asked | {"asked_on": "2026-03-01"})
    reply = session.query(Reply).one()
    assert "1 answer is still due." in client.get(f"/claims/{claim.id}").text
    address = f"/claims/{claim.id}/replies/{reply.id}/edit"
    changes = {
        "outcome": "answered",
        "answered_on": "2026-03-02",
        "public_answer": "We stand by it",
    }
    assert client.fill(client.get(address), address, changes).status_code == 303
    assert "We stand by it" in client.get(f"/claims/{claim.id}").text
    client.submit(f"/claims/{claim.id}/replies/{reply.id}/withdraw", {"reason": "Wrong claim"})
    assert "Nobody has been asked yet." in client.get(f"/claims/{claim.id}").text


def test_a_medium_that_was_altered_is_no_original(client, sign_in, session, claim):
    sign_in(Role.FACT_CHECKER)
    medium = {"kind": "video", "content_url": "https://films.example/1", "description": "A ship"}
    both = {"authenticity": ["OriginalMediaContent", "StagedContent"]}
    answer = client.submit(f"/claims/{claim.id}/media/new", medium | both)
    assert answer.status_code == 422
    assert "no original" in answer.text
    one = {"authenticity": ["StagedContent", "SatireOrParodyContent"]}
    client.submit(f"/claims/{claim.id}/media/new", medium | one)
    added = session.query(ClaimMedia).one()
    assert added.authenticity == ["StagedContent", "SatireOrParodyContent"]
    assert "Staged" in client.get(f"/claims/{claim.id}").text
    address = f"/claims/{claim.id}/media/{added.id}/edit"
    client.fill(client.get(address), address, {"description": "Two ships"})
    session.expire_all()
    assert added.description == "Two ships"
    client.submit(f"/claims/{claim.id}/media/{added.id}/withdraw", {"reason": "Not this claim"})
    session.expire_all()
    assert added.withdrawn_at is not None


def test_a_reader_sees_the_notes_and_no_buttons(client, sign_in, session, claim):
    sign_in(Role.VIEWER)
    held = make_evidence(session, claim)
    held.snapshots.append(make_snapshot(text="Another", taken_at=NOON))
    make_reply(session, claim)
    make_media(session, claim)
    session.commit()
    page = client.get(f"/claims/{claim.id}").text
    assert "Port statistics, annual volume" in page
    assert "These words do not stand in the snapshot." not in page
    assert "We stand by our figures." in page
    assert "Add a source" not in page
    assert f"/evidence/{held.id}/withdraw" not in page


def test_what_was_typed_outlives_a_move_by_somebody_else(client, sign_in, session):
    sign_in(Role.FACT_CHECKER)
    gone_on = make_claim(session, stage=Stage.IN_REVIEW)
    session.commit()
    answer = client.submit(f"/claims/{gone_on.id}/evidence/new", SOURCE)
    assert answer.status_code == 422
    assert "keeps its evidence; move it back first" in answer.text
    assert 'value="Annual volume"' in answer.text
    declined = make_claim(session, stage=Stage.DECLINED)
    session.commit()
    reply = {"outcome": "waived", "reason": "The speaker is dead"}
    answer = client.submit(f"/claims/{declined.id}/replies/new", reply)
    assert answer.status_code == 422
    assert "The speaker is dead" in answer.text
