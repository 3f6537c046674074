"""Taking the demonstration away: what it brought goes, what people added stays.

A person is a member who is not of the demonstration. An article to which a person has added a
claim stays with that claim and is theirs from then on; so does a speaker whose record a person
has worked on, or whom a claim that stays names. The history keeps all its events.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import FromClause, Select, delete, or_, select, update
from sqlalchemy.orm import Session

from tracker.domain.actors import MACHINE, Actor
from tracker.domain.vocabulary import Role
from tracker.models import (
    Account,
    Article,
    ArticleClosing,
    ArticleVersion,
    Base,
    Claim,
    Event,
    Outlet,
    SentenceDecision,
    Speaker,
    SpeakerAlias,
    SpeakerRole,
)
from tracker.services.members import accounts
from tracker.services.trail import history

#: The demonstration as a record that the history speaks of.
SUBJECT = ("demonstration", 1)


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken away, and how many articles stay for what people added to them."""

    articles: int
    claims: int
    speakers: int
    outlets: int
    kept: int

    @property
    def is_anything(self) -> bool:
        """Tell whether there was a demonstration at all."""
        return bool(self.articles or self.speakers or self.outlets or self.kept)


def remove(session: Session, *, actor: Actor, at: datetime) -> Removed:
    """Take the demonstration away, and record it."""
    actor.require(Role.ADMIN)
    history.take_turn(session)
    kept = _articles_with_additions(session)
    claims = _remove_claims(session)
    articles = _remove_articles(session, kept)
    removed = Removed(
        articles=articles,
        claims=claims,
        speakers=_remove_speakers(session),
        outlets=_remove_outlets(session),
        kept=len(kept),
    )
    _dismiss_members(session, at)
    session.expire_all()
    if removed.is_anything:
        changes = {name: (getattr(removed, name), 0) for name in ("articles", "claims", "speakers")}
        history.record(session, "demonstration.removed", SUBJECT, changes, actor=actor, at=at)
    return removed


def _people() -> Select[int]:
    return select(Account.id).where(Account.is_demonstration.is_(False))


def _versions() -> Select[int]:
    """Select the versions of the demonstration's articles."""
    return select(ArticleVersion.id).join(Article).where(Article.is_demonstration)


def _articles_with_additions(session: Session) -> Sequence[int]:
    return session.scalars(
        select(Article.id)
        .join(ArticleVersion, ArticleVersion.article_id == Article.id)
        .join(Claim, Claim.article_version_id == ArticleVersion.id)
        .where(Article.is_demonstration, Claim.created_by_id.in_(_people()))
        .distinct()
    ).all()


def _remove_claims(session: Session) -> int:
    going = session.scalars(
        select(Claim.id).where(
            Claim.article_version_id.in_(_versions()),
            or_(Claim.created_by_id.is_(None), Claim.created_by_id.not_in(_people())),
        )
    ).all()
    for column in (Claim.split_from_id, Claim.merged_into_id):
        session.execute(update(Claim).where(column.in_(going)).values({column: None}))
    _remove_rows_of(session, Claim.__table__, going)
    session.execute(delete(Claim).where(Claim.id.in_(going)))
    return len(going)


def _remove_rows_of(session: Session, owner: FromClause, numbers: Collection[int]) -> None:
    """Delete what belongs to these rows, whatever tables there are: the deepest first."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            points = any(key.column.table is owner for key in column.foreign_keys)
            if not points or table is owner:
                continue
            if "id" in table.columns:
                mine = session.scalars(select(table.c.id).where(column.in_(numbers))).all()
                _remove_rows_of(session, table, mine)
            session.execute(delete(table).where(column.in_(numbers)))


def _remove_articles(session: Session, kept: Collection[int]) -> int:
    going = session.scalars(
        select(Article.id).where(Article.is_demonstration, Article.id.not_in(kept))
    ).all()
    versions = select(ArticleVersion.id).where(ArticleVersion.article_id.in_(going))
    session.execute(
        delete(SentenceDecision).where(SentenceDecision.article_version_id.in_(versions))
    )
    session.execute(delete(ArticleClosing).where(ArticleClosing.article_id.in_(going)))
    _remove_rows_of(session, Article.__table__, going)
    session.execute(delete(Article).where(Article.id.in_(going)))
    session.execute(update(Article).where(Article.id.in_(kept)).values(is_demonstration=False))
    return len(going)


def _remove_speakers(session: Session) -> int:
    ours = set(session.scalars(select(Speaker.id).where(Speaker.is_demonstration)))
    going = ours - _staying_speakers(session)
    session.execute(
        update(Speaker).where(Speaker.id.in_(going)).values(merged_into_id=None, canonical_id=None)
    )
    for part in (SpeakerAlias, SpeakerRole):
        session.execute(delete(part).where(part.speaker_id.in_(going)))
    session.execute(delete(Speaker).where(Speaker.id.in_(going)))
    session.execute(
        update(Speaker).where(Speaker.id.in_(ours - going)).values(is_demonstration=False)
    )
    return len(going)


def _staying_speakers(session: Session) -> set[int]:
    """Return those whom people worked on or claims name, and all into whom they are merged."""
    worked_on = select(Event.subject_id).where(
        Event.subject == "speaker", Event.actor_id.in_(_people())
    )
    named = select(Claim.speaker_id).where(Claim.speaker_id.is_not(None))
    staying = set(
        session.scalars(
            select(Speaker.id).where(
                or_(
                    Speaker.is_demonstration.is_(False),
                    Speaker.id.in_(worked_on),
                    Speaker.id.in_(named),
                )
            )
        )
    )
    rows = session.execute(
        select(Speaker.id, Speaker.merged_into_id).where(Speaker.merged_into_id.is_not(None))
    )
    merged = {speaker_id: into_id for speaker_id, into_id in rows if into_id is not None}
    while further := {into for one, into in merged.items() if one in staying} - staying:
        staying |= further
    return staying


def _remove_outlets(session: Session) -> int:
    named = select(Article.outlet_id).where(Article.outlet_id.is_not(None))
    ours = select(Outlet.id).where(Outlet.is_demonstration)
    going = session.scalars(ours.where(Outlet.id.not_in(named))).all()
    session.execute(delete(Outlet).where(Outlet.id.in_(going)))
    session.execute(update(Outlet).where(Outlet.is_demonstration).values(is_demonstration=False))
    return len(going)


def _dismiss_members(session: Session, at: datetime) -> None:
    for account in accounts.every(session):
        if account.is_demonstration:
            accounts.deactivate(session, account, actor=MACHINE, at=at)
