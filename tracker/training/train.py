"""The training loop: one pass after another over freshly cut windows, weights averaged."""

from __future__ import annotations

import copy
import logging
import math
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from tracker.training.batches import Batch, batches
from tracker.training.losses import losses
from tracker.training.network import Tagger

logger = logging.getLogger(__name__)

SAVE_EVERY = 150


@dataclass(frozen=True, slots=True)
class Plan:
    """How long and how fast to learn."""

    epochs: int = 6
    batch: int = 3
    """Windows in a part; a step learns from as many parts as there are threads."""
    rate: float = 2.5e-4
    head_rate: float = 1e-3
    warm: float = 0.06
    decay: float = 0.01
    average: float = 0.996
    link_weight: float = 0.5
    statement_weight: float = 0.2
    frozen: int = 2
    """Layers at the bottom that keep what they know, with the table of words."""
    seed: int = 1
    soft: float = 0.5
    """How much of what is learned comes from the teachers, where there are any."""
    minutes: float = 0.0
    """Stop learning by then, the rate falling with the clock; 0 for no limit."""
    short: int = 0
    """1 multiplies in bfloat16: near twice as fast on processors with such products."""


def optimizer_for(tagger: Tagger, plan: Plan) -> torch.optim.AdamW:
    """Heads and new tables learn faster than the encoder; biases and norms do not decay."""
    fast = (
        "tag.",
        "statement.",
        "origin.",
        "target.",
        "distance.",
        "paragraph.",
        "cases.",
        "gaps.",
        "quotes.",
    )
    groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
    for name, parameter in tagger.named_parameters():
        if not parameter.requires_grad:
            continue
        key = (name.startswith(fast), parameter.ndim > 1)
        groups.setdefault(key, []).append(parameter)
    return torch.optim.AdamW(
        [
            {
                "params": parameters,
                "lr": plan.head_rate if quick else plan.rate,
                "weight_decay": plan.decay if decays else 0.0,
            }
            for (quick, decays), parameters in groups.items()
        ],
        foreach=True,
    )


def _factor(progress: float, warm: float) -> float:
    """Rise in a straight line, then fall along a cosine to a fiftieth."""
    if progress < warm:
        return progress / warm
    fallen = 0.5 * (1 + math.cos(math.pi * min(1.0, (progress - warm) / (1 - warm))))
    return 0.02 + 0.98 * fallen


class Learner:
    """The state of one training run."""

    def __init__(
        self, plan: Plan, tagger: Tagger, threads: int = 2, teachers: Sequence[Tagger] = ()
    ) -> None:
        self.plan, self.threads = plan, threads
        self.tagger, self.teachers = tagger, teachers
        self._freeze()
        self.averaged = copy.deepcopy(self.tagger).eval()
        self.learned = [p for p in self.tagger.parameters() if p.requires_grad]
        self.means = [p for p in self.averaged.parameters() if p.requires_grad]
        self.pool = ThreadPoolExecutor(threads)
        self.optimizer = optimizer_for(self.tagger, plan)
        self.bases = [group["lr"] for group in self.optimizer.param_groups]
        self.began = time.monotonic()
        self.step = 0

    def epochs(self, articles: list[dict[str, Any]], tokenizer: Any) -> Iterator[int]:
        """Learn; yield after every epoch and, in a long one, now and then."""
        self.tagger.train()
        for epoch in range(self.plan.epochs):
            made = self._steps(articles, tokenizer, epoch)
            for step in made:
                self._learn(step, len(made) * self.plan.epochs)
                if self._progress(len(made) * self.plan.epochs) >= 1:
                    yield epoch
                    return
                if self.step % SAVE_EVERY == 0:
                    yield epoch
            yield epoch

    def _freeze(self) -> None:
        """Leave the table of words and the lowest layers as they are."""
        fixed: list[nn.Module] = [self.tagger.words, *self.tagger.layers[: self.plan.frozen]]
        if self.plan.frozen:
            fixed += [self.tagger.positions, self.tagger.norm, self.tagger.cases]
            fixed += [self.tagger.gaps, self.tagger.quotes]
        for module in fixed:
            module.requires_grad_(requires_grad=False)

    def _steps(
        self, articles: list[dict[str, Any]], tokenizer: Any, epoch: int
    ) -> list[list[Batch]]:
        made = batches(articles, tokenizer, self.plan.batch, self.plan.seed * 1000 + epoch)
        return [made[i : i + self.threads] for i in range(0, len(made), self.threads)]

    def _progress(self, total: int) -> float:
        spent = (time.monotonic() - self.began) / 60
        return max(self.step / total, spent / self.plan.minutes if self.plan.minutes else 0.0)

    def _learn(self, batch: Sequence[Batch], total: int) -> None:
        factor = _factor(self._progress(total), self.plan.warm)
        for group, base in zip(self.optimizer.param_groups, self.bases, strict=True):
            group["lr"] = base * factor
        tag, link, statement = self._gradients(batch)
        nn.utils.clip_grad_norm_(self.learned, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.step += 1
        self._average()
        if self.step % 20 == 0:
            minutes = (time.monotonic() - self.began) / 60
            parts = f"tag {tag:.4f} link {link:.4f} statement {statement:.4f}"
            logger.info("step %d of %d, %.1f min, %s", self.step, total, minutes, parts)

    def _gradients(self, parts: Sequence[Batch]) -> list[float]:
        """Each part in a thread of its own: on a busy machine nobody waits within an operation."""
        done = list(self.pool.map(self._part, parts))
        for parameter, *gradients in zip(self.learned, *(made for made, _ in done), strict=True):
            parameter.grad = torch.stack(gradients).mean(0)
        return [sum(column) / len(done) for column in zip(*(lost for _, lost in done), strict=True)]

    def _part(self, batch: Batch) -> tuple[tuple[Tensor, ...], tuple[float, ...]]:
        with torch.autocast("cpu", torch.bfloat16, enabled=bool(self.plan.short)):
            tag, link, statement = losses(self.tagger, batch, self.teachers, self.plan.soft)
        loss = tag + self.plan.link_weight * link + self.plan.statement_weight * statement
        gradients = torch.autograd.grad(loss, self.learned)
        return gradients, (tag.item(), link.item(), statement.item())

    def _average(self) -> None:
        keep = min(self.plan.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(self.means, self.learned, 1 - keep)
