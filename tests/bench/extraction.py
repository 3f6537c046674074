"""How good and how fast extraction is here, in one table; run by `make bench-extraction`.

Speed is measured in fresh processes that may use one thread: the texts are our own golden cases,
repeated. Quality is measured on GOLD, a file of labelled lines; without it, on the golden cases,
which the extractor is built to pass: they show that nothing broke, not how good it is. SPEAKERS, a
file of who said what of the attributions in GOLD, adds how well speakers and statements are told.
"""

import argparse
import json
import math
import os
import resource
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from rich import box
from rich.console import Console
from rich.table import Table

from tests.bench import judgements
from tracker.extraction import EXTRACTOR_VERSION, Span, extract
from tracker.extraction.labels import LabelledText, Labels, read_labelled
from tracker.extraction.scoring import Report, report, tally

CASES = Path(__file__).parent.parent / "cases" / "extraction"
SIZES = (10_000, 30_000, 100_000, 1_000_000)
#: At least so many characters are read to tell the words a second.
ENOUGH = 100_000
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TRACKER_THREADS"), "1"
)


def main() -> None:
    """Print the table, or measure one thing for it in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", nargs="?", type=Path, help="labelled lines")
    parser.add_argument("speakers", nargs="?", type=Path, help="who said what in them")
    parser.add_argument("--measure", choices=("cold", "rate", "growth"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.measure:
        measures = {"cold": cold_start, "rate": rate, "growth": growth}
        sys.stdout.write(json.dumps(measures[chosen.measure]()))
        return
    show(chosen.gold, chosen.speakers)


def show(gold: Path | None, speakers: Path | None = None) -> None:
    """Print quality and speed."""
    labelled = list(labelled_texts(gold))
    table = Table(title=f"Extractor {EXTRACTOR_VERSION}", box=box.SIMPLE_HEAD, title_justify="left")
    table.add_column("")
    table.add_column("Measured", justify="right")
    table.add_column("On")
    for name, statements_only in (("all", False), ("statements", True)):
        add_quality(table, score(labelled, statements_only=statements_only), name, gold)
    if gold:
        error = 100 * judgements.calibration(labelled)
        table.add_row("Calibration error, points", f"{error:.1f}", "confidence, ten bins")
    if gold and speakers:
        add_judgements(table, gold, speakers)
    cold, fast, grown = (in_fresh_process(name) for name in ("cold", "rate", "growth"))
    table.add_section()
    table.add_row(
        "Words a second", f"{fast['words_per_second']:,.0f}", "one thread, short articles"
    )
    table.add_row("Cold start", f"{cold['seconds']:.2f} s", "import and one sentence")
    table.add_row("Peak memory", f"{fast['megabytes']:.0f} MB", "after the articles")
    sizes = f"{grown['from']:,} to {grown['to']:,} characters"
    table.add_row("Growth exponent", f"{grown['exponent']:.2f}", f"{sizes}, steepest step")
    Console().print(table)


def labelled_texts(gold: Path | None) -> Iterator[LabelledText]:
    """Yield the articles of the file, or the golden cases in English."""
    if gold is not None:
        yield from read_labelled(gold.read_text(encoding="utf-8").split("\n"))
        return
    for path in sorted(CASES.glob("*.toml")):
        case = tomllib.loads(path.read_text("utf-8"))
        if case.get("language", "en") == "en":
            yield labelled_case(path.stem, case)


def labelled_case(name: str, case: dict) -> LabelledText:
    """Return a golden case as a labelled article; its words stand where they are first found."""
    text = case["text"]
    return LabelledText(
        name,
        text,
        tuple(
            Labels(
                **{
                    part: tuple(find(text, words) for words in statement.get(part, ()))
                    for part in ("content", "cue", "source")
                }
            )
            for statement in case["statement"]
        ),
    )


def find(text: str, words: str) -> Span:
    """Return where the words first stand."""
    start = text.index(words)
    return Span(start, start + len(words))


def score(labelled: list[LabelledText], *, statements_only: bool) -> Report:
    """Read every article and score what is found."""
    return report(
        [
            tally(
                article.text,
                article.attributions,
                [Labels(one.content, one.cue, one.source) for one in extract(article.text)],
                statements_only=statements_only,
            )
            for article in labelled
        ]
    )


def add_quality(table: Table, scored: Report, name: str, gold: Path | None) -> None:
    """Add the figures of one report to the table."""
    where = f"{scored.articles} articles of {gold.name}" if gold else "the golden cases"
    whole = scored.overall
    rows = [("Detection F1", whole.detection.f1)]
    if gold:
        # The golden cases do not name every source, so only labels tell who was right.
        rows.append(("Joint F1", whole.joint.f1))
        rows += [(f"Joint F1, {kind}", one.joint.f1) for kind, one in scored.kinds.items()]
    for heading, figure in rows:
        value, low, high = (100 * share for share in figure)
        table.add_row(f"{heading}, {name}", f"{value:.1f} ({low:.1f}–{high:.1f})", where)
    table.add_section()


def add_judgements(table: Table, gold: Path, speakers: Path) -> None:
    """Add how well speakers are resolved, and statements told from thoughts."""
    labels = json.loads(speakers.read_text("utf-8"))
    lines = filter(str.strip, gold.read_text("utf-8").split("\n"))
    articles = {article["id"]: article for article in map(json.loads, lines)}
    for what, share in sorted(judgements.speakers(articles, labels).items()):
        table.add_row(f"Right speaker, {what}", f"{100 * share:.1f}", f"sources of {speakers.name}")
    told = judgements.statements(articles, labels)
    where = f"{told['found']} found of {told['labelled']} in {speakers.name}"
    table.add_row("Statements apart from thoughts, F1", f"{100 * told['f1']:.1f}", where)
    table.add_row("Thoughts recognised", f"{100 * told['thoughts']:.1f}", where)


def in_fresh_process(measure: str) -> dict[str, float]:
    """Measure one thing where nothing is loaded yet, on one thread."""
    done = subprocess.run(
        [sys.executable, __file__, "--measure", measure],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, **ONE_THREAD},
    )
    return json.loads(done.stdout)


def cold_start() -> dict[str, float]:
    """Return the seconds from an empty process to the first statement found."""
    program = (
        "from tracker.extraction import extract; "
        "extract('“The port will grow,” said Ana Silva, its director.')"
    )
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True)
    return {"seconds": time.perf_counter() - start}


def rate() -> dict[str, float]:
    """Return the words a second over articles, and the most memory that it took."""
    texts = [article.text for article in labelled_texts(None)]
    extract(texts[0])
    texts *= math.ceil(ENOUGH / sum(map(len, texts)))
    start = time.process_time()
    for text in texts:
        extract(text)
    seconds = time.process_time() - start
    words = sum(len(text.split()) for text in texts)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"words_per_second": words / seconds, "megabytes": memory / 1024}


def growth() -> dict[str, float]:
    """Return the exponent with which the cost of one text grows, that of the steepest step."""
    everything = "\n\n".join(article.text for article in labelled_texts(None))
    whole = (everything + "\n\n") * math.ceil(SIZES[-1] / len(everything))
    extract(whole[:1000])
    costs = [cost(whole[:size]) for size in SIZES]
    steps = pairwise(zip(SIZES, costs, strict=True))
    exponent = max(
        math.log(after / before) / math.log(larger / smaller)
        for (smaller, before), (larger, after) in steps
    )
    return {"from": SIZES[0], "to": SIZES[-1], "exponent": exponent}


def cost(text: str) -> float:
    """Return the seconds of the processor that reading takes: the best of three short ones."""
    found = []
    while len(found) < 3 and sum(found) < 30:
        start = time.process_time()
        extract(text)
        found.append(time.process_time() - start)
    return min(found)


if __name__ == "__main__":
    main()
