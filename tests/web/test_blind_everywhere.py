"""Whoever reads blind meets the first verdict at no address at all, page or program."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from difflib import unified_diff
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from tests.api.conftest import Program
from tests.builders import make_actor, make_claim, make_evidence, make_speaker
from tests.web.conftest import give_sign_in
from tracker.domain.actors import MACHINE
from tracker.domain.clock import now
from tracker.domain.conversation import CommentDraft
from tracker.domain.readiness import Policy
from tracker.domain.scopes import grantable
from tracker.domain.vocabulary import AttributionVerdict, ContentVerdict, Qualifier, Role, Stage
from tracker.models import Account, Claim
from tracker.services.editing import claim_fields, claims
from tracker.services.members import accounts, desks, tokens
from tracker.services.reviewing import comments, review, scales
from tracker.services.trail import history
from tracker.web.gates.limits import limiter

#: Words that stand in the first verdict and nowhere else.
WHY, LABEL, TALK = "Zweckmarke of the harbour", "Kippelnd", "Talkmarke"
MARKS = (WHY, LABEL, TALK, "attribution-altered-wording", "verdict-mostly-false")
#: Pages that show the newsroom's scale, and so every label of it.
OF_THE_SCALE = ("/scale", "/reports/method", "/second-verdict")


@pytest.fixture
def blind(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = replace(app.config["SETTINGS"], blind_verdicts=True)
    monkeypatch.setitem(app.config, "SETTINGS", asking)


@pytest.fixture
def reader(member: Callable[..., Account]) -> Account:
    """Return the second reader, whom the first has called into the conversation."""
    return member(Role.REVIEWER, "Ada Martin")


@pytest.fixture
def claim(session: Session, reader: Account) -> Claim:
    """Return a claim in review, rated through the services, with talk about its verdict."""
    checker = make_actor(session, Role.FACT_CHECKER, name="Ben Okri")
    editor = make_actor(session, Role.EDITOR, name="Mira Koch")
    scale = scales.begin(session, actor=editor, at=now())
    label = next(one for one in scale.labels if one.verdict is ContentVerdict.MOSTLY_FALSE)
    label.name = LABEL
    claim = make_claim(
        session,
        stage=Stage.IN_PROGRESS,
        assignee=session.get_one(Account, checker.account_id),
        speaker=make_speaker(session),
    )
    edit = replace(
        claim_fields.edit_of(claim),
        content_verdict=ContentVerdict.MOSTLY_FALSE,
        attribution_verdict=AttributionVerdict.ALTERED_WORDING,
        explanation=WHY,
        verdict_label_id=label.id,
    )
    claims.revise(session, claim.id, edit, actor=checker, at=now())
    make_evidence(session, claim)
    for field in ("explanation", "content_verdict"):
        draft = CommentDraft(f"@Ada Martin {TALK}: I would say more.", field=field)
        comments.add(session, claim.id, draft, actor=checker, at=now())
    easy = Policy(minimum_sources=0, reply_required=False)
    review.advance(session, claim, Stage.IN_REVIEW, actor=checker, at=now(), policy=easy)
    session.commit()
    return claim


def addresses(app: Flask, session: Session, claim: Claim) -> Iterator[str]:
    """Yield every address that can be asked for without changing anything."""
    known: dict[str, Any] = {
        "claim_id": claim.id,
        "article_id": claim.article_version.article_id,
        "speaker_id": claim.speaker_id,
        "number": 1,
    }
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()):
            continue
        values = {name: known.get(name, 1) for name in rule.arguments}
        values |= {"name": "csv"} if "name" in rule.arguments else {}
        values |= {"format_name": "csv"} if "format_name" in rule.arguments else {}
        yield adapter.build(rule.endpoint, values)


def told_by(answer: TestResponse, address: str) -> list[tuple[str, str]]:
    """Return the words of the first verdict that an answer holds, with the address."""
    words = answer.get_data(as_text=True)
    shows_scale = address.endswith(OF_THE_SCALE)
    marks = (WHY, TALK) if shows_scale else MARKS
    return [(address, mark) for mark in marks if mark in words]


def program_of(client: FlaskClient, session: Session, account: Account) -> Program:
    """Return a program with a token of the member that may do all they may."""
    limiter.forget()
    scopes = grantable(accounts.as_actor(account))
    _token, secret = tokens.create(
        session, account, name="Site", scopes=scopes, days=30, actor=MACHINE, at=now()
    )
    session.commit()
    return Program(client, secret, account)


@pytest.mark.parametrize("role", [Role.FACT_CHECKER, Role.REVIEWER, Role.EDITOR])
def test_no_page_tells_the_first_verdict(app, client, session, reader, claim, blind, role):
    reader.role = role
    give_sign_in(client, session, reader)
    walked, told = 0, []
    for address in addresses(app, session, claim):
        if not address.startswith("/api/v1"):
            with client.get(address) as answer:
                walked += answer.status_code == 200
                told += told_by(answer, address)
    assert walked > 30
    assert not told, "\n".join(map(str, told))
    assert WHY not in client.get("/mentions").text
    assert "shown once you have given your verdict" in client.get("/mentions").text


def test_no_program_is_told_the_first_verdict(app, client, session, reader, claim, blind):
    machine = program_of(client, session, reader)
    walked, told = 0, []
    for address in addresses(app, session, claim):
        if address.startswith("/api/v1"):
            with machine.get(address.removeprefix("/api/v1")) as answer:
                walked += answer.status_code == 200
                told += told_by(answer, address)
    assert walked > 15
    assert not told, "\n".join(map(str, told))


#: What is new with every answer.
FRESH = re.compile(
    r'nonce[-="][^" ;]+|csrf[^>]*value="[^"]+"|value="[^"]+"[^>]*csrf|(?<=token" content=")[^"]+'
    r'|data-token="[^"]+"'
    r"|\d\d:\d\d(:\d\d(\.\d+)?)?|\b\d+ seconds?\b"
)


def walked_as(client: FlaskClient, places: Iterable[str]) -> dict[str, str]:
    """Return what each address answers, without what is new with every answer."""
    found = {}
    for address in places:
        with client.get(address) as answer:
            if answer.status_code == 200 and answer.mimetype.startswith("text/"):
                found[address] = FRESH.sub("", answer.get_data(as_text=True))
    return found


@pytest.mark.parametrize("role", [Role.FACT_CHECKER, Role.EDITOR])
def test_every_page_reads_the_same_whatever_the_first_verdict_is(
    app, client, session, reader, claim, blind, role
):
    reader.role = role
    give_sign_in(client, session, reader)
    # The page of the second factor offers another secret each time.
    skipped = ("/api/v1", "/account/second-factor")
    places = [one for one in addresses(app, session, claim) if not one.startswith(skipped)]
    before = walked_as(client, places)
    assert f"/claims/{claim.id}" in before
    row = Claim.__table__
    other = {
        "content_verdict": ContentVerdict.TRUE,
        "attribution_verdict": AttributionVerdict.ACCURATE_QUOTE,
        "verdict_label_id": None,
        "qualifiers": [Qualifier.OUTDATED],
        "verdict_as_of": date(2026, 1, 2),
        "explanation": "Another reason.",
    }
    session.execute(update(row).where(row.c.id == claim.id).values(**other))
    session.commit()
    after = walked_as(client, places)
    differing = [
        (one, line)
        for one in places
        for line in unified_diff(
            before.get(one, "").splitlines(), after.get(one, "").splitlines(), n=0, lineterm=""
        )
    ]
    assert not differing, "\n".join(map(str, differing))


@pytest.mark.parametrize("seen_event", ["0", "1"])
def test_the_page_of_two_editors_tells_no_verdict(
    client, session, reader, claim, blind, seen_event
):
    give_sign_in(client, session, reader)
    address = f"/claims/{claim.id}"
    fields = {"edit_number": "1", "seen_event": seen_event, "wording": "Another wording."}
    answer = client.fill(client.get(address), address, fields)
    assert answer.status_code == 409
    assert "Another wording." in answer.text
    assert told_by(answer, address) == []


def test_an_older_value_that_meets_a_conflict_tells_no_verdict(
    client, session, reader, claim, blind
):
    give_sign_in(client, session, reader)
    for event in history.of(session, "claim", claim.id):
        for name in event.changes:
            fields = {"event": event.id, "name": name, "edit_number": 1}
            answer = client.submit(f"/claims/{claim.id}/restore", fields, follow_redirects=True)
            assert told_by(answer, f"restore {name}") == []


def test_a_program_that_was_overtaken_is_told_no_verdict(client, session, reader, claim, blind):
    machine = program_of(client, session, reader)
    match = f'"claim-{claim.id}-1"'
    answer = machine.patch(f"/claims/{claim.id}", match=match, json={"note": "Mine."})
    assert answer.status_code == 412
    assert answer.json["current"]["wording"] == claim.wording
    assert told_by(answer, "patch") == []
    for verdict in ("content_verdict", "attribution_verdict", "explanation"):
        assert verdict not in answer.json["current"]


@pytest.mark.parametrize("stage", ["approved", "in_progress", "published"])
def test_no_refusal_and_no_bulk_move_tells_the_verdict(
    client, session, reader, claim, blind, stage
):
    give_sign_in(client, session, reader)
    answers = [
        client.submit(f"/claims/{claim.id}/moves", {"to": stage, "edit_number": "1"}),
        client.submit(f"/claims/{claim.id}/moves", {"to": stage}),
        client.submit("/claims/bulk", {"rows": f"{claim.id}:1", "deed": "assign"}),
    ]
    for answer in answers:
        assert told_by(answer, stage) == []


def test_a_role_on_a_desk_reads_blind_as_well(app, client, session, reader, claim, blind):
    reader.role = Role.VIEWER
    admin = make_actor(session, Role.ADMIN)
    desks.give_role(session, reader, 1, Role.REVIEWER, actor=admin, at=now())
    session.commit()
    give_sign_in(client, session, reader)
    for address in ("/claims?stage=in_review", "/claims?verdict=mostly_false", "/"):
        assert told_by(client.get(address), address) == []
    assert told_by(client.get(f"/claims/{claim.id}"), "claim") == []
    assert client.get(f"/claims/{claim.id}/second-verdict").status_code == 200
    fields = {
        "attribution_verdict": "accurate_quote",
        "content_verdict": "false",
        "reason": "The customs register gives six.",
    }
    client.submit(f"/claims/{claim.id}/second-verdict", fields)
    assert WHY in client.get(f"/claims/{claim.id}").text
