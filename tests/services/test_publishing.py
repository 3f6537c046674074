"""Claims become free records, whole and in a stream."""

from datetime import date

from sqlalchemy.orm import Session

from tests.builders import TEXT, make_article, make_claim, make_evidence, make_speaker
from tests.statements import statements
from tracker.domain.commands import Selection
from tracker.domain.vocabulary import Qualifier, Stage
from tracker.services.reporting import publishing


def test_a_record_holds_source_speaker_and_status(session: Session) -> None:
    article = make_article(session, text=TEXT, outlet="The Harbour Post")
    minister = make_speaker(session, name="Ana Silva")
    alias = make_speaker(
        session, name="A. Silva", merged_into_id=minister.id, canonical_id=minister.id
    )
    claim = make_claim(
        session,
        article=article,
        speaker=alias,
        qualifiers=[Qualifier.OUTDATED],
        said_on=date(2026, 3, 1),
        stage=Stage.PUBLISHED,
    )
    (record,) = publishing.records(session, Selection(article_id=article.id))
    assert record.claim_id == claim.id
    assert record.speaker == "Ana Silva"
    assert record.outlet == "The Harbour Post"
    assert record.quote == TEXT[0:53]
    assert record.content_spans == ((0, 53),)
    assert record.qualifiers == (Qualifier.OUTDATED,)
    assert record.verdict_label == "Not yet rated"
    assert record.stage is Stage.PUBLISHED


def test_pieces_of_a_split_quote_are_joined_in_reading_order(session: Session) -> None:
    article = make_article(session, text=TEXT)
    make_claim(session, article=article, content=((88, 105), (0, 8)))
    (record,) = publishing.records(session, Selection())
    assert record.content_spans == ((0, 8), (88, 105))
    assert record.quote == f"{TEXT[0:8]} … {TEXT[88:105]}"


def test_many_claims_are_read_in_batches_not_one_by_one(session: Session, monkeypatch) -> None:
    monkeypatch.setattr(publishing, "BATCH", 4)
    article = make_article(session)
    claims = [make_claim(session, article=article) for _ in range(9)]
    with statements(session) as asked:
        found = [record.claim_id for record in publishing.records(session, Selection())]
    assert found == [claim.id for claim in claims]
    # Three batches with their spans, sources, replies and media, and the empty one at the end.
    assert len(asked) == 16


def test_a_report_without_an_address_gets_that_of_its_page(session: Session) -> None:
    claim = make_claim(session, stage=Stage.PUBLISHED, revision=1)
    make_claim(session, article=claim.article_version.article, content=((60, 70),))
    site = "https://newsroom.example"
    published, proposed = publishing.records(session, Selection(), site=site)
    assert published.public_url == f"{site}/reports/{claim.id}"
    assert proposed.public_url is None


def test_the_text_of_a_snapshot_is_not_read_for_its_seal(session: Session) -> None:
    claim = make_claim(session)
    make_evidence(session, claim)
    session.expire_all()
    with statements(session) as asked:
        (record,) = publishing.records(session, Selection(claim_ids=(claim.id,)))
    assert record.evidence[0].snapshot_sha256 is not None
    assert not [told for told in asked if "evidence_snapshot.text" in told]
