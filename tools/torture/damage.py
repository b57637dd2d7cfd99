"""Files of a store that a disk, a copy program or a person damaged: flipped, cut, emptied, older.

Each is done to a store as a killed writer leaves it: with acknowledged changes still in the log.
"""

import random
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from sqlalchemy import NullPool

from ehp_desktop.models import keys
from ehp_desktop.models.store import make_engine
from ehp_desktop.review import backups
from tools.torture import content
from tools.torture.cast import CHAIR, PASSPHRASES, clock_at
from tools.torture.probing import LOSS, REFUSED, WHOLE, Fact, asked, contents, probe, records_of
from tools.torture.runs import AFTERWARDS, Reference, own_temporary, sign_in, state_of
from tools.torture.script import STEPS

Harm = Callable[[random.Random, Path], None]

DATABASE: Final = "caseload.db"
LOG: Final = "caseload.db-wal"
_CLOSED: Final = 0.4
"""How many of the stores were closed before they are damaged; the others as a kill left them."""
ONE_BIT: Final = "one flipped bit of the log"


def flip(dice: random.Random, path: Path) -> None:
    """One bit."""
    kept = bytearray(path.read_bytes())
    kept[dice.randrange(len(kept))] ^= 1 << dice.randrange(8)
    path.write_bytes(kept)


def cut(dice: random.Random, path: Path) -> None:
    """The end is gone."""
    kept = path.read_bytes()
    path.write_bytes(kept[: dice.randrange(len(kept))])


def blank(dice: random.Random, path: Path) -> None:
    """A stretch reads as zeros, as a disk that failed gives it."""
    kept = bytearray(path.read_bytes())
    at = dice.randrange(len(kept))
    length = min(dice.choice((512, 4096, 16384)), len(kept) - at)
    kept[at : at + length] = bytes(length)
    path.write_bytes(kept)


def empty(_: random.Random, path: Path) -> None:
    """A file of no bytes."""
    path.write_bytes(b"")


def remove(_: random.Random, path: Path) -> None:
    """The file is gone."""
    path.unlink()


HARMS: Final[dict[str, Harm]] = {
    "flipped": flip,
    "cut short": cut,
    "zeros": blank,
    "emptied": empty,
    "removed": remove,
}
FILES: Final = (DATABASE, LOG, "keys.json", "head.bin")
OLDER: Final = {
    "database and log older than the head": (DATABASE, LOG),
    "everything but the head older": (DATABASE, LOG, "keys.json"),
    "head older": ("head.bin",),
    "key file older": ("keys.json",),
}
BACKUP_HARMS: Final = ("flipped", "cut short", "zeros", "emptied")


def kinds() -> list[str]:
    """Every kind of damage."""
    return [
        *(f"{name} {harm}" for name in FILES for harm in HARMS),
        *OLDER,
        *(f"backup {harm}" for harm in BACKUP_HARMS),
        ONE_BIT,
    ]


def one_damage(reference: Reference, seed: int, kind: str, work: Path) -> Fact:
    """Damage a store in one way, and ask it."""
    dice = random.Random(f"{seed} {kind}")  # noqa: S311 - repeatable, not secret
    fact = Fact(f"damage: {kind}")
    place = work / f"damage-{seed}-{kind.replace(' ', '-')}"
    place.mkdir()
    with own_temporary(place / "temporary"):
        if kind.startswith("backup "):
            _damage_backup(reference, dice, kind.removeprefix("backup "), place, fact)
        elif kind == ONE_BIT:
            _flip_log(reference, dice, place, fact)
        else:
            _damage_store(reference, dice, kind, place, fact)
    if not fact.violations:
        shutil.rmtree(place)
    return fact


def _damage_store(
    reference: Reference, dice: random.Random, kind: str, place: Path, fact: Fact
) -> None:
    steps = dice.randrange(8, len(STEPS) + 1)
    folder = reference.copy(steps, place / "store")
    if not kind.startswith(LOG) and dice.random() < _CLOSED:
        sign_in(folder, CHAIR, write=True).close()  # which brings the log into the database
        fact.kind += ", store closed"
    records = records_of(Path(shutil.copytree(folder, place / "whole"))) - 1  # signing in adds one
    if kind in OLDER:
        before = reference.copy(dice.randrange(1, steps - 2), place / "older")
        for name in OLDER[kind]:
            (folder / name).unlink(missing_ok=True)
            if (before / name).exists():
                shutil.copy2(before / name, folder / name)
    else:
        name, _, harm = kind.partition(" ")
        path = folder / name
        if not path.exists() or not path.stat().st_size:
            fact.skipped = "there was no such file"
            return
        HARMS[harm](dice, path)
    (folder / "caseload.db-shm").unlink(missing_ok=True)  # as after the computer was started anew
    probe(fact, folder, reference.state(steps), records)


def _flip_log(reference: Reference, dice: random.Random, place: Path, fact: Fact) -> None:
    """What no database tells: a flipped bit in the log, after which its own check says ok."""
    steps = dice.choice([at for at in range(6, len(STEPS)) if _log_of(reference, at)])
    folder = reference.copy(steps, place / "store")
    records = records_of(reference.copy(steps, place / "whole")) - 1
    log = bytearray((folder / LOG).read_bytes())
    log[dice.randrange(32 + 24, len(log))] ^= 1 << dice.randrange(8)
    (folder / LOG).write_bytes(log)
    (folder / "caseload.db-shm").unlink(missing_ok=True)
    told = _own_check(shutil.copytree(folder, place / "asked"))
    probe(fact, folder, reference.state(steps), records)
    if fact.how == LOSS and told == "ok":
        fact.kind += ", of which the database's own check says ok"
    elif fact.how == WHOLE:
        fact.kind += ", beyond its last change"


def _log_of(reference: Reference, at: int) -> bool:
    log = reference.copies / str(at) / LOG
    return log.exists() and log.stat().st_size > 40_000


def _own_check(folder: Path) -> str:
    unlocked = keys.unlock(keys.read_key_file(folder), PASSPHRASES[CHAIR])
    engine = make_engine(folder / DATABASE, unlocked.store_keys[0], mode="rw", pool=NullPool)
    with closing(engine.raw_connection()) as connection:
        cursor = connection.cursor()
        cursor.execute("PRAGMA integrity_check")
        found = cursor.fetchall()
    return str(found[0][0])


def _damage_backup(
    reference: Reference, dice: random.Random, harm: str, place: Path, fact: Fact
) -> None:
    made_after = next(at for at, step in enumerate(STEPS) if step.name == "backup")
    kept = next(reference.copies.parent.joinpath("beside").glob("*.ehpbackup"))
    file = Path(shutil.copy2(kept, place))
    HARMS[harm](dice, file)
    harmed = file.read_bytes()
    folder = reference.copy(made_after, place / "store")
    before = contents(folder)
    answer = asked(
        fact,
        "restoring",
        lambda: backups.restore(folder, file, PASSPHRASES[CHAIR], clock=clock_at(AFTERWARDS)),
    )
    fact.verified += 1
    if file.read_bytes() != harmed:
        fact.violations.append("restoring changed the backup")
    if isinstance(answer, str):
        fact.how = REFUSED
        if contents(folder) != before:
            fact.violations.append("a restore that was refused changed the store")
        return
    fact.how = WHOLE
    apart = content.differing(state_of(folder), reference.state(made_after))
    if apart:
        fact.violations.append(f"a damaged backup was restored: {', '.join(apart)}")
