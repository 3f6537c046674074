"""The network: a small BERT encoder, a tag for every piece, and pointers between pieces."""

from __future__ import annotations

import math
from dataclasses import asdict, dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from tracker.extraction.encoding import CASES, GAPS, LINE, QUOTES

TAGS = 7
LINK_KINDS = 3
DISTANCES = 32
NEAR = 4
PARAGRAPHS = 7


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the encoder and of the link head."""

    vocabulary: int = 30522
    width: int = 384
    inner: int = 1536
    layers: int = 6
    heads: int = 12
    positions: int = 512
    link_width: int = 96
    dropout: float = 0.1

    def as_dict(self) -> dict[str, Any]:
        """For the checkpoint."""
        return asdict(self)


class Layer(nn.Module):  # type: ignore[misc]  # torch has no types here
    """One layer of the encoder, normalised after each half as BERT does."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.query_key_value = nn.Linear(shape.width, 3 * shape.width)
        self.attended = nn.Linear(shape.width, shape.width)
        self.attended_norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.widen = nn.Linear(shape.width, shape.inner)
        self.narrow = nn.Linear(shape.inner, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(shape.dropout)

    def forward(self, hidden: Tensor, bias: Tensor | None) -> Tensor:
        """Attend, then transform."""
        batch, length, width = hidden.shape
        parts = self.query_key_value(hidden).view(batch, length, 3, self.heads, -1)
        query, key, value = parts.permute(2, 0, 3, 1, 4).unbind(0)
        if bias is None:  # as it is exported: plain steps, which the eight-bit runtime knows
            scores = query @ key.transpose(-1, -2) / math.sqrt(width // self.heads)
            mixed = scores.softmax(-1) @ value
        else:
            mixed = functional.scaled_dot_product_attention(
                query, key, value, attn_mask=bias.to(query.dtype)
            )
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        hidden = self.attended_norm(hidden + self.dropout(self.attended(mixed)))
        inner = functional.gelu(self.widen(hidden))
        normed: Tensor = self.norm(hidden + self.dropout(self.narrow(inner)))
        return normed


class Tagger(nn.Module):  # type: ignore[misc]  # torch has no types here
    """Tags, statement scores and pointer scores for every piece of a window."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.padded = True
        self.words = nn.Embedding(shape.vocabulary, shape.width, padding_idx=0)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.cases = nn.Embedding(CASES, shape.width)
        self.gaps = nn.Embedding(GAPS, shape.width)
        self.quotes = nn.Embedding(QUOTES, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.layers = nn.ModuleList(Layer(shape) for _ in range(shape.layers))
        self.dropout = nn.Dropout(shape.dropout)
        self.tag = nn.Linear(shape.width, TAGS)
        self.statement = nn.Linear(shape.width, 1)
        self.origin = nn.Linear(shape.width, LINK_KINDS * shape.link_width)
        self.target = nn.Linear(shape.width, LINK_KINDS * shape.link_width)
        self.distance = nn.Embedding(DISTANCES, LINK_KINDS)
        self.paragraph = nn.Embedding(PARAGRAPHS, LINK_KINDS)
        for table in (self.cases, self.gaps, self.quotes, self.distance, self.paragraph):
            nn.init.normal_(table.weight, std=0.02)

    def forward(
        self, ids: Tensor, case: Tensor, gap: Tensor, quote: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return tag scores [B,T,7], statement scores [B,T], link scores [B,3,T,T]."""
        place = torch.arange(ids.shape[1], device=ids.device)
        hidden = self.words(ids) + self.positions(place)
        hidden = hidden + self.cases(case) + self.gaps(gap) + self.quotes(quote)
        hidden = self.dropout(self.norm(hidden))
        padding = ((ids == 0).to(hidden.dtype) * -10000.0)[:, None, None, :]
        bias = padding if self.padded else None
        for layer in self.layers:
            hidden = layer(hidden, bias)
        hidden = self.dropout(hidden)
        links = self._links(hidden, gap, place)
        links = links if bias is None else links + bias
        return self.tag(hidden), self.statement(hidden)[..., 0], links

    def _links(self, hidden: Tensor, gap: Tensor, place: Tensor) -> Tensor:
        batch, length, _ = hidden.shape
        split = (batch, length, LINK_KINDS, self.shape.link_width)
        origin = self.origin(hidden).view(split).transpose(1, 2)
        target = self.target(hidden).view(split).transpose(1, 2)
        scores = origin @ target.transpose(-1, -2) / math.sqrt(self.shape.link_width)
        far = self.distance(distance_bucket(place[None, :] - place[:, None]))
        number = (gap >= LINE).to(torch.int64).cumsum(1)
        apart = (number[:, None, :] - number[:, :, None]).clamp(-3, 3) + 3
        return scores + far.permute(2, 0, 1)[None] + self.paragraph(apart).permute(0, 3, 1, 2)


def distance_bucket(offset: Tensor) -> Tensor:
    """Sort a signed distance into 32 buckets, exact when near and logarithmic when far."""
    size = offset.abs()
    far = NEAR + 2 * torch.log2(size.clamp(min=1).to(torch.float32) / NEAR).clamp(min=0)
    near = torch.where(size < NEAR, size, far.to(torch.int64)).clamp(max=15)
    return torch.where(offset < 0, near + 16, near)
