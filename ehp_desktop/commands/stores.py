"""`init` and `check`: a new store, and whether one is whole."""

import getpass
from pathlib import Path

import click

from ehp_desktop.commands.failures import NotDone
from ehp_desktop.commands.options import unicode_text
from ehp_desktop.commands.printing import format_option, print_json
from ehp_desktop.commands.program import Program, pass_program
from ehp_desktop.commands.secrets_asked import ask_passphrase, recovery_place
from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.errors import RefusedError
from ehp_desktop.review.last_store import data_folder, remember_store


@click.command()
@click.option(
    "--authority",
    type=unicode_text,
    metavar="NAME",
    default="Local authority",
    show_default=True,
    help="The authority whose store it is, as papers name it.",
)
@click.option(
    "--user",
    type=unicode_text,
    metavar="NAME",
    help="The store's first person, a chair (default: the login name).",
)
@click.option(
    "--code-set",
    type=click.Choice([one.value for one in CodeSet]),
    default="wales",
    show_default=True,
    help="The country whose codes it holds; it cannot be changed.",
)
@click.option(
    "--recovery-file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the recovery code to this new file instead of the terminal.",
)
@format_option
@pass_program
def init(
    program: Program,
    authority: str,
    user: str | None,
    code_set: str,
    recovery_file: Path | None,
    form: str,
) -> None:
    """Make a new, empty store."""
    from ehp_desktop.review.opening import create

    folder = program.store or data_folder() / "store"
    name = user or program.user or login_name()
    with recovery_place(recovery_file) as place:
        code = create(
            folder,
            authority=authority,
            code_set=CodeSet(code_set),
            person_name=name,
            passphrase=ask_passphrase(new=True),
        )
        place.write(code)
    remember_store(folder)
    if form == "json":
        print_json({"store": str(folder), "authority": authority, "user": name,
                    "code_set": code_set})  # fmt: skip
    else:
        click.echo(str(folder))


@click.command()
@format_option
@pass_program
def check(program: Program, form: str) -> None:
    """Check the store's integrity without changing any of its bytes."""
    from ehp_desktop.review.opening import check as check_store, people

    folder = program.folder()
    people(folder)
    problems = check_store(folder, ask_passphrase(), user=program.user, clock=program.clock)
    if form == "json":
        print_json({"ok": not problems, "problems": list(problems)})
    else:
        for problem in problems or (program.say("The store is whole."),):
            click.echo(problem)
    if problems:
        raise NotDone(
            f"The store is not whole ({len(problems)} found). Do not write to it; "
            "put back its last backup and check again."
        )


def login_name() -> str:
    """The name under which this person is logged in.

    Raises:
        RefusedError: the computer does not know it.
    """
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise RefusedError(
            "The computer does not say who is logged in; no store was made. "
            "Give the first person's name with --user."
        ) from error
