"""A person's data leaves on request, and the history still verifies."""

from typing import Any

import pytest
from sqlalchemy import Engine, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.builders import NOON, make_account, make_actor, make_claim
from tracker.domain.actors import MACHINE, Actor
from tracker.domain.commands import ClaimEdit
from tracker.domain.conversation import CommentDraft
from tracker.domain.errors import InvalidEdit, PermissionRefused
from tracker.domain.vocabulary import Role
from tracker.models import Account, Erasure, Event
from tracker.services.editing import claim_fields, claims, drafts
from tracker.services.erasing import erasure
from tracker.services.members import accounts, sign_ins
from tracker.services.reviewing import comments
from tracker.services.trail import history

PASSWORD = "four calm grey herons"


@pytest.fixture
def admins(session: Session) -> tuple[Actor, Actor]:
    return (
        make_actor(session, Role.ADMIN, name="Ada Martin"),
        make_actor(session, Role.ADMIN, name="Bela Roth"),
    )


@pytest.fixture
def person(session: Session, admins: tuple[Actor, Actor]) -> Account:
    """Return a member who was named, signed in, acted, was assigned and was spoken of."""
    account = accounts.create(
        session,
        email="zoë.quimby@newsroom.example",
        name="Zoë Quimby",
        role=Role.FACT_CHECKER,
        password=PASSWORD,
        actor=admins[0],
        at=NOON,
    )
    sign_ins.begin(session, account.id, device="Firefox/140.0 Linux", at=NOON)
    actor = accounts.as_actor(account)
    claim = make_claim(session)
    history.record(session, "claim.moved", ("claim", claim.id), {}, actor=actor, at=NOON)
    edit = ClaimEdit(edit_number=claim.edit_number, **claim_fields.values(claim))
    assigned = {**claim_fields.values(claim), "assignee_id": account.id}
    edit = ClaimEdit(edit_number=claim.edit_number, **assigned)
    claims.revise(session, claim.id, edit, actor=make_actor(session), at=NOON)
    history.record(
        session, "claim.moved", ("claim", 1), {}, actor=admins[0], at=NOON, note="Zoë Quimby asked."
    )
    call = CommentDraft("@Zoë Quimby, which year?")
    comments.add(session, claim.id, call, actor=make_actor(session), at=NOON)
    drafts.save(session, "/claims/1", {"note": ["By Zoë Quimby"]}, actor=actor, at=NOON)
    return account


def every_text(session: Session) -> str:
    """Return all that the tables hold, as one text."""
    bind = session.get_bind()
    tables = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
        "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
    }[bind.dialect.name]
    names = session.scalars(text(tables)).all()
    return "\n".join(
        str(row)
        for name in names
        for row in session.execute(
            text(f'TABLE "{name}"')
            if bind.dialect.name == "postgresql"
            else text(f'SELECT * FROM "{name}"')
        )
    )


def test_the_person_is_gone_from_every_row_and_the_history_verifies(
    session: Session, admins: tuple[Actor, Actor], person: Account
) -> None:
    assert "Quimby" in every_text(session)
    count, broken = history.verify(session)
    assert broken is None
    seals = session.scalars(select(Event.hash).order_by(Event.id)).all()
    erasure.request(session, person, "asked by letter", actor=admins[0], at=NOON)
    wish = session.scalars(select(Erasure)).one()
    erasure.agree(session, wish.id, actor=admins[1], at=NOON)
    session.expire_all()
    left = every_text(session)
    for trace in ("Quimby", "quimby", "Zoë", "Zo\\u00eb", "Firefox"):
        assert trace not in left
    assert history.verify(session) == (count + 2, None)
    assert session.scalars(select(Event.hash).order_by(Event.id)).all()[:count] == seals


def test_events_that_do_not_speak_of_the_person_keep_their_words(
    session: Session, admins: tuple[Actor, Actor], person: Account
) -> None:
    other = history.record(
        session,
        "claim.moved",
        ("claim", 5),
        {"stage": ("new", "triaged")},
        actor=admins[0],
        at=NOON,
    )
    own = history.record(
        session,
        "claim.moved",
        ("claim", 6),
        {"stage": ("new", "triaged")},
        actor=accounts.as_actor(person),
        at=NOON,
    )
    erasure.erase_at_once(session, person, "asked by letter", actor=MACHINE, at=NOON)
    session.expire_all()
    assert (other.actor_name, other.is_words_erased) == ("Ada Martin", False)
    assert (own.actor_name, own.changes) == ("Erased member", {"stage": ["new", "triaged"]})


