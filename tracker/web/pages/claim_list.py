"""What the page of the claim list shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from tracker.domain.commands import Selection
from tracker.domain.errors import NotFound
from tracker.domain.vocabulary import Deed
from tracker.services import queries
from tracker.services.listing import finding, tallies
from tracker.web.forms.finding import Chip, SelectionForm, address, chips
from tracker.web.pages.queue_tabs import Tabs


@dataclass(frozen=True, slots=True)
class Option:
    """One speaker or outlet to filter by, with the number of claims it would leave."""

    number: int
    name: str
    count: int
    chosen: bool


#: Deeds with a button of their own, and the one that has a page of its own.
_IN_FRONT = frozenset({Deed.ACCEPT, Deed.DECLINE, Deed.TRIAGE, Deed.ASSIGN, Deed.UNDO})


@dataclass(frozen=True, slots=True)
class ClaimListPage:
    """The claims found, the filters in force as chips, and the counts beside each filter."""

    form: SelectionForm
    found: finding.Page
    counts: dict[str, dict[Any, int]]
    chips: Sequence[Chip]
    names: dict[str, str]
    tabs: Tabs | None = None

    @classmethod
    def of(
        cls,
        session: Session,
        form: SelectionForm,
        *,
        after: str | None = None,
        before: str | None = None,
        tabs: Tabs | None = None,
    ) -> "ClaimListPage":
        """Find what the form asks for."""
        asked = form.to_selection()
        known, selection = names(session, asked), tallies.settle(session, asked)
        return cls(
            form=form,
            found=finding.find(session, selection, sort=form.order, after=after, before=before),
            counts=tallies.counts(session, selection),
            chips=list(chips(form, known)),
            names=known,
            tabs=tabs,
        )

    @property
    def previous_url(self) -> str | None:
        """Return the address of the page before, if there is one."""
        mark = self.found.previous
        return self._url(before=mark) if mark else None

    @property
    def next_url(self) -> str | None:
        """Return the address of the page behind, if there is one."""
        mark = self.found.next
        return self._url(after=mark) if mark else None

    @property
    def speaker_options(self) -> list[Option]:
        """Return the speakers to choose from, with the chosen one even if it has no claim."""
        return _options(self.counts["speakers"], self.form.speaker.data, self.names.get("speaker"))

    @property
    def outlet_options(self) -> list[Option]:
        """Return the outlets to choose from, with the chosen one even if it has no claim."""
        return _options(self.counts["outlets"], self.form.outlet.data, self.names.get("outlet"))

    def is_more_than(self, number: int) -> bool:
        """Tell whether there are more of these claims than a number, which may be unknown."""
        return self.found.total_is_capped or self.found.total > number

    @property
    def more_deeds(self) -> tuple[Deed, ...]:
        """Return what else can be done to many claims at once, beside the buttons in front."""
        return tuple(word for word in Deed if word not in _IN_FRONT)

    @property
    def ignored(self) -> list[str]:
        """Return the names of the filters in the address that could not be understood."""
        return [str(field.label.text) for field in self.form if field.errors]

    def args(self, **changed: str) -> dict[str, Any]:
        """Return the filters in force as the arguments of an address, with some changed."""
        return address(self.form, **changed).to_dict(flat=False)

    def _url(self, **mark: str) -> str:
        return url_for("claim_list.index", **self.args(**mark))


def _options(counted: dict[Any, int], chosen: int | None, chosen_name: str | None) -> list[Option]:
    options = [
        Option(number, name, total, chosen=number == chosen)
        for (number, name), total in counted.items()
    ]
    if chosen is not None and all(not option.chosen for option in options):
        options.insert(0, Option(chosen, chosen_name or str(chosen), 0, chosen=True))
    return options


def names(session: Session, selection: Selection) -> dict[str, str]:
    """Return the names behind the numbers in a selection; a number of nobody stays a number."""
    lookups: tuple[tuple[str, int | None, Callable[[int], str]], ...] = (
        ("speaker", selection.speaker_id, lambda n: queries.speaker(session, n).name),
        ("article", selection.article_id, lambda n: queries.article(session, n).title),
        ("outlet", selection.outlet_id, lambda n: queries.outlet(session, n).name),
        ("assignee", selection.assignee_id, lambda n: queries.account(session, n).name),
    )
    found = {}
    for name, number, look_up in lookups:
        if number is not None:
            try:
                found[name] = look_up(number)
            except NotFound:
                found[name] = f"#{number}"
    return found
