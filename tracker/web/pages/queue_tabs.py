"""The strip above the claim list: every queue and every saved list, with counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from flask import url_for
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from tracker.domain.commands import Selection
from tracker.domain.vocabulary import Queue
from tracker.models import SavedFilter
from tracker.services.listing import queues, saved_filters, tallies
from tracker.web.forms.finding import SelectionForm, query_of
from tracker.web.gates.viewpoint import viewpoint


@dataclass(frozen=True, slots=True)
class QueueTab:
    """One queue."""

    queue: Queue
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True)
class ListTab:
    """One saved list."""

    saved: SavedFilter
    count: int
    is_current: bool
    is_own: bool

    @property
    def address(self) -> str:
        """Return where its claims stand."""
        return f"{url_for('claim_list.index')}?{self.saved.query}"


@dataclass(frozen=True, slots=True)
class Tabs:
    """The queues, the saved lists, and the filters in force as a query to save."""

    queues: Sequence[QueueTab]
    lists: Sequence[ListTab]
    query: str

    @classmethod
    def of(cls, session: Session, form: SelectionForm) -> "Tabs":
        """Count every queue and list; mark the one that the form asks for."""
        seen, query = viewpoint(), query_of(form)
        saved = saved_filters.visible(session, seen.account_id)
        asked = [queues.selection(queue, seen) for queue in Queue]
        asked += [selection_of(one) for one in saved]
        numbers = tallies.count_each(session, asked)
        return cls(
            queues=[
                QueueTab(queue, number, is_current=form.chosen_queue is queue)
                for queue, number in zip(Queue, numbers, strict=False)
            ],
            lists=[
                ListTab(
                    one,
                    number,
                    is_current=one.query == query,
                    is_own=one.owner_id == seen.account_id,
                )
                for one, number in zip(saved, numbers[len(Queue) :], strict=True)
            ],
            query=query,
        )

    @property
    def is_saved(self) -> bool:
        """Tell whether the filters in force are kept under a name already."""
        return any(tab.is_current for tab in self.lists)


def selection_of(saved: SavedFilter) -> Selection:
    """Return which claims a saved list holds for whoever looks."""
    return SelectionForm(MultiDict(parse_qsl(saved.query))).to_selection()
