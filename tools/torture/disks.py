"""Disks that are full or may not be written, and a lock that another process holds."""

import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from ehp_desktop.models import store
from ehp_desktop.models.errors import EhpError, StoreHeldError
from ehp_desktop.review import opening
from tools.torture import content
from tools.torture.cast import CHAIR, LAWYER, NAMES, PASSPHRASES
from tools.torture.probing import REFUSED, WHOLE, Fact, asked, contents, is_clean
from tools.torture.runs import Reference, own_temporary, sign_in, state_of
from tools.torture.script import STEPS, Acknowledged, Play, extract_file

FULL: Final = "full file system"
LIMIT: Final = "file that may not grow"
READ_ONLY: Final = "folder that may not be written"
READ_ONLY_LEFT: Final = "folder that may not be written, left by a killed program"
HELD: Final = "lock held by another process"
HELD_WRITING: Final = "lock held by a process that writes"
KINDS: Final = (FULL, LIMIT, READ_ONLY, READ_ONLY_LEFT, HELD, HELD_WRITING)
_DONE_ALL_THE_SAME: Final = ("can no longer open this store", "change of people was made")
_BUSY_SECONDS: Final = 0.2
_ROOM: Final = 64 * 1024 * 1024


def one_disk(reference: Reference, seed: int, kind: str, work: Path) -> Fact:
    """Put a store on such a disk, and work with it."""
    dice = random.Random(f"{seed} {kind}")  # noqa: S311 - repeatable, not secret
    fact = Fact(f"disk: {kind}")
    place = work / f"disk-{seed}-{KINDS.index(kind)}"
    place.mkdir()
    with own_temporary(place / "temporary"):
        if kind in (FULL, LIMIT):
            _fill(reference, dice, place, fact, limited=kind == LIMIT)
        elif kind in (READ_ONLY, READ_ONLY_LEFT):
            _read_only(reference, dice, place, fact, closed=kind == READ_ONLY)
        else:
            _held(reference, dice, place, fact, writing=kind == HELD_WRITING)
    if not fact.violations:
        shutil.rmtree(place)
    return fact


# --- full


def _fill(
    reference: Reference, dice: random.Random, place: Path, fact: Fact, *, limited: bool
) -> None:
    """Go on with the script until the disk is full; make room, and go on in the same process."""
    steps = dice.randrange(len(STEPS) - 1)
    disk, beside = place / "disk", place / "beside"
    beside.mkdir()
    extract_file(beside)
    with _small_disk(disk, limited=limited) as resize:
        if resize is None:
            fact.skipped = "a file system can be mounted by root alone"
            return
        folder = reference.copy(steps, disk / "store")
        there = os.statvfs(disk)
        used = (there.f_blocks - there.f_bfree) * there.f_frsize
        more = dice.choice((dice.randrange(40_000), dice.randrange(600_000)))
        limit = more + (_size(dice, folder) if limited else used)
        resize(limit)
        _play_on_full_disk(reference, fact, folder, beside, steps, resize, limit)


def _size(dice: random.Random, folder: Path) -> int:
    """Of the database, of its log, or nothing: what may not grow much more."""
    path = folder / dice.choice(("caseload.db", "caseload.db-wal", ""))
    return path.stat().st_size if path.is_file() else 0


class _Mounted:
    """Changes how much a small file system holds."""

    def __init__(self, disk: Path) -> None:
        self._disk = disk

    def __call__(self, size: int) -> None:
        command = ["mount", "-o", f"remount,size={size}", str(self._disk)]
        subprocess.run(command, check=True, capture_output=True)


class _Limit:
    """Changes how large a file of the process that plays may get; it asks for that itself."""

    def __call__(self, size: int) -> None:
        """Nothing outside of that process."""


@contextmanager
def _small_disk(disk: Path, *, limited: bool) -> Iterator[_Mounted | _Limit | None]:
    disk.mkdir()
    if limited:
        yield _Limit()
        return
    command = ["mount", "-t", "tmpfs", "-o", f"size={_ROOM}", "tmpfs", str(disk)]
    if os.geteuid() != 0 or subprocess.run(command, check=False, capture_output=True).returncode:
        yield None
        return
    try:
        yield _Mounted(disk)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True, capture_output=True)


