"""Options that choose claims, shared by the commands that work on a selection."""

from collections.abc import Callable
from typing import Any

import click
from sqlalchemy.orm import Session

from tracker.domain.commands import Selection
from tracker.domain.vocabulary import (
    AttributionVerdict,
    ClaimKind,
    ContentVerdict,
    Stage,
    Word,
)
from tracker.services import queries


class WordChoice(click.Choice[str]):
    """A choice among the stored values of a vocabulary."""

    def __init__(self, words: type[Word]) -> None:
        super().__init__([word.value for word in words])
        self.words = words

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the word of the vocabulary."""
        return self.words(super().convert(value, param, ctx))


_OPTIONS = (
    click.option(
        "--claim", "claim_ids", multiple=True, type=int, metavar="ID", help="This one. Repeatable."
    ),
    click.option("--article", "article_id", type=int, metavar="ID", help="Of this article only."),
    click.option("--speaker", "speaker_id", type=int, metavar="ID", help="Of this speaker only."),
    click.option("--outlet", "outlet_id", type=int, metavar="ID", help="Of this outlet only."),
    click.option("--stage", "stages", multiple=True, type=WordChoice(Stage), help="Repeatable."),
    click.option("--kind", "kinds", multiple=True, type=WordChoice(ClaimKind), help="Repeatable."),
    click.option(
        "--verdict",
        "content_verdicts",
        multiple=True,
        type=WordChoice(ContentVerdict),
        help="Is it true? Repeatable.",
    ),
    click.option(
        "--attribution",
        "attribution_verdicts",
        multiple=True,
        type=WordChoice(AttributionVerdict),
        help="Was it said? Repeatable.",
    ),
    click.option("--text", default="", help="Words in the claim, its quote or its speaker."),
)


def selects_claims(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give the command the filters of the claim list, named as the fields of ``Selection``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def require_known(session: Session, selection: Selection) -> None:
    """Raise NotFound where an article or a claim that the selection names is not there."""
    if selection.article_id is not None:
        queries.article(session, selection.article_id)
    for claim_id in selection.claim_ids:
        queries.claim(session, claim_id)
