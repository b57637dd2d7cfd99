"""Texts that people write about a case: from a file, never an argument, which others could see."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from ehp_desktop.models.errors import UnreadableFileError

Command = TypeVar("Command", bound=Callable[..., Any])

_LARGEST: Final = 1_000_000


def text_file_option(meaning: str, *, required: bool = True) -> Callable[[Command], Command]:
    """The option `--text-file FILE`, `-` for standard input; `read_text` reads it."""
    return click.option(
        "--text-file",
        type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
        metavar="FILE",
        required=required,
        help=meaning,
    )


def read_text(path: Path) -> str:
    """The text of a file, or of standard input for `-`, in UTF-8.

    Raises:
        UnreadableFileError: it cannot be read, is no text in UTF-8 or is longer than a megabyte.
    """
    try:
        with click.open_file(str(path), "rb") as file:
            content: bytes = file.read(_LARGEST + 1)
    except OSError as error:
        raise UnreadableFileError(
            f"The text file {path} could not be read ({error.strerror}); nothing was changed. "
            "Name a file that you may read."
        ) from error
    if len(content) > _LARGEST:
        raise UnreadableFileError(
            f"The text file {path} is longer than a megabyte; nothing was changed. Shorten it."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFileError(
            f"The text file {path} is not text in UTF-8; nothing was changed. Save it as UTF-8."
        ) from error
