"""How fast extraction is beside another extractor: in turns, in fresh processes, on one thread.

OTHER is a command. It is called with a file of lines {"text": …}, and prints one line of JSON,
{"words": …, "seconds": …}: the words it read, by white space, and the seconds of the processor
that reading took, its loading apart. Run by `make bench-beside TEXTS=articles.jsonl OTHER="…"`.
"""

import argparse
import json
import os
import shlex
import statistics
import subprocess
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.bench.extraction import ONE_THREAD
from tracker.extraction import EXTRACTOR_VERSION, extract

TURNS = 5


def main() -> None:
    """Print what each reads in a second, and the ratio turn by turn; or read once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, help='lines with a "text"')
    parser.add_argument("other", nargs="?", help="the other extractor's command")
    chosen = parser.parse_args()
    if chosen.other is None:
        sys.stdout.write(json.dumps(own(chosen.texts)))
        return
    ours = [sys.executable, "-m", "tests.bench.beside", str(chosen.texts)]
    others = [*shlex.split(chosen.other), str(chosen.texts)]
    turns = [(speed(ours), speed(others)) for _ in range(TURNS)]
    show(turns, Path(others[0]).name)


def own(texts: Path) -> dict[str, float]:
    """Read every text once and return the words and the seconds of the processor."""
    read = [json.loads(line)["text"] for line in texts.read_text("utf-8").splitlines()]
    extract("Ana said no.")
    start = time.process_time()
    for text in read:
        extract(text)
    seconds = time.process_time() - start
    return {"words": sum(len(text.split()) for text in read), "seconds": seconds}


def speed(command: list[str]) -> float:
    """Run a command on one thread and return the words a second of the last line it prints."""
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, env={**os.environ, **ONE_THREAD}
    )
    said = json.loads(done.stdout.strip().splitlines()[-1])
    return said["words"] / said["seconds"]


def show(turns: list[tuple[float, float]], other: str) -> None:
    """Print lowest, middle and highest of both, and of ours by theirs."""
    table = Table(title="Words a second, one thread", title_justify="left")
    for heading in ("", "lowest", "median", "highest"):
        table.add_column(heading, justify="right" if heading else "left")
    ratios = [ours / theirs for ours, theirs in turns]
    ours, theirs = zip(*turns, strict=True)
    for name, values in ((f"this, {EXTRACTOR_VERSION}", ours), (other, theirs)):
        figures = (min(values), statistics.median(values), max(values))
        table.add_row(name, *(f"{figure:,.0f}" for figure in figures))
    figures = (min(ratios), statistics.median(ratios), max(ratios))
    table.add_row("ratio, turn by turn", *(f"{figure:.2f}" for figure in figures))
    Console().print(table)


if __name__ == "__main__":
    main()
