"""The files of an import, opened: their bytes hashed, their sheets read, nothing yet understood."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ehp_desktop.models.errors import UnreadableFileError
from ehp_desktop.review.intake.csv_reader import WINDOWS_1252, read_csv
from ehp_desktop.review.intake.incoming import Problem
from ehp_desktop.review.intake.tables import LARGEST_FILE, KnowsHeader, RawSheet
from ehp_desktop.review.intake.xlsx_reader import XLSX, is_workbook, read_workbook


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file: its name (never its path), the SHA-256 of its bytes, its sheets."""

    name: str
    sha256: str
    encoding: str
    sheets: tuple[RawSheet, ...]
    problems: tuple[Problem, ...] = ()


def open_sources(
    paths: Sequence[Path], *, knows: KnowsHeader, encoding: str | None = None
) -> list[SourceFile]:
    """Every file of an import, in the order given.

    Raises:
        UnreadableFileError: there is none, or one cannot be read; the text names it and the cure.
    """
    if not paths:
        message = "No file was given: nothing was read. Name the file to import."
        raise UnreadableFileError(message)
    return [
        open_source(path, index, knows=knows, encoding=encoding) for index, path in enumerate(paths)
    ]


def open_source(
    path: Path, index: int = 0, *, knows: KnowsHeader, encoding: str | None = None
) -> SourceFile:
    """One file; `index` is its place among the import's files.

    Raises:
        UnreadableFileError: it cannot be read; the text names it and the cure.
    """
    content = _content(path)
    name = _name(path)
    digest = hashlib.sha256(content).hexdigest()
    if is_workbook(content, name):
        sheets = tuple(
            RawSheet(index, name, sheet, rows) for sheet, rows in read_workbook(content, name)
        )
        return SourceFile(name, digest, XLSX, sheets)
    read = read_csv(content, name, knows=knows, encoding=encoding)
    sheet = RawSheet(index, name, None, read.rows, read.broken)
    problems: tuple[Problem, ...] = ()
    if read.guessed:
        message = (
            f"The file is not UTF-8, so it was read as {WINDOWS_1252}. Look whether the names are "
            "right; if not, choose its encoding, or save it as CSV UTF-8."
        )
        problems = (Problem("warning", message, file=name),)
    return SourceFile(name, digest, read.encoding, (sheet,), problems)


def _name(path: Path) -> str:
    """A file's name as text that can be kept; Linux may give it bytes that are none."""
    return path.name.encode("utf-8", "backslashreplace").decode()


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            message = f"{path.name} is a folder: nothing was read. Name the file in it."
            raise UnreadableFileError(message)
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        message = f"There is no file {path}: nothing was read. Look whether the name is right."
        raise UnreadableFileError(message) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not a file's name"
        message = (
            f"{path.name} cannot be opened ({reason}): nothing was read. Close it in other "
            "programs, and look whether you may read it."
        )
        raise UnreadableFileError(message) from None
    if len(content) > LARGEST_FILE:
        message = (
            f"{path.name} is larger than {LARGEST_FILE // 1024 // 1024} MiB: nothing was read. "
            "Export fewer columns, or divide it into smaller files."
        )
        raise UnreadableFileError(message)
    return content
