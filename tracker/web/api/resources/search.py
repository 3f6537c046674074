"""Published checks for everybody, in the shape of Google's Fact Check Tools API (v1alpha1)."""

from typing import Annotated, Any
from urllib.parse import urlsplit

from flask import Blueprint
from pydantic import ConfigDict, Field, StringConstraints, model_validator
from pydantic.alias_generators import to_camel

from tracker.domain.clock import now
from tracker.domain.commands import LARGEST_NUMBER
from tracker.services.reporting import report_search
from tracker.services.reporting.report_search import Wanted
from tracker.services.reporting.reports import Report
from tracker.web.api import paging
from tracker.web.api.operations import Reply, operation
from tracker.web.api.shapes import Asked, Told
from tracker.web.database import db
from tracker.web.gates.security import public_and_kept
from tracker.web.saving.arrivals import settings

bp = Blueprint("api_search", __name__, url_prefix="/api/v1")

#: How long caches may keep an answer, in seconds.
KEPT = 60
Words = Annotated[str, StringConstraints(max_length=500)]


class SearchQuery(Asked):
    """What to look for; names as Google has them."""

    query: Words = ""
    language_code: (
        Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$")] | None
    ) = Field(None, alias="languageCode")
    site: Annotated[str, StringConstraints(min_length=1, max_length=253)] | None = Field(
        None, alias="reviewPublisherSiteFilter"
    )
    max_age_days: Annotated[int, Field(ge=0, le=36_500)] | None = Field(None, alias="maxAgeDays")
    page_size: Annotated[int, Field(ge=1, le=100)] = Field(10, alias="pageSize")
    page_token: Annotated[str, StringConstraints(pattern=r"^[0-9]{1,10}$")] | None = Field(
        None, alias="pageToken"
    )
    offset: Annotated[int, Field(ge=0, le=1_000, description="Counts only without a pageToken")] = 0
    key: Words | None = Field(None, description="Ignored: programs written for Google send one")

    @model_validator(mode="after")
    def _is_asked(self) -> "SearchQuery":
        if not self.query.strip() and self.site is None:
            raise ValueError("give a query or a reviewPublisherSiteFilter")
        return self


class _Googles(Told):
    """What is told under the names that Google gave it, such as ``reviewDate``."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Publisher(_Googles):
    """Who checked it."""

    name: str
    site: str


class ClaimReview(_Googles):
    """One check of the claim."""

    publisher: Publisher
    url: str
    title: str
    review_date: str | None = None
    textual_rating: str
    language_code: str


class CheckedClaim(_Googles):
    """A claim that was checked."""

    text: str
    claimant: str | None = None
    claim_date: str | None = None
    claim_review: tuple[ClaimReview, ...]


class SearchTold(_Googles):
    """What was found."""

    claims: tuple[CheckedClaim, ...]
    next_page_token: str | None = None


@bp.get("/claims:search")
@public_and_kept
@operation(
    "Search published checks; no token needed",
    scope=None,
    query=SearchQuery,
    answer=SearchTold,
)
def search(query: SearchQuery) -> Reply:
    """Search published checks."""
    # Google leaves out what it does not know, and programs look for no null.
    told: dict[str, Any] = {
        "headers": {"Cache-Control": f"public, max-age={KEPT}"},
        "without_null": True,
    }
    site = urlsplit(settings().base_url).hostname or ""
    if query.site is not None and not f".{site}".endswith(f".{query.site.lower()}"):
        return Reply(SearchTold(claims=()), **told)
    after = paging.number_of(query.page_token)
    wanted = Wanted(query.query, query.language_code, query.max_age_days)
    found = report_search.search(
        db.session,
        wanted,
        site=settings().base_url,
        at=now(),
        after=None if after is None else min(after, LARGEST_NUMBER),
        offset=0 if after else query.offset,
        limit=query.page_size,
    )
    content = SearchTold(
        claims=tuple(_claim(report) for report in found.reports),
        next_page_token=str(found.next) if found.next else None,
    )
    return Reply(content, **told)


def _claim(report: Report) -> CheckedClaim:
    record = report.record
    published = record.first_published_at
    review = ClaimReview(
        publisher=Publisher(
            name=settings().newsroom, site=urlsplit(settings().base_url).hostname or ""
        ),
        url=record.public_url or "",
        title=record.wording,
        review_date=published.isoformat().replace("+00:00", "Z") if published else None,
        textual_rating=record.verdict_label,
        language_code=record.article_language,
    )
    said = record.said_on
    return CheckedClaim(
        text=report.claim,
        claimant=record.speaker,
        claim_date=f"{said.isoformat()}T00:00:00Z" if said else None,
        claim_review=(review,),
    )
