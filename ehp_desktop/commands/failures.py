"""How a command fails: one line on standard error, and an exit status of the contract."""

import errno
from typing import Any

import click

from ehp_desktop.models.errors import EhpError

DONE, NOT_DONE, WRONG_USAGE, SOME_REFUSED = 0, 1, 2, 3


class NotDone(click.ClickException):
    """It could not be done; the message says what and how to mend it, on one line."""

    exit_code = NOT_DONE

    def format_message(self) -> str:
        """The message on one line."""
        return " ".join(self.message.split())

    def show(self, file: Any = None) -> None:
        """Print it on standard error, and nothing else."""
        click.echo(f"ehp-desktop: {self.format_message()}", file=file, err=file is None)


class CommandGroup(click.Group):
    """A group whose commands' failures are told as the contract says."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was asked for."""
        try:
            return super().invoke(ctx)
        except EhpError as error:
            raise NotDone(str(error)) from error
        except (KeyboardInterrupt, click.Abort) as error:
            raise NotDone(
                "Stopped. What had been stored before is whole; nothing was stored by half."
            ) from error
        except OSError as error:
            if error.errno == errno.EPIPE:  # whoever read the output has gone: click's own affair
                raise
            name = f": {error.filename}" if error.filename else ""
            why = error.strerror or type(error).__name__
            raise NotDone(
                f"The computer refused ({why}{name}). What had been stored before is whole; "
                "mend that and try again."
            ) from error