def test_two_administrators_must_agree(
    session: Session, admins: tuple[Actor, Actor], person: Account
) -> None:
    erasure.request(session, person, "asked by letter", actor=admins[0], at=NOON)
    wish = session.scalars(select(Erasure)).one()
    with pytest.raises(PermissionRefused, match="another administrator"):
        erasure.agree(session, wish.id, actor=admins[0], at=NOON)
    with pytest.raises(PermissionRefused):
        erasure.agree(session, wish.id, actor=make_actor(session, Role.EDITOR), at=NOON)
    with pytest.raises(PermissionRefused, match="another administrator"):
        erasure.erase_at_once(session, person, "asked", actor=admins[0], at=NOON)
    erasure.withdraw(session, wish.id, actor=admins[1], at=NOON)
    with pytest.raises(InvalidEdit, match="decided"):
        erasure.agree(session, wish.id, actor=admins[1], at=NOON)
    assert person.name == "Zoë Quimby"


def test_the_last_administrator_is_not_erased(session: Session) -> None:
    alone = make_account(session, role=Role.ADMIN)
    with pytest.raises(InvalidEdit, match="last administrator"):
        erasure.erase_at_once(session, alone, "asked", actor=MACHINE, at=NOON)


def test_an_erased_member_is_out_and_cannot_come_back(
    session: Session, admins: tuple[Actor, Actor], person: Account
) -> None:
    token = sign_ins.begin(session, person.id, device="", at=NOON)
    erasure.erase_at_once(session, person, "asked by letter", actor=MACHINE, at=NOON)
    assert sign_ins.find(session, token, at=NOON) is None
    with pytest.raises(InvalidEdit, match="erased"):
        accounts.activate(session, person, actor=admins[0], at=NOON)
    with pytest.raises(InvalidEdit, match="erased already"):
        erasure.erase_at_once(session, person, "again", actor=MACHINE, at=NOON)


def test_words_that_were_blanked_without_a_record_are_found(
    session: Session, admins: tuple[Actor, Actor]
) -> None:
    told = [
        history.record(
            session, "claim.revised", ("claim", n), {"note": ("", str(n))}, actor=admins[0], at=NOON
        )
        for n in (1, 2)
    ]
    session.execute(
        update(Event)
        .where(Event.id == told[0].id)
        .values(changes={}, note="", words_salt=None, is_words_erased=True)
    )
    broken = history.verify(session)[1]
    assert broken is not None
    assert (broken.event_id, "no event says" in broken.reason) == (told[0].id, True)


@pytest.mark.parametrize(
    "change",
    [
        "is_words_erased = true",
        "is_name_erased = true",
        "actor_name = 'Erased member', name_salt = NULL",
        "is_name_erased = true, name_salt = NULL, actor_name = 'Somebody else'",
        "is_words_erased = true, words_salt = NULL, changes = '{\"a\": [1, 2]}', note = ''",
        "is_words_erased = true, words_salt = NULL, changes = '{}', note = 'other words'",
        "is_words_erased = true, words_salt = NULL, changes = '{}', note = '', action = 'x'",
        "is_words_erased = true, words_salt = NULL, changes = '{}', note = '', words_digest = 'x'",
        "note = note",
    ],
)
def test_the_database_lets_nothing_through_but_an_erasure(
    session: Session, admins: tuple[Actor, Actor], change: str
) -> None:
    changes = {"note": ("", "x")}
    history.record(session, "claim.revised", ("claim", 1), changes, actor=admins[0], at=NOON)
    with pytest.raises(DBAPIError, match="cannot be changed"):
        session.execute(text(f"UPDATE event SET {change}"))


def test_events_of_the_earlier_form_still_verify_and_can_be_erased(
    session: Session, engine: Engine, person: Account
) -> None:
    from tracker.domain.hashing import first_seal

    last = session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
    words: dict[str, Any] = {
        "actor_id": person.id,
        "actor_name": person.name,
        "action": "claim.moved",
        "subject": "claim",
        "subject_id": 9,
        "changes": {"assignee": [None, f"Zoë Quimby (no. {person.id})"]},
        "note": "",
    }
    sealed = {**words, "at": NOON.isoformat(timespec="microseconds")}
    old = Event(
        **words,
        at=NOON,
        seal_version=1,
        previous_hash=last.hash,
        hash=first_seal(last.hash, sealed),
    )
    session.add(old)
    session.flush()
    assert history.verify(session)[1] is None
    erasure.erase_at_once(session, person, "asked by letter", actor=MACHINE, at=NOON)
    session.expire_all()
    assert (old.actor_name, old.changes) == ("Erased member", {})
    assert history.verify(session)[1] is None
