"""tracker claim edit."""

from dataclasses import replace
from datetime import date
from typing import Any

import click

from tracker.cli.lazy import Refusal
from tracker.cli.members import acts_as_member, member
from tracker.cli.opening import writing
from tracker.domain.clock import now
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import (
    AttributionVerdict,
    Certainty,
    Checkability,
    ClaimKind,
    ContentVerdict,
    Qualifier,
    SpeechAct,
)
from tracker.services import queries
from tracker.services.editing import claim_fields, claims

_WORDS = {
    "kind": ClaimKind,
    "speech_act": SpeechAct,
    "checkability": Checkability,
    "attribution_verdict": AttributionVerdict,
    "content_verdict": ContentVerdict,
    "verdict_certainty": Certainty,
}
_DAYS = ("said_on", "verdict_as_of", "due_on")
_NUMBERS = ("speaker_id",)
_TEXTS = ("wording", "role_as_stated", "medium", "note", "explanation")
NAMES = (*_WORDS, *_DAYS, *_NUMBERS, *_TEXTS, "qualifiers")


@click.command("edit")
@click.argument("claim_id", type=int)
@click.option("--set", "pairs", multiple=True, required=True, metavar="FIELD=VALUE")
@acts_as_member
def edit(claim_id: int, pairs: tuple[str, ...], email: str) -> None:
    """Write fields of a claim, such as --set content_verdict=false.

    An empty value takes a field back; qualifiers are separated by commas.
    """
    wanted = dict(_read(pair) for pair in pairs)
    with writing() as session:
        actor = member(session, email, claim_id)
        claim = queries.claim(session, claim_id)
        try:
            asked = replace(claim_fields.edit_of(claim), **wanted)
            changed = claims.revise(session, claim_id, asked, actor=actor, at=now())
        except InvalidEdit as error:
            raise Refusal(f"{error.field}: {error}") from error
        session.commit()
    for name, (old, new) in changed.items():
        click.echo(f"{name}: {old} -> {new}")


def _read(pair: str) -> tuple[str, Any]:
    name, sign, value = pair.partition("=")
    if not sign or name not in NAMES:
        raise Refusal(f"write FIELD=VALUE with one of these fields: {', '.join(NAMES)}")
    try:
        return name, _value(name, value.strip())
    except ValueError as error:
        raise Refusal(f"{name}: {value!r} is not one of its values: {_choices(name)}") from error


def _value(name: str, value: str) -> Any:
    if name == "qualifiers":
        return tuple(Qualifier(word.strip()) for word in value.split(",") if word.strip())
    if name in _TEXTS:
        return value
    if not value:
        return None
    if name in _NUMBERS:
        return int(value)
    return _day(value) if name in _DAYS else _WORDS[name](value)


def _day(value: str) -> date:
    return date.fromisoformat(value)


def _choices(name: str) -> str:
    if name in _DAYS:
        return "a day such as 2026-01-14"
    words = Qualifier if name == "qualifiers" else _WORDS.get(name)
    return ", ".join(words) if words else "a whole number"
