"""What the page of the exports shows."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import current_app, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session

from tracker.domain.clock import now
from tracker.domain.vocabulary import Stage
from tracker.exports import ExportFormat, all_formats, get
from tracker.exports.checks.rules import IN_FORCE
from tracker.models import Job, SavedFilter
from tracker.services.listing import saved_filters
from tracker.services.reporting import jobs, publishing
from tracker.web.forms.finding import SelectionForm
from tracker.web.pages.claim_list import ClaimListPage
from tracker.web.site import feed_addresses


@dataclass(frozen=True, slots=True)
class Offer:
    """One format, with how many of the claims at hand it would hold where not all."""

    format: ExportFormat
    published: int
    retracted: int
    #: True where it takes long, and so is written in the background.
    is_long: bool

    @property
    def is_empty(self) -> bool:
        """Tell whether the file would hold no claim."""
        return self.format.published_only and not (self.published or self.retracted)


@dataclass(frozen=True, slots=True)
class ExportPage:
    """The claims that the filters hold, and every format that they can leave in."""

    claims: ClaimListPage
    #: What the member asked for lately.
    jobs: Sequence[Job]
    #: The saved lists that the member sees, each of which has a feed of its reports.
    lists: Sequence[SavedFilter]
    #: How many reports on the claims are out, by their stage; the work on them may be elsewhere.
    out: Mapping[Stage, int]

    @classmethod
    def of(cls, session: Session, form: SelectionForm, *, account_id: int | None) -> "ExportPage":
        """Count what the form asks for."""
        return cls(
            claims=ClaimListPage.of(session, form),
            jobs=jobs.of(session, account_id),
            lists=saved_filters.visible(session, account_id),
            out=publishing.count_published(session, form.to_selection(), at=now()),
        )

    @property
    def feeds(self) -> Iterator[tuple[str, str]]:
        """Yield name and address of each feed that can be followed."""
        site = current_app.config["SETTINGS"].base_url
        yield gettext("Reports"), f"{site}{url_for('syndication.checks')}"
        yield gettext("Corrections"), f"{site}{url_for('syndication.corrections')}"
        for saved in self.lists:
            yield saved.name, feed_addresses.address_of(saved.id)

    def label(self, job: Job) -> str:
        """Return the name of a job's format."""
        return get(job.format_name).label

    @property
    def offers(self) -> Iterator[Offer]:
        """Yield the formats; only some can say of a report that it was retracted."""
        published = sum(self.out.get(stage, 0) for stage in IN_FORCE)
        retracted = self.out.get(Stage.RETRACTED, 0)
        for one in all_formats():
            yield Offer(
                one,
                published,
                retracted if one.tells_retractions else 0,
                is_long=self.claims.is_more_than(one.at_once),
            )
