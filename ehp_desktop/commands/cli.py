"""The program without a screen: its options, its commands, and how it fails.

Nothing heavy is imported here: `--help` and wrong usage answer at once. Each command imports what
it needs when it runs.
"""

import sys
from pathlib import Path

import click

from ehp_desktop import __version__
from ehp_desktop.commands.actions import action
from ehp_desktop.commands.agendas import agenda
from ehp_desktop.commands.backups import backup, backups, rescue, restore
from ehp_desktop.commands.caseload import cases, explain
from ehp_desktop.commands.children import child
from ehp_desktop.commands.court import order, step
from ehp_desktop.commands.demo import demo
from ehp_desktop.commands.failures import CommandGroup
from ehp_desktop.commands.intake import import_files
from ehp_desktop.commands.keeping import audit, hold, purge
from ehp_desktop.commands.notes import advice, note
from ehp_desktop.commands.outcomes import outcome
from ehp_desktop.commands.overrides import override, parameter
from ehp_desktop.commands.papers import actions, invitation, minutes, summary
from ehp_desktop.commands.people import people, recover
from ehp_desktop.commands.program import Program, WindowAsked, leave
from ehp_desktop.commands.stores import check, init
from ehp_desktop.commands.surgeries import surgery
from ehp_desktop.review.language import Language


@click.group(
    cls=CommandGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option(
    "--store",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="EHP_STORE",
    metavar="DIR",
    help="The store's folder (default: EHP_STORE, else the last one opened).",
)
@click.option("--user", metavar="NAME", help="Whose passphrase it is; without, each is tried.")
@click.option(
    "--language",
    type=click.Choice([language.value for language in Language]),
    help="The language of what is printed and of papers (default: en).",
)
@click.version_option(__version__, prog_name="ehp-desktop")
@click.pass_context
def cli(ctx: click.Context, store: Path | None, user: str | None, language: str | None) -> None:
    """The Care Order Discharge Legal Surgery: a caseload in, an agenda out.

    Without a command the window opens. The passphrase is asked on the terminal, or is the first
    line of the file named in EHP_PASSPHRASE_FILE.
    """
    _write_utf8()
    program: Program = ctx.obj
    program.store = store
    program.user = user
    program.asked_language = Language(language) if language else None
    if ctx.invoked_subcommand is None:
        asked = WindowAsked(folder=store, user=user, language=program.asked_language)
        leave(program.open_window(asked))


def _write_utf8() -> None:
    """Names have ŵ and ŷ, and the console of Windows would not print them by itself."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


for command in (
    *(demo, init, import_files, cases, explain, child),
    *(surgery, agenda, minutes, summary, invitation),
    *(outcome, action, actions, step, order),
    *(note, advice, outcome, action, step, order, override, parameter),
    *(people, recover, audit, hold, purge, backup, backups, restore, rescue, check),
):
    cli.add_command(command)
