"""What commands print: JSON for programs, aligned columns for people; on standard output only."""

import json
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click

Printed = TypeVar("Printed", bound=Callable[..., Any])

_BIDI_CONTROLS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F])


def format_option(command: Printed) -> Printed:
    """The option `--format text|json` of every command that prints data."""
    option = click.option(
        "--format",
        "form",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="For people, or for programs.",
    )
    return option(command)


def print_json(content: dict[str, Any]) -> None:
    """Print an object as JSON: UTF-8, keys in the order given."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


def print_number(number: int | str, form: str) -> None:
    """Print the number of what was recorded, alone; what names advice is a text."""
    if form == "json":
        print_json({"id": number})
    else:
        click.echo(on_screen(str(number)))


def print_columns(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under headers, each column as wide as its widest text."""
    lines = [[on_screen(text) for text in row] for row in (headers, *rows)]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    rule = ["-" * size for size in widths]
    for line in (lines[0], rule, *lines[1:]):
        padded = [
            text + " " * (size - width(text)) for text, size in zip(line, widths, strict=True)
        ]
        click.echo("  ".join(padded).rstrip())


def on_screen(text: str) -> str:
    """Text as a terminal may be given it: nothing that turns the line or moves the cursor."""
    shown = text.translate(_BIDI_CONTROLS)
    return "".join(char if unicodedata.category(char) != "Cc" else " " for char in shown)


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(
        0 if unicodedata.combining(char) or unicodedata.category(char) in ("Cf", "Mn")
        else 2 if unicodedata.east_asian_width(char) in "WF"
        else 1
        for char in text
    )  # fmt: skip
