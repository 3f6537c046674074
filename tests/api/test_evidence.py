"""What a verdict rests on, for programs: sources, their copies, replies and media."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.api.conftest import Program
from tests.builders import make_claim, make_evidence, make_reply
from tracker.domain.vocabulary import Role, Stage
from tracker.models import Claim

Maker = Callable[..., Program]
SOURCE = {
    "kind": "statistics",
    "stance": "supports",
    "title": "Annual volume",
    "publisher": "Port Authority",
    "url": "https://port.example/volume",
}
BYTES = {"Content-Type": "application/octet-stream"}


@pytest.fixture
def claim(session: Session) -> Claim:
    made = make_claim(session, stage=Stage.IN_PROGRESS)
    session.commit()
    return made


def added(asking: Program, claim: Claim) -> Any:
    answer = asking.post(f"/claims/{claim.id}/evidence", json=SOURCE)
    assert answer.status_code == 201, answer.json
    return answer


def test_evidence_is_shown_where_its_location_says(claim: Claim, program: Maker) -> None:
    asking = program(Role.FACT_CHECKER)
    made = added(asking, claim)
    shown = asking.get(made.headers["Location"].removeprefix("/api/v1"))
    assert shown.json == made.json
    assert shown.headers["ETag"] == made.headers["ETag"] == f'"evidence-{made.json["id"]}-1"'


def test_a_correction_keeps_what_it_leaves_out(claim: Claim, program: Maker) -> None:
    asking = program(Role.FACT_CHECKER)
    made = added(asking, claim)
    path, tag = f"/claims/{claim.id}/evidence/{made.json['id']}", made.headers["ETag"]
    answer = asking.patch(path, match=tag, json={"title": "Volume of 2025", "publisher": None})
    assert answer.status_code == 200
    assert answer.json["title"] == "Volume of 2025"
    assert answer.json["publisher"] is None
    assert answer.json["url"] == SOURCE["url"]


def test_null_leaves_what_may_not_be_empty(claim: Claim, program: Maker) -> None:
    asking = program(Role.FACT_CHECKER)
    path = f"/claims/{claim.id}/evidence/{added(asking, claim).json['id']}"
    answer = asking.patch(path, match="*", json={"title": None, "kind": None})
    assert answer.json["title"] == SOURCE["title"]


def test_a_correction_needs_the_version_that_was_seen(claim: Claim, program: Maker) -> None:
    asking = program(Role.FACT_CHECKER)
    made = added(asking, claim)
    path, tag = f"/claims/{claim.id}/evidence/{made.json['id']}", made.headers["ETag"]
    assert asking.patch(path, json={"note": "x"}).status_code == 428
    asking.patch(path, match=tag, json={"note": "Asked the port"})
    late = asking.patch(path, match=tag, json={"note": "Did not ask"})
    assert late.status_code == 412
    assert late.json["current"]["note"] == "Asked the port"
    assert late.json["attempted"]["note"] == "Did not ask"


def test_the_tag_of_another_record_fits_nothing(claim: Claim, program: Maker) -> None:
    asking = program(Role.FACT_CHECKER)
    number = added(asking, claim).json["id"]
    path = f"/claims/{claim.id}/evidence/{number}"
    answer = asking.patch(path, match=f'"claim-{number}-1"', json={"note": "x"})
    assert answer.status_code == 412


def test_evidence_is_withdrawn_and_brought_back(claim: Claim, program: Maker) -> None:
    asking = program(Role.FACT_CHECKER)
    made = added(asking, claim)
    path = f"/claims/{claim.id}/evidence/{made.json['id']}/withdrawal"
    out = asking.post(path, match=made.headers["ETag"], json={"reason": "Its tables were wrong"})
    assert out.json["withdrawal_reason"] == "Its tables were wrong"
    back = asking.ask("DELETE", path, match=out.headers["ETag"])
    assert back.status_code == 200
    assert back.json["withdrawn_at"] is None
    again = asking.ask("DELETE", path, match="*")
    assert again.status_code == 409


def test_a_copy_goes_in_and_comes_out_byte_for_byte(claim: Claim, program: Maker) -> None:
    asking = program(Role.FACT_CHECKER)
    path = f"/claims/{claim.id}/evidence/{added(asking, claim).json['id']}/snapshots"
    content = b"The port moved 9,1 million tonnes.\n"
    kept = asking.post(f"{path}?filename=volume.txt", data=content, headers=BYTES)
    assert kept.status_code == 201, kept.json
    assert kept.json["sha256"] == hashlib.sha256(content).hexdigest()
    assert kept.json["filename"] == "volume.txt"
    assert [one["id"] for one in asking.get(path).json["entries"]] == [kept.json["id"]]
    out = asking.get(kept.headers["Location"].removeprefix("/api/v1"))
    assert out.data == content
    assert out.headers["Content-Disposition"].startswith("attachment")
    assert out.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("content", "media_type", "status"),
    [
        (b"\x7fELF\x02\x01\x01" + bytes(200), "application/octet-stream", 422),
        (b"", "application/octet-stream", 422),
        (b'{"file": "x"}', "application/json", 415),
        (b"x" * 20_000_001, "application/octet-stream", 413),
    ],
)
def test_a_copy_that_we_do_not_keep_is_refused(
    claim: Claim, program: Maker, content: bytes, media_type: str, status: int
) -> None:
    asking = program(Role.FACT_CHECKER)
    path = f"/claims/{claim.id}/evidence/{added(asking, claim).json['id']}/snapshots"
    answer = asking.post(path, data=content, headers={"Content-Type": media_type})
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"


def test_a_house_that_fetches_nothing_says_so(claim: Claim, program: Maker) -> None:
    asking = program(Role.FACT_CHECKER)
    path = f"/claims/{claim.id}/evidence/{added(asking, claim).json['id']}/snapshots/fetch"
    answer = asking.post(path)
    assert answer.status_code == 422
    assert "does not fetch" in answer.json["detail"]


def test_sources_are_looked_at_again(claim: Claim, program: Maker) -> None:
    answer = program(Role.FACT_CHECKER).post(f"/claims/{claim.id}/checks")
    assert answer.status_code == 201
    assert answer.json["entries"] == []


def test_evidence_of_another_claim_is_not_found(
    session: Session, claim: Claim, program: Maker
) -> None:
    other = make_evidence(session, make_claim(session, stage=Stage.IN_PROGRESS))
    session.commit()
    answer = program().get(f"/claims/{claim.id}/evidence/{other.id}")
    assert answer.status_code == 404


def test_replies_are_logged_and_answered(claim: Claim, program: Maker) -> None:
    asking = program(Role.FACT_CHECKER)
    asked = {"outcome": "waiting", "asked_whom": "Press office", "channel": "email"}
    made = asking.post(f"/claims/{claim.id}/replies", json={**asked, "asked_on": "2026-03-01"})
    assert made.status_code == 201, made.json
    path = f"/claims/{claim.id}/replies/{made.json['id']}"
    change = {"outcome": "answered", "answered_on": "2026-03-02", "answer": "Nine, not eight."}
    done = asking.patch(path, match=made.headers["ETag"], json=change)
    assert done.json["asked_whom"] == "Press office"
    assert done.json["outcome"] == "answered"
    gone = asking.post(f"{path}/withdrawal", match="*", json={"reason": "Another claim was meant"})
    assert gone.json["withdrawn_at"] is not None


def test_an_answer_in_full_is_for_those_who_check_facts(
    session: Session, claim: Claim, program: Maker
) -> None:
    make_reply(session, claim, answer="Off the record: eight.", note="Call again")
    session.commit()
    (seen,) = program(Role.VIEWER).get(f"/claims/{claim.id}/replies").json["entries"]
    assert seen["answer"] is None
    assert seen["note"] is None
    (seen,) = program(Role.FACT_CHECKER).get(f"/claims/{claim.id}/replies").json["entries"]
    assert seen["note"] == "Call again"


def test_media_are_added_corrected_and_withdrawn(claim: Claim, program: Maker) -> None:
    asking = program(Role.FACT_CHECKER)
    sent = {"kind": "image", "content_url": "https://social.example/1"}
    made = asking.post(f"/claims/{claim.id}/media", json=sent)
    assert made.status_code == 201, made.json
    path = f"/claims/{claim.id}/media/{made.json['id']}"
    change = {"authenticity": ["DecontextualizedContent"]}
    done = asking.patch(path, match=made.headers["ETag"], json=change)
    assert done.json["authenticity"] == ["DecontextualizedContent"]
    assert done.json["content_url"] == sent["content_url"]
    asking.post(f"{path}/withdrawal", match="*", json={"reason": "Shows another port"})
    assert asking.get(f"/claims/{claim.id}/media").json["entries"] == []


def test_a_claim_in_review_keeps_its_evidence(session: Session, program: Maker) -> None:
    settled = make_claim(session, stage=Stage.IN_REVIEW)
    session.commit()
    answer = program(Role.FACT_CHECKER).post(f"/claims/{settled.id}/evidence", json=SOURCE)
    assert answer.status_code == 409
