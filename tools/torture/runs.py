"""One run: the script in a process of its own, killed; then what must hold of the store."""

import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ehp_desktop.models import archives, keys
from ehp_desktop.models.errors import EhpError, NotFoundError, WrongPassphraseError
from ehp_desktop.review import backups, opening
from tools.torture import content, dying, tracing
from tools.torture.cast import CHAIR, LAWYER, NAMES, NEW, NEW_FIRST, PASSPHRASES, clock_at
from tools.torture.dying import CALL, MOMENT, Death
from tools.torture.script import STEPS, Acknowledged, Play, extract_file, perform, umask_as_usual

AFTERWARDS: Final = 10_000
"""Minutes after the start of the script: when whoever looks at a store signs in."""


@dataclass(frozen=True, slots=True)
class Reference:
    """The script as it goes when nothing happens.

    `template`: the store that it begins with. `copies`: one of the store after each number of
    steps. `told[n]`: what step n acknowledges. `calls`: step -> how many system calls that change
    the disk; empty where nobody counted. `seconds`: how long it takes.
    """

    template: Path
    copies: Path
    told: tuple[Acknowledged, ...]
    calls: dict[int, int]
    seconds: float

    def state(self, steps: int) -> content.Found:
        """What the store holds after so many steps; worked out when it is first wanted."""
        kept = self.copies / f"{steps}.json"
        if not kept.exists():
            with tempfile.TemporaryDirectory(dir=self.copies) as place:
                state = state_of(self.copy(steps, Path(place) / "store"))
                beside = Path(place) / "state.json"
                beside.write_text(json.dumps(state))
                beside.replace(kept)
        return content.Found(json.loads(kept.read_text()))

    def copy(self, steps: int, to: Path) -> Path:
        """A store of one's own as it is after so many steps, as a killed program leaves it."""
        return Path(shutil.copytree(self.copies / str(steps), to))


@dataclass(slots=True)
class Told:
    """What came of one run."""

    seed: int
    death: Death
    step: str = ""
    """The step in flight, by its name."""
    killed: bool = False
    in_flight: str = ""
    verified: int = 0
    went_on: bool = False
    left_over: int = 0
    violations: list[str] = field(default_factory=list)


