"""Interleaved timing of the program and its floor, and the table that is printed of it."""

import gc
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One row of the table: medians in the row's own unit, and the most that is allowed."""

    work: str
    floor: float
    ours: float
    at_most: float
    unit: str = "ms"

    @property
    def ratio(self) -> float:
        return self.ours / self.floor

    @property
    def holds(self) -> bool:
        return self.ratio <= self.at_most


def seconds(work: Callable[[], object]) -> float:
    """How long one call takes, with the collector's debts paid before it starts."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def interleaved(
    name: str,
    floor: Callable[[], object],
    ours: Callable[[], object],
    at_most: float,
    *,
    rounds: int = 7,
    warm: bool = True,
) -> Figure:
    """Time floor and program turn about; milliseconds, medians of `rounds`."""
    if warm:
        floor()
        ours()
    floors: list[float] = []
    figures: list[float] = []
    for _ in range(rounds):
        floors.append(seconds(floor) * 1000)
        figures.append(seconds(ours) * 1000)
    return Figure(name, statistics.median(floors), statistics.median(figures), at_most)


def from_samples(
    name: str, floors: list[float], figures: list[float], at_most: float, unit: str = "ms"
) -> Figure:
    """A row from figures that were measured elsewhere, such as in fresh processes."""
    return Figure(name, statistics.median(floors), statistics.median(figures), at_most, unit)


def table(figures: list[Figure]) -> str:
    """The figures as text, one row each."""
    lines = [
        f"{'work':58} {'floor':>10} {'ours':>10} {'ratio':>6} {'at most':>8}",
        "-" * 96,
    ]
    for one in figures:
        mark = "" if one.holds else "  over"
        lines.append(
            f"{one.work:58} {one.floor:>7.1f} {one.unit:2} {one.ours:>7.1f} {one.unit:2}"
            f" {one.ratio:>5.2f}x {one.at_most:>7.2f}x{mark}"
        )
    return "\n".join(lines)
