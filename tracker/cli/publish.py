"""tracker publish."""

from dataclasses import replace
from pathlib import Path

import click

from tracker.cli.lazy import Refusal
from tracker.cli.opening import reading
from tracker.config import Settings
from tracker.web import create_app
from tracker.web.site.site_folder import publish as publish_to
from tracker.web.site.static_site import LinkLeadsNowhere, StaticSite


@click.command("publish")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--address", metavar="URL", help="Where the files will stand; else TRACKER_BASE_URL.")
def publish(folder: Path, address: str | None) -> None:
    """Write the public site as files that any web server can serve.

    What has not changed is left alone. What an earlier publication wrote and is not on the site
    any more is deleted; a folder with other files is refused.
    """
    settings = Settings.from_environ()
    if address:
        settings = replace(settings, base_url=address.rstrip("/"))
    with reading():
        app = create_app(settings)
    app.config["STATIC_SITE"] = True
    try:
        outcome = publish_to(StaticSite(app).files(), folder)
    except LinkLeadsNowhere as error:
        raise Refusal(f"the site is not whole: {error}") from error
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise Refusal(f"cannot write to {folder}: {reason}") from error
    click.echo(
        f"{outcome.written} files written to {folder}, {outcome.unchanged} unchanged, "
        f"{outcome.deleted} deleted."
    )
