"""The speakers whom articles name, matched to records: the same one, and nobody else."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.commands import RoleEdit, SpeakerEdit
from tracker.domain.folding import fold
from tracker.domain.naming import is_nameless, named_with
from tracker.domain.vocabulary import SpeakerKind
from tracker.models import Article, ArticleVersion, Claim, Speaker, SpeakerAlias
from tracker.services.speaking.speaker_writing import create, give_role


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
        give_role(session, speaker, edit, actor=actor, at=at)
