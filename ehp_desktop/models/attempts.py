"""Wrong passphrases are counted, and after five of one slot that slot waits.

`attempts.json` in the store's folder holds, for each slot, how many wrong ones there were since
the last right one and when the last was. So it counts for every program at once, and after each
is closed. Nobody sleeps: while a slot waits it is not tried at all, and the caller is told how
many seconds are left. This slows somebody who sits at the computer; whoever has taken the folder
away is slowed by Argon2id alone. The recovery code is not counted: it holds 184 random bits.
"""

import datetime as dt
import json
import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ehp_desktop.models.errors import DiskError, TooManyAttemptsError, WrongPassphraseError
from ehp_desktop.models.files import write_private
from ehp_desktop.models.keys import (
    KeyFile,
    Slot,
    SlotKind,
    Unlocked,
    open_slot,
    read_key_file,
    slots_to_try,
    wrong_passphrase,
)
from ehp_desktop.models.lock import wait_for_lock

ATTEMPTS_FILE: Final = "attempts.json"
LOCK_FILE: Final = "attempts.lock"
FREE: Final = 5
"""Wrong ones of a slot before it waits."""
FIRST_WAIT: Final = 30
LONGEST_WAIT: Final = 15 * 60
"""Seconds; the wait doubles with each wrong one from the first to the longest."""

Clock = Callable[[], dt.datetime]


@dataclass(frozen=True, slots=True)
class _Wrong:
    """How many wrong passphrases of a slot in a row, and when the last of them was (UTC)."""

    count: int
    last: dt.datetime

    def seconds_left(self, now: dt.datetime) -> int:
        """How long the slot still waits; a clock that was put back makes it no longer."""
        if self.count < FREE:
            return 0
        wait = min(FIRST_WAIT << min(self.count - FREE, 10), LONGEST_WAIT)
        passed = (now - self.last).total_seconds()
        return max(0, math.ceil(wait - max(passed, 0)))


def unlock_folder(
    folder: Path, passphrase: str, *, user: str | None = None, clock: Clock
) -> tuple[KeyFile, Unlocked]:
    """Open a slot of a store's key file, counting wrong passphrases.

    Without `user` every slot that is not waiting is tried, and each counts a wrong one where none
    opens.

    Raises:
        TooManyAttemptsError: every slot that could be meant is waiting.
        WrongPassphraseError, NotFoundError, DamagedKeyFileError: as `keys.unlock` does.
        StoreFolderError, NewerStoreError: as `keys.read_key_file` does.
    """
    key_file = read_key_file(folder)
    slots, secret = slots_to_try(key_file, passphrase, user=user)
    waits = _waits(folder, slots, clock)
    tried = [slot for slot in slots if not waits[slot.id]]
    if slots and not tried:
        raise _too_many(min(waits.values()))
    for slot in tried:
        unlocked = open_slot(key_file, slot, secret)
        if unlocked is not None:
            _right(folder, slot, clock)
            return key_file, unlocked
    _count_wrong(folder, key_file, tried, clock)
    waiting = [wait for wait in waits.values() if wait]
    raise wrong_passphrase(
        f" Not everybody's was tried: somebody's waits another {min(waiting)} seconds."
        if waiting
        else ""
    )


@contextmanager
def counted(folder: Path, key_file: KeyFile, slot: Slot, clock: Clock) -> Iterator[None]:
    """Count what the block finds a wrong passphrase of one slot.

    Raises:
        TooManyAttemptsError: the slot is waiting; the block did not run.
    """
    wait = _waits(folder, (slot,), clock)[slot.id]
    if wait:
        raise _too_many(wait)
    try:
        yield
    except WrongPassphraseError:
        _count_wrong(folder, key_file, [slot], clock)
        raise


def _waits(folder: Path, slots: tuple[Slot, ...], clock: Clock) -> dict[str, int]:
    """Slot id -> seconds that it still waits.

    A last one that is still to come was counted while the clock was wrong: it counts from now, or
    its slot would wait until then.
    """
    counts, now = _read(folder), clock()
    if any(one.last > now for one in counts.values()):
        _change(
            folder,
            lambda kept: {id_: _Wrong(one.count, min(one.last, now)) for id_, one in kept.items()},
        )
    return {
        slot.id: counts[slot.id].seconds_left(now)
        if slot.id in counts and slot.kind == SlotKind.PERSON
        else 0
        for slot in slots
    }


def _right(folder: Path, slot: Slot, clock: Clock) -> None:
    """Forget a slot's wrong ones.

    Raises:
        TooManyAttemptsError: so many were wrong meanwhile, in other programs at the same time,
            that this one should not have been tried.
    """
    wait = _waits(folder, (slot,), clock)[slot.id]
    if wait:
        raise _too_many(wait)
    if slot.id in _read(folder):
        _change(folder, lambda counts: {id_: one for id_, one in counts.items() if id_ != slot.id})


def _count_wrong(folder: Path, key_file: KeyFile, tried: list[Slot], clock: Clock) -> None:
    people = {slot.id for slot in key_file.people()}
    wrong = {slot.id for slot in tried} & people
    now = clock()

    def one_more(counts: Mapping[str, _Wrong]) -> dict[str, _Wrong]:
        kept = {id_: one for id_, one in counts.items() if id_ in people}
        return kept | {
            id_: _Wrong((kept[id_].count if id_ in kept else 0) + 1, now) for id_ in wrong
        }

    if wrong:
        _change(folder, one_more)


def _change(folder: Path, change: Callable[[Mapping[str, _Wrong]], dict[str, _Wrong]]) -> None:
    """Read, change and write the counts while no other program does.

    Where the folder cannot be written nothing is counted, and a store on a read-only disk opens.
    """
    with suppress(OSError, DiskError), wait_for_lock(folder / LOCK_FILE):
        counts = change(_read(folder))
        text = {
            id_: {"wrong": one.count, "last": one.last.isoformat()} for id_, one in counts.items()
        }
        write_private(folder / ATTEMPTS_FILE, json.dumps(text, indent=1).encode("ascii") + b"\n")


def _read(folder: Path) -> dict[str, _Wrong]:
    """The counts; none where the file is missing, damaged or cannot be read."""
    found = {}
    try:
        kept = json.loads((folder / ATTEMPTS_FILE).read_bytes())
        for slot_id, one in kept.items():
            last = dt.datetime.fromisoformat(one["last"]).astimezone(dt.UTC)
            found[str(slot_id)] = _Wrong(int(one["wrong"]), last)
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        OverflowError,
        RecursionError,
    ):
        return {}
    return found


def _too_many(seconds: int) -> TooManyAttemptsError:
    return TooManyAttemptsError(
        f"Too many wrong passphrases were given; nothing was changed. Try again in {seconds} "
        "seconds, or use the recovery code.",
        seconds,
    )
