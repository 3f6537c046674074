"""tracker evaluate: how well statements are found in articles that people have labelled."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from rich import box
from rich.console import Console
from rich.progress import track
from rich.table import Table

from tracker.cli.lazy import Refusal
from tracker.extraction import EXTRACTOR_VERSION, TextRefused, extract
from tracker.extraction.labels import LabelledText, Labels, MalformedLine, read_labelled
from tracker.extraction.scoring import Estimate, Measure, Report, Score, report, tally

_NO_PREDICTIONS: tuple[Labels, ...] = ()


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured, on what, and whose predictions they are."""

    report: Report
    words: int
    by: str
    statements_only: bool


@click.command("evaluate")
@click.argument("gold", type=click.Path(dir_okay=False, path_type=Path), metavar="GOLD.jsonl")
@click.option(
    "--predictions",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="PRED.jsonl",
    help="Score these instead of what the extractor finds now.",
)
@click.option("--statements", is_flag=True, help="Leave out beliefs, wishes and perceptions.")
@click.option("--language", default="en", show_default=True, help="The language of the texts.")
@click.option("--json", "as_json", is_flag=True, help="Write the figures as JSON.")
def evaluate(
    gold: Path, predictions: Path | None, language: str, *, statements: bool, as_json: bool
) -> None:
    """Measure extraction against articles that people have labelled.

    A line of GOLD.jsonl is one article: {"id": …, "text": …, "attributions": [{"content":
    [[start, end]], "cue": [[start, end]], "source": [[start, end]]}]}. Offsets count code
    points, the end not included. `tracker learning export` writes the same format.
    """
    labelled = _read(gold)
    if not labelled:
        raise Refusal(f"{gold} holds no labelled articles")
    if predictions is None:
        predicted, by = _extracted(labelled, language), f"extractor {EXTRACTOR_VERSION}"
    else:
        predicted, by = _predicted(predictions, labelled), predictions.name
    done = measured(labelled, predicted, by=by, statements_only=statements)
    if as_json:
        click.echo(json.dumps(_plain(done), indent=2))
    else:
        _print(done)


def measured(
    labelled: Sequence[LabelledText],
    predicted: Sequence[Sequence[Labels]],
    *,
    by: str,
    statements_only: bool,
) -> Evaluation:
    """Score the predictions for each labelled article."""
    counted = [
        tally(article.text, article.attributions, found, statements_only=statements_only)
        for article, found in zip(labelled, predicted, strict=True)
    ]
    words = sum(len(article.text.split()) for article in labelled)
    return Evaluation(report(counted), words, by, statements_only)


def _read(path: Path, *, texts: dict[str, str] | None = None) -> list[LabelledText]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
        return list(read_labelled(lines, texts=texts))
    except OSError as error:
        raise Refusal(f"cannot read {path}: {(error.strerror or str(error)).lower()}") from error
    except UnicodeDecodeError as error:
        raise Refusal(f"{path} is not a text in UTF-8") from error
    except MalformedLine as error:
        raise Refusal(f"{path}, {error}") from error


def _extracted(labelled: Sequence[LabelledText], language: str) -> list[tuple[Labels, ...]]:
    return [
        _found(article, language)
        for article in track(labelled, "Reading", console=Console(stderr=True), transient=True)
    ]


def _found(article: LabelledText, language: str) -> tuple[Labels, ...]:
    try:
        found = extract(article.text, language=language)
    except TextRefused as refused:
        raise Refusal(f'article "{article.name}": {refused}') from refused
    return tuple(Labels(one.content, one.cue, one.source) for one in found)


def _predicted(path: Path, labelled: Sequence[LabelledText]) -> list[tuple[Labels, ...]]:
    """Return the predictions article by article; one that is not named has none."""
    texts = {article.name: article.text for article in labelled}
    found = {one.name: one.attributions for one in _read(path, texts=texts)}
    return [found.get(article.name, _NO_PREDICTIONS) for article in labelled]


def _print(done: Evaluation) -> None:
    scored = done.report
    what = "Statements only" if done.statements_only else "All attributions"
    articles = f"{scored.articles:,} article{'' if scored.articles == 1 else 's'}"
    table = Table(
        title=f"{what}: {done.by}, {articles}, {done.words:,} words",
        caption="In parentheses, 95 % intervals over articles.",
        box=box.SIMPLE_HEAD,
        title_justify="left",
        caption_justify="left",
    )
    table.add_column("")
    for heading in ("Labelled", "Predicted", "Right", "Precision", "Recall", "F1"):
        table.add_column(heading, justify="right")
    whole = scored.overall
    table.add_row(*_line("Found", whole, whole.detection, whole.counts.found), end_section=True)
    table.add_row(*_line("Found, right source", whole, whole.joint, whole.counts.sourced))
    for kind, one in scored.kinds.items():
        table.add_row(*_line(f"  {kind}", one, one.joint, one.counts.sourced))
    console = Console()
    console.print(table)
    source = f"{whole.counts.sourced:,} of {whole.counts.found:,}"
    console.print(f"Right source among those found: {_percent(whole.source)} % ({source})")
    if scored.articles == 1:
        console.print("One article gives no interval: label more of them.")


def _line(name: str, score: Score, measure: Measure, right: int) -> list[str]:
    counts = (score.counts.labelled, score.counts.predicted, right)
    return [name, *(f"{count:,}" for count in counts), *map(_percent, measure)]


def _percent(estimate: Estimate) -> str:
    value, low, high = (100 * share for share in estimate)
    return f"{value:.1f} ({low:.0f}–{high:.0f})"


def _plain(done: Evaluation) -> dict[str, Any]:
    scored = done.report
    return {
        "by": done.by,
        "statements_only": done.statements_only,
        "articles": scored.articles,
        "words": done.words,
        "all": _figures(scored.overall),
        **{kind: _figures(score) for kind, score in scored.kinds.items()},
    }


def _figures(score: Score) -> dict[str, Any]:
    return {
        "counts": score.counts._asdict(),
        "detection": _measure(score.detection),
        "source_of_found": score.source._asdict(),
        "joint": _measure(score.joint),
    }


def _measure(measure: Measure) -> dict[str, Any]:
    return {name: estimate._asdict() for name, estimate in measure._asdict().items()}
