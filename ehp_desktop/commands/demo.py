"""`demo`: a fresh store of the fictional caseload, a surgery and its agenda."""

import datetime as dt
from pathlib import Path

import click

from ehp_desktop.commands.printing import format_option, print_json
from ehp_desktop.commands.program import Program, WindowAsked, leave, pass_program
from ehp_desktop.review.last_store import data_folder, last_store, remember_store


@click.command()
@click.option(
    "--dir",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where to make it (default: a new folder under the user's data folder).",
)
@click.option("--headless", is_flag=True, help="Print where things are; open no window.")
@format_option
@pass_program
def demo(program: Program, folder: Path | None, headless: bool, form: str) -> None:
    """Make a store of the fictional sample caseload, a surgery and its agenda."""
    from ehp_desktop.review.sample import AS_OF
    from ehp_desktop.review.sample.setting import make_demo

    made = make_demo(folder or _new_folder(), clock=program.clock)
    if last_store() is None:  # the fiction never takes the place of somebody's own store
        remember_store(made.store)
    if form == "json":
        print_json(
            {
                "store": str(made.store),
                "pdf": str(made.pdf),
                "passphrase_file": str(made.passphrase_file),
                "as_of": AS_OF.isoformat(),
            }
        )
    else:
        for label, text in (
            ("Store", str(made.store)),
            ("Agenda", str(made.pdf)),
            ("Passphrase file", str(made.passphrase_file)),
            ("As at", AS_OF.isoformat()),
        ):
            click.echo(f"{program.say(label)}: {text}")
    if not headless:
        leave(program.open_window(_window(program, made.store, made.passphrase_file, AS_OF)))


def _window(program: Program, store: Path, passphrase_file: Path, as_of: dt.date) -> WindowAsked:
    return WindowAsked(store, None, program.asked_language, as_of, passphrase_file)


def _new_folder() -> Path:
    """The first of demo, demo-2, demo-3 ... that does not exist yet."""
    number = 1
    while (folder := data_folder() / (f"demo-{number}" if number > 1 else "demo")).exists():
        number += 1
    return folder
