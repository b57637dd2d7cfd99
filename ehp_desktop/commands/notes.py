"""`note` and `advice`: what people write of a child, a surgery or a criterion, and find again."""

import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from types import EllipsisType
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from ehp_desktop.commands.options import SURGERY_ID, date_option, unicode_text
from ehp_desktop.commands.printing import format_option, on_screen, print_json, print_number
from ehp_desktop.commands.program import Program, pass_program
from ehp_desktop.commands.texts import read_text, text_file_option

if TYPE_CHECKING:
    from ehp_desktop.review.note_search import NoteFilter, NoteShown

Command = TypeVar("Command", bound=Callable[..., Any])

NOTE_ID = click.argument("note_id", metavar="ID", type=SURGERY_ID)
ADVICE_ID = click.argument("advice_id", metavar="ID", type=unicode_text)
KINDS: Final = ("fact", "private", "advice")
_TEXT = text_file_option("The text, in UTF-8; - is standard input.")
_REASON = text_file_option("The reason, in UTF-8; - is standard input.")
_CHILD = click.option("--child", "child_id", type=unicode_text, metavar="ID", help="The child.")
_SURGERY = click.option(
    "--surgery", "surgery_id", type=SURGERY_ID, metavar="ID", help="The surgery's number."
)
_CRITERION = click.option(
    "--criterion", type=unicode_text, metavar="ID", help="The child's criterion, such as R9."
)
_DAY = date_option("--date", "The day that the text is about.")
_NO_DAY = click.option("--no-date", is_flag=True, help="It is about no day any more.")


def _about_options(command: Command) -> Command:
    """What something is written about."""
    for option in (_DAY, _CRITERION, _SURGERY, _CHILD):
        command = option(command)
    return command


def _filter_options(command: Command) -> Command:
    """Which of what was written is wanted."""
    standing = click.option(
        "--withdrawn/--standing",
        default=None,
        help="Only what was withdrawn, or only what was not (default: both).",
    )
    words = click.option(
        "--words", type=unicode_text, metavar="WORDS", help="Only texts with each of these words."
    )
    author = click.option(
        "--author", type=unicode_text, metavar="NAME", help="Only what this person wrote."
    )
    since = date_option("--since", "Only what was written on this day or later.")
    until = date_option("--until", "Only what was written on this day or earlier.")
    for option in (until, since, standing, words, author, _CRITERION, _SURGERY, _CHILD):
        command = option(command)
    return command


@click.group()
def note() -> None:
    """Write notes of a child, a surgery or a criterion; correct, withdraw and list them."""


@note.command(name="add")
@_about_options
@click.option("--private", is_flag=True, help="For your own eyes only.")
@_TEXT
@format_option
@pass_program
def add_note(
    program: Program,
    child_id: str | None,
    surgery_id: int | None,
    criterion: str | None,
    date: dt.date | None,
    private: bool,
    text_file: Path,
    form: str,
) -> None:
    """Write a note and print its number."""
    from ehp_desktop.review import notes

    new = notes.NewNote(read_text(text_file), child_id, surgery_id, criterion, date, private)
    with program.opened(write=True) as opened:
        number = notes.add_note(opened, new)
    print_number(number, form)


@note.command(name="correct")
@NOTE_ID
@_DAY
@_NO_DAY
@_TEXT
@format_option
@pass_program
def correct_note(
    program: Program,
    note_id: int,
    date: dt.date | None,
    no_date: bool,
    text_file: Path,
    form: str,
) -> None:
    """Write a new version of your own note; the old one stays readable."""
    from ehp_desktop.review import notes

    text = read_text(text_file)
    with program.opened(write=True) as opened:
        version = notes.correct_note(opened, note_id, text, _day(date, no_date))
    _print_version(program, note_id, version, form)


@note.command(name="withdraw")
@NOTE_ID
@_REASON
@format_option
@pass_program
def withdraw_note(program: Program, note_id: int, text_file: Path, form: str) -> None:
    """Take back your own note, or as the chair any note of fact; it stays in the list."""
    from ehp_desktop.review import notes

    reason = read_text(text_file)
    with program.opened(write=True) as opened:
        notes.withdraw_note(opened, note_id, reason)
    _print_withdrawn(program, note_id, form)


