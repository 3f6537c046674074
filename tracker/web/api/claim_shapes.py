"""How claims look to programs: the columns of the exports, and what may be written."""

from dataclasses import fields
from datetime import date
from typing import Annotated, Any, get_type_hints

from pydantic import AwareDatetime, Field, StringConstraints, create_model

from tracker.domain.commands import ClaimEdit, Selection
from tracker.domain.records import COLUMNS, UNRATED, ClaimRecord
from tracker.domain.vocabulary import (
    AttributionVerdict,
    Certainty,
    Checkability,
    ClaimKind,
    ContentVerdict,
    Priority,
    Qualifier,
    SpeechAct,
    Stage,
)
from tracker.models import Claim
from tracker.services.editing import claim_fields
from tracker.services.listing.orders import Sort
from tracker.web.api.patches import merged
from tracker.web.api.shapes import Asked, Line, Number, PageQuery, Position, Told
from tracker.web.gates.viewpoint import unread

Wording = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Note = Annotated[str, StringConstraints(max_length=20_000)]
Stretches = Annotated[tuple[tuple[Position, Position], ...], Field(max_length=50)]

_MEANINGS = {column.name: column.meaning for column in COLUMNS}
_INTERNAL = frozenset(column.name for column in COLUMNS if column.is_internal)
#: Every column of the exports under its name, with its meaning. What is for the newsroom alone
#: may be missing.
_COLUMNS: dict[str, Any] = {
    name: (
        hint if name not in _INTERNAL else hint | None,
        Field(description=_MEANINGS.get(name)),
    )
    for name, hint in get_type_hints(ClaimRecord).items()
}

ClaimTold: Any = create_model(
    "Claim",
    __base__=Told,
    __doc__="A claim as exports have it; notes and assignees only for those who check facts.",
    edit_number=(int, Field(description="Goes up with every change; the ETag holds it")),
    speaker_id=(int | None, Field(description="Number of the speaker's record")),
    **_COLUMNS,
)


def told(record: ClaimRecord, claim: Claim, *, internal: bool, blind: bool) -> Any:
    """Return the claim as a program sees it; to whoever reads ``blind``, without the verdict."""
    values = {one.name: getattr(record, one.name) for one in fields(record)}
    if not internal:
        values |= dict.fromkeys(_INTERNAL)
    if blind:
        values |= UNRATED
    return ClaimTold(edit_number=claim.edit_number, speaker_id=claim.speaker_id, **values)


class ClaimQuery(PageQuery):
    """The filters of the claim list."""

    q: Annotated[str, StringConstraints(max_length=500)] = Field("", description="Words")
    stage: tuple[Stage, ...] = ()
    verdict: tuple[ContentVerdict, ...] = ()
    said: tuple[AttributionVerdict, ...] = ()
    kind: tuple[ClaimKind, ...] = ()
    speaker: Number | None = None
    outlet: Number | None = None
    article: Number | None = None
    assignee: Number | None = None
    said_from: date | None = Field(None, alias="from")
    said_to: date | None = Field(None, alias="to")
    sort: Sort = Sort.NEWEST

    def to_selection(self) -> Selection:
        """Return the claims that are asked for."""
        return Selection(
            stages=self.stage,
            content_verdicts=self.verdict,
            attribution_verdicts=self.said,
            kinds=self.kind,
            speaker_id=self.speaker,
            outlet_id=self.outlet,
            article_id=self.article,
            assignee_id=self.assignee,
            said_from=self.said_from,
            said_to=self.said_to,
            text=self.q.strip(),
            unread=unread(),
        )


class ClaimNew(Asked):
    """A claim that was found by hand: where it stands in the article's newest text."""

    article_id: Number
    content: Annotated[Stretches, Field(min_length=1, description="What is said")]
    cue: Stretches = Field((), description="How it is said")
    source: Stretches = Field((), description="Who says it")
    wording: Annotated[str, StringConstraints(max_length=4000)] = ""
    kind: ClaimKind | None = None
    speech_act: SpeechAct = SpeechAct.STATES
    speaker_id: Number | None = None
    role_as_stated: Line | None = None
    medium: Line | None = None
    note: Note = ""


class ClaimPatch(Asked):
    """What is to change; what is left out stays."""

    wording: Wording | None = None
    kind: ClaimKind | None = None
    speech_act: SpeechAct | None = None
    speaker_id: Number | None = None
    role_as_stated: Line | None = None
    medium: Line | None = None
    said_on: date | None = None
    note: Note | None = None
    checkability: Checkability | None = None
    attribution_verdict: AttributionVerdict | None = None
    content_verdict: ContentVerdict | None = None
    qualifiers: Annotated[tuple[Qualifier, ...], Field(max_length=20)] | None = None
    verdict_as_of: date | None = None
    verdict_certainty: Certainty | None = None
    explanation: Annotated[str, StringConstraints(max_length=50_000)] | None = None
    assignee_id: Number | None = None
    due_on: date | None = None
    priority: Priority | None = None
    verdict_label_id: Number | None = None

    def to_edit(self, claim: Claim, edit_number: int) -> ClaimEdit:
        """Return the edit that makes the claim what was asked for."""
        return merged(ClaimEdit, claim_fields.values(claim), self, edit_number=edit_number)


class Move(Asked):
    """To which stage, why, and what the statement turned out to be where the move asks."""

    to: Stage
    note: Annotated[str, StringConstraints(max_length=4000)] = ""
    checkability: Checkability | None = None
    embargo_until: AwareDatetime | None = Field(None, description="Published, but unseen until")


class Boundaries(Asked):
    """Where the claim stands now; parts that are left out stay as they are."""

    content: Stretches | None = None
    cue: Stretches | None = None
    source: Stretches | None = None


class Split(Asked):
    """Where the second claim begins, in code points of the article's text."""

    offset: Position


class Merge(Asked):
    """The claim that becomes part of this one."""

    other_id: Number
