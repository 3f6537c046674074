"""Administrators look after members; a role on a desk counts there and nowhere else."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import NOON, make_article, make_claim
from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, give_sign_in
from tracker.domain.actors import MACHINE
from tracker.domain.vocabulary import Role, Stage
from tracker.models import Account, Erasure, Event, Invitation, SignIn
from tracker.services.members import desks
from tracker.services.trail import history

pytestmark = pytest.mark.usefixtures("every_change_is_told")

MakeMember = Callable[..., Account]


def link_on(page: Any) -> str:
    """Return the path of the link that the page shows."""
    found = re.search(r'value="https?://[^/"]+(/join/[^"]+)"', page.text)
    assert found, page.text
    return found[1]


def test_somebody_is_invited_joins_and_signs_in(
    client: Browser, sign_in: MakeMember, app: Flask, session: Session
) -> None:
    sign_in(Role.ADMIN)
    fields = {"email": "Nia@newsroom.example", "role": "reviewer"}
    link = link_on(client.submit("/members/invitations", fields))
    guest = app.test_client()
    assert isinstance(guest, Browser)
    page = guest.get(link)
    assert "Reviewer" in page.text
    words = {"name": "Nia Okoro", "password": "nine quiet green boats"}
    answer = guest.submit(link, {**words, "repeat_password": words["password"]})
    assert answer.location == "/sign-in"
    account = session.scalars(select(Account).where(Account.email == "nia@newsroom.example")).one()
    assert (account.name, account.role) == ("Nia Okoro", Role.REVIEWER)
    entered = guest.submit("/sign-in", {"email": account.email, "password": words["password"]})
    assert entered.status_code == 302
    assert guest.get(link).status_code == 404
    told = [event.action for event in session.scalars(select(Event).order_by(Event.id))]
    assert told[-3:] == ["invitation.made", "account.created", "account.signed_in"]


def test_a_link_is_kept_as_a_hash_and_dies_after_a_day(
    client: Browser, sign_in: MakeMember, session: Session, later: Callable[[int], None]
) -> None:
    sign_in(Role.ADMIN)
    fields = {"email": "nia@newsroom.example", "role": "viewer"}
    link = link_on(client.submit("/members/invitations", fields))
    kept = session.scalars(select(Invitation)).one()
    assert kept.token_hash not in link
    assert link.rsplit("/", 1)[1] not in kept.token_hash
    assert client.get(link).status_code == 200
    later(25)
    assert client.get(link).status_code == 404


def test_a_second_link_and_a_withdrawal_kill_the_first(
    client: Browser, sign_in: MakeMember, session: Session
) -> None:
    sign_in(Role.ADMIN)
    fields = {"email": "nia@newsroom.example", "role": "viewer"}
    first = link_on(client.submit("/members/invitations", fields))
    second = link_on(client.submit("/members/invitations", fields))
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    open_link = session.scalars(select(Invitation).where(Invitation.withdrawn_at.is_(None))).one()
    client.submit(f"/members/invitations/{open_link.id}/withdraw")
    assert client.get(second).status_code == 404


def test_a_weak_password_leaves_the_link_open_and_the_name_typed(
    client: Browser, sign_in: MakeMember
) -> None:
    sign_in(Role.ADMIN)
    fields = {"email": "nia@newsroom.example", "role": "viewer"}
    link = link_on(client.submit("/members/invitations", fields))
    answer = client.submit(
        link, {"name": "Nia Okoro", "password": "short", "repeat_password": "short"}
    )
    assert answer.status_code == 422
    assert "Nia Okoro" in answer.text
    assert "12 characters" in answer.text
    assert client.get(link).status_code == 200


def test_a_link_for_a_new_password_opens_once_and_ends_sign_ins(
    client: Browser, sign_in: MakeMember, member: MakeMember, app: Flask, session: Session
) -> None:
    sign_in(Role.ADMIN)
    omar = member(Role.FACT_CHECKER, "Omar Haddad")
    theirs = app.test_client()
    give_sign_in(theirs, session, omar)
    link = link_on(client.submit(f"/members/{omar.id}/password-link"))
    words = {"password": "nine quiet green boats", "repeat_password": "nine quiet green boats"}
    assert client.submit(link, words).status_code == 302
    assert theirs.get("/account").status_code == 302
    assert client.submit(link, words).status_code == 404
    fresh = app.test_client()
    assert isinstance(fresh, Browser)
    assert fresh.submit("/sign-in", {"email": omar.email, "password": PASSWORD}).status_code == 422


def test_a_link_for_a_new_password_dies_when_the_member_changes_theirs_or_is_kept_out(
    client: Browser, sign_in: MakeMember, member: MakeMember, app: Flask, session: Session
) -> None:
    sign_in(Role.ADMIN)
    omar = member(Role.FACT_CHECKER, "Omar Haddad")
    theirs = app.test_client()
    assert isinstance(theirs, Browser)
    give_sign_in(theirs, session, omar)
    link = link_on(client.submit(f"/members/{omar.id}/password-link"))
    words = {
        "current_password": PASSWORD,
        "new_password": "nine quiet green boats",
        "repeat_password": "nine quiet green boats",
    }
    assert theirs.submit("/account/password", words).status_code == 302
    assert client.get(link).status_code == 404
    link = link_on(client.submit(f"/members/{omar.id}/password-link"))
    assert client.get(link).status_code == 200
    client.submit(f"/members/{omar.id}/deactivate")
    client.submit(f"/members/{omar.id}/activate")
    assert client.get(link).status_code == 404


def test_a_new_role_ends_the_sign_ins_and_stands_in_the_history(
    client: Browser, sign_in: MakeMember, member: MakeMember, session: Session
) -> None:
    admin, omar = sign_in(Role.ADMIN), member(Role.CONTRIBUTOR, "Omar Haddad")
    give_sign_in(client.application.test_client(), session, omar)
    client.submit(f"/members/{omar.id}/role", {"role": "editor"})
    session.refresh(omar)
    assert omar.role is Role.EDITOR
    opened = session.scalars(select(SignIn).where(SignIn.account_id == omar.id)).all()
    assert all(one.ended_at for one in opened)
    told = history.of(session, "account", omar.id)[0]
    assert (told.actor_id, told.changes) == (admin.id, {"role": ["contributor", "editor"]})


def test_an_administrator_who_becomes_an_editor_leaves_a_trace(
    client: Browser, sign_in: MakeMember, session: Session
) -> None:
    admin = sign_in(Role.ADMIN)
    client.submit(f"/members/{admin.id}/desks/1", {"role": "editor"})
    told = next(
        event
        for event in history.of(session, "account", admin.id)
        if event.action == "account.desk_role_given"
    )
    assert told.actor_id == admin.id
    assert told.changes["role"] == [None, "editor"]


@pytest.mark.parametrize("deed", ["deactivate", "role"])
def test_the_last_administrator_stays_one(
    client: Browser, sign_in: MakeMember, session: Session, deed: str
) -> None:
    admin = sign_in(Role.ADMIN)
    answer = client.submit(f"/members/{admin.id}/{deed}", {"role": "editor"})
    assert answer.status_code == 422
    assert "last administrator" in answer.text
    session.expire_all()
    assert (admin.role, admin.is_active) == (Role.ADMIN, True)


def test_whoever_is_deactivated_is_out_at_once_and_may_come_back(
    client: Browser, sign_in: MakeMember, member: MakeMember, app: Flask, session: Session
) -> None:
    sign_in(Role.ADMIN)
    omar = member(Role.FACT_CHECKER, "Omar Haddad")
    theirs = app.test_client()
    give_sign_in(theirs, session, omar)
    client.submit(f"/members/{omar.id}/deactivate")
    assert theirs.get("/account").status_code == 302
    client.submit(f"/members/{omar.id}/activate")
    session.expire_all()
    assert omar.is_active


def test_two_administrators_erase_a_member(
    client: Browser, sign_in: MakeMember, member: MakeMember, app: Flask, session: Session
) -> None:
    sign_in(Role.ADMIN)
    other, omar = member(Role.ADMIN, "Bela Roth"), member(Role.FACT_CHECKER, "Omar Haddad")
    client.submit(f"/members/{omar.id}/erasure", {"reason": "asked by letter"})
    wish = session.scalars(select(Erasure)).one()
    address = f"/members/{omar.id}/erasure/{wish.id}/agree"
    assert client.submit(address).status_code == 403
    second = app.test_client()
    assert isinstance(second, Browser)
    give_sign_in(second, session, other)
    assert "asked by letter" in second.get(f"/members/{omar.id}").text
    assert second.submit(address).status_code == 302
    page = second.get(f"/members/{omar.id}").text
    assert "Omar" not in page
    assert "Erased member" in page
    assert history.verify(session)[1] is None


def test_an_auditor_reads_members_and_history_and_changes_nothing(
    client: Browser, sign_in: MakeMember, member: MakeMember
) -> None:
    sign_in(Role.AUDITOR)
    omar = member(Role.FACT_CHECKER, "Omar Haddad")
    for address in ("/members", f"/members/{omar.id}", "/history"):
        page = client.get(address)
        assert page.status_code == 200
        assert "<form" not in page.text.partition("<main")[2].partition("</main>")[0].replace(
            '<form class="filter-bar"', ""
        )
    assert client.submit(f"/members/{omar.id}/role", {"role": "editor"}).status_code == 403


@pytest.fixture
def two_desks(
    client: Browser, member: MakeMember, session: Session
) -> tuple[Account, dict[str, int]]:
    """Return a viewer who edits on the desk Health, and a claim on each desk."""
    health = desks.create(session, "Health", actor=MACHINE, at=NOON)
    account = member(Role.VIEWER, "Hana Ito")
    desks.give_role(session, account, health.id, Role.EDITOR, actor=MACHINE, at=NOON)
    own = make_claim(session, article=make_article(session, desk_id=health.id), stage=Stage.NEW)
    other = make_claim(session, stage=Stage.NEW)
    session.commit()
    give_sign_in(client, session, account)
    return account, {
        "own": own.id,
        "other": other.id,
        "own_article": own.article_version.article_id,
        "other_article": other.article_version.article_id,
    }


def test_a_role_on_a_desk_moves_claims_there_and_nowhere_else(
    client: Browser, session: Session, two_desks: tuple[Account, dict[str, int]]
) -> None:
    numbers = two_desks[1]
    move = {"to": "triaged", "checkability": "checkable", "note": ""}
    own, other = (client.get(f"/claims/{numbers[name]}") for name in ("own", "other"))
    address = f"/claims/{numbers['own']}/moves"
    assert client.fill(own, address, move).status_code == 303
    assert f"/claims/{numbers['other']}/moves" not in other.text
    assert client.submit(f"/claims/{numbers['other']}/moves", move).status_code == 403
    moved = session.scalars(select(Event.subject_id).where(Event.action == "claim.moved")).all()
    assert moved == [numbers["own"]]


@pytest.mark.parametrize(
    "address",
    [
        "/claims/{other}",
        "/claims/{other}/boundaries",
        "/claims/{other}/split",
        "/claims/{other}/merge",
        "/articles/{other_article}/edit",
        "/articles/{other_article}/extract",
        "/articles/{other_article}/claims/new",
    ],
)
def test_edits_on_another_desk_are_refused(
    client: Browser, two_desks: tuple[Account, dict[str, int]], address: str
) -> None:
    numbers = two_desks[1]
    assert client.submit(address.format(**numbers)).status_code == 403
    own = address.replace("other", "own").format(**numbers)
    assert client.submit(own).status_code != 403


def test_records_that_no_desk_owns_are_open_to_whoever_works_on_any(
    client: Browser, two_desks: tuple[Account, dict[str, int]]
) -> None:
    assert client.get("/speakers/new").status_code == 200
    assert client.get("/members").status_code == 403


def test_an_administrator_makes_no_editorial_move_unless_a_desk_says_so(
    client: Browser, sign_in: MakeMember, session: Session
) -> None:
    admin, claim = sign_in(Role.ADMIN), make_claim(session, stage=Stage.NEW)
    session.commit()
    fields = {"to": "archived", "note": "", "edit_number": claim.edit_number}
    assert client.submit(f"/claims/{claim.id}/moves", fields).status_code == 403
    desks.give_role(session, admin, 1, Role.EDITOR, actor=MACHINE, at=NOON)
    session.commit()
    page = client.get(f"/claims/{claim.id}")
    answer = client.fill(page, f"/claims/{claim.id}/moves", {"to": "archived", "note": ""})
    assert answer.status_code == 303
    assert client.get("/members").status_code == 200


def test_a_newsroom_with_one_desk_never_sees_the_word(
    client: Browser, sign_in: MakeMember, member: MakeMember
) -> None:
    sign_in(Role.ADMIN)
    omar = member(Role.FACT_CHECKER, "Omar Haddad")
    assert "desk" not in client.get(f"/members/{omar.id}").text.partition("<main")[2].lower()


def test_an_article_changes_desk_only_by_an_editor_of_both(
    client: Browser, session: Session, two_desks: tuple[Account, dict[str, int]]
) -> None:
    account, numbers = two_desks
    address = f"/articles/{numbers['own_article']}/desk"
    assert client.submit(address, {"desk": "1"}).status_code == 403
    desks.give_role(session, account, 1, Role.EDITOR, actor=MACHINE, at=NOON)
    session.commit()
    assert "Whose work it is" in client.get(address.replace("/desk", "/edit")).text
    assert client.submit(address, {"desk": "1"}).status_code == 303
    session.expire_all()
    assert desks.of_article(session, numbers["own_article"]) == 1
    assert history.of(session, "article", numbers["own_article"])[0].changes == {
        "desk": ["Health", "Newsroom"]
    }


def test_what_somebody_brings_in_goes_to_their_desk(
    client: Browser, session: Session, two_desks: tuple[Account, dict[str, int]]
) -> None:
    fields = {"title": "Clinics", "text": "The clinic will open in May, said Ana Silva."}
    answer = client.submit("/articles", {**fields, "language": "en"})
    assert answer.status_code == 303, answer.text
    number = int(re.search(r"/articles/(\d+)", answer.location)[1])
    assert desks.of_article(session, number) == desks.by_slug(session, "health").id


def test_a_change_that_nobody_is_told_of_is_found(
    client: Browser, sign_in: MakeMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(Role.ADMIN)
    monkeypatch.setattr(history, "record", lambda *_told, **_more: None)
    with pytest.raises(AssertionError, match="and no event"):
        client.submit("/members/desks", {"name": "Sports"})