@note.command(name="list")
@_filter_options
@click.option(
    "--kind", type=click.Choice(KINDS), help="Only this kind (default: fact and private)."
)
@format_option
@pass_program
def list_notes(program: Program, /, kind: str | None, form: str, **wanted: Any) -> None:
    """List notes, the latest first; of legal advice only that it is recorded.

    With --kind advice the advice itself, for those who may read it.
    """
    from ehp_desktop.review.advice import advice_recorded
    from ehp_desktop.review.note_search import NoteFilter, NoteKind
    from ehp_desktop.review.notes import find_notes

    chosen = NoteFilter(kind=NoteKind(kind) if kind else None, advice=kind == "advice", **wanted)
    with program.opened(write=False) as opened:
        shown = find_notes(opened, chosen)
        children, surgeries = advice_recorded(opened)
    there: dict[str, list[Any]] = {
        "children": sorted(one for one in children if _is_wanted(chosen, one, None)),
        "surgeries": sorted(one for one in surgeries if _is_wanted(chosen, None, one)),
    }
    if form == "json":
        listed = [_as_json(one) for one in shown]
        print_json({"notes": listed, "advice_recorded": there})
        return
    _print_all(program, shown)
    for child_id in there["children"]:
        click.echo(program.say("Child {id}: legal advice recorded", id=on_screen(str(child_id))))
    for number in there["surgeries"]:
        click.echo(program.say("Surgery {id}: legal advice recorded", id=number))


@click.group()
def advice() -> None:
    """Write legal advice as the senior lawyer; read it as the chair or the lawyer."""


@advice.command(name="add")
@_about_options
@_TEXT
@format_option
@pass_program
def add_advice(
    program: Program,
    child_id: str | None,
    surgery_id: int | None,
    criterion: str | None,
    date: dt.date | None,
    text_file: Path,
    form: str,
) -> None:
    """Write legal advice and print its number, such as child/1001/1."""
    from ehp_desktop.review import advice as book

    new = book.NewAdvice(read_text(text_file), child_id, surgery_id, criterion, date)
    with program.opened(write=True) as opened:
        reference = book.add_advice(opened, new)
    print_number(str(reference), form)


@advice.command(name="correct")
@ADVICE_ID
@_DAY
@_NO_DAY
@_TEXT
@format_option
@pass_program
def correct_advice(
    program: Program,
    advice_id: str,
    date: dt.date | None,
    no_date: bool,
    text_file: Path,
    form: str,
) -> None:
    """Write a new version of your own advice; the old one stays readable."""
    from ehp_desktop.review import advice as book

    text, reference = read_text(text_file), book.advice_reference(advice_id)
    with program.opened(write=True) as opened:
        version = book.correct_advice(opened, reference, text, _day(date, no_date))
    _print_version(program, advice_id, version, form)


@advice.command(name="withdraw")
@ADVICE_ID
@_REASON
@format_option
@pass_program
def withdraw_advice(program: Program, advice_id: str, text_file: Path, form: str) -> None:
    """Take back your own advice; it stays in the list."""
    from ehp_desktop.review import advice as book

    reason, reference = read_text(text_file), book.advice_reference(advice_id)
    with program.opened(write=True) as opened:
        book.withdraw_advice(opened, reference, reason)
    _print_withdrawn(program, advice_id, form)


@advice.command(name="list")
@_filter_options
@format_option
@pass_program
def list_advice(program: Program, /, form: str, **wanted: Any) -> None:
    """List legal advice, the latest first; reading it is recorded in the audit."""
    from ehp_desktop.review.advice import find_advice
    from ehp_desktop.review.note_search import NoteFilter

    with program.opened(write=False) as opened:
        shown = find_advice(opened, NoteFilter(**wanted))
    if form == "json":
        print_json({"advice": [_as_json(one) for one in shown]})
    else:
        _print_all(program, shown)


