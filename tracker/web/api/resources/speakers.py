"""Speakers: listed, shown, added, corrected, merged and parted."""

from datetime import date
from typing import Annotated, Any

from flask import Blueprint, g, url_for
from pydantic import Field, StringConstraints

from tracker.domain.clock import now
from tracker.domain.commands import RoleEdit, SpeakerEdit
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role, SpeakerKind
from tracker.models import Speaker
from tracker.services import queries
from tracker.services.speaking import speaker_list, speakers
from tracker.web.api import conditions, paging
from tracker.web.api.operations import Reply, operation
from tracker.web.api.patches import merged
from tracker.web.api.shapes import Address, Asked, Line, Listed, Number, PageQuery, Told
from tracker.web.database import db

bp = Blueprint("api_speakers", __name__, url_prefix="/api/v1/speakers")

Name = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Description = Annotated[str, StringConstraints(max_length=2000)]
Aliases = Annotated[tuple[Name, ...], Field(max_length=100)]


class Office(Told):
    """An office or job that a speaker held."""

    id: int
    title: str
    organisation: str | None
    starts_on: date | None
    ends_on: date | None


class SpeakerTold(Told):
    """Who says things, under all their names."""

    id: int
    name: str
    kind: SpeakerKind
    description: str
    same_as: str | None = Field(description="What identifies them elsewhere, such as Wikidata")
    aliases: tuple[str, ...]
    roles: tuple[Office, ...]
    merged_into_id: int | None
    canonical_id: int | None = Field(description="The record that all the merges end at")
    edit_number: int

    @classmethod
    def of(cls, speaker: Speaker) -> "SpeakerTold":
        """Return the speaker as a program sees them."""
        own = {name: getattr(speaker, name) for name in cls.model_fields}
        own["aliases"] = tuple(sorted(alias.name for alias in speaker.aliases))
        own["roles"] = tuple(Office.model_validate(role) for role in speaker.roles)
        return cls(**own)


class SpeakerQuery(PageQuery):
    """The filters of the speaker list."""

    q: Annotated[str, StringConstraints(max_length=200)] = Field("", description="In any name")
    kind: SpeakerKind | None = None


class SpeakerNew(Asked):
    """A speaker that is not there yet."""

    name: Name
    kind: SpeakerKind
    description: Description = ""
    same_as: Address | None = None
    aliases: Aliases = ()


class SpeakerPatch(Asked):
    """What is to change; what is left out stays."""

    name: Name | None = None
    kind: SpeakerKind | None = None
    description: Description | None = None
    same_as: Address | None = None
    aliases: Aliases | None = None

    def to_edit(self, speaker: Speaker, edit_number: int) -> SpeakerEdit:
        """Return the edit that makes the speaker what was asked for."""
        kept = SpeakerTold.of(speaker).model_dump()
        return merged(SpeakerEdit, kept, self, edit_number=edit_number)


class MergeInto(Asked):
    """The record that this one is the same speaker as."""

    into_id: Number


class OfficeNew(Asked):
    """An office or job, with the days it began and ended where they are known."""

    title: Name
    organisation: Line | None = None
    starts_on: date | None = None
    ends_on: date | None = None


_CHANGES: dict[str, Any] = {
    "scope": Scope.WRITE,
    "answer": SpeakerTold,
    "needs_match": "speaker",
    "refusals": (404, 409),
}


@bp.get("")
@operation(
    "List speakers by name", scope=Scope.READ, query=SpeakerQuery, answer=Listed[SpeakerTold]
)
def index(query: SpeakerQuery) -> Reply:
    """List speakers; merged records are left out."""
    page = speaker_list.speakers(
        db.session, text=query.q, kind=query.kind, after=query.cursor or "", limit=query.limit
    )
    entries = tuple(SpeakerTold.of(speaker) for speaker, _claims in page.lines)
    return paging.reply(Listed[SpeakerTold], entries, page.next)


