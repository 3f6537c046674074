"""The plan of the demonstration newsroom: the files in seeds/ as frozen values."""

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from tracker.domain.commands import RoleEdit
from tracker.domain.evidence import EvidenceEdit, ReplyEdit
from tracker.domain.evidence_words import EvidenceKind, ReplyChannel, ReplyOutcome, Stance
from tracker.domain.report_words import CorrectionKind
from tracker.domain.vocabulary import (
    AttributionVerdict,
    Certainty,
    Checkability,
    ContentVerdict,
    Qualifier,
    Role,
    SpeakerKind,
    Stage,
)
from tracker.readers import clean_text
from tracker.resources import resource_dir


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who acts in the demonstration's history."""

    name: str
    email: str
    role: Role


@dataclass(frozen=True, slots=True)
class House:
    """An outlet, by name and domain."""

    name: str
    domain: str


@dataclass(frozen=True, slots=True)
class Label:
    """One of the newsroom's own words for a verdict."""

    name: str
    verdict: ContentVerdict
    meaning: str


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker whom the newsroom knows before the articles come in."""

    name: str
    kind: SpeakerKind
    description: str = ""
    same_as: str | None = None
    aliases: tuple[str, ...] = ()
    roles: tuple[RoleEdit, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A piece of evidence, and the words of it that the newsroom kept."""

    edit: EvidenceEdit
    text: str


@dataclass(frozen=True, slots=True)
class Deed:
    """How far the work on one claim has come; ``words`` stand in no other claim of its article."""

    words: str
    stage: Stage
    checkability: Checkability | None = None
    #: What a person corrected when accepting it.
    speaker: str | None = None
    wording: str | None = None
    note: str = ""
    due_in_days: int | None = None
    attribution_verdict: AttributionVerdict = AttributionVerdict.UNVERIFIED
    content_verdict: ContentVerdict = ContentVerdict.NOT_RATED
    qualifiers: tuple[Qualifier, ...] = ()
    verdict_as_of: date | None = None
    verdict_certainty: Certainty | None = None
    explanation: str = ""
    #: Why it was declined, corrected or retracted.
    reason: str = ""
    #: What the report said before it was corrected, and how the correction is called.
    correction: CorrectionKind | None = None
    first_verdict: ContentVerdict = ContentVerdict.NOT_RATED
    first_explanation: str = ""
    sources: tuple[Source, ...] = ()
    reply: ReplyEdit | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """An article, its text, and what was done with its claims."""

    title: str
    outlet: str
    text: str
    published_on: date
    canonical_url: str
    days_ago: int
    byline: str | None = None
    deeds: tuple[Deed, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the demonstration holds, in the order in which it is played."""

    members: tuple[Member, ...]
    outlets: tuple[House, ...]
    scale: str
    labels: tuple[Label, ...]
    speakers: tuple[Person, ...]
    reports: tuple[Report, ...]


def read_plan(folder: Path | None = None) -> Plan:
    """Read the plan; a word that no vocabulary has raises ValueError."""
    folder = folder or resource_dir("seeds")
    rows = tomllib.loads((folder / "newsroom.toml").read_text(encoding="utf-8"))
    behind = tomllib.loads((folder / "evidence.toml").read_text(encoding="utf-8"))
    return Plan(
        members=tuple(_member(row) for row in rows["member"]),
        outlets=tuple(House(**row) for row in rows["outlet"]),
        scale=rows["scale"]["name"],
        labels=tuple(_label(row) for row in rows["scale"]["label"]),
        speakers=tuple(_person(row) for row in rows["speaker"]),
        reports=tuple(_report(row, rows["claim"], behind, folder) for row in rows["article"]),
    )


def _member(row: dict[str, Any]) -> Member:
    return Member(**{**row, "role": Role(row["role"])})


def _label(row: dict[str, Any]) -> Label:
    return Label(**{**row, "verdict": ContentVerdict(row["verdict"])})


def _person(row: dict[str, Any]) -> Person:
    roles = tuple(RoleEdit(**role) for role in row.get("roles", ()))
    aliases = tuple(row.get("aliases", ()))
    return Person(**{**row, "kind": SpeakerKind(row["kind"]), "roles": roles, "aliases": aliases})


def _report(
    row: dict[str, Any], claims: list[dict[str, Any]], behind: dict[str, Any], folder: Path
) -> Report:
    facts = {name: value for name, value in row.items() if name not in {"key", "file"}}
    return Report(
        **facts,
        text=clean_text((folder / "articles" / row["file"]).read_text(encoding="utf-8")),
        deeds=tuple(_deed(claim, behind) for claim in claims if claim["article"] == row["key"]),
    )


_WORDS = {
    "stage": Stage,
    "checkability": Checkability,
    "attribution_verdict": AttributionVerdict,
    "content_verdict": ContentVerdict,
    "verdict_certainty": Certainty,
    "correction": CorrectionKind,
    "first_verdict": ContentVerdict,
}


def _deed(row: dict[str, Any], behind: dict[str, Any]) -> Deed:
    values: dict[str, Any] = {
        name: _WORDS[name](value) if name in _WORDS else value
        for name, value in row.items()
        if name != "article"
    }
    values["qualifiers"] = tuple(Qualifier(word) for word in row.get("qualifiers", ()))
    for name in ("explanation", "first_explanation"):
        values[name] = row.get(name, "").strip()
    words = row["words"]
    values["sources"] = tuple(_source(one) for one in behind["source"] if one["words"] == words)
    values["reply"] = next((_reply(one) for one in behind["reply"] if one["words"] == words), None)
    return Deed(**values)


def _source(row: dict[str, Any]) -> Source:
    facts = {name: value for name, value in row.items() if name not in {"words", "text"}}
    facts |= {"kind": EvidenceKind(row["kind"]), "stance": Stance(row["stance"])}
    return Source(EvidenceEdit(**facts), row["text"])


def _reply(row: dict[str, Any]) -> ReplyEdit:
    facts = {name: value for name, value in row.items() if name != "words"}
    facts |= {"outcome": ReplyOutcome(row["outcome"]), "channel": ReplyChannel(row["channel"])}
    return ReplyEdit(**facts)
