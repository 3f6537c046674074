"""Networks as they are kept while they learn, and as the package ships them."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from tracker.training.network import Shape, Tagger

_PREFIX, _QUANTIZED = "tagger.", "_quantized"
_PRODUCT = "/MatMul_quant"


def load_checkpoint(path: Path) -> Tagger:
    """Load the network of a checkpoint, or of the eight-bit model that the package ships."""
    if path.suffix == ".onnx":
        return _reopened(path)
    checkpoint = torch.load(path, weights_only=True)
    tagger = Tagger(Shape(**checkpoint["shape"]))
    tagger.load_state_dict(checkpoint["state"])
    tagger.eval()
    return tagger


def _reopened(path: Path) -> Tagger:
    """Read what `export` wrote; what rounding took is gone."""
    graph = import_module("onnx").load(str(path)).graph
    tagger = Tagger(Shape())
    tagger.load_state_dict(dict(_parameters(graph)))
    tagger.eval()
    return tagger


def _parameters(graph: Any) -> Iterator[tuple[str, Tensor]]:
    """Yield every parameter by its name; matrices stand under the name of their product."""
    to_array = import_module("onnx.numpy_helper").to_array
    held = {one.name: to_array(one) for one in graph.initializer}
    for name, values in held.items():
        plain = name.removesuffix(_QUANTIZED)
        if name.startswith(_PREFIX) and plain != name:
            yield plain.removeprefix(_PREFIX), _unrounded(held, plain)
        elif name.startswith(_PREFIX) and values.dtype == np.float32 and values.ndim:
            yield name.removeprefix(_PREFIX), torch.from_numpy(values.copy())
    for node in graph.node:
        if node.name.endswith(_PRODUCT):
            place = node.name.removeprefix("/tagger/").removesuffix(_PRODUCT).replace("/", ".")
            matrix = _unrounded(held, node.input[1].removesuffix(_QUANTIZED))
            yield f"{place}.weight", matrix.T.contiguous()


def _unrounded(held: dict[str, Any], name: str) -> Tensor:
    zero = held[f"{name}_zero_point"].astype(np.float32)
    values = (held[f"{name}{_QUANTIZED}"].astype(np.float32) - zero) * held[f"{name}_scale"]
    return torch.from_numpy(values.astype(np.float32))
