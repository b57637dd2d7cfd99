"""`people` and `recover`: who may open the store, and their passphrases."""

from typing import TYPE_CHECKING

import click

from ehp_desktop.commands.options import unicode_text
from ehp_desktop.commands.printing import format_option, print_columns, print_json
from ehp_desktop.commands.program import Program, pass_program
from ehp_desktop.commands.secrets_asked import (
    ask_new_passphrase,
    ask_passphrase,
    ask_recovery_code,
)
from ehp_desktop.models.errors import RefusedError
from ehp_desktop.review.actor import Role

if TYPE_CHECKING:
    from ehp_desktop.review.people import PersonShown

NAME = click.argument("name", metavar="NAME", type=unicode_text)
ROLES = click.Choice([role.value for role in Role])


@click.group()
def people() -> None:
    """Who may open the store: list, add and remove people, change roles and passphrases."""


@people.command(name="list")
@format_option
@pass_program
def list_all(program: Program, form: str) -> None:
    """List who may open the store, with their roles."""
    from ehp_desktop.review.people import people as list_people

    with program.opened(write=False) as opened:
        shown = list_people(opened)
    if form == "json":
        print_json({"people": [_as_json(one) for one in shown]})
        return
    headers = [program.say(text) for text in ("Name", "Role", "Passphrase", "You")]
    rows = [
        [
            one.name,
            program.say(one.role.value),
            program.say("first, to be changed") if one.first else program.say("their own"),
            program.say("yes") if one.is_you else "",
        ]
        for one in shown
    ]
    print_columns(headers, rows)


@people.command()
@NAME
@click.option("--role", type=ROLES, required=True, help="What they are at the surgery.")
@format_option
@pass_program
def add(program: Program, name: str, role: str, form: str) -> None:
    """Let somebody open the store.

    Their first passphrase is the first line of the file named in EHP_NEW_PASSPHRASE_FILE, or is
    asked on the terminal. They change it before they do anything else.
    """
    from ehp_desktop.review.people import add_person, people as list_people

    with program.opened(write=True) as opened:
        add_person(opened, name, Role(role), ask_new_passphrase("First passphrase"))
        added = list_people(opened)[-1]
    _tell(program, form, added.name, added.role, "{name} may open the store as {role}.")


@people.command()
@NAME
@format_option
@pass_program
def remove(program: Program, name: str, form: str) -> None:
    """Take somebody's way in away, and put the store under a new key.

    Every other window of the store is closed first. Backups and copies made before still open
    with their passphrase.
    """
    from ehp_desktop.review.people import person_named, remove_person

    with program.opened(write=True) as opened:
        gone = person_named(opened, name)
        remove_person(opened, name)
    _tell(program, form, gone.name, gone.role, "{name} may not open the store any more.")


@people.command()
@NAME
@click.argument("new_role", metavar="|".join(role.value for role in Role), type=ROLES)
@format_option
@pass_program
def role(program: Program, name: str, new_role: str, form: str) -> None:
    """Give somebody another role, from when they next open the store."""
    from ehp_desktop.review.people import change_role, person_named

    with program.opened(write=True) as opened:
        changed = person_named(opened, name)
        change_role(opened, name, Role(new_role))
    _tell(program, form, changed.name, Role(new_role), "The role of {name} is {role} now.")


@people.command()
@format_option
@pass_program
def passphrase(program: Program, form: str) -> None:
    """Change your own passphrase.

    The one you have is asked as ever; the new one is the first line of the file named in
    EHP_NEW_PASSPHRASE_FILE, or is asked on the terminal.
    """
    from ehp_desktop.review.people import change_passphrase

    old = ask_passphrase()
    with program.opened(write=True, passphrase=old) as opened:
        actor = change_passphrase(opened, old, ask_new_passphrase()).actor
    _tell(program, form, actor.name, actor.role, "The passphrase of {name} was changed.")


@click.command()
@click.option(
    "--user", metavar="NAME", type=unicode_text, help="The chair who gets a new passphrase."
)
@format_option
@pass_program
def recover(program: Program, user: str | None, form: str) -> None:
    """Give a chair a new passphrase with the recovery code; every chair is told.

    The code is the first line of the file named in EHP_PASSPHRASE_FILE, the new passphrase that of
    EHP_NEW_PASSPHRASE_FILE; each is asked on the terminal where there is no such file.
    """
    from ehp_desktop.review.opening import people as who
    from ehp_desktop.review.people import recover as give_passphrase

    folder, name = program.folder(), user or program.user
    who(folder)  # before anybody is asked for a code: is there a store at all?
    if name is None:
        raise RefusedError(
            "Who is to get a new passphrase was not said; nothing was changed. "
            "Name a chair with --user."
        )
    give_passphrase(folder, ask_recovery_code(), name, ask_new_passphrase(), clock=program.clock)
    _tell(program, form, name, Role.CHAIR, "{name} has a new passphrase.")


def _as_json(one: "PersonShown") -> dict[str, object]:
    return {"name": one.name, "role": one.role.value, "first": one.first, "you": one.is_you}


def _tell(program: Program, form: str, name: str, role: Role, sentence: str) -> None:
    if form == "json":
        print_json({"name": name, "role": role.value})
    else:
        click.echo(program.say(sentence, name=name, role=program.say(role.value)))
