"""What a store says of itself after something has happened to it, and whether that is enough."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from ehp_desktop.models.audit import last_link
from ehp_desktop.models.errors import EhpError
from ehp_desktop.review import opening
from ehp_desktop.review.sample import many_rows
from tools.torture import content
from tools.torture.cast import CHAIR, MARK, NAMES, PASSPHRASES
from tools.torture.runs import sign_in
from tools.torture.script import CHILDREN

Result = TypeVar("Result")

REFUSED: Final = "refused with a sentence"
LOSS: Final = "said to be missing, with the number"
UNKNOWN: Final = "said that it cannot be told whether any is missing"
READING: Final = "found when it was read"
CHECKED: Final = "found by check"
WHOLE: Final = "nothing of it was lost"
KEYS: Final = "said to have a key file that is not its own; nothing of it was lost"
SILENT: Final = "SILENT"
_NOTHING: Final = ("caseload.db-shm", "writer.txt", "writer.lock")


@dataclass(slots=True)
class Fact:
    """What came of one fault. `how`: by what it was noticed, a word of the above."""

    kind: str
    how: str = ""
    verified: int = 0
    skipped: str = ""
    violations: list[str] = field(default_factory=list)


@cache
def _names() -> frozenset[str]:
    return frozenset(f"{row.forename} {row.surname}" for row in many_rows(CHILDREN))


def is_clean(sentence: str) -> bool:
    """Whether a message holds nothing of a case, and is a sentence."""
    told = MARK in sentence or any(name in sentence for name in _names())
    return not told and "Traceback" not in sentence and sentence.rstrip(")").endswith(".")


def contents(folder: Path) -> dict[str, bytes]:
    """The bytes of each file, but those that hold nothing of a store.

    That is memory shared between programs, who has the lock, and a log of no bytes.
    """
    found = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in _NOTHING
    }
    return {name: kept for name, kept in found.items() if kept or not name.endswith("-wal")}


def asked(fact: Fact, what: str, ask: Callable[[], Result]) -> Result | str:
    """What was answered, or the sentence of a refusal; anything else is a violation."""
    try:
        return ask()
    except EhpError as error:
        if not is_clean(str(error)):
            fact.violations.append(f"{what}: {type(error).__name__} is not worded for people")
        return str(error)
    except Exception as error:
        fact.violations.append(f"{what}: {type(error).__name__} is no sentence for people")
        return type(error).__name__


def records_of(folder: Path) -> int:
    """How many records the audit of a whole store has."""
    opened = sign_in(folder, CHAIR, write=False)
    try:
        return _records(opened)
    finally:
        opened.close()


def _records(opened: "opening.OpenStore") -> int:
    with opened.store.reading() as session:
        return last_link(session.connection()).seq


def probe(fact: Fact, folder: Path, wanted: content.Found, records: int) -> None:
    """Check, open for reading and for writing; what is gone must be said to be.

    Args:
        fact: takes what came of it.
        folder: the damaged store's.
        wanted: what it held when it was whole (`content.whole`).
        records: how many records its audit had then.
    """
    before = contents(folder)
    problems = asked(
        fact, "check", lambda: opening.check(folder, PASSPHRASES[CHAIR], user=NAMES[CHAIR])
    )
    if contents(folder) != before:
        fact.violations.append("check changed the folder")
    for problem in problems if isinstance(problems, tuple) else ():
        if not is_clean(problem):
            fact.violations.append("check does not word a problem for people")
    hows = [
        _opened(fact, folder, wanted, records, noticed=bool(problems), write=write)
        for write in (False, True)
    ]
    fact.how = next((how for how in hows if how != WHOLE), CHECKED if problems else WHOLE)
    fact.verified += 1


def _opened(
    fact: Fact, folder: Path, wanted: content.Found, records: int, *, noticed: bool, write: bool
) -> str:
    """How a damaged store opens; what it does to the folder where that is refused or a loss."""
    what = "opening for writing" if write else "opening for reading"
    before = contents(folder)
    opened = asked(fact, what, lambda: sign_in(folder, CHAIR, write=write))
    if isinstance(opened, str):
        if contents(folder) != before:
            fact.violations.append(f"{what} was refused and changed the folder")
        return REFUSED
    try:
        if opened.loss is None:
            return _read(fact, opened, wanted, noticed=noticed)
        how = _lost(fact, opened, records)
    finally:
        opened.close()
    names = sorted(
        name
        for name in before.keys() | contents(folder).keys()
        if before.get(name) != contents(folder).get(name)
    )
    if names:
        fact.violations.append(f"{what}, with a loss, changed {', '.join(names)}")
    return how


def _read(fact: Fact, opened: "opening.OpenStore", wanted: content.Found, *, noticed: bool) -> str:
    found = asked(fact, "reading", lambda: content.whole(opened))
    if isinstance(found, str):
        return READING
    apart = content.differing(found, wanted)
    if not apart:
        return WHOLE
    if noticed:
        return CHECKED
    fact.violations.append(f"SILENT LOSS: {', '.join(apart)}")
    return SILENT


def _lost(fact: Fact, opened: "opening.OpenStore", records: int) -> str:
    sentence = opened.loss or ""
    if not is_clean(sentence):
        fact.violations.append("the loss is not worded for people")
    if opened.writable:
        fact.violations.append("a store with a loss was opened for writing")
    if opened.store.loss is not None and opened.store.loss.keys:
        return KEYS
    if opened.store.loss is not None and opened.store.loss.changes is None:
        return UNKNOWN
    there = asked(fact, "counting", lambda: _records(opened))
    if isinstance(there, int) and records - there != opened.missing:
        fact.violations.append(
            f"{records - there} are missing, and {opened.missing} are said to be"
        )
    wanted = "last change" if opened.missing == 1 else f"last {opened.missing} changes"
    if wanted not in sentence:
        fact.violations.append("the number of missing changes is not in the sentence")
    return LOSS
