"""The page on agreement: figures as people read them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_decimal, format_percent
from flask_babel import lazy_gettext as _

from tracker.domain.agreement import Reading
from tracker.domain.shares import Share
from tracker.services.reviewing.agreement import Agreement, Figures, Step

_SAID = {
    Reading.TOO_FEW: _("Too few pairs to say anything; wait for ten."),
    Reading.NO_SPREAD: _("All verdicts are the same, so nothing can be told from chance."),
    Reading.RELIABLE: _("The readers agree well enough to rely on one of them."),
    Reading.TENTATIVE: _("Good enough for tentative conclusions only; talk about the differences."),
    Reading.UNRELIABLE: _("Too little agreement: the scale or the method is read differently."),
}


@dataclass(frozen=True, slots=True)
class FiguresLine:
    """One row of the table of groups."""

    name: object
    figures: Figures

    @property
    def percent(self) -> str:
        """Return the share of equal verdicts."""
        return _percent(self.figures.same)

    @property
    def kappa(self) -> str:
        """Return Cohen's kappa with two places, or a dash."""
        return _coefficient(self.figures.kappa)

    @property
    def alpha(self) -> str:
        """Return Krippendorff's alpha with two places, or a dash."""
        return _coefficient(self.figures.alpha)

    @property
    def reading(self) -> object:
        """Return what it means in plain words."""
        return _SAID[self.figures.reading]


@dataclass(frozen=True, slots=True)
class StepLine:
    """One row of the table of verdicts."""

    step: Step

    @property
    def same(self) -> str:
        """Return how often the second reader said the same, with its range."""
        return _percent(self.step.same)

    @property
    def same_range(self) -> str:
        """Return where the true share lies 19 times out of 20."""
        interval = self.step.same.interval
        return " – ".join(format_percent(end) for end in interval) if interval else ""

    @property
    def near(self) -> str:
        """Return how often the second reader was at most one step away."""
        return _percent(self.step.near)


@dataclass(frozen=True, slots=True)
class AgreementPage:
    """Everything that the page shows."""

    pairs: int
    groups: Sequence[FiguresLine]
    desks: Sequence[FiguresLine]
    steps: Sequence[StepLine]

    @classmethod
    def of(cls, found: Agreement) -> "AgreementPage":
        """Lay out the figures; with one desk, the desks say nothing of their own."""
        return cls(
            pairs=found.pairs,
            groups=[
                FiguresLine(_("Is it true?"), found.whole),
                FiguresLine(_("Did they say it?"), found.attribution),
            ],
            desks=[FiguresLine(one.name, one) for one in found.desks]
            if len(found.desks) > 1
            else [],
            steps=[StepLine(step) for step in found.steps],
        )


def _percent(share: Share) -> str:
    return "–" if share.value is None else str(format_percent(share.value))


def _coefficient(value: float | None) -> str:
    return "–" if value is None else str(format_decimal(value, format="0.00"))
