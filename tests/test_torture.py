"""The short form of `make torture`: each way to die once, and every kind of fault once."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ehp_desktop.review.sample import many_rows

PROJECT = Path(__file__).resolve().parent.parent
RUNS = 7  # as many as it takes to die in every way
SEED = 20211005


@pytest.mark.skipif(sys.platform == "win32", reason="Windows can neither fork nor be killed so")
def test_nothing_is_lost_or_half_there_whatever_happens(tmp_path: Path) -> None:
    (tmp_path / "temporary").mkdir()
    command = [sys.executable, "-m", "tools.torture", "--quick", "--jobs", "2", "--seconds", "90"]
    done = subprocess.run(
        [*command, "--runs", str(RUNS), "--faults", "1", "--seed", str(SEED)],
        cwd=PROJECT,
        env=dict(os.environ, QT_QPA_PLATFORM="offscreen", TMPDIR=str(tmp_path / "temporary")),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    assert done.stderr == ""
    counted = re.findall(r"^ *([a-z ]+?) +(\d+)$", done.stdout, re.MULTILINE)
    said = dict(counted)
    assert (said["violations"], said["silent losses"]) == ("0", "0")
    assert int(said["killed"]) == RUNS
    assert int(said["things verified"]) > 100
    assert "Zzyxgwenllian" not in done.stdout
    assert not any(f"{row.forename} {row.surname}" in done.stdout for row in many_rows(60))
    assert list((tmp_path / "temporary").iterdir()) == []
