"""Members are managed by command; the first one is made with a password of nobody else's."""

import re
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from tests.builders import NOON, make_account
from tracker.cli import first_account, main
from tracker.cli.passwords import make_password
from tracker.config import Settings
from tracker.domain.actors import MACHINE
from tracker.domain.vocabulary import Role
from tracker.services.members import accounts, desks, passwords, sign_ins

ADD = ("account", "add", "Ana@Newsroom.example", "--name", "Ana Silva", "--role", "fact_checker")


@pytest.fixture
def folder(data_folder: Path) -> Path:
    return data_folder


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.from_environ({"TRACKER_DATA_DIR": str(tmp_path)})


def tracker(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_a_made_up_password_is_long_and_never_the_same() -> None:
    made = {make_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        assert re.fullmatch(r"([a-hj-km-np-z2-9]{5}-){3}[a-hj-km-np-z2-9]{5}", password)
        passwords.check(password)


def test_a_member_is_added_listed_and_deactivated(folder: Path) -> None:
    added = tracker(*ADD)
    assert "Ana Silva (Fact-checker) signs in as ana@newsroom.example with" in added.output
    assert re.search(r"Ana Silva +ana@newsroom.example +Fact-checker +yes", list_of_members())
    assert tracker("account", "deactivate", "ana@newsroom.example").exit_code == 0
    assert re.search(r"Ana Silva +ana@newsroom.example +Fact-checker +no", list_of_members())


def list_of_members() -> str:
    return tracker("account", "list").output


def test_the_same_address_twice_is_refused(folder: Path) -> None:
    tracker(*ADD)
    again = tracker(*ADD)
    assert again.exit_code == 2
    assert again.output == "Error: a member with this address is here already\n"


def test_a_new_password_replaces_the_old_one(folder: Path) -> None:
    old = tracker(*ADD).output.split()[-1]
    new = tracker("account", "reset-password", "ana@newsroom.example").output.split()[-1]
    assert old != new
    assert len(new) == len(old) == 23


def test_nobody_is_reset_where_nobody_is(folder: Path) -> None:
    result = tracker("account", "reset-password", "nobody@newsroom.example")
    assert result.exit_code == 2
    assert "no member has the address nobody@newsroom.example" in result.output


def test_the_first_member_gets_a_password_that_only_the_owner_can_read(
    session: Session, settings: Settings
) -> None:
    assert first_account.ensure(session, settings, actor=MACHINE, at=NOON)
    path = settings.data_dir / first_account.FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    email, password = path.read_text().split()
    signed_in = sign_ins.authenticate(session, email, password, address="127.0.0.1", at=NOON)
    assert signed_in.role is Role.ADMIN
    assert list(desks.roles_of(session, signed_in.id).values()) == [Role.EDITOR]
    assert password in first_account.how_to_sign_in(session, settings)


def test_the_first_member_is_made_once(session: Session, settings: Settings) -> None:
    assert first_account.ensure(session, settings, actor=MACHINE, at=NOON)
    assert not first_account.ensure(session, settings, actor=MACHINE, at=NOON)


def test_members_of_the_demonstration_do_not_count(session: Session, settings: Settings) -> None:
    make_account(session, is_demonstration=True)
    assert first_account.ensure(session, settings, actor=MACHINE, at=NOON)


def test_no_member_is_made_where_somebody_is(session: Session, settings: Settings) -> None:
    make_account(session)
    assert not first_account.ensure(session, settings, actor=MACHINE, at=NOON)
    assert "forgotten: tracker account" in first_account.how_to_sign_in(session, settings)


def test_the_password_is_forgotten_once_it_was_changed(
    session: Session, settings: Settings
) -> None:
    first_account.ensure(session, settings, actor=MACHINE, at=NOON)
    account = accounts.by_email(session, first_account.EMAIL)
    account.password_changed_at = NOON.replace(hour=13)
    session.flush()
    assert "forgotten" in first_account.how_to_sign_in(session, settings)
    assert not (settings.data_dir / first_account.FILE).exists()


def test_a_readable_file_from_before_is_made_private(session: Session, settings: Settings) -> None:
    path = settings.data_dir / first_account.FILE
    path.touch(mode=0o644)
    first_account.ensure(session, settings, actor=MACHINE, at=NOON)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_whoever_is_invited_gets_a_link(folder: Path) -> None:
    invited = tracker("account", "invite", "nia@newsroom.example", "--role", "reviewer")
    assert re.search(r"^http://127\.0\.0\.1:8000/join/[\w-]{32}$", invited.output, re.MULTILINE)


def test_a_role_is_changed_in_the_house_and_on_a_desk(folder: Path) -> None:
    tracker(*ADD)
    changed = tracker("account", "role", "ana@newsroom.example", "reviewer")
    assert changed.output == "Ana Silva is Reviewer now.\n"
    desk = tracker("account", "role", "ana@newsroom.example", "editor", "--desk", "newsroom")
    assert desk.output == "Ana Silva is Editor on the desk newsroom now.\n"
    lost = tracker("account", "role", "ana@newsroom.example", "editor", "--desk", "sports")
    assert (lost.exit_code, lost.output) == (2, "Error: there is no desk called sports\n")


def test_a_member_is_erased_by_whoever_says_they_do_it_alone(folder: Path) -> None:
    tracker(*ADD)
    erase = ("account", "erase", "ana@newsroom.example", "--reason", "asked by letter")
    assert tracker(*erase).exit_code == 2
    assert tracker(*erase, "--without-second-administrator").exit_code == 0
    assert "Ana" not in list_of_members()
    verified = tracker("audit", "verify").output
    assert "every seal holds" in verified
    assert "a part was erased on request" in verified


def test_a_kept_seal_is_looked_for(folder: Path) -> None:
    tracker(*ADD)
    seal = tracker("audit", "verify").output.split()[-1]
    tracker("account", "deactivate", "ana@newsroom.example")
    assert tracker("audit", "verify", "--head", seal).exit_code == 0
    assert "is not in it" in tracker("audit", "verify", "--head", "f" * 64).output
    assert "1 events" in tracker("audit", "verify", "--from", "1", "--head", seal).output


def test_a_member_who_comes_back_and_lost_the_phone(folder: Path) -> None:
    tracker(*ADD)
    for verb in ("deactivate", "activate", "reset-second-factor"):
        assert tracker("account", verb, "ana@newsroom.example").exit_code == 0
    assert re.search(r"Fact-checker +yes", list_of_members())
