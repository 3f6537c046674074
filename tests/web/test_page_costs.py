"""A page asks the database as often for many lines as for few."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.orm import Session

from tests.builders import make_article, make_claim, make_speaker
from tests.web.browser import Browser
from tracker.domain.vocabulary import Stage


@pytest.fixture
def statements(engine: Engine) -> Iterator[list[str]]:
    """Collect what the database is asked."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_others) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")):
            asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/claims", 11),
        ("/claims?queue=unassigned", 11),
        ("/claims?q=port", 12),
        ("/claims?sort=priority", 11),
        ("/articles", 8),
        ("/speakers", 8),
        ("/dashboard", 22),
        ("/", 11),
    ],
)
def test_as_many_statements_for_ten_lines_as_for_fifty(
    client: Browser, session: Session, sign_in, statements: list[str], address: str, most: int
) -> None:
    sign_in()
    numbers = []
    for lines in (10, 40):
        article = make_article(session, outlet="The Harbour Post")
        for number in range(lines):
            speaker = make_speaker(session, name=f"Ana {lines} {number}")
            make_claim(session, article=article, speaker=speaker, stage=Stage.NEW)
        session.commit()
        session.expire_all()
        client.get(address)
        statements.clear()
        assert client.get(address).status_code == 200
        numbers.append(len(statements))
    assert numbers[0] == numbers[1] <= most
