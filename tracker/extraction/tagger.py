"""The trained tagger: texts in, raw attributions out, with nothing but a small ONNX model."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from tracker.extraction.decode import Core, Stretch, stretches
from tracker.extraction.encoding import Encoded, encode
from tracker.extraction.linker import Group, Linker, Scores, Settings, offsets

Spans = tuple[tuple[int, int], ...]

_INPUTS = ("ids", "case", "gap", "quote")
_BEGIN_MARK, _END_MARK = 101, 102
#: Adding and normalising in one step is a tenth slower than one after the other, for all its name.
_SLOW_STEPS = ["SkipLayerNormFusion"]


@dataclass(frozen=True, slots=True)
class RawAttribution:
    """What the network sees: spans in code points, and how sure it is."""

    content: Spans
    cue: Spans
    source: Spans
    confidence: float
    """The calibrated probability that content and source are both right."""
    statement: float
    """The probability that this was said or written rather than thought or felt."""
    features: tuple[tuple[str, float], ...] = ()
    """What the confidence was computed from."""


@dataclass(frozen=True, slots=True)
class Model:
    """The files of the package, loaded."""

    session: Any
    tokenizer: Any
    settings: Settings
    calibration: dict[str, float]


def tag(texts: Sequence[str], threads: int = 1) -> list[list[RawAttribution]]:
    """Find every attribution of every text."""
    return tag_with(load(threads), texts)


def tag_with(model: Model, texts: Sequence[str]) -> list[list[RawAttribution]]:
    """Do the same with a model already loaded."""
    return [_tag_one(model, encode(text, model.tokenizer)) for text in texts]


def _tag_one(model: Model, pieces: Encoded) -> list[RawAttribution]:
    found = (
        finish(model, pieces, group)
        for stretch in stretches(pieces)
        for group in Linker(stretch, scores(model, pieces, stretch), model.settings).groups()
    )
    return [one for one in found if one.confidence >= model.settings.doubtful]


_loading = threading.Lock()


def load(threads: int = 1) -> Model:
    """Load the model of the package once; later calls share it."""
    with _loading:
        return _load(threads)


@cache
def _load(threads: int) -> Model:
    with resources.as_file(resources.files("tracker.extraction") / "weights") as folder:
        return load_from(folder, threads)


def load_from(folder: Path, threads: int = 1) -> Model:
    """Load a model from a folder."""
    import onnxruntime
    from tokenizers import Tokenizer

    config = json.loads((folder / "config.json").read_text("utf-8"))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        (folder / config["model"]).read_bytes(),
        options,
        providers=["CPUExecutionProvider"],
        disabled_optimizers=_SLOW_STEPS,
    )
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return Model(session, tokenizer, Settings(**config["settings"]), config["calibration"])


def scores(model: Model, pieces: Encoded, stretch: Stretch) -> list[Scores]:
    """Let the model score the windows of a stretch.

    One at a time: on a processor that is as fast as a batch, nothing is padded, and what is
    found in a text never depends on its neighbours.
    """
    return [_run(model, pieces, core) for core in stretch.cores]


def _run(model: Model, pieces: Encoded, core: Core) -> Scores:
    """Score one window, its two marks around it."""
    inputs = {name: np.zeros((1, core.last - core.first + 2), dtype=np.int64) for name in _INPUTS}
    for name, table in inputs.items():
        table[0, 1:-1] = getattr(pieces, name)[core.first : core.last]
    inputs["ids"][0, [0, -1]] = _BEGIN_MARK, _END_MARK
    tags, statements, links = model.session.run(["tags", "statements", "links"], inputs)
    return Scores(tags[0], statements[0], links[0])


def finish(model: Model, pieces: Encoded, group: Group) -> RawAttribution:
    """Turn a group of pieces into offsets and one calibrated number."""
    return RawAttribution(
        content=offsets(pieces, group.contents),
        cue=offsets(pieces, [group.cue] if group.cue else []),
        source=offsets(pieces, [group.source] if group.source else []),
        confidence=confidence(group.features, model.calibration),
        statement=group.statement,
        features=tuple(group.features.items()),
    )


def confidence(features: dict[str, float], weights: dict[str, float]) -> float:
    """Give the calibrated probability that an attribution with these features is right."""
    score = weights.get("bias", 0.0)
    score += sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
