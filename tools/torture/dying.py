"""The ways in which a process that plays the script comes to its end."""

import math
import os
import random
import resource
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, event

from tools.torture.tracing import wait_to_be_followed

CALL: Final = "at a system call"
POINT: Final = "at a statement or file call"
MOMENT: Final = "at any moment"
TORN: Final = "in the middle of a write"
WAYS: Final = (CALL, POINT, MOMENT, TORN)
_FILE_CALLS: Final = ("fsync", "replace", "rename", "link", "unlink", "write", "open", "close")
_MOST_MORE: Final = 40_000  # bytes by which a file may still grow
_USUAL_CALLS: Final = 20  # of a step, where nobody counted
_INSTRUCTIONS: Final = 300  # of the database's machine, between two looks


@dataclass(frozen=True, slots=True)
class Death:
    """How a run ends. `step`: from which on `count` is counted (not of MOMENT).

    `count`: the n-th call or point, which file may grow by how much (`_die_in_write`), or of MOMENT
    the milliseconds after which the parent kills.
    """

    way: str
    step: int
    count: int


def in_child(death: Death, folder: Path, at: int) -> None:
    """Before a step, in the process that is to die."""
    if death.step != at:
        return
    if death.way == CALL:
        wait_to_be_followed()
    elif death.way == POINT:
        _die_at_point(death.count)
    elif death.way == TORN:
        _die_in_write(folder, death.count)


def kill_now() -> None:
    """As the parent would, but at this very line."""
    os.kill(os.getpid(), signal.SIGKILL)


def _die_at_point(last: int) -> None:
    """Count file calls of Python, before and after, and statements and work of the database."""
    left = last

    def one_more() -> int:
        nonlocal left
        left -= 1
        if left <= 0:
            kill_now()
        return 0

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **named: Any) -> Any:
            one_more()
            result = real(*args, **named)
            one_more()
            return result

        return call

    for name in _FILE_CALLS:
        setattr(os, name, counted(getattr(os, name)))

    def watch(connection: Any, *_: object) -> None:
        connection.set_progress_handler(one_more, _INSTRUCTIONS)

    event.listen(Engine, "connect", watch)
    event.listen(Engine, "checkout", watch)
    event.listen(Engine, "before_cursor_execute", lambda *_: one_more() and None)
    event.listen(Engine, "after_cursor_execute", lambda *_: one_more() and None)
    event.listen(Engine, "commit", lambda *_: one_more() and None)


def _die_in_write(folder: Path, count: int) -> None:
    """Let no file grow past a size: the write that would is torn there, and the next one kills.

    The size is a little more than that of the log, of the database, or of nothing.
    """
    grows, more = divmod(count, _MOST_MORE)
    path = folder / ("caseload.db-wal", "caseload.db", "")[grows]
    limit = more + (path.stat().st_size if path.is_file() else 0)
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))


def draw(
    dice: random.Random, steps: int, counts: dict[int, int], longest: float, way: str
) -> Death:
    """How one run ends, from what a run that nobody stopped has shown.

    Args:
        dice: seeded.
        steps: how many steps there are.
        counts: step -> how many system calls that change the disk it makes, sign-in included.
        longest: seconds that the whole script takes.
        way: one of WAYS.
    """
    weights = [math.sqrt(counts.get(step, _USUAL_CALLS)) for step in range(steps)]
    step = dice.choices(range(steps), weights)[0]  # more often where there is more to stop in
    if way == CALL:
        return Death(way, step, dice.randint(1, max(1, counts.get(step, _USUAL_CALLS))))
    if way == POINT:
        return Death(way, step, int(dice.expovariate(1 / 60)) + 1)
    if way == TORN:
        return Death(way, step, dice.choice((0, 0, 1, 2)) * _MOST_MORE + dice.randrange(_MOST_MORE))
    return Death(way, -1, int(dice.uniform(0, longest) * 1000))
