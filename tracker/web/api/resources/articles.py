"""Articles: brought in as text or by address, listed, shown, corrected, read again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from flask import Blueprint, Response, g, url_for
from pydantic import Field, StringConstraints, model_validator

from tracker.domain.clock import now
from tracker.domain.commands import ArticleDraft, ArticleEdit
from tracker.domain.errors import NotFound
from tracker.domain.scopes import Scope
from tracker.domain.vocabulary import Role
from tracker.models import Article
from tracker.services import originals, queries
from tracker.services.articles import intake
from tracker.web.api import arriving, conditions, paging
from tracker.web.api.operations import Reply, operation
from tracker.web.api.patches import merged
from tracker.web.api.shapes import Address, Asked, Line, Listed, Number, PageQuery, Told
from tracker.web.database import db
from tracker.web.gates import sealing
from tracker.web.saving import arrivals

bp = Blueprint("api_articles", __name__, url_prefix="/api/v1/articles")

Language = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Title = Annotated[str, StringConstraints(max_length=500)]


class ArticleBrief(Told):
    """An article in a list."""

    id: int
    title: str
    outlet: str | None
    outlet_id: int | None
    byline: str | None
    published_on: date | None
    language: str
    canonical_url: str | None
    archive_url: str | None
    created_at: datetime
    edit_number: int
    version: int
    sha256: str = Field(description="SHA-256 of the text in UTF-8")


class ArticleTold(ArticleBrief):
    """An article with its text; the stretches of its claims count in it."""

    text: str


class ArticleQuery(PageQuery):
    """The filters of the article list."""

    q: Annotated[str, StringConstraints(max_length=200)] = Field("", description="In the headline")
    outlet: Number | None = None
    published_from: date | None = Field(None, alias="from")
    published_to: date | None = Field(None, alias="to")


class ArticleNew(Asked):
    """An article: its text with what is known about it, or an address to fetch it from."""

    text: Annotated[str, StringConstraints(min_length=1)] | None = None
    url: Address | None = Field(None, description="Fetched, unless there is a text")
    title: Title | None = None
    outlet: Line | None = None
    byline: Line | None = None
    published_on: date | None = None
    language: Language | None = None
    canonical_url: Address | None = None
    archive_url: Address | None = None

    @model_validator(mode="after")
    def _is_something(self) -> "ArticleNew":
        if self.text is None and self.url is None:
            raise ValueError("give a text or a url")
        return self


class ArticlePatch(Asked):
    """What is to change; what is left out stays. The text of an article never changes."""

    title: Title | None = None
    outlet: Line | None = None
    byline: Line | None = None
    published_on: date | None = None
    language: Language | None = None
    canonical_url: Address | None = None
    archive_url: Address | None = None

    def to_edit(self, article: Article, edit_number: int) -> ArticleEdit:
        """Return the edit that makes the article what was asked for."""
        return merged(ArticleEdit, _facts(article), self, edit_number=edit_number)


class Reading(Told):
    """What reading an article again has done."""

    added: int
    kept: int
    withdrawn: int


@bp.get("")
@operation(
    "List articles, the newest first",
    scope=Scope.READ,
    query=ArticleQuery,
    answer=Listed[ArticleBrief],
)
def index(query: ArticleQuery) -> Reply:
    """List articles."""
    page = queries.articles(
        db.session,
        text=query.q,
        outlet_id=query.outlet,
        published_from=query.published_from,
        published_to=query.published_to,
        before=paging.number_of(query.cursor),
        limit=query.limit,
    )
    entries = tuple(ArticleBrief(**_facts(line.article)) for line in page.lines)
    return paging.reply(Listed[ArticleBrief], entries, str(page.next) if page.next else None)


@bp.post("")
@operation(
    "Bring in an article, and find the claims in it",
    scope=Scope.WRITE,
    role=Role.CONTRIBUTOR,
    body=ArticleNew,
    answer=ArticleTold,
    status=201,
    may_repeat=True,
    refusals=(409,),
)
def create(body: ArticleNew) -> Reply:
    """Bring in an article; 409 names the one that is here already."""
    draft: ArticleDraft = arriving.draft(body.model_dump())
    folder = arrivals.settings().originals_dir
    article = intake.ingest(db.session, draft, actor=g.actor, at=now(), originals_dir=folder)
    address = url_for("api_articles.show", article_id=article.id)
    return _reply(queries.article(db.session, article.id), {"Location": address})


@bp.get("/<int:article_id>")
@operation("Show an article", scope=Scope.READ, answer=ArticleTold, refusals=(404,))
def show(article_id: int) -> Reply:
    """Show an article with its text."""
    return _reply(queries.article(db.session, article_id))


@bp.patch("/<int:article_id>")
@operation(
    "Correct what is known about an article",
    scope=Scope.WRITE,
    role=Role.CONTRIBUTOR,
    body=ArticlePatch,
    answer=ArticleTold,
    needs_match="article",
    refusals=(404,),
)
def revise(article_id: int, body: ArticlePatch, match: int) -> Reply:
    """Correct an article."""
    article = queries.article(db.session, article_id)
    edit = body.to_edit(article, conditions.seen(match, article.edit_number))
    intake.revise_article(db.session, article_id, edit, actor=g.actor, at=now())
    db.session.flush()
    return _reply(queries.article(db.session, article_id))


@bp.post("/<int:article_id>/readings")
@operation(
    "Read an article again for claims",
    scope=Scope.WRITE,
    role=Role.CONTRIBUTOR,
    answer=Reading,
    status=201,
    may_repeat=True,
    refusals=(404,),
)
def read_again(article_id: int) -> Reply:
    """Read an article again; claims that somebody touched stay as they are."""
    found = arrivals.read_again(article_id)
    outcome = intake.reextract(db.session, article_id, found=found, actor=g.actor, at=now())
    return Reply(Reading(added=outcome.added, kept=outcome.kept, withdrawn=outcome.withdrawn))


@bp.get("/<int:article_id>/original")
@operation(
    "Take out the file that an article came in as",
    scope=Scope.READ,
    media_type="application/octet-stream",
    refusals=(404,),
)
def original(article_id: int) -> Response:
    """Hand out the bytes that came in."""
    kept = queries.article(db.session, article_id).current.original
    if kept is None:
        raise NotFound("the original of this article was not kept")
    content = originals.load(arrivals.settings().originals_dir, kept.sha256)
    return sealing.as_file(content, kept.filename or f"article-{article_id}")


def _reply(article: Article, headers: Mapping[str, str] | None = None) -> Reply:
    shown = ArticleTold(text=article.current.text, **_facts(article))
    tag = conditions.tag("article", article.id, article.edit_number)
    return Reply(shown, tag, headers or {})


def _facts(article: Article) -> dict[str, Any]:
    version = article.current
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet.name if article.outlet else None,
        "outlet_id": article.outlet_id,
        "byline": article.byline,
        "published_on": article.published_on,
        "language": article.language,
        "canonical_url": article.canonical_url,
        "archive_url": article.archive_url,
        "created_at": article.created_at,
        "edit_number": article.edit_number,
        "version": version.number,
        "sha256": version.text_sha256,
    }
