"""Desks: made, named, given people; and who somebody is on the desk of a record."""

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.actors import EDITORIAL_LADDER, Actor
from tracker.domain.errors import InvalidEdit, NotFound
from tracker.domain.folding import fold
from tracker.domain.vocabulary import Role
from tracker.models import Account, Article, ArticleVersion, Claim, Desk, Membership
from tracker.services.lookup import fetch
from tracker.services.trail import history

NAME_MAX = 80


def every(session: Session) -> Sequence[Desk]:
    """Return all desks, the default first."""
    return session.scalars(select(Desk).order_by(Desk.id)).all()


def are_several(session: Session) -> bool:
    """Tell whether the newsroom has more than its first desk; else nobody needs the word."""
    return (session.scalar(select(func.count(Desk.id))) or 0) > 1


def create(session: Session, name: str, *, actor: Actor, at: datetime) -> Desk:
    """Make a desk; raise InvalidEdit where the name does not do."""
    actor.require(Role.ADMIN)
    name = _checked(session, name)
    desk = Desk(name=name, slug=_slug(name), created_at=at)
    session.add(desk)
    session.flush()
    history.record(
        session, "desk.added", ("desk", desk.id), {"name": (None, name)}, actor=actor, at=at
    )
    return desk


def rename(session: Session, desk_id: int, name: str, *, actor: Actor, at: datetime) -> Desk:
    """Give a desk another name; its short name in addresses stays."""
    actor.require(Role.ADMIN)
    desk = fetch(session, Desk, desk_id)
    before = desk.name
    if name.strip() != before:
        desk.name = _checked(session, name)
        session.flush()
        changes = {"name": (before, desk.name)}
        history.record(session, "desk.revised", ("desk", desk.id), changes, actor=actor, at=at)
    return desk


def give_role(
    session: Session,
    account: Account,
    desk_id: int,
    role: Role | None,
    *,
    actor: Actor,
    at: datetime,
) -> bool:
    """Say what a member may do on one desk, or None for no more than in the house.

    Returns whether that is a change.
    """
    actor.require(Role.ADMIN)
    if account.role is Role.AUDITOR and role is not None:
        raise InvalidEdit("role", "auditors read everything and write nothing")
    if role is not None and role not in EDITORIAL_LADDER:
        raise InvalidEdit("role", "administrators and auditors are so in the whole house")
    desk = fetch(session, Desk, desk_id)
    found = session.scalar(
        select(Membership).where(Membership.account_id == account.id, Membership.desk_id == desk.id)
    )
    before = found.role if found else None
    if before is role:
        return False
    _write(session, found, Membership(account_id=account.id, desk_id=desk.id), role)
    changes = {"role": (before, role), "desk": (None, desk.name)}
    history.record(
        session, "account.desk_role_given", ("account", account.id), changes, actor=actor, at=at
    )
    return True


def roles_of(session: Session, account_id: int) -> dict[int, Role]:
    """Return what each desk adds for a member, by the number of the desk."""
    rows = session.execute(
        select(Membership.desk_id, Membership.role)
        .where(Membership.account_id == account_id)
        .order_by(Membership.desk_id)
    )
    return {row.desk_id: row.role for row in rows}


def as_actor(session: Session, account: Account) -> Actor:
    """Return the member as the one who acts, with what the desks add."""
    held = tuple(roles_of(session, account.id).items())
    return Actor(account.id, account.name, account.role, desk_roles=held)


def may_check(session: Session, account: Account, claim_id: int) -> bool:
    """Tell whether the member may be given this claim to check."""
    actor = on_claim(session, as_actor(session, account), claim_id)
    return account.is_active and actor.may(Role.FACT_CHECKER)


def of_article(session: Session, article_id: int) -> int | None:
    """Return the number of the desk that an article belongs to, or None where there is none."""
    return session.scalar(select(Article.desk_id).where(Article.id == article_id))


def of_claim(session: Session, claim_id: int) -> int | None:
    """Return the number of the desk that a claim's article belongs to, or None."""
    return session.scalar(
        select(Article.desk_id)
        .join(ArticleVersion, ArticleVersion.article_id == Article.id)
        .join(Claim, Claim.article_version_id == ArticleVersion.id)
        .where(Claim.id == claim_id)
    )


def on_claim(session: Session, actor: Actor, claim_id: int) -> Actor:
    """Return the actor as they stand on the desk of a claim."""
    return actor.on(of_claim(session, claim_id)) if actor.desk_roles else actor


def on_article(session: Session, actor: Actor, article_id: int) -> Actor:
    """Return the actor as they stand on the desk of an article."""
    return actor.on(of_article(session, article_id)) if actor.desk_roles else actor


def standing(
    session: Session,
    actor: Actor,
    *,
    claim_id: int | None = None,
    article_id: int | None = None,
    anywhere: bool = False,
) -> Actor:
    """Return the actor as they stand towards the record that an address names.

    Where there is one desk, all is on it. Otherwise a claim or an article tells its desk, and
    ``anywhere`` says that the record is one that no desk owns, such as a speaker.
    """
    if not actor.desk_roles:
        return actor
    if not are_several(session):
        return actor.on(actor.desk_roles[0][0])
    if claim_id is not None:
        return on_claim(session, actor, claim_id)
    if article_id is not None:
        return on_article(session, actor, article_id)
    return actor.anywhere() if anywhere else actor


def take_article(
    session: Session, article_id: int, desk_id: int, *, actor: Actor, at: datetime
) -> None:
    """Give an article to another desk; that needs an editor of both."""
    history.take_turn(session)
    article = fetch(session, Article, article_id)
    before, desk = fetch(session, Desk, article.desk_id), fetch(session, Desk, desk_id)
    if before.id == desk.id:
        return
    for one in (before, desk):
        actor.on(one.id).require(Role.EDITOR)
    article.desk_id = desk.id
    session.flush()
    changes = {"desk": (before.name, desk.name)}
    history.record(
        session, "article.changed_desk", ("article", article.id), changes, actor=actor, at=at
    )


def by_slug(session: Session, slug: str) -> Desk:
    """Return the desk with this short name, or raise NotFound."""
    desk = session.scalar(select(Desk).where(Desk.slug == slug))
    if desk is None:
        raise NotFound("there is no desk called %(slug)s", slug=slug)
    return desk


def _checked(session: Session, name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= NAME_MAX or not _slug(name):
        raise InvalidEdit("name", "give a name of at most %(most)s characters", most=NAME_MAX)
    taken = select(Desk.id).where(
        (func.lower(Desk.name) == name.lower()) | (Desk.slug == _slug(name))
    )
    if session.scalar(taken) is not None:
        raise InvalidEdit("name", "a desk with this name is here already")
    return name


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def _write(
    session: Session, found: Membership | None, fresh: Membership, role: Role | None
) -> None:
    if role is None:
        session.delete(found)
    else:
        membership = found or fresh
        membership.role = role
        session.add(membership)
    session.flush()
