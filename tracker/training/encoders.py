"""Pretrained encoders: the file of a BERT model as parameters of our network."""

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


def load_encoder(path: Path) -> Tagger:
    """Make a network with the encoder of a safetensors file, its heads still to be learned.

    Raises ValueError where a parameter of the encoder has another name than ours.
    """
    given = import_module("safetensors.torch").load_file(str(path))
    words, width = given["embeddings.word_embeddings.weight"].shape
    layers = len({name.split(".")[2] for name in given if name.startswith("encoder.layer.")})
    inner = given["encoder.layer.0.intermediate.dense.weight"].shape[0]
    tagger = Tagger(Shape(vocabulary=words, width=width, inner=inner, layers=layers))
    state = {
        "words.weight": given["embeddings.word_embeddings.weight"],
        "positions.weight": given["embeddings.position_embeddings.weight"]
        + given["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": given["embeddings.LayerNorm.weight"],
        "norm.bias": given["embeddings.LayerNorm.bias"],
    }
    for number in range(layers):
        state.update(_layer(given, number))
    missing, unexpected = tagger.load_state_dict(state, strict=False)
    if unexpected or any(name.startswith("layers.") for name in missing):
        raise ValueError(f"the encoder does not fit: {missing} {unexpected}")
    return tagger


def _layer(given: dict[str, Tensor], number: int) -> dict[str, Tensor]:
    old, new = f"encoder.layer.{number}.", f"layers.{number}."
    state = {
        f"{new}{ours}.{kind}": given[f"{old}{theirs}.{kind}"]
        for theirs, ours in _NAMES.items()
        for kind in ("weight", "bias")
    }
    for kind in ("weight", "bias"):
        parts = [given[f"{old}attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
        state[f"{new}query_key_value.{kind}"] = torch.cat(parts)
    return state
