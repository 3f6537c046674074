"""What is refused before anything looks at it, and what is carried out once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.api.conftest import Program
from tests.builders import make_article, make_claim
from tracker.domain.clock import now
from tracker.domain.vocabulary import Role, Stage
from tracker.models import KeptAnswer, Speaker, Token
from tracker.services import idempotency
from tracker.services.idempotency import GIVEN_UP, KEPT

Maker = Callable[..., Program]
SPEAKER = {"name": "Ana Silva", "kind": "person"}
JSON = {"Content-Type": "application/json"}


def count(session: Session) -> int:
    session.expire_all()
    return session.scalar(select(func.count(Speaker.id)).where(Speaker.name == "Ana Silva"))


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b'{"name": "A", "name": "B", "kind": "person"}', 422),
        (b'{"name": "A", "kind": NaN}', 422),
        (b'{"name": "A", "kind": 1e999}', 422),
        (b'{"name": "\\ud800", "kind": "person"}', 422),
        (b'{"name": "\\u0000", "kind": "person"}', 422),
        (b'{"name": ' + b"[" * 70 + b"]" * 70 + b"}", 422),
        (b"[" * 100_000, 422),
        (b'{"name": "A", "kind": "person", "id": ' + b"9" * 30 + b"}", 422),
        (b'{"name": "A", "kind": "person", "edit_number": 1}', 422),
        (b'{"name": "' + b"a" * 1_000_001 + b'"}', 413),
        (b"\xff", 400),
    ],
)
def test_a_body_out_of_bounds_is_refused(program: Maker, body: bytes, status: int) -> None:
    answer = program().post("/speakers", data=body, headers=JSON)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == status


def test_a_body_of_another_kind_is_refused(program: Maker) -> None:
    answer = program().post("/speakers", data="name=Ana", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415


@pytest.mark.parametrize("path", ["/claims/99999999999999999999", "/nowhere", "/claims/999999"])
def test_what_is_not_there_is_a_problem(program: Maker, path: str) -> None:
    answer = program().get(path)
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"


def test_a_method_that_is_not_known_is_a_problem(program: Maker) -> None:
    answer = program().ask("DELETE", "/claims")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.mimetype == "application/problem+json"


def test_a_filter_twice_is_refused(program: Maker) -> None:
    assert program().get("/claims?speaker=1&speaker=2").status_code == 422


def test_a_request_that_is_sent_twice_is_carried_out_once(session: Session, program: Maker) -> None:
    asking = program()
    headers = {"Idempotency-Key": "first"}
    first = asking.post("/speakers", json=SPEAKER, headers=headers)
    second = asking.post("/speakers", json=SPEAKER, headers=headers)
    assert first.status_code == second.status_code == 201
    assert first.data == second.data
    assert second.headers["Location"] == first.headers["Location"]
    assert second.headers["Idempotent-Replayed"] == "true"
    assert count(session) == 1


def test_a_key_stands_for_one_request(session: Session, program: Maker) -> None:
    asking = program()
    headers = {"Idempotency-Key": "first"}
    asking.post("/speakers", json=SPEAKER, headers=headers)
    other = asking.post("/speakers", json={**SPEAKER, "name": "Bo"}, headers=headers)
    assert other.status_code == 422


def test_a_refused_request_may_be_tried_again(session: Session, program: Maker) -> None:
    asking = program()
    headers = {"Idempotency-Key": "first"}
    refused = asking.post("/speakers", json={"name": " ", "kind": "person"}, headers=headers)
    assert refused.status_code == 422
    session.expire_all()
    assert session.scalar(select(func.count(KeptAnswer.id))) == 0
    assert asking.post("/speakers", json=SPEAKER, headers=headers).status_code == 201


def test_a_key_at_work_is_told_to_wait(session: Session, program: Maker) -> None:
    asking = program()
    article = make_article(session)
    claim = make_claim(session, article=article, stage=Stage.NEW)
    session.commit()
    path = f"/api/v1/claims/{claim.id}/moves?"
    body = b'{"to": "triaged"}'
    print_ = idempotency.fingerprint("POST", path, body)
    idempotency.begin(session, token_id(session), "slow", print_, at=now())
    session.commit()
    answer = asking.post(
        path.removeprefix("/api/v1").rstrip("?"),
        data=body,
        match="*",
        headers={**JSON, "Idempotency-Key": "slow"},
    )
    assert answer.status_code == 409
    assert answer.headers["Retry-After"] == "1"


def token_id(session: Session) -> int:
    return session.query(Token).order_by(Token.id.desc()).first().id


def test_a_request_that_died_may_be_carried_out(session: Session, program: Maker) -> None:
    program()
    number, at = token_id(session), now()
    assert idempotency.begin(session, number, "dead", "0" * 64, at=at) is None
    later = at + GIVEN_UP + timedelta(seconds=1)
    assert idempotency.begin(session, number, "dead", "0" * 64, at=later) is None


def test_keys_are_kept_for_a_day(session: Session, program: Maker) -> None:
    program()
    number, at = token_id(session), now()
    idempotency.begin(session, number, "old", "0" * 64, at=at)
    later = at + KEPT + timedelta(seconds=1)
    assert idempotency.begin(session, number, "old", "1" * 64, at=later) is None


def test_an_article_is_brought_in_as_text(session: Session, program: Maker) -> None:
    asking = program()
    text = "“We will grow,” said Ana Silva, the director of the port."
    sent = {"title": "The port grows", "text": text, "outlet": "The Harbour Post"}
    made = asking.post("/articles", json=sent)
    assert made.status_code == 201
    assert made.json["text"] == text
    found = asking.get(f"/claims?article={made.json['id']}").json["entries"]
    assert [one["quote"] for one in found] == ["“We will grow,”"]
    again = asking.post("/articles", json=sent)
    assert again.status_code == 409
    assert again.json["article_id"] == made.json["id"]


def test_an_article_is_corrected_but_not_its_text(session: Session, program: Maker) -> None:
    article = make_article(session)
    session.commit()
    asking = program()
    path = f"/articles/{article.id}"
    assert asking.patch(path, match="*", json={"title": "Growth"}).json["title"] == "Growth"
    assert asking.patch(path, match="*", json={"text": "Other"}).status_code == 422


def test_speakers_are_merged_and_parted(session: Session, program: Maker) -> None:
    asking = program()
    one, two = (asking.post("/speakers", json={**SPEAKER, "name": n}).json for n in ("A", "B"))
    path = f"/speakers/{one['id']}"
    merged = asking.post(f"{path}/merge", match="*", json={"into_id": two["id"]})
    assert merged.json["canonical_id"] == two["id"]
    parted = asking.post(f"{path}/unmerge", match="*")
    assert parted.json["merged_into_id"] is None
    stale = asking.post(f"{path}/unmerge", match=f'"speaker-{one["id"]}-1"')
    assert stale.status_code == 412
    assert stale.json["current"]["name"] == "A"


def test_exports_come_in_every_format(session: Session, program: Maker) -> None:
    make_claim(session)
    session.commit()
    asking = program()
    names = [one["name"] for one in asking.get("/exports").json["entries"]]
    assert {"csv", "jsonl", "xlsx"} <= set(names)
    answer = asking.get("/exports/csv?stage=proposed")
    assert answer.mimetype == "text/csv"
    assert "The port of Varna" in answer.text


def test_the_history_is_followed_in_its_order(session: Session, program: Maker) -> None:
    program(Role.EDITOR).post("/speakers", json=SPEAKER)
    auditor = program(Role.AUDITOR)
    page = auditor.get("/events?limit=1&subject=speaker")
    assert [one["action"] for one in page.json["entries"]] == ["speaker.added"]
    assert page.json["next"] is None


def test_evidence_and_comments_are_added(session: Session, program: Maker) -> None:
    claim = make_claim(session, stage=Stage.IN_PROGRESS)
    session.commit()
    asking = program()
    source = {"kind": "statistics", "stance": "supports", "title": "Annual volume"}
    made = asking.post(f"/claims/{claim.id}/evidence", json=source)
    assert made.status_code == 201
    listed = asking.get(f"/claims/{claim.id}/evidence").json["entries"]
    assert [one["title"] for one in listed] == ["Annual volume"]
    said = asking.post(f"/claims/{claim.id}/comments", json={"words": "Look again."})
    assert said.status_code == 201
    answer = {"words": "Done.", "thread_id": said.json["id"]}
    asking.post(f"/claims/{claim.id}/comments", json=answer)
    words = [one["words"] for one in asking.get(f"/claims/{claim.id}/comments").json["entries"]]
    assert words == ["Look again.", "Done."]


def test_the_description_lists_every_operation(client: FlaskClient) -> None:
    described = client.get("/api/v1/openapi.json").json
    assert described["openapi"] == "3.1.0"
    assert "/api/v1/claims/{claim_id}/moves" in described["paths"]
    move = described["paths"]["/api/v1/claims/{claim_id}/moves"]["post"]
    assert {"409", "412", "422", "428"} <= move["responses"].keys()


def test_people_read_the_description_on_a_page(client: FlaskClient) -> None:
    page = client.get("/api/docs")
    assert page.status_code == 200
    assert "/api/v1/claims:search" in page.text
    assert "<script>" not in page.text
