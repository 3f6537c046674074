"""A group of commands that imports one only when it is run, so that help comes at once."""

from collections.abc import Mapping
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from tracker.config import SettingsError
from tracker.domain.errors import TrackerError


class Refusal(click.ClickException):
    """What the program will not do, said in one line; the exit code is 2."""

    exit_code = 2


class LazyGroup(click.Group):
    """A group whose command ``some-verb`` stands in the module ``some_verb`` of ``package``.

    ``summaries`` names the commands in the order of the help, each with its one line.
    """

    def __init__(
        self, *args: Any, package: str, summaries: Mapping[str, str], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.package = package
        self.summaries = summaries

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Name the commands without importing them."""
        return list(self.summaries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of the command, and return the command in it."""
        if cmd_name not in self.summaries:
            return None
        # A module cannot be called import; it is called import_.
        name = cmd_name.replace("-", "_") + ("_" if iskeyword(cmd_name) else "")
        module = import_module(f"{self.package}.{name}")
        commands = (one for one in vars(module).values() if isinstance(one, click.Command))
        return next(one for one in commands if one.name == cmd_name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands, again without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(self.summaries.items()))

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what a service refuses becomes one line, never a traceback."""
        try:
            return super().invoke(ctx)
        except (TrackerError, SettingsError) as error:
            raise Refusal(str(error)) from error
