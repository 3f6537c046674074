"""tracker workflow."""

import click

from tracker.domain import handbook


@click.command("workflow")
@click.option("--picture", is_flag=True, help="The picture, as SVG, instead of the page.")
def workflow(*, picture: bool) -> None:
    """Write the page about the moves of a claim, or its picture.

    docs/workflow.md and docs/workflow.svg are made by it, from the table itself.
    """
    click.echo(handbook.picture() if picture else handbook.page(), nl=False)
