"""The lies about desks, invitations and erasures that the database refuses."""

from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from tests.builders import NOON, make_account, make_actor, make_speaker
from tracker.domain.actors import MACHINE
from tracker.domain.vocabulary import Role
from tracker.models import Erasure, Redaction
from tracker.services.members import desks, invitations


def nothing(_session: Session) -> Any:
    """Leave it at the first desk, which is always there."""


def a_membership(session: Session) -> Any:
    account = make_account(session, role=Role.VIEWER)
    desks.give_role(session, account, 1, Role.EDITOR, actor=MACHINE, at=NOON)


def an_invitation(session: Session) -> Any:
    invitations.invite(session, "nia@newsroom.example", Role.VIEWER, actor=MACHINE, at=NOON)


def an_erasure(session: Session) -> Any:
    asks = make_actor(session, Role.ADMIN).account_id
    session.add(
        Erasure(
            account_id=make_account(session).id,
            requested_by_id=asks,
            requested_at=NOON,
            reason="asked by letter",
        )
    )
    session.flush()


def a_redaction(session: Session) -> Any:
    asks = make_actor(session, Role.ADMIN).account_id
    session.add(
        Redaction(
            speaker_id=make_speaker(session).id,
            words="Ana Silva",
            requested_by_id=asks,
            requested_at=NOON,
            reason="asked by letter",
        )
    )
    session.flush()


LIES: dict[str, tuple[Callable[[Session], Any], str]] = {
    "ck_desk_name_not_empty": (nothing, "UPDATE desk SET name = ''"),
    "ck_desk_slug_in_lower_case": (nothing, "UPDATE desk SET slug = 'News'"),
    "ck_membership_role": (a_membership, "UPDATE membership SET role = 'owner'"),
    "ck_membership_role_is_editorial": (a_membership, "UPDATE membership SET role = 'admin'"),
    "ck_invitation_email_in_lower_case": (
        an_invitation,
        "UPDATE invitation SET email = 'N@x.example'",
    ),
    "ck_invitation_expires_later": (an_invitation, "UPDATE invitation SET expires_at = created_at"),
    "ck_invitation_role": (an_invitation, "UPDATE invitation SET role = 'owner'"),
    "ck_invitation_used_or_withdrawn": (
        an_invitation,
        "UPDATE invitation SET used_at = created_at, withdrawn_at = created_at",
    ),
    "ck_erasure_by_two": (an_erasure, "UPDATE erasure SET confirmed_by_id = requested_by_id"),
    "ck_redaction_by_two": (
        a_redaction,
        "UPDATE redaction SET confirmed_by_id = requested_by_id",
    ),
    "ck_redaction_done_or_withdrawn": (
        a_redaction,
        "UPDATE redaction SET words = '', done_at = requested_at, withdrawn_at = requested_at",
    ),
    "ck_redaction_forgets_words": (
        a_redaction,
        "UPDATE redaction SET done_at = requested_at",
    ),
    "ck_redaction_of_one_record": (a_redaction, "UPDATE redaction SET speaker_id = NULL"),
    "ck_erasure_done_or_withdrawn": (
        an_erasure,
        "UPDATE erasure SET done_at = requested_at, withdrawn_at = requested_at",
    ),
}
