"""From a file to applied rows with provenance, against storing the same rows plainly."""

import gc
import time
from pathlib import Path

from benchmarks import floors
from benchmarks.measure import Figure, from_samples, seconds
from benchmarks.stores import AS_OF, EmptyStores, workbook
from ehp_desktop.review.intake.apply import apply_plan
from ehp_desktop.review.intake.plan import read_plan
from ehp_desktop.review.sample.many import many_extract_csv

ROWS = 10_000


def _import(stores: EmptyStores, path: Path) -> float:
    """Milliseconds from the file to the committed import, the store already open."""
    with stores.fresh() as opened:
        gc.collect()
        start = time.perf_counter()
        plan = read_plan(opened, [path], as_of=AS_OF)
        applied = apply_plan(opened, plan)
        taken = time.perf_counter() - start
    assert applied.new + applied.refused == ROWS, applied
    return taken * 1000


def figures(folder: Path, rounds: int) -> list[Figure]:
    """CSV and XLSX, turn about with their floors."""
    stores = EmptyStores(folder / "stores")
    csv_path, xlsx_path, plain = folder / "rows.csv", folder / "rows.xlsx", folder / "plain.db"
    csv_bytes = many_extract_csv(ROWS)
    csv_path.write_bytes(csv_bytes)
    workbook(csv_bytes, xlsx_path, floors.DATE_COLUMNS.__contains__)
    made = []
    for name, path, floor, at_most in (
        ("import 10,000 extract rows, CSV", csv_path, floors.import_csv, 6.0),
        ("import 10,000 extract rows, XLSX", xlsx_path, floors.import_xlsx, 4.0),
    ):
        floor(path, plain)
        _import(stores, path)
        pairs = [
            (seconds(lambda f=floor, p=path: f(p, plain)) * 1000, _import(stores, path))  # type: ignore[misc]
            for _ in range(rounds)
        ]
        made.append(from_samples(name, [a for a, _ in pairs], [b for _, b in pairs], at_most))
    return made
