"""tracker seed remove."""

import click

from tracker.cli.opening import operator, writing
from tracker.domain.clock import now
from tracker.services.demo import seeding


@click.command("remove")
def remove() -> None:
    """Take the demonstration away; what people added stays."""
    with writing() as session:
        removed = seeding.remove(session, actor=operator(), at=now())
        session.commit()
    if not removed.is_anything:
        click.echo("There is no demonstration to remove.")
        return
    click.echo(
        f"Removed {removed.articles} articles, {removed.claims} claims, "
        f"{removed.speakers} speakers and {removed.outlets} outlets. "
        "The history still tells of them."
    )
    if removed.kept:
        click.echo(f"Kept {removed.kept} articles to which people have added claims.")