def _play_on_full_disk(
    reference: Reference,
    fact: Fact,
    folder: Path,
    beside: Path,
    steps: int,
    resize: _Mounted | _Limit,
    limit: int,
) -> None:
    to_parent, from_child = os.pipe()
    to_child, from_parent = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(to_parent)
        os.close(from_parent)
        size = limit if isinstance(resize, _Limit) else None
        _play_until_refused(folder, beside, steps, from_child, to_child, size)
    os.close(from_child)
    os.close(to_child)
    done, refused = steps, 0
    with os.fdopen(to_parent, "rb") as lines:
        for line in lines:
            told = json.loads(line)
            if isinstance(told, int):
                done = told + 1
                continue
            refused += 1
            kind, sentence = told
            if kind != "EhpError" or not is_clean(sentence):
                fact.violations.append(f"in {STEPS[done].name}: {kind} is no sentence for people")
            is_done = _look_at_full(reference, fact, folder, done, sentence)
            done += is_done
            resize(_ROOM)
            with suppress(BrokenPipeError):
                os.write(from_parent, b">" if is_done else b"!")
    os.close(from_parent)
    _, status = os.waitpid(child, 0)
    fact.verified += 1
    fact.how = REFUSED if refused else WHOLE
    if refused > 1:
        fact.violations.append(f"in {STEPS[done].name}: refused again once there was room")
    if status or done != len(STEPS):
        fact.violations.append(f"could not go on from {STEPS[min(done, len(STEPS) - 1)].name}")
    apart = content.differing(state_of(folder), reference.state(len(STEPS)))
    if apart:
        fact.violations.append(f"once there was room, not as usual: {', '.join(apart)}")
    for problem in opening.check(folder, PASSPHRASES[CHAIR]):
        fact.violations.append(f"check: {problem}")


def _look_at_full(reference: Reference, fact: Fact, folder: Path, done: int, sentence: str) -> bool:
    """While it is full: what was acknowledged is there, for somebody who has room to look.

    Returns whether the step that was refused was done all the same, as its sentence said.
    """
    problems = asked(fact, "check", lambda: opening.check(folder, PASSPHRASES[LAWYER]))
    for problem in problems if isinstance(problems, tuple) else (problems,):
        fact.violations.append(f"check of a full disk, in {STEPS[done].name}: {problem}")
    with tempfile.TemporaryDirectory() as name:
        copy = Path(shutil.copytree(folder, Path(name) / "store"))
        found = asked(fact, "a copy of the full disk", lambda: state_of(copy))
    if isinstance(found, str):
        fact.violations.append(f"a copy of the full disk does not open: {found}")
        return False
    if not content.differing(found, reference.state(done)):
        return False
    apart = content.differing(found, reference.state(min(done + 1, len(STEPS))))
    if apart:
        fact.violations.append(f"{STEPS[done].name} is half there: {', '.join(apart)}")
    elif not any(words in sentence for words in _DONE_ALL_THE_SAME):
        fact.violations.append(f"{STEPS[done].name} was done, and was said not to be")
    return True


def _play_until_refused(
    folder: Path, beside: Path, first: int, told: int, go_on: int, limit: int | None
) -> None:
    """In the child: each step, again where it was refused and there is room now."""
    status = 1
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    play, at = Play(folder, beside), first
    try:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
        while at <= len(STEPS):
            play.at = at
            try:
                if at == len(STEPS):
                    play.leave()
                else:
                    _acknowledge(told, STEPS[at].do(play.be(STEPS[at].role), play), at)
                at += 1
            except EhpError as error:
                os.write(told, json.dumps(["EhpError", str(error)]).encode() + b"\n")
                at += os.read(go_on, 1) == b">"
                resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        status = 0
    except BaseException as error:
        os.write(told, json.dumps([type(error).__name__, ""]).encode() + b"\n")
        import traceback

        (beside / "errors.txt").write_text("".join(traceback.format_exception(error)))
    os._exit(status)


def _acknowledge(told: int, _: Acknowledged, at: int) -> None:
    os.write(told, json.dumps(at).encode() + b"\n")


# --- read-only


