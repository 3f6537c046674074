"""The newsroom's own scale, as editors change it: its labels, their order, what they mean.

A label never changes what it says: a name that is replaced is retired, and the claims that were
rated with it keep it, with the version of the scale. So no rename rewrites an old rating.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Session

from tracker.domain.actors import Actor
from tracker.domain.commands import LabelEdit
from tracker.domain.errors import InvalidEdit, NotFound, TransitionRefused
from tracker.domain.vocabulary import ContentVerdict, Role, ScaleDirection
from tracker.models import VerdictLabel, VerdictScale
from tracker.readers import clean_text
from tracker.services.editing.labels import current
from tracker.services.trail import history

LONGEST_NAME = 60
_COMMON = "Common scale"


def begin(session: Session, *, actor: Actor, at: datetime) -> VerdictScale:
    """Give a newsroom without a scale of its own the common one, to change as it likes."""
    actor.require(Role.EDITOR)
    history.take_turn(session)
    if current(session) is not None:
        raise TransitionRefused("the newsroom has a scale already")
    words = [verdict for verdict in ContentVerdict if verdict is not ContentVerdict.NOT_RATED]
    labels = [
        VerdictLabel(position=number, name=verdict.label, verdict=verdict)
        for number, verdict in enumerate(words, start=1)
    ]
    scale = VerdictScale(name=_COMMON, is_default=True, created_at=at, labels=labels)
    session.add(scale)
    session.flush()
    changes = {label.name: (None, label.verdict) for label in labels}
    history.record(
        session, "verdict_scale.added", ("verdict_scale", scale.id), changes, actor=actor, at=at
    )
    return scale


def add(session: Session, edit: LabelEdit, *, actor: Actor, at: datetime) -> VerdictLabel:
    """Add a label where its step on the common scale puts it; one beside the scale comes last."""
    scale = _open(session, actor)
    label = _new(scale, _tidy(edit), position=len(scale.labels) + 1)
    _settle(scale, [*(one for one in scale.labels if one is not label), label])
    _record(session, scale, "label_added", _came(label), actor=actor, at=at)
    return label


def revise(
    session: Session, label_id: int, edit: LabelEdit, *, actor: Actor, at: datetime
) -> VerdictLabel:
    """Explain a label anew; another name or step makes a new label and retires the old one.

    Returns the label that is in force afterwards. An edit that changes nothing writes nothing.
    """
    scale = _open(session, actor)
    label, edit = _label(scale, label_id), _tidy(edit)
    if (label.name, label.verdict) == (edit.name, edit.verdict):
        return _explain(session, scale, label, edit.meaning, actor=actor, at=at)
    changes: dict[str, tuple[Any, Any]] = {
        "label": (label.name, edit.name),
        "content_verdict": (label.verdict, edit.verdict),
    }
    label.until_version = scale.version + 1
    follower = _new(scale, edit, position=label.position)
    rest = [one for one in scale.labels if one is not follower]
    rest.insert(rest.index(label), follower)
    _settle(scale, rest)
    _record(session, scale, "label_replaced", changes, actor=actor, at=at)
    return follower


def retire(session: Session, label_id: int, *, actor: Actor, at: datetime) -> None:
    """Take a label out of use; claims that carry it keep it."""
    scale = _open(session, actor)
    label = _label(scale, label_id)
    if sum(one.is_in_force for one in scale.labels) == 1:
        raise TransitionRefused("this is the last label of the scale; add another first")
    label.until_version = scale.version + 1
    changes = {name: (new, old) for name, (old, new) in _came(label).items()}
    _record(session, scale, "label_retired", changes, actor=actor, at=at)


def restore(session: Session, label_id: int, *, actor: Actor, at: datetime) -> None:
    """Bring a retired label back."""
    scale = _open(session, actor)
    label = _label(scale, label_id, retired=True)
    label.until_version = None
    _settle(scale, scale.labels)
    _record(session, scale, "label_restored", _came(label), actor=actor, at=at)


def move(session: Session, label_id: int, *, up: bool, actor: Actor, at: datetime) -> None:
    """Swap a label with its neighbour; the steps stay in the order of the common scale."""
    scale = _open(session, actor)
    label = _label(scale, label_id)
    order = [one for one in scale.labels if one.is_in_force]
    place = order.index(label)
    other = place + (-1 if up else 1)
    if not 0 <= other < len(order):
        raise TransitionRefused("the label stands at the end already")
    order[place], order[other] = order[other], order[place]
    if not _is_ordered(order, scale.direction):
        raise TransitionRefused(
            "“%(name)s” and “%(name_2)s” stand for different steps; turn the whole scale, "
            "or give the label another step",
            name=order[place].name,
            name_2=order[other].name,
        )
    before = [one.name for one in scale.labels if one.is_in_force]
    _number(scale, order)
    changes = {"order": (before, [one.name for one in order])}
    _record(session, scale, "reordered", changes, actor=actor, at=at)


def turn(session: Session, *, actor: Actor, at: datetime) -> None:
    """Show the other end of the scale first; what the labels mean stays."""
    scale = _open(session, actor)
    before = scale.direction
    scale.direction = next(one for one in ScaleDirection if one is not before)
    _settle(scale, scale.labels)
    changes = {"direction": (before, scale.direction)}
    _record(session, scale, "turned", changes, actor=actor, at=at)


def _open(session: Session, actor: Actor) -> VerdictScale:
    actor.require(Role.EDITOR)
    history.take_turn(session)
    scale = current(session)
    if scale is None:
        raise NotFound("the newsroom has no scale of its own yet; begin with the common one")
    return scale


def _label(scale: VerdictScale, label_id: int, *, retired: bool = False) -> VerdictLabel:
    for label in scale.labels:
        if label.id == label_id and label.is_in_force is not retired:
            return label
    raise NotFound("the scale has no such label with the number %(number)d", number=label_id)


def _tidy(edit: LabelEdit) -> LabelEdit:
    name = " ".join(clean_text(edit.name).split())
    if not name or len(name) > LONGEST_NAME:
        raise InvalidEdit(
            "name",
            "give it a name of at most %(most)s characters",
            most=LONGEST_NAME,
        )
    if edit.verdict is ContentVerdict.NOT_RATED:
        raise InvalidEdit("verdict", "choose a step of the common scale, or an answer beside it")
    return replace(edit, name=name, meaning=clean_text(edit.meaning).strip())


def _new(scale: VerdictScale, edit: LabelEdit, *, position: int) -> VerdictLabel:
    """Make a label, or bring back the one that said the same; a name has one meaning for good."""
    known = next((o for o in scale.labels if o.name.casefold() == edit.name.casefold()), None)
    if known is None:
        label = VerdictLabel(
            position=position,
            name=edit.name,
            meaning=edit.meaning,
            verdict=edit.verdict,
            from_version=scale.version + 1,
        )
        scale.labels.append(label)
        return label
    if known.is_in_force:
        raise InvalidEdit("name", "the scale has a label of this name")
    if (known.name, known.verdict) != (edit.name, edit.verdict):
        raise InvalidEdit(
            "name",
            "“%(name)s” stood for “%(verdict)s” until it was retired, and old ratings still"
            " say it; choose another name",
            name=known.name,
            verdict=known.verdict,
        )
    known.until_version, known.meaning = None, edit.meaning
    return known


def _explain(
    session: Session,
    scale: VerdictScale,
    label: VerdictLabel,
    meaning: str,
    *,
    actor: Actor,
    at: datetime,
) -> VerdictLabel:
    if label.meaning != meaning:
        changes = {"label": (label.name, label.name), "meaning": (label.meaning, meaning)}
        label.meaning = meaning
        _record(session, scale, "label_explained", changes, actor=actor, at=at)
    return label


def _came(label: VerdictLabel) -> dict[str, tuple[Any, Any]]:
    return {"label": (None, label.name), "content_verdict": (None, label.verdict)}


def _settle(scale: VerdictScale, order: Iterable[VerdictLabel]) -> None:
    """Order the labels by their steps; equals, and those beside the scale, stay as they are."""
    _number(scale, sorted(order, key=lambda label: _rank(label, scale.direction)))


def _number(scale: VerdictScale, order: Sequence[VerdictLabel]) -> None:
    rest = [one for one in scale.labels if one not in order]
    for number, label in enumerate([*order, *rest], start=1):
        label.position = number
    scale.labels.sort(key=lambda label: label.position)


def _rank(label: VerdictLabel, direction: ScaleDirection) -> int:
    score = label.verdict.score
    if score is None:
        return 99
    return -score if direction is ScaleDirection.TRUE_FIRST else score


def _is_ordered(order: Sequence[VerdictLabel], direction: ScaleDirection) -> bool:
    ranks = [_rank(label, direction) for label in order]
    return all(before <= after for before, after in pairwise(ranks))


def _record(
    session: Session,
    scale: VerdictScale,
    deed: str,
    changes: Mapping[str, tuple[Any, Any]],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Count the version up, so that ratings can say on which one they were given."""
    told = dict(changes) | {"version": (scale.version, scale.version + 1)}
    scale.version += 1
    session.flush()
    subject = ("verdict_scale", scale.id)
    history.record(session, f"verdict_scale.{deed}", subject, told, actor=actor, at=at)
