"""Commands."""

from api.cli.catalogue.command import Command

COMMANDS: tuple[Command, ...] = ()
