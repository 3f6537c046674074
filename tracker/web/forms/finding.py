"""The filters of the claim list: read from the address, never from a session."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import DateField, Field, Form, IntegerField, SelectField, SelectMultipleField
from wtforms.fields import SearchField
from wtforms.validators import NumberRange, Optional

from tracker.domain.commands import LARGEST_NUMBER, Selection
from tracker.domain.vocabulary import (
    AttributionVerdict,
    ClaimKind,
    ContentVerdict,
    Priority,
    Queue,
    Stage,
)
from tracker.services.listing import queues
from tracker.services.listing.orders import Sort
from tracker.web.forms.choices import choices, optional_choices
from tracker.web.gates.viewpoint import unread, viewpoint


def _number(label: Any, name: str) -> IntegerField:
    return IntegerField(label, [Optional(), NumberRange(1, LARGEST_NUMBER)], name=name)


class SelectionForm(Form):
    """Which claims to show; an address with a filter that we do not know still shows the rest."""

    queue = SelectField(_("Queue"), choices=optional_choices(Queue, _("All claims")), default="")
    q = SearchField(_("Words"))
    stage = SelectMultipleField(_("Stage"), choices=choices(Stage))
    verdict = SelectMultipleField(_("Verdict"), choices=choices(ContentVerdict))
    said = SelectMultipleField(_("Was it said?"), choices=choices(AttributionVerdict))
    kind = SelectMultipleField(_("Kind"), choices=choices(ClaimKind))
    priority = SelectMultipleField(_("Priority"), choices=choices(Priority))
    speaker = _number(_("Speaker"), "speaker")
    outlet = _number(_("Outlet"), "outlet")
    article = _number(_("Article"), "article")
    assignee = _number(_("Who checks it"), "assignee")
    claim = _number(_("Claim"), "claim")
    said_from = DateField(_("Said on or after"), [Optional()], name="from")
    said_to = DateField(_("Said on or before"), [Optional()], name="to")
    sort = SelectField(_("Order"), choices=choices(Sort), default=Sort.NEWEST.value)

    def to_selection(self, seen: queues.Viewpoint | None = None) -> Selection:
        """Return the selection, queues as ``seen`` or by who asks.

        What does not fit is left out and stands in ``errors``.
        """
        self.validate()
        asked = Selection(
            stages=tuple(Stage(word) for word in self._usable(self.stage)),
            content_verdicts=tuple(ContentVerdict(word) for word in self._usable(self.verdict)),
            attribution_verdicts=tuple(
                AttributionVerdict(word) for word in self._usable(self.said)
            ),
            kinds=tuple(ClaimKind(word) for word in self._usable(self.kind)),
            speaker_id=self._one(self.speaker),
            outlet_id=self._one(self.outlet),
            article_id=self._one(self.article),
            assignee_id=self._one(self.assignee),
            said_from=self._one(self.said_from),
            said_to=self._one(self.said_to),
            text=(self.q.data or "").strip(),
            claim_ids=(self.claim.data,) if self._one(self.claim) else (),
            priorities=tuple(Priority(word) for word in self._usable(self.priority)),
            unread=unread(),
        )
        return queues.narrowed(asked, self.chosen_queue, seen or viewpoint())

    @property
    def chosen_queue(self) -> Queue | None:
        """Return the queue that the address names, if it is one of ours."""
        given = self.queue.data
        return Queue(given) if given in set(Queue) else None

    @property
    def order(self) -> Sort:
        """Return the order of the list; without one of ours, that of the queue, or newest first."""
        if self.sort.raw_data and not self.sort.errors:
            return Sort(self.sort.data)
        queue = self.chosen_queue
        return queues.ORDERS[queue] if queue else Sort.NEWEST

    def _usable(self, field: SelectMultipleField) -> list[str]:
        known = {choice.value for choice in field.choices}
        return [word for word in field.data or () if word in known]

    def _one(self, field: Field) -> Any:
        return None if field.errors else field.data


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter in force: what it says, and the address of the list without it."""

    label: str
    value: str
    without: MultiDict[str, str]


def chips(form: SelectionForm, names: dict[str, str]) -> Iterator[Chip]:
    """Yield a chip for each filter in force.

    ``names`` gives the names behind numbers, such as ``{"speaker": "Gustavo Petro"}``.
    """
    for field in form:
        if field.short_name == "sort" or field.errors or not field.raw_data:
            continue
        labels = {choice.value: choice.label for choice in getattr(field, "choices", None) or ()}
        for value in field.raw_data:
            if not value.strip():
                continue
            shown = names.get(field.name) or labels.get(value) or value
            yield Chip(str(field.label.text), str(shown), _without(form, field.name, value))


def address(form: SelectionForm, **changed: str) -> MultiDict[str, str]:
    """Return the filters in force as the arguments of an address, with some changed."""
    kept = _without(form, "", "")
    for name, value in changed.items():
        kept.setlist(name, [value])
    return kept


def query_of(form: SelectionForm) -> str:
    """Return the filters in force as the query of an address, the ones we do not know left out."""
    form.validate()
    return urlencode(list(address(form).items(multi=True)))


def _without(form: SelectionForm, name: str, value: str) -> MultiDict[str, str]:
    return MultiDict(
        (field.name, given)
        for field in form
        for given in field.raw_data or ()
        if given.strip() and not field.errors and not (field.name == name and given == value)
    )
