"""Options of every command that makes a paper, and how what was made is written and told."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ehp_desktop.commands.options import moment
from ehp_desktop.commands.printing import print_json
from ehp_desktop.commands.program import Program

if TYPE_CHECKING:
    from ehp_desktop.review.documents.press import Printed

Command = TypeVar("Command", bound=Callable[..., Any])


def out_option(command: Command) -> Command:
    """The option `--out FILE.pdf`."""
    option = click.option(
        "--out",
        type=click.Path(path_type=Path, dir_okay=False),
        required=True,
        metavar="FILE.pdf",
        help="Where to write it.",
    )
    return option(command)


def language_option(command: Command) -> Command:
    """The option `--language` of a paper; None = the program's."""
    option = click.option(
        "--language",
        "languages",
        type=click.Choice(["en", "cy", "both"]),
        help="The paper's language (default: the program's).",
    )
    return option(command)


def names_option(command: Command) -> Command:
    """The option `--names`."""
    option = click.option(
        "--names",
        type=click.Choice(["initials", "full"]),
        default="initials",
        show_default=True,
        help="How children are named on it.",
    )
    return option(command)


def advice_option(command: Command) -> Command:
    """The option `--with-advice`, for chairs and lawyers."""
    option = click.option(
        "--with-advice", is_flag=True, help="With legal advice, for chairs and lawyers only."
    )
    return option(command)


def printed_at_option(command: Command) -> Command:
    """The option `--printed-at`."""
    option = click.option(
        "--printed-at",
        type=moment,
        metavar="TIME",
        help="The printing time on the paper (default: now).",
    )
    return option(command)


def write_paper(program: Program, printed: "Printed", out: Path, form: str) -> None:
    """Write a paper to its file, and say what was made.

    Raises:
        DiskError: it could not be written; what stood there before still stands.
    """
    from ehp_desktop.review.private_files import save_private

    save_private(out, printed.pdf)
    for warning in printed.warnings:
        click.echo(f"ehp-desktop: {warning}", err=True)
    if form == "json":
        print_json({"file": str(out), "pages": printed.pages, "sha256": printed.sha256})
    else:
        click.echo(program.say("{file}: {pages} pages", file=str(out), pages=printed.pages))
