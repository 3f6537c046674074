"""An article comes in once, with its original, its outlet and everything that is claimed in it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.builders import NOON, TEXT, make_actor, make_attribution, make_speaker
from tracker.domain.actors import Actor
from tracker.domain.commands import ArticleDraft, ArticleEdit, Original
from tracker.domain.errors import (
    DuplicateArticle,
    InvalidEdit,
    NotFound,
    PermissionRefused,
    StaleEdit,
)
from tracker.domain.vocabulary import ClaimKind, Origin, Role, SpanPart, SpeakerKind, Stage
from tracker.extraction import EXTRACTOR_VERSION, Attribution, Span, TextRefused
from tracker.models import Article, Claim, Outlet, Speaker, StoredOriginal
from tracker.services import originals, queries
from tracker.services.articles import intake
from tracker.services.trail import history

MOVED = "The port of Varna moved nine million tonnes last year"
GROW = "“We will grow again,”"
DRAFT = ArticleDraft(
    text=TEXT,
    title="The port grows",
    outlet="The Harbour Post",
    outlet_domain="www.Harbour.example",
    byline="Lea Brandt",
    published_on=date(2026, 3, 1),
    canonical_url="https://www.harbour.example/port/?utm_source=mail",
    original=Original(b"<p>bytes</p>", "text/html", "port.html", "https://harbour.example/port"),
)


def two_claims(text: str, *, language: str) -> Sequence[Attribution]:
    cue = text.index("said")
    moved = make_attribution(text, MOVED, role="director", cue=(Span(cue, cue + 4),))
    grow = make_attribution(text, GROW, role="director")
    return [moved, replace(grow, kind=ClaimKind.DIRECT.value, statement=False)]


@pytest.fixture
def actor(session: Session) -> Actor:
    return make_actor(session, Role.CONTRIBUTOR)


def ingest(session: Session, actor: Actor, folder: Path, **changes: Any) -> Article:
    draft = replace(DRAFT, **changes)
    return intake.ingest(
        session, draft, actor=actor, at=NOON, originals_dir=folder, extract=two_claims
    )


def test_an_article_is_stored_with_what_was_confirmed(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    article = ingest(session, actor, tmp_path)
    assert article.current.text == TEXT
    assert article.title == "The port grows"
    assert article.canonical_url == "https://www.harbour.example/port"
    assert (article.created_at, article.created_by_id) == (NOON, actor.account_id)
    assert article.outlet is not None
    assert (article.outlet.name, article.outlet.domain) == ("The Harbour Post", "harbour.example")


def test_each_attribution_becomes_a_proposal_of_the_machine(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    claim, thought = queries.claims_of(session, ingest(session, actor, tmp_path).current)
    assert (claim.stage, claim.origin, claim.kind) == (
        Stage.PROPOSED,
        Origin.MACHINE,
        ClaimKind.INDIRECT,
    )
    assert (claim.extractor_version, claim.confidence) == (EXTRACTOR_VERSION, 0.9)
    assert (claim.role_as_stated, claim.position) == ("director", 0)
    assert claim.wording == f"Ana Silva (director) said that t{MOVED[1:]}."
    assert [claim.is_statement, thought.is_statement] == [True, False]
    assert not claim.is_touched


def test_the_spans_keep_the_words_and_what_stands_around_them(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    claim, thought = queries.claims_of(session, ingest(session, actor, tmp_path).current)
    content, cue = claim.spans
    assert (content.quote, content.prefix) == (MOVED, "")
    assert content.suffix == TEXT[content.end : content.end + 32]
    assert (cue.part, TEXT[cue.start : cue.end]) == (SpanPart.CUE, "said")
    assert thought.spans[0].prefix == TEXT[thought.position - 32 : thought.position]


def test_one_speaker_is_made_for_all_that_one_says(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    claims = queries.claims_of(session, ingest(session, actor, tmp_path).current)
    speaker = claims[0].speaker
    assert speaker is not None
    assert {claim.speaker_id for claim in claims} == {speaker.id}
    assert (speaker.name, speaker.kind, speaker.canonical_id) == (
        "Ana Silva",
        SpeakerKind.PERSON,
        speaker.id,
    )
    assert [(role.title, role.starts_on) for role in speaker.roles] == [
        ("director", date(2026, 3, 1))
    ]


@pytest.mark.parametrize("name", [None, "  "])
def test_a_statement_of_nobody_is_kept_without_a_speaker(
    session: Session, actor: Actor, tmp_path: Path, name: str | None
) -> None:
    def unattributed(text: str, *, language: str) -> Sequence[Attribution]:
        return [make_attribution(text, MOVED, name=name)]

    article = intake.ingest(
        session, DRAFT, actor=actor, at=NOON, originals_dir=tmp_path, extract=unattributed
    )
    (claim,) = queries.claims_of(session, article.current)
    assert claim.speaker_id is None
    assert claim.wording == f"{MOVED}."


def test_a_speaker_who_is_known_is_found_again(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    ana = make_speaker(session, name="ÁNA SILVA")
    claim = queries.claims_of(session, ingest(session, actor, tmp_path).current)[0]
    assert claim.speaker_id == ana.id


def test_claims_are_found_by_wording_quote_and_speaker(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    claim = queries.claims_of(session, ingest(session, actor, tmp_path).current)[0]
    for word in ("ana silva", "varna", "director"):
        assert word in claim.search_text


def test_the_history_tells_of_the_article_and_of_each_claim(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    article = ingest(session, actor, tmp_path)
    assert [event.action for event in history.of(session, "article", article.id)] == [
        "article.ingested"
    ]
    for claim in queries.claims_of(session, article.current):
        (event,) = history.of(session, "claim", claim.id)
        assert (event.action, event.actor_name) == ("claim.proposed", actor.name)
        assert event.changes["wording"] == [None, claim.wording]
    assert history.verify(session)[1] is None


def test_the_original_is_kept_by_its_hash(session: Session, actor: Actor, tmp_path: Path) -> None:
    version = ingest(session, actor, tmp_path).current
    stored = session.get_one(StoredOriginal, version.original_sha256)
    assert (stored.size, stored.media_type, stored.filename) == (12, "text/html", "port.html")
    assert originals.load(tmp_path, stored.sha256) == b"<p>bytes</p>"


@pytest.mark.parametrize(
    "changes",
    [
        {"canonical_url": None, "original": None},
        {"text": f"{TEXT} More.", "original": None},
        {"text": f"{TEXT} More.", "canonical_url": None},
        {"text": f"\ufeff{TEXT}".replace("\n", "\r\n"), "canonical_url": None, "original": None},
        {
            "text": f"{TEXT} More.",
            "canonical_url": "HTTPS://www.harbour.example:443/port#top",
            "original": None,
        },
    ],
    ids=["same text", "same address", "same original", "same but for line ends", "same page"],
)
def test_an_article_that_is_here_leads_to_the_one_that_exists(
    session: Session, actor: Actor, tmp_path: Path, changes: dict[str, Any]
) -> None:
    article = ingest(session, actor, tmp_path)
    with pytest.raises(DuplicateArticle) as refused:
        ingest(session, actor, tmp_path, **changes)
    assert refused.value.article_id == article.id
    assert session.scalar(select(func.count(Claim.id))) == 2


def test_another_article_of_the_outlet_is_no_duplicate(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    first = ingest(session, actor, tmp_path)
    second = ingest(
        session,
        actor,
        tmp_path,
        text=f"{TEXT} More.",
        canonical_url="https://harbour.example/2",
        outlet="THE HARBOUR POST",
        original=None,
    )
    assert first.outlet is second.outlet


def test_an_outlet_known_by_name_learns_its_domain(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    outlet = Outlet(name="the harbour póst", created_at=NOON)
    session.add(outlet)
    article = ingest(session, actor, tmp_path)
    assert article.outlet is outlet
    assert outlet.domain == "harbour.example"
    assert history.of(session, "outlet", outlet.id)[0].action == "outlet.revised"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " \x00\n"}, "text"),
        ({"title": "  "}, "title"),
        ({"canonical_url": "ftp://harbour.example/port"}, "canonical_url"),
    ],
)
def test_a_draft_that_cannot_be_stored_is_refused_by_field(
    session: Session, actor: Actor, tmp_path: Path, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidEdit) as refused:
        ingest(session, actor, tmp_path, **changes)
    assert refused.value.field == field
    assert session.scalar(select(func.count(Article.id))) == 0


def test_a_text_that_cannot_be_read_is_refused_with_the_reason(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    def refuse(text: str, *, language: str) -> Sequence[Attribution]:
        raise TextRefused("the text has too many characters")

    with pytest.raises(InvalidEdit, match="characters; at most 1,000,000 are read"):
        intake.ingest(session, DRAFT, actor=actor, at=NOON, originals_dir=tmp_path, extract=refuse)


def test_the_text_is_read_before_the_database_is_asked_anything(
    actor: Actor, tmp_path: Path
) -> None:
    """The write lock must not wait for language processing."""

    def stop(text: str, *, language: str) -> Sequence[Attribution]:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        # A session without a database: any statement would fail in another way.
        intake.ingest(Session(), DRAFT, actor=actor, at=NOON, originals_dir=tmp_path, extract=stop)


def test_a_viewer_brings_in_nothing(session: Session, tmp_path: Path) -> None:
    with pytest.raises(PermissionRefused):
        ingest(session, make_actor(session, Role.VIEWER), tmp_path)


def test_the_own_extractor_finds_who_said_it(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    article = intake.ingest(session, DRAFT, actor=actor, at=NOON, originals_dir=tmp_path)
    claims = queries.claims_of(session, article.current)
    assert [claim.kind for claim in claims] == [ClaimKind.INDIRECT, ClaimKind.DIRECT]
    assert {claim.speaker.name for claim in claims if claim.speaker} == {"Ana Silva"}
    assert claims[1].wording.endswith(": “We will grow again.”")


def edit_of(article: Article, **changes: Any) -> ArticleEdit:
    edit = ArticleEdit(
        title=article.title,
        outlet=article.outlet.name if article.outlet else None,
        byline=article.byline,
        published_on=article.published_on,
        language=article.language,
        canonical_url=article.canonical_url,
        edit_number=article.edit_number,
    )
    return replace(edit, **changes)


def test_what_is_known_about_an_article_can_be_corrected(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    article = ingest(session, actor, tmp_path)
    edit = edit_of(article, title="The port  shrinks", outlet="Coast Daily", language="de")
    changes = intake.revise_article(session, article.id, edit, actor=actor, at=NOON)
    assert changes == {
        "title": ("The port grows", "The port shrinks"),
        "outlet": ("The Harbour Post", "Coast Daily"),
        "language": ("en", "de"),
    }
    event = history.of(session, "article", article.id)[0]
    assert (event.action, event.changes["language"]) == ("article.revised", ["en", "de"])


def test_an_edit_that_changes_nothing_writes_nothing(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    article = ingest(session, actor, tmp_path)
    number = article.edit_number
    assert not intake.revise_article(session, article.id, edit_of(article), actor=actor, at=NOON)
    assert article.edit_number == number
    assert len(history.of(session, "article", article.id)) == 1


def test_the_second_of_two_editors_sees_both_versions_of_the_article(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    article = ingest(session, actor, tmp_path)
    mine, theirs = edit_of(article, title="Mine"), edit_of(article, title="Theirs")
    intake.revise_article(session, article.id, theirs, actor=actor, at=NOON)
    with pytest.raises(StaleEdit) as refused:
        intake.revise_article(session, article.id, mine, actor=actor, at=NOON)
    assert refused.value.current["title"] == "Theirs"
    assert refused.value.attempted["title"] == "Mine"
    assert refused.value.current.keys() == refused.value.attempted.keys()


def test_an_address_that_another_article_has_is_refused(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    first = ingest(session, actor, tmp_path)
    second = ingest(
        session, actor, tmp_path, text=f"{TEXT} More.", canonical_url=None, original=None
    )
    edit = edit_of(second, canonical_url=first.canonical_url)
    with pytest.raises(InvalidEdit, match=f"article {first.id} has this address"):
        intake.revise_article(session, second.id, edit, actor=actor, at=NOON)


@pytest.mark.parametrize("number", [0, -1, 999, 2**40, 2**70])
def test_an_article_that_does_not_exist_is_not_found(
    session: Session, actor: Actor, number: int
) -> None:
    edit = ArticleEdit("A title", None, None, None, "en", None, 1)
    with pytest.raises(NotFound, match=f"no article with the number {number}"):
        intake.revise_article(session, number, edit, actor=actor, at=NOON)


def test_speakers_and_outlets_of_a_demonstration_are_marked(
    session: Session, actor: Actor, tmp_path: Path
) -> None:
    article = ingest(session, actor, tmp_path, is_demonstration=True)
    assert article.is_demonstration
    assert article.outlet is not None
    assert article.outlet.is_demonstration
    assert session.scalars(select(Speaker.is_demonstration)).all() == [True]


def test_the_archived_copy_of_an_article_is_kept_as_it_was_written(session, actor, tmp_path):
    written = "https://archive.example/2026/https://harbour.example/port#p2"
    article = ingest(session, actor, tmp_path, archive_url=f" {written} ")
    assert article.archive_url == written
    edit = edit_of(article, archive_url=None)
    told = intake.revise_article(session, article.id, edit, actor=actor, at=NOON)
    assert told == {"archive_url": (written, None)}


def test_an_archived_copy_must_be_a_page(session, actor, tmp_path):
    with pytest.raises(InvalidEdit) as refused:
        ingest(session, actor, tmp_path, archive_url="javascript:alert(1)")
    assert refused.value.field == "archive_url"
