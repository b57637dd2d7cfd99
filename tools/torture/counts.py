"""What was done and what came of it, counted; no line of it holds anything of a case."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from tools.torture.probing import Fact
from tools.torture.runs import Told
from tools.torture.script import STEPS


@dataclass
class Counts:
    """The results of a whole torture."""

    runs: list[Told] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    wanted_kills: int = 0
    wanted_facts: int = 0

    def take(self, result: Told | Fact) -> None:
        """Count what came of a run or a fault."""
        if isinstance(result, Told):
            self.runs.append(result)
        else:
            self.facts.append(result)

    @property
    def kills(self) -> int:
        """How many runs were killed before their end."""
        return sum(run.killed for run in self.runs)

    def violations(self) -> list[str]:
        """What did not hold, a line each."""
        of_runs = [
            f"run --seed {run.seed} ({run.death.way}, in {run.step}): {what}"
            for run in self.runs
            for what in run.violations
        ]
        return of_runs + [f"{one.kind}: {what}" for one in self.facts for what in one.violations]

    def table(self, seconds: float) -> list[str]:
        """Everything counted, as lines."""
        return [
            *self._of_runs(),
            "",
            *self._of_facts(),
            "",
            _line("things verified", self._verified()),
            _line("silent losses", sum("SILENT" in one for one in self.violations())),
            _line("violations", len(self.violations())),
            _line("seconds", round(seconds)),
        ]

    def _verified(self) -> int:
        return sum(run.verified for run in self.runs) + sum(one.verified for one in self.facts)

    def _of_runs(self) -> list[str]:
        lines = [
            _line("runs of the scripted surgery", len(self.runs)),
            _line("  killed", self.kills, of=self.wanted_kills),
        ]
        ways = Counter(run.death.way for run in self.runs if run.killed)
        lines += [_line(f"    {way}", count) for way, count in sorted(ways.items())]
        flight = Counter(run.in_flight for run in self.runs if run.killed)
        lines += [
            _line("  came to their end before they were to be killed", len(self.runs) - self.kills),
            _line("  the step in flight was there whole", flight["done"]),
            _line("  the step in flight was not there", flight["not done"]),
            _line(
                "  half there", len([run for run in self.runs if run.killed and not run.in_flight])
            ),
            _line("  went on to the end afterwards", sum(run.went_on for run in self.runs)),
            _line("  acknowledged things verified", sum(run.verified for run in self.runs)),
            _line("  temporary files left in the folder", sum(run.left_over for run in self.runs)),
            "  killed in the step",
        ]
        steps = Counter(run.step for run in self.runs if run.killed)
        order = [*(step.name for step in STEPS), "after the last step"]
        return lines + [_line(f"    {name}", steps[name]) for name in order if steps[name]]

    def _of_facts(self) -> list[str]:
        by_kind: dict[str, Counter[str]] = defaultdict(Counter)
        for one in self.facts:
            by_kind[one.kind][one.how or f"skipped: {one.skipped}"] += 1
        lines = [_line("faults", len(self.facts), of=self.wanted_facts)]
        for kind in sorted(by_kind):
            told = "; ".join(f"{count} {how}" for how, count in sorted(by_kind[kind].items()))
            lines.append(f"  {kind:<56} {told}")
        return lines


def _line(name: str, count: int, *, of: int | None = None) -> str:
    return f"{name:<58} {count:>6}{f' of {of}' if of is not None and of != count else ''}"
