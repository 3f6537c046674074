"""tracker import."""

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from sqlalchemy.orm import Session

from tracker.cli.lazy import Refusal
from tracker.cli.opening import operator, reading, writing
from tracker.config import Settings
from tracker.domain.actors import Actor
from tracker.domain.clock import now
from tracker.domain.folding import fold
from tracker.domain.vocabulary import ContentVerdict
from tracker.imports import COMMAND, all_formats, read, recognise
from tracker.services import originals
from tracker.services.file_imports import importing
from tracker.services.file_imports.importing import ImportedFile, Outcome, Plan
from tracker.services.file_imports.importing_plans import BAD
from tracker.services.members import accounts

SOME_REFUSED = 1
_MOST_SHOWN = 50


@click.command("import")
@click.argument(
    "format_name", metavar="FORMAT", type=click.Choice(["auto", *(f.name for f in all_formats())])
)
@click.argument(
    "path", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing.")
@click.option("--good-rows", is_flag=True, help="Import what can be; without it, all rows or none.")
@click.option("--as", "email", metavar="ACCOUNT", help="The member in whose name it comes in.")
@click.option(
    "--map",
    "pairs",
    multiple=True,
    metavar="LABEL=VERDICT",
    help="What a rating means here. Repeatable.",
)
@click.pass_context
def import_file(
    ctx: click.Context,
    format_name: str,
    path: Path,
    *,
    dry_run: bool,
    good_rows: bool,
    email: str | None,
    pairs: tuple[str, ...],
) -> None:
    """Import fact checks of others, annotations, and our own exports with edits.

    FORMAT is auto, or the name of one. The exit code is 1 where rows were refused.
    """
    content = path.read_bytes()
    file = ImportedFile(path.name, originals.hash_of(content))
    name = recognise(content) if format_name == "auto" else format_name
    found = read(name, content, limits=COMMAND)
    site, meant = Settings.from_environ().base_url, _meanings(pairs)
    with reading() as session:
        actor = _actor(session, email)
        shown = importing.plan(session, found, site=site, actor=actor, sha256=file.sha256)
    meanings = {one.key: meant[one.key[1]] for one in shown.ratings if one.key[1] in meant}
    _report(shown)
    if dry_run:
        ctx.exit(SOME_REFUSED if shown.bad else 0)
    with writing() as session:
        run = importing.carry_out(
            session,
            found,
            file=file,
            site=site,
            actor=actor,
            at=now(),
            meanings=meanings,
            good_rows_only=good_rows,
        )
        session.commit()
    done = ", ".join(f"{count} {Outcome(word).label.lower()}" for word, count in run.counts.items())
    click.echo(f"Import {run.id}: {done}.")
    ctx.exit(SOME_REFUSED if any(run.counts.get(word.value) for word in BAD) else 0)


def _actor(session: Session, email: str | None) -> Actor:
    if email is None:
        return operator()
    return accounts.as_actor(accounts.by_email(session, email))


def _meanings(pairs: tuple[str, ...]) -> dict[str, ContentVerdict]:
    """Return what each label means, by the label as it is compared."""
    meanings = {}
    for pair in pairs:
        label, equals, word = pair.rpartition("=")
        if not equals or word not in set(ContentVerdict):
            known = ", ".join(word.value for word in ContentVerdict)
            raise Refusal(f"write --map as LABEL=VERDICT, with one of: {known}")
        meanings[fold(label)] = ContentVerdict(word)
    return meanings


def _report(shown: Plan) -> None:
    for remark in shown.remarks:
        click.echo(f"Note: {remark}.", err=True)
    table = Table("Row", "What happens", "Claim", "Why", box=None, pad_edge=False)
    rows = [row for row in shown.rows if row.outcome is not Outcome.SKIP]
    for row in rows[:_MOST_SHOWN]:
        table.add_row(str(row.line), row.outcome.label, row.title, "\n".join(row.messages))
    if rows:
        Console(stderr=True).print(table)
    if len(rows) > _MOST_SHOWN:
        click.echo(f"… and {len(rows) - _MOST_SHOWN} more.", err=True)
    counts = shown.counts
    told = ", ".join(f"{counts[one]} {one.label.lower()}" for one in Outcome if counts[one])
    click.echo(f"In this file: {told}.", err=True)
