"""What a person has chosen to import, and how it is to be read; no Qt."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
"""What a case system's exports are called; anything else is asked about by its name."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Files, and what is said about them. `profile` None: told from the headers.

    `as_of` is the day on which what the files say was so. `encoding` None: told from the bytes.
    """

    paths: tuple[Path, ...]
    as_of: dt.date
    profile: str | None = None
    encoding: str | None = None

    def with_files(self, paths: Iterable[Path]) -> "Chosen":
        """More files; the same file twice is one, and the encoding is told anew."""
        every = dict.fromkeys((*self.paths, *paths))
        return replace(self, paths=tuple(every), encoding=None)

    def without_file(self, path: Path) -> "Chosen":
        """One file fewer."""
        kept = tuple(one for one in self.paths if one != path)
        return replace(self, paths=kept, encoding=None)


def importable(paths: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The files of a drop that can be read, and the names of what else was in it."""
    fit, other = [], []
    for path in paths:
        if path.is_file() and path.suffix.lower() in SUFFIXES:
            fit.append(path)
        else:
            other.append(path.name)
    return tuple(fit), tuple(other)
