"""Members: made, signed in, guessed at, changed; on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.actors import MACHINE, Actor
from tracker.domain.errors import InvalidEdit, NotFound, PermissionRefused
from tracker.domain.vocabulary import Role
from tracker.models import Account, SignIn, SignInFailure
from tracker.services.members import accounts, passwords, sign_ins
from tracker.services.trail import history

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PASSWORD = "four calm grey herons"
HOME = "192.0.2.1"


def make(session: Session, email: str = "ada@newsroom.example", **fields: object) -> Account:
    """Make a member as the command line does."""
    options = {"name": "Ada Martin", "role": Role.EDITOR, "password": PASSWORD, **fields}
    return accounts.create(session, email=email, actor=MACHINE, at=NOON, **options)


def authenticate(session: Session, password: str, email: str = "ada@newsroom.example") -> Account:
    """Try to sign in from home at noon."""
    return sign_ins.authenticate(session, email, password, address=HOME, at=NOON)


def fail(session: Session, times: int, *, email: str = "ada@newsroom.example") -> None:
    """Count refused sign-ins from home at noon."""
    for _time in range(times):
        sign_ins.note_failure(session, email, address=HOME, at=NOON)


def test_a_member_is_kept_with_a_hash_and_an_event(session: Session) -> None:
    account = make(session, " Ada@Newsroom.example ")
    assert account.email == "ada@newsroom.example"
    assert account.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    event = history.of(session, "account", account.id)[0]
    assert event.action == "account.created"
    assert PASSWORD not in str(event.changes)
    assert "argon2" not in str(event.changes)


def test_only_an_administrator_makes_members(session: Session) -> None:
    for role in Role:
        actor = accounts.as_actor(make(session, f"{role.value}@newsroom.example", role=role))
        new = {"email": f"new.{role.value}@newsroom.example", "name": "New", "role": Role.VIEWER}
        if role is Role.ADMIN:
            accounts.create(session, **new, password=PASSWORD, actor=actor, at=NOON)
        else:
            with pytest.raises(PermissionRefused):
                accounts.create(session, **new, password=PASSWORD, actor=actor, at=NOON)


@pytest.mark.parametrize(
    "email", ["", "ada", "ada@", "@newsroom.example", "a b@c.example", "a" * 300]
)
def test_an_address_that_is_none_is_refused(session: Session, email: str) -> None:
    with pytest.raises(InvalidEdit) as refused:
        make(session, email)
    assert refused.value.field == "email"


def test_an_address_belongs_to_one_member(session: Session) -> None:
    make(session)
    with pytest.raises(InvalidEdit, match="here already"):
        make(session, "ADA@newsroom.example")


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_member_has_a_name(session: Session, name: str) -> None:
    with pytest.raises(InvalidEdit) as refused:
        make(session, name=name)
    assert refused.value.field == "name"


@pytest.mark.parametrize(
    "password",
    [
        "",
        "eleven char",
        "x" * 129,
        "aaaaaaaaaaaaaaaa",
        "abababababab",
        "passwordpassword",
        "Password12345678",
        "P A S S W O R D 2024",
        "123456789012",
        "qwertyuiop123",
        "QWERTZUIOP!!!",
        "correct horse battery staple",
        "letmein letmein",
        "claimtracker2026",
        "Pässwörd-Pässwörd",
        "michelle1234",
        "P@ssw0rd1234",
        "$unsh1ne2024!!",
        "trustno1trustno1",
        "Letmein2024Letmein2024",
    ],
)
def test_a_password_that_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(InvalidEdit):
        passwords.check(password)


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "zwölf Ufos über Ulm",
        "пять серых цапель",
        "五羽の灰色の鷺が静かに立つ朝",
        "x7!kQz p0",
        "k" * 5 + "3vjq" * 30,
        "  spaces count too  ",
    ],
)
def test_any_other_password_does_without_rules_about_characters(password: str) -> None:
    if len(password) < passwords.SHORTEST:
        password += " and some more"
    passwords.check(password, words=("Ada", "Martin", "ada@newsroom.example"))


@pytest.mark.parametrize("password", ["adamartin2026", "Ada@newsroom.example", "martin-martin-1"])
def test_a_password_is_not_made_of_ones_own_name(session: Session, password: str) -> None:
    with pytest.raises(InvalidEdit, match="name or address"):
        make(session, password=password)


def test_the_right_password_opens_and_nothing_else_does(session: Session) -> None:
    account = make(session)
    assert authenticate(session, PASSWORD).id == account.id
    for wrong in ("", PASSWORD + " ", PASSWORD.upper(), PASSWORD[:-1], PASSWORD * 50):
        with pytest.raises(sign_ins.SignInRefused):
            authenticate(session, wrong)


def test_an_unknown_account_costs_a_hash_too(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[str] = []
    monkeypatch.setattr(passwords, "matches", lambda known, _typed: compared.append(known))
    with pytest.raises(sign_ins.SignInRefused):
        authenticate(session, PASSWORD, "nobody@newsroom.example")
    assert compared == [passwords.dummy_hash()]


def test_ten_failures_within_five_minutes_are_enough(session: Session) -> None:
    make(session)
    fail(session, 9)
    authenticate(session, PASSWORD)
    fail(session, 1)
    with pytest.raises(sign_ins.SignInThrottled) as refused:
        authenticate(session, PASSWORD)
    assert refused.value.wait == timedelta(minutes=5)
    later = NOON + timedelta(minutes=5, seconds=1)
    sign_ins.authenticate(session, "ada@newsroom.example", PASSWORD, address=HOME, at=later)


def test_failures_count_against_the_place_they_came_from(session: Session) -> None:
    make(session)
    for number in range(10):
        sign_ins.note_failure(session, f"nobody{number}@x.example", address=HOME, at=NOON)
    with pytest.raises(sign_ins.SignInThrottled):
        authenticate(session, PASSWORD)
    sign_ins.authenticate(
        session, "ada@newsroom.example", PASSWORD, address="198.51.100.1", at=NOON
    )


def test_failures_are_kept_without_the_address_and_only_while_they_count(session: Session) -> None:
    fail(session, 3)
    for kept in session.scalars(select(SignInFailure)):
        assert "ada" not in kept.key_hash
        assert len(kept.key_hash) == 64
    sign_ins.note_failure(session, "b@x.example", address="x", at=NOON + timedelta(minutes=6))
    assert session.scalar(select(func.count(SignInFailure.id))) == 2


def test_a_sign_in_that_succeeds_forgets_the_failures_of_the_account(session: Session) -> None:
    account = make(session)
    fail(session, 9)
    sign_ins.begin(session, account.id, device="", at=NOON)
    fail(session, 1, email="other@x.example")
    with pytest.raises(sign_ins.SignInThrottled):
        authenticate(session, PASSWORD)
    sign_ins.authenticate(session, account.email, PASSWORD, address="198.51.100.1", at=NOON)


def test_a_token_finds_its_member_until_it_is_ended(session: Session) -> None:
    account = make(session)
    token = sign_ins.begin(session, account.id, device="Firefox", at=NOON)
    found = sign_ins.find(session, token, at=NOON)
    assert found is not None
    assert found.actor == Actor(account.id, "Ada Martin", Role.EDITOR)
    assert not found.is_due
    sign_ins.end(session, found.sign_in_id, actor=found.actor, at=NOON)
    session.flush()
    assert sign_ins.find(session, token, at=NOON) is None


@pytest.mark.parametrize(
    ("idle", "age", "counts"),
    [
        (timedelta(hours=7, minutes=59), timedelta(hours=8), True),
        (timedelta(hours=8), timedelta(hours=8), False),
        (timedelta(0), timedelta(hours=23, minutes=59), True),
        (timedelta(0), timedelta(hours=24), False),
    ],
)
def test_a_token_counts_for_eight_idle_hours_and_a_day(
    session: Session, idle: timedelta, age: timedelta, counts: object
) -> None:
    account = make(session)
    token = sign_ins.begin(session, account.id, device="", at=NOON)
    opened = session.scalars(select(SignIn)).one()
    opened.created_at, opened.last_seen_at = NOON - age, NOON - idle
    session.flush()
    assert (sign_ins.find(session, token, at=NOON) is not None) is counts


def test_a_sign_in_that_ended_is_not_seen_again(session: Session) -> None:
    account = make(session)
    sign_ins.begin(session, account.id, device="", at=NOON)
    opened = session.scalars(select(SignIn)).one()
    accounts.end_sign_ins(session, account.id, at=NOON)
    sign_ins.touch(session, opened.id, at=NOON + timedelta(hours=1))
    session.expire_all()
    assert opened.last_seen_at == NOON


def test_nobody_ends_the_sign_in_of_another(session: Session) -> None:
    account, other = make(session), make(session, "other@newsroom.example")
    sign_ins.begin(session, account.id, device="", at=NOON)
    opened = session.scalars(select(SignIn)).one()
    with pytest.raises(NotFound):
        sign_ins.end(session, opened.id, actor=accounts.as_actor(other), at=NOON)


def test_changing_the_password_ends_the_other_sign_ins(session: Session) -> None:
    account = make(session)
    tokens = [sign_ins.begin(session, account.id, device="", at=NOON) for _time in range(3)]
    kept = sign_ins.find(session, tokens[0], at=NOON)
    assert kept is not None
    accounts.change_password(
        session,
        account.id,
        current=PASSWORD,
        new="seven quiet green lamps",
        actor=kept.actor,
        at=NOON,
        sign_in_id=kept.sign_in_id,
    )
    counted = [sign_ins.find(session, token, at=NOON) is not None for token in tokens]
    assert counted == [True, False, False]
    assert passwords.matches(account.password_hash, "seven quiet green lamps")
    assert account.password_changed_at == NOON


def test_the_password_is_changed_only_by_who_knows_it(session: Session) -> None:
    account = make(session)
    for current, new, field in (
        ("not it at all", "seven quiet green lamps", "current_password"),
        (PASSWORD, PASSWORD, "new_password"),
        (PASSWORD, "short", "new_password"),
    ):
        with pytest.raises(InvalidEdit) as refused:
            accounts.change_password(
                session,
                account.id,
                current=current,
                new=new,
                actor=accounts.as_actor(account),
                at=NOON,
            )
        assert refused.value.field == field
    assert passwords.matches(account.password_hash, PASSWORD)


def test_a_reset_a_new_role_and_deactivation_end_every_sign_in(session: Session) -> None:
    account = make(session)
    for change in (
        lambda: accounts.reset_password(
            session, account, "seven quiet green lamps", actor=MACHINE, at=NOON
        ),
        lambda: accounts.change_role(session, account, Role.VIEWER, actor=MACHINE, at=NOON),
        lambda: accounts.deactivate(session, account, actor=MACHINE, at=NOON),
    ):
        token = sign_ins.begin(session, account.id, device="", at=NOON)
        change()
        assert sign_ins.find(session, token, at=NOON) is None
    accounts.activate(session, account, actor=MACHINE, at=NOON)
    assert account.is_active
    actions = [event.action for event in history.of(session, "account", account.id)]
    assert actions.count("account.revised") == 3


def test_members_do_not_administer_one_another(session: Session) -> None:
    account = make(session)
    editor = accounts.as_actor(account)
    with pytest.raises(PermissionRefused):
        accounts.deactivate(session, account, actor=editor, at=NOON)
    with pytest.raises(PermissionRefused):
        accounts.change_role(session, account, Role.ADMIN, actor=editor, at=NOON)
    with pytest.raises(PermissionRefused):
        accounts.reset_password(session, account, PASSWORD, actor=editor, at=NOON)


def test_a_hash_of_weaker_figures_is_made_anew_at_the_next_sign_in(session: Session) -> None:
    account = make(session)
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(PASSWORD)
    account.password_hash = weak
    accounts.strengthen(session, account.id, PASSWORD)
    assert account.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    strong = account.password_hash
    accounts.strengthen(session, account.id, PASSWORD)
    assert account.password_hash == strong
    assert passwords.matches(strong, PASSWORD)


def test_a_hash_that_is_none_opens_nothing() -> None:
    assert not passwords.matches("", PASSWORD)
    assert not passwords.matches("plain", PASSWORD)
