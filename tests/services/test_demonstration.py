"""The demonstration is planned in a file, comes, goes and comes back."""

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import NOON, make_claim
from tracker.domain.actors import MACHINE
from tracker.domain.vocabulary import Stage
from tracker.models import Account, Claim
from tracker.services.demo import enactment, seeding
from tracker.services.demo.demonstration import Deed, read_plan

pytestmark = pytest.mark.slow

PLAN = read_plan()


def test_a_plan_that_names_a_claim_that_is_not_found_fails_loudly(session: Session) -> None:
    claim = make_claim(session)
    deed = Deed(words="words that nobody said", stage=Stage.NEW)
    with pytest.raises(seeding.OutOfStep, match="words that nobody said"):
        enactment.named([claim], deed, PLAN.reports[0])


def test_removing_what_is_not_there_changes_nothing(session: Session) -> None:
    claim = make_claim(session)
    assert not seeding.remove(session, actor=MACHINE, at=NOON).is_anything
    assert session.scalars(select(Claim.id)).all() == [claim.id]


def test_the_demonstration_can_come_back_and_is_remembered(
    session: Session, tmp_path: Path
) -> None:
    assert not seeding.was_ever_loaded(session)
    first = seeding.load(session, originals_dir=tmp_path, at=NOON)
    seeding.remove(session, actor=MACHINE, at=NOON)
    assert seeding.was_ever_loaded(session)
    assert seeding.load(session, originals_dir=tmp_path, at=NOON) == first
    assert all(session.scalars(select(Account.is_active)))


def test_the_report_of_the_real_event_quotes_word_for_word() -> None:
    text = PLAN.reports[0].text
    assert (
        '"We will assist the Colombian people in detecting and preventing criminals and terrorists'
        " from attempting to cross its borders. Through this collaboration, the Colombian people"
        ' will be safer, have opportunities to prosper, and its economy will improve,"'
    ) in text
    assert '"We talked about security at length. I think she\'s charmed by Colombia,"' in text