def _day(date: dt.date | None, no_date: bool) -> dt.date | EllipsisType | None:
    """The day that a correction gives; `...` leaves it as it is."""
    if date is not None and no_date:
        raise click.UsageError("--date and --no-date were both given.")
    return ... if date is None and not no_date else date


def _is_wanted(chosen: "NoteFilter", child_id: str | None, surgery_id: int | None) -> bool:
    """Whether a case with advice is among those asked about; nothing else narrows what is told."""
    if chosen.child_id is not None:
        return child_id == chosen.child_id
    return chosen.surgery_id is None or surgery_id == chosen.surgery_id


def _print_version(program: Program, number: int | str, version: int, form: str) -> None:
    if form == "json":
        print_json({"id": number, "version": version})
    else:
        said = program.say("{id} is now version {version}.", id=number, version=version)
        click.echo(on_screen(said))


def _print_withdrawn(program: Program, number: int | str, form: str) -> None:
    if form == "json":
        print_json({"id": number, "withdrawn": True})
    else:
        click.echo(on_screen(program.say("{id} is withdrawn.", id=number)))


def _as_json(one: "NoteShown") -> dict[str, Any]:
    row, reference = one.row, one.reference
    return {
        "id": reference if isinstance(reference, int) else str(reference),
        "kind": one.kind.value,
        "child_id": row.child_id,
        "surgery_id": row.surgery_id,
        "criterion": row.criterion,
        **_version_as_json(one.saying),
        "withdrawn": one.withdrawn,
        "withdrawal": {
            "reason": one.reason,
            "author": row.author,
            "role": row.role,
            "at": row.at.isoformat(),
        }
        if one.withdrawn
        else None,
        "earlier": [_version_as_json(version) for version in one.corrected_from],
    }


def _version_as_json(row: Any) -> dict[str, Any]:
    return {
        "version": row.version,
        "text": row.text,
        "relevant_date": row.relevant_date.isoformat() if row.relevant_date else None,
        "author": row.author,
        "role": row.role,
        "at": row.at.isoformat(),
    }


def _print_all(program: Program, shown: Iterable["NoteShown"]) -> None:
    """Each note as a heading, its text below, and what it said before."""
    for one in shown:
        click.echo(on_screen(" · ".join(_heading(program, one))))
        if one.reason is not None:
            said = program.say(
                "Withdrawn by {name} on {day}: {reason}",
                name=one.row.author,
                day=_moment(one.row),
                reason=one.reason,
            )
            click.echo(f"    {on_screen(said)}")
        _print_text(one.saying.text)
        for row in one.corrected_from:
            said = program.say("Version {number}, {day}:", number=row.version, day=_moment(row))
            click.echo(f"    {on_screen(said)}")
            _print_text(row.text, deeper="    ")
        click.echo()


def _print_text(text: str | None, deeper: str = "") -> None:
    for line in (text or "").split("\n"):
        click.echo(f"    {deeper}{on_screen(line)}".rstrip())


def _heading(program: Program, one: "NoteShown") -> list[str]:
    row, saying = one.row, one.saying
    words = {"fact": "note of fact", "private": "private note", "advice": "legal advice"}
    parts = [str(one.reference), program.say(words[one.kind.value])]
    if one.withdrawn:
        parts.append(program.say("withdrawn"))
    if row.child_id is not None:
        parts.append(program.say("child {id}", id=row.child_id))
    if row.surgery_id is not None:
        parts.append(program.say("surgery {id}", id=row.surgery_id))
    if row.criterion:
        parts.append(row.criterion)
    if saying.relevant_date:
        parts.append(program.say("of {day}", day=saying.relevant_date.isoformat()))
    parts += [f"{saying.author} ({program.say(saying.role)})", _moment(saying)]
    if saying.version > 1:
        parts.append(program.say("version {number}", number=saying.version))
    return parts


def _moment(row: Any) -> str:
    return f"{row.at:%Y-%m-%d %H:%M} UTC"
