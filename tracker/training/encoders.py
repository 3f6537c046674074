"""Pretrained encoders: the files of BERT and MPNet models as parameters of our network."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import torch
from torch import Tensor

from tracker.training.network import Shape, Tagger

_NAMES = {
    "attention.output.dense": "attended",
    "attention.output.LayerNorm": "attended_norm",
    "intermediate.dense": "widen",
    "output.dense": "narrow",
    "output.LayerNorm": "norm",
}
_MPNET_NAMES = {
    "attention.attn.o": "attended",
    "attention.LayerNorm": "attended_norm",
    "intermediate.dense": "widen",
    "output.dense": "narrow",
    "output.LayerNorm": "norm",
}
_DISTANCES = "encoder.relative_attention_bias.weight"
_MPNET_SHIFT = 4
"""MPNet has BERT's word pieces, four places further on, and marks of its own (`vocab.txt`)."""
_MPNET_MARKS = {0: 1, 101: 0, 102: 2, 103: 30526}
_MPNET_FIRST_PLACE = 2


def load_encoder(path: Path, dropout: float = 0.1) -> Tagger:
    """Make a network with the encoder of a safetensors file, its heads still to be learned.

    Raises ValueError where the file is of another kind than BERT or MPNet.
    """
    given = import_module("safetensors.torch").load_file(str(path))
    relative = _DISTANCES in given
    words, width = given["embeddings.word_embeddings.weight"].shape
    layers = len({name.split(".")[2] for name in given if name.startswith("encoder.layer.")})
    shape = Shape(
        vocabulary=words - 5 if relative else words,
        width=width,
        inner=given["encoder.layer.0.intermediate.dense.weight"].shape[0],
        layers=layers,
        dropout=dropout,
        relative=relative,
    )
    tagger = Tagger(shape)
    state = _embeddings(given, relative=relative)
    for number in range(layers):
        state.update(_layer(given, number, relative=relative))
    missing, unexpected = tagger.load_state_dict(state, strict=False)
    if unexpected or any(name.startswith("layers.") for name in missing):
        raise ValueError(f"the encoder does not fit: {missing} {unexpected}")
    return tagger


def _embeddings(given: dict[str, Tensor], *, relative: bool) -> dict[str, Tensor]:
    words = given["embeddings.word_embeddings.weight"]
    places = given["embeddings.position_embeddings.weight"]
    state = {
        "norm.weight": given["embeddings.LayerNorm.weight"],
        "norm.bias": given["embeddings.LayerNorm.bias"],
    }
    if relative:
        rows = torch.arange(_MPNET_SHIFT, len(words) - 1)
        for ours, theirs in _MPNET_MARKS.items():
            rows[ours] = theirs
        words, places = words[rows], places[_MPNET_FIRST_PLACE:]
        state["attended_distance.weight"] = given[_DISTANCES]
    else:
        places = places + given["embeddings.token_type_embeddings.weight"][0]
    return {**state, "words.weight": words, "positions.weight": places}


def _layer(given: dict[str, Tensor], number: int, *, relative: bool) -> dict[str, Tensor]:
    old, new = f"encoder.layer.{number}.", f"layers.{number}."
    state = {
        f"{new}{ours}.{kind}": given[f"{old}{theirs}.{kind}"]
        for theirs, ours in (_MPNET_NAMES if relative else _NAMES).items()
        for kind in ("weight", "bias")
    }
    names = ("attn.q", "attn.k", "attn.v") if relative else ("self.query", "self.key", "self.value")
    for kind in ("weight", "bias"):
        parts = [given[f"{old}attention.{part}.{kind}"] for part in names]
        state[f"{new}query_key_value.{kind}"] = torch.cat(parts)
    return state
