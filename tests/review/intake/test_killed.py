"""An import whose process is killed leaves all of it or none."""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from ehp_desktop.models import reads
from ehp_desktop.models.codes import CodeSet
from ehp_desktop.review import opening

CHILDREN = 1500
IMPORTING = """
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from ehp_desktop.review import opening
from ehp_desktop.review.intake.apply import apply_plan
from ehp_desktop.review.intake.plan import read_plan

store, file, passphrase = sys.argv[1:]
clock = lambda: datetime(2021, 9, 30, 12, tzinfo=UTC)
opened = opening.unlock(Path(store), passphrase, clock=clock)
plan = read_plan(opened, [Path(file)], as_of=date(2021, 9, 30))

def written(done, total):
    print(done, flush=True)
    sys.stdin.readline()

apply_plan(opened, plan, progress=written)
print("applied", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    path = tmp_path / "extract.csv"
    rows = [f"{number},01/05/2012,Dwyrain" for number in range(CHILDREN)]
    path.write_text("\n".join(["child_id,date_of_birth,team", *rows, ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("last_words", "stored"), [("500", 0), (str(CHILDREN), 0), ("applied", CHILDREN)]
)
def test_a_killed_import_leaves_all_or_nothing(
    make_store: Callable[[CodeSet, str], Path],
    extract: Path,
    passphrase: str,
    clock: Callable[[], datetime],
    last_words: str,
    stored: int,
) -> None:
    folder = make_store(CodeSet.WALES, "store")
    command = [sys.executable, "-c", IMPORTING, str(folder), str(extract), passphrase]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdin is not None
        assert run.stdout is not None
        while (said := run.stdout.readline().strip()) != last_words:
            assert said, "the import ended too early"
            run.stdin.write("\n")
            run.stdin.flush()
        run.kill()

    assert opening.check(folder, passphrase) == ()
    opened = opening.unlock(folder, passphrase, clock=clock)
    with opened.store.reading() as session:
        assert len(reads.children(session)) == stored
        assert len(reads.imports(session)) == (1 if stored else 0)
    opened.close()
