"""Claims are found by their words, the same on both databases, and the index keeps step."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.orm import Session

from tests.builders import NOON, make_actor, make_article, make_claim, make_speaker
from tracker.domain.commands import ClaimEdit, Selection, SpeakerEdit
from tracker.domain.searching import fits
from tracker.domain.vocabulary import SpeakerKind, Stage
from tracker.models import Claim, search_index
from tracker.services.editing import claim_fields, claims, search_text
from tracker.services.listing import finding, tallies
from tracker.services.listing.orders import Sort
from tracker.services.reporting import publishing
from tracker.services.speaking import speakers

LATER = NOON + timedelta(hours=1)
SAID = (
    "The port moved nine million tonnes in 2025",
    "Ports will move 1e5 tonnes, 0x1f and 19covid cases",
    "O’Neil’s harbour-side café costs €3.50",
    "Łódź und Straße, ﬁnance at ２０２５",
    "東京は大きい。東は京",
    "हिन्दी में समाचार",
    "Ὀδυσσεύς said “that the” end",
    "user@example.org wrote to https://example.org/a?b=1&c=2",
    "a b c d the the the",
)
QUESTIONS = (
    "port", "PORT nine", '"nine million"', '"million nine"', "1e5", "0x1f", "19covid", "covid",
    "oneil", "o'neil", "harbour side", '"harbour side"', "cafe", "café", "3.50", '"3 50"',
    "łodz", "lodz", "strasse", "STRASSE", "finance", "2025", "202", "東京", "京", "大き", "हिनदी",
    "समा", "οδυσσ", '"that the"', "the", "a", "b c", '"b c"', '"c b"', "example", "example.org",
    "user@example.org", "b=1", "zzz", "po", "moved OR move", "NOT port", "port*", "por*", "-port",
    "NEAR(port nine)", "search_text:port", '"', '""', "''", "\\", "%", "_", "(", "^port", "* *",
    "port AND", "ports:*", "'port'", "port & nine", "port | nine", "!port", "<->", "\U0001f600",
)  # fmt: skip


def found(session: Session, question: str) -> list[int]:
    page = finding.find(session, Selection(text=question), sort=Sort.OLDEST)
    return [row.id for row in page.rows]


def test_every_question_finds_what_holds_all_of_its_words(session: Session) -> None:
    article = make_article(session)
    held = {make_claim(session, article=article, wording=said).id: said for said in SAID}
    quote = "The port of Varna moved nine million tonnes last year"
    for question in QUESTIONS:
        wanted = [number for number, said in held.items() if fits(question, f"{said} {quote}")]
        assert found(session, question) == wanted, question


def test_an_edit_is_found_by_its_new_words_and_no_more_by_the_old(session: Session) -> None:
    editor = make_actor(session)
    claim = make_claim(session, stage=Stage.NEW, wording="Herrings are rare")
    values = claim_fields.values(claim) | {"wording": "Lobsters are rare"}
    edit = ClaimEdit(edit_number=claim.edit_number, **values)
    claims.revise(session, claim.id, edit, actor=editor, at=LATER)
    assert found(session, "lobsters") == [claim.id]
    assert found(session, "herrings") == []


def test_a_name_that_changes_and_a_merge_are_found(session: Session) -> None:
    editor = make_actor(session)
    ana, other = make_speaker(session, name="Ana Silva"), make_speaker(session, name="A. Sylva")
    claim = make_claim(session, speaker=other, stage=Stage.NEW)
    speakers.merge(session, other.id, ana.id, actor=editor, at=LATER)
    assert found(session, '"Ana Silva"') == [claim.id]
    edit = SpeakerEdit(name="Ana Monteiro", kind=SpeakerKind.PERSON, edit_number=ana.edit_number)
    speakers.revise(session, ana.id, edit, actor=editor, at=LATER)
    assert found(session, "Monteiro") == [claim.id]
    speakers.unmerge(session, other.id, actor=editor, at=LATER)
    assert found(session, "Monteiro") == []


def test_what_is_written_past_the_records_is_indexed_at_the_commit(session: Session) -> None:
    claim, gone = make_claim(session), make_claim(session, wording="It will vanish")
    session.commit()
    session.execute(update(Claim).where(Claim.id == claim.id).values(search_text="quite new"))
    session.execute(text("DELETE FROM claim_span WHERE claim_id = :gone"), {"gone": gone.id})
    session.execute(delete(Claim).where(Claim.id == gone.id))
    session.commit()
    assert found(session, "quite new") == [claim.id]
    assert found(session, "vanish") == []
    assert search_index.is_whole(session.connection())


def test_an_index_that_lacks_words_is_told_and_made_anew(session: Session) -> None:
    claim = make_claim(session, wording="Eels swim upstream")
    session.commit()
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        pytest.skip("PostgreSQL generates the words itself")
    connection.execute(text("INSERT INTO claim_search (claim_search) VALUES ('delete-all')"))
    assert not search_index.is_whole(connection)
    assert found(session, "eels") == []
    search_index.rebuild(connection)
    assert search_index.is_whole(connection)
    assert found(session, "eels") == [claim.id]


def test_a_list_looks_at_the_newest_that_have_a_common_word_and_says_so(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = make_article(session)
    made = [make_claim(session, article=article, stage=Stage.NEW).id for _ in range(6)]
    make_claim(session, article=article, stage=Stage.NEW, content=((55, 60),), wording="None")
    monkeypatch.setattr(tallies, "FEW", 2)
    for module in (tallies, finding):
        monkeypatch.setattr(module, "MOST_CANDIDATES", 4)
        monkeypatch.setattr(module, "COUNT_CAP", 3)
    page = finding.find(session, Selection(text="tonnes"))
    assert ([row.id for row in page.rows], page.is_partial) == (made[:1:-1], True)
    assert not finding.find(session, Selection(text="none")).is_partial
    exported = publishing.records(session, Selection(text="tonnes"))
    assert [record.claim_id for record in exported] == made


def test_all_words_are_written_anew_for_every_claim(session: Session) -> None:
    claim = make_claim(session, wording="Eels swim upstream")
    make_claim(session, wording="Cod does not")
    session.execute(update(Claim).where(Claim.id == claim.id).values(search_text="nonsense"))
    session.expire_all()
    assert search_text.rebuild(session) == 2
    assert found(session, "eels") == [claim.id]
    assert found(session, "nonsense") == []
