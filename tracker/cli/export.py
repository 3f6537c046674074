"""tracker export."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

import click

from tracker.cli.choices import require_known, selects_claims
from tracker.cli.lazy import Refusal
from tracker.cli.opening import reading
from tracker.config import Settings
from tracker.domain.clock import now
from tracker.domain.commands import Selection
from tracker.exports import ExportSummary, all_formats, get
from tracker.services.reporting import exporting


@click.command("export")
@click.argument("format_name", metavar="FORMAT", type=click.Choice([f.name for f in all_formats()]))
@selects_claims
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file.")
@click.option("--bom", is_flag=True, help="Begin a CSV file as Excel wants it.")
@click.option("--internal", is_flag=True, help="With notes and assignees: not to be passed on.")
def export(
    format_name: str, output: Path | None, *, bom: bool, internal: bool, **wanted: Any
) -> None:
    """Write claims in one of the export formats.

    They go to standard output unless --output names a file.
    """
    selection = Selection(**wanted)
    with reading() as session, open_output(output) as stream:
        require_known(session, selection)
        context = exporting.context(
            session, Settings.from_environ(), internal=internal, byte_order_mark=bom
        )
        with _bar(exporting.count(session, selection)) as tell:
            summary = exporting.write(
                session,
                get(format_name),
                selection,
                stream,
                context=context,
                at=now(),
                progress=tell,
            )
    _report(summary, output)


@contextmanager
def _bar(total: int) -> Iterator[exporting.Progress]:
    """Show how far it has come on a terminal; elsewhere nothing is shown."""
    with click.progressbar(length=total, label="Writing", file=sys.stderr) as bar:
        yield lambda written: bar.update(written - bar.pos)
        bar.update(total - bar.pos)


@contextmanager
def open_output(output: Path | None) -> Iterator[BinaryIO]:
    """Open the output; a file gets its name only once it is complete, so none is cut short."""
    if output is None:
        yield sys.stdout.buffer
        return
    # A pipe or a device must stay what it is.
    is_special = output.exists() and not output.is_file()
    part = output if is_special else output.with_name(f"{output.name}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        if part != output:
            part.replace(output)
    except OSError as error:
        raise Refusal(f"cannot write {output}: {(error.strerror or str(error)).lower()}") from error
    finally:
        if part != output:
            part.unlink(missing_ok=True)


def _report(summary: ExportSummary, output: Path | None) -> None:
    where = "" if output is None else f" to {output}"
    click.echo(f"{summary.written} claims written{where}.", err=True)
    for reason, number in sorted(summary.left_out.items()):
        click.echo(f"{number} left out: {reason}", err=True)
