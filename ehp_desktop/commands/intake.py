"""`import`: files of a case system into the store, or only the plan of it."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ehp_desktop.commands.failures import SOME_REFUSED, NotDone
from ehp_desktop.commands.options import as_of_option
from ehp_desktop.commands.printing import format_option, on_screen, print_json
from ehp_desktop.commands.program import Program, leave, pass_program
from ehp_desktop.models.fields import FIELD_BY_KEY, FieldValue, to_text

if TYPE_CHECKING:
    from ehp_desktop.review.intake.incoming import Problem
    from ehp_desktop.review.intake.plan import ImportPlan


@click.command(name="import")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(path_type=Path, dir_okay=False),
)
@click.option(
    "--profile",
    metavar="P",
    help="The files' shape: extract, ssda903, annex-a, outcomes or one of your own "
    "(default: worked out from the headers).",
)
@as_of_option()
@click.option("--check", "check_only", is_flag=True, help="Stop at the plan; store nothing.")
@click.option(
    "--clear-blanks", is_flag=True, help="Let a blank in the files clear what the store holds."
)
@format_option
@pass_program
def import_files(
    program: Program,
    files: tuple[Path, ...],
    profile: str | None,
    as_of: dt.date | None,
    check_only: bool,
    clear_blanks: bool,
    form: str,
) -> None:
    """Import files of a case system: all accepted rows in one go, or none."""
    from ehp_desktop.review.intake.plan import choose_blanks, read_plan

    day = as_of or program.day()
    with program.opened(write=not check_only) as opened:
        plan = choose_blanks(read_plan(opened, files, profile=profile, as_of=day), clear_blanks)
        apply = bool(plan.accepted) and not check_only
        if apply:
            from ehp_desktop.review.intake.apply import apply_plan

            apply_plan(opened, plan)
    if form == "json":
        print_json(_as_json(plan, applied=apply))
    else:
        _print_text(program, plan, applied=apply)
    if not plan.accepted:
        raise NotDone(
            f"Nothing of {_named(files)} could be taken (refused: {plan.refused}); the store is "
            "as it was. Mend what the problems listed name, and import again."
        )
    if plan.refused:
        leave(SOME_REFUSED)


def _named(files: tuple[Path, ...]) -> str:
    return ", ".join(path.name for path in files)


def _as_json(plan: "ImportPlan", *, applied: bool) -> dict[str, Any]:
    incoming = plan.incoming
    return {
        "files": {
            file.name: {"encoding": file.encoding, "rows_read": file.rows_read}
            for file in incoming.files
        },
        "profile": incoming.profile,
        "as_of": plan.as_of.isoformat(),
        "rows": plan.rows,
        "new": plan.new,
        "changed": plan.changed,
        "unchanged": plan.unchanged,
        "refused": plan.refused,
        "missing_from_file": plan.missing_from_file,
        "applied": applied,
        "problems": [_problem_as_json(problem) for problem in plan.problems],
    }


def _problem_as_json(problem: "Problem") -> dict[str, Any]:
    return {
        "severity": problem.severity,
        "file": problem.file,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "field": problem.field,
        "value": problem.value,
        "message": problem.message,
        "child_id": problem.child_id,
    }


def _print_text(program: Program, plan: "ImportPlan", *, applied: bool) -> None:
    incoming = plan.incoming
    for file in incoming.files:
        click.echo(
            program.say(
                "{name}: {rows} rows read, {encoding}",
                name=on_screen(file.name),
                rows=file.rows_read,
                encoding=file.encoding,
            )
        )
    click.echo(
        program.say(
            "{rows} in the plan: {new} new, {changed} changed, {unchanged} unchanged, "
            "{refused} refused; {missing} looked after in the store and not in the file",
            rows=plan.rows,
            new=plan.new,
            changed=plan.changed,
            unchanged=plan.unchanged,
            refused=plan.refused,
            missing=plan.missing_from_file,
        )
    )
    for problem in plan.problems:
        click.echo(on_screen(_problem_as_text(problem)))
    _print_what_is_kept(program, plan)
    if not applied:
        _print_changes(plan)
    if not plan.accepted:
        done = "Nothing was stored."
    elif not applied:
        done = "Checked only: nothing was stored."
    elif plan.changes_nothing:
        done = "Stored already: nothing changed."
    else:
        done = "Stored."
    click.echo(program.say(done))


def _print_what_is_kept(program: Program, plan: "ImportPlan") -> None:
    """What a file could not overrule, what is to be confirmed now, and who is missing."""
    for child in plan.children:
        for text, fields in (
            ("{child}: blank in the file and kept: {fields}", child.kept_blank),
            ("{child}: kept as typed: {fields}", child.kept_typed),
            ("{child}: to be confirmed: {fields}", child.cleared),
        ):
            if fields:
                click.echo(program.say(text, child=child.child_id, fields=", ".join(fields)))
    for row in plan.missing:
        click.echo(program.say("{child}: not in the file", child=row.child_id))


def _print_changes(plan: "ImportPlan") -> None:
    """Each field that would change of a child who is stored, with its value before and after."""
    for child in plan.children:
        for change in child.differences:
            before, after = (_as_text(change.field, one) for one in (change.before, change.after))
            click.echo(on_screen(f"{child.child_id}: {change.field}: {before} -> {after}"))


def _as_text(field: str, value: FieldValue | None) -> str:
    return "-" if value is None else to_text(FIELD_BY_KEY[field].kind, value)


def _problem_as_text(problem: "Problem") -> str:
    where = [problem.file]
    if problem.sheet:
        where.append(f"sheet {problem.sheet}")
    if problem.row is not None:
        where.append(f"row {problem.row}")
    if problem.column:
        where.append(f"column {problem.column}")
    if problem.field:
        where.append(problem.field)
    if problem.child_id and problem.child_id not in problem.message:
        where.append(f"child {problem.child_id}")
    place = ", ".join(part for part in where if part)
    return (
        f"{problem.severity}: {place}: {problem.message}"
        if place
        else (f"{problem.severity}: {problem.message}")
    )
