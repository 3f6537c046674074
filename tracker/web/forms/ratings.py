"""Verdicts to choose from, in the newsroom's own words.

A choice is the verdict's word; where several labels stand for one verdict, the number of the
label follows it, as in ``false:12``.
"""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _
from wtforms.fields import SelectChoice

from tracker.domain.vocabulary import ContentVerdict
from tracker.models import Claim, VerdictLabel
from tracker.web.forms.choices import choices


def rating(value: object) -> str:
    """Read a choice; raise ValueError where it is none."""
    word, _colon, number = str(value).partition(":")
    verdict = ContentVerdict(word)
    return f"{verdict.value}:{int(number)}" if number else verdict


def read_rating(chosen: str) -> tuple[ContentVerdict, int | None]:
    """Return the verdict of a choice, and the number of the label where it names one."""
    word, _colon, number = chosen.partition(":")
    return ContentVerdict(word), int(number) if number else None


def rating_of(claim: Claim, labels: Sequence[VerdictLabel]) -> str:
    """Return the choice that a claim stands at."""
    offered = _offered(claim.verdict_label, labels)
    return _value(claim.content_verdict, claim.verdict_label, offered)


def rating_choices(
    labels: Sequence[VerdictLabel], *, held: VerdictLabel | None = None
) -> list[SelectChoice]:
    """Return what may be chosen: the labels in force, and the one that the claim has already."""
    if not labels and held is None:
        return choices(ContentVerdict)
    offered = _offered(held, labels)
    nothing = ContentVerdict.NOT_RATED
    return [
        SelectChoice(nothing.value, _(nothing.label)),
        *(SelectChoice(_value(one.verdict, one, offered), _name(one)) for one in offered),
    ]


def _offered(held: VerdictLabel | None, labels: Sequence[VerdictLabel]) -> list[VerdictLabel]:
    known = {one.id for one in labels}
    return [*labels, *([held] if held and held.id not in known else [])]


def _value(
    verdict: ContentVerdict, label: VerdictLabel | None, offered: Sequence[VerdictLabel]
) -> str:
    alike = [one for one in offered if one.verdict is verdict]
    return f"{verdict.value}:{label.id}" if label and len(alike) > 1 else verdict.value


def _name(label: VerdictLabel) -> object:
    return label.name if label.is_in_force else _("%(label)s (no longer used)", label=label.name)