def seen(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Every file's mode, time of change and bytes."""
    found = {}
    for path in [folder, *folder.rglob("*")]:
        there = path.stat()
        kept = path.read_bytes() if path.is_file() else b""
        found[str(path)] = (there.st_mode, there.st_mtime_ns, kept)
    return found


def sign_in(folder: Path, role: str, *, write: bool) -> "opening.OpenStore":
    """Somebody who looks at a store after what happened to it."""
    return opening.unlock(
        folder, PASSPHRASES[role], user=NAMES[role], write=write, clock=clock_at(AFTERWARDS)
    )


@contextmanager
def own_temporary(place: Path) -> Iterator[None]:
    """Keep what this process puts into the temporary folder in one that is taken away."""
    place.mkdir()
    before, tempfile.tempdir = tempfile.tempdir, str(place)
    try:
        yield
    finally:
        tempfile.tempdir = before


def play_in_child(
    folder: Path, beside: Path, first: int, before: Callable[[int], None], *, waits: bool = False
) -> tuple[int, int]:
    """Play the script in a process of its own; returns its id and where it acknowledges."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    status = 1
    try:
        os.close(reading)
        os.dup2(writing, 1)
        errors = os.open(beside / "errors.txt", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(errors, 2)
        umask_as_usual()
        if waits:
            tracing.wait_to_be_followed()
        write = os.write  # as it is before anything counts it

        def acknowledge(at: int, told: Acknowledged) -> None:
            write(1, json.dumps([at, told]).encode() + b"\n")

        perform(Play(folder, beside), first, acknowledge, before)
        status = 0
    except BaseException as error:
        import traceback

        os.write(2, "".join(traceback.format_exception(error)).encode())
    os._exit(status)


def acknowledged(reading: int) -> list[Acknowledged]:
    """What a process that has ended said was done; a line that it did not end was never said."""
    with os.fdopen(reading, "rb") as told:
        return [json.loads(line)[1] for line in told.read().split(b"\n")[:-1]]


def play_reference(work: Path, template: Path, *, thorough: bool) -> Reference:
    """Play the script unharmed: keeping a copy after each step; thoroughly, also counting calls."""
    folder, beside, copies = work / "store", work / "beside", work / "copies"
    shutil.copytree(template, folder)
    beside.mkdir()
    extract_file(beside)
    copies.mkdir()

    def keep(at: int) -> None:
        shutil.copytree(folder, copies / str(at))

    child, reading = play_in_child(folder, beside, 0, keep)
    _, status = os.waitpid(child, 0)
    told = acknowledged(reading)
    if status or len(told) != len(STEPS):
        sys.stderr.write((beside / "errors.txt").read_text())
        sys.exit("The script does not come to its end even when nothing happens.")
    keep(len(STEPS))
    counted = _calls(work, template) if thorough else {}
    return Reference(template, copies, tuple(told), counted, _seconds(work, template))


def _seconds(work: Path, template: Path) -> float:
    folder, beside = work / "timed", work / "beside timed"
    shutil.copytree(template, folder)
    beside.mkdir()
    extract_file(beside)
    began = time.monotonic()
    child, reading = play_in_child(folder, beside, 0, lambda _: None)
    os.waitpid(child, 0)
    os.close(reading)
    return time.monotonic() - began


def _calls(work: Path, template: Path) -> dict[int, int]:
    if not tracing.can_trace():
        return {}
    folder, beside = work / "counted", work / "beside counted"
    shutil.copytree(template, folder)
    beside.mkdir()
    extract_file(beside)
    marks: list[int] = []
    child, reading = play_in_child(folder, beside, 0, lambda _: tracing.mark(), waits=True)
    _, counted = tracing.follow(child, None, marks)
    os.close(reading)
    ends = [*marks[1:], sum(counted.values())]
    return {at: end - begun for at, (begun, end) in enumerate(zip(marks, ends, strict=True))}


def state_of(folder: Path) -> content.Found:
    """The whole content of a store, as a chair opens it for writing."""
    opened = sign_in(folder, CHAIR, write=True)
    try:
        return content.whole(opened)
    finally:
        opened.close()


def one_run(reference: Reference, seed: int, way: str, work: Path, goes_on: bool) -> Told:
    """Play, die, look; and sometimes go on."""
    dice = random.Random(seed)  # noqa: S311 - repeatable, not secret
    death = dying.draw(dice, len(STEPS), reference.calls, reference.seconds, way)
    told = Told(seed, death)
    place = work / f"run-{seed}-{WAYS_SHORT[way]}"
    folder, beside = place / "store", place / "beside"
    beside.mkdir(parents=True)
    shutil.copytree(reference.template, folder)
    extract_file(beside)
    with own_temporary(place / "temporary"):
        status, lines = _until_death(folder, beside, death)
        told.killed = os.WIFSIGNALED(status)
        if not told.killed and status:
            told.violations.append("the script ended with an error of its own")
        Look(reference, told, folder, beside, lines).look(goes_on=goes_on)
    if (beside / "errors.txt").stat().st_size:
        told.violations.append("something was written to standard error")
    if not told.violations:
        shutil.rmtree(place)
    return told


WAYS_SHORT: Final = dict(zip(dying.WAYS, ("call", "point", "moment", "torn"), strict=True))


def _until_death(folder: Path, beside: Path, death: Death) -> tuple[int, list[Acknowledged]]:
    child, reading = play_in_child(folder, beside, 0, lambda at: dying.in_child(death, folder, at))
    if death.way == CALL:
        status, _ = tracing.follow(child, death.count)
    elif death.way == MOMENT:
        time.sleep(death.count / 1000)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    else:
        _, status = os.waitpid(child, 0)
    return status, acknowledged(reading)


class Look:
    """What must hold of a store whose program was killed; what does not is a violation."""

    def __init__(
        self,
        reference: Reference,
        told: Told,
        folder: Path,
        beside: Path,
        lines: list[Acknowledged],
    ) -> None:
        self._reference, self._told = reference, told
        self._folder, self._beside, self._lines = folder, beside, lines
        self._wanted: dict[str, str | None] = {}
        for line in lines:
            self._wanted |= line

    def look(self, *, goes_on: bool) -> None:
        """Check, open, compare, and go on."""
        done = len(self._lines)
        self._told.step = STEPS[done].name if done < len(STEPS) else "after the last step"
        try:
            self._checks()
            self._removed_stay_out()
            now = self._opens(done)
            self._backups_are_whole()
            if goes_on and now is not None:
                self._goes_on(now)
        except EhpError as error:
            self._violated(f"{type(error).__name__}: {error}")

    def _violated(self, what: str) -> None:
        self._told.violations.append(what)

    def _checks(self) -> None:
        for role in (CHAIR, LAWYER):
            before = seen(self._folder)
            for problem in opening.check(self._folder, PASSPHRASES[role], user=NAMES[role]):
                self._violated(f"check as the {role}: {problem}")
            if seen(self._folder) != before:
                self._violated(f"check as the {role} changed the folder")

    def _opens(self, done: int) -> int | None:
        """Open for writing; returns how many steps are in the store, None where that is not so."""
        opened = sign_in(self._folder, CHAIR, write=True)
        try:
            if opened.loss is not None:
                self._violated(f"opened with a loss: {opened.loss}")
                return None
            whole, there = content.whole(opened), content.found(opened)
        finally:
            opened.close()
        apart = content.differing(whole, self._reference.state(done))
        now = done
        if apart and done < len(STEPS):
            now = done + 1
            self._wanted |= self._reference.told[done]
            after = content.differing(whole, self._reference.state(now))
            if after:
                self._violated(
                    f"the step in flight is half there: {', '.join(apart)} are not as before it, "
                    f"{', '.join(after)} not as after it"
                )
                return None
        elif apart:
            self._violated(f"changed after the last step: {', '.join(apart)}")
        self._told.in_flight = "done" if now > done else "not done"
        reader = sign_in(self._folder, LAWYER, write=False)
        there |= content.found(reader) | content.backups_beside(self._beside)
        reader.close()
        self._compare(there)
        problems = opening.check(self._folder, PASSPHRASES[CHAIR])
        for problem in problems:
            self._violated(f"check after opening: {problem}")
        left = [path for path in self._folder.rglob(".*") if path.is_file()]
        self._told.left_over = len(left)
        return now

    def _compare(self, there: content.Found) -> None:
        for name, digest in self._wanted.items():
            self._told.verified += 1
            if there.get(name) != digest:
                self._violated(f"{name}: acknowledged and not there as it was")

    def _removed_stay_out(self) -> None:
        if self._wanted.get(f"person {NAMES[NEW]}", "") is not None:
            return
        key_file = keys.read_key_file(self._folder)
        for role in (NEW, NEW_FIRST):
            with suppress(WrongPassphraseError, NotFoundError):
                keys.unlock(key_file, PASSPHRASES[role])
                self._violated("the passphrase of somebody removed opens the key file")
        self._told.verified += 1

    def _backups_are_whole(self) -> None:
        for number, file in enumerate((self._folder / "backups").glob("*.ehpbackup")):
            archives.extract(file, self._beside / f"extracted-{number}")
            self._told.verified += 1

    def _goes_on(self, now: int) -> None:
        """Play the rest, and compare; then restore the backup that was made by hand."""
        child, reading = play_in_child(self._folder, self._beside, now, lambda _: None)
        _, status = os.waitpid(child, 0)
        rest = acknowledged(reading)
        self._told.went_on = True
        if status or len(rest) != len(STEPS) - now:
            self._violated(f"the script could not go on from {STEPS[now].name}")
            return
        apart = content.differing(state_of(self._folder), self._reference.state(len(STEPS)))
        if apart:
            self._violated(f"after going on, not as usual: {', '.join(apart)}")
        for file in self._beside.glob("*.ehpbackup"):
            restored = self._beside / "restored"
            backups.restore(restored, file, PASSPHRASES[CHAIR], clock=clock_at(AFTERWARDS))
            made_after = next(at for at, step in enumerate(STEPS) if step.name == "backup")
            apart = content.differing(state_of(restored), self._reference.state(made_after))
            if apart:
                self._violated(f"the backup is not what was stored: {', '.join(apart)}")
            self._told.verified += 1
