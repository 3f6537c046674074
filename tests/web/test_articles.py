"""Articles over HTTP: brought in three ways, checked, saved, listed, handed out."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import g
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.builders import NOON, make_article, make_claim
from tests.web.browser import form_fields
from tests.web.conftest import Browser
from tracker.config import Settings
from tracker.domain.vocabulary import Role, Stage
from tracker.models import Article, Claim, StoredOriginal
from tracker.readers.fetching import Fetched
from tracker.services import originals
from tracker.web.saving import arrivals

STORY = (
    "Harbour will be dredged\n\n"
    "The harbour will be dredged next spring, Mayor Ines Duarte said on Tuesday.\n\n"
    "“We have waited ten years for this,” Duarte told reporters."
)
WEB_PAGE = (
    b"<!doctype html><html><head><title>Harbour</title></head><body><article>"
    b"<p>It will be dredged next spring, Duarte said.</p><script>alert(1)</script>"
    b"</article></body></html>"
)


@pytest.fixture
def contributor(sign_in: Callable[..., object]) -> object:
    return sign_in(Role.CONTRIBUTOR)


def preview(client: Browser, **fields: object) -> object:
    return client.submit("/articles/preview", fields, content_type="multipart/form-data")


def test_a_pasted_text_is_shown_before_it_is_saved(
    client: Browser, session: Session, contributor: object
) -> None:
    answer = preview(client, text=STORY)
    assert answer.status_code == 200
    fields = form_fields(answer, "/articles")
    assert fields["title"] == "Harbour will be dredged"
    assert "waited ten years" in fields["text"]
    assert fields["language"] == "en"
    assert session.query(Article).count() == 0


def test_what_was_read_is_corrected_and_saved_and_its_claims_are_found(
    client: Browser, session: Session, contributor: object
) -> None:
    page = preview(client, text=STORY)
    answer = client.fill(
        page,
        "/articles",
        {"title": "Harbour to be dredged", "outlet": "Coast Herald", "published_on": "2026-03-03"},
        follow_redirects=True,
    )
    assert answer.status_code == 200
    article = session.scalars(select(Article)).one()
    assert (article.title, article.outlet.name) == ("Harbour to be dredged", "Coast Herald")
    assert article.current.text == STORY
    claims = session.scalars(select(Claim).order_by(Claim.position)).all()
    assert [claim.speaker.name for claim in claims] == ["Ines Duarte", "Ines Duarte"]
    for claim in claims:
        assert f'data-claim="{claim.id}"' in answer.text


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("harbour.txt", STORY.encode(), "Harbour will be dredged"),
        ("harbour.md", b"# Harbour\n\nThe harbour will be dredged, Duarte said.", "Harbour"),
        (
            "harbour.html",
            WEB_PAGE,
            "Harbour",
        ),
    ],
)
def test_a_file_is_read_and_its_bytes_are_kept(
    client: Browser,
    session: Session,
    settings: Settings,
    contributor: object,
    name: str,
    content: bytes,
    title: str,
) -> None:
    page = preview(client, upload=(io.BytesIO(content), name))
    fields = form_fields(page, "/articles")
    assert (fields["title"], fields["filename"]) == (title, name)
    assert originals.load(settings.originals_dir, fields["original_sha256"]) == content
    client.fill(page, "/articles", {})
    kept = session.scalars(select(StoredOriginal)).one()
    assert (kept.sha256, kept.filename) == (originals.hash_of(content), name)


def test_nothing_given_is_said_beside_the_field(client: Browser, contributor: object) -> None:
    answer = preview(client)
    assert answer.status_code == 422
    assert "Paste a text, choose a file or give an address." in answer.text


def test_two_ways_at_once_are_refused_and_the_text_stays(
    client: Browser, contributor: object
) -> None:
    answer = preview(client, text=STORY, upload=(io.BytesIO(b"other"), "other.txt"))
    assert answer.status_code == 422
    assert "Choose one way" in answer.text
    assert "waited ten years" in answer.text


def test_a_file_that_cannot_be_read_says_why(client: Browser, contributor: object) -> None:
    answer = preview(client, upload=(io.BytesIO(b"%PDF-1.7 broken"), "broken.pdf"))
    assert answer.status_code == 422
    assert 'id="upload-error"' in answer.text


def test_an_address_is_kept_where_the_newsroom_does_not_fetch(
    client: Browser, contributor: object
) -> None:
    answer = preview(client, url="https://herald.example/harbour")
    assert answer.status_code == 422
    assert "https://herald.example/harbour" in answer.text
    assert "save the page in a browser and upload the file" in answer.text


def test_a_fetch_that_fails_keeps_the_address_and_says_what_to_do(
    client: Browser, contributor: object, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    def fail(url: str) -> None:
        raise arrivals.TrackerError("herald.example answered 503; upload the file")

    monkeypatch.setattr(arrivals, "fetch", fail)
    monkeypatch.setitem(
        client.application.config, "SETTINGS", Settings(settings.data_dir, settings.database_url)
    )
    answer = preview(client, url="https://herald.example/harbour")
    assert answer.status_code == 422
    assert 'value="https://herald.example/harbour"' in answer.text
    assert "Herald.example answered 503; upload the file." in answer.text


def test_a_fetched_page_is_read_with_its_address(
    client: Browser, contributor: object, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    def answer(url: str) -> Fetched:
        return Fetched(
            url=url,
            final_url="https://www.herald.example/harbour",
            content=WEB_PAGE,
            media_type="text/html; charset=utf-8",
            headers=(),
            fetched_at=NOON,
            address=None,
            visited=(url,),
        )

    monkeypatch.setattr(arrivals, "fetch", answer)
    monkeypatch.setitem(
        client.application.config, "SETTINGS", Settings(settings.data_dir, settings.database_url)
    )
    page = preview(client, url="https://herald.example/harbour?utm_source=x")
    fields = form_fields(page, "/articles")
    assert fields["source_url"] == "https://www.herald.example/harbour"
    assert fields["canonical_url"] == "https://www.herald.example/harbour"
    assert originals.load(settings.originals_dir, fields["original_sha256"]) == WEB_PAGE


def test_the_same_article_is_recognised_before_it_is_saved(
    client: Browser, session: Session, contributor: object
) -> None:
    article = make_article(session, text=STORY)
    session.commit()
    answer = preview(client, text=STORY)
    assert "This article is here already." in answer.text
    assert f'href="/articles/{article.id}"' in answer.text


def test_saving_the_same_article_leads_to_the_one_that_exists(
    client: Browser, session: Session, contributor: object
) -> None:
    page = preview(client, text=STORY)
    article = make_article(session, text=STORY)
    session.commit()
    answer = client.fill(page, "/articles", {})
    assert answer.status_code == 303
    assert answer.location == f"/articles/{article.id}"
    assert session.query(Article).count() == 1


def test_a_form_without_a_headline_keeps_the_text(client: Browser, contributor: object) -> None:
    page = preview(client, text=STORY)
    answer = client.fill(page, "/articles", {"title": " "})
    assert answer.status_code == 422
    assert "Give the article a headline." in answer.text
    assert "waited ten years" in answer.text


def test_an_address_that_is_none_is_said_beside_its_field(
    client: Browser, contributor: object
) -> None:
    page = preview(client, text=STORY)
    answer = client.fill(page, "/articles", {"canonical_url": "ftp://herald.example"})
    assert answer.status_code == 422
    assert 'id="canonical_url-error"' in answer.text


def test_a_made_up_original_is_not_accepted(client: Browser, contributor: object) -> None:
    page = preview(client, text=STORY)
    assert client.fill(page, "/articles", {"original_sha256": "../../etc"}).status_code == 422
    assert client.fill(page, "/articles", {"original_sha256": "0" * 64}).status_code == 404


def test_no_database_is_open_while_an_article_is_read(
    client: Browser, contributor: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[bool] = []
    read = arrivals.readers.read

    def watch(*args: object, **options: object) -> object:
        opened.append("db_session" in g)
        return read(*args, **options)

    monkeypatch.setattr(arrivals.readers, "read", watch)
    assert preview(client, text=STORY).status_code == 200
    assert opened == [False]


def test_a_viewer_brings_nothing_in(client: Browser, sign_in: Callable[..., object]) -> None:
    sign_in(Role.VIEWER)
    assert client.get("/articles/new").status_code == 403
    assert preview(client, text=STORY).status_code == 403


def test_the_original_is_handed_out_as_a_file_that_no_browser_runs(
    client: Browser, session: Session, contributor: object
) -> None:
    page = preview(client, upload=(io.BytesIO(WEB_PAGE), "harbour.html"))
    client.fill(page, "/articles", {"title": "Harbour"})
    article = session.scalars(select(Article)).one()
    answer = client.get(f"/articles/{article.id}/original")
    assert answer.data == WEB_PAGE
    assert answer.headers["Content-Disposition"] == "attachment; filename=harbour.html"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.mimetype == "application/octet-stream"


def test_an_article_without_an_original_says_so(
    client: Browser, session: Session, contributor: object
) -> None:
    article = make_article(session)
    session.commit()
    answer = client.get(f"/articles/{article.id}/original")
    assert answer.status_code == 404
    assert "was not kept" in answer.text


def test_facts_are_corrected_and_the_text_stays(
    client: Browser, session: Session, contributor: object
) -> None:
    article = make_article(session, title="The prot grows")
    text = article.current.text
    session.commit()
    address = f"/articles/{article.id}/edit"
    answer = client.fill(client.get(address), address, {"title": "The port grows", "outlet": "Bay"})
    assert answer.status_code == 303
    session.expire_all()
    assert (article.title, article.outlet.name) == ("The port grows", "Bay")
    assert article.current.text == text


def test_an_address_that_another_article_has_is_said_beside_the_field(
    client: Browser, session: Session, contributor: object
) -> None:
    make_article(session, canonical_url="https://herald.example/a")
    article = make_article(session)
    session.commit()
    address = f"/articles/{article.id}/edit"
    answer = client.fill(
        client.get(address), address, {"canonical_url": "https://herald.example/a/"}
    )
    assert answer.status_code == 422
    assert "has this address already" in answer.text


def test_two_corrections_at_once_lose_nothing(
    client: Browser, session: Session, contributor: object
) -> None:
    article = make_article(session)
    session.commit()
    address = f"/articles/{article.id}/edit"
    first, second = client.get(address), client.get(address)
    client.fill(first, address, {"title": "Theirs"})
    answer = client.fill(second, address, {"title": "Mine"})
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert "Mine" in answer.text


def test_reading_again_says_first_what_it_will_do_and_keeps_human_work(
    client: Browser, session: Session, contributor: object
) -> None:
    client.fill(preview(client, text=STORY), "/articles", {})
    article = session.scalars(select(Article)).one()
    claim = session.scalars(select(Claim).order_by(Claim.position)).first()
    client.submit(f"/claims/{claim.id}/moves", {"to": "new"})
    address = f"/articles/{article.id}/extract"
    page = client.get(address)
    assert "stays exactly as it is" in page.text
    answer = client.fill(page, address, {}, follow_redirects=True)
    assert "Read again: 0 new, 2 kept as they are, 0 withdrawn." in answer.text
    session.expire_all()
    assert claim.stage is Stage.NEW


def test_an_empty_newsroom_offers_the_first_article(client: Browser, contributor: object) -> None:
    answer = client.get("/articles")
    assert "No articles yet" in answer.text
    assert 'href="/articles/new"' in answer.text


def test_the_list_counts_claims_by_stage_and_leads_to_them(
    client: Browser, session: Session, contributor: object
) -> None:
    article = make_article(session, outlet="Coast Herald")
    for stage in (Stage.PROPOSED, Stage.PROPOSED, Stage.DECLINED):
        make_claim(session, article=article, stage=stage)
    session.commit()
    answer = client.get("/articles")
    assert "2 proposed" in answer.text
    assert "1 declined" in answer.text
    assert f"/claims?article={article.id}&amp;stage=proposed" in answer.text


def test_the_list_filters_by_words_outlet_and_day(
    client: Browser, session: Session, contributor: object
) -> None:
    port = make_article(
        session, title="The port grows", outlet="Bay Times", published_on=date(2026, 3, 1)
    )
    make_article(session, title="A bridge", outlet="Hill Post", published_on=date(2026, 2, 1))
    session.commit()
    for query in ("q=port", f"outlet={port.outlet_id}", "from=2026-02-15", "q=PORT&to=2026-03-01"):
        answer = client.get(f"/articles?{query}")
        assert "The port grows" in answer.text, query
        assert "A bridge" not in answer.text, query
    assert "No article fits" in client.get("/articles?q=tunnel").text


def test_a_filter_that_is_not_understood_is_named(
    client: Browser, session: Session, contributor: object
) -> None:
    make_article(session)
    session.commit()
    answer = client.get("/articles?from=yesterday&outlet=x")
    assert answer.status_code == 200
    assert "Not understood in the address" in answer.text
    assert "The port grows" in answer.text


def test_a_long_list_goes_on_on_the_next_page_with_its_filters(
    client: Browser, session: Session, contributor: object
) -> None:
    for number in range(31):
        make_article(session, title=f"Harbour {number:02d}")
    session.commit()
    first = client.get("/articles?q=harbour")
    assert "Harbour 30" in first.text
    assert "Harbour 00" not in first.text
    address = first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(address)
    assert "Harbour 00" in second.text
    assert "q=harbour" in address
    assert 'rel="prev"' in second.text


def test_two_steps_keep_the_original_once(
    client: Browser, contributor: object, settings: Settings
) -> None:
    first = form_fields(preview(client, text=STORY), "/articles")["original_sha256"]
    second = form_fields(preview(client, text=STORY), "/articles")["original_sha256"]
    assert first == second
    path: Path = originals.path_of(settings.originals_dir, first)
    assert path.stat().st_mode & 0o077 == 0
