"""Ratings as publishers write them: words, figures, figures in words, and scales that are none."""

import re
from typing import Any

from tracker.domain.messages import Message
from tracker.imports.drafts import Rating
from tracker.imports.tolerance import number, unwrapped, words

_SENTENCE = 60
#: A figure with its scale beside it, as in "3/5", "3 out of 5" and "60 %".
_OF_A_SCALE = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(?:(?:/|out of|of|sur|von|de|su)\s*(\d+)|%)(?:\s*(?:stars?|points?))?",
    re.IGNORECASE,
)
_HUNDRED = 100.0

Scale = tuple[float | None, float | None, float | None]


def read(value: Any, notes: list[Message]) -> Rating:
    """Return what the publisher's verdict is, and where it lies on the publisher's scale."""
    rating = unwrapped(value)
    if not rating:
        return _bare(words(value), notes)
    label = words(rating.get("alternateName")) or words(rating.get("name"))
    said = words(rating.get("ratingValue"))
    label = label or said
    if len(label) > _SENTENCE:
        notes.append(Message("the verdict is a whole sentence; say below what it means"))
    best, worst = number(rating.get("bestRating")), number(rating.get("worstRating"))
    figure = number(rating.get("ratingValue"))
    if figure is None and (told := in_words(said)):
        figure, best, worst = (
            told[0],
            told[1] if best is None else best,
            told[2] if worst is None else worst,
        )
    figure, best, worst = _on_a_scale(figure, best, worst, notes)
    figure = _clamped(figure, worst, best, notes)
    return Rating(label, figure, best, worst, words(rating.get("ratingExplanation")))


def in_words(text: str) -> tuple[float, float, float] | None:
    """Return the figure, the best and the worst that a text such as "3/5" says, or None.

    A scale of figures begins at one unless the figure lies below, and a share of a hundred at zero.
    """
    match = _OF_A_SCALE.fullmatch(text.strip())
    if match is None:
        return None
    figure = float(match[1].replace(",", "."))
    best = float(match[2]) if match[2] else _HUNDRED
    worst = min(1.0, figure) if match[2] else 0.0
    return (figure, best, worst) if worst < best and figure <= best else None


def is_figure(label: str) -> bool:
    """Tell whether the words of a rating are nothing but its figure."""
    return number(label) is not None or in_words(label) is not None


def _bare(label: str, notes: list[Message]) -> Rating:
    notes.append(Message("the rating is bare words") if label else Message("it has no rating"))
    told = in_words(label)
    return Rating(label, *told) if told else Rating(label=label)


def _on_a_scale(
    figure: float | None, best: float | None, worst: float | None, notes: list[Message]
) -> Scale:
    """Return the figure and its scale; all three are unknown where the scale is none."""
    if best is not None and worst is not None and best <= worst:
        if best != -1:
            notes.append(
                Message(
                    "the scale from %(worst)s to %(best)s is none; only the words count",
                    worst=f"{worst:g}",
                    best=f"{best:g}",
                )
            )
        return None, None, None
    if figure is not None and figure == -1 and (worst or 0) >= 0:
        return None, None, None
    return figure, best, worst


def _clamped(
    figure: float | None, worst: float | None, best: float | None, notes: list[Message]
) -> float | None:
    if figure is None or worst is None or best is None or worst <= figure <= best:
        return figure
    inside = min(max(figure, worst), best)
    notes.append(
        Message(
            "the rating %(figure)s lies outside %(worst)s to %(best)s and was read as %(inside)s",
            figure=f"{figure:g}",
            worst=f"{worst:g}",
            best=f"{best:g}",
            inside=f"{inside:g}",
        )
    )
    return inside
