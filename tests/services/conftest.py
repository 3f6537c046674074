"""People and records that many tests of the services begin with."""

import pytest
from sqlalchemy.orm import Session

from tests.builders import make_actor, make_claim
from tracker.domain.actors import Actor
from tracker.domain.vocabulary import Role, Stage
from tracker.models import Claim


@pytest.fixture
def editor(session: Session) -> Actor:
    return make_actor(session, Role.EDITOR)


@pytest.fixture
def checker(session: Session) -> Actor:
    return make_actor(session, Role.FACT_CHECKER)


@pytest.fixture
def claim(session: Session) -> Claim:
    """Return a claim that is being worked on."""
    return make_claim(session, stage=Stage.IN_PROGRESS)
