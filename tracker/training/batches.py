"""Windows of one length together, as the network reads them, with what it is to say of them."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from tracker.extraction.encoding import Array
from tracker.training.windows import IGNORED, Window, augmented, cut

BEGIN_MARK, END_MARK = 101, 102


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows padded to one length."""

    inputs: tuple[Tensor, Tensor, Tensor, Tensor]
    tags: Tensor
    statements: Tensor
    rows: tuple[Tensor, Tensor, Tensor]
    aims: Tensor


def collate(windows: list[Window]) -> Batch:
    """Pad the windows and lay the links out as rows of a score table."""
    length = max(len(window.pieces) for window in windows) + 2
    inputs = tuple(_padded(windows, name, length) for name in ("ids", "case", "gap", "quote"))
    rows = [(b, *link) for b, window in enumerate(windows) for link in window.links]
    aims = torch.zeros(len(rows), length, dtype=torch.bool)
    for number, row in enumerate(rows):
        aims[number, row[3]] = True
    index = torch.tensor([row[:3] for row in rows], dtype=torch.int64).reshape(-1, 3)
    tags = _targets([window.tags for window in windows], length)
    statements = _targets([window.statements for window in windows], length)
    return Batch(inputs, tags, statements, (index[:, 0], index[:, 1], index[:, 2]), aims)


def _padded(windows: list[Window], name: str, length: int) -> Tensor:
    table = np.zeros((len(windows), length), dtype=np.int64)
    for row, window in enumerate(windows):
        size = len(window.pieces)
        table[row, 1 : size + 1] = getattr(window.pieces, name)
        if name == "ids":
            table[row, 0], table[row, size + 1] = BEGIN_MARK, END_MARK
    return torch.from_numpy(table)


def _targets(columns: list[Array], length: int) -> Tensor:
    table = np.full((len(columns), length), IGNORED, dtype=np.int64)
    for row, column in enumerate(columns):
        table[row, 1 : len(column) + 1] = column
    return torch.from_numpy(table)


def batches(articles: list[dict[str, Any]], tokenizer: Any, size: int, seed: int) -> list[Batch]:
    """Cut every article anew and shuffle the windows, windows of like length together."""
    chance = random.Random(seed)  # noqa: S311 - an order, not a secret
    windows = [w for a in articles for w in cut(augmented(a, tokenizer, chance), chance)]
    chance.shuffle(windows)
    windows.sort(key=lambda window: len(window.pieces) // 64, reverse=True)
    groups = [windows[i : i + size] for i in range(0, len(windows), size)]
    chance.shuffle(groups)
    return [collate(group) for group in groups]
