"""Speakers: made, corrected, given roles, found.

Records are merged and parted in ``speaker_merging``, and matched to what articles say in
``speaker_matching``.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from tracker.domain.actors import Actor
from tracker.domain.commands import RoleEdit, SpeakerEdit
from tracker.domain.errors import NotFound, StaleEdit
from tracker.domain.folding import fold
from tracker.domain.vocabulary import Role, SpeakerKind
from tracker.models import Speaker, SpeakerAlias, SpeakerRole
from tracker.services.editing import search_text
from tracker.services.lookup import fetch
from tracker.services.speaking.speaker_matching import match
from tracker.services.speaking.speaker_merging import merge, subtree, unmerge
from tracker.services.speaking.speaker_writing import (
    create,
    give_role,
    record,
    role_words,
    tidy,
    values,
    wanted_values,
)
from tracker.services.trail import history

__all__ = [
    "add_role",
    "create",
    "match",
    "merge",
    "remove_role",
    "revise",
    "search",
    "shown",
    "unmerge",
]

SUGGESTIONS = 20


def revise(
    session: Session, speaker_id: int, edit: SpeakerEdit, *, actor: Actor, at: datetime
) -> history.Changes:
    """Write what the editor asks for, and return what changed as ``{field: (old, new)}``.

    Raises StaleEdit where somebody else saved the record since the form was opened.
    """
    actor.require(Role.CONTRIBUTOR)
    edit = tidy(edit)
    history.take_turn(session)
    speaker = fetch(session, Speaker, speaker_id)
    before, wanted = values(speaker), wanted_values(edit)
    if edit.edit_number != speaker.edit_number:
        raise StaleEdit(shown(before), shown(wanted))
    changes = {name: (old, wanted[name]) for name, old in before.items() if old != wanted[name]}
    if not changes:
        return {}
    speaker.name, speaker.kind = edit.name, edit.kind
    speaker.description, speaker.same_as = edit.description, edit.same_as
    kept = {alias.name: alias for alias in speaker.aliases}
    speaker.aliases = [kept.get(name) or SpeakerAlias(name=name) for name in edit.aliases]
    # Other names stand in another table: the edit number goes up for them, too.
    flag_modified(speaker, "name")
    record(session, "speaker.revised", speaker, changes, actor=actor, at=at)
    if "name" in changes:
        search_text.refresh(session, subtree(session, speaker))
    return changes


def add_role(
    session: Session, speaker_id: int, edit: RoleEdit, *, actor: Actor, at: datetime
) -> SpeakerRole:
    """Add an office or job that the speaker held."""
    actor.require(Role.CONTRIBUTOR)
    history.take_turn(session)
    return give_role(session, fetch(session, Speaker, speaker_id), edit, actor=actor, at=at)


def remove_role(
    session: Session, speaker_id: int, role_id: int, *, actor: Actor, at: datetime
) -> None:
    """Take an office or job away from the speaker."""
    actor.require(Role.CONTRIBUTOR)
    history.take_turn(session)
    speaker = fetch(session, Speaker, speaker_id)
    role = next((role for role in speaker.roles if role.id == role_id), None)
    if role is None:
        raise NotFound(
            "%(name)s has no role with the number %(number)d", name=speaker.name, number=role_id
        )
    speaker.roles.remove(role)
    changes = {"role": (role_words(role), None)}
    record(session, "speaker.role_removed", speaker, changes, actor=actor, at=at)


def search(session: Session, text: str, *, limit: int = SUGGESTIONS) -> Sequence[Speaker]:
    """Return speakers whose name or other name holds the text, without case and accents.

    Records that stand alone come before merged ones, names that begin with the text before
    those that hold it elsewhere.
    """
    words = fold(text)
    if not words:
        return []
    begins = Speaker.folded_name.startswith(words, autoescape=True)
    statement = (
        select(Speaker)
        .where(
            or_(
                Speaker.folded_name.contains(words, autoescape=True),
                Speaker.aliases.any(SpeakerAlias.folded_name.contains(words, autoescape=True)),
            )
        )
        .order_by(
            case((Speaker.merged_into_id.is_(None), 0), else_=1),
            case((begins, 0), else_=1),
            Speaker.folded_name,
            Speaker.id,
        )
        .limit(limit)
    )
    return session.scalars(statement).all()


def shown(fields: dict[str, object]) -> dict[str, str]:
    """Return the fields of a speaker as people read them."""
    return {
        name: "\n".join(value) if isinstance(value, tuple) else _label(value)
        for name, value in fields.items()
    }


def _label(value: object) -> str:
    return value.label if isinstance(value, SpeakerKind) else str(value or "")
