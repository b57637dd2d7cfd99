"""Every criterion of all four routes, against forty plain attribute tests a child."""

from pathlib import Path

from benchmarks import floors
from benchmarks.measure import Figure, interleaved
from benchmarks.stores import AS_OF
from ehp_desktop.models.codes import CodeSet
from ehp_desktop.models.rows import ChildRow
from ehp_desktop.review.assessment import assess
from ehp_desktop.review.facts import facts_on
from ehp_desktop.review.parameters import ParameterSet
from ehp_desktop.review.sample.many import many_rows


def assess_all(rows: list[ChildRow], parameters: ParameterSet) -> list[object]:
    """Stored rows to states and findings, no sentences."""
    values = parameters.at(AS_OF)
    return [assess(facts_on(row, AS_OF, values, CodeSet.WALES), values) for row in rows]


def figures(folder: Path, rounds: int) -> list[Figure]:
    """10,000 children, and 100,000 of them to see that it stays linear."""
    parameters = ParameterSet.load()
    cohorts = [row for row in many_rows(30_000) if row.placement_code in {"P1", "F1", "F4"}]
    made = []
    for count in (10_000, 100_000):
        rows = (cohorts * (count // len(cohorts) + 1))[:count]
        plain = floors.plain_children(count, AS_OF)
        made.append(
            interleaved(
                f"assess {count:,} children on four routes",
                lambda plain=plain: floors.forty_tests(plain, AS_OF),  # type: ignore[misc]
                lambda rows=rows: assess_all(rows, parameters),  # type: ignore[misc]
                6.0,
                rounds=rounds,
            )
        )
    return made
