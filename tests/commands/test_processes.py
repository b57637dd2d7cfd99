"""The program as a process: streams, exit statuses, two at once, killed in the middle."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ehp_desktop.review import sample

Process = Callable[..., subprocess.CompletedProcess[str]]


def test_help_is_quick_because_nothing_heavy_is_imported() -> None:
    program = (
        "import sys; sys.argv = ['ehp-desktop', '--help'];"
        "import ehp_desktop.main as m\n"
        "try: m.main()\n"
        "except SystemExit: pass\n"
        "heavy = {'sqlalchemy', 'reportlab', 'PySide6', 'cryptography', 'python_calamine',"
        " 'holidays', 'argon2', 'zxcvbn', 'alembic'}\n"
        "sys.exit(bool(heavy & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert ran.returncode == 0


@pytest.mark.parametrize("words", [("-m", "ehp_desktop"), ("main.py",)])
def test_each_way_in_is_the_same_program(words: tuple[str, ...]) -> None:
    root = Path(__file__).resolve().parent.parent.parent
    ran = subprocess.run(
        [sys.executable, *words, "--version"], cwd=root, capture_output=True, text=True, check=True
    )
    assert ran.stdout.startswith("ehp-desktop")


def test_a_command_imports_no_window(program_for_real: Process, sample_console: Any) -> None:
    program = (
        "import sys; import ehp_desktop.main as m\n"
        "try: m.main()\n"
        "except SystemExit as end: status = end.code\n"
        "sys.exit(9 if any(n.startswith(('PySide6', 'ehp_desktop.ui')) for n in sys.modules)"
        " else status)"
    )
    words = [sys.executable, "-c", program, "--store", str(sample_console.store), "cases"]
    ran = subprocess.run(words, capture_output=True, check=False)
    assert ran.returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have a screen")
def test_without_a_screen_the_window_is_a_sentence(program_for_real: Process) -> None:
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    env = {name: value for name, value in os.environ.items() if name not in names}
    ran = program_for_real(env=env)
    assert (ran.returncode, ran.stdout) == (1, "")
    assert len(ran.stderr.splitlines()) == 1
    assert "--help" in ran.stderr


def test_names_are_utf_8_whatever_the_locale(
    program_for_real: Process, sample_console: Any
) -> None:
    env = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "latin-1"}
    ran = program_for_real("--store", sample_console.store, "cases", "--cohort", "all", "--as-of",
                           "2021-09-30", env=env)  # fmt: skip
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "ŷ" in ran.stdout


def test_a_reader_who_goes_away_is_no_failure_to_tell(sample_console: Any) -> None:
    words = [sys.executable, "-m", "ehp_desktop", "--store", str(sample_console.store)]
    words += ["cases", "--cohort", "all", "--as-of", "2021-09-30", "--format", "json"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        told = process.stderr.read()
    assert b"Traceback" not in told
    assert b"Exception" not in told


def test_a_second_writer_is_told_who_holds_the_store(
    program_for_real: Process, console: Any, clock: Any, passphrase: str
) -> None:
    from ehp_desktop.review import opening

    holder = opening.unlock(console.store, passphrase, write=True, clock=clock)
    try:
        second = program_for_real("--store", console.store, "surgery", "new", "--date",
                                  "2021-10-05")  # fmt: skip
        reader = program_for_real("--store", console.store, "surgery", "list", "--format", "json")
    finally:
        holder.close()
    assert (second.returncode, second.stdout) == (1, "")
    assert len(second.stderr.splitlines()) == 1
    assert holder.actor.name in second.stderr
    assert (reader.returncode, json.loads(reader.stdout)) == (0, {"surgeries": []})


@pytest.mark.skipif(sys.platform == "win32", reason="signals are not of Windows")
def test_stopping_an_import_leaves_no_traceback(console: Any, tmp_path: Path) -> None:
    process = importing(console, tmp_path)
    with process:
        process.send_signal(signal.SIGINT)
        out, told = process.communicate(timeout=60)
    assert process.returncode in (1, -signal.SIGINT)
    assert b"Traceback" not in told + out


@pytest.mark.skipif(sys.platform == "win32", reason="signals are not of Windows")
@pytest.mark.parametrize("seconds", [0.0, 0.15, 0.4])
def test_a_killed_import_is_there_whole_or_not_at_all(
    console: Any, tmp_path: Path, seconds: float
) -> None:
    process = importing(console, tmp_path)
    try:
        process.communicate(timeout=seconds + 0.01)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
    assert console.json("check") == {"ok": True, "problems": []}
    cases = console.json("cases", "--cohort", "all", "--as-of", "2021-09-30")["cases"]
    assert len(cases) in (0, 2000)


def importing(console: Any, tmp_path: Path) -> "subprocess.Popen[bytes]":
    """An import of 2,000 children that has found its files and begun."""
    path = tmp_path / "many.csv"
    path.write_bytes(sample.many_extract_csv(2000))
    words = [sys.executable, "-X", "importtime", "-m", "ehp_desktop"]
    words += ["--store", str(console.store), "import", str(path), "--as-of", "2021-09-30"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stderr is not None
    for line in process.stderr:  # the last module that an import loads: it is about to write
        if b"ehp_desktop.models.import_writes" in line:
            break
    return process


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are not of Windows")
def test_a_disk_that_fills_is_one_line_and_nothing_is_stored(console: Any, tmp_path: Path) -> None:
    import resource

    path = tmp_path / "many.csv"
    path.write_bytes(sample.many_extract_csv(1500))
    words = [sys.executable, "-m", "ehp_desktop", "--store", str(console.store), "import",
             str(path), "--as-of", "2021-09-30"]  # fmt: skip

    def small_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))

    ran = subprocess.run(words, capture_output=True, text=True, check=False, preexec_fn=small_disk)
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
    assert "Traceback" not in ran.stderr
    assert console.json("check")["ok"] is True
    assert console.json("cases", "--cohort", "all", "--as-of", "2021-09-30")["cases"] == []


def test_a_bug_is_a_sentence_and_a_report_without_values(tmp_path: Path) -> None:
    program = (
        "import sys; from ehp_desktop.commands import cli; import ehp_desktop.main as m\n"
        "def fail(*_, **__): raise ValueError('Siân ap Rhys 2012-05-14')\n"
        "cli.Language = fail\n"
        "sys.argv = ['ehp-desktop', '--language', 'cy']\n"
        "m.main()"
    )
    settings = tmp_path / "settings"
    ran = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"EHP_CONFIG_DIR": str(settings)},
    )
    assert (ran.returncode, ran.stdout) == (1, "")
    assert len(ran.stderr.splitlines()) == 1
    report = (settings / "last-failure.txt").read_text(encoding="utf-8")
    assert "ValueError" in report
    assert "cli.py" in report
    for text in (ran.stderr, report):
        assert "Siân" not in text
        assert "2012" not in text


def test_nothing_about_a_case_is_on_standard_error(
    program_for_real: Process, console: Any, tmp_path: Path
) -> None:
    path = tmp_path / "caseload.csv"
    rows = list(csv.reader(io.StringIO(sample.extract_csv().decode())))[:40]
    born = rows[0].index("date_of_birth")
    for row in rows[1:]:
        row[born] = "99/99/2012"
    path.write_text("\n".join(",".join(row) for row in rows), encoding="utf-8")
    ran = program_for_real("--store", console.store, "import", path, "--as-of", "2021-09-30")
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
    surname = rows[0].index("surname")
    assert not any(row[surname] in ran.stderr for row in rows[1:])
