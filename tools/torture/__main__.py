"""`make torture`: what the store is put through, and that nothing is lost or half there.

    python -m tools.torture [--runs N] [--faults N] [--seconds S] [--seed N] [--jobs N] [--quick]

So many runs of a scripted surgery are killed at random points, and every kind of fault is made so
many times. What came of it is counted, and nothing that is printed is of a case. The status is 1
where anything was violated. `--runs 1 --faults 0 --seed N` repeats one run, as far as it does not
depend on the machine's own time.
"""

import argparse
import importlib
import multiprocessing
import os
import pkgutil
import shutil
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final

import ehp_desktop.models
import ehp_desktop.review
from tools.torture.cast import make_template
from tools.torture.counts import Counts
from tools.torture.damage import kinds, one_damage
from tools.torture.disks import KINDS, one_disk
from tools.torture.dying import CALL, MOMENT, POINT, TORN
from tools.torture.probing import Fact
from tools.torture.runs import Reference, Told, one_run, play_reference
from tools.torture.tampering import TAMPERS, one_tampering
from tools.torture.tracing import can_trace

Task = Callable[[], Told | Fact]

_GOES_ON_EVERY: Final = 5
_WAYS: Final = (CALL, POINT, CALL, MOMENT, CALL, POINT, TORN)
"""Which run dies in which way: those at known points find more than those at any moment."""
_SPARE: Final = 1_000_000
"""Added to the seeds of runs in the place of those that came to their end before their kill."""


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(
        prog="torture", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=200, help="how many are to be killed (200)")
    parser.add_argument("--faults", type=int, default=5, help="how often each kind of fault (5)")
    parser.add_argument("--seconds", type=float, default=540, help="begin nothing after (540)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="to repeat a torture")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes at once")
    parser.add_argument("--quick", action="store_true", help="do not count system calls first")
    return parser.parse_args()


def load_everything() -> None:
    """Import what the program imports only when it is wanted: once, not in each process anew."""
    for package in (ehp_desktop.models, ehp_desktop.review):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".versions." not in module.name and not module.name.endswith(".env"):
                importlib.import_module(module.name)


def run_of(reference: Reference, seed: int, work: Path) -> Task:
    """The run of a seed, which says how it dies and whether it goes on."""
    way = _WAYS[seed % len(_WAYS)]
    if way == CALL and not can_trace():
        way = POINT
    return partial(one_run, reference, seed, way, work, seed % _GOES_ON_EVERY == 0)


def faults_of(reference: Reference, seed: int, work: Path) -> list[Task]:
    """Every kind of fault once."""
    return [
        *(partial(one_damage, reference, seed, kind, work) for kind in kinds()),
        *(partial(one_tampering, reference, seed, name, work) for name in TAMPERS),
        *(partial(one_disk, reference, seed, kind, work) for kind in KINDS),
    ]


def mixed(runs: list[Task], faults: list[Task]) -> deque[Task]:
    """Both, so that a torture that is cut short has some of each."""
    every = max(1, -(-len(faults) // max(1, len(runs))))
    todo: deque[Task] = deque()
    for number, run in enumerate(runs):
        todo += [run, *faults[number * every : (number + 1) * every]]
    return todo or deque(faults)


def work_off(
    todo: deque[Task], another: Callable[[], Task], jobs: int, counts: Counts, ends: float
) -> None:
    """Do everything in several processes; begin nothing after the time is over.

    For each run that came to its end before its kill there is another.
    """
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        running: set[Future[Told | Fact]] = set()
        while running or (todo and time.monotonic() < ends):
            while todo and len(running) < jobs and time.monotonic() < ends:
                running.add(pool.submit(todo.popleft()))
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for one in done:
                result = one.result()
                counts.take(result)
                if isinstance(result, Told) and not result.killed:
                    todo.append(another())


def main() -> int:
    """Torture, count, and say."""
    asked = arguments()
    if sys.platform == "win32":
        print("Windows can neither fork nor be killed as this does; run it on Linux or macOS.")
        return 2
    began = time.monotonic()
    os.environ["EHP_CONFIG_DIR"] = tempfile.mkdtemp(prefix="ehp-torture-settings-")
    work = Path(tempfile.mkdtemp(prefix="ehp-torture-"))
    counts = Counts()
    try:
        print(f"seed {asked.seed}", flush=True)
        load_everything()
        make_template(work / "template")
        reference = play_reference(work, work / "template", thorough=not asked.quick)
        seeds = range(asked.seed, asked.seed + asked.runs)
        runs = [run_of(reference, seed, work) for seed in seeds]
        faults: list[Task] = []
        for seed in range(asked.seed, asked.seed + asked.faults):
            faults += faults_of(reference, seed, work)
        counts.wanted_kills, counts.wanted_facts = len(runs), len(faults)
        spare = count(asked.seed + _SPARE)
        work_off(
            mixed(runs, faults),
            lambda: run_of(reference, next(spare), work),
            asked.jobs,
            counts,
            began + asked.seconds,
        )
        for line in counts.table(time.monotonic() - began):
            print(line)
        wrong = counts.violations()
        for line in wrong:
            print(f"VIOLATION (--seed {asked.seed}): {line}")
        return 1 if wrong else 0
    finally:
        shutil.rmtree(work, ignore_errors=True)
        shutil.rmtree(os.environ["EHP_CONFIG_DIR"], ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
