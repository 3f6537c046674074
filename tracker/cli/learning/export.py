"""tracker learning export."""

import json
from typing import TextIO

import click

from tracker.cli.opening import reading
from tracker.services.figures.learning import training_documents


@click.command("export")
@click.option(
    "-o",
    "--output",
    type=click.File("w", encoding="utf-8", lazy=False, atomic=True),
    default="-",
    metavar="FILE",
    help="A file instead of standard output.",
)
@click.option(
    "--statements",
    is_flag=True,
    help="Take articles whose statements are decided, with or without the folded thoughts.",
)
def export(output: TextIO, *, statements: bool) -> None:
    """Write decided articles as labelled lines, for training and measuring.

    An article counts once every proposal in it is accepted or declined. The demonstration is
    left out. `tracker evaluate` reads the file.
    """
    articles = attributions = 0
    with reading() as session:
        for document in training_documents(session, statements_only=statements):
            output.write(json.dumps(document, ensure_ascii=False) + "\n")
            articles += 1
            attributions += len(document["attributions"])
    click.echo(f"{articles} decided articles with {attributions} attributions.", err=True)
