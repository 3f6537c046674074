"""tracker run."""

from dataclasses import replace

import click
from sqlalchemy import Engine

from tracker.cli import first_account
from tracker.cli.opening import bring_up_to_date, open_database, operator
from tracker.cli.serving import listen, serve
from tracker.config import Settings
from tracker.domain.clock import now
from tracker.models.engine import write_sessions
from tracker.services.demo import seeding
from tracker.web import create_app
from tracker.web.background import messenger, watcher, worker


@click.command("run")
@click.option("--host", help="Address to listen on; 127.0.0.1 keeps the pages to this machine.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port; the next free one if taken.")
@click.option("--demonstration", is_flag=True, help="Load the demonstration if it never was.")
def run(host: str | None, port: int | None, *, demonstration: bool) -> None:
    """Serve the newsroom's pages."""
    asked = _settings(host, port)
    with open_database(asked) as engine:
        bring_up_to_date(engine, asked)
        sign_in = _prepare(engine, asked, demonstration=demonstration)
    taken, settings = listen(asked)
    app = create_app(settings)
    if settings.port != asked.port:
        click.echo(f"Port {asked.port} is taken; using {settings.port}.")
    click.echo(f"{settings.newsroom} is at {settings.base_url}\n{sign_in}\nStop it with Ctrl+C.")
    # Exports that wait, or were broken off when the last server ended.
    worker.wake(app)
    with messenger.at_work(app), watcher.at_work(app):
        serve(app, taken, settings)
    click.echo("Stopped.")


def _settings(host: str | None, port: int | None) -> Settings:
    settings = Settings.from_environ()
    given = f"http://{settings.host}:{settings.port}"
    chosen = replace(
        settings, host=host or settings.host, port=settings.port if port is None else port
    )
    if settings.base_url == given:
        return replace(chosen, base_url=f"http://{chosen.host}:{chosen.port}")
    return chosen


def _prepare(engine: Engine, settings: Settings, *, demonstration: bool) -> str:
    """Make the first account and the demonstration where they are wanted; say how to sign in."""
    with write_sessions(engine)() as session:
        if first_account.ensure(session, settings, actor=operator(), at=now()):
            session.commit()
        if demonstration and not seeding.was_ever_loaded(session):
            click.echo("Loading the demonstration; `tracker seed remove` takes it away …")
            seeding.load(session, originals_dir=settings.originals_dir, at=now())
            session.commit()
        return first_account.how_to_sign_in(session, settings)
