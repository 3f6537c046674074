"""What the pages of bulk moves show: the preview, and the result."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from sqlalchemy.orm import Session

from tracker.domain.errors import InvalidEdit
from tracker.domain.vocabulary import Deed, Outcome
from tracker.models import BulkMove
from tracker.services import queries
from tracker.services.listing import finding
from tracker.services.reviewing import bulk
from tracker.services.reviewing.bulk import MOST, Expected
from tracker.services.reviewing.bulk_deeds import Order, Terms
from tracker.web.forms.bulk import BulkForm
from tracker.web.forms.finding import SelectionForm, query_of


@dataclass(frozen=True, slots=True)
class Chosen:
    """The claims that were ticked, or all that the filters hold, as far as one step takes."""

    claim_ids: Sequence[int]
    #: How many the filters hold in all.
    total: int
    back: str

    @classmethod
    def of(
        cls, session: Session, form: SelectionForm, ticked: Sequence[int], *, whole: bool
    ) -> "Chosen":
        """Read the choice; ``whole`` takes what the filters hold."""
        back = f"{url_for('claim_list.index')}?{query_of(form)}"
        if not whole:
            return cls(list(dict.fromkeys(ticked)), len(set(ticked)), back)
        page = finding.find(session, form.to_selection(), sort=form.order, limit=MOST)
        return cls([row.id for row in page.rows], page.total, back)


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What a deed would come to, claim by claim, and what is asked along with it."""

    form: BulkForm
    rows: Sequence[Expected]
    total: int
    back: str
    refusal: str | None = None

    @classmethod
    def of(cls, session: Session, form: BulkForm, chosen: Chosen, terms: Terms) -> "PreviewPage":
        """Ask what would become of each claim."""
        form.offer(queries.checkers(session))
        order = _order_of(form)
        try:
            rows = bulk.preview(session, chosen.claim_ids, order, terms)
        except InvalidEdit as refused:
            return cls(form, [], chosen.total, chosen.back, refused.message)
        form.rows.data = ",".join(f"{one.claim.id}.{one.claim.edit_number}" for one in rows)
        return cls(form, rows, chosen.total, chosen.back)

    @property
    def deed(self) -> Deed:
        """Return what is to be done."""
        deed: Deed = self.form.deed.data
        return deed

    @property
    def possible(self) -> list[Expected]:
        """Return the claims to which it can be done."""
        return [row for row in self.rows if not row.obstacles]

    @property
    def impossible(self) -> list[Expected]:
        """Return the claims to which it cannot be done, each with the reasons."""
        return [row for row in self.rows if row.obstacles]

    @property
    def left_over(self) -> int:
        """Return how many more the filters hold than one step takes."""
        return max(0, self.total - len(self.rows))


@dataclass(frozen=True, slots=True)
class ResultPage:
    """What became of each claim, and whether it can be taken back."""

    made: BulkMove
    undone_by: BulkMove | None

    @classmethod
    def of(cls, session: Session, bulk_id: int) -> "ResultPage":
        """Read the operation; raise NotFound where there is none."""
        return cls(bulk.get(session, bulk_id), bulk.undone_by(session, bulk_id))

    @property
    def done(self) -> int:
        """Return to how many claims it was done."""
        return sum(row.outcome is Outcome.DONE for row in self.made.rows)

    @property
    def refused(self) -> int:
        """Return how many claims stay as they were."""
        return len(self.made.rows) - self.done

    @property
    def may_undo(self) -> bool:
        """Tell whether there is something to take back."""
        return self.made.deed is not Deed.UNDO and self.undone_by is None and self.done > 0


def _order_of(form: BulkForm) -> Order:
    """Return the order as far as it is given: the preview asks for the rest."""
    is_new = not form.is_submitted()
    return Order(deed=form.deed.data, is_given=False) if is_new else form.to_order()
