"""Rows of our own exports on their way back: what was edited outside becomes edits of claims.

A row is compared with the claim as it stands; ``updated_at`` says whether somebody has changed
the claim since the file was written.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.commands import ClaimDraft, ClaimEdit, Selection
from tracker.domain.errors import InvalidEdit
from tracker.domain.folding import fold
from tracker.domain.messages import Message
from tracker.domain.records import ClaimRecord
from tracker.domain.vocabulary import ClaimKind, Role, SpanPart, SpeechAct
from tracker.imports import ClaimRow
from tracker.models import ArticleVersion, Claim, ClaimSpan, Speaker
from tracker.services.editing import claim_fields, claims
from tracker.services.file_imports.importing_comparison import SAME_MOMENT, compared
from tracker.services.file_imports.importing_plans import (
    Changes,
    Outcome,
    PlannedRow,
    both_versions,
    title_of,
)
from tracker.services.reporting import publishing

_BATCH = 500


def plan_claims(
    session: Session, rows: Sequence[ClaimRow], *, actor: Actor
) -> Iterator[PlannedRow]:
    """Yield what becomes of each row; a claim that stands in the file twice is refused."""
    seen = dict[int, int]()
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        ids = tuple(row.claim_id for row in batch)
        here = {one.claim_id: one for one in publishing.records(session, Selection(claim_ids=ids))}
        for row in batch:
            first = seen.setdefault(row.claim_id, row.line)
            if first != row.line:
                told = Message(
                    "claim %(number)d stands in row %(first)d already",
                    number=row.claim_id,
                    first=first,
                )
                yield _refused(row, told)
            else:
                yield _planned(session, row, here.get(row.claim_id), actor)


def store_claim(session: Session, row: PlannedRow, *, actor: Actor, at: datetime) -> Claim:
    """Write the edit, or add the claim, that was planned."""
    draft = row.draft
    if not isinstance(draft, ClaimRow):
        raise TypeError("only a row of a claim can be written to one")
    if row.subject is None:
        return _add(session, draft, actor=actor, at=at)
    claim = claims.get(session, row.subject[1])
    held = claim_fields.values(claim)
    wanted = {name: new for name, (_old, new) in row.changes.items() if name != "speaker"}
    if "speaker" in row.changes:
        wanted["speaker_id"] = speaker_called(session, row.changes["speaker"][1])
    edit = ClaimEdit(edit_number=claim.edit_number, **held | wanted)
    claims.revise(session, claim.id, edit, actor=actor, at=at)
    return claim


def speaker_called(session: Session, name: str | None) -> int | None:
    """Return the number of the one speaker of this name; raise InvalidEdit for none or several."""
    if name is None:
        return None
    found = session.scalars(
        select(Speaker.id).where(
            Speaker.folded_name == fold(name), Speaker.merged_into_id.is_(None)
        )
    ).all()
    if not found:
        raise InvalidEdit(
            "speaker", "no speaker is called %(name)s; choose one on the claim's page", name=name
        )
    if len(found) > 1:
        raise InvalidEdit(
            "speaker",
            "%(count)s speakers are called %(name)s; choose one on the claim's page",
            count=len(found),
            name=name,
        )
    return found[0]


def _planned(session: Session, row: ClaimRow, here: ClaimRecord | None, actor: Actor) -> PlannedRow:
    if here is None:
        return _newcomer(session, row)
    sha256 = row.values.get("article_sha256")
    if sha256 and sha256 != here.article_sha256:
        return _refused(
            row,
            Message(
                "claim %(number)d belongs to another article here: is the file ours?",
                number=row.claim_id,
            ),
        )
    changes, left_alone = compared(row.values, here)
    notes = list(row.notes)
    if left_alone:
        notes.append(
            Message(
                "changes to %(names)s were left out: they are only shown",
                names=", ".join(left_alone),
            )
        )
    planned = PlannedRow(
        row.line,
        Outcome.UPDATE,
        title_of(here.wording),
        (*notes, *both_versions(changes)),
        changes,
        ("claim", here.claim_id),
        row,
    )
    if not changes:
        return replace(planned, outcome=Outcome.SKIP, messages=tuple(notes))
    obstacle = _obstacle(session, row, here, changes, actor)
    if obstacle is None:
        return planned
    outcome, told = obstacle
    return replace(planned, outcome=outcome, messages=(told, *planned.messages))


def _obstacle(
    session: Session, row: ClaimRow, here: ClaimRecord, changes: Changes, actor: Actor
) -> tuple[Outcome, str] | None:
    """Return what keeps the changes from being written, if anything does."""
    written = row.values.get("updated_at")
    if written is None:
        return Outcome.REFUSE, Message("the column updated_at is needed to see who was faster")
    if abs(written - here.updated_at) > SAME_MOMENT:
        when = f"{here.updated_at:%Y-%m-%d %H:%M}"
        return Outcome.CONFLICT, Message(
            "the claim was changed here on %(when)s UTC, after this file", when=when
        )
    fields = {"speaker_id" if name == "speaker" else name for name in changes}
    if closed := sorted(fields & claim_fields.closed_at(here.stage)):
        return Outcome.REFUSE, Message(
            "%(names)s: closed while the claim is %(stage)s",
            names=", ".join(closed),
            stage=here.stage,
        )
    if fields & claim_fields.closed_to(actor, here.stage):
        return Outcome.REFUSE, Message(
            "this needs the role %(role)s; ask an administrator", role=Role.FACT_CHECKER
        )
    if "speaker" in changes:
        try:
            speaker_called(session, changes["speaker"][1])
        except InvalidEdit as error:
            return Outcome.REFUSE, error.message
    return None


def _newcomer(session: Session, row: ClaimRow) -> PlannedRow:
    """Plan a claim that is not here: it comes in if the text that it stands in is."""
    version_id = _version(session, row.values.get("article_sha256"))
    content = row.values.get("content_spans") or ()
    if version_id is None or not content:
        return _refused(
            row,
            Message(
                "there is no claim %(number)d here, nor the article that it stands in",
                number=row.claim_id,
            ),
        )
    first = min(start for start, _end in content)
    twin = session.scalar(
        select(Claim.id)
        .join(ClaimSpan)
        .where(
            Claim.article_version_id == version_id,
            ClaimSpan.part == SpanPart.CONTENT,
            ClaimSpan.start == first,
        )
        .limit(1)
    )
    title = title_of(row.values.get("wording") or f"claim {row.claim_id}")
    if twin is not None:
        told = (*row.notes, Message("these words are claim %(number)d", number=twin))
        return PlannedRow(row.line, Outcome.SKIP, title, told, {}, ("claim", twin), row)
    return PlannedRow(row.line, Outcome.ADD, title, row.notes, {}, None, row)


def _add(session: Session, row: ClaimRow, *, actor: Actor, at: datetime) -> Claim:
    values = row.values
    version_id = _version(session, values.get("article_sha256"))
    if version_id is None:
        raise InvalidEdit("article", "the article is not here any more")
    kind, act = values.get("kind"), values.get("speech_act")
    draft = ClaimDraft(
        article_version_id=version_id,
        spans={part: values.get(f"{part.value}_spans") or () for part in SpanPart},
        wording=values.get("wording") or "",
        kind=kind if isinstance(kind, ClaimKind) else None,
        speech_act=act if isinstance(act, SpeechAct) else SpeechAct.STATES,
        speaker_id=speaker_called(session, values.get("speaker")),
        role_as_stated=values.get("role_as_stated"),
        medium=values.get("medium"),
        note=values.get("note") or "",
    )
    return claims.add(session, draft, actor=actor, at=at)


def _version(session: Session, sha256: Any) -> int | None:
    """Return the number of the text that has the hash; the text itself may be long."""
    if not sha256:
        return None
    return session.scalar(select(ArticleVersion.id).where(ArticleVersion.text_sha256 == sha256))


def _refused(row: ClaimRow, why: str) -> PlannedRow:
    title = title_of(row.values.get("wording") or f"claim {row.claim_id}")
    return PlannedRow(row.line, Outcome.REFUSE, title, (*row.notes, why), draft=row)
