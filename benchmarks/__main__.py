"""`make bench`: every row of the table, measured in one run. `--rounds N`, or names of rows."""

import argparse
import importlib
import platform
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Figure, table

GROUPS = ("intake", "rules", "lists", "paper", "keeping", "starts")


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("groups", nargs="*", help=" ".join(GROUPS))
    asked = parser.parse_args()
    figures: list[Figure] = []
    for name in asked.groups or GROUPS:
        group = importlib.import_module(f"benchmarks.{name}")
        with tempfile.TemporaryDirectory() as folder:
            figures += group.figures(Path(folder), asked.rounds)
    print(f"Python {platform.python_version()}, {platform.machine()}, medians\n")
    print(table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
