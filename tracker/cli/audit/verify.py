"""tracker audit verify."""

import click

from tracker.cli.lazy import Refusal
from tracker.cli.opening import reading
from tracker.services.trail import chain


@click.command("verify")
@click.option("--head", metavar="SEAL", help="A seal that was kept elsewhere: it must come by.")
@click.option(
    "--from",
    "after",
    metavar="NUMBER",
    type=click.IntRange(min=0),
    default=0,
    help="Begin behind this event, and take what stands before on trust.",
)
def verify(head: str | None, after: int) -> None:
    """Check every seal of the history, from the first event to the last.

    Prints the last seal. Keep it where nobody of the newsroom writes, and give it with --head
    the next time: a history that was rewritten as a whole has every seal in order, but not
    that one.
    """
    with reading() as session:
        walk = chain.verify(session, after=after, anchor=head)
    if walk.broken is not None:
        raise Refusal(
            f"the history breaks at event {walk.broken.event_id}, after {walk.count} sound ones: "
            f"{walk.broken.reason}"
        )
    if head is not None and not walk.saw_anchor:
        raise Refusal("the history holds together, but the seal you kept is not in it")
    click.echo(f"The history is sound: {walk.count} events, every seal holds.")
    if walk.erased:
        click.echo(f"Of {walk.erased} of them a part was erased on request; the digests hold.")
    click.echo(f"Last seal, of event {walk.last_id}: {walk.head}")
