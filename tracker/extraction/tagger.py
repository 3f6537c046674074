"""The trained tagger: texts in, raw attributions out, with nothing but a small ONNX model."""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from tracker.extraction.decode import Stretch, stretches
from tracker.extraction.encoding import Encoded, encode
from tracker.extraction.linker import Group, Linker, Scores, Settings, offsets

Spans = tuple[tuple[int, int], ...]

BATCH = 8
"""Windows the model sees at once."""
CHUNK = 48
"""Windows whose scores are held in memory before they are decoded."""
_BEGIN_MARK, _END_MARK = 101, 102


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


@dataclass(frozen=True, slots=True)
class Model:
    """The files of the package, loaded."""

    session: Any
    tokenizer: Any
    settings: Settings
    calibration: dict[str, float]


def tag(texts: Sequence[str], threads: int = 1) -> list[list[RawAttribution]]:
    """Find every attribution of every text; windows of several texts share a batch."""
    return tag_with(load(threads), texts)


def tag_with(model: Model, texts: Sequence[str]) -> list[list[RawAttribution]]:
    """Do the same with a model already loaded."""
    pieces = [encode(text, model.tokenizer) for text in texts]
    found: list[list[RawAttribution]] = [[] for _ in texts]
    for chunk in chunks(pieces):
        for stretch, scored in zip(chunk, scores(model, pieces, chunk), strict=True):
            for group in Linker(stretch, scored, model.settings).groups():
                found[stretch.text].append(finish(model, pieces[stretch.text], group))
    return found


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
    import onnxruntime  # noqa: PLC0415 - the app starts without it
    from tokenizers import Tokenizer  # noqa: PLC0415

    config = json.loads((folder / "config.json").read_text("utf-8"))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(
        (folder / config["model"]).read_bytes(), options, providers=["CPUExecutionProvider"]
    )
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return Model(session, tokenizer, Settings(**config["settings"]), config["calibration"])


def chunks(pieces: Sequence[Encoded]) -> Iterator[list[Stretch]]:
    """Stretches of all the texts in groups of about as many windows as memory should hold."""
    chunk: list[Stretch] = []
    for number, encoded in enumerate(pieces):
        for stretch in stretches(number, encoded):
            chunk.append(stretch)
            if sum(len(held.cores) for held in chunk) >= CHUNK:
                yield chunk
                chunk = []
    if chunk:
        yield chunk


def scores(model: Model, pieces: Sequence[Encoded], chunk: list[Stretch]) -> list[list[Scores]]:
    """Run the windows of a chunk, those of like length together."""
    places = [(s, w) for s, stretch in enumerate(chunk) for w in range(len(stretch.cores))]
    places.sort(key=lambda place: _length(chunk, place))
    results: dict[tuple[int, int], Scores] = {}
    for first in range(0, len(places), BATCH):
        held = places[first : first + BATCH]
        results.update(zip(held, _run(model, pieces, chunk, held), strict=True))
    return [[results[s, w] for w in range(len(held.cores))] for s, held in enumerate(chunk)]


def _length(chunk: list[Stretch], place: tuple[int, int]) -> int:
    core = chunk[place[0]].cores[place[1]]
    return core.last - core.first


def _run(
    model: Model,
    pieces: Sequence[Encoded],
    chunk: list[Stretch],
    held: list[tuple[int, int]],
) -> list[Scores]:
    """Pad a batch of windows and let the model score it."""
    width = max(_length(chunk, place) for place in held) + 2
    names = ("ids", "case", "gap", "quote")
    inputs = {name: np.zeros((len(held), width), dtype=np.int64) for name in names}
    for row, (number, window) in enumerate(held):
        core, encoded = chunk[number].cores[window], pieces[chunk[number].text]
        size = core.last - core.first
        for name, table in inputs.items():
            table[row, 1 : size + 1] = getattr(encoded, name)[core.first : core.last]
        inputs["ids"][row, [0, size + 1]] = _BEGIN_MARK, _END_MARK
    tags, statements, links = model.session.run(["tags", "statements", "links"], inputs)
    return [Scores(tags[row], statements[row], links[row]) for row in range(len(held))]


def finish(model: Model, pieces: Encoded, group: Group) -> RawAttribution:
    """Turn a group of pieces into offsets and one calibrated number."""
    return RawAttribution(
        content=offsets(pieces, group.contents),
        cue=offsets(pieces, [group.cue] if group.cue else []),
        source=offsets(pieces, [group.source] if group.source else []),
        confidence=confidence(group.features, model.calibration),
        statement=group.statement,
    )


def confidence(features: dict[str, float], weights: dict[str, float]) -> float:
    """Give the calibrated probability that an attribution with these features is right."""
    score = weights.get("bias", 0.0)
    score += sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