def _read_only(
    reference: Reference, dice: random.Random, place: Path, fact: Fact, *, closed: bool
) -> None:
    steps = dice.randrange(5, len(STEPS))
    folder = reference.copy(steps, place / "store")
    if closed:
        sign_in(folder, CHAIR, write=True).close()
    before = contents(folder)
    with _not_writable(folder) as possible:
        if not possible:
            fact.skipped = "a folder can be bound read-only by root alone"
            return
        problems = asked(fact, "check", lambda: opening.check(folder, PASSPHRASES[CHAIR]))
        for problem in problems if isinstance(problems, tuple) else (problems,):
            fact.violations.append(f"check: {problem}")
        written = asked(fact, "opening for writing", lambda: sign_in(folder, CHAIR, write=True))
        if not isinstance(written, str):
            fact.violations.append("it was opened for writing")
            written.close()
        found = asked(fact, "opening for reading", lambda: _state_as_read(folder))
        if isinstance(found, str):
            fact.how = "refused with a sentence, reading too"
        else:
            fact.how = "refused with a sentence; can be read"
            apart = content.differing(found, reference.state(steps))
            if apart:
                fact.violations.append(f"reading finds other than was stored: {', '.join(apart)}")
    fact.verified += 1
    if contents(folder) != before:
        fact.violations.append("the folder was changed")
    apart = content.differing(state_of(folder), reference.state(steps))
    if apart:
        fact.violations.append(f"afterwards not as it was: {', '.join(apart)}")


def _state_as_read(folder: Path) -> content.Found:
    opened = sign_in(folder, CHAIR, write=False)
    try:
        return content.whole(opened)
    finally:
        opened.close()


@contextmanager
def _not_writable(folder: Path) -> Iterator[bool]:
    """A folder that nobody can write, by a bound file system for root, else by its mode."""
    if os.geteuid() != 0:
        folder.chmod(0o500)
        try:
            yield True
        finally:
            folder.chmod(0o700)
        return
    bind = subprocess.run(
        ["mount", "--bind", str(folder), str(folder)], check=False, capture_output=True
    )
    if bind.returncode:
        yield False
        return
    try:
        subprocess.run(
            ["mount", "-o", "remount,bind,ro", str(folder)], check=True, capture_output=True
        )
        yield True
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True, capture_output=True)


# --- held


def _held(
    reference: Reference, dice: random.Random, place: Path, fact: Fact, *, writing: bool
) -> None:
    steps = dice.randrange(5, len(STEPS))
    folder = reference.copy(steps, place / "store")
    store._BUSY_SECONDS = _BUSY_SECONDS  # type: ignore[misc]  # noqa: SLF001 - not to wait so long
    ready, says = os.pipe()
    child = os.fork()
    if child == 0:
        _hold_lock(folder, says, writing=writing)
    os.close(says)
    try:
        os.read(ready, 1)
        before = contents(folder)
        answer = asked(fact, "opening for writing", lambda: _refusal(folder))
        if answer != "":
            fact.violations.append(f"a second writer was told: {answer or 'nothing'}")
        if contents(folder) != before:
            fact.violations.append("a second writer changed the folder")
        for problem in opening.check(folder, PASSPHRASES[LAWYER]):
            fact.violations.append(f"check beside a writer: {problem}")
        reader = sign_in(folder, LAWYER, write=False)
        content.found(reader)
        reader.close()
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
        os.close(ready)
    fact.how, fact.verified = REFUSED, 1
    apart = content.differing(state_of(folder), reference.state(steps))
    if apart:
        fact.violations.append(f"once it was let go, not as it was: {', '.join(apart)}")


def _refusal(folder: Path) -> str:
    """Nothing where a second writer is told who has the store."""
    try:
        sign_in(folder, LAWYER, write=True).close()
    except StoreHeldError as error:
        return "" if NAMES[CHAIR] in str(error) else "not who has it"
    return "that it may write"


def _hold_lock(folder: Path, says: int, *, writing: bool) -> None:
    """In the child: open for writing, perhaps begin to write, and stay until killed."""
    status = 1
    try:
        opened = sign_in(folder, CHAIR, write=True)
        if writing:
            with opened.store.writing("tested") as session:
                session.connection().exec_driver_sql("UPDATE child SET team = 'other'")
                os.write(says, b"!")
                _stay()
        os.write(says, b"!")
        _stay()
        status = 0
    finally:
        os._exit(status)


def _stay() -> None:
    import signal

    while True:
        signal.pause()


assert sys.platform != "win32"
