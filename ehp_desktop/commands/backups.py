"""`backup`, `backups`, `restore` and `rescue`: a copy of the store, and what it is for."""

from pathlib import Path

import click

from ehp_desktop.commands.failures import SOME_REFUSED
from ehp_desktop.commands.printing import format_option, print_json
from ehp_desktop.commands.program import Program, leave, pass_program
from ehp_desktop.commands.secrets_asked import ask_passphrase
from ehp_desktop.review.last_store import data_folder, remember_store

_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("file", type=_FILE)
@format_option
@pass_program
def backup(program: Program, file: Path, form: str) -> None:
    """Write a backup of the store to the new FILE: one archive, encrypted as the store is."""
    from ehp_desktop.review.backups import backup as back_up

    with program.opened(write=False) as opened:
        made = back_up(opened, file.absolute())
    if form == "json":
        print_json({"file": str(file), "sha256": made.sha256, "records": made.records})
    else:
        click.echo(str(file))


@click.command()
@click.option("--folder", type=_FOLDER, metavar="DIR", help="Make them in this folder from now on.")
@click.option("--own-folder", is_flag=True, help="Make them in the store's own folder again.")
@format_option
@pass_program
def backups(program: Program, folder: Path | None, own_folder: bool, form: str) -> None:
    """The automatic backups: where they are made, how that has gone, and which there are."""
    from ehp_desktop.review.backups import automatic_backups, backup_warning, set_backup_folder

    if folder is not None and own_folder:
        raise click.UsageError("--folder and --own-folder are two different places; give one.")
    with program.opened(write=folder is not None or own_folder) as opened:
        if folder is not None or own_folder:
            set_backup_folder(opened, folder)
        shown, warning = automatic_backups(opened), backup_warning(opened)
    if form == "json":
        print_json(
            {
                "folder": str(shown.folder),
                "named": None if shown.named is None else str(shown.named),
                "last": shown.last and shown.last.isoformat(),
                "failing_since": shown.failing_since and shown.failing_since.isoformat(),
                "files": [str(path) for path in shown.files],
            }
        )
    else:
        for line in (str(shown.folder), *(f"  {path}" for path in shown.files)):
            click.echo(line)
    if warning is not None:
        click.echo(f"ehp-desktop: {warning}", err=True)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@format_option
@pass_program
def restore(program: Program, file: Path, form: str) -> None:
    """Put the backup FILE in the place of the store, which is kept; with a passphrase of then."""
    from ehp_desktop.review.backups import restore as put_back

    folder = program.store or _last_folder(program)
    restored = put_back(folder, file, ask_passphrase(), user=program.user, clock=program.clock)
    remember_store(folder)
    if form == "json":
        kept = None if restored.kept is None else str(restored.kept)
        print_json({"store": str(folder), "kept": kept, "records": restored.records})
        return
    click.echo(str(folder))
    if restored.kept is not None:
        click.echo(program.say("The store that was there is kept in {folder}.",
                               folder=restored.kept))  # fmt: skip


@click.command()
@click.option("--out", type=_FOLDER, metavar="DIR", required=True, help="A new folder.")
@format_option
@pass_program
def rescue(program: Program, out: Path, form: str) -> None:
    """Carry what can be read of a damaged store over into a new one; nothing of it is changed."""
    from ehp_desktop.review.backups import rescue as carry_over
    from ehp_desktop.review.opening import people

    folder = program.folder()
    people(folder)
    rescued = carry_over(folder, out, ask_passphrase(), user=program.user, clock=program.clock)
    if form == "json":
        tables = {
            name: {
                "read": one.read,
                "lost": one.lost,
                "at_least": one.at_least,
                "made_again": one.made_again,
            }
            for name, one in rescued.tables.items()
        }
        print_json(
            {
                "store": str(out),
                "tables": tables,
                "missing_changes": rescued.missing,
                "problems": list(rescued.problems),
            }
        )
    else:
        click.echo(str(out))
        for name, one in rescued.tables.items():
            least = "at least " if one.at_least else ""
            click.echo(f"{name}: {one.read} rows read, {least}{one.lost} lost")
        click.echo(_missing(rescued.missing))
        for problem in rescued.problems:
            click.echo(problem)
    if rescued.lost:
        leave(SOME_REFUSED)


def _last_folder(program: Program) -> Path:
    """The last store's folder, else where a first store is put: there may be none to replace."""
    from ehp_desktop.models.errors import StoreFolderError

    try:
        return program.folder()
    except StoreFolderError:
        return data_folder() / "store"


def _missing(changes: int | None) -> str:
    if changes is None:
        return "Whether the last changes are all there cannot be told."
    if not changes:
        return "No change is missing at the end."
    return f"The last {changes} changes, which had been stored, are missing."
