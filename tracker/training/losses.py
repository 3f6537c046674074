"""How far the network is from the labels, and from what other networks say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from tracker.training.batches import Batch
from tracker.training.network import LINK_KINDS
from tracker.training.windows import IGNORED


class Losses(NamedTuple):
    """One number for each of the three heads."""

    tag: Tensor
    link: Tensor
    statement: Tensor


class _Said(NamedTuple):
    """What a network says of a batch: tags, statements, and the pointers that are labelled."""

    tags: Tensor
    statements: Tensor
    links: Tensor


def losses(
    network: nn.Module, batch: Batch, teachers: Sequence[nn.Module] = (), soft: float = 0.0
) -> Losses:
    """Return the losses of a batch.

    With teachers, a share ``soft`` of each loss is the distance from the mean of what they say
    of the same windows (Hinton, Vinyals and Dean, "Distilling the Knowledge in a Neural Network",
    2015, at temperature 1). Labels of attributions disagree as people do, and the mean of several
    networks is less sure where they would.
    """
    said = _said(network, batch)
    labelled = _from_labels(said, batch)
    if not teachers:
        return labelled
    with torch.no_grad():
        told = [_chances(_said(teacher, batch)) for teacher in teachers]
        mean = _Said(*(torch.stack(parts).mean(0) for parts in zip(*told, strict=True)))
    taught = _from_teachers(said, mean, batch)
    pairs = zip(labelled, taught, strict=True)
    return Losses(*((1 - soft) * label + soft * teacher for label, teacher in pairs))


def _said(network: nn.Module, batch: Batch) -> _Said:
    tags, statements, links = (scores.float() for scores in network(*batch.inputs))
    return _Said(
        tags[batch.tags != IGNORED], statements[batch.statements != IGNORED], links[batch.rows]
    )


def _chances(said: _Said) -> _Said:
    return _Said(said.tags.softmax(-1), said.statements.sigmoid(), said.links.softmax(-1))


def _from_labels(said: _Said, batch: Batch) -> Losses:
    known = batch.statements[batch.statements != IGNORED].to(torch.float32)
    aimed = said.links.masked_fill(~batch.aims, -1e9).logsumexp(-1)
    return Losses(
        functional.cross_entropy(said.tags, batch.tags[batch.tags != IGNORED]),
        _mean(said.links.logsumexp(-1) - aimed) * LINK_KINDS,
        _mean(_unsaid(said.statements, known)),
    )


def _from_teachers(said: _Said, told: _Said, batch: Batch) -> Losses:
    known = batch.statements[batch.statements != IGNORED].to(torch.float32)
    return Losses(
        -(told.tags * said.tags.log_softmax(-1)).sum(-1).mean(),
        _mean(-(told.links * said.links.log_softmax(-1)).sum(-1)) * LINK_KINDS,
        _mean(_unsaid(said.statements, (told.statements + known) / 2)),
    )


def _unsaid(scores: Tensor, aims: Tensor) -> Tensor:
    return functional.binary_cross_entropy_with_logits(scores, aims, reduction="none")


def _mean(values: Tensor) -> Tensor:
    """Where nobody says anything there is nothing to link, and the mean of nothing is no number."""
    return values.sum() / max(1, len(values))
