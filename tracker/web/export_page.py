"""What the page of the exports shows."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.domain.vocabulary import Stage
from tracker.exports import ExportFormat, all_formats
from tracker.exports.rules import IN_FORCE
from tracker.web.claim_list import ClaimListPage
from tracker.web.forms.finding import SelectionForm


@dataclass(frozen=True, slots=True)
class Offer:
    """One format, with how many of the claims at hand it would hold where not all."""

    format: ExportFormat
    published: int
    retracted: int

    @property
    def is_empty(self) -> bool:
        """Tell whether the file would hold no claim."""
        return self.format.published_only and not (self.published or self.retracted)


@dataclass(frozen=True, slots=True)
class ExportPage:
    """The claims that the filters hold, and every format that they can leave in."""

    claims: ClaimListPage

    @classmethod
    def of(cls, session: Session, form: SelectionForm) -> "ExportPage":
        """Count what the form asks for."""
        return cls(ClaimListPage.of(session, form))

    @property
    def offers(self) -> Iterator[Offer]:
        """Yield the formats; only some can say of a report that it was retracted."""
        published = self.claims.at_stages(*IN_FORCE)
        retracted = self.claims.at_stages(Stage.RETRACTED)
        for one in all_formats():
            yield Offer(one, published, retracted if one.tells_retractions else 0)
