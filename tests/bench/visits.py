"""Which pages the bench visits, and what is asked of them."""

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.domain.commands import Selection
from tracker.models import Claim, Publication
from tracker.services.listing import finding
from tracker.services.listing.orders import Sort

#: Statements and milliseconds of SQL at most; every other page: ten statements and 30 ms.
GOALS = {
    "dashboard": (40, 300),
    "dashboard, 90 days": (40, 500),
    "dashboard, a year": (40, 500),
    "list": (10, 60),
    "list, filtered": (10, 60),
    "list, deep": (10, 60),
    "list, most urgent": (10, 60),
    "search, rare": (15, 30),
    "search, two words": (15, 30),
    # What finds very much: no query longer than a quarter of a second.
    "search, common": (15, 250),
    "search, most common": (15, 250),
    "search, prefix": (15, 250),
    "search, phrase": (15, 250),
    "article": (20, 30),
    "claim": (40, 30),
}


def addresses(session: Session) -> Iterator[tuple[str, str]]:
    """Yield the name and the address of each page."""
    last = session.scalar(select(func.max(Claim.id))) or 1
    report = session.scalar(select(func.max(Publication.claim_id))) or 1
    rare, second = _rare_words(session, last)
    yield "home", "/"
    yield "list", "/claims"
    yield "list, filtered", "/claims?stage=in_review&stage=triaged&kind=direct"
    yield "list, deep", f"/claims?after={_deep(session, Sort.NEWEST, last // 2)}"
    yield "list, most urgent", "/claims?sort=priority"
    yield "list, by speaker", "/claims?sort=speaker"
    yield "queue, mine", "/claims?queue=mine"
    yield "queue, to review", "/claims?queue=review"
    yield "queue, unsure", "/claims?queue=unsure"
    yield "queue, unassigned", "/claims?queue=unassigned"
    yield "queue, stale", "/claims?queue=stale"
    yield "search, rare", f"/claims?q={rare}"
    yield "search, two words", f"/claims?q={rare}+{second}"
    yield "search, common", "/claims?q=government"
    yield "search, most common", "/claims?q=the"
    yield "search, prefix", "/claims?q=co"
    yield "search, phrase", "/claims?q=%22said+that+the%22"
    yield "claim", f"/claims/{report}"
    yield "article", f"/articles/{last // 20}"
    yield "articles", "/articles"
    yield "speakers", "/speakers"
    yield "dashboard", "/dashboard"
    yield "dashboard, 90 days", "/dashboard?period=90"
    yield "dashboard, a year", "/dashboard?period=365"
    yield "quality", "/quality"
    yield "reports", "/reports"
    yield "report", f"/reports/{report}"
    yield "corrections", "/reports/corrections"


def _deep(session: Session, sort: Sort, number: int) -> str:
    """Return the mark of a page in the middle of the list."""
    page = finding.find(session, Selection(claim_ids=(number, number - 1)), sort=sort, limit=1)
    return page.next or ""


def _rare_words(session: Session, last: int) -> tuple[str, str]:
    """Return the two longest words of a claim in the middle."""
    wording = session.scalar(select(Claim.wording).where(Claim.id == last // 2)) or ""
    words = sorted(wording.casefold().strip(".").split(), key=len)
    return words[-1], words[-2]