@bp.post("")
@operation(
    "Add a speaker",
    scope=Scope.WRITE,
    role=Role.CONTRIBUTOR,
    body=SpeakerNew,
    answer=SpeakerTold,
    status=201,
    may_repeat=True,
)
def create(body: SpeakerNew) -> Reply:
    """Add a speaker."""
    edit = SpeakerEdit(**body.model_dump())
    speaker = speakers.create(db.session, edit, actor=g.actor, at=now())
    return _reply(speaker, {"Location": url_for("api_speakers.show", speaker_id=speaker.id)})


@bp.get("/<int:speaker_id>")
@operation("Show a speaker", scope=Scope.READ, answer=SpeakerTold, refusals=(404,))
def show(speaker_id: int) -> Reply:
    """Show a speaker."""
    return _reply(queries.speaker(db.session, speaker_id))


@bp.patch("/<int:speaker_id>")
@operation("Correct a speaker", role=Role.CONTRIBUTOR, body=SpeakerPatch, **_CHANGES)
def revise(speaker_id: int, body: SpeakerPatch, match: int) -> Reply:
    """Correct a speaker."""
    speaker = queries.speaker(db.session, speaker_id)
    edit = body.to_edit(speaker, conditions.seen(match, speaker.edit_number))
    speakers.revise(db.session, speaker_id, edit, actor=g.actor, at=now())
    return _reply(queries.speaker(db.session, speaker_id))


@bp.post("/<int:speaker_id>/merge")
@operation(
    "Say that two records are one speaker",
    role=Role.FACT_CHECKER,
    body=MergeInto,
    may_repeat=True,
    **_CHANGES,
)
def merge(speaker_id: int, body: MergeInto, match: int) -> Reply:
    """Merge this record into another; no claim moves, so that it can be taken back."""
    _expect(speaker_id, match)
    speakers.merge(db.session, speaker_id, body.into_id, actor=g.actor, at=now())
    return _reply(queries.speaker(db.session, speaker_id))


@bp.post("/<int:speaker_id>/unmerge")
@operation("Take a merge back", role=Role.FACT_CHECKER, may_repeat=True, **_CHANGES)
def unmerge(speaker_id: int, match: int) -> Reply:
    """Take a merge back."""
    _expect(speaker_id, match)
    speakers.unmerge(db.session, speaker_id, actor=g.actor, at=now())
    return _reply(queries.speaker(db.session, speaker_id))


@bp.post("/<int:speaker_id>/roles")
@operation(
    "Add an office or job of a speaker",
    role=Role.CONTRIBUTOR,
    body=OfficeNew,
    status=201,
    may_repeat=True,
    **_CHANGES,
)
def add_role(speaker_id: int, body: OfficeNew, match: int) -> Reply:
    """Add an office or job; the answer is the speaker."""
    _expect(speaker_id, match)
    edit = RoleEdit(**body.model_dump())
    speakers.add_role(db.session, speaker_id, edit, actor=g.actor, at=now())
    return _reply(queries.speaker(db.session, speaker_id))


@bp.delete("/<int:speaker_id>/roles/<int:role_id>")
@operation("Take an office or job of a speaker away", role=Role.CONTRIBUTOR, **_CHANGES)
def remove_role(speaker_id: int, role_id: int, match: int) -> Reply:
    """Take an office or job away; the answer is the speaker."""
    _expect(speaker_id, match)
    speakers.remove_role(db.session, speaker_id, role_id, actor=g.actor, at=now())
    return _reply(queries.speaker(db.session, speaker_id))


def _expect(speaker_id: int, match: int) -> None:
    speaker = queries.speaker(db.session, speaker_id)
    shown = SpeakerTold.of(speaker).model_dump(mode="json")
    conditions.expect(match, speaker.edit_number, current=shown)


def _reply(speaker: Speaker, headers: dict[str, str] | None = None) -> Reply:
    tag = conditions.tag("speaker", speaker.id, speaker.edit_number)
    return Reply(SpeakerTold.of(speaker), tag, headers or {})
