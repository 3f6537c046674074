"""Speakers: made, corrected, given roles, found, matched to what articles say, merged and parted.

A merge moves no claim: it points one record to another, and ``canonical_id`` of every record
below follows to where the chain ends.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, case, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from tracker.domain.actors import Actor
from tracker.domain.commands import RoleEdit, SpeakerEdit
from tracker.domain.errors import InvalidEdit, MergeRefused, NotFound, StaleEdit
from tracker.domain.folding import fold
from tracker.domain.naming import is_nameless, named_with
from tracker.domain.vocabulary import Role, SpeakerKind
from tracker.models import Article, ArticleVersion, Claim, Speaker, SpeakerAlias, SpeakerRole
from tracker.readers import BadAddress, canonical_url
from tracker.services import history, search_text
from tracker.services.lookup import fetch

SUGGESTIONS = 20


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
    edit = _tidy(edit)
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
    changes = {name: (None, value) for name, value in _values(speaker).items() if value}
    _record(session, "speaker.added", speaker, changes, actor=actor, at=at)
    return speaker


def revise(
    session: Session, speaker_id: int, edit: SpeakerEdit, *, actor: Actor, at: datetime
) -> history.Changes:
    """Write what the editor asks for, and return what changed as ``{field: (old, new)}``.

    Raises StaleEdit where somebody else saved the record since the form was opened.
    """
    actor.require(Role.CONTRIBUTOR)
    edit = _tidy(edit)
    history.take_turn(session)
    speaker = fetch(session, Speaker, speaker_id)
    before, wanted = _values(speaker), _wanted(edit)
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
    _record(session, "speaker.revised", speaker, changes, actor=actor, at=at)
    if "name" in changes:
        search_text.refresh(session, _subtree(session, speaker))
    return changes


def add_role(
    session: Session, speaker_id: int, edit: RoleEdit, *, actor: Actor, at: datetime
) -> SpeakerRole:
    """Add an office or job that the speaker held."""
    actor.require(Role.CONTRIBUTOR)
    history.take_turn(session)
    return _add_role(session, fetch(session, Speaker, speaker_id), edit, actor=actor, at=at)


def remove_role(
    session: Session, speaker_id: int, role_id: int, *, actor: Actor, at: datetime
) -> None:
    """Take an office or job away from the speaker."""
    actor.require(Role.CONTRIBUTOR)
    history.take_turn(session)
    speaker = fetch(session, Speaker, speaker_id)
    role = next((role for role in speaker.roles if role.id == role_id), None)
    if role is None:
        raise NotFound(f"{speaker.name} has no role with the number {role_id}")
    speaker.roles.remove(role)
    changes = {"role": (_role_words(role), None)}
    _record(session, "speaker.role_removed", speaker, changes, actor=actor, at=at)


def merge(
    session: Session, speaker_id: int, into_id: int, *, actor: Actor, at: datetime
) -> Speaker:
    """Say that one record is the same speaker as another; return where the chain ends.

    The record that was asked for is pointed to, even where that one is merged itself, so that
    each merge can be taken back alone. Raises MergeRefused for a circle.
    """
    actor.require(Role.FACT_CHECKER)
    history.take_turn(session)
    speaker, into = fetch(session, Speaker, speaker_id), fetch(session, Speaker, into_id)
    if speaker.merged_into_id is not None:
        raise MergeRefused(f"{speaker.name} is merged already; take that merge back first")
    if into.canonical_id == speaker.id:
        raise MergeRefused(f"{into.name} is part of {speaker.name} already, or the same record")
    kept = fetch(session, Speaker, into.canonical_id or into.id)
    part = _subtree(session, speaker)
    speaker.merged_into_id = into.id
    _point(session, part, kept.id)
    _record_both(session, "merged", speaker, into, actor=actor, at=at)
    search_text.refresh(session, part)
    return kept


def unmerge(session: Session, speaker_id: int, *, actor: Actor, at: datetime) -> Speaker:
    """Take a merge back: the record and all that was merged into it stand alone again."""
    actor.require(Role.FACT_CHECKER)
    history.take_turn(session)
    speaker = fetch(session, Speaker, speaker_id)
    if speaker.merged_into_id is None:
        raise MergeRefused(f"{speaker.name} is not merged into another record")
    into = fetch(session, Speaker, speaker.merged_into_id)
    speaker.merged_into_id = None
    session.flush()
    part = _subtree(session, speaker)
    _point(session, part, speaker.id)
    _record_both(session, "unmerged", speaker, into, actor=actor, at=at)
    search_text.refresh(session, part)
    return speaker


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


def match(
    session: Session,
    name: str,
    kind: SpeakerKind,
    *,
    role: str | None = None,
    article: Article | None = None,
    actor: Actor,
    at: datetime,
    is_demonstration: bool = False,
) -> Speaker:
    """Return the record of the speaker whom an article names, making one where there is none.

    A name matches a name or other name of the same kind, without case and accents; merges are
    followed. Where several speakers bear the name, the stated role decides; where it does not,
    a new record is made: two records can be merged, one record for two people cannot be parted.

    Anonymous sources, and words that name nobody ("residents", "the ministry"), stand for other
    people in every article: they are looked for among the speakers of this article alone, and
    are named with it.

    A stated role that the record does not have yet is added, from the day of the article.
    """
    nameless = is_nameless(name, kind)
    if nameless:
        speaker = _of_article(session, name, kind, article)
    else:
        speaker = _of_the_world(session, name, kind, role)
    if speaker is None:
        edit = SpeakerEdit(name=name, kind=kind)
        if nameless and article is not None:
            edit = _named_with(article, edit)
        speaker = create(session, edit, actor=actor, at=at, is_demonstration=is_demonstration)
    if role and article is not None and article.published_on is not None and not nameless:
        _learn_role(session, speaker, role, article.published_on, actor=actor, at=at)
    return speaker


def shown(values: dict[str, object]) -> dict[str, str]:
    """Return the fields of a speaker as people read them."""
    return {
        name: "\n".join(value) if isinstance(value, tuple) else _label(value)
        for name, value in values.items()
    }


def _label(value: object) -> str:
    return value.label if isinstance(value, SpeakerKind) else str(value or "")


def _of_the_world(
    session: Session, name: str, kind: SpeakerKind, role: str | None
) -> Speaker | None:
    found = _bearers(session, name, Speaker.kind == kind)
    if len(found) > 1 and role:
        wanted = fold(role)
        found = [who for who in found if wanted in {fold(held.title) for held in who.roles}]
    return found[0] if len(found) == 1 else None


def _of_article(
    session: Session, name: str, kind: SpeakerKind, article: Article | None
) -> Speaker | None:
    if article is None or article.id is None:
        return None
    here = (
        select(Claim.speaker_id)
        .join(ArticleVersion, Claim.article_version_id == ArticleVersion.id)
        .where(ArticleVersion.article_id == article.id, Claim.speaker_id.is_not(None))
    )
    found = _bearers(session, name, Speaker.kind == kind, Speaker.id.in_(here))
    return found[0] if found else None


def _bearers(session: Session, name: str, *conditions: ColumnElement[bool]) -> list[Speaker]:
    """Return those to whom the records of this name lead, each once, by number."""
    wanted = fold(name)
    ends = session.scalars(
        select(Speaker.canonical_id)
        .where(
            or_(
                Speaker.folded_name == wanted,
                Speaker.aliases.any(SpeakerAlias.folded_name == wanted),
            ),
            *conditions,
        )
        .distinct()
        .order_by(Speaker.canonical_id)
    )
    return [session.get_one(Speaker, number) for number in ends if number is not None]


def _named_with(article: Article, edit: SpeakerEdit) -> SpeakerEdit:
    outlet = article.outlet.name if article.outlet else None
    return SpeakerEdit(
        name=named_with(edit.name, title=article.title, outlet=outlet, day=article.published_on),
        kind=edit.kind,
        description=f"Described, not named, in “{article.title}”",
        aliases=(edit.name,),
    )


def _learn_role(
    session: Session, speaker: Speaker, role: str, day: date, *, actor: Actor, at: datetime
) -> None:
    if fold(role) not in {fold(held.title) for held in speaker.roles}:
        edit = RoleEdit(title=role, starts_on=day)
        _add_role(session, speaker, edit, actor=actor, at=at)


def _add_role(
    session: Session, speaker: Speaker, edit: RoleEdit, *, actor: Actor, at: datetime
) -> SpeakerRole:
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
    changes = {"role": (None, _role_words(role))}
    _record(session, "speaker.role_added", speaker, changes, actor=actor, at=at)
    return role


def _role_words(role: SpeakerRole) -> str:
    where = f", {role.organisation}" if role.organisation else ""
    days = [day.isoformat() if day else "" for day in (role.starts_on, role.ends_on)]
    return f"{role.title}{where}" + (f" ({days[0]} – {days[1]})" if any(days) else "")


def _subtree(session: Session, top: Speaker) -> list[int]:
    """Return the numbers of the record and of all that are merged into it, however deep."""
    numbers, layer = [top.id], [top.id]
    while layer:
        below = select(Speaker.id).where(Speaker.merged_into_id.in_(layer))
        layer = list(session.scalars(below))
        numbers += layer
    return numbers


def _point(session: Session, numbers: Sequence[int], canonical_id: int) -> None:
    session.execute(
        update(Speaker).where(Speaker.id.in_(numbers)).values(canonical_id=canonical_id)
    )


def _tidy(edit: SpeakerEdit) -> SpeakerEdit:
    """Return the edit without loose space, or raise InvalidEdit."""
    name = " ".join(edit.name.split())
    if not name:
        raise InvalidEdit("name", "give the speaker a name")
    same_as = (edit.same_as or "").strip() or None
    if same_as is not None:
        try:
            canonical_url(same_as)
        except BadAddress as refused:
            raise InvalidEdit("same_as", str(refused)) from refused
    aliases = (" ".join(alias.split()) for alias in edit.aliases)
    return SpeakerEdit(
        name=name,
        kind=edit.kind,
        description=edit.description.strip(),
        same_as=same_as,
        aliases=tuple(sorted({alias for alias in aliases if alias and alias != name})),
        edit_number=edit.edit_number,
    )


def _values(speaker: Speaker) -> dict[str, object]:
    return {
        "name": speaker.name,
        "kind": speaker.kind,
        "description": speaker.description,
        "same_as": speaker.same_as,
        "aliases": tuple(sorted(alias.name for alias in speaker.aliases)),
    }


def _wanted(edit: SpeakerEdit) -> dict[str, object]:
    return {
        "name": edit.name,
        "kind": edit.kind,
        "description": edit.description,
        "same_as": edit.same_as,
        "aliases": edit.aliases,
    }


def _record_both(
    session: Session, what: str, speaker: Speaker, into: Speaker, *, actor: Actor, at: datetime
) -> None:
    """Write the merge, or its taking back, into the history of both records."""
    joined = what == "merged"
    for one, other, field in (
        (speaker, into, "merged_into"),
        (into, speaker, "merged_from"),
    ):
        named = f"{other.name} ({other.kind.label.lower()}, no. {other.id})"
        changes = {field: (None, named) if joined else (named, None)}
        _record(session, f"speaker.{what}", one, changes, actor=actor, at=at)


def _record(
    session: Session,
    action: str,
    speaker: Speaker,
    changes: history.Changes,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    session.flush()
    history.record(session, action, ("speaker", speaker.id), changes, actor=actor, at=at)
