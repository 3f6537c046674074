"""tracker dossier."""

from dataclasses import replace
from pathlib import Path

import click

from tracker.cli.export import open_output
from tracker.cli.opening import reading
from tracker.config import Settings
from tracker.domain.clock import now
from tracker.exports.formats.dossier import write_dossier
from tracker.services.reporting import dossiers, publishing


@click.command("dossier")
@click.option("--claim", "claim_id", type=int, metavar="ID", help="Of this claim.")
@click.option("--article", "article_id", type=int, metavar="ID", help="Of this article.")
@click.option("--internal", is_flag=True, help="With notes and assignees: not to be passed on.")
@click.option(
    "-o", "--output", required=True, type=click.Path(dir_okay=False, path_type=Path), help="A file."
)
def dossier(claim_id: int | None, article_id: int | None, output: Path, *, internal: bool) -> None:
    """Pack all that is known of a claim or an article, to be verified by a stranger."""
    if (claim_id is None) == (article_id is None):
        raise click.UsageError("name either a claim or an article")
    settings = Settings.from_environ()
    folder = settings.originals_dir
    with reading() as session:
        at = publishing.as_of(session)
        context = replace(publishing.context(settings, at=at), internal=internal)
        make = dossiers.of_claim if article_id is None else dossiers.of_article
        number = claim_id if article_id is None else article_id
        packed = make(
            session,
            number or 0,
            site=context.base_url,
            originals_dir=folder,
            at=now(),
            internal=internal,
        )
        with open_output(output) as stream:
            write_dossier(packed, stream, context=context)
    click.echo(f"The dossier of {packed.subject} is in {output}.", err=True)
