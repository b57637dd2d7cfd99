"""The program run in this process: its day is 30 September 2021, its window only notes the ask."""

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from ehp_desktop.commands.cli import cli
from ehp_desktop.commands.program import Program, WindowAsked
from ehp_desktop.models.codes import CodeSet
from ehp_desktop.review import opening, sample
from ehp_desktop.review.sample.setting import import_sample

TODAY = dt.date(2021, 9, 30)


@dataclass
class Ran:
    """What a command printed and how it ended."""

    out: str
    err: str
    status: int

    @property
    def content(self) -> Any:
        """The JSON that it printed."""
        return json.loads(self.out)


@dataclass
class Console:
    """Runs commands on one store."""

    store: Path
    clock: Callable[[], dt.datetime]
    asked: list[WindowAsked] = field(default_factory=list)

    def __call__(self, *arguments: object, store: bool = True, **options: Any) -> Ran:
        """Run a command; `store` names the console's own store to it."""
        words = ["--store", str(self.store)] if store else []
        words += [str(argument) for argument in arguments]
        program = Program(lambda: TODAY, self.clock, self._open_window)
        result = CliRunner().invoke(cli, words, obj=program, prog_name="ehp-desktop", **options)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.stdout, result.stderr, result.exit_code)

    def json(self, *arguments: object) -> Any:
        """The JSON of a command that is done."""
        ran = self(*arguments, "--format", "json")
        assert (ran.status, ran.err) == (0, "")
        return ran.content

    def _open_window(self, asked: WindowAsked) -> int:
        self.asked.append(asked)
        return 0


@pytest.fixture
def passphrase_file(passphrase: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that EHP_PASSPHRASE_FILE names."""
    path = tmp_path / "passphrase.txt"
    path.write_text(f"{passphrase}\nanother line\n", encoding="utf-8")
    monkeypatch.setenv("EHP_PASSPHRASE_FILE", str(path))
    return path


@pytest.fixture
def console(
    make_store: Callable[[CodeSet, str], Path],
    clock: Callable[[], dt.datetime],
    passphrase_file: Path,
) -> Console:
    """Commands on an empty store of Wales."""
    return Console(make_store(CodeSet.WALES, "store"), clock)


@pytest.fixture(scope="session")
def sample_template(
    store_templates: dict[CodeSet, Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A store with the fictional caseload, to be copied."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(store_templates[CodeSet.WALES], folder / "store")
    noon = dt.datetime(2021, 9, 30, 12, tzinfo=dt.UTC)
    opened = opening.unlock(folder / "store", "tri llyffant gwyrdd 47", clock=lambda: noon)
    import_sample(opened, folder)
    opened.close()
    return folder / "store"


@pytest.fixture
def sample_console(
    sample_template: Path,
    tmp_path: Path,
    clock: Callable[[], dt.datetime],
    passphrase_file: Path,
) -> Console:
    """Commands on a store with the fictional caseload."""
    return Console(Path(shutil.copytree(sample_template, tmp_path / "sample")), clock)


@pytest.fixture(scope="session")
def extract() -> bytes:
    """The extract of the fictional caseload."""
    return sample.extract_csv()


@pytest.fixture
def program_for_real() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run `python -m ehp_desktop` as a process of its own, without a terminal."""

    def run(*arguments: object, **options: Any) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-m", "ehp_desktop", *map(str, arguments)]
        usual: dict[str, Any] = {
            "capture_output": True,
            "text": True,
            "encoding": "utf-8",
            "stdin": subprocess.DEVNULL,
            "start_new_session": True,
            "check": False,
            "env": os.environ | {"PYTHONWARNINGS": "default"},
        }
        return subprocess.run(words, **(usual | options))

    return run
