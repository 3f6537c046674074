"""What every verb on a speaker shares: tidy what was asked, make a record, write the history."""

from datetime import datetime

from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.commands import RoleEdit, SpeakerEdit
from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import Role
from tracker.models import Speaker, SpeakerAlias, SpeakerRole
from tracker.readers import BadAddress, canonical_url
from tracker.services.trail import history


def create(
    session: Session,
    edit: SpeakerEdit,
    *,
    actor: Actor,
    at: datetime,
    is_demonstration: bool = False,
) -> Speaker:
    """Make a record for a speaker. Two speakers may have the same name: people do."""
    actor.require(Role.CONTRIBUTOR)
    edit = tidy(edit)
    history.take_turn(session)
    speaker = Speaker(
        name=edit.name,
        kind=edit.kind,
        description=edit.description,
        same_as=edit.same_as,
        aliases=[SpeakerAlias(name=name) for name in edit.aliases],
        is_demonstration=is_demonstration,
        created_at=at,
    )
    session.add(speaker)
    session.flush()
    speaker.canonical_id = speaker.id
    changes = {name: (None, value) for name, value in values(speaker).items() if value}
    record(session, "speaker.added", speaker, changes, actor=actor, at=at)
    return speaker


def give_role(
    session: Session, speaker: Speaker, edit: RoleEdit, *, actor: Actor, at: datetime
) -> SpeakerRole:
    """Add the office or job, or raise InvalidEdit for one that cannot be."""
    title = " ".join(edit.title.split())
    if not title:
        raise InvalidEdit("title", "name the office or job")
    if edit.starts_on and edit.ends_on and edit.ends_on < edit.starts_on:
        raise InvalidEdit("ends_on", "the role cannot end before it begins")
    role = SpeakerRole(
        title=title,
        organisation=" ".join((edit.organisation or "").split()) or None,
        starts_on=edit.starts_on,
        ends_on=edit.ends_on,
    )
    speaker.roles.append(role)
    changes = {"role": (None, role_words(role))}
    record(session, "speaker.role_added", speaker, changes, actor=actor, at=at)
    return role


def role_words(role: SpeakerRole) -> str:
    """Return the role as the history tells it, with its days where they are known."""
    where = f", {role.organisation}" if role.organisation else ""
    days = [day.isoformat() if day else "" for day in (role.starts_on, role.ends_on)]
    return f"{role.title}{where}" + (f" ({days[0]} – {days[1]})" if any(days) else "")


def tidy(edit: SpeakerEdit) -> SpeakerEdit:
    """Return the edit without loose space, or raise InvalidEdit."""
    name = " ".join(edit.name.split())
    if not name:
        raise InvalidEdit("name", "give the speaker a name")
    same_as = (edit.same_as or "").strip() or None
    if same_as is not None:
        try:
            canonical_url(same_as)
        except BadAddress as refused:
            raise InvalidEdit("same_as", refused.message) from refused
    aliases = (" ".join(alias.split()) for alias in edit.aliases)
    return SpeakerEdit(
        name=name,
        kind=edit.kind,
        description=edit.description.strip(),
        same_as=same_as,
        aliases=tuple(sorted({alias for alias in aliases if alias and alias != name})),
        edit_number=edit.edit_number,
    )


def values(speaker: Speaker) -> dict[str, object]:
    """Return the fields of a speaker, so that two versions can be compared."""
    return {
        "name": speaker.name,
        "kind": speaker.kind,
        "description": speaker.description,
        "same_as": speaker.same_as,
        "aliases": tuple(sorted(alias.name for alias in speaker.aliases)),
    }


def wanted_values(edit: SpeakerEdit) -> dict[str, object]:
    """Return the fields that an edit asks for, likewise."""
    return {
        "name": edit.name,
        "kind": edit.kind,
        "description": edit.description,
        "same_as": edit.same_as,
        "aliases": edit.aliases,
    }


def record(
    session: Session,
    action: str,
    speaker: Speaker,
    changes: history.Changes,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Write a change of the speaker into the history."""
    session.flush()
    history.record(session, action, ("speaker", speaker.id), changes, actor=actor, at=at)
