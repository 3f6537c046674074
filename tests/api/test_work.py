"""The rest of a day's work for programs: outlets, comments, sentences, review, foreign checks."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.api.conftest import Program
from tests.builders import NOON, make_article, make_claim, make_speaker
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import ContentVerdict, Role, Stage
from tracker.models import Claim, Event, ExternalReview

pytestmark = pytest.mark.usefixtures("every_change_is_told")

Maker = Callable[..., Program]


def test_an_outlet_is_added_and_corrected(session: Session, program: Maker) -> None:
    asking = program(Role.CONTRIBUTOR)
    made = asking.post("/outlets", json={"name": "Harbour Post", "domain": "WWW.Harbour.example"})
    assert made.status_code == 201, made.json
    assert made.json["domain"] == "harbour.example"
    path = f"/outlets/{made.json['id']}"
    done = asking.patch(path, match=made.headers["ETag"], json={"name": "The Harbour Post"})
    assert done.json == {**made.json, "name": "The Harbour Post"}
    late = asking.patch(path, match=made.headers["ETag"], json={"domain": None})
    assert late.status_code == 412
    assert late.json["current"]["name"] == "The Harbour Post"
    told = session.scalars(select(Event.action).where(Event.subject == "outlet")).all()
    assert told == ["outlet.added", "outlet.revised"]


@pytest.mark.parametrize(
    ("sent", "wrong"),
    [
        ({"name": "the harbour  POST"}, "/name"),
        ({"name": "Other", "domain": "harbour.example"}, "/domain"),
        ({"name": "Other", "domain": "https://x.example/"}, "/domain"),
        ({"name": " "}, "/name"),
    ],
)
def test_an_outlet_that_does_not_do_is_refused(
    program: Maker, sent: dict[str, str], wrong: str
) -> None:
    asking = program(Role.CONTRIBUTOR)
    asking.post("/outlets", json={"name": "The Harbour Post", "domain": "harbour.example"})
    answer = asking.post("/outlets", json=sent)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["pointer"] == wrong


def test_a_comment_is_written_anew_and_its_thread_settled(session: Session, program: Maker) -> None:
    claim = make_claim(session, stage=Stage.IN_PROGRESS)
    session.commit()
    asking = program(Role.FACT_CHECKER)
    made = asking.post(f"/claims/{claim.id}/comments", json={"words": "Look agian."})
    path = f"/claims/{claim.id}/comments/{made.json['id']}"
    done = asking.patch(path, match=made.headers["ETag"], json={"words": "Look again."})
    assert done.json["words"] == "Look again."
    assert asking.patch(path, match=made.headers["ETag"], json={"words": "x"}).status_code == 412
    settled = asking.post(f"{path}/resolution", match=done.headers["ETag"])
    assert settled.json["resolved_at"] is not None
    opened = asking.ask("DELETE", f"{path}/resolution", match=settled.headers["ETag"])
    assert opened.json["resolved_at"] is None


def test_only_its_writer_changes_a_comment(session: Session, program: Maker) -> None:
    claim = make_claim(session, stage=Stage.IN_PROGRESS)
    session.commit()
    made = program(Role.FACT_CHECKER).post(f"/claims/{claim.id}/comments", json={"words": "Hm."})
    path = f"/claims/{claim.id}/comments/{made.json['id']}"
    assert program(Role.EDITOR).patch(path, match="*", json={"words": "Ha."}).status_code == 403


def test_sentences_are_declined_opened_and_the_article_closed(
    session: Session, program: Maker
) -> None:
    article = make_article(session, text="It rained. The port was shut.")
    session.commit()
    asking = program(Role.CONTRIBUTOR)
    path = f"/articles/{article.id}"
    seen = asking.get(f"{path}/sentences")
    starts = [one["start"] for one in seen.json["sentences"]]
    assert (seen.json["open"], seen.json["percent"]) == (2, 0)
    declined = {"starts": starts, "reason": "background"}
    to = f"{path}/sentences/declined"
    assert asking.post(to, json=declined).status_code == 428
    done = asking.post(to, match=seen.headers["ETag"], json=declined)
    assert done.json["percent"] == 100
    late = asking.post(f"{path}/closing", match=seen.headers["ETag"])
    assert (late.status_code, late.json["current"]["open"]) == (412, 0)
    closed = asking.post(f"{path}/closing", match=done.headers["ETag"])
    assert closed.json["closed_at"] is not None
    assert asking.post(f"{path}/closing", match="*").status_code == 409
    reopened = asking.ask("DELETE", f"{path}/closing", match=closed.headers["ETag"])
    assert reopened.json["closed_at"] is None
    opened = asking.post(f"{path}/sentences/opened", match="*", json={"starts": starts[:1]})
    assert opened.json["open"] == 1


def test_a_claim_says_what_it_waits_for(session: Session, program: Maker) -> None:
    claim = make_claim(session, stage=Stage.IN_PROGRESS, speaker=make_speaker(session))
    session.commit()
    told = program(Role.EDITOR).get(f"/claims/{claim.id}/readiness").json
    assert told["independent_sources"] == 0
    moves = {one["to"]: one["missing"] for one in told["moves"]}
    assert any("source" in words for words in moves["in_review"])


@pytest.fixture
def blind(app: Flask, session: Session, monkeypatch: pytest.MonkeyPatch) -> Claim:
    asking = replace(app.config["SETTINGS"], blind_verdicts=True)
    monkeypatch.setitem(app.config, "SETTINGS", asking)
    claim = make_claim(session, stage=Stage.IN_REVIEW)
    session.commit()
    return claim


def test_a_second_verdict_is_given_blind(blind: Claim, program: Maker) -> None:
    asking = program(Role.FACT_CHECKER)
    assert asking.get(f"/claims/{blind.id}/second-verdicts").status_code == 403
    assert asking.get(f"/claims/{blind.id}/readiness").status_code == 403
    mine = {"content_verdict": "mixed", "attribution_verdict": "accurate_quote", "reason": "Half."}
    given = asking.post(f"/claims/{blind.id}/second-verdicts", json=mine)
    assert given.status_code == 201, given.json
    assert given.json["first_content_verdict"] == blind.content_verdict
    assert asking.get(f"/claims/{blind.id}/second-verdicts").json["entries"] == [given.json]
    assert asking.post(f"/claims/{blind.id}/second-verdicts", json=mine).status_code == 409


def test_a_foreign_check_is_laid_beside_a_claim(session: Session, program: Maker) -> None:
    claim = make_claim(session)
    check = ExternalReview(
        source="checks.example",
        external_id="https://checks.example/1",
        claim_text="The port of Varna grew",
        publisher="Checks",
        rating_label="Half true",
        verdict=ContentVerdict.MIXED,
        search_text="the port of varna grew checks",
        created_at=NOON,
        updated_at=NOON,
    )
    session.add(check)
    session.commit()
    asking = program(Role.FACT_CHECKER)
    (listed,) = asking.get("/checks?q=port").json["entries"]
    path = f"/checks/{check.id}"
    shown = asking.get(path)
    assert shown.json == listed
    placed = asking.patch(path, match=shown.headers["ETag"], json={"claim_id": claim.id})
    assert placed.json["claim_id"] == claim.id
    assert placed.json["verdict"] == listed["verdict"]
    assert asking.patch(path, match="*", json={"claim_id": None}).json["claim_id"] is None


def test_a_speaker_gets_an_office_and_loses_it(session: Session, program: Maker) -> None:
    speaker = make_speaker(session)
    session.commit()
    asking = program(Role.CONTRIBUTOR)
    path = f"/speakers/{speaker.id}"
    given = asking.post(f"{path}/roles", match="*", json={"title": "Director of the port"})
    (office,) = given.json["roles"]
    assert given.status_code == 201
    gone = asking.ask("DELETE", f"{path}/roles/{office['id']}", match=given.headers["ETag"])
    assert gone.json["roles"] == []


def test_the_original_of_an_article_comes_out(program: Maker) -> None:
    asking = program(Role.CONTRIBUTOR)
    text = "“We will grow,” said Ana Silva, the director of the port."
    made = asking.post("/articles", json={"title": "The port grows", "text": text})
    out = asking.get(f"/articles/{made.json['id']}/original")
    assert out.data == text.encode()


def test_a_label_does_not_hold_an_edited_verdict_back(session: Session, program: Maker) -> None:
    claim = make_claim(session, stage=Stage.IN_PROGRESS)
    session.commit()
    asking = program(Role.FACT_CHECKER, scopes=[Scope.READ, Scope.WRITE])
    path = f"/claims/{claim.id}"
    for verdict in ("false", "true"):
        answer = asking.patch(path, match="*", json={"content_verdict": verdict})
        assert answer.json["content_verdict"] == verdict
