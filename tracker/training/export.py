"""From a checkpoint to the files of the package: an int8 ONNX model, a tokenizer, a config."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from tracker.training.network import Tagger

INPUTS = ("ids", "case", "gap", "quote")
OUTPUTS = ("tags", "statements", "links")
MODEL = "model.int8.onnx"


class Scorer(nn.Module):  # type: ignore[misc]  # torch has no types here
    """The network as it runs: one window at a time, probabilities instead of scores."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger
        tagger.padded = False

    def forward(
        self, ids: Tensor, case: Tensor, gap: Tensor, quote: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return log probabilities of tags, probabilities of statements and of links."""
        tags, statements, links = self.tagger(ids, case, gap, quote)
        return tags.log_softmax(-1), statements.sigmoid(), links.softmax(-1)


def export(tagger: Tagger, folder: Path, *, quantized: bool = True) -> Path:
    """Write the ONNX model, its matrices in eight bits."""
    folder.mkdir(parents=True, exist_ok=True)
    sample = torch.ones((2, 16), dtype=torch.int64)
    free = {0: "windows", 1: "pieces"}
    axes = dict.fromkeys((*INPUTS, "tags", "statements"), free)
    axes["links"] = {0: "windows", 2: "pieces", 3: "pieces"}
    with tempfile.TemporaryDirectory() as temporary:
        plain = Path(temporary) / "model.onnx"
        torch.onnx.export(
            Scorer(tagger).eval(),
            (sample, sample, sample, sample),
            str(plain),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        return _write(plain, folder / MODEL, quantized=quantized)


def _write(plain: Path, to: Path, *, quantized: bool) -> Path:
    """Quantize, or only copy; seven bits a weight, since eight overflow on older processors."""
    if not quantized:
        to.write_bytes(plain.read_bytes())
        return to
    quantize_dynamic(
        plain,
        to,
        op_types_to_quantize=["MatMul", "Gather"],
        per_channel=True,
        reduce_range=True,
        weight_type=QuantType.QInt8,
        extra_options={"MatMulConstBOnly": True},
    )
    return to


def write_config(folder: Path, config: dict[str, Any]) -> None:
    """Write the config with the checksums of the files beside it."""
    checksums = {
        name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
        for name in (MODEL, "tokenizer.json")
    }
    body = {"model": MODEL, **config, "sha256": checksums}
    text = json.dumps(body, indent=1, ensure_ascii=False)
    (folder / "config.json").write_text(text + "\n", "utf-8")
