"""What the list of articles shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from tracker.domain.vocabulary import Stage
from tracker.models import Outlet
from tracker.services import queries
from tracker.web.forms.articles import ArticleListForm


@dataclass(frozen=True, slots=True)
class ArticleList:
    """A page of articles, and the filters that it was found by."""

    form: ArticleListForm
    found: queries.ArticlePage
    outlets: Sequence[tuple[Outlet, int]]

    @classmethod
    def of(cls, session: Session, form: ArticleListForm) -> "ArticleList":
        """Find what the form asks for."""
        found = queries.articles(session, **form.wishes())
        return cls(form=form, found=found, outlets=queries.outlets(session))

    @property
    def filters(self) -> dict[str, Any]:
        """Return the filters in force, as the arguments of an address."""
        return {
            field.name: field.raw_data[0]
            for field in self.form
            if field.name != "before" and field.raw_data and field.raw_data[0] and not field.errors
        }

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Return the stages in the order in which they are counted."""
        return tuple(Stage)

    @property
    def ignored(self) -> list[str]:
        """Return the names of the filters in the address that could not be understood."""
        return [str(field.label.text) for field in self.form if field.errors]

    @property
    def next_url(self) -> str | None:
        """Return the address of the next page, if there is one."""
        if self.found.next is None:
            return None
        return url_for("articles.index", **self.filters, before=self.found.next)

    @property
    def first_url(self) -> str | None:
        """Return the address of the first page, where this is another one."""
        return url_for("articles.index", **self.filters) if self.form.before.data else None
